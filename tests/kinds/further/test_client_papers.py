"""Papers between client and firm, and the settlement: what each must say, to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from support.runs import Generated, generate_into, shipped_plugins

from anjuan.testing import Row, case, contact, incident, institution, proceeding, write_workbook

KINDS = ("risk-notice", "client-interview", "settlement-agreement")
RISKS, INTERVIEW, SETTLEMENT = KINDS
COLLECTOR = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
FULL = {
    "委托律师": "王律师", "律师事务所": "虚构律师事务所", "精神损害抚慰金": 5000,
    "逾期日期": "2026-01-05", "催收机构": "乙催", "催收机构查明依据": "短信署名",
}  # fmt: skip
MOTHER = incident(受扰人="张母", 与委托人关系="母亲", 时间="2026-03-07 23:10", 次数=3)
Make = Callable[..., Generated]


def produce(folder: Path, client: Row, *incidents: Row, **rows: object) -> Generated:
    book = write_workbook(
        folder / "表.xlsx",
        cases=[client],
        institutions=[institution(法定代表人="赵六"), COLLECTOR],
        incidents=incidents or (incident(), MOTHER),
        **rows,  # type: ignore[arg-type]
    )
    return generate_into(folder / "out", book, kinds=KINDS)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda *rows, **more: produce(tmp_path, *rows, **more)


@pytest.fixture(scope="module")
def debtor(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The papers of a debtor."""
    steps = [proceeding(日期="2026-04-03", 事项="报案", 机构="虚构市公安局")]
    return produce(tmp_path_factory.mktemp("debtor"), case(**FULL), proceedings=steps)


