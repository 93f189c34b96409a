"""One row of a table of contacts: what it tells, or which cell keeps it from being read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Protocol

from anjuan import (
    Contact,
    Direction,
    Ending,
    Found,
    Method,
    Origin,
    RecordCell,
    Unread,
    phone_key,
)
from anjuan_plugins.importers.reading.columns import Columns, Row, at, method_of
from anjuan_plugins.importers.reading.moments import Written, normal, read_moment
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.values import (
    has_lost_digits,
    holds_several,
    is_nothing,
    is_number,
    read_direction,
    read_length,
    read_name,
    read_party,
)
from anjuan_plugins.importers.reading.years import Years


class Known(Protocol):
    """What is known of a table: its places, its years, the phone's numbers."""

    @property
    def places(self) -> Places:
        """Names rows and cells."""

    @property
    def years(self) -> Years:
        """Finds the year of days without one."""

    @property
    def own(self) -> Collection[str]:
        """Keys of the phone's numbers, as far as known."""


class _Unreadable(Exception):  # noqa: N818  # never leaves this module
    """A cell that keeps a row from being read."""

    def __init__(self, column: int | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row of a contact.

    Args:
        table: what is known of all its rows.
        columns: what they hold.
        number: of the row, from 1.
        row: its cells.
    """

    table: Known
    columns: Columns
    number: int
    row: Row

    def found(self, group: Written | None) -> Found:
        """The contact, or what keeps it from being read."""
        party: str | None = None
        try:
            column = self._party_column()
            self._refuse_number(column)
            party = read_party(at(self.row, column))
            return self._contact(party, group)
        except _Unreadable as error:
            return Unread(
                place=self.table.places.cell(self.number, error.column, is_anybodys=party is None),
                value=str(at(self.row, error.column) or ""),
                reason=error.reason,
                party=party,
            )

    def _refuse_number(self, column: int | None) -> None:
        """Refuse a cell of which nobody knows whose number it is."""
        if has_lost_digits(at(self.row, column)):
            raise _Unreadable(column, "数字太长，Excel 已经丢掉了末尾几位")
        if holds_several(at(self.row, column)):
            raise _Unreadable(column, "一格里有几个号码，请分行写")

    def _contact(self, party: str, group: Written | None) -> Contact:
        method = method_of(at(self.row, self.columns.sort)) or self.columns.method
        direction, ending = self._direction()
        written = self._written(group)
        seconds = read_length(at(self.row, self.columns.length))
        is_call = method is Method.CALL
        text = at(self.row, self.columns.text)
        return Contact(
            moment=datetime.combine(self._day(written), written.clock or time.min),
            precision=written.precision,
            method=method,
            party=party,
            direction=direction,
            origin=self.columns.origin,
            place=self.table.places.row(self.number),
            ending=self._ending(ending, seconds) if is_call else Ending.UNKNOWN,
            seconds=seconds if is_call else None,
            text="" if text is None else str(text),
            name=read_name(at(self.row, self.columns.name)),
        )

    def _party_column(self) -> int | None:
        columns = self.columns
        if columns.party is not None:
            return columns.party
        if columns.caller is None or columns.callee is None:
            return columns.caller if columns.callee is None else columns.callee
        found = read_direction(at(self.row, columns.direction))
        is_in = found[0] is Direction.INCOMING if found else self._is_own(columns.callee)
        return columns.caller if is_in else columns.callee

    def _is_own(self, column: int | None) -> bool:
        key = phone_key(normal(at(self.row, column)))
        own = at(self.row, self.columns.own)
        return key in self.table.own or (is_number(own) and key == phone_key(normal(own)))

    def _direction(self) -> tuple[Direction, Ending]:
        columns = self.columns
        if columns.direction is not None:
            found = read_direction(at(self.row, columns.direction))
            if found is None:
                raise _Unreadable(columns.direction, "说不准是来电还是去电")
            return found
        unknown = Ending.UNKNOWN
        if columns.party is None and columns.callee is not None:
            if columns.caller is None:
                return Direction.OUTGOING, unknown
            sides = self._is_own(columns.caller), self._is_own(columns.callee)
            if sides[0] == sides[1]:
                raise _Unreadable(columns.caller, "说不准主叫、被叫哪一个是本机")
            return (Direction.OUTGOING if sides[0] else Direction.INCOMING), unknown
        return Direction.INCOMING, unknown

    def _ending(self, ending: Ending, seconds: int | None) -> Ending:
        if self.columns.origin is Origin.CARRIER and ending is Ending.UNKNOWN:
            return Ending.ANSWERED
        # 呼入 says nothing of it, and nobody talks for no time.
        return Ending.UNKNOWN if ending is Ending.ANSWERED and seconds == 0 else ending

    def _written(self, group: Written | None) -> Written:
        columns = self.columns
        if columns.moment is not None:
            return self._from_moment(at(self.row, columns.moment))
        clock = None
        if columns.clock is not None and not is_nothing(at(self.row, columns.clock)):
            clock = read_moment(at(self.row, columns.clock))
            if clock is None or clock.clock is None or clock.has_day:
                raise _Unreadable(columns.clock, "不是能确定的时刻")
        day = group if columns.day is None else read_moment(at(self.row, columns.day))
        if day is None or not day.has_day:
            column = columns.clock if columns.day is None else columns.day
            raise _Unreadable(column, "没有能确定的日期")
        return clock.beside(day) if clock else day

    def _from_moment(self, cell: RecordCell) -> Written:
        written = read_moment(cell)
        if written is None or not written.has_day:
            raise _Unreadable(self.columns.moment, "没有时间" if is_nothing(cell) else "不是时间")
        if isinstance(cell, str | int):
            return written
        if written.clock is None and self.columns.is_log:
            # So is midnight handed on, which no log leaves out.
            written = replace(written, clock=time.min)
        return replace(written, is_to_second=self.columns.is_to_second)

    def _day(self, written: Written) -> date:
        day = self.table.years.day(written)
        if day is None:
            column = self.columns.day if self.columns.moment is None else self.columns.moment
            raise _Unreadable(column, "不在这份记录的时段之内，说不准是哪一年")
        return day
