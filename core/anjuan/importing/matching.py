"""One call in two files is one call: what files tell of the same contact is put together.

A bill counts from the answer and holds connected calls only; a phone counts from the first ring.
What stands twice in *one* file happened twice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from anjuan.case.choices import Method
from anjuan.case.keys import phone_key
from anjuan.frozen import frozen
from anjuan.importing.doubtful import Doubt
from anjuan.importing.wording import words_key
from anjuan.plugin.importers import Contact, Ending, Origin, TimePrecision

# From the first ring to the answer; and by how much two clocks count a call differently.
LONGEST_RING, LENGTHS_DIFFER = timedelta(seconds=60), 2
# What rang only: a bill never has it.
NOT_ANSWERED = (Ending.MISSED, Ending.REJECTED, Ending.BLOCKED)


@frozen
class Source:
    """Where a contact stands.

    Attributes:
        file: number of the file in this run, from 0.
        label: by which it is named.
        place: in the file.
    """

    file: int
    label: str
    place: str


@frozen
class Event:
    """One thing that happened.

    Attributes:
        contact: as the file has it that tells most exactly.
        sources: everywhere where it stands, in the order of the files.
    """

    contact: Contact
    sources: tuple[Source, ...]

    @property
    def key(self) -> tuple[str, Method]:
        """Who contacted, and how."""
        return phone_key(self.contact.party), self.contact.method


@frozen
class United:
    """What happened, by all files together.

    Attributes:
        events: in the order of time.
        merged: how many contacts told what another told already.
        doubts: what may be counted already.
    """

    events: tuple[Event, ...]
    merged: int
    doubts: tuple[Doubt, ...]


def united(files: Iterable[tuple[str, Sequence[Contact]]]) -> United:
    """Put together what several files tell.

    Args:
        files: of each its label and its contacts; all of one person's phone.
    """
    groups: defaultdict[tuple[str, Method], list[Event]] = defaultdict(list)
    total = 0
    for number, (label, contacts) in enumerate(files):
        for contact in contacts:
            event = Event(contact, (Source(number, label, contact.place),))
            groups[event.key].append(event)
            total += 1
    doubts: list[Doubt] = []
    events = [event for group in groups.values() for event in _united(group, doubts)]
    ordered = tuple(sorted(events, key=_order))
    return United(ordered, total - len(ordered) - len(doubts), tuple(doubts))


def _order(event: Event) -> tuple[datetime, str, str, int, str]:
    key, method = event.key
    first = event.sources[0]
    return event.contact.moment, key, method, first.file, first.place


def _united(group: list[Event], doubts: list[Doubt]) -> list[Event]:
    """The events of one number and one method."""
    by_origin: defaultdict[Origin, list[Event]] = defaultdict(list)
    for event in group:
        by_origin[event.contact.origin].append(event)
    kept = {origin: _same_in_copies(events) for origin, events in by_origin.items()}
    carrier, phone = kept.pop(Origin.CARRIER, []), kept.pop(Origin.PHONE, [])
    others = [event for events in kept.values() for event in events]
    fine = [*paired(phone, carrier, _is_billed), *others]
    exact = [it for it in fine if it.contact.precision is TimePrecision.SECOND]
    by_minute = [it for it in fine if it.contact.precision is TimePrecision.MINUTE]
    by_day = [it for it in fine if it.contact.precision is TimePrecision.DAY]
    timed = paired(exact, by_minute, _is_in_minute)
    return [*timed, *_alone_on_their_day(by_day, timed, doubts)]


def _same_in_copies(events: Sequence[Event]) -> list[Event]:
    """Events of one sort of record: what stands in two copies of it is one.

    What one copy has twice happened twice, and a second copy doesn't make it three times.
    """
    found: defaultdict[Hashable, list[Event]] = defaultdict(list)
    by_file = sorted(events, key=lambda it: it.sources[0].file)
    for _, of_file in groupby(by_file, key=lambda it: it.sources[0].file):
        seen: defaultdict[Hashable, int] = defaultdict(int)
        for event in of_file:
            contact = event.contact
            same = (contact.moment, contact.precision, words_key(contact.text))
            known, number = found[same], seen[same]
            if number < len(known):
                known[number] = joined(known[number], event)
            else:
                known.append(event)
            seen[same] += 1
    return [event for known in found.values() for event in known]


def joined(event: Event, other: Event) -> Event:
    """One event of two that are the same; the first one's time is kept."""
    kept, added = event.contact, other.contact
    contact = replace(
        kept,
        seconds=added.seconds if kept.seconds is None else kept.seconds,
        ending=kept.ending if kept.ending is not Ending.UNKNOWN else added.ending,
        text=kept.text or added.text,
    )
    return Event(contact, (*event.sources, *other.sources))


