"""Of which sort the values of a column are where they are compared, and how they are seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment
from anjuan.case.text import duration_text, value_text
from anjuan.messages import plain
from anjuan.word.values import NO, YES, Day, Sort, Typed

# What a cell of a column may hold, where that is no text.
_SORTS: Mapping[ColumnType, Sort] = MappingProxyType(
    {
        ColumnType.FLAG: Sort.FLAG,
        ColumnType.DATE: Sort.DAY,
        ColumnType.MOMENT: Sort.DAY,
        ColumnType.MONEY: Sort.NUMBER,
        ColumnType.COUNT: Sort.NUMBER,
        ColumnType.DURATION: Sort.NUMBER,
    }
)

# How each sort is compared in a template.
HOW_TO_COMPARE: Mapping[Sort, str] = MappingProxyType(
    {
        Sort.FLAG: "{% if 案件.愿意协商还款 %}、{% if not 案件.愿意协商还款 %}、"
        "{% if 案件.愿意协商还款 == '否' %}；空着既不是“是”也不是“否”。",
        Sort.NUMBER: "{% if 记录.次数 > 5 %}、{% if 损失合计 >= 案件.借款金额 %}；数目不加引号。",
        Sort.DAY: "{% if 记录.时间 > 案件.要求停止日期 %}、{% if 案件.落款日期 < '2026-03-05' %}；"
        "有一边没有钟点就只比日子。",
        Sort.TEXT: "{% if 委托人.身份 == '联系人' %}、{% if '信用卡' in 案件.借款产品 %}；"
        "文字不比大小。",
    }
)


def sort_of_column(column: Column) -> Sort:
    """Of which sort the values of a column are."""
    return _SORTS.get(column.type, Sort.TEXT)


def seen(value: object, type_: ColumnType = ColumnType.TEXT) -> str | int:
    """A parsed value as templates and conditions see it; an empty text of nothing.

    Args:
        value: the value.
        type_: of its column, which tells seconds from other numbers.
    """
    if isinstance(value, str):
        # A word of choices.py becomes the text that it stands for.
        return plain(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        is_duration = type_ is ColumnType.DURATION
        return Typed(duration_text(value), value) if is_duration else value
    if isinstance(value, Institution):
        return value.name
    text = value_text(value)
    match value:
        case Decimal():
            return Typed(text, Decimal(value))
        case Moment():
            return Typed(text, Day(value.day, value.clock, value.last_day if value.span else None))
        case date():
            # A datetime is a date too.
            return Typed(text, Day(date(value.year, value.month, value.day)))
    return text


def column_types(sort: Sort) -> str:
    """The types of columns whose values are of a sort, as the lawyer reads them."""
    return "、".join(it.value for it in ColumnType if _SORTS.get(it, Sort.TEXT) is sort)