@pytest.fixture(scope="module")
def outsider(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The papers of a contact who owes nothing."""
    return produce(tmp_path_factory.mktemp("outsider"), contact(**FULL))


def made(papers: Generated) -> set[str]:
    return {it.kind for it in papers.report.documents if it.state.value == "written"}


# ---------------------------------------------------------------- risk notice


def test_a_debtor_is_told_of_limitation_and_that_complaints_pay_no_debt(debtor: Generated) -> None:
    text = debtor.text(RISKS)

    assert "投诉、举报、报案、起诉针对的是催收方式，不免除也不减少债务" in text
    assert "您提供的逾期日期：2026年1月5日" in text
    assert "都可能使时效中断、重新计算（《中华人民共和国民法典》第一百九十五条）" in text


def test_whoever_owes_nothing_is_told_to_promise_nothing(outsider: Generated) -> None:
    text = outsider.text(RISKS)

    assert "请不要因为催收而代为还款、答应还款，也不要签署担保" in text
    assert "逾期日期" not in text
    assert "第一百九十五条" not in text


@pytest.mark.parametrize("liability", ["担保人", "共同借款人"])
def test_who_is_liable_is_told_as_a_debtor(make: Make, liability: str) -> None:
    text = make(contact(**FULL, 债务责任=liability)).text(RISKS)

    assert "不免除也不减少债务" in text


def test_what_a_client_has_to_know_before_signing_is_told(debtor: Generated) -> None:
    text = debtor.text(RISKS)

    assert "《中华人民共和国律师法》第二十五条和第四十条" in text
    assert "《中华人民共和国律师法》第三十八条" in text
    assert "没有承诺任何结果" in text
    assert "目前准备主张的5000元，可能全部或者部分得不到支持" in text
    assert "不得以投诉、举报、报案或者公开曝光相要挟，换取减免债务" in text
    assert "伪造、隐瞒、毁灭证据" in text
    assert "律师费和取证费用能否由对方承担，由人民法院决定" in text
    assert "虚构律师事务所（盖章）" in text
    assert "委托人（签名、捺印）" in text


# ---------------------------------------------------------------- interview


def test_questions_hold_what_the_workbook_knows_and_no_answer_is_written(debtor: Generated) -> None:
    text = debtor.text(INTERVIEW)

    assert "“甲贷借款”是不是您本人申请的" in text
    assert "您提供的日期是2026年1月5日，对不对？" in text
    assert "2026年3月5日至2026年3月7日，共8次" in text
    assert "1．通话详单" in text
    assert "2026年4月3日报案（虚构市公安局）" in text
    assert text.count("问：") == text.count("答：") >= 12
    assert set(re.findall("答：(.)", text)) == {"＿"}
    assert "《风险告知书》的内容律师已经逐项说明" in text
    assert "被谈话人（签名、逐页捺印）" in text


def test_a_contact_is_asked_of_signatures_and_consent(outsider: Generated) -> None:
    text = outsider.text(INTERVIEW)

    assert "您有没有在这笔借款的合同、担保书、还款承诺上签过名" in text
    assert "是否同意作紧急联系人" in text
    assert "是不是您本人申请的" not in text


@pytest.mark.parametrize("kind", [RISKS, INTERVIEW])
def test_a_firm_s_papers_need_a_firm(make: Make, kind: str) -> None:
    assert kind not in made(make(case()))


# ---------------------------------------------------------------- settlement


def test_a_settlement_stops_deletes_apologises_pays_and_leaves_the_debt_alone(
    outsider: Generated,
) -> None:
    text = outsider.text(SETTLEMENT)

    assert "乙方一：虚构甲网络借贷有限公司" in text
    assert "乙方二：虚构乙催收公司" in text
    assert "不再为该笔借款以电话、短信、即时通讯、上门等任何方式联系甲方" in text
    assert "删除甲方的姓名、电话号码等个人信息" in text
    assert "《中华人民共和国个人信息保护法》第四十七条停止除存储" in text
    assert "附件：道歉书" in text
    assert "一次性支付甲方赔偿款＿" in text
    assert "违约金＿" in text
    assert "不确认、不变更、不免除借款合同项下的债权债务" in text
    assert "不以不提出或者撤回投诉、举报、报案为条件" in text
    assert "《中华人民共和国民事诉讼法》第二百零五条共同向人民法院申请司法确认" in text
    assert "申请撤诉" not in text


def test_nobody_is_made_to_answer_for_others_unless_that_is_ticked(
    outsider: Generated, make: Make
) -> None:
    text = outsider.text(SETTLEMENT)

    # 民法典 art. 518: 连带 only by law or by agreement.
    assert "（勾选一项）：□承担连带责任　□各自履行、各自负责，第四条的款项由＿" in text
    assert text.count("连带") == 1
    assert "连带" not in make(case(**{**FULL, "被告": "债权人"})).text(SETTLEMENT)


def test_the_table_of_signatures_stays_on_one_page_with_the_last_clause() -> None:
    template = shipped_plugins().kinds[SETTLEMENT].template
    body = docx.Document(str(template)).element.body
    [table] = body.xpath("w:tbl")
    [clause] = table.xpath("preceding-sibling::w:p[1]")

    assert not table.xpath("w:tr[not(w:trPr/w:cantSplit)]")
    assert not table.xpath(".//w:p[not(w:pPr/w:keepNext)]")
    assert clause.xpath("w:pPr/w:keepNext")


def test_a_debtor_may_still_be_asked_to_pay_himself(debtor: Generated) -> None:
    text = debtor.text(SETTLEMENT)

    assert "只以下列方式与甲方本人联系还款事宜" in text
    assert "任何方式联系" not in text
    assert "删除从甲方的通讯录、联系人信息中取得的第三人的姓名、号码" in text


def test_in_a_pending_suit_it_is_withdrawn_or_the_court_confirms(make: Make) -> None:
    text = make(case(**FULL, 案号="（2026）虚0102民初123号", 道歉方式="公开")).text(SETTLEMENT)

    assert "（虚构市甲区人民法院（2026）虚0102民初123号）" in text
    assert "甲方申请撤诉" in text
    assert "《中华人民共和国民事诉讼法》第一百条制作调解书" in text
    assert "司法确认" not in text
    assert "范围内公开道歉" in text


def test_a_suit_that_has_no_number_yet_is_withdrawn_too(make: Make) -> None:
    suit = proceeding(日期="2026-04-05", 事项="起诉")
    text = make(case(**FULL), proceedings=[suit]).text(SETTLEMENT)

    assert "甲方申请撤诉" in text
    assert "不再就本协议签订以前的同一事实提起民事诉讼" not in text


def test_a_sum_that_was_agreed_is_printed_in_figures_and_words(make: Make) -> None:
    text = make(case(**FULL, 和解金额="20000", 付款日期="2026年6月1日")).text(SETTLEMENT)

    assert "乙方于2026年6月1日前，一次性支付甲方赔偿款20000元（大写：人民币贰万元整）" in text


def test_the_apology_says_no_more_than_the_rows_bear_out(make: Make) -> None:
    text = make(case(**FULL), incident()).text(SETTLEMENT)

    assert "联系您，侵扰了您的私人生活安宁" in text
    assert "亲友、同事，侵扰" not in text


def test_none_is_made_unasked(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(**FULL)], institutions=[
        institution(), COLLECTOR,
    ])  # fmt: skip

    assert not made(generate_into(tmp_path / "out", book)) & set(KINDS)