def paired(
    events: Sequence[Event],
    others: Sequence[Event],
    distance: Callable[[Contact, Contact], timedelta | None],
) -> list[Event]:
    """Both lists as one: what belongs together is paired one to one, the nearest first.

    Args:
        events: those whose time is kept.
        others: those that may tell of the same.
        distance: how far two are from one another; None where they are not the same.
    """
    ordered = sorted(events, key=lambda it: it.contact.moment)
    near = sorted(_near(ordered, others, distance))
    mine: dict[int, int] = {}
    taken: set[int] = set()
    for _, first, second in near:
        if first not in mine and second not in taken:
            mine[first] = second
            taken.add(second)
    kept = [
        joined(event, others[mine[number]]) if number in mine else event
        for number, event in enumerate(ordered)
    ]
    return [*kept, *(it for number, it in enumerate(others) if number not in taken)]


def _near(
    ordered: Sequence[Event],
    others: Sequence[Event],
    distance: Callable[[Contact, Contact], timedelta | None],
) -> Iterator[tuple[timedelta, int, int]]:
    moments = [it.contact.moment for it in ordered]
    for number, other in enumerate(others):
        moment = other.contact.moment
        begin = bisect_left(moments, moment - LONGEST_RING)
        end = bisect_right(moments, moment + LONGEST_RING)
        for position in range(begin, end):
            apart = distance(ordered[position].contact, other.contact)
            if apart is not None:
                yield apart, position, number


def _is_billed(phone: Contact, bill: Contact) -> timedelta | None:
    """How long a call on the phone rang before the bill counts it; None where it is another.

    A short message has no length, and its text stands on the phone only.
    """
    apart = bill.moment - phone.moment
    if phone.method is not Method.CALL:
        return abs(apart) if abs(apart) <= LONGEST_RING and not bill.text else None
    if phone.ending in NOT_ANSWERED or not timedelta() <= apart <= LONGEST_RING:
        return None
    return apart if lengths_agree(phone.seconds, bill.seconds) else None


def lengths_agree(seconds: int | None, other: int | None) -> bool:
    """Whether two may be the length of one call; what is not told may be anything."""
    return seconds is None or other is None or abs(seconds - other) <= LENGTHS_DIFFER


def _is_in_minute(exact: Contact, coarse: Contact) -> timedelta | None:
    """How far a contact lies from the minute that another record has; None where it is another."""
    apart = exact.moment - coarse.moment
    same_text = words_key(exact.text) == words_key(coarse.text)
    if coarse.method is not Method.CALL and not same_text:
        return None
    return apart if timedelta() <= apart < timedelta(minutes=1) else None


def _alone_on_their_day(
    by_day: Iterable[Event], timed: Iterable[Event], doubts: list[Doubt]
) -> Iterator[Event]:
    """Those of which only the day is known, where nothing else of that day may be the same."""
    known = {event.contact.moment.date() for event in timed}
    for event in by_day:
        if event.contact.moment.date() not in known:
            yield event
            continue
        source = event.sources[0]
        doubts.append(
            Doubt(
                file=source.label,
                place=source.place,
                value=f"{event.contact.moment:%Y-%m-%d}",
                reason="只写了日期，可能就是别的文件里有钟点的那一次",
            )
        )
