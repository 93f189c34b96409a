"""Which law a case bears: the provisions that its facts call for, by the day that decides.

A lawyer who reviews the law of the shipped papers need read no more than this page and the
catalogue. A provision is chosen here by its key; which version was in force is the catalogue's
matter. Rules of the trade support the reasoning and are never the basis of a claim (law-facts
§4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anjuan import (
    Case,
    Catalogue,
    Citation,
    Incident,
    InstitutionType,
    LossItem,
    Method,
    Nature,
)
from anjuan_plugins.kinds import facts

# Those that the financial regulator licenses.
LICENSED = (InstitutionType.BANK, InstitutionType.CONSUMER_FINANCE)
# 「多次」 in the Public Security Administration Punishments Law is three times or more in practice.
_SEVERAL = 3
_BUSINESS = "经营"
_LENDERS = (
    *LICENSED,
    InstitutionType.SMALL_LOAN,
    InstitutionType.ONLINE_LENDER,
    InstitutionType.LOAN_PLATFORM,
)
# What an injury costs (Civil Code art. 1179).
_OF_INJURY = (LossItem.LOST_INCOME, LossItem.MEDICAL, LossItem.TRAVEL)
_NO_CONTACT = "security.no-contact-order"
_PRESUMED_FAULT = "pipl.liability"


def privacy(case: Case, law: Catalogue) -> tuple[Citation, ...]:
    """The civil-law basis common to letters, reports and the complaint, by the day of the acts."""
    keys = ["civil.privacy", "civil.private-peace"]
    if facts.concerns_information(case):
        keys += _information_keys(case)
    return law.cite_in_force(keys, _last_day(case))


def _information_keys(case: Case) -> list[str]:
    told = facts.own_debt_was_told(case)
    keys = ["civil.private-information"] if told else []
    keys += ["civil.personal-information", "civil.processing-rules"]
    keys += ["civil.no-disclosure"] if told or case.collector else []
    keys += ["pipl.minimum", "pipl.no-illegal-use"]
    if facts.is_unrelated_contact(case):
        keys += ["civil.access-and-deletion", "pipl.legal-basis", "pipl.right-to-refuse"]
        keys += ["pipl.deletion", "pipl.request-mechanism"]
    if case.collector:
        keys += ["pipl.entrusted", "pipl.providing"]
    return keys


def industry(case: Case, law: Catalogue) -> tuple[Citation, ...]:
    """Rules of the trade, by the creditor's type and the day of the last act."""
    last = case.figures.last
    if last is None or case.creditor is None:
        return ()
    return law.cite_in_force(_industry_keys(case), last)


def _industry_keys(case: Case) -> list[str]:
    assert case.creditor
    kind = case.creditor.type
    is_bank = kind == InstitutionType.BANK
    # Guarantors and co-borrowers can't invoke what protects unrelated third parties.
    unrelated = not case.is_liable_third_party
    personal = unrelated and _BUSINESS not in case.loan_product
    choices: Iterable[tuple[str, bool]] = (
        ("finance.credit-card-collection", case.is_about_credit_card and unrelated),
        ("finance.consumer-protection", kind in LICENSED),
        (
            "finance.consumer-finance-collection",
            kind == InstitutionType.CONSUMER_FINANCE and unrelated,
        ),
        ("finance.small-loan-collection", kind == InstitutionType.SMALL_LOAN),
        ("finance.loan-facilitation", is_bank and case.platform is not None),
        ("finance.national-standard", _is_online_loan(case) and personal),
        ("finance.bank-association-guide", kind in LICENSED and personal),
    )
    return [key for key, applies in choices if applies]


def _is_online_loan(case: Case) -> bool:
    """True where GB/T 45251-2025 speaks to the loan: online consumer credit of a lender."""
    assert case.creditor
    if case.is_about_credit_card or case.creditor.type not in _LENDERS:
        return False
    return case.creditor.type != InstitutionType.BANK or case.platform is not None


def security(case: Case, rows: Sequence[Incident], law: Catalogue) -> list[str]:
    """The limbs of the article on disturbance that rows under one edition of it bear out."""
    keys = ["security.harassment"] if _is_harassment(case, rows, law) else []
    shown = facts.natures(rows)
    if Nature.THREAT in shown:
        keys.append("security.threat")
    # An insult is public where somebody else than the insulted hears it.
    if any(Nature.INSULT in row.natures and not row.is_about_client for row in rows):
        keys.append("security.insult")
    # What is spread must be the reporter's own privacy: a contact can't report the debtor's.
    if Nature.DISCLOSURE in shown and not case.is_contact:
        keys.append("security.privacy")
    return keys


