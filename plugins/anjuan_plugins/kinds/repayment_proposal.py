"""协商还款申请书: a debtor's proposal to the creditor to repay by instalments.

For a credit card the six that the rule on instalments asks. It admits no
sum that was not checked, threatens with nothing, and the lawyer is told what it does to the
creditor's period of limitation.
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
    date_text,
    hookimpl,
    public,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import minors
from anjuan_plugins.kinds.prose import standing
from anjuan_plugins.kinds.prose.phrases import loan_text, sentence
from anjuan_plugins.kinds.prose.signing import guardian
from anjuan_plugins.kinds.prose.voices import Voice, polite_you

# How the client is called in a paper of their own to the lender.
APPLICANT = Voice("申请人", "本申请", "")
_INSTALMENTS, _MONTHS = "finance.credit-card-instalments", 12
# The last day that every month has.
_EVERY_MONTH = 28
TOO_LONG = Rule("too-long-a-term", "分期的期数超过规定的最长期限。", Severity.WARNING)
FIRST_IS_PAST = Rule("first-instalment-past", "首期还款的日期早于落款日。", Severity.WARNING)
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
    owner, assigned = _lender(case, you), standing.assignment(case, APPLICANT, you)
    return {
        "尊称": you,
        "债务": f"{loan or '所借款项'}",
        "身份说明": f"申请人系{owner}{loan or '所放借款'}的{_standing(case)}。{assigned}",
        "困难": sentence(APPLICANT.cell(case.hardship)),
        "每月还款日": _day_of_month(case),
        "法定代理": guardian(case, "申请人"),
        "分期依据": article,
        "分期要点": gist,
        "代理": bool(case.lawyer),
    }


def _lender(case: Case, you: str) -> str:
    """Of an assigned claim the lender who gave it."""
    return case.original_lender.name if case.original_lender else you


def _day_of_month(case: Case) -> str:
    """`10日`: that of the first instalment, where every month has it; empty otherwise."""
    first = case.first_instalment_date
    return f"{first.day}日" if first and first.day <= _EVERY_MONTH else ""


def _standing(case: Case) -> str:
    return "持卡人" if case.is_about_credit_card else "借款人"


def _instalments(brief: Brief) -> tuple[str, str]:
    """Article and gist of the rule on instalments, which is for credit cards only."""
    if not brief.case.is_about_credit_card:
        return "", ""
    citation = brief.law.cite(_INSTALMENTS, brief.filing_date)
    return citation.text, citation.gist


def check(matter: Matter) -> Iterator[Problem]:
    """Tell the lawyer that who offers to pay may start the creditor's three years anew.

    And what makes a plan impossible: a term too long (信用卡办法 art. 70), a day that is past.
    """
    yield from minors.check(matter)
    yield from _term(matter)
    first = matter.case.first_instalment_date
    if first and first < matter.filing_date:
        message = Message("首期日期{}早于落款日。", date_text(first))
        yield FIRST_IS_PAST.at(
            matter.case, "first_instalment_date", message, "请改为递交以后的日期。"
        )
    yield INTERRUPTS_LIMITATION.at(
        matter.case,
        "will_negotiate",
        "协商还款申请书可能构成同意履行，使债权人的诉讼时效中断（民法典第一百九十五条）。",
        "请先核对该笔借款的诉讼时效是否已经届满，并告知委托人，再决定是否递交。",
        value="是",
    )


def _term(matter: Matter) -> Iterator[Problem]:
    case = matter.case
    if not (case.instalments and case.is_about_credit_card):
        return
    cited = matter.law.cite(_INSTALMENTS, matter.filing_date)
    most = cited.version.figures["longest_years"] * _MONTHS
    if case.instalments > most:
        message = Message("写了{}期，信用卡个性化分期最长{}期。", case.instalments, public(most))
        yield TOO_LONG.at(case, "instalments", message, "请把期数改短，相应调整每期还款。")


KIND = Kind(
    name="repayment-proposal",
    title="协商还款申请书",
    also_called=("协商还款", "还款协商", "还款申请", "还款申请书"),
    help="寄给债权人；委托人是债务人本人，并且愿意协商还款的案件适用。",
    template=shipped_template("repayment-proposal", "协商还款申请书"),
    handing_in=handing_in.LETTER_OF_CLIENT,
    applies=is_offered,
    recipients=recipients,
    context=context,
    needs=("creditor",),
    check=check,
    rules=(INTERRUPTS_LIMITATION, TOO_LONG, FIRST_IS_PAST, *minors.RULES),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the repayment proposal."""
    return (KIND,)


@hookimpl
def anjuan_catalogue_files() -> Iterable[Path]:
    """Bring the one rule that no other paper cites."""
    return (Path(__file__).with_suffix(".toml"),)
