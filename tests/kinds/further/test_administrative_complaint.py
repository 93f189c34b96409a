"""行政起诉状: after the review, on request."""

from __future__ import annotations

import pytest
from support.runs import Generated, generate_into, shipped_plugins, text_of

from anjuan.testing import Row, case, evidence, incident, institution, proceeding, write_workbook

KIND = "administrative-complaint"
POLICE, GOVERNMENT = "虚构市公安局乙分局", "虚构市甲区人民政府"


def steps(number: str, *rows: Row, reviewed: str = "2026-05-25") -> list[Row]:
    first = proceeding(案件编号=number, 日期="2026-03-20", 事项="报案", 机构=POLICE)
    review = proceeding(
        案件编号=number, 日期=reviewed, 事项="申请复议", 机构=GOVERNMENT, 文号="复〔2026〕8号"
    )
    return [first, review, *(proceeding(案件编号=number, **row) for row in rows)]


def decision(result: str) -> Row:
    return {
        "日期": "2026-07-30", "事项": "收到答复", "机构": GOVERNMENT, "结果": result,
        "文号": "甲政复决〔2026〕5号",
    }  # fmt: skip


# On 2026-08-10.
CASES: dict[str, tuple[list[Row], bool]] = {
    "dismissed": (steps("dismissed", decision("驳回行政复议请求")), True),
    "upheld": (steps("upheld", decision("维持")), True),
    "unheard": (steps("unheard", decision("不予受理")), True),
    "inadmissible": (steps("inadmissible", decision("驳回行政复议申请")), True),
    "unclear": (steps("unclear", decision("已作出决定")), True),
    "won": (steps("won", decision("撤销不予立案决定，责令限期重新处理")), False),
    "declared": (steps("declared", decision("确认未依法处理报案违法")), False),
    "silent": (steps("silent"), True),
    "late": (steps("late", {**decision("维持"), "日期": "2026-07-20"}), True),
    "answered": (
        steps(
            "answered",
            {"日期": "2026-04-02", "事项": "收到答复", "机构": POLICE, "结果": "建议双方协商"},
            decision("维持"),
        ),
        True,
    ),
    "waiting": (steps("waiting", reviewed="2026-06-10"), False),
    "unreviewed": (steps("unreviewed")[:1], False),
    "sued": (
        steps("sued", decision("驳回"), {"日期": "2026-08-01", "事项": "提起行政诉讼"}),
        False,
    ),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("administrative")
    book = write_workbook(
        folder / "表.xlsx",
        cases=[case(案件编号=it, 落款日期="2026-08-10") for it in CASES],
        institutions=[institution()],
        incidents=[incident(案件编号=it) for it in CASES],
        evidence=[evidence(案件编号=it) for it in CASES],
        proceedings=[row for rows, _ in CASES.values() for row in rows],
    )
    return generate_into(folder / "out", book, kinds=(KIND,))


@pytest.mark.parametrize("number", CASES)
def test_there_is_none_before_the_review_has_ended(papers: Generated, number: str) -> None:
    [outcome] = [it for it in papers.report.outcomes if it.case == number]

    assert (outcome.state.value == "written") is CASES[number][1]


def test_a_decision_is_attacked_by_its_number_beside_the_police(papers: Generated) -> None:
    for number in ("dismissed", "upheld"):
        text = text_of(papers, number)

        assert f"被告：{POLICE}，" in text
        assert f"被告：{GOVERNMENT}，" in text
        assert f"1．撤销{GOVERNMENT}甲政复决〔2026〕5号行政复议决定" in text
        assert f"2．判令{POLICE}在一定期限内对原告2026年3月20日的报案依法立案调查" in text
        assert "自收到决定书之日起十五日内" in text


def test_where_the_review_was_refused_or_never_ended_the_police_alone_are_sued(
    papers: Generated,
) -> None:
    for number in ("unheard", "inadmissible", "silent"):
        text = text_of(papers, number)

        assert text.count("被告：") == 1
        assert "1．判令被告在一定期限内" in text
        assert "撤销" not in text
    assert "行政复议期限届满，原告没有收到行政复议决定" in text_of(papers, "silent")
    assert "自行政复议期限届满之日起十五日内" in text_of(papers, "silent")


def test_a_decision_in_the_clients_favour_is_not_sued_over(papers: Generated) -> None:
    for number in ("won", "declared"):
        [outcome] = [it for it in papers.report.outcomes if it.case == number]

        assert "申请复议（办理记录" in outcome.spared and "得到了支持" in outcome.spared


def test_a_decision_that_nobody_can_read_leaves_the_defendants_to_be_ticked(
    papers: Generated,
) -> None:
    text = text_of(papers, "unclear")

    assert text.count("被告：") == 1
    assert "□不予受理或者驳回申请，只列公安机关为被告" in text
    assert f"□维持原来的处理或者驳回复议请求，并列{GOVERNMENT}为被告" in text
    for number in ("upheld", "unheard", "silent"):
        assert "□" not in text_of(papers, number)


def test_who_is_sued_is_told_with_its_rule(papers: Generated) -> None:
    rule = "依照《中华人民共和国行政诉讼法》第二十六条，"

    assert f"{rule}公安机关和复议机关为共同被告" in text_of(papers, "upheld")
    assert f"{rule}作出原行政行为的公安机关为被告" in text_of(papers, "silent")


def test_what_the_police_did_answer_is_not_denied(papers: Generated) -> None:
    text = text_of(papers, "answered")

    assert "2026年4月2日，原告得到的答复是：建议双方协商。" in text
    assert "没有告知处理的结果" not in text
    assert "公安机关答复以后没有依法处理报案" in text


def test_past_the_fifteen_days_it_is_told_and_room_is_left_for_the_reason(
    papers: Generated,
) -> None:
    told = {it.case: it for it in papers.report.problems if it.code == "deadline-past"}

    assert "《中华人民共和国行政复议法》第三十四条" in told["late"].message
    assert (told["late"].sheet, told["late"].heading) == ("办理记录", "日期")
    assert "起诉期限如有耽误，理由是：＿＿" in text_of(papers, "late")
    # From 2026-07-30 to 2026-08-10 there are eleven days.
    assert "upheld" not in told
    assert "如有耽误" not in text_of(papers, "upheld")


def test_it_cites_what_makes_a_court_order_the_office_to_act(papers: Generated) -> None:
    text = text_of(papers, "dismissed")

    for words in (
        "《中华人民共和国行政诉讼法》第十二条第一款第六项",
        "《中华人民共和国行政诉讼法》第七十二条",
        "〈中华人民共和国行政诉讼法〉的解释》第九十一条",
        "《中华人民共和国行政复议法》第三十四条",
        "＿＿＿＿＿＿＿＿人民法院",
        "起诉人（签名）：",
    ):
        assert words in text, words
    assert "委托人" not in text


def test_it_is_made_on_request_while_the_review_comes_by_itself() -> None:
    kinds = shipped_plugins().kinds

    assert kinds[KIND].on_request
    assert not kinds["review-application"].on_request
