"""When a case's periods end: limitation, preservation of recordings, answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anjuan.case.records.case import Case
from anjuan.law.catalogue import Catalogue
from anjuan.law.records import DeadlineRule, Event

# A lawyer is warned this many days ahead.
NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Deadline:
    """One period of a case.

    Attributes:
        id: key in the catalogue (courts.toml).
        title: what ends.
        day: its last day.
        source: the provision it rests on, as cited on the day it began to run; empty where that
            was not in force.
        note: what to mind.
        limits_rights: whether its end costs the client a right.
    """

    id: str
    title: str
    day: date
    source: str
    note: str
    limits_rights: bool

    def days_left(self, today: date) -> int:
        """Whole days from today to the last day; negative when it is past."""
        return (self.day - today).days


def deadlines(case: Case, law: Catalogue) -> Iterator[Deadline]:
    """Every period of the catalogue that runs in a case, by the case's own dates.

    A period runs from the day after its event and ends on the day of the same number, or on the
    last day of a shorter month (Civil Code arts. 201 and 202 count so).
    """
    counted = case.figures
    events = {
        Event.FIRST: counted.first,
        Event.LAST: counted.last,
        Event.SIGNING: case.signing_date,
    }
    for rule in law.courts.deadlines:
        start = events[rule.event]
        if start is None or not _applies(rule, case):
            continue
        cited = law.cite_in_force((rule.provision,), start)
        source = cited[0].text if cited else ""
        day = rule.after(start)
        yield Deadline(rule.id, rule.title, day, source, rule.note, rule.limits_rights)


def _applies(rule: DeadlineRule, case: Case) -> bool:
    lender = case.creditor.type if case.creditor else ""
    if rule.lenders and lender not in rule.lenders:
        return False
    if case.is_contact and rule.client_only:
        return False
    words = rule.products
    return not words or any(word in case.loan_product for word in words)
