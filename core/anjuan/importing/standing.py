"""What stands in the workbook already: nothing of it is changed, and none of it is added again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TypeAlias

from anjuan.case.choices import Method
from anjuan.case.keys import phone_key
from anjuan.case.records.incident import Incident
from anjuan.frozen import frozen
from anjuan.importing.columns import LAST, SOURCE
from anjuan.importing.doubtful import Doubt
from anjuan.importing.matching import LONGEST_RING, Event, lengths_agree
from anjuan.importing.wording import words_key
from anjuan.messages import Message, public
from anjuan.plugin.importers import Contact, Origin, TimePrecision

_MINUTE = timedelta(minutes=1)
_DayKey: TypeAlias = tuple[str, Method, date]


@frozen
class Known:
    """What stands in the workbook already.

    Attributes:
        event: as the files tell it.
        row: the row that stands for it.
    """

    event: Event
    row: Incident


@frozen
class Fresh:
    """What the workbook does not have yet.

    Attributes:
        events: to be added.
        known: those that stand there already, in the order of time.
        doubts: those that a row may count already.
    """

    events: tuple[Event, ...]
    known: tuple[Known, ...]
    doubts: tuple[Doubt, ...]


def fresh(events: Iterable[Event], incidents: Iterable[Incident]) -> Fresh:
    """What of some events is new to the workbook.

    Args:
        events: in the order of time, all of one person's phone.
        incidents: the rows of this person in this case.
    """
    rows = _by_day(incidents)
    spans = [(key[:2], row) for key, some in rows.items() for row in some if row.is_span]
    left = list(events)
    known: list[Known] = []
    for is_same in (_is_exact, _is_in_run, _is_in_minute, _is_other_clock, _is_other_message):
        found = [(event, _standing(event, rows, is_same)) for event in left]
        known += [Known(event, row) for event, row in found if row]
        left = [event for event, row in found if not row]
    new: list[Event] = []
    doubts: list[Doubt] = []
    for event in left:
        around = (row for key, row in spans if key == event.key and row.reaches(event))
        near = chain(rows.get(_day_key(event), ()), around)
        row = _may_count(event.contact, near)
        if row is None:
            new.append(event)
        else:
            doubts.append(_doubt(event, row))
    known.sort(key=lambda it: it.event.contact.moment)
    return Fresh(tuple(new), tuple(known), tuple(doubts))


@dataclass(slots=True)
class _Row:
    """A row of the workbook.

    Attributes:
        incident: the row.
        left: how many contacts it can still stand for.
    """

    incident: Incident
    left: int

    @property
    def is_imported(self) -> bool:
        """Whether an import wrote it: it names where it comes from."""
        return bool(self.incident.extra.get(SOURCE))

    @property
    def begin(self) -> datetime | None:
        """Its time; None where only the day was written, or nothing that can be read."""
        moment = self.incident.moment
        if moment is None or moment.clock is None:
            return None
        return datetime.combine(moment.day, moment.clock)

    @property
    def end(self) -> datetime | None:
        """The last time of an imported run; that of the row where there is no other."""
        last = self.incident.extra.get(LAST, "")
        begin = self.begin
        if not begin or not last:
            return begin
        try:
            return datetime.combine(begin.date(), time.fromisoformat(last))
        except ValueError:
            return begin

    @property
    def is_span(self) -> bool:
        """Whether only the month or so is known."""
        moment = self.incident.moment
        return moment is not None and moment.span is not None

    def reaches(self, event: Event) -> bool:
        """Whether the row may mean the day of an event."""
        moment = self.incident.moment
        return moment is not None and moment.day <= event.contact.moment.date() <= moment.last_day

    @property
    def is_hand_typed_run(self) -> bool:
        """Whether a person counted several contacts in it, or wrote no time of day."""
        return not self.is_imported and (self.incident.count > 1 or self.begin is None)


def _by_day(incidents: Iterable[Incident]) -> Mapping[_DayKey, Sequence[_Row]]:
    found: defaultdict[_DayKey, list[_Row]] = defaultdict(list)
    for incident in incidents:
        if incident.moment and incident.method:
            key = phone_key(incident.number), Method(incident.method), incident.moment.day
            found[key].append(_Row(incident, incident.count))
    return found


def _day_key(event: Event, days: int = 0) -> _DayKey:
    return (*event.key, event.contact.moment.date() + timedelta(days))


def _standing(
    event: Event,
    rows: Mapping[_DayKey, Sequence[_Row]],
    is_same: Callable[[Contact, _Row], bool],
) -> Incident | None:
    """The row that stands for an event; it then stands for one less."""
    # A call that rang at midnight is billed a day later.
    near = (row for days in (0, -1, 1) for row in rows.get(_day_key(event, days), ()))
    for row in near:
        if row.left and not row.is_hand_typed_run and is_same(event.contact, row):
            row.left -= 1
            return row.incident
    return None


def _is_exact(contact: Contact, row: _Row) -> bool:
    if contact.precision is TimePrecision.DAY:
        moment = row.incident.moment
        return bool(row.is_imported and moment and moment.day == contact.moment.date())
    return row.begin == contact.moment and (not row.is_imported or _same_words(contact, row))


def _same_words(contact: Contact, row: _Row) -> bool:
    is_call = contact.method is Method.CALL
    return is_call or words_key(contact.text) == words_key(row.incident.content)


def _is_in_run(contact: Contact, row: _Row) -> bool:
    begin, end = row.begin, row.end
    return bool(begin and end and begin < end and begin <= contact.moment <= end)


def _is_in_minute(contact: Contact, row: _Row) -> bool:
    """A row typed by hand is as exact as the minute."""
    begin = row.begin
    if row.is_imported or begin is None or begin.second:
        return False
    return begin <= contact.moment < begin + _MINUTE


def _is_other_clock(contact: Contact, row: _Row) -> bool:
    """A call on a bill where the phone's log was imported before, and the other way round."""
    begin = row.begin
    if not row.is_imported or begin is None or contact.method is not Method.CALL:
        return False
    rang = contact.moment - begin if contact.origin is Origin.CARRIER else begin - contact.moment
    talked = row.incident.talk_seconds
    is_length_known = bool(contact.seconds and talked)
    return (
        is_length_known
        and timedelta() <= rang <= LONGEST_RING
        and lengths_agree(contact.seconds, talked)
    )


