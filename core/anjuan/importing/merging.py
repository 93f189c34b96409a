"""Runs: the calls of one number on one day as one row, where the table would be too long.

A run never crosses what papers count by: a day, 22:00, 8:00, a number, a method, the evidence.
Whoever counts the rows counts the same before and after (counting.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from enum import Enum, auto

from anjuan.case.choices import Method
from anjuan.case.counting import NIGHT_ENDS, NIGHT_STARTS
from anjuan.frozen import frozen
from anjuan.importing.matching import Event, Source
from anjuan.importing.wording import cleaned
from anjuan.plugin.importers import Contact, Ending, TimePrecision


class _Part(Enum):
    """Part of a day: what is counted as night has two of them."""

    EARLY = auto()
    DAYTIME = auto()
    LATE = auto()
    UNKNOWN = auto()


@frozen
class Run:
    """Contacts that become one row.

    Attributes:
        events: at least one, in the order of time.
        evidence_numbers: of the exhibits that bear them out.
    """

    events: tuple[Event, ...]
    evidence_numbers: tuple[str, ...] = ()

    @property
    def first(self) -> Contact:
        """The first contact, whose time is that of the row."""
        return self.events[0].contact

    @property
    def last(self) -> datetime:
        """The time of the last one."""
        return self.events[-1].contact.moment

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.events)

    @property
    def connected(self) -> int | None:
        """How many were answered; None where a record does not tell, and for messages."""
        answered = [is_answered(event.contact) for event in self.events]
        return None if None in answered else sum(map(bool, answered))

    @property
    def talk_seconds(self) -> int | None:
        """How long all of them lasted; None likewise."""
        lengths = [event.contact.seconds for event in self.events]
        known = [seconds for seconds in lengths if seconds is not None]
        return sum(known) if len(known) == len(lengths) and self.connected else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where they stand."""
        return tuple(source for event in self.events for source in event.sources)


def is_answered(contact: Contact) -> bool | None:
    """Whether a call was put through; None where that is not known, and for messages."""
    if contact.method is not Method.CALL:
        return None
    if contact.ending is not Ending.UNKNOWN:
        return contact.ending is Ending.ANSWERED
    return None if contact.seconds is None else contact.seconds > 0


def single_rows(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Each contact a row; those that are equal to the word are one row that counts them.

    Two rows that are the same would be taken for one that was copied.
    """
    return _together(runs, _told)


def merged_by_day(runs: Iterable[Run], stopped: date | None) -> tuple[Run, ...]:
    """The calls of a number on a day as one row; messages stay, for each has its own words.

    Args:
        runs: rows, in the order of time.
        stopped: 要求停止日期; None = nobody asked to stop.
    """
    return _together(runs, lambda run: _of_day(run, stopped))


def _together(runs: Iterable[Run], key: Callable[[Run], Hashable]) -> tuple[Run, ...]:
    found: dict[Hashable, list[Run]] = {}
    for run in runs:
        found.setdefault((key(run), run.evidence_numbers), []).append(run)
    return tuple(
        Run(tuple(event for run in same for event in run.events), same[0].evidence_numbers)
        for same in found.values()
    )


def _told(run: Run) -> Hashable:
    """All that a row tells."""
    contact = run.first
    return (
        *(run.events[0].key, contact.moment, contact.precision, cleaned(contact.text)),
        *(contact.seconds, contact.ending),
    )


def _of_day(run: Run, stopped: date | None) -> Hashable:
    contact = run.first
    if contact.method is not Method.CALL or contact.text:
        return _told(run)
    day = contact.moment.date()
    return run.events[0].key, day, _part(contact), stopped is not None and day > stopped


def _part(contact: Contact) -> _Part:
    clock = contact.moment.time()
    if contact.precision is TimePrecision.DAY:
        return _Part.UNKNOWN
    if clock < NIGHT_ENDS:
        return _Part.EARLY
    return _Part.LATE if clock >= NIGHT_STARTS else _Part.DAYTIME
