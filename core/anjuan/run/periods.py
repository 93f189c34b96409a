"""What ends when in a case, as a run tells it on its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from anjuan.case.records.case import Case
from anjuan.law.catalogue import Catalogue
from anjuan.law.deadlines import NEAR_DAYS, by_nearness, deadlines, told_left
from anjuan.problems import Place
from anjuan.run.outcomes import Period


class End(NamedTuple):
    """What is known of a period whatever day it is; as in `Period`."""

    title: str
    day: date
    place: Place
    source: str
    note: str


def ends(case: Case, law: Catalogue) -> tuple[End, ...]:
    """Every period that runs in a case, in the order of the catalogue."""
    return tuple(
        End(it.title, it.day, it.place, it.told_source, it.note) for it in deadlines(case, law)
    )


def periods(found: Iterable[End], today: date) -> tuple[Period, ...]:
    """Those that are still to come, the nearest first; then those that are past, the last first."""
    lefts = [((it.day - today).days, it) for it in found]
    lefts.sort(key=lambda each: by_nearness(each[0]))
    return tuple(
        Period(it.title, it.day, told_left(left), left <= NEAR_DAYS, it.place, it.source, it.note)
        for left, it in lefts
    )
