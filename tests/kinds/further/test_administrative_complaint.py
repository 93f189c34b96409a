"""行政起诉状: after the review, on request."""

from __future__ import annotations

import pytest
from support.runs import Generated, generate_into, shipped_plugins

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
    "silent": (steps("silent"), True),
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


def text_of(papers: Generated, number: str) -> str:
    [path] = [it.path for it in papers.report.outcomes if it.case == number]
    return papers.read(papers.folder / path)


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
    for number in ("unheard", "silent"):
        text = text_of(papers, number)

        assert text.count("被告：") == 1
        assert "1．判令被告在一定期限内" in text
        assert "撤销" not in text
    assert "行政复议期限届满，原告没有收到行政复议决定" in text_of(papers, "silent")
    assert "自行政复议期限届满之日起十五日内" in text_of(papers, "silent")


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
