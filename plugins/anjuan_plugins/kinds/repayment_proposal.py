"""协商还款申请书: a debtor's proposal to the creditor to repay by instalments.

Contents: law-facts §9. It admits no sum that was not checked, threatens with nothing, and the
lawyer is told what it does to the creditor's period of limitation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from anjuan import (
    Brief,
    Case,
    Kind,
    Matter,
    Message,
    Problem,
    Recipient,
    Rule,
    Severity,
    hookimpl,
    shipped_template,
)
from anjuan_plugins.kinds.phrases import loan_text, signing_day
from anjuan_plugins.kinds.voices import polite_you

INTERRUPTS_LIMITATION = Rule(
    "interrupts-limitation", "文书可能使对方的诉讼时效中断。", Severity.WARNING
)


def is_offered(matter: Matter) -> bool | str:
    """A debtor who is willing to negotiate; others owe nothing that they could offer."""
    case = matter.case
    if case.is_contact:
        return Message("委托人不是债务人本人，没有可以协商的债务。")
    return case.will_negotiate is True or Message("“愿意协商还款”一栏没有写“是”。")


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The creditor alone: nobody else can agree to instalments."""
    if creditor := matter.case.creditor:
        yield Recipient(name=creditor.name, institution=creditor)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case = brief.case
    assert case.creditor
    you = polite_you(case.creditor)
    loan = loan_text(case)
    article, gist = _instalments(brief)
    return {
        "尊称": you,
        "债务": f"{loan or '所借款项'}",
        "身份说明": f"申请人系{you}{loan or '所放借款'}的{_standing(case)}。",
        "分期依据": article,
        "分期要点": gist,
        "代理": bool(case.lawyer),
        "落款": signing_day(case),
    }


def _standing(case: Case) -> str:
    return "持卡人" if case.is_about_credit_card else "借款人"


def _instalments(brief: Brief) -> tuple[str, str]:
    """Article and gist of the rule on instalments, which is for credit cards only."""
    if not brief.case.is_about_credit_card:
        return "", ""
    citation = brief.law.cite("finance.credit-card-instalments", brief.filing_date)
    return citation.text, citation.gist


def check(matter: Matter) -> Iterator[Problem]:
    """Tell the lawyer that who offers to pay may start the creditor's three years anew."""
    yield INTERRUPTS_LIMITATION.at(
        matter.case,
        "will_negotiate",
        "协商还款申请书可能构成同意履行，使债权人的诉讼时效中断（民法典第一百九十五条）。",
        "请先核对该笔借款的诉讼时效是否已经届满，并告知委托人，再决定是否递交。",
        value="是",
    )


KIND = Kind(
    name="repayment-proposal",
    title="协商还款申请书",
    also_called=("协商还款", "还款协商", "还款申请", "还款申请书"),
    help="寄给债权人；委托人是债务人本人，并且愿意协商还款的案件适用。",
    template=shipped_template("repayment-proposal", "协商还款申请书"),
    applies=is_offered,
    recipients=recipients,
    context=context,
    needs=("creditor",),
    check=check,
    rules=(INTERRUPTS_LIMITATION,),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the repayment proposal."""
    return (KIND,)


@hookimpl
def anjuan_catalogue_files() -> Iterable[Path]:
    """Bring the one rule that no other paper cites."""
    return (Path(__file__).with_suffix(".toml"),)
