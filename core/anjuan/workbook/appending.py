"""Rows added to a copy of the lawyer's own workbook, everything else untouched.

What is added is tinted, so that a person sees what to look at, and is text, so that no program
makes a number or a day of it. Columns that a sheet lacks are added at its right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from anjuan.errors import WorkbookError
from anjuan.frozen import frozen
from anjuan.messages import public
from anjuan.workbook.editing import (
    UNSOUND,
    EditedBook,
    M,
    cell_at,
    give_places,
    last_column,
    split_address,
    widen_dimension,
    write_cell_text,
)
from anjuan.workbook.formats.source import LAST_ROW
from anjuan.workbook.letters import column_letters
from anjuan.workbook.rows import RawSheet

ADDED_COLOUR = "FFE2F0D9"
# A height that was set is that of an empty row: with text, it is as high as the text.
_OF_EMPTY_ROWS = ("ht", "customHeight", "spans")
# Of a new column, in characters of the standard font.
_WIDTH = "28"
_CONTENT = (f"{M}v", f"{M}is", f"{M}f")

# Our heading → what the cell holds.
Cells: TypeAlias = Mapping[str, str | int]


@frozen
class Added:
    """Rows for one sheet.

    Attributes:
        sheet: as it was read.
        rows: cells by our heading.
        headings: their heading for ours, where it differs.
    """

    sheet: RawSheet
    rows: Sequence[Cells]
    headings: Mapping[str, str]


def append_rows(workbook: bytes, added: Sequence[Added]) -> bytes:
    """A copy of a workbook with rows at the end of its sheets.

    Args:
        workbook: an .xlsx or .xlsm file.
        added: of each sheet.

    Raises:
        WorkbookError: no such package, one that does not keep to the format, or no room left.
    """
    try:
        book = EditedBook(workbook)
        for it in added:
            if it.rows:
                _append(book, it)
        return book.packed()
    except UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），写不了副本。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def _append(book: EditedBook, added: Added) -> None:
    part = book.sheets[added.sheet.title]
    root = book.package.tree(part)
    data = root.find(f"{M}sheetData")
    assert data is not None
    give_places(data)
    columns = _columns(data, added)
    _widen(root, data, [number for heading, number in columns.items() if _is_new(heading, added)])
    number = max(_last_filled(data), added.sheet.heading_row) + 1
    if number + len(added.rows) > LAST_ROW:
        raise WorkbookError(
            "工作表“{}”放不下：Excel 只有 {} 行。", added.sheet.title, public(LAST_ROW)
        )
    _Rows(book, data, columns, added.sheet.heading_row).write(number, added.rows)
    widen_dimension(root, data)
    book.package.store(part, root)


def _columns(data: etree._Element, added: Added) -> Mapping[str, int]:
    """Number of the column, from 1, of each of our headings; those that are missing are added."""
    known = {heading: position + 1 for heading, position in added.sheet.columns.items()}
    right = max(last_column(data), *known.values())
    row = added.sheet.heading_row
    beside = _existing(data, row, max(known.values()))
    for heading in dict.fromkeys(heading for cells in added.rows for heading in cells):
        if heading not in known:
            right += 1
            known[heading] = right
            cell = cell_at(data, f"{column_letters(right)}{row}")
            if beside is not None and beside.get("s"):
                cell.set("s", beside.get("s", "0"))
            write_cell_text(cell, added.headings.get(heading, heading))
    return known


def _is_new(heading: str, added: Added) -> bool:
    return heading not in added.sheet.columns


def _widen(root: etree._Element, data: etree._Element, columns: Sequence[int]) -> None:
    """Give new columns room, where nobody has said how wide they are (§18.3.1.13)."""
    widths = root.find(f"{M}cols")
    for number in sorted(columns):
        if widths is None:
            widths = etree.Element(f"{M}cols")
            data.addprevious(widths)
        if all(int(it.get("max", "0")) < number for it in widths):
            place = {"min": str(number), "max": str(number), "width": _WIDTH, "customWidth": "1"}
            etree.SubElement(widths, f"{M}col", place)


def _existing(data: etree._Element, row: int, column: int) -> etree._Element | None:
    """A cell, where there is one."""
    address = f"{column_letters(column)}{row}"
    return next((cell for cell in data.iter(f"{M}c") if cell.get("r") == address), None)


def _last_filled(data: etree._Element) -> int:
    """The last row in which anything stands; formats alone are nothing."""
    rows = list(data.iterchildren(f"{M}row"))
    filled = (
        int(row.get("r", "0"))
        for row in reversed(rows)
        if any(child.tag in _CONTENT for cell in row for child in cell)
    )
    return max(filled, default=0)


class _Rows:
    """Writes rows below those that are filled, into the empty ones that stand there formatted."""

    def __init__(
        self, book: EditedBook, data: etree._Element, columns: Mapping[str, int], heading_row: int
    ) -> None:
        self._heading_row = heading_row
        self._styles = book.styles
        self._data = data
        self._columns = columns
        self._standing = {int(row.get("r", "0")): row for row in data.iterchildren(f"{M}row")}

    def write(self, number: int, rows: Sequence[Cells]) -> None:
        """Write rows from this number on; they look like the row above, unless it has headings."""
        above = self._standing.get(number - 1) if number - 1 > self._heading_row else None
        looks = self._looks(above)
        for offset, cells in enumerate(rows):
            self._write(number + offset, cells, looks)
        self._data[:] = sorted(self._data, key=lambda row: int(row.get("r", "0")))

    def _looks(self, row: etree._Element | None) -> Mapping[int, str]:
        cells = row.iterchildren(f"{M}c") if row is not None else ()
        return {split_address(cell.get("r", ""))[1]: cell.get("s", "0") for cell in cells}

    def _write(self, number: int, cells: Cells, looks: Mapping[int, str]) -> None:
        row = self._standing.get(number)
        if row is None:
            row = etree.SubElement(self._data, f"{M}row")
            row.set("r", str(number))
        standing = {split_address(cell.get("r", ""))[1]: cell for cell in row.iterchildren(f"{M}c")}
        for heading, column in self._columns.items():
            value = cells.get(heading)
            cell = standing.get(column)
            if cell is None:
                cell = standing[column] = etree.SubElement(row, f"{M}c")
                cell.set("r", f"{column_letters(column)}{number}")
            style = cell.get("s") or looks.get(column, "0")
            _fill(cell, value)
            is_text = not isinstance(value, int)
            cell.set("s", self._styles.twin(style, ADDED_COLOUR, is_text=is_text))
        # Cells come first in a row, in their order (ECMA-376-1 §18.3.1.73).
        rest = [child for child in row if child.tag != f"{M}c"]
        row[:] = [*(standing[column] for column in sorted(standing)), *rest]
        for name in _OF_EMPTY_ROWS:
            if name in row.attrib:
                del row.attrib[name]


def _fill(cell: etree._Element, value: str | int | None) -> None:
    if isinstance(value, int):
        cell[:] = []
        cell.set("t", "n")
        etree.SubElement(cell, f"{M}v").text = str(value)
    elif value is not None:
        write_cell_text(cell, value)
