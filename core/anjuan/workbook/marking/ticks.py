"""What a person has ticked in the sheet 问题, whatever program saved the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

from anjuan.case.sheets import LIST_NAME
from anjuan.frozen import frozen
from anjuan.opc import UNREADABLE
from anjuan.problems import Problem, Severity
from anjuan.workbook.cells.cell import Cell, as_typed
from anjuan.workbook.heading_map import HeadingMap, sheet_in_file
from anjuan.workbook.opening import named, opened_as_it_is
from anjuan.workbook.own import LIST_HEADINGS, YES, as_listed, list_of

# The parts that name the sheets: of .xlsx, and of .ods.
_SHEETS = re.compile(r"workbook[^/\\]*\.xml$|^content\.xml$")
_TICKS = (YES, "√", "✓", "✔", "y", "yes", "1", "true")

# A reminder: its code, sheet, cell, what stands there, and what is said of it.
Known: TypeAlias = tuple[str, str, str, str, str]


@frozen
class Line:
    """A line of the list as it was saved.

    Attributes:
        sheet, cell, heading, value, message, code: of the problem, as the list has them.
        proposal: what stands under 建议改为.
        is_accepted: 采用 is ticked.
        is_read: 已阅 is ticked.
    """

    sheet: str
    cell: str
    heading: str
    value: str
    message: str
    code: str
    proposal: Cell
    is_accepted: bool
    is_read: bool


def lines_of(path: Path) -> tuple[Line, ...]:
    """The list of a marked copy; empty where the file has none.

    Raises:
        WorkbookError: the file can't be read as a workbook.
    """
    if not _may_have_list(path):
        return ()
    with named(path):
        source = opened_as_it_is(path)
        name = list_of(source)
        rows = list(source.rows(name))[1:] if name else []
    return tuple(_line(row) for row in rows)


def _may_have_list(path: Path) -> bool:
    """False where nothing of that name can be among the sheets: opening a workbook takes long.

    Only for files that a reader has opened before, which refuses what would never end.
    """
    try:
        with ZipFile(path) as package:
            parts = [it for it in package.namelist() if _SHEETS.search(it)]
            return any(LIST_NAME.encode() in package.read(it) for it in parts)
    except (OSError, *UNREADABLE):
        return False


def read_in(path: Path, headings: HeadingMap) -> frozenset[Known]:
    """The reminders that were ticked as read in a workbook, and in those that belong to it.

    Args:
        path: the workbook.
        headings: tells which files are read with it.

    Raises:
        WorkbookError: a file can't be read as a workbook.
    """
    if not headings.also:
        return read_before(lines_of(path))
    files = (path, *(other for other, _ in headings.also))
    return read_before(
        replace(line, sheet=sheet_in_file(line.sheet, file.name))
        for file in files
        for line in lines_of(file)
    )


def read_before(lines: Iterable[Line]) -> frozenset[Known]:
    """The reminders that were ticked as read."""
    ticked = (line for line in lines if line.is_read)
    return frozenset((it.code, it.sheet, it.cell, it.value, it.message) for it in ticked)


def apart(
    problems: Iterable[Problem], known: frozenset[Known]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Problems that are to be told, and reminders that were read and say the same as then.

    An error is always told. A reminder comes back when its cell, or what is said of it, changes.
    """
    told: list[Problem] = []
    read: list[Problem] = []
    for problem in problems:
        is_warning = problem.severity is Severity.WARNING
        is_known = bool(known) and is_warning and known_as(problem) in known
        (read if is_known else told).append(problem)
    return tuple(told), tuple(read)


def known_as(problem: Problem) -> Known:
    """By what a reminder is known when the list is read again."""
    value, message = (as_listed(it).strip() for it in (problem.value, problem.message))
    return problem.code, problem.sheet, problem.cell, value, message


def _line(row: Sequence[Cell]) -> Line:
    cells = dict(zip(LIST_HEADINGS, (*row, *[None] * len(LIST_HEADINGS)), strict=False))

    def text(heading: str) -> str:
        return as_typed(cells[heading]).strip()

    return Line(
        text("工作表"),
        text("单元格"),
        text("栏目"),
        text("写的是"),
        text("问题"),
        text("规则"),
        cells["建议改为"],
        is_accepted=text("采用").casefold() in _TICKS,
        is_read=text("已阅").casefold() in _TICKS,
    )
