"""行政复议申请书: after a report that was met with silence or refused, and not before."""

from __future__ import annotations

import re

import pytest
from support.runs import Generated, generate_into, text_of

from anjuan.testing import Row, case, evidence, incident, institution, proceeding, write_workbook

KIND = "review-application"
STATION, BRANCH = "虚构市公安局甲派出所", "虚构市公安局乙分局"
FIRM = {"委托律师": "王律师", "律师事务所": "虚构律师事务所"}


def report(number: str, **changes: object) -> Row:
    defaults = {"日期": "2026-03-20", "事项": "报案", "机构": STATION, "文号": "接〔2026〕1号"}
    return proceeding(案件编号=number, **{**defaults, **changes})


def answer(number: str, result: str, **changes: object) -> Row:
    defaults = {"日期": "2026-05-08", "事项": "收到答复", "机构": BRANCH, "结果": result}
    return proceeding(案件编号=number, **{**defaults, **changes})


# Number of the case → its rows of 办理记录, and whether its time has come on 2026-06-10.
CASES: dict[str, tuple[list[Row], bool]] = {
    "silent": ([report("silent")], True),
    "columns": ([report("columns")], True),
    "sixty": ([report("sixty", 日期="2026-04-11")], True),
    "fifty-nine": ([report("fifty-nine", 日期="2026-04-12")], False),
    "refused": (
        [
            report("refused", 日期="2026-05-01", 机构=BRANCH),
            answer("refused", "委托人反映的是经济纠纷，不予立案", 文号="不立字〔2026〕3号"),
        ],
        True,
    ),
    "registered": ([report("registered", 结果="已受理登记")], True),
    "handled": (
        [report("handled", 机构=BRANCH), answer("handled", "已对行为人处以罚款")],
        False,
    ),
    # What was refused before was another report.
    "refused-before": (
        [
            report("refused-before", 日期="2026-05-20", 机构=BRANCH, 文号="接〔2026〕2号"),
            answer("refused-before", "不予立案"),
        ],
        False,
    ),
    # Asked for by name, it is made however late; unasked see below.
    "refused-long-ago": (
        [
            report("refused-long-ago", 日期="2026-03-01", 机构=BRANCH),
            answer("refused-long-ago", "不予立案", 日期="2026-04-01"),
        ],
        True,
    ),
    # The paper is about the last report; of another station's refusal the time is over.
    "refused-elsewhere": (
        [
            report("refused-elsewhere", 日期="2026-01-05"),
            answer("refused-elsewhere", "不予立案", 日期="2026-01-20", 机构=STATION),
            report("refused-elsewhere", 日期="2026-05-01", 机构=BRANCH),
            answer("refused-elsewhere", "不予立案"),
        ],
        True,
    ),
    "silent-long-ago": ([report("silent-long-ago", 日期="2026-01-02")], True),
    "unreported": ([], False),
    "reviewed": (
        [
            report("reviewed"),
            proceeding(
                案件编号="reviewed", 日期="2026-06-01", 事项="申请复议", 机构="虚构市人民政府"
            ),
        ],
        False,
    ),
}

OWN = {"columns": {"县级公安机关": "虚构市公安局", "复议机关": "虚构市人民政府"}}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("review")
    book = write_workbook(
        folder / "表.xlsx",
        cases=[
            case(案件编号=it, 落款日期="2026-06-10", 公安机关=None, **FIRM, **OWN.get(it, {}))
            for it in CASES
        ],
        institutions=[institution()],
        incidents=[
            incident(案件编号=it, **changes)
            for it in CASES
            for changes in ({}, {"时间": "2026-05-20 23:00", "次数": 3})
        ],
        evidence=[evidence(案件编号=it) for it in CASES],
        proceedings=[row for rows, _ in CASES.values() for row in rows],
    )
    return generate_into(folder / "out", book, kinds=(KIND,))


