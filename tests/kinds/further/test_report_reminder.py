"""举报催办申请书: to the supervisor that left a report lying, on request."""

from __future__ import annotations

import pytest
from support.courses import write_courses
from support.runs import Generated, generate_into, shipped_plugins, text_of

from anjuan.testing import Row, case, contact

KIND = "report-reminder"
OFFICE = "国家金融监督管理总局虚构监管局"
REPORT = {"事项": "监管举报", "日期": "2026-03-12", "机构": OFFICE, "文号": "举1号"}
ANSWER = {"事项": "收到答复", "日期": "2026-04-20", "机构": OFFICE, "结果": "已经查处"}

# On 2026-05-20: the client, what was done, and whether there is a paper.
CASES: dict[str, tuple[Row, list[Row], bool]] = {
    "silent": (contact(), [REPORT], True),
    "received": (case(), [{**REPORT, "结果": "已受理"}], True),
    "early": (case(), [{**REPORT, "日期": "2026-03-22"}], False),
    "due": (case(), [{**REPORT, "日期": "2026-03-22", "答复期限": "2026-05-10"}], True),
    "answered": (case(), [REPORT, ANSWER], False),
    "never": (case(), [], False),
    "platform": (case(债权人="乙贷"), [REPORT], False),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("reports")
    book = write_courses(folder / "表.xlsx", CASES, "2026-05-20")
    return generate_into(folder / "out", book, kinds=(KIND,))


@pytest.mark.parametrize("number", CASES)
def test_it_is_for_a_report_about_a_bank_that_was_left_lying(
    papers: Generated, number: str
) -> None:
    [outcome] = [it for it in papers.report.outcomes if it.case == number]

    assert (outcome.state.value == "written") is CASES[number][2]
    assert shipped_plugins().kinds[KIND].on_request


def test_it_asks_to_be_told_and_cites_what_binds_the_office(papers: Generated) -> None:
    text = text_of(papers, "silent")

    assert f"[抬头] {OFFICE}：" in text
    assert "书面告知对申请人2026年3月12日的举报是否受理，以及处理的结果" in text
    assert "编号为举1号" in text
    assert "申请人没有收到处理结果，自举报之日起至今已69日。" in text
    # Known from summaries only: the rule is named, no article and no number of days.
    assert "请依照《银行保险违法行为举报处理办法》及时处理，并书面答复申请人。" in text
    assert "《中华人民共和国个人信息保护法》第六十五条" in text
    for words in ("日内", "违法不作为", "委托人", "赔偿", "撤回"):
        assert words not in text, words


def test_a_receipt_is_no_answer_and_a_term_that_was_named_is_told(papers: Generated) -> None:
    assert "举报时的情况：已受理。此后，申请人没有收到处理结果" in text_of(papers, "received")
    assert "至今已59日，已过2026年5月10日的答复期限。" in text_of(papers, "due")
