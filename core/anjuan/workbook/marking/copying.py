"""A copy of the lawyer's own workbook with the problems marked, everything else untouched.

Only sheets with problems, the styles, the notes of these sheets, and the list of the sheets are
written anew; every other part is copied byte for byte (editing.py). Marks of an earlier time go
first, so that a copy marked again is the same as one marked once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from anjuan.errors import WorkbookError
from anjuan.opc import UNREADABLE
from anjuan.problems import Problem
from anjuan.workbook.editing import (
    ADDRESS,
    UNSOUND,
    EditedBook,
    M,
    covers,
    give_places,
    split_address,
    widen_dimension,
)
from anjuan.workbook.letters import column_letters
from anjuan.workbook.marking import colours, notes
from anjuan.workbook.marking.listing import (
    Entry,
    add_list,
    in_order,
    list_name,
    remove_list,
)
from anjuan.workbook.marking.status import clear_status, write_status
from anjuan.workbook.own import as_listed

# A name in the workbook that Excel does not show and keeps: it says that this is a copy of ours.
_MARKED_NAME = "anjuan_marked"
# With the column of results among the first, it is in view, and the row needs no sign of its own.
_IN_VIEW = 3


def mark(
    workbook: bytes,
    problems: Iterable[Problem],
    heading_rows: Mapping[str, int] | None = None,
    read: Iterable[Problem] = (),
) -> bytes:
    """Colour and annotate the cells of problems in a copy of a workbook, and list all problems.

    Marks of ours that are there are taken out first. Without problems nothing is left of them
    but a hidden name, by which the copy is known as one.

    Args:
        workbook: an .xlsx or .xlsm file, marked or not.
        problems: those without a cell, or on sheets that are not there, are only listed.
        heading_rows: row of the headings by sheet; 1 where not given.
        read: reminders that were ticked as read: at the end of the list, and marked nowhere else.

    Raises:
        WorkbookError: no such package, or one that does not keep to the format.
    """
    entries = in_order(tuple(problems), tuple(read))
    try:
        return _marked(EditedBook(workbook), entries, heading_rows or {})
    except UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），标不了问题。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def is_marked(workbook: bytes) -> bool:
    """True for a copy that `mark` has made, whoever saved it since."""
    try:
        book = EditedBook(workbook)
        return _marker(book.package.tree(book.book)) is not None
    except (WorkbookError, *UNSOUND, *UNREADABLE):
        return False


def _marked(book: EditedBook, entries: Sequence[Entry], heading_rows: Mapping[str, int]) -> bytes:
    _clear(book, heading_rows)
    by_sheet = _by_sheet(entries)
    for sheet, part in list(book.sheets.items()):
        if sheet in by_sheet:
            _mark_sheet(book, part, by_sheet[sheet], heading_rows.get(sheet, 1))
    if entries:
        add_list(book, list_name(book), entries)
    return book.packed()


def _clear(book: EditedBook, heading_rows: Mapping[str, int]) -> None:
    """Take all marks of ours out, and make the workbook known as a copy of ours."""
    root = book.package.tree(book.book)
    if _marker(root) is None:
        _add_marker(root)
        book.package.store(book.book, root)
        return
    remove_list(book)
    for name, part in book.sheets.items():
        if colours.SIGN.encode() in book.package.parts[part]:
            _clear_sheet(book, part, heading_rows.get(name, 1))


def _clear_sheet(book: EditedBook, part: str, heading_row: int) -> None:
    root = book.package.tree(part)
    data = root.find(f"{M}sheetData")
    if data is None:
        return
    give_places(data)
    colours.discolour(root)
    clear_status(book, root, heading_row)
    notes.clear(book.package, part, root)
    widen_dimension(root, data)
    book.package.store(part, root)


def _marker(root: etree._Element) -> etree._Element | None:
    return root.find(f"{M}definedNames/{M}definedName[@name='{_MARKED_NAME}']")


def _add_marker(root: etree._Element) -> None:
    names = root.find(f"{M}definedNames")
    if names is None:
        names = etree.Element(f"{M}definedNames")
        before = (f"{M}{it}" for it in ("sheets", "functionGroups", "externalReferences"))
        places = [root.index(it) for it in map(root.find, before) if it is not None]
        root.insert(max(places) + 1, names)
    made = etree.Element(f"{M}definedName")
    made.set("name", _MARKED_NAME)
    made.set("hidden", "1")
    made.text = '"1"'
    names.append(made)


# Of one sheet: the problems of a cell by its address.
_Cells = dict[str, list[Problem]]


def _by_sheet(entries: Sequence[Entry]) -> dict[str, _Cells]:
    found: defaultdict[str, _Cells] = defaultdict(dict)
    for entry in entries:
        problem = entry.problem
        if not entry.is_read and ADDRESS.fullmatch(problem.cell):
            found[problem.sheet].setdefault(problem.cell, []).append(problem)
    return dict(found)


def _mark_sheet(book: EditedBook, part: str, cells: _Cells, heading_row: int) -> None:
    root = book.package.tree(part)
    data = root.find(f"{M}sheetData")
    if data is None:
        return
    give_places(data)
    told = _told(cells, heading_row)
    column = write_status(book, root, heading_row, told)
    first = _first_letter(data, heading_row)
    colours.colour(
        root,
        book.styles,
        {
            "error": [it for it, found in cells.items() if _has_error(found)],
            "warning": [it for it, found in cells.items() if not _has_error(found)],
            "row": [f"{first}{row}" for row in told] if column > _IN_VIEW else [],
        },
    )
    texts = {
        address: "\n".join(f"{it.message}{it.remedy}" for it in found)
        for address, found in cells.items()
        if not _is_below(root, address)
    }
    widen_dimension(root, data)
    notes.annotate(book.package, part, root, texts)
    book.package.store(part, root)


def _is_below(root: etree._Element, address: str) -> bool:
    """True for a cell that a merged range hides: it has no room for a note."""
    ranges = (it.get("ref", "") for it in root.iterfind(f"{M}mergeCells/{M}mergeCell"))
    return any(it.split(":")[0] != address and covers(it, address) for it in ranges)


def _has_error(found: Sequence[Problem]) -> bool:
    return any(problem.is_error for problem in found)


def _told(cells: _Cells, heading_row: int) -> Mapping[int, str]:
    """What is told beside each row, the gravest first; the row of headings has no room."""
    rows: defaultdict[int, list[Problem]] = defaultdict(list)
    for address, found in sorted(cells.items(), key=lambda item: split_address(item[0])):
        rows[split_address(address)[0]] += found
    rows.pop(heading_row, None)
    told = {row: sorted(found, key=lambda it: not it.is_error) for row, found in rows.items()}
    return {row: as_listed("\n".join(map(_status, found))) for row, found in told.items()}


def _status(problem: Problem) -> str:
    heading = f"{problem.heading}：" if problem.heading else ""
    return f"{problem.severity.word}：{heading}{problem.message}"


def _first_letter(data: etree._Element, heading_row: int) -> str:
    """The letter of the first heading, which stays in view where the first columns are frozen."""
    row = data.find(f"{M}row[@r='{heading_row}']")
    filled = [] if row is None else [cell for cell in row.iterchildren(f"{M}c") if len(cell)]
    return column_letters(split_address(filled[0].get("r", "A1"))[1]) if filled else "A"
