"""Counts over incidents: computed from the rows, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from operator import attrgetter
from typing import TYPE_CHECKING

from anjuan.case.choices import Method
from anjuan.case.keys import distinct, phone_key
from anjuan.case.records.moment import Moment
from anjuan.frozen import frozen

if TYPE_CHECKING:
    # A case counts its own incidents.
    from anjuan.case.records.incident import Incident

# The hours in which the trade's own rules forbid collection (GB/T 45251-2025).
NIGHT_STARTS, NIGHT_ENDS = time(22, 0), time(8, 0)


@frozen
class Figures:
    """What the rows of a case add up to.

    Attributes:
        total: all incidents, runs counted by their 次数.
        first, last: first and last day; None without incidents. Of a span of days the first day
            counts, so that a period which runs from there never ends too late.
        began, ended: the same as papers tell it: without a time of day, and of a span its wording.
        busiest_day: the day with most incidents (the earliest of equals); None where no day is
            known. What happened on one of several days counts for none of them.
        highest_per_day: how many on that day.
        at_night: incidents at or after 22:00 or before 8:00; a row without a time of day is
            never counted here.
        calls, messages: those by telephone and by short message.
        victims: the people reached, in order of first contact.
        numbers: the callers' numbers, in order of first use and as first typed; unknown ones left
            out.
    """

    total: int
    first: date | None
    last: date | None
    began: Moment | None
    ended: Moment | None
    busiest_day: date | None
    highest_per_day: int
    at_night: int
    calls: int
    messages: int
    victims: tuple[str, ...]
    numbers: tuple[str, ...]


def count_incidents(incidents: Iterable[Incident]) -> Figures:
    """Count incidents.

    Args:
        incidents: in time order; those whose time could not be read are left out of the counts
            by day.
    """
    rows = tuple(incidents)
    moments = [row.moment for row in rows if row.moment]
    per_day: dict[date, int] = {}
    by_method: dict[str, int] = {}
    for row in rows:
        by_method[row.method] = by_method.get(row.method, 0) + row.count
        if day := row.moment and row.moment.exact_day:
            per_day[day] = per_day.get(day, 0) + row.count
    first, last = first_and_last(rows)
    busiest = max(sorted(per_day), key=per_day.__getitem__, default=None)
    return Figures(
        total=sum(row.count for row in rows),
        first=first,
        last=last,
        began=_as_day(min(moments, key=attrgetter("day"), default=None)),
        ended=_as_day(max(moments, key=attrgetter("last_day"), default=None)),
        busiest_day=busiest,
        highest_per_day=per_day[busiest] if busiest else 0,
        at_night=sum(row.count for row in rows if is_at_night(row)),
        calls=by_method.get(Method.CALL, 0),
        messages=by_method.get(Method.MESSAGE, 0),
        victims=tuple(dict.fromkeys(row.victim for row in rows if row.victim)),
        numbers=distinct((row.number for row in rows if row.number), phone_key),
    )


def first_and_last(incidents: Iterable[Incident]) -> tuple[date | None, date | None]:
    """First and last day, as in `Figures`, without counting all else."""
    days = [row.moment.day for row in incidents if row.moment]
    return min(days, default=None), max(days, default=None)


def _as_day(moment: Moment | None) -> Moment | None:
    return Moment(moment.day, span=moment.span) if moment else None


def is_at_night(incident: Incident) -> bool:
    """True from 22:00 (included) to 8:00 (excluded); False where the time of day is unknown."""
    clock = incident.moment.clock if incident.moment else None
    return clock is not None and is_night_clock(clock)


def is_night_clock(clock: time) -> bool:
    """True from 22:00 (included) to 8:00 (excluded)."""
    return clock >= NIGHT_STARTS or clock < NIGHT_ENDS
