"""Ticked proposals put into their cells, each as what the cell is to hold, in the cell's format.

A proposal is taken over only where the check of the copy as it is now makes the same one of the
same content: what was changed since is told, and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from anjuan.errors import WorkbookError
from anjuan.messages import Message
from anjuan.problems import Problem, Proposal
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.editing import (
    UNSOUND,
    EditedBook,
    M,
    cell_at,
    covers,
    give_places,
    widen_dimension,
)
from anjuan.workbook.marking.listing import DAY_FORMAT, MOMENT_FORMAT, as_listed, write_value
from anjuan.workbook.marking.ticks import Line

_ANY_NUMBER, _TEXT = "0", "49"
# Built-in formats of days, and those among them that show the time of day (ECMA-376-1 §18.8.30).
_OF_DAYS = {str(it) for it in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))}
_OF_MOMENTS = {"22"}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class Left:
    """A ticked line that was not taken over, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the ticked proposals.

    Attributes:
        workbook: with those that were taken over.
        taken: the problems that they came with.
        left: the others.
    """

    workbook: bytes
    taken: tuple[Problem, ...]
    left: tuple[Left, ...]


def accept(workbook: bytes, lines: Iterable[Line], problems: Iterable[Problem]) -> Accepted:
    """Put ticked proposals into their cells.

    Args:
        workbook: the marked copy, an .xlsx or .xlsm file.
        lines: its list.
        problems: what is wrong with it now.

    Raises:
        WorkbookError: no such package, or one that does not keep to the format.
    """
    chosen, left = _chosen(lines, problems)
    try:
        book = EditedBook(workbook)
        roots = {it.sheet: book.package.tree(book.sheets[it.sheet]) for _, it in chosen}
        reasons = [_fill(book, roots[it.sheet], it) for _, it in chosen]
        for sheet, root in roots.items():
            book.package.store(book.sheets[sheet], root)
        results = list(zip(chosen, reasons, strict=True))
        left += [Left(line, reason) for (line, _), reason in results if reason]
        taken = [problem for (_, problem), reason in results if not reason]
        return Accepted(book.packed(), tuple(taken), tuple(left))
    except UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），写不了副本。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def _chosen(
    lines: Iterable[Line], problems: Iterable[Problem]
) -> tuple[list[tuple[Line, Problem]], list[Left]]:
    by_place: dict[tuple[str, str, str], Problem] = {
        (it.sheet, it.cell, it.code): it for it in problems if it.proposal
    }
    chosen: dict[tuple[str, str], tuple[Line, Problem]] = {}
    left: list[Left] = []
    for line in lines:
        if not line.is_accepted:
            continue
        problem = by_place.get((line.sheet, line.cell, line.code))
        reason = _objection(line, problem)
        place = (line.sheet, line.cell)
        if reason or problem is None:
            left.append(Left(line, reason))
        elif chosen.setdefault(place, (line, problem))[1].proposal != problem.proposal:
            left.append(Left(line, Message("同一格选了两个不同的建议。")))
    return list(chosen.values()), left


def _objection(line: Line, problem: Problem | None) -> str:
    """Why a ticked line can't be taken over; empty where it can."""
    if problem is None or problem.proposal is None:
        return Message("这一格现在没有这条建议：已经改过，或行的位置变了。")
    if as_listed(problem.value).strip() != line.value:
        return Message("这一格的内容后来改过，与作出建议时不同。")
    if not _is_same(line.proposal, problem.proposal):
        return Message("“建议改为”一栏改动过。要写别的内容，请直接改那一格。")
    return ""


def _is_same(cell: Cell, proposal: Proposal) -> bool:
    """True where the list still has what is proposed, in whatever type a program saved it."""
    value = proposal.value
    if isinstance(value, Decimal):
        return isinstance(cell, int | float) and Decimal(repr(cell)) == value
    if isinstance(value, datetime):
        return isinstance(cell, datetime) and abs(cell - value).total_seconds() < 1
    if isinstance(value, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return isinstance(day, date) and day == value
    return isinstance(cell, str) and cell.strip() == as_listed(value).strip()


def _fill(book: EditedBook, root: etree._Element, problem: Problem) -> str:
    """Put what is proposed into its cell; otherwise tell why not."""
    assert problem.proposal is not None
    data = root.find(f"{M}sheetData")
    assert data is not None
    give_places(data)
    cell = cell_at(data, problem.cell)
    if cell.find(f"{M}f") is not None:
        return Message("这一格是公式，没有改动。请改公式，或直接填写内容。")
    _separate(root, problem.cell)
    cell[:] = []
    cell.attrib.pop("t", "")
    cell.set("s", _look(book, cell.get("s", "0"), problem.proposal))
    write_value(cell, problem.proposal.value, book.day_zero)
    widen_dimension(root, data)
    return ""


def _separate(root: etree._Element, address: str) -> None:
    """Undo the merging of a cell with others: below its first cell a merged range holds nothing."""
    ranges = root.find(f"{M}mergeCells")
    if ranges is None:
        return
    for merged in list(ranges):
        if covers(merged.get("ref", ""), address):
            ranges.remove(merged)
    ranges.set("count", str(len(ranges)))
    if not len(ranges):
        root.remove(ranges)


def _look(book: EditedBook, style: str, proposal: Proposal) -> str:
    """The cell's format, with another number format only where its own would show it wrongly."""
    shown = book.styles.shows(style)
    wanted = _number_format(book, shown, proposal)
    return style if wanted is None else book.styles.showing(style, wanted)


def _number_format(book: EditedBook, shown: str, proposal: Proposal) -> str | None:
    bare = _QUOTED.sub("", shown).casefold()
    is_day = shown in _OF_DAYS or ("d" in bare and "m" in bare)
    if proposal.type == "number":
        return _ANY_NUMBER if is_day or shown in (_TEXT, "@") else None
    if proposal.type == "date":
        return None if is_day else book.styles.number_format(DAY_FORMAT)
    if proposal.type == "datetime":
        is_moment = shown in _OF_MOMENTS or (is_day and "h" in bare)
        return None if is_moment else book.styles.number_format(MOMENT_FORMAT)
    # Typed again in any other format, digits would become a number, and 1-2 a day.
    return None if shown in (_TEXT, "@") else _TEXT
