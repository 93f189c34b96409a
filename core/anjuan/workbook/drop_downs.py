"""What the cells of a blank workbook take: drop-downs, warnings of odd dates, bounds of numbers."""

from __future__ import annotations

from datetime import date

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import CASES, INSTITUTIONS, Sheet
from anjuan.workbook.cells.amounts import LARGEST_COUNT
from anjuan.workbook.cells.days import DAY_ZERO, EARLIEST_YEAR, LATEST_YEAR

LAST_VALIDATED_ROW = 2000


def validate(table: Worksheet, number: int, sheet: Sheet, column: Column) -> None:
    """Let the cells of a column take what it may hold."""
    validation = _validation(sheet, column)
    if validation is not None:
        letter = get_column_letter(number)
        validation.add(f"{letter}2:{letter}{LAST_VALIDATED_ROW}")
        table.add_data_validation(validation)


def _validation(sheet: Sheet, column: Column) -> DataValidation | None:
    if column.type is ColumnType.CHOICES:
        return _several(column)
    if column.choices:
        return _one_of(column)
    if column.type is ColumnType.LINK:
        return _one_listed(INSTITUTIONS, "name")
    if sheet.name != CASES.name and column.heading == CASES.heading("number"):
        return _one_listed(CASES, "number")
    if column.type in (ColumnType.DATE, ColumnType.MOMENT):
        return _day(column)
    if column.type is ColumnType.MONEY:
        return _amount()
    if column.type is ColumnType.COUNT:
        return _count(column)
    return None


def _one_of(column: Column) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=f'"{",".join(column.choices)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.heading,
        error=f"请从 {'、'.join(column.choices)} 中选一项。",
    )


def _several(column: Column) -> DataValidation:
    """A prompt only: a drop-down would allow one item."""
    return DataValidation(
        allow_blank=True,
        showInputMessage=True,
        promptTitle=column.heading,
        prompt=f"可写几项，用顿号隔开：{'、'.join(column.choices)}",
    )


def _one_listed(sheet: Sheet, attribute: str) -> DataValidation:
    """A drop-down of what stands in a column of another sheet; anything else may be typed.

    It ends with the last entry: Excel opens a list that has blanks at its blanks.
    """
    letter = get_column_letter(position(sheet, attribute))
    table = quote_sheetname(sheet.name)
    entries = f"{table}!${letter}$2:${letter}${LAST_VALIDATED_ROW}"
    return DataValidation(
        type="list",
        formula1=f"OFFSET({table}!${letter}$2,0,0,MAX(1,COUNTA({entries})),1)",
        allow_blank=True,
        # A short name is as good as the listed one, and so is a case not yet entered.
        showErrorMessage=False,
    )


def _day(column: Column) -> DataValidation:
    """A warning, not a bar: 2026.3.5 is no date to Excel, yet the reader understands it."""
    is_day = column.type is ColumnType.DATE
    example = "2026-03-05" if is_day else "2026-03-05 22:40、2026-03-05 或 2026年3月上旬"
    return DataValidation(
        type="date",
        operator="between",
        formula1=_serial(date(EARLIEST_YEAR, 1, 1)),
        formula2=_serial(date(LATEST_YEAR + 1, 1, 1)),
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=column.heading,
        error=f"认不出这个日期，请写成 {example}。确定要照原样写，请选“是”。",
    )


def _serial(day: date) -> str:
    """The number under which Excel stores a day."""
    return str((day - DAY_ZERO).days)


def _amount() -> DataValidation:
    return DataValidation(
        type="decimal",
        operator="greaterThan",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="金额",
        error="请只写大于零的数字，单位为元，如 3500 或 3500.50。",
    )


def _count(column: Column) -> DataValidation:
    return DataValidation(
        type="whole",
        operator="between",
        formula1=str(column.least),
        formula2=str(LARGEST_COUNT),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.heading,
        error=f"请写 {column.least} 到 {LARGEST_COUNT} 之间的整数，如 12。",
    )


def position(sheet: Sheet, attribute: str) -> int:
    """Number of the column that holds an attribute, from 1."""
    return [item.attribute for item in sheet.fields].index(attribute) + 1