def _is_harassment(case: Case, rows: Sequence[Incident], law: Catalogue) -> bool:
    """「多次」 is counted over the whole course; before 2026 only calls and messages count."""
    covers_visits = any(_may_be_kept_away(row, law) for row in rows)

    def fits(row: Incident) -> bool:
        return covers_visits or row.method in (Method.CALL, Method.MESSAGE, Method.WECHAT)

    course = sum(row.count for row in case.incidents if fits(row))
    return course >= _SEVERAL and any(map(fits, rows))


def may_ask_for_no_contact(case: Case, law: Catalogue) -> bool:
    """Art. 50(2) covers 滋扰, 纠缠, 跟踪 only: repeated calls to or visits at the reporter."""
    acts = (
        row
        for row in case.incidents
        if row.is_about_client
        and _may_be_kept_away(row, law)
        and (
            row.method == Method.VISIT
            or (row.method == Method.CALL and Nature.FREQUENT in row.natures)
        )
    )
    return sum(row.count for row in acts) >= _SEVERAL


def _may_be_kept_away(row: Incident, law: Catalogue) -> bool:
    return bool(row.moment and law.cite_in_force((_NO_CONTACT,), row.moment.day))


def causes(case: Case) -> tuple[str, ...]:
    """隐私权纠纷, or the third-level cause with information; with insults, 名誉权纠纷 beside it."""
    information = facts.concerns_information(case)
    privacy_cause = "privacy-and-information" if information else "privacy"
    return (privacy_cause, "reputation") if facts.insulted_before(case) else (privacy_cause,)


def claims(case: Case, law: Catalogue, filing_date: date) -> tuple[Citation, ...]:
    """The basis of the claims: statutes, then regulations, then interpretations; then procedure.

    Args:
        case: with the plaintiff's own incidents only.
        law: the catalogue.
        filing_date: decides the rules of procedure; the acts decide the others.
    """
    more = law.cite_in_force(_claim_keys(case), _last_day(case))
    substantive = sorted(
        (*privacy(case, law), *more), key=lambda citation: citation.version.law.rank.order
    )
    return (*substantive, *law.cite_in_force(("procedure.filing-conditions",), filing_date))


def _claim_keys(case: Case) -> list[str]:
    keys = ["civil.liability-forms", "civil.personality-claims", "civil.liability-factors"]
    keys += ["civil.apology", "civil.fault", "civil.employer"]
    if facts.insulted_before(case):
        keys.append("civil.reputation")
    if len(facts.defendants(case)) > 1:
        keys += ["civil.joint-tort", "civil.contractor"]
    if case.losses:
        keys.append("civil.property-damages")
    if any(loss.item in _OF_INJURY for loss in case.losses):
        keys.append("civil.injury-costs")
    if case.solatium:
        keys += ["civil.solatium", "damages.who-may-claim", "damages.amount-factors"]
    if facts.concerns_information(case):
        keys.append(_PRESUMED_FAULT)
    return [*keys, "fees.who-pays"]


def venue(law: Catalogue, filing_date: date) -> tuple[Citation, ...]:
    """Why this court: the place of the tort includes where its effect was felt."""
    return law.cite_in_force(("procedure.tort-venue", "procedure.tort-place"), filing_date)


def fault_is_presumed_from(case: Case, law: Catalogue) -> date | None:
    """Since when 个人信息保护法 art. 69 presumes fault, where an act of the case falls under it."""
    if not facts.concerns_information(case):
        return None
    if not law.cite_in_force((_PRESUMED_FAULT,), _last_day(case)):
        return None
    return law.provision(_PRESUMED_FAULT).versions[0].law.start


def is_covered(row: Incident, law: Catalogue) -> bool:
    """False for an act before the Civil Code; true where its day is not known."""
    return row.moment is None or bool(law.cite_in_force(("civil.private-peace",), row.moment.day))


def _last_day(case: Case) -> date:
    last = case.figures.last
    assert last, "a document without dated incidents is refused earlier"
    return last
