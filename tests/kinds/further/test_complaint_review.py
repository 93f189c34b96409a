"""投诉核查申请书: a customer's, to the superior of the institution that handled the complaint."""

from __future__ import annotations

import pytest
from support.courses import write_courses
from support.runs import Generated, generate_into, text_of

from anjuan.testing import Row, case, contact

KIND = "complaint-review"
LENDER = "虚构甲网络借贷有限公司"
COMPLAINT = {"事项": "平台投诉", "日期": "2026-03-12", "机构": "甲贷", "文号": "T0001"}
ANSWER = {"事项": "收到答复", "日期": "2026-03-25", "机构": "甲贷", "结果": "系委托人自身原因"}

# On 2026-04-01: the client, the lender's type, what was done, and whether there is a paper.
CASES: dict[str, tuple[Row, list[Row], bool]] = {
    "answered": (case(), [COMPLAINT, ANSWER], True),
    "silent": (case(), [COMPLAINT], True),
    "early": (case(), [{**COMPLAINT, "日期": "2026-03-18"}], False),
    "never": (case(), [], False),
    "contact": (contact(), [COMPLAINT, ANSWER], False),
    "platform": (case(债权人="乙贷"), [{**COMPLAINT, "机构": "乙贷"}], False),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("complaint")
    book = write_courses(
        folder / "表.xlsx", CASES, "2026-04-01", ("2026-03-05 10:00", "2026-03-30 10:00")
    )
    return generate_into(folder / "out", book, kinds=(KIND,))


@pytest.mark.parametrize("number", CASES)
def test_it_is_for_a_customer_whose_complaint_was_answered_or_left_lying(
    papers: Generated, number: str
) -> None:
    [outcome] = [it for it in papers.report.outcomes if it.case == number]

    assert (outcome.state.value == "written") is CASES[number][2]


def test_it_tells_complaint_and_result_and_leaves_the_reason_to_the_client(
    papers: Generated,
) -> None:
    text = text_of(papers, "answered")

    assert f"（{LENDER}的上级机构）：" in text
    assert f"2026年3月12日，申请人就催收问题向{LENDER}投诉，投诉编号为T0001" in text
    assert "2026年3月25日，申请人得到的处理结果是：系申请人自身原因。" in text
    assert "投诉以后，上述行为没有停止，最近一次在2026年3月30日" in text
    assert "没有解决的问题：＿＿＿" in text
    assert "《银行业保险业消费投诉处理管理办法》第四条" in text
    # What the rule says of reviews is known from memory only: no article, no term.
    assert "30日" not in text.replace("3月30日", "")
    assert "委托人" not in text


def test_silence_is_counted(papers: Generated) -> None:
    text = text_of(papers, "silent")

    assert "没有收到处理决定，自投诉之日起至今已20日" in text
    assert "没有解决的问题" not in text


def test_no_money_is_asked_and_nothing_traded(papers: Generated) -> None:
    for words in ("减免", "赔偿", "撤回", "银保监"):
        assert words not in text_of(papers, "answered")
