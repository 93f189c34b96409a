"""个人信息举报材料 (12377), 征信投诉书 (12363): on request, to those who must tell the result."""

from __future__ import annotations

import pytest
from support.runs import Generated, generate_into, shipped_plugins

from anjuan.testing import (
    case,
    contact,
    evidence,
    incident,
    institution,
    proceeding,
    write_workbook,
)

DATA, CREDIT = KINDS = ("cyberspace-report", "credit-complaint")
CASES = {
    "contact": contact(平台App="甲贷App"),
    "debtor": case(平台网址="https://jia.example"),
    "alone": case(征信条目="2026年3月逾期1次", 征信错误经过="借款已于2026年1月结清"),
    "answered": contact(),
    "impersonated": contact(债务责任="被冒名"),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("reports")
    told = incident(
        案件编号="debtor", 受扰人="林同事", 与委托人关系="同事", 行为性质="泄露债务信息"
    )
    request = proceeding(
        案件编号="contact", 事项="要求删除", 日期="2026-04-01", 机构="甲贷", 结果="未答复"
    )
    book = write_workbook(
        folder / "表.xlsx",
        cases=[{**row, "案件编号": it} for it, row in CASES.items()],
        institutions=[institution()],
        incidents=[*(incident(案件编号=it) for it in CASES), told],
        evidence=[evidence(案件编号=it) for it in CASES],
        proceedings=[
            request,
            {**request, "案件编号": "answered"},
            proceeding(案件编号="answered", 事项="收到答复", 日期="2026-04-05", 机构="甲贷"),
        ],
    )
    return generate_into(folder / "out", book, kinds=KINDS)


def text_of(papers: Generated, kind: str, number: str) -> str:
    [path] = [it.path for it in papers.report.outcomes if it.case == number and it.kind == kind]
    assert path, papers.problems()
    return papers.read(papers.folder / path)


def test_both_are_made_on_request_only() -> None:
    assert all(shipped_plugins().kinds[kind].on_request for kind in KINDS)


def test_data_are_reported_where_a_contact_was_reached(papers: Generated) -> None:
    states = {it.case: it.state.value for it in papers.report.outcomes if it.kind == DATA}

    assert states["alone"] == "not-applicable"
    assert {states[it] for it in ("contact", "debtor", "impersonated")} == {"written"}


def test_a_report_names_the_app_and_asks_where_the_number_came_from(papers: Generated) -> None:
    text = text_of(papers, DATA, "contact")

    assert "| 应用（App）名称 | 甲贷App |" in text
    assert "| 版本、下载渠道 | ＿＿＿＿＿＿＿＿ |" in text
    assert "本人没有向该应用提供过姓名和电话号码" in text
    assert "2026年4月1日，本人已向虚构甲网络借贷有限公司请求删除个人信息，至今没有得到答复" in text
    for article in ("第六条", "第十三条", "第六十条和第六十一条", "第六十五条"):
        assert f"《中华人民共和国个人信息保护法》{article}" in text
    for words in ("委托人", "赔偿", "日内答复", "□通讯录"):
        assert words not in text, words


def test_an_answer_of_which_nothing_is_noted_is_not_denied(papers: Generated) -> None:
    text = text_of(papers, DATA, "answered")

    assert "请求删除个人信息，已经得到答复。" in text


def test_what_an_app_read_is_ticked_by_the_debtor_and_not_asserted(papers: Generated) -> None:
    text = text_of(papers, DATA, "debtor")

    assert "□通讯录　□通话记录" in text
    assert "| 网址 | https://jia.example |" in text
    assert "请求删除" not in text


def test_a_credit_complaint_says_which_entry_and_which_terms(papers: Generated) -> None:
    text = text_of(papers, CREDIT, "debtor")

    assert "被投诉机构（信息提供者）：虚构甲网络借贷有限公司" in text
    for label in ("信用报告的编号和日期", "有误的内容", "请求更正为"):
        assert f"| {label} | ＿＿＿" in text
    assert "二十日内核查处理并书面答复（《征信业管理条例》第二十五条）" in text
    assert "三十日内书面答复（《征信业管理条例》第二十六条）" in text
    assert "有误之处及经过：＿＿＿" in text
    assert "没有申请、签订过" not in text
    for words in ("消除逾期", "修复", "委托人"):
        assert words not in text, words


def test_what_a_column_says_of_the_entry_is_printed(papers: Generated) -> None:
    text = text_of(papers, CREDIT, "alone")

    assert "| 有误的内容 | 2026年3月逾期1次 |" in text
    assert "有误之处及经过：借款已于2026年1月结清。" in text
    assert "by-hand" in papers.codes()


def test_whose_name_was_used_says_so_and_asks_for_deletion(papers: Generated) -> None:
    text = text_of(papers, CREDIT, "impersonated")

    assert "本人没有申请、签订过虚构甲网络借贷有限公司“甲贷借款”的合同" in text
    assert "系他人冒名的，更正、删除上列信息" in text
