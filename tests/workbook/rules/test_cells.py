"""Cells are looked at while others go through the rows: each once, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.case.sheets import INCIDENTS, LOSSES, Sheet
from anjuan.problems import Problem
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.rows import RawRow, RawSheet
from anjuan.workbook.rules.cells import CheckedRows


def checked(sheet: Sheet, columns: Sequence[str], *rows: Sequence[Cell]) -> CheckedRows:
    numbered = [RawRow(number, tuple(row)) for number, row in enumerate(rows, 2)]
    places = {heading: place for place, heading in enumerate(columns)}
    return CheckedRows(sheet, RawSheet(sheet.name, sheet.name, columns=places, rows=numbered))


def told(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(it.code, it.cell) for it in problems]


HEADINGS = ("案件编号", "内容", "对方号码")
ODD = (("A001", "  ", "1"), ("A001", "骂", 12.0), ("A001", "骂", "1"))


def test_a_cell_is_told_of_once_however_often_rows_are_gone_through() -> None:
    rows = checked(INCIDENTS, HEADINGS, *ODD)
    next(iter(rows))
    list(rows)
    list(rows)

    assert told(rows.problems()) == [("blank-cell", "B2"), ("text-as-number", "C3")]


def test_rows_that_nobody_asks_for_are_looked_at_all_the_same() -> None:
    begun = checked(INCIDENTS, HEADINGS, *ODD)
    next(iter(begun))

    for rows in (begun, checked(INCIDENTS, HEADINGS, *ODD)):
        assert told(rows.problems()) == [("blank-cell", "B2"), ("text-as-number", "C3")]


def test_rows_are_looked_at_together_and_told_in_their_order() -> None:
    plain = ("A001", "骂", "1")
    rows = checked(INCIDENTS, HEADINGS, *[plain] * 499, *ODD, *[plain] * 600, *ODD)

    expected = [(501, 502), (1104, 1105)]
    assert told(rows.problems()) == [
        it
        for blank, number in expected
        for it in (("blank-cell", f"B{blank}"), ("text-as-number", f"C{number}"))
    ]


def test_a_number_is_not_taken_for_true_nor_for_the_same_in_another_column() -> None:
    rows = checked(
        INCIDENTS,
        ("案件编号", "次数", "对方号码", "受扰人电话"),
        *(("A1", True, True, False), ("A1", 1.0, 1.0, 0.0), ("A1", 1, "1", 13800000000.0)),
        ("A1", "1", "1", 13800000000),
        (13800000000.0, 13800000000.0, "1"),
    )

    assert told(rows.problems()) == [
        *(("text-as-number", "C3"), ("text-as-number", "D3")),
        ("text-as-number", "A6"),
    ]


def test_a_sum_is_odd_as_text_and_not_as_a_number() -> None:
    sums = (("A1", 3500.0), ("A1", "3500"), ("A1", 3500.0), ("A1", "3500"))
    rows = checked(LOSSES, ("案件编号", "金额"), *sums)

    assert told(rows.problems()) == [("number-as-text", "B3"), ("number-as-text", "B5")]
