"""Rules of the trade: which the lender is under, and of each the limb that the rows breach.

They support the reasoning and are never the basis of a claim (法释〔2009〕14号 arts. 4 and 6). A
limb that the facts would meet is never cited: no 「≤3 有效通话」 without 接通次数, no night without
a time of day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from anjuan import (
    Case,
    DebtorStatus,
    Incident,
    InstitutionType,
    Matter,
    Method,
    Nature,
    phone_key,
)
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts import ties
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import telling
from anjuan_plugins.kinds.grounds.ground import Area, Ground, Tell, borne
from anjuan_plugins.kinds.grounds.limits import (
    DAILY_CALLS,
    MISSED_CALLS,
    daily_calls,
    missed_calls,
)

_Amount = Callable[[Incident], int]
_Group = Callable[[Incident], str]
# Those that the financial regulator licenses.
LICENSED = (InstitutionType.BANK, InstitutionType.CONSUMER_FINANCE)
_LENDERS = (
    *LICENSED,
    InstitutionType.SMALL_LOAN,
    InstitutionType.ONLINE_LENDER,
    InstitutionType.LOAN_PLATFORM,
)
_BUSINESS = "经营"
# 恐吓, 辱骂 (信用卡办法 art. 68); 暴力, 威胁, 恐吓 (消费金融公司, 消保办法).
_ROUGH = (Nature.THREAT, Nature.THREAT_TO_PERSON, Nature.INTRUSION)
_RUDE = (*_ROUGH, Nature.INSULT, Nature.PUBLIC_INSULT)
_INDECENT = (Nature.PUBLIC_INSULT, Nature.OBSCENE, Nature.POSTING)
# Whoever can't reach the debtor may ask others for him.
_OUT_OF_REACH = (DebtorStatus.MISSING, DebtorStatus.DEAD)


@once_a_case
def industry_grounds(matter: Matter) -> tuple[Ground, ...]:
    """The rules of the trade that the lender's own kind is under, with what breaches them."""
    case = matter.case
    if case.creditor is None:
        return ()
    lender = case.creditor.type
    groups: Iterable[tuple[bool, Iterator[Ground]]] = (
        (case.is_about_credit_card, _credit_card(matter)),
        (lender in LICENSED, _consumer_protection(matter)),
        (lender == InstitutionType.CONSUMER_FINANCE, _consumer_finance(matter)),
        (lender == InstitutionType.SMALL_LOAN, _small_loan(matter)),
        (_is_by_platform(case), _facilitation(matter)),
        (_is_personal(case) and _is_online_loan(case), _national_standard(matter)),
        (_is_personal(case) and lender in LICENSED, _association_guide(matter)),
    )
    return tuple(ground for applies, found in groups if applies for ground in found)


def _is_by_platform(case: Case) -> bool:
    """A bank's loan through a platform; a card's partner is none in law."""
    bank = case.creditor is not None and case.creditor.type == InstitutionType.BANK
    return bank and case.platform is not None and not case.is_about_credit_card


def _is_personal(case: Case) -> bool:
    # Guarantors and co-borrowers can't invoke what protects unrelated third parties.
    return not case.is_liable_third_party and _BUSINESS not in case.loan_product


def _is_online_loan(case: Case) -> bool:
    """True where GB/T 45251-2025 speaks to the loan: online consumer credit of a lender."""
    assert case.creditor
    if case.is_about_credit_card or case.creditor.type not in _LENDERS:
        return False
    return case.creditor.type != InstitutionType.BANK or case.platform is not None


def wrongful(matter: Matter) -> tuple[Incident, ...]:
    """The rows that were no proper collection: against the client, or of people who owe nothing."""
    case = matter.case
    beyond = facts.beyond_contact(case, daily_calls(matter.law))
    return facts.among(case.incidents, facts.to_unrelated(case), beyond)


