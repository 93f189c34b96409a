"""Of which sort the values of a column are where they are compared, and how they are seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records import Institution, Moment
from anjuan.case.text import value_text
from anjuan.word.values import NO, YES, Day, Sort, Typed

# What a cell of a column may hold, where that is no text.
_SORTS: Mapping[ColumnType, Sort] = MappingProxyType(
    {
        ColumnType.FLAG: Sort.FLAG,
        ColumnType.DATE: Sort.DAY,
        ColumnType.MOMENT: Sort.DAY,
        ColumnType.MONEY: Sort.NUMBER,
        ColumnType.COUNT: Sort.NUMBER,
    }
)


def sort_of_column(column: Column) -> Sort:
    """Of which sort the values of a column are."""
    return _SORTS.get(column.type, Sort.TEXT)


def seen(value: object) -> str | int:
    """A parsed value as templates and conditions see it; an empty text of nothing."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        return value
    if isinstance(value, Institution):
        return value.name
    text = value_text(value)
    match value:
        case Decimal():
            return Typed(text, Decimal(value))
        case Moment():
            return Typed(text, Day(value.day, value.clock))
        case date():
            # A datetime is a date too.
            return Typed(text, Day(date(value.year, value.month, value.day)))
    return text