@pytest.fixture(scope="module")
def unasked(papers: Generated, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The same cases, of which each gets what concerns it."""
    return generate_into(tmp_path_factory.mktemp("unasked"), papers.folder.parent / "表.xlsx")


@pytest.mark.parametrize("number", ["refused-long-ago", "silent-long-ago"])
def test_past_the_period_it_is_told_and_not_made_unasked(
    papers: Generated, unasked: Generated, number: str
) -> None:
    """It would be turned down (行政复议法 arts. 20 and 30); who has a good reason asks for it."""
    [outcome] = [it for it in unasked.report.outcomes if (it.kind, it.case) == (KIND, number)]
    told = [
        it for it in unasked.report.problems if it.code == "deadline-past" and it.case == number
    ]

    assert outcome.state.value == "not-applicable"
    assert "《中华人民共和国行政复议法》第二十条" in outcome.spared
    assert any(it.sheet == "办理记录" and "已过" in it.message for it in told)
    assert "第二十条）如有耽误，正当理由是：＿＿" in text_of(papers, number)


def test_within_the_period_it_comes_unasked_and_excuses_nothing(
    papers: Generated, unasked: Generated
) -> None:
    for number in ("silent", "refused", "refused-elsewhere"):
        [outcome] = [it for it in unasked.report.outcomes if (it.kind, it.case) == (KIND, number)]

        assert outcome.state.value == "written"
        assert "如有耽误" not in text_of(papers, number)


@pytest.mark.parametrize("number", CASES)
def test_it_takes_a_report_and_silence_of_sixty_days_or_a_refusal(
    papers: Generated, number: str
) -> None:
    [outcome] = [it for it in papers.report.outcomes if it.case == number]

    assert (outcome.state.value == "written") is CASES[number][1]


def test_silence_is_told_with_its_days_and_review_comes_first(papers: Generated) -> None:
    text = text_of(papers, "silent")

    assert "确认被申请人对申请人2026年3月20日的报案未依法处理的行为违法" in text
    assert "责令被申请人在一定期限内对该报案依法立案调查" in text
    assert f"向{STATION}报案，请求依法立案调查，报案凭证的编号为接〔2026〕1号" in text
    assert "没有收到立案或者不予立案的告知，也没有收到其他书面答复，至今已82日" in text
    assert "《中华人民共和国行政复议法》第二十三条第一款第三项，应当先申请行政复议" in text
    assert "最近一次在2026年5月20日" in text


def test_a_refusal_is_told_as_it_was_and_whether_review_comes_first_is_not_asserted(
    papers: Generated,
) -> None:
    text = text_of(papers, "refused")

    assert "2026年5月8日，申请人得到的答复是：申请人反映的是经济纠纷，不予立案。" in text
    assert "答复的文号为不立字〔2026〕3号" in text
    assert "报案不予立案的行为违法" in text
    assert "第二十三条" not in text
    assert "应当先申请" not in text
    assert "和公安机关的答复复印件各一份" in text


def test_a_receipt_is_no_answer_and_is_not_denied(papers: Generated) -> None:
    text = text_of(papers, "registered")

    assert "报案时的情况：已受理登记。此后，申请人没有收到处理结果的告知" in text
    assert "没有收到立案" not in text


def test_a_station_answers_for_nobody_and_a_branch_for_itself(papers: Generated) -> None:
    assert "被申请人：＿＿＿＿＿＿＿＿公安局（分局）" in text_of(papers, "silent")
    assert f"被申请人：{BRANCH}，" in text_of(papers, "refused")


def test_whom_it_concerns_may_stand_in_columns_of_ones_own(papers: Generated) -> None:
    text = text_of(papers, "columns")
    reminded = {it.case for it in papers.report.problems if it.code == "by-hand"}

    assert "被申请人：虚构市公安局，" in text
    assert "[抬头] 虚构市人民政府" in text
    assert "silent" in reminded
    assert "columns" not in reminded


def test_all_that_a_review_needs_is_there(papers: Generated) -> None:
    for number in ("silent", "refused", "refused-elsewhere"):
        text = text_of(papers, number)
        for words in (
            "申请人：张三，男",
            "委托代理人：王律师，虚构律师事务所律师",
            "《中华人民共和国治安管理处罚法》第九十条",
            "《公安机关办理行政案件程序规定》第六十一条",
            "《中华人民共和国行政复议法》第十一条第十一项",
            "《中华人民共和国行政复议法》第二十四条",
            "《中华人民共和国行政复议法》第六十六条",
            "＿＿＿＿＿＿＿＿人民政府",
            "申请人（签名、捺印）：",
        ):
            assert words in text, words
        # Confidence B and C: the regulation on reviews may have changed.
        for words in ("实施条例", "赔偿", "拘留", "委托人", "受案回执"):
            assert words not in text, words
        assert not re.search(r"第\d+条", text)