def _credit_card(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    unrelated = facts.to_unrelated(case)
    yield from found("finance.credit-card-third-parties", unrelated, telling.acts_upon)
    rude = facts.having(case, *_RUDE)
    yield from found("finance.credit-card-manner", rude, telling.conduct(*_RUDE))


def _consumer_protection(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    rough = (*_ROUGH, Nature.FALSE_NAME)
    limbs = (
        ("manner", rough),
        ("pretence", (Nature.IMPERSONATION,)),
        ("decency", _INDECENT),
    )
    for limb, natures in limbs:
        rows = facts.having(case, *natures)
        yield from found(f"finance.consumer-protection-{limb}", rows, telling.conduct(*natures))
    if _has_contractor(case):
        rows = wrongful(matter)
        yield from found("finance.consumer-protection-contractors", rows, _by_contractor(case))


def _has_contractor(case: Case) -> bool:
    """Only where something says that it was the contractor who called, and for the lender."""
    return ties.is_entrusted(case)


def _by_contractor(case: Case) -> Tell:
    name = case.collector.name if case.collector else ""
    return lambda rows: f"受托催收的{name}于{telling.acts(rows)}"


def _consumer_finance(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    unrelated = facts.to_unrelated(case)
    yield from found("finance.consumer-finance-third-parties", unrelated, telling.acts_upon)
    rows = _harassing(matter)
    yield from found("finance.consumer-finance-manner", rows, telling.acts)


def _harassing(matter: Matter) -> tuple[Incident, ...]:
    """暴力, 威胁, 恐吓, 骚扰: what goes beyond asking for the money, to whomever."""
    return facts.beyond_contact(matter.case, daily_calls(matter.law))


def _small_loan(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    yield from found("finance.small-loan-manner", _harassing(matter), telling.acts)
    if _has_contractor(case):
        rows = wrongful(matter)
        yield from found("finance.small-loan-contractors", rows, _by_contractor(case))


def _facilitation(matter: Matter) -> Iterator[Ground]:
    found = partial(borne, matter.law, Area.INDUSTRY)
    yield from found("finance.loan-facilitation", wrongful(matter), telling.acts)


def _national_standard(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    contacts = facts.to_contacts(case)
    if case.debtor_status not in _OUT_OF_REACH:
        yield from found("finance.standard-contacts", contacts, telling.acts_upon)
    told = facts.showing(contacts, Nature.DISCLOSURE)
    yield from found("finance.standard-telling", told, telling.told)
    if case.is_contact and case.objection_date:
        later = facts.among(facts.after_objection(case), contacts)
        tell = telling.after(case.objection_date)
        yield from found("finance.standard-refusal", later, tell)
    yield from found("finance.standard-night", facts.at_night(case), telling.at_night)
    connected = connected_too_often(case, daily_calls(matter.law))
    yield from found(DAILY_CALLS, connected, _connected)


def _association_guide(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.INDUSTRY), matter.case
    unrelated = facts.to_unrelated(case)
    if case.debtor_status not in _OUT_OF_REACH:
        yield from found("finance.guide-third-parties", unrelated, telling.acts_upon)
    told = facts.showing(unrelated, Nature.DISCLOSURE)
    yield from found("finance.guide-telling", told, telling.told)
    yield from found("finance.guide-night", facts.at_night(case), telling.at_night)
    missed = missed_too_often(case, missed_calls(matter.law))
    yield from found(MISSED_CALLS, missed, _missed)


def connected_too_often(case: Case, limit: int) -> tuple[Incident, ...]:
    """Calls to the debtor on days with more than so many that are known to have been answered."""
    calls = [row for row in _calls(case) if _is_debtor(case, row) and row.connected]
    return _beyond(calls, limit, lambda row: row.connected or 0, lambda row: "")


def missed_too_often(case: Case, limit: int) -> tuple[Incident, ...]:
    """Calls to one telephone on days with more than so many known to have been missed."""
    calls = [row for row in _calls(case) if row.connected is not None and _missed_of(row)]
    return _beyond(calls, limit, _missed_of, _telephone)


def _calls(case: Case) -> Iterator[Incident]:
    for row in case.incidents:
        if row.method == Method.CALL and row.moment and row.moment.exact_day:
            yield row


def _is_debtor(case: Case, row: Incident) -> bool:
    return row.is_about_debtor if case.is_contact else row.is_about_client


def _missed_of(row: Incident) -> int:
    return row.count - (row.connected or 0)


def _telephone(row: Incident) -> str:
    return phone_key(row.victim_phone) if row.victim_phone else row.victim


def _beyond(
    calls: list[Incident], limit: int, amount: _Amount, group: _Group
) -> tuple[Incident, ...]:
    totals: Counter[tuple[str, date]] = Counter()
    for row in calls:
        assert row.moment
        totals[group(row), row.moment.day] += amount(row)
    return tuple(row for row in calls if row.moment and totals[group(row), row.moment.day] > limit)


def _connected(rows: tuple[Incident, ...]) -> str:
    return _busiest(rows, lambda row: row.connected or 0, "接通{}次")


def _missed(rows: tuple[Incident, ...]) -> str:
    return _busiest(rows, _missed_of, "未接通{}次")


def _busiest(rows: tuple[Incident, ...], amount: _Amount, words: str) -> str:
    """`2026年3月5日来电12次，接通5次`, or the days with the most in one: `…，单日最多接通5次`."""
    totals: Counter[date] = Counter()
    for row in rows:
        assert row.moment
        totals[row.moment.day] += amount(row)
    most = "单日最多" if len(totals) > 1 else ""
    return f"{telling.acts(rows)}，{most}{words.format(max(totals.values()))}"
