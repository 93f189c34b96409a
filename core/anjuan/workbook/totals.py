"""Rows that add up the rows above them: 合计, 总计, 小计. They belong to no case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import CASES, Sheet
from anjuan.workbook.cells.cell import Cell, is_empty
from anjuan.workbook.rows import RawRow, RawSheet

_TOTAL = re.compile(
    r"(?:本页|本案|以上|各项|全部|损失|费用|次数)?[合总小共累]\s*计(?:[(（](?:元|次)[)）])?\s*[:：]?"
    r"\s*(?:[¥￥]?[0-9,.]+\s*(?:元|次|通|条)?)?"
)
# What may stand in such a row besides: what it adds up, and a remark on it.
_SUMMED = (ColumnType.MONEY, ColumnType.COUNT)
_CASE_NUMBER = CASES.heading("number")


def entries(sheet: Sheet, raw: RawSheet) -> Iterator[RawRow]:
    """The rows of a sheet that are entries of their own."""
    return (row for row in raw.rows if not is_total(sheet, raw, row))


def is_total(sheet: Sheet, raw: RawSheet, row: RawRow) -> bool:
    """True for a row that says that it is a total, and holds nothing that a total doesn't hold."""
    # Rows are many: hardly any goes further than this.
    if "计" not in "".join([cell for cell in row.cells if type(cell) is str]):
        return False
    if not any(map(says_total, row.cells)):
        return False
    columns = {item.column.heading: item.column for item in sheet.fields}
    return all(
        _fits(columns.get(heading, Column(heading)), raw.value(row, heading))
        for heading in raw.columns
    )


def says_total(cell: Cell) -> bool:
    """True for a cell that says that its row is a total."""
    return isinstance(cell, str) and _TOTAL.fullmatch(cell.strip()) is not None


def _fits(column: Column, cell: Cell) -> bool:
    if is_empty(cell) or says_total(cell) or isinstance(cell, int | float):
        return True
    is_note = column.type is ColumnType.NOTE and not column.required
    return column.type in _SUMMED or column.heading == _CASE_NUMBER or is_note
