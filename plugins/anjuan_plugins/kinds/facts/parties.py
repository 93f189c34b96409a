"""Who an institution is in law: which of its names can be a party, and who signs for it."""

from __future__ import annotations

from anjuan import Case, Institution, LegalForm

# Who signs for a legal person.
_OF_A_PERSON = "法定代表人"


def legal_party(institution: Institution) -> Institution:
    """Who can sue and be sued: for a department without licence the bank that it belongs to.

    A licensed branch can itself (民事诉讼法 art. 51, 解释 arts. 52, 53). A department of which the
    workbook does not say where it belongs stays what it is.
    """
    if institution.legal_form == LegalForm.DEPARTMENT and institution.parent:
        return legal_party(institution.parent)
    return institution


def head_title(institution: Institution) -> str:
    """负责人 of a branch or a department, 法定代表人 of a legal person."""
    is_part = institution.legal_form in (LegalForm.BRANCH, LegalForm.DEPARTMENT)
    return "负责人" if is_part else _OF_A_PERSON


def head_name(institution: Institution) -> str:
    """Who that is; empty where the workbook does not tell it."""
    if head_title(institution) == "负责人":
        return institution.head
    return institution.legal_representative


def party(institution: Institution) -> str:
    """`甲公司，住所地：…，统一社会信用代码：…，法定代表人：…，联系电话：…`, as far as known.

    Source: 民事诉讼法 art. 124; 民诉法解释 arts. 52, 53.
    """
    title, head = head_title(institution), head_name(institution)
    known = (
        ("住所地：", institution.address),
        ("统一社会信用代码：", institution.credit_code),
        (f"{title}：", head),
        ("", institution.position if head and title == _OF_A_PERSON else ""),
        ("联系电话：", institution.phone),
    )
    return "，".join((institution.name, *(f"{what}{value}" for what, value in known if value)))


def loan_platform(case: Case) -> Institution | None:
    """The company that runs the loan's platform; a credit card has none, whoever its partner is."""
    return None if case.is_about_credit_card else case.platform


def contractor(case: Case) -> Institution | None:
    """The company to which collecting was contracted out; None where it is the lender's own."""
    collector = case.collector
    return None if collector is None or collector == case.creditor else collector


def assignor(case: Case) -> Institution | None:
    """The lender who assigned the claim; None where nobody did."""
    lender = case.original_lender
    return None if lender is None or lender == case.creditor else lender
