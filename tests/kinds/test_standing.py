"""R9, R10, R11 and the names of R8: what is true of this client and of this claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from support.cases import loaded

from anjuan import Case, DebtorStatus, Liability
from anjuan.testing import Row, case, contact, incident, institution
from anjuan_plugins.kinds.facts import parties
from anjuan_plugins.kinds.prose import wording
from anjuan_plugins.kinds.prose.standing import assignment_request, platform_role, standing
from anjuan_plugins.kinds.prose.voices import COURT, LETTER

BANK = institution(机构类型="商业银行")
OLD = institution(名称="虚构旧贷有限公司", 简称="旧贷", 统一社会信用代码=None)
UNRELATED = ("与该笔债务无关", "未同意贵司为催收使用本人的联系方式")


def said(folder: Path, who: Row, lender: Row | None = None) -> str:
    return standing(loaded(folder, cases=[who], institutions=[lender or institution(), OLD]),
                    LETTER, "贵司")  # fmt: skip


def test_r09_a_debtor_is_the_borrower_and_the_loan_is_another_matter(tmp_path: Path) -> None:
    assert said(tmp_path, case()) == (
        "本人系贵司“甲贷借款”的借款人。该借款事宜由本人与出借人另行依法处理，不属于本函的范围。"
    )
    card = said(tmp_path, case(借款产品="信用卡"), BANK)
    assert "的持卡人。" in card and "与发卡银行另行依法处理" in card


@pytest.mark.parametrize("liability", ["担保人", "共同借款人"])
def test_r09_who_answers_for_the_debt_is_never_unrelated(tmp_path: Path, liability: str) -> None:
    text = said(tmp_path, contact(债务责任=liability))

    assert text.startswith(f"本人系借款人李四的同事，是贵司“甲贷借款”的{liability}。")
    assert "无关" not in text


def test_r09_a_spouse_signed_nothing_and_a_joint_debt_is_left_open(tmp_path: Path) -> None:
    text = said(tmp_path, contact(债务责任="配偶", 与债务人关系="妻子"))

    assert text.startswith("本人系借款人李四的妻子，没有在贵司“甲贷借款”的合同上签名，")
    assert "没有提供担保，事后也没有追认" in text
    assert "无关" not in text and "共同债务" not in text


def test_r09_an_heir_answers_within_the_estate_and_the_dead_do_nothing(tmp_path: Path) -> None:
    text = said(tmp_path, contact(债务责任="继承人", 与债务人关系="儿子", 债务人状态="已死亡"))

    assert text.startswith("贵司“甲贷借款”的借款人李四已经死亡。本人系借款人李四的儿子，")
    assert "只在所得遗产实际价值的范围内清偿" in text
    assert "由债务人与" not in text and "无关" not in text


def test_r09_who_was_impersonated_says_so_first(tmp_path: Path) -> None:
    for who in (contact(债务责任="被冒名"), case(债务责任="被冒名")):
        text = said(tmp_path, who)

        assert text.startswith("本人没有申请、签订过贵司“甲贷借款”的合同")
        assert "系他人冒名" in text
        assert "的借款人。该借款事宜由本人" not in text


def test_r09_a_wrong_number_belongs_to_no_borrower(tmp_path: Path) -> None:
    text = said(tmp_path, contact(债务责任="号码错误", 与债务人关系="不认识"))

    assert text.startswith("本人不是贵司“甲贷借款”的借款人、共同借款人或者担保人，")
    assert "本人使用的号码13800000001不是借款人的联系方式" in text
    assert text.endswith("本人与借款人李四的关系：不认识。")


@pytest.mark.parametrize("liability", [None, "无"])
def test_r09_a_contact_owes_nothing_and_agreed_to_nothing(
    tmp_path: Path, liability: str | None
) -> None:
    text = said(tmp_path, contact(债务责任=liability))

    assert all(words in text for words in UNRELATED)
    assert "该借款事宜由债务人与出借人另行依法处理" in text


def test_r09_the_dead_debtor_of_a_contact_arranges_nothing(tmp_path: Path) -> None:
    text = said(tmp_path, contact(债务人状态="已死亡"))

    assert "借款人李四已经死亡，该笔借款另行依法处理" in text
    assert "由债务人" not in text


def test_r09_an_emergency_contact_was_only_named_as_one(tmp_path: Path) -> None:
    text = said(tmp_path, contact(与债务人关系="紧急联系人"))

    assert text.startswith("本人仅被借款人李四填作紧急联系人，不是")


@pytest.mark.parametrize("relation", ["前夫的同事", "不认识", "曾在同一家公司，2024年离职"])
def test_r09_a_relation_that_is_no_plain_word_is_a_sentence_of_its_own(
    tmp_path: Path, relation: str
) -> None:
    text = said(tmp_path, contact(与债务人关系=relation))

    assert text.startswith(f"本人与借款人李四的关系：{relation}。本人不是贵司")
    assert f"的{relation}，" not in text


@pytest.mark.parametrize("who", [case, contact])
def test_r09_nothing_is_empty_or_admitted_of_anybody(
    tmp_path: Path, who: Callable[..., Row]
) -> None:
    it = loaded(tmp_path, cases=[who(借款金额=23456.78)])

    for liability, status in product(("", *Liability), DebtorStatus):
        text = standing(replace(it, liability=liability, debtor_status=status), LETTER, "贵司")

        assert text.endswith("。")
        for fault in ("None", "的的", "，，", "。。", "借款人，", "23456", "Liability"):
            assert fault not in text


def test_r09_a_guarantee_is_the_guarantor_s_own_information(tmp_path: Path) -> None:
    told = incident(受扰人="王经理", 与委托人关系="领导", 行为性质="泄露债务信息")
    it = loaded(tmp_path, cases=[contact(债务责任="担保人")], incidents=[told])

    assert wording.disclosure(it, LETTER) == (
        "在上述联系中，对方向王经理披露了李四的债务信息和本人的担保信息。"
    )


def test_r10_an_assignee_is_no_lender_and_is_asked_for_notice(tmp_path: Path) -> None:
    it = loaded(
        tmp_path,
        cases=[case(原出借人="旧贷", 转让通知日期="2026-01-02")],
        institutions=[institution(机构类型="资产管理公司"), OLD],
    )

    text = standing(it, LETTER, "贵司")

    assert text.startswith("本人系虚构旧贷有限公司“甲贷借款”的借款人。")
    assert "由本人与债权人另行依法处理" in text
    assert "该笔债权原由虚构旧贷有限公司享有，贵司称系受让人。" in text
    assert text.endswith("债权转让通知的日期为2026年1月2日。")
    assert "提供债权转让合同和转让通知" in assignment_request(it, "贵司")
    assert assignment_request(loaded(tmp_path), "贵司") == ""


def test_r10_notice_that_no_cell_tells_is_not_said_to_be_lacking(tmp_path: Path) -> None:
    assert said(tmp_path, case(原出借人="旧贷")).endswith("贵司称系受让人。")


def card_case(folder: Path, product: str) -> Case:
    partner = institution(名称="虚构商城公司", 简称="商城", 机构类型="其他", 统一社会信用代码=None)
    who = case(借款产品=product, 借款平台="商城", 平台App="商城App")
    return loaded(folder, cases=[who], institutions=[BANK, partner])


def test_r11_the_partner_of_a_card_runs_no_platform(tmp_path: Path) -> None:
    card, loan = card_case(tmp_path, "联名信用卡"), card_case(tmp_path, "甲贷借款")

    assert platform_role(card, "贵司") == "贵司是该信用卡的合作方。"
    assert parties.loan_platform(card) is None
    assert platform_role(loan, "贵司") == "贵司是该笔借款所用平台“商城App”的运营方。"
    assert parties.loan_platform(loan) == loan.platform


def test_r08_a_department_is_no_party_and_a_branch_has_a_head(tmp_path: Path) -> None:
    bank = institution(名称="虚构银行", 简称="总行", 法定代表人="甲某", 机构类型="商业银行")
    branch = institution(
        名称="虚构银行某分行", 简称="分行", 机构类型="商业银行", 主体性质="分支机构",
        所属法人="总行", 负责人="乙某", 统一社会信用代码=None,
    )  # fmt: skip
    department = institution(
        名称="虚构银行信用卡部", 简称="甲贷", 机构类型="商业银行", 主体性质="内设部门",
        所属法人="总行", 统一社会信用代码=None,
    )  # fmt: skip
    it = loaded(tmp_path, cases=[case(借款平台="分行")], institutions=[bank, branch, department])
    assert it.creditor and it.platform

    whole = parties.legal_party(it.creditor)
    assert whole.name == "虚构银行"
    assert (parties.head_title(whole), parties.head_name(whole)) == ("法定代表人", "甲某")
    assert parties.legal_party(it.platform).name == "虚构银行某分行"
    assert (parties.head_title(it.platform), parties.head_name(it.platform)) == ("负责人", "乙某")


def test_r09_in_court_the_client_is_the_plaintiff(tmp_path: Path) -> None:
    text = standing(loaded(tmp_path, cases=[contact()]), COURT, "被告一")

    assert text.startswith("原告系借款人李四的同事，不是被告一“甲贷借款”的借款人")
    assert text.endswith("不属于本案的范围。")
