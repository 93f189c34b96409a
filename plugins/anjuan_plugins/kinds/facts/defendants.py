"""Whom a client sues, and how they stand to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Case, Institution, Party
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts import ties
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import legal_party, loan_platform

_COMPANY = re.compile(
    "(?:公司|银行|集团|中心|学校|医院|事务所|合作社|商行|厂|商店|部|局|委员会|协会)$"
    "|(?<=..)(?:小学|中学|大学|学院|幼儿园)$"
)


def is_company_name(name: str) -> bool:
    """True for the name of a company or an office: it is no witness, it gives a certificate."""
    return bool(_COMPANY.search(name))


@once_a_case
def defendants(case: Case) -> tuple[Institution, ...]:
    """Those of column 被告; without it those whom the rows tie to the calls, each once.

    Where nothing ties anybody, the creditor and the collector that the case names: that they are
    behind the calls is then left to the records that the court may order them to produce.
    """
    found = _named(case) if case.sued else _tied(case)
    parties = map(legal_party, found or _lender_and_collector(case))
    return tuple({it.name: it for it in parties}.values())


def of_party(case: Case, which: Party) -> Institution | None:
    """The institution that a word of column 被告 means."""
    found = {
        Party.CREDITOR: case.creditor,
        Party.PLATFORM: loan_platform(case),
        Party.COLLECTOR: case.collector,
    }
    return found[which]


def _named(case: Case) -> tuple[Institution, ...]:
    found = (of_party(case, which) for which in Party if which in case.sued)
    return tuple(it for it in found if it)


def _tied(case: Case) -> tuple[Institution, ...]:
    """Creditor, platform, collector, as far as tied; a collector brings in its principal."""
    tied = [which for which in Party if ties.is_tied(case, which)]
    if Party.COLLECTOR in tied and Party.CREDITOR not in tied:
        tied.insert(0, Party.CREDITOR)
    return tuple(it for it in (of_party(case, which) for which in tied) if it)


def _lender_and_collector(case: Case) -> Iterator[Institution]:
    yield from filter(None, (case.creditor, case.collector))


def both_decide(case: Case, sued: tuple[Institution, ...]) -> bool:
    """True where two of the defendants decide about the data: a lender and its platform.

    A contractor decides nothing: its processing is entrusted (个人信息保护法 arts. 20 and 21).
    """
    deciding = {legal_party(it).name for it in (case.creditor, loan_platform(case)) if it} & {
        it.name for it in sued
    }
    return len(deciding) > 1 and facts.concerns_information(case)
