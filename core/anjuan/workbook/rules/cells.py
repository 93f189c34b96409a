"""Rules over single cells, whatever they mean: looked at while others go through the rows."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import CASES, Sheet
from anjuan.messages import Message, public
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.workbook.cells.amounts import is_number_as_text
from anjuan.workbook.cells.cell import Cell, as_typed, called, is_empty
from anjuan.workbook.cells.proposing import proposed
from anjuan.workbook.rows import RawRow, RawSheet, blocks, picking, widened
from anjuan.workbook.totals import Totals

BLANK_CELL = Rule("blank-cell", "只有空格。", Severity.WARNING)
TEXT_AS_NUMBER = Rule(
    "text-as-number", "编号、号码是数字单元格，开头的 0 可能已丢。", Severity.WARNING
)
NUMBER_AS_TEXT = Rule("number-as-text", "金额是文本。", Severity.WARNING)
TOTAL_ROW = Rule("total-row", "合计、小计的行没有读入。", Severity.WARNING)

_LOSES_ZEROS = (ColumnType.PHONE, ColumnType.KEY, ColumnType.IDENTITY, ColumnType.CREDIT_CODE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CASE_NUMBER = CASES.heading("number")
# Contents of cells remembered for columns of one sort.
_MOST_SOUND = 20_000
_NOTHING = ("", None)


class CheckedRows(Collection[RawRow]):
    """Rows of which each is looked at when somebody goes through them for the first time.

    Rows are many, and to take one out of the file costs more than to look at it.

    Args:
        sheet: our sheet.
        raw: as read.
    """

    def __init__(self, sheet: Sheet, raw: RawSheet) -> None:
        self._rows = raw.rows
        self._cells = _Cells(sheet, raw)
        self._found: list[Problem] = []
        # The last row that was looked at; and whether it is the last of all.
        self._last = 0
        self._is_whole = False

    def __iter__(self) -> Iterator[RawRow]:
        for block in blocks(self._rows):
            new = [row for row in block if row.number > self._last]
            if new:
                self._last = new[-1].number
                self._found += self._cells.problems(new)
            yield from block
        self._is_whole = True

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def problems(self) -> Sequence[Problem]:
        """What is odd about cells, and which rows are totals; also of rows nobody has asked for."""
        if not self._is_whole:
            deque(self, maxlen=0)
        return self._found


class _Cells:
    """Looks at the cells of a sheet."""

    def __init__(self, sheet: Sheet, raw: RawSheet) -> None:
        self._sheet, self._raw = sheet, raw
        self._totals = Totals(sheet, raw)
        known = {item.column.heading: item.column for item in sheet.fields}
        self._placed = [(place, known[it]) for it, place in raw.columns.items() if it in known]
        self._width = max((place for place, _ in self._placed), default=-1) + 1
        places: defaultdict[ColumnType, list[int]] = defaultdict(list)
        for place, column in self._placed:
            places[_sort(column)].append(place)
        self._picked = {sort: picking(them) for sort, them in places.items()}
        # By sort of column, contents that turned out to be nothing odd: they come in many rows.
        self._sound: defaultdict[ColumnType, set[Cell]] = defaultdict(lambda: set(_NOTHING))

    def problems(self, rows: Sequence[RawRow]) -> Iterator[Problem]:
        """What is odd about the cells of some rows."""
        cells = [widened(row.cells, self._width) for row in rows]
        odd = self._odd(cells)
        entries = self._totals.others(rows)
        if not odd and len(entries) == len(rows):
            return
        for row, of_row in zip(rows, cells, strict=True):
            if self._totals.is_total(row):
                yield self._total(row)
            elif not odd.isdisjoint(of_row):
                yield from self._closely(row, of_row)

    def _odd(self, cells: Sequence[Sequence[Cell]]) -> set[Cell]:
        """What stands in some rows that has to be looked at closely; TRUE, which is taken for 1."""
        odd: set[Cell] = set()
        for sort, pick in self._picked.items():
            new = set(chain.from_iterable(map(pick, cells))) - self._sound[sort]
            closely = {it for it in new if isinstance(it, bool) or self._oddity(sort, it)}
            self._remember(sort, new - closely)
            odd |= closely
        return odd

    def _remember(self, sort: ColumnType, cells: set[Cell]) -> None:
        sound = self._sound[sort]
        if len(sound) >= _MOST_SOUND:
            sound.clear()
            sound.update(_NOTHING)
        sound |= cells

    def _closely(self, row: RawRow, cells: Sequence[Cell]) -> Iterator[Problem]:
        for place, column in self._placed:
            odd = self._oddity(_sort(column), cells[place])
            if odd:
                problem = found_at(self._sheet, self._raw, row, column.heading, *odd)
                if odd[0] is NUMBER_AS_TEXT:
                    problem = replace(problem, proposal=proposed(column, problem.value))
                yield problem

    def _oddity(self, sort: ColumnType, cell: Cell) -> tuple[Rule, str, str] | None:
        """What is odd about a cell, and what to do about it."""
        if cell in _NOTHING:
            return None
        if is_empty(cell):
            return BLANK_CELL, "只有空格，按没有填写处理。", "请清空或填写。"
        if _may_have_lost_zeros(sort, cell):
            told = "是数字单元格，开头的 0 可能已经丢失。"
            return TEXT_AS_NUMBER, told, "请设为文本格式后核对。"
        if sort is ColumnType.MONEY and self._raw.is_typed and is_number_as_text(cell):
            return NUMBER_AS_TEXT, "金额是文本，Excel 不会把它计入合计。", "请改成数字。"
        return None

    def _total(self, row: RawRow) -> Problem:
        raw = self._raw
        filled = next(it for it in raw.columns if not is_empty(raw.value(row, it)))
        message = Message("第 {} 行是合计，没有读入。", public(raw.row_text(row.number)))
        place = Place(self._sheet.name, raw.address(filled, row.number), filled)
        return TOTAL_ROW.on(
            place,
            message,
            "程序自己会算；不是合计的，请补全这一行。",
            value=as_typed(raw.value(row, filled)),
        )


def _sort(column: Column) -> ColumnType:
    """What is odd in one column is odd in all of its sort."""
    is_special = column.type in (*_LOSES_ZEROS, ColumnType.MONEY)
    return column.type if is_special else ColumnType.TEXT


def _may_have_lost_zeros(sort: ColumnType, cell: Cell) -> bool:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if sort not in _LOSES_ZEROS or not is_number:
        return False
    return sort is not ColumnType.PHONE or not _MOBILE.fullmatch(as_typed(cell))


def found_at(
    sheet: Sheet, raw: RawSheet, row: RawRow, heading: str, rule: Rule, message: str, remedy: str
) -> Problem:
    """A problem at a cell."""
    place = Place(sheet.name, raw.address(heading, row.number), heading, case_of(raw, row))
    return rule.on(place, message, remedy, value=as_typed(raw.value(row, heading)))


def case_of(raw: RawSheet, row: RawRow) -> str:
    """案件编号 as a row has it."""
    return called(raw.value(row, _CASE_NUMBER))