def _is_other_message(contact: Contact, row: _Row) -> bool:
    """A message that was imported before from a record that tells its time otherwise.

    A chat may be told to the minute; on a bill a short message has no words.
    """
    if not _is_near_message(contact, row):
        return False
    return not contact.text or _same_words(contact, row)


def _is_near_message(contact: Contact, row: _Row) -> bool:
    begin = row.begin
    if not row.is_imported or begin is None or contact.method is Method.CALL:
        return False
    return abs(contact.moment - begin) <= LONGEST_RING


def _may_count(contact: Contact, rows: Iterable[_Row]) -> Incident | None:
    """The row that may count a contact already.

    It is a run typed by hand, a full one of ours, or a message of which the bill had no words.
    """
    for row in rows:
        is_full_run = row.begin != row.end and _is_in_run(contact, row)
        is_wordless = _is_near_message(contact, row) and not row.incident.content
        if row.is_hand_typed_run or is_full_run or is_wordless:
            return row.incident
    return None


def _doubt(event: Event, row: Incident) -> Doubt:
    source = event.sources[0]
    reason = Message("可能已计入{}第 {} 行，没有加进去", row.origin.sheet, public(row.origin.row))
    value = f"{event.contact.moment:%Y-%m-%d %H:%M:%S}"
    return Doubt(file=source.label, place=source.place, value=value, reason=reason)
