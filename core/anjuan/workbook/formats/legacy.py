"""Workbooks of Excel 97 to 2003 and older (.xls), by xlrd.

It takes text for what the format says it is (MS-XLS §2.5.293): the code page that a workbook names
has no say in BIFF8, and Java systems write a wrong one. It is Python, and its reading is done in a
process of its own (`apart.py`): names that refer to each other can be made to grow without end.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, Book, open_workbook
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.sheet import Sheet
from xlrd.xldate import xldate_as_datetime

from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.cells.looks import Look, look_of
from anjuan.workbook.formats.apart import apart
from anjuan.workbook.formats.source import (
    ENCRYPTED,
    Flaws,
    Table,
    Tables,
    UnsoundError,
    address,
    broken,
    day_or_moment,
    merged_range,
)
from anjuan.workbook.letters import column_letters

# Records (MS-XLS §2.3.2): where parts begin and end, a sheet's place and kind, the mark that a
# program has calculated everything, formulas.
_BEGINS, _END, _BOUND_SHEET, _CALCULATED = (0x09, 0x0209, 0x0409, 0x0809), 0x0A, 0x85, 0x1C1
_FORMULAS = (0x06, 0x0206, 0x0406)
_HEAD = struct.Struct("<HH")
_FORMULA = struct.Struct("<HHH8s")
# What is stored as the result of a formula that nobody calculated: a blank, or nought.
_NO_RESULTS = (b"\3\0\0\0\0\0\xff\xff", bytes(8))
_WORKSHEET = b"\0"
# What the reader raises of records that are not as it expects.
_ODD = (AssertionError, LookupError, struct.error)
_CONTAINER = b"\xd0\xcf\x11\xe0"

# Row and column, from 0.
_Place: TypeAlias = tuple[int, int]


def read_legacy(path: Path) -> Tables:
    """A workbook of an old format.

    Raises:
        UnsoundError: it is encrypted, broken, or takes more than it may.
    """
    return Tables(apart(tables_of, str(path)), is_typed=True)


def tables_of(path: str) -> list[Table]:
    """All sheets of a workbook; to be called in a process that may die of it.

    Raises:
        UnsoundError: it is encrypted or broken. What a hostile file makes of it, nobody knows.
    """
    content = Path(path).read_bytes()
    try:
        book = _book(content)
    except (XLRDError, CompDocError) as error:
        raise _refusal(error) from error
    uncalculated = _uncalculated(_records_stream(content))
    return [
        _table(book, sheet, uncalculated.get(number, ()))
        for number, sheet in enumerate(book.sheets())
    ]


def _book(content: bytes) -> Book:
    """The workbook with its looks; without, where some writer got their records wrong."""
    try:
        return _opened(content, has_looks=True)
    except _ODD:
        return _opened(content, has_looks=False)


def _opened(content: bytes, *, has_looks: bool) -> Book:
    with Path(os.devnull).open("w", encoding="utf-8") as silence:
        return open_workbook(
            file_contents=content, logfile=silence, formatting_info=has_looks, ragged_rows=True
        )


def _refusal(error: Exception) -> UnsoundError:
    return UnsoundError(ENCRYPTED) if "encrypted" in str(error) else broken(error)


def _is_struck(book: Book, font: int) -> bool:
    return font < len(book.font_list) and bool(book.font_list[font].struck_out)


def _table(book: Book, sheet: Sheet, uncalculated: Iterable[_Place]) -> Table:
    height = range(sheet.nrows)
    rows = [_row(sheet, number, book.datemode) for number in height]
    errors = {place: "error" for number in height for place in _errors(sheet, number)}
    formulas = {address(*place): "formula" for place in uncalculated}
    flaws = Flaws(
        cells=errors | formulas,
        struck=frozenset(address(*place) for place in _struck(book, sheet, rows)),
        hidden_rows=frozenset(number + 1 for number in height if _is_row_hidden(sheet, number)),
        hidden_columns=frozenset(
            column_letters(number + 1)
            for number, column in sheet.colinfo_map.items()
            if column.hidden or not column.width
        ),
        is_hidden=bool(sheet.visibility),
        is_blurred=not book.formatting_info,
        looks=dict(_looks(book, sheet, rows)),
    )
    merged = [merged_range(top, left, end - top) for top, end, left, _ in sheet.merged_cells]
    return Table(sheet.name, rows, merged, flaws)


def _row(sheet: Sheet, number: int, calendar: Literal[0, 1]) -> tuple[Cell, ...]:
    kinds, values = sheet.row_types(number), sheet.row_values(number)
    cells = [_cell(*it, calendar) for it in zip(kinds, values, strict=True)]
    while cells and cells[-1] == "":
        cells.pop()
    return tuple(cells)


def _cell(kind: int, value: Any, calendar: Literal[0, 1]) -> Cell:
    if kind == XL_CELL_DATE:
        return _moment(value, calendar)
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == XL_CELL_ERROR else value


def _moment(days: float, calendar: Literal[0, 1]) -> Cell:
    """A day, a day with a time, or a time alone; the number itself where it is no day."""
    try:
        moment = xldate_as_datetime(days, calendar)
    except (OverflowError, ValueError):
        return days
    return moment.time() if days < 1 else day_or_moment(moment)


def _errors(sheet: Sheet, number: int) -> Iterator[str]:
    kinds = sheet.row_types(number)
    if XL_CELL_ERROR in kinds:
        for column, kind in enumerate(kinds):
            if kind == XL_CELL_ERROR:
                yield address(number, column)


def _struck(book: Book, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Iterator[_Place]:
    """Cells that hold anything, and are struck through as a whole or in part."""
    if not book.formatting_info:
        return
    formats = {number for number, it in enumerate(book.xf_list) if _is_struck(book, it.font_index)}
    for number, cells in enumerate(rows if formats else ()):
        for column, cell in enumerate(cells):
            if cell != "" and sheet.cell_xf_index(number, column) in formats:
                yield number, column
    for (number, column), runs in sheet.rich_text_runlist_map.items():
        if any(_is_struck(book, font) for _, font in runs):
            yield number, column


def _looks(book: Book, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, Look]]:
    """Cells that show another value than they have, by address."""
    if not book.formatting_info:
        return
    codes = {key: it.format_str for key, it in book.format_map.items()}
    found = ((number, codes.get(it.format_key, "")) for number, it in enumerate(book.xf_list))
    looks = {number: look for number, code in found if (look := look_of(code))}
    for number, cells in enumerate(rows if looks else ()):
        for column, cell in enumerate(cells):
            look = looks.get(sheet.cell_xf_index(number, column)) if cell != "" else None
            if look:
                yield address(number, column), look


def _is_row_hidden(sheet: Sheet, number: int) -> bool:
    row = sheet.rowinfo_map.get(number)
    return bool(sheet.default_row_hidden if row is None else row.hidden or not row.height)


def _records_stream(content: bytes) -> bytes:
    """The records of a workbook, taken out of their container."""
    if not content.startswith(_CONTAINER):
        return content
    container = CompDoc(content, logfile=io.StringIO())
    found = (container.get_named_stream(name) for name in ("Workbook", "Book"))
    return next((bytes(stream) for stream in found if stream), b"")


def _uncalculated(stream: bytes) -> Mapping[int, list[_Place]]:
    """Formulas without a result in a workbook that no program has calculated, by sheet."""
    sheets: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _CALCULATED:
            return {}
        if kind == _BOUND_SHEET and record[5:6] == _WORKSHEET:
            sheets.append(int.from_bytes(record[:4], "little"))
    return {number: list(_formulas(stream, start)) for number, start in enumerate(sheets or [0])}


def _formulas(stream: bytes, start: int) -> Iterator[_Place]:
    for kind, record in _records(stream, start):
        if kind in _FORMULAS and len(record) >= _FORMULA.size:
            row, column, _, result = _FORMULA.unpack_from(record)
            if result in _NO_RESULTS:
                yield row, column


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records of a part, to its end."""
    depth = 0
    while start + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, start)
        start += _HEAD.size
        depth += (kind in _BEGINS) - (kind == _END)
        yield kind, stream[start : start + length]
        start += length
        if depth <= 0:
            return
