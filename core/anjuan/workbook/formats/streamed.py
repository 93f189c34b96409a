"""Rows of an Excel sheet as its XML is inflated, piece by piece: nothing of it is held.

The reader of spreadsheets lays a sheet out as one full table, however long. A sheet that is written
as nearly every writer writes, every sign of it accounted for, is read here; any other is left to
the reader of spreadsheets, and so is each cell that is no plain text, number or day (`stored.py`):
what is read is the same to the last sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice, repeat
from operator import lt

from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.source import LAST_ROW, MergedRange, merged_range
from anjuan.workbook.formats.stored import CELL, StoredValues
from anjuan.workbook.letters import column_number

# No tag is longer; where a piece has no cell or row, so much of it is kept for the next.
_OVERLAP = 1 << 16

_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ROW = b'<row r="'
_ADDRESS_END = re.compile(
    rb'(?:^|(?<=<c r="[A-Z])|(?<=<c r="[A-Z]{2})|(?<=<c r="[A-Z]{3}))[0-9]{1,7}"'
)
_FORMULA = rb"(?:<f[^<>]*(?:/>|>[^<]*</f>))?"
_VALUE = rb"(?:<v>[^<]*</v>|<is><t[^<>]*>[^<]*</t></is>)?"
_ROWS = re.compile(
    rb"""(?:<row r="([0-9]{1,7})"[^<>/']*+(?:/>|>"""
    rb"""(?:<c r="[A-Z]{1,3}\1"[^<>/']*+(?:/>|>%b+%b+</c>))*+</row>))*+""" % (_FORMULA, _VALUE)
)
_SIMPLE_ROWS = (
    rb'(?:<row r="(1?[0-9]{1,5})"'
    rb'(?: (?:spans|s|customFormat|customHeight|ht="[1-9]|hidden="(?:0|false)|outlineLevel'
    rb"|collapsed|x14ac:dyDescent)[^<>/ ]*+)*+(?:/>|>"
    rb'(?:<c r="%b\1"(?: s="[0-9]+")?+(?: t="(?:s|n|b|str|inlineStr)")?+(?:/>|>%b+</c>))*+'
    rb"</row>))*+"
)
_NARROW_ROWS = re.compile(_SIMPLE_ROWS % (b"A?[A-Z]", _VALUE))
# Our own sheet of cases reaches beyond column AZ.
_WIDE_ROWS = re.compile(_SIMPLE_ROWS % (b"[A-C]?[A-Z]", _VALUE))
WIDE = column_number("CZ")
_ROW_NUMBER = re.compile(rb'<row r="([0-9]+)')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"/>')
_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


def whole_cells(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same content, cut only where a row, a cell or a text begins."""
    rest = b""
    for piece in content:
        text = rest + piece
        end = _last_start(text)
        rest = text[end:]
        if end:
            yield text[:end]
    yield rest


def _last_start(text: bytes) -> int:
    """Where the last row begins, or else the last cell or text, which may go on in the next."""
    nearest = max(len(text) - _OVERLAP, 0)
    row = text.rfind(b"<row", nearest)
    if row >= 0:
        return row
    marks = (b"<c ", b":c ", b":row", b"<si", b":si")
    found = max(text.rfind(mark, nearest) for mark in marks)
    return max(text.rfind(b"<", nearest, found + 1), nearest)


class Content(Enum):
    """What a piece of a part turned out to be."""

    OTHER = auto()
    ROWS = auto()
    # Without formulas, errors, hidden rows, or cells far away.
    SIMPLE_ROWS = auto()


@dataclass(slots=True)
class Form:
    """Looks at a part piece by piece: whether it is a sheet that can be read here.

    Attributes:
        is_usual: nothing was met so far because of which it can't.
        merged: the ranges that it merges.
        last_row: the number of the last row so far.
        is_wide: whether simple rows reach beyond column AZ, though not beyond CZ.
    """

    is_usual: bool = True
    merged: list[MergedRange] = field(default_factory=list)
    last_row: int = 0
    is_wide: bool = False
    _is_begun: bool = False
    _is_ended: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it was a sheet from its beginning to its end."""
        return self.is_usual and self._is_ended

    def take(self, text: bytes) -> Content:
        """Look at a piece; it is rows where there is nothing else in it, not the least sign."""
        if not self.is_usual:
            return Content.OTHER
        if not self._is_begun:
            text = text.replace(b"<sheetData/>", _BEGIN + _END, 1)
        head, begin, rows = text.partition(_BEGIN) if not self._is_begun else (b"", b"", text)
        rows, end, tail = rows.partition(_END) if not self._is_ended else (b"", b"", rows)
        content = self._content(rows)
        self.is_usual = content is not Content.OTHER and (
            self._takes_head(head, begin) and self._takes_tail(tail, end)
        )
        return content if self.is_usual and not (head or tail) else Content.OTHER

    def _content(self, rows: bytes) -> Content:
        if b"\r" in rows or not _is_utf8(rows):
            return Content.OTHER
        is_simple = self._is_simple(rows)
        if not is_simple and not _ROWS.fullmatch(rows):
            return Content.OTHER
        numbers = [self.last_row, *map(int, _ROW_NUMBER.findall(rows))]
        self.last_row = numbers[-1]
        if self.last_row > LAST_ROW or not all(map(lt, numbers, numbers[1:])):
            return Content.OTHER
        return Content.SIMPLE_ROWS if is_simple else Content.ROWS

    def _is_simple(self, rows: bytes) -> bool:
        if _NARROW_ROWS.fullmatch(rows):
            return True
        is_simple = _WIDE_ROWS.fullmatch(rows) is not None
        self.is_wide = self.is_wide or is_simple
        return is_simple

    def _takes_head(self, head: bytes, begin: bytes) -> bool:
        """Whether the rows begin in the first piece, behind what holds nothing odd."""
        self._is_begun = self._is_begun or bool(begin)
        return self._is_begun and is_plain(head)

    def _takes_tail(self, tail: bytes, end: bytes) -> bool:
        """Whether every merged range behind the rows can be read."""
        self._is_ended = self._is_ended or bool(end)
        found = [_merged(*it) for it in _MERGED.findall(tail)]
        self.merged += found
        are_whole = len(found) == tail.count(b"<mergeCell ") and all(it.rows for it in found)
        return are_whole and _BEGIN not in tail


def _merged(left: bytes, top: bytes, right: bytes, bottom: bytes) -> MergedRange:
    first, last = int(top), int(bottom)
    return merged_range(first - 1, column_number(left.decode()) - 1, last - first + 1)


def is_plain(text: bytes) -> bool:
    """Whether a piece of XML is UTF-8, and its tags are what they look like."""
    return b"<!" not in text and not _ENCODING.search(text) and _is_utf8(text)


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def rows(content: Iterable[bytes], values: StoredValues) -> Iterator[Sequence[Cell]]:
    """All rows of a sheet from row 1, all cells from column A, up to the last that holds anything.

    Args:
        content: of a part that is of the usual form.
        values: of its cells.
    """
    last, width = 0, 0
    for text in _row_elements(content):
        number, between = _between_addresses(text)
        row = _filled(width, map(values.__getitem__, between))
        if row.count("") < len(row):
            width = len(row)
            if number > last + 1:
                yield from repeat((), number - last - 1)
            last = number
            yield row


def _row_elements(content: Iterable[bytes]) -> Iterator[bytes]:
    """Each row, from its number on."""
    is_begun = False
    for text in whole_cells(content):
        _, begin, rest = (b"", _BEGIN, text) if is_begun else text.partition(_BEGIN)
        if not begin:
            return
        is_begun = True
        within, end, _ = rest.partition(_END)
        # No tag is anything else than it looks like, and no text holds one.
        yield from islice(within.split(_ROW), 1, None)
        if end:
            return


def _between_addresses(row: bytes) -> tuple[int, Sequence[bytes]]:
    """The number of a row, and what stands before, between and behind the addresses of its cells.

    Args:
        row: from its number on, with which all of its addresses end.
    """
    digits, quote, _ = row.partition(b'"')
    pieces = row.split(digits + quote)
    if len(pieces) - 2 != row.count(CELL):
        # The same stands in a text or a format, too.
        pieces = _ADDRESS_END.split(row)
    return int(digits), pieces[1:]


def _filled(width: int, cells: Iterable[tuple[Cell, int]]) -> list[Cell]:
    """A row of values in their places.

    Args:
        width: as long as any row before; it is made longer where it has to be.
        cells: what stands in each, and the place of the next one.
    """
    row: list[Cell] = [""] * width
    place = 0
    for value, following in cells:
        if value is not None:
            if place >= len(row):
                row += [""] * (place + 1 - len(row))
            row[place] = value
        place = following
    return row
