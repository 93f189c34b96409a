"""The column 检查结果: beside each row with problems what they are.

It stands where its heading stands already (in our own blank workbooks second, frozen), else right
of the last column. It is never inserted between columns of a foreign workbook: other workbooks,
macros and charts would go on to point at the old letters, and what a person reads on the screen of
the original (`案件!H2`) would be another cell in the copy.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from math import ceil

from lxml import etree

from anjuan.case.sheets import STATUS_HEADING
from anjuan.workbook.editing import (
    EditedBook,
    M,
    cell_at,
    cell_in,
    last_column,
    split_address,
    write_cell_text,
)
from anjuan.workbook.letters import column_letters
from anjuan.workbook.own import STATUS_SIGNS

_LOOK = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
)
# In characters of the standard font; by it our own column is known when it is taken out.
_WIDTH = "60.7109375"
_USUAL_WIDTH = 8.43
# In points; Excel has no higher rows than the last.
_LINE_HEIGHT, _PADDING, _USUAL_HEIGHT, _HIGHEST, _PIXEL = 15, 3, 18, 400, 0.8


def write_status(
    book: EditedBook,
    root: etree._Element,
    heading_row: int,
    told: Mapping[int, str],
) -> int:
    """Write what is wrong beside the rows of a sheet.

    Args:
        book: the workbook.
        root: the sheet, without marks of ours.
        heading_row: number of the row of headings.
        told: by row, without that of the headings.

    Returns:
        The number of the column, from 1.
    """
    data = _data(root)
    column = _standing(book, data, heading_row) or _new_column(root, data, heading_row)
    letter = column_letters(column)
    look = str(book.styles.add("cellXfs", _LOOK))
    width = _width_of(root, column)
    rows = {int(row.get("r", "0")): row for row in data.iterchildren(f"{M}row")}
    for number, text in sorted(told.items()):
        address = f"{letter}{number}"
        cell = cell_in(rows[number], address) if number in rows else cell_at(data, address)
        if len(cell):
            # Somebody's own words: they stay, and the list has ours.
            continue
        if not cell.get("s"):
            cell.set("s", look)
        write_cell_text(cell, text)
        _grow(book, cell, _height(text, width))
    return column


def clear_status(book: EditedBook, root: etree._Element, heading_row: int) -> None:
    """Take out what we wrote beside the rows, and the column where it was ours alone."""
    data = _data(root)
    column = _standing(book, data, heading_row)
    if not column:
        return
    letter = column_letters(column)
    is_last = column == last_column(data)
    cells = [it for it in data.iter(f"{M}c") if it.get("r", "").rstrip("0123456789") == letter]
    ours = [it for it in cells if book.text(it).startswith(STATUS_SIGNS)]
    for cell in ours:
        _shrink(cell, _height(book.text(cell), _width_of(root, column)))
    others = [it for it in cells if it not in ours and len(it)]
    heading = next(it for it in others if book.text(it).strip() == STATUS_HEADING)
    if is_last and others == [heading]:
        for cell in cells:
            _remove(cell)
        _narrow(root, column)
    else:
        for cell in ours:
            cell[:] = []
            cell.attrib.pop("t", "")


def _data(root: etree._Element) -> etree._Element:
    data = root.find(f"{M}sheetData")
    assert data is not None
    return data


def _standing(book: EditedBook, data: etree._Element, heading_row: int) -> int:
    """The number of the column that has our heading; 0 where none has."""
    row = data.find(f"{M}row[@r='{heading_row}']")
    for cell in row.iterchildren(f"{M}c") if row is not None else ():
        if book.text(cell).strip() == STATUS_HEADING:
            return split_address(cell.get("r", "A1"))[1]
    return 0


def _new_column(root: etree._Element, data: etree._Element, heading_row: int) -> int:
    column = last_column(data) + 1
    cell = cell_at(data, f"{column_letters(column)}{heading_row}")
    beside = cell.getprevious()
    if beside is not None and beside.get("s"):
        cell.set("s", beside.get("s", "0"))
    write_cell_text(cell, STATUS_HEADING)
    _widen(root, data, column)
    return column


def _widen(root: etree._Element, data: etree._Element, column: int) -> None:
    """Give the column room; a format of columns that covers it is parted."""
    widths = root.find(f"{M}cols")
    if widths is None:
        widths = etree.Element(f"{M}cols")
        data.addprevious(widths)
    for it in list(widths):
        first, last = int(it.get("min", "0")), int(it.get("max", "0"))
        if first <= column <= last:
            _part(it, first, column, last)
    made = etree.Element(f"{M}col")
    for name, value in (("min", column), ("max", column), ("width", _WIDTH), ("customWidth", 1)):
        made.set(name, str(value))
    widths.append(made)
    widths[:] = sorted(widths, key=lambda it: int(it.get("min", "0")))


def _part(width: etree._Element, first: int, column: int, last: int) -> None:
    for low, high in ((first, column - 1), (column + 1, last)):
        if low <= high:
            piece = copy.deepcopy(width)
            piece.set("min", str(low))
            piece.set("max", str(high))
            width.addprevious(piece)
    parent = width.getparent()
    assert parent is not None
    parent.remove(width)


def _narrow(root: etree._Element, column: int) -> None:
    widths = root.find(f"{M}cols")
    if widths is None:
        return
    for it in list(widths):
        if it.get("min") == it.get("max") == str(column):
            widths.remove(it)
    if not len(widths):
        root.remove(widths)


def _width_of(root: etree._Element, column: int) -> float:
    """The width of a column, in characters of the standard font."""
    for it in root.iterfind(f"{M}cols/{M}col"):
        if int(it.get("min", "0")) <= column <= int(it.get("max", "0")):
            return float(it.get("width", _USUAL_WIDTH))
    return _USUAL_WIDTH


def _height(text: str, width: float) -> float:
    """Room for a wrapped text, in points."""
    halves = (sum(1 if it.isascii() else 2 for it in line) for line in text.split("\n"))
    lines = sum(max(1, ceil(it / max(width - 1, 1))) for it in halves)
    return min(lines * _LINE_HEIGHT + _PADDING, _HIGHEST)


def _grow(book: EditedBook, cell: etree._Element, needed: float) -> None:
    """Make a row as high as its text: not every program does when it opens a file.

    A height that somebody chose stays; and a row that no height is told of stays without, where
    another of its cells may need more.
    """
    row = cell.getparent()
    if row is None or row.get("customHeight") in ("1", "true"):
        return
    told = float(row.get("ht", "0"))
    longest = max((len(book.text(it)) for it in row if it is not cell), default=0)
    if needed > max(told, _USUAL_HEIGHT) and (told or longest < len(book.text(cell))):
        row.set("ht", f"{needed:g}")


def _shrink(cell: etree._Element, needed: float) -> None:
    """Forget a height that is ours; a program may have rounded it to whole pixels."""
    row = cell.getparent()
    if row is not None and abs(float(row.get("ht", "0")) - needed) < _PIXEL:
        row.attrib.pop("ht", "")
        row.attrib.pop("customHeight", "")


def _remove(cell: etree._Element) -> None:
    """Take a cell out, and its row where nothing is left of it."""
    row = cell.getparent()
    assert row is not None
    row.remove(cell)
    data = row.getparent()
    if data is not None and not len(row) and set(row.attrib) <= {"r", "spans"}:
        data.remove(row)
