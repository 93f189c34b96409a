"""A case as a twin whose values remember their cells: for explaining papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from anjuan.case.columns import Field, fields_of, heading_of
from anjuan.case.marks import Ledger, Memory
from anjuan.case.records.base import Origin, Record
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment, Span
from anjuan.case.remembering import Amount, Clock, Day, Number, Text
from anjuan.case.sheets import with_rows
from anjuan.problems import Place

_T = TypeVar("_T")
_IDENTITY = "identity_number"
_BY_IDENTITY = frozenset({"sex", "birth_date"})


def watched(case: Case, ledger: Ledger) -> Case:
    """The case, each of its values with the cell it stands in.

    Args:
        case: as it was read.
        ledger: knows what the marks stand for that such values leave in texts.
    """
    client = _with_memory(case.client, case.origin, case.number, ledger)
    twin: Case = watched_row(case, ledger)
    return with_rows(replace(twin, client=client), lambda row: watched_row(row, ledger))


def watched_row(row: Any, ledger: Ledger) -> Any:
    """A row of any sheet, likewise, and the institutions it names."""
    return _with_memory(row, row.origin, row.belongs_to, ledger)


def _with_memory(record: _T, origin: Origin, case: str, ledger: Ledger) -> _T:
    changed: dict[str, object] = {}
    for item in fields_of(type(record)):
        if len(item.path) > 1:
            continue
        memory = Memory(ledger, *places_of(record, item, origin, case))
        changed[item.attribute] = _watched_value(getattr(record, item.attribute), memory, ledger)
    if isinstance(record, Record):
        changed["extra"] = {
            heading: _watched_value(text, Memory(ledger, cell_place(origin, heading, case)), ledger)
            for heading, text in record.extra.items()
        }
        changed["own"] = record.own.changed(
            lambda item, value: _watched_value(
                value, Memory(ledger, cell_place(origin, item.column.heading, case)), ledger
            )
        )
    return replace(record, **changed)  # type: ignore[type-var]  # records are dataclasses


def places_of(owner: object, item: Field, origin: Origin, case: str) -> tuple[Place, ...]:
    """The cells that a field comes from.

    Args:
        owner: the record that has the field: a row, or the client of a case.
        item: the field.
        origin: where the row stands.
        case: 案件编号, as `Place` has it.
    """
    place = cell_place(origin, item.column.heading, case)
    if item.attribute not in _BY_IDENTITY or not getattr(owner, _IDENTITY, ""):
        return (place,)
    # An identity number tells what these cells may leave open, and never something else.
    return place, cell_place(origin, heading_of(type(owner), _IDENTITY), case)


def cell_place(origin: Origin, heading: str, case: str) -> Place:
    """The cell under a heading; where the sheet lacks the column, its row."""
    return Place(origin.sheet, origin.cell(heading) or f"A{origin.row}", heading, case)


def _watched_value(value: object, memory: Memory, ledger: Ledger) -> object:
    match value:
        case Enum() | bool() | None:
            return value
        case Institution():
            return watched_row(value, ledger)
        case Moment():
            return _watched_moment(value, memory)
    for kind, make in _MAKERS.items():
        if isinstance(value, kind):
            return make(value, memory) if value or kind is not str else value
    return value


_MAKERS: Mapping[type[Any], Callable[[Any, Memory], object]] = {
    str: Text.of,
    int: Number.of,
    Decimal: Amount.of,
    date: Day.of,
}


def _watched_moment(moment: Moment, memory: Memory) -> Moment:
    day = partial(Day.of, memory=memory)
    clock = moment.clock and Clock.of(moment.clock, memory)
    span = moment.span and replace(
        moment.span,
        last_day=day(moment.span.last_day),
        wording=Text.of(moment.span.wording, memory),
        named_day=moment.span.named_day and day(moment.span.named_day),
    )
    return Moment(day(moment.day), clock, span)


_PLAIN = frozenset({str, int, bool, Decimal, date, type(None)})


def unwatched(value: object) -> object:
    """The plain value; a record stays as it is."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Text():
            return str.__str__(value)
        case Number():
            return int.__int__(value)
        case Amount():
            return Decimal(value)
        case Day():
            return date.fromordinal(value.toordinal())
        case Moment():
            return _unwatched_moment(value)
    return value


def _unwatched_moment(moment: Moment) -> Moment:
    if type(moment.day) is date and not moment.span:
        # Nothing of it is watched.
        return moment
    clock = moment.clock and time(int(moment.clock.hour), int(moment.clock.minute))
    span = moment.span and Span(
        moment.span.precision,
        date.fromordinal(moment.span.last_day.toordinal()),
        str.__str__(moment.span.wording),
        moment.span.named_day and date.fromordinal(moment.span.named_day.toordinal()),
    )
    return Moment(date.fromordinal(moment.day.toordinal()), clock, span)
