"""Rows of a table of calls or messages, below headings that name a time and a party."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from anjuan import (
    FileRemark,
    Found,
    Message,
    OwnNumber,
    RecordCell,
    RecordError,
    RecordField,
)
from anjuan_plugins.importers.reading.columns import (
    SAMPLE,
    Columns,
    Row,
    at,
    has_codes,
    is_on_a_side,
    own_by_values,
    planned,
)
from anjuan_plugins.importers.reading.contact_rows import ContactRow
from anjuan_plugins.importers.reading.headings import TIMES, is_count, is_of_bills
from anjuan_plugins.importers.reading.moments import Written, normal, read_moment
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.values import (
    is_nothing,
    is_number,
    read_direction,
    read_party,
)
from anjuan_plugins.importers.reading.years import Years

# Different cells in a row that holds but a day: the day, and signs for nothing.
_MOST_IN_GROUP = 4
_TOTAL = re.compile(r"合计|总计|小计|累计|汇总|共计?\s*\d+\s*[条次笔]|total", re.IGNORECASE)
_LABEL = re.compile(r"^(?:日期|时间)[::]\s*")


@dataclass(slots=True)
class Calls:
    """Reads the rows below one row of headings.

    Args:
        headings: the row.
        fields: what its cells name, by column.
        title: names, and what stands above.
        places: names rows and cells.
        years: finds the year of days without one.
        own: keys of the phone's numbers, as far as known.
    """

    headings: Row
    fields: Mapping[int, RecordField]
    title: str
    places: Places
    years: Years
    own: Collection[str]
    _sample: list[tuple[int, Row]] = field(default_factory=list, init=False)
    _columns: Columns | None = field(default=None, init=False)
    _day: Written | None = field(default=None, init=False)
    _told: str = field(default="", init=False)
    _own_by_values: Collection[str] = field(default=(), init=False)

    def take(self, number: int, row: Row) -> Iterator[Found]:
        """What a row holds; the first ones are kept until the columns are told."""
        if self._columns is not None:
            yield from self._read(self._columns, number, row)
            return
        self._sample.append((number, row))
        if len(self._sample) >= SAMPLE:
            yield from self.finish()

    def finish(self) -> Iterator[Found]:
        """What was kept."""
        kept, self._sample = self._sample, []
        if kept and self._columns is None:
            # A row of one cell is a day, a title or a sentence.
            self._columns = self._planned([row for _, row in kept if len(_distinct(row)) > 1])
            yield from _remarks(self._columns, self.headings)
            yield from (OwnNumber(number=it) for it in self._own_by_values)
        for number, row in kept:
            yield from self.take(number, row)

    def may_be_headings(self, row: Row) -> bool:
        """Whether a row below may be another row of headings: nothing in it is read as a time."""
        columns = (column for column, it in self.fields.items() if it in TIMES)
        return all(
            isinstance(cell := at(row, it), str) and not cell[:1].isdigit() for it in columns
        )

    def _planned(self, sample: Sequence[Row]) -> Columns:
        columns = planned(self.headings, self.fields, sample, self.title)
        if not is_on_a_side(columns, sample, self.own):
            self.own = self._own_by_values = own_by_values(columns, sample)
        is_bill = columns.length is not None or any(map(is_of_bills, self.headings))
        has_ways = is_bill or has_codes(self.fields, sample)
        # A month without calls has but a total.
        has_rows = any(not self._is_no_call(columns, row) for row in sample)
        if columns.says_no_direction and has_ways and has_rows:
            raise RecordError(
                Message(
                    "像是通话详单，却没有一列写着主叫、被叫，分不清是打来的还是打去的。"
                    "请重新导出带“通信方式”的详单；自己记的，请加上“类型”一列，写来电、去电。"
                )
            )
        return columns

    def _read(self, columns: Columns, number: int, row: Row) -> Iterator[Found]:
        own = at(row, columns.own)
        if is_number(own) and normal(own) != self._told:
            self._told = normal(own)
            yield OwnNumber(number=read_party(own))
        group = self._group(row)
        if group:
            self._day = group
        elif not self._is_no_call(columns, row):
            yield ContactRow(self, columns, number, row).found(self._day)

    def _group(self, row: Row) -> Written | None:
        """The day that stands alone in a row, for those below it."""
        # Counting comes first because it is fast: nearly all rows are of contacts.
        cells = {} if len(set(row)) > _MOST_IN_GROUP else _distinct(row)
        if len(cells) != 1:
            return None
        (text, cell), *_ = cells.items()
        found = read_moment(_LABEL.sub("", text) if isinstance(cell, str) else cell)
        return found if found and found.has_day and found.clock is None else None

    def _is_no_call(self, columns: Columns, row: Row) -> bool:
        """Whether a row is none of a contact: empty, a total, a sentence, all of it dashes."""
        parties = (columns.party, columns.caller, columns.callee)
        if all(is_nothing(at(row, it)) for it in parties):
            moment, words = _moment_cell(columns, row), at(row, columns.direction)
            if columns.direction is None:
                return read_moment(moment) is None
            return is_nothing(moment) or read_direction(words) is None
        others = (cell for column, cell in enumerate(row) if column != columns.text)
        if any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in others):
            return not read_moment(_moment_cell(columns, row))
        return self.may_be_headings(row) and set(map(normal, row)) <= set(
            map(normal, self.headings)
        )


def _distinct(row: Row) -> Mapping[str, RecordCell]:
    """The cells of a row that say anything, each once: merged ones may be repeated."""
    return {normal(cell): cell for cell in row if not is_nothing(cell)}


def _remarks(columns: Columns, headings: Row) -> Iterator[FileRemark]:
    """What is taken for granted of a table that does not say who called, or says how often."""
    if any(map(is_count, headings)):
        yield FileRemark(
            message=Message(
                "有一列写着次数，没有读：每行只算一次。一行有几次的，请在案件表里改“次数”。"
            )
        )
    if columns.says_no_direction:
        yield FileRemark(
            message=Message(
                "没有一列写着来电、去电，整张表都按打来的、发来的读；不是的，请加上“类型”一列。"
            )
        )


def _moment_cell(columns: Columns, row: Row) -> RecordCell:
    column = columns.day if columns.moment is None else columns.moment
    return at(row, columns.clock if column is None else column)
