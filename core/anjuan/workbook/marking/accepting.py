"""Proposals put into their cells, each as what the cell is to hold, in the cell's format.

One that was ticked in a marked copy is taken over only where the check of the copy as it is now
makes the same one of the same content: what was changed since is told, and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from anjuan.errors import WorkbookError
from anjuan.frozen import frozen
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
from anjuan.workbook.marking.listing import DAY_FORMAT, MOMENT_FORMAT, write_value
from anjuan.workbook.marking.ticks import Line
from anjuan.workbook.own import as_listed

_ANY_NUMBER, _TEXT = "0", "49"
# Built-in formats of days, and those among them that show the time of day (ECMA-376-1 §18.8.30).
_OF_DAYS = {str(it) for it in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))}
_OF_MOMENTS = {"22"}
_GONE = Message("这一格现在没有这条建议：已经改过，或行的位置变了。")
_TWO = Message("同一格选了两个不同的建议。")
_FORMULA = Message("这一格是公式，没有改动。请改公式，或直接填写内容。")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@frozen
class Left:
    """A proposal that was not taken over: the sheet and the cell it is for, and why."""

    sheet: str
    cell: str
    reason: str


@frozen
class Accepted:
    """What became of the proposals that were to be taken over.

    Attributes:
        workbook: with those that were taken over.
        taken: the problems that they came with.
        left: the others.
    """

    workbook: bytes
    taken: tuple[Problem, ...]
    left: tuple[Left, ...]


def accept(workbook: bytes, lines: Iterable[Line], problems: Iterable[Problem]) -> Accepted:
    """Put proposals that were ticked in a marked copy into their cells.

    Args:
        workbook: the marked copy, an .xlsx or .xlsm file.
        lines: its list.
        problems: what is wrong with it now.

    Raises:
        WorkbookError: no such package, or one that does not keep to the format.
    """
    by_place = {(it.sheet, it.cell, it.code): it for it in problems if it.proposal}
    chosen: list[Problem] = []
    left: list[Left] = []
    for line in lines:
        if not line.is_accepted:
            continue
        problem = by_place.get((line.sheet, line.cell, line.code))
        reason = _objection(line, problem) if problem else _GONE
        if problem and not reason:
            chosen.append(problem)
        else:
            left.append(Left(line.sheet, line.cell, reason))
    filled = fill(workbook, chosen)
    return replace(filled, left=(*left, *filled.left))


def fill(workbook: bytes, problems: Iterable[Problem]) -> Accepted:
    """Put what problems propose into their cells; nothing else is written.

    Args:
        workbook: an .xlsx or .xlsm file, as it was checked.
        problems: found in it, each with a proposal; of two for one cell the first counts.

    Raises:
        WorkbookError: no such package, or one that does not keep to the format.
    """
    chosen: dict[tuple[str, str], Problem] = {}
    left: list[Left] = []
    for it in problems:
        if chosen.setdefault((it.sheet, it.cell), it).proposal != it.proposal:
            left.append(Left(it.sheet, it.cell, _TWO))
    try:
        book = EditedBook(workbook)
        sheets = {name: _sheet(book, name) for name in dict.fromkeys(it for it, _ in chosen)}
        taken = []
        for it in chosen.values():
            if _fill(book, sheets[it.sheet], it):
                taken.append(it)
            else:
                left.append(Left(it.sheet, it.cell, _FORMULA))
        for name, sheet in sheets.items():
            widen_dimension(sheet.root, sheet.data)
            book.package.store(book.sheets[name], sheet.root)
        return Accepted(book.packed(), tuple(taken), tuple(left))
    except UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），写不了副本。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def _objection(line: Line, problem: Problem) -> str:
    """Why a ticked line can't be taken over; empty where it can."""
    assert problem.proposal is not None
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


@frozen
class _Sheet:
    """A sheet in which each cell says where it stands.

    Attributes:
        root, data: its part, and the rows in it.
        computed: areas that one formula fills (ECMA-376-1 §18.3.1.40).
    """

    root: etree._Element
    data: etree._Element
    computed: tuple[str, ...]


def _sheet(book: EditedBook, name: str) -> _Sheet:
    root = book.package.tree(book.sheets[name])
    data = root.find(f"{M}sheetData")
    assert data is not None
    give_places(data)
    filling = (it for it in data.iter(f"{M}f") if it.get("t") in ("array", "dataTable"))
    return _Sheet(root, data, tuple(area for it in filling if (area := it.get("ref"))))


def _fill(book: EditedBook, sheet: _Sheet, problem: Problem) -> bool:
    """Put what is proposed into its cell; False where a formula fills it."""
    assert problem.proposal is not None
    cell = cell_at(sheet.data, problem.cell)
    is_computed = any(covers(area, problem.cell) for area in sheet.computed)
    if is_computed or cell.find(f"{M}f") is not None:
        return False
    _separate(sheet.root, problem.cell)
    cell[:] = []
    cell.attrib.pop("t", "")
    cell.set("s", _look(book, cell.get("s", "0"), problem.proposal))
    write_value(cell, problem.proposal.value, book.day_zero)
    return True


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
