"""What `anjuan check` finds in a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

from anjuan.config import find_config
from anjuan.problems import Problem
from anjuan.run.inspection import inspect
from anjuan.testing import (
    TODAY,
    write_workbook,
)
from support.runs import shipped_plugins


def problems(path: Path, config: Path | None = None, today: date = TODAY) -> tuple[Problem, ...]:
    return inspect(
        path, today, shipped_plugins(), find_config(path.parent, config).headings
    ).problems


# What a sound row leaves unsaid: on whose behalf somebody called.
UNSAID = {"untied-caller"}


def found(path: Path) -> set[tuple[str, str]]:
    """Code and place of every problem."""
    return {(problem.code, f"{problem.sheet}!{problem.cell}") for problem in problems(path)}


def assert_found(book: Path, code: str, place: str) -> None:
    """A problem of this code stands at this cell, named by its heading: `案件!身份证号2`."""
    assert (code, address(book, place)) in found(book)


def address(book: Path, place: str) -> str:
    """`案件!H2` for `案件!身份证号2`."""
    sheet, _, cell = place.partition("!")
    heading = cell.rstrip("0123456789")
    for column in openpyxl.load_workbook(book)[sheet][1]:
        if column.value == heading:
            return f"{sheet}!{column.column_letter}{cell.removeprefix(heading)}"
    return place


def edited(tmp_path: Path, change: Callable[[openpyxl.Workbook], None], **rows: object) -> Path:
    """A workbook changed by hand."""
    book = write_workbook(tmp_path / "表.xlsx", **rows)  # type: ignore[arg-type]
    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(book)
    return book
