"""From what was meant, as one would type it, to what a cell is to hold."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.moment import Moment
from anjuan.problems import Proposal
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.values import parse


def proposed(column: Column, meant: str) -> Proposal | None:
    """What a cell of a column is to hold; None for what would be complained of again.

    Args:
        column: of the cell.
        meant: as one would type it; empty where nobody knows.
    """
    if not meant:
        return None
    try:
        reading = parse(column, meant)
    except CellError:
        return None
    return None if reading.remark else Proposal(_content(column, reading.value, meant))


def _content(column: Column, value: object, meant: str) -> str | Decimal | date | datetime:
    if column.type is ColumnType.MOMENT:
        return _of_moment(value, meant)
    if column.type is ColumnType.DATE and isinstance(value, date):
        return value
    if column.type in (ColumnType.MONEY, ColumnType.COUNT) and isinstance(value, Decimal | int):
        return Decimal(value)
    return meant


def _of_moment(value: object, meant: str) -> str | date | datetime:
    """A span, and midnight, which a cell of Excel can't tell from a day, stay as they are typed."""
    if not isinstance(value, Moment) or value.span or value.clock == time.min:
        return meant
    return value.day if value.clock is None else datetime.combine(value.day, value.clock)
