"""Rows that add up the rows above them: 合计, 总计, 小计. They belong to no case."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import CASES, Sheet
from anjuan.patterns import seldom
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.rows import RawRow, RawSheet, blocks

_TOTAL = seldom(
    r"(?:本页|本案|以上|各项|全部|损失|费用|次数)?[合总小共累]\s*计(?:[(（](?:元|次)[)）])?\s*[:：]?"
    r"\s*(?:[¥￥]?[0-9,.]+\s*(?:元|次|通|条)?)?"
)
# What may stand in such a row besides: what it adds up, and a remark on it.
_SUMMED = (ColumnType.MONEY, ColumnType.COUNT)
_CASE_NUMBER = CASES.heading("number")


def entries(sheet: Sheet, raw: RawSheet) -> Iterator[RawRow]:
    """The rows of a sheet that are entries of their own."""
    totals = Totals(sheet, raw)
    return chain.from_iterable(map(totals.others, blocks(raw.rows)))


class Totals:
    """Tells which rows of a sheet say that they are totals, and hold nothing that none holds."""

    def __init__(self, sheet: Sheet, raw: RawSheet) -> None:
        columns = {item.column.heading: item.column for item in sheet.fields}
        placed = [(columns.get(it, Column(it)), place) for it, place in raw.columns.items()]
        self._telling = [place for column, place in placed if not _may_be_summed(column)]
        # Rows are many: in nearly all of them one cell shows that they are none.
        self._first = min(self._telling, default=sys.maxsize)

    def is_total(self, row: RawRow) -> bool:
        """True for a total."""
        others = (row.cells[it] for it in self._telling if it < len(row.cells))
        return not any(map(_is_other, others)) and any(map(says_total, row.cells))

    def others(self, rows: Sequence[RawRow]) -> Sequence[RawRow]:
        """The rows that are none."""
        first = self._first
        shown = {it.cells[first] if first < len(it.cells) else None for it in rows}
        return rows if all(map(_is_other, shown)) else [it for it in rows if not self.is_total(it)]


def says_total(cell: Cell) -> bool:
    """True for a cell that says that its row is a total."""
    return isinstance(cell, str) and _TOTAL.fullmatch(cell.strip()) is not None


def _is_other(cell: Cell) -> bool:
    """True for what no total holds in a column that is not added up."""
    if isinstance(cell, str):
        return bool(cell.strip()) and not ("计" in cell and says_total(cell))
    return cell is not None and not isinstance(cell, int | float)


def _may_be_summed(column: Column) -> bool:
    """Whether any text may stand in such a row: a sum, which case is meant, a remark."""
    is_note = column.type is ColumnType.NOTE and not column.required
    return column.type in _SUMMED or column.heading == _CASE_NUMBER or is_note
