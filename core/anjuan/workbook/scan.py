"""What a workbook's own XML tells that a reader of values does not, found before it is opened.

One pass over every part, piece by piece: errors, formulas without results, hidden rows and sheets;
and whether the reader, which lays a sheet out as one full table, could take it in at all.
"""

from __future__ import annotations

import re
import string
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from lxml import etree

from anjuan.messages import Message, public
from anjuan.opc import parse_xml
from anjuan.workbook.bounds import (
    MOST_CELLS,
    Entries,
    UnsoundError,
    broken,
    pieces,
    sound_entries,
)
from anjuan.workbook.letters import column_number

# Bytes of text that cells may refer to, each cell counted: the reader copies a text for each.
MOST_TEXT = 512 << 20
MOST_STRINGS = 5_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK, _RELATIONSHIPS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# Parts that are parsed as a whole.
_LARGEST_TREE = 16 << 20
# No tag is longer; where a piece has no cell or row, so much of it is kept for the next.
_OVERLAP = 1 << 16
_DECLARED = (
    *(b"<!DOCTYPE", b"<!ENTITY"),
    *("<!DOCTYPE".encode(encoding) for encoding in ("utf-16-le", "utf-16-be")),
)
_LETTERS, _DIGITS = string.ascii_letters.encode(), string.digits.encode()
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")

# Nearly every writer begins a cell so. What others write is brought into this form first.
_CELL, _STRICT_CELL, _PREFIXED = b"<c", b'<c r="', b":c"
_LOOSE = re.compile(rb"\s*=\s*'([^'<>\"]*)'|\s*=\s*(?=\")")
_PREFIX = re.compile(rb"<(/?)\w+:(?=(?:c|f|v|is|si|row)[\s>/])")
# All patterns stop at the next tag, so that none is slow, whatever it meets.
_CELL_START = re.compile(rb"<c(?=[\s>])")
_ERROR, _FORMULA = re.compile(rb'\bt="e"'), re.compile(rb"<f[\s>/]")
_ADDRESS = re.compile(rb'\br="([A-Za-z]+[0-9]+)"')
# A formula whose result was never stored has no value element.
_STORED = re.compile(rb"<v(?:\s[^<>]*)?>[^<]|<is>")
_ROW = re.compile(rb"<row\b[^<>]*>")
_ROW_NUMBER, _IS_HIDDEN = re.compile(rb'\br="([0-9]+)"'), re.compile(rb'\bhidden="(?:1|true)"')
# Beyond column AZ or row 199,999: nearer cells can't make a table of more than MOST_CELLS.
_FAR = re.compile(
    rb'\br="(?:[A-Za-z]{3,}[0-9]|[B-Zb-z][A-Za-z][0-9]|[A-Za-z]{1,2}(?:[0-9]{7}|[2-9][0-9]{5}))'
)
_CELL_TAG = re.compile(rb"<c[\s>][^<>]*>?")
_SELF_CLOSED = b"/>"
_UNPLACED = re.compile(rb'<c(?=[\s>])(?![^<>]*\br="[A-Za-z])')
_TEXT_CELL = re.compile(rb'<c\s[^<>]*\bt="s"[^<>]*>\s*<v>([0-9]{1,9})<')
_STRING = re.compile(rb"<si[\s>/]")


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is wrong with a sheet besides its values.

    Attributes:
        cells: `error` (#N/A and the like) or `formula` (never computed) by address.
        hidden_rows: row numbers.
        is_hidden: True for a sheet that the lawyer does not see.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False


def find_flaws(path: Path) -> dict[str, Flaws]:
    """The flaws of each sheet of an .xlsx or .xlsm file; nothing for other formats.

    Raises:
        UnsoundError: the file is broken, or made to exhaust the machine that opens it.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with path.open("rb") as stream:
        entries = sound_entries(stream)
        scans = {entry.filename: _scanned(stream, entry) for entry in entries}
        _refuse_repeated_text(stream, entries, scans)
        sheets = _sheets(stream, entries)
    return {
        name: Flaws(scans[part].cells, frozenset(scans[part].hidden_rows), is_hidden)
        for name, part, is_hidden in sheets
        if part in scans
    }


@dataclass(slots=True)
class _Scan:
    """What one part turned out to hold; any part may be a sheet, whatever it is called.

    Attributes:
        cells, hidden_rows: as in `Flaws`.
        is_far: True where the extent has to be looked at more closely.
        text_cells: how many cells refer to a shared text.
        strings: bytes of each shared text.
    """

    cells: dict[str, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    is_far: bool = False
    text_cells: int = 0
    strings: array[int] = field(default_factory=lambda: array("I"))

    def take(self, text: bytes) -> None:
        """Look at a piece that begins and ends where a cell, a row or a text does."""
        if not _is_strict(text):
            text = _strict(text)
            self.is_far = self.is_far or _UNPLACED.search(text) is not None
        self.is_far = self.is_far or _FAR.search(text) is not None
        self.text_cells += text.count(b't="s"')
        if b'hidden="' in text:
            self.hidden_rows.extend(_hidden(text))
        if b't="e"' in text or b"<f" in text:
            self.cells.update(_flawed(text))
        if b"<si" in text or self.strings:
            self._measure(text)

    def _measure(self, text: bytes) -> None:
        starts = [found.start() for found in _STRING.finditer(text)]
        if self.strings:
            self.strings[-1] += starts[0] if starts else len(text)
        ends = [*starts[1:], len(text)]
        self.strings.extend(end - start for start, end in zip(starts, ends, strict=bool(starts)))


def _is_strict(text: bytes) -> bool:
    """True where every cell is written as nearly every writer does."""
    if _PREFIXED in text:
        return False
    strict = text.count(_STRICT_CELL)
    # Counting is fast, but counts <cols> and the like as well.
    return text.count(_CELL) == strict or len(_CELL_START.findall(text)) == strict


def _strict(text: bytes) -> bytes:
    """The same without prefixes, and with attributes in double quotes."""
    plain = _PREFIX.sub(rb"<\1", text)
    return _LOOSE.sub(lambda found: b"=" if found[1] is None else b'="' + found[1] + b'"', plain)


def _hidden(text: bytes) -> Iterator[int]:
    for row in _ROW.findall(text):
        number = _ROW_NUMBER.search(row)
        if number and _IS_HIDDEN.search(row):
            yield int(number[1])


def _flawed(text: bytes) -> Iterator[tuple[str, str]]:
    starts = [found.start() for found in _CELL_START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=bool(starts)):
        attributes, _, content = text[start:end].partition(b">")
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        if _ERROR.search(attributes):
            yield address[1].decode(), "error"
        elif _FORMULA.search(content) and not _STORED.search(content):
            yield address[1].decode(), "formula"


def _scanned(stream: IO[bytes], entry: zipfile.ZipInfo) -> _Scan:
    scan, name = _Scan(), entry.filename
    for text in _whole_cells(pieces(stream, entry)):
        if _is_xml(name):
            _refuse_declarations(name, text)
            scan.take(text)
            if len(scan.strings) > MOST_STRINGS:
                raise _too_large(Message("{} 里的文字超过 {} 条", name, public(MOST_STRINGS)))
    if scan.is_far:
        _refuse_extent(name, *_extent(_whole_cells(pieces(stream, entry))))
    return scan


def _refuse_extent(name: str, row: int, letters: str) -> None:
    if len(letters) > 3 or row * column_number(letters) > MOST_CELLS:
        raise _too_large(
            Message(
                "{} 里有内容的格子一直到 {} 列、第 {} 行，连空格子超过 {} 个",
                *(name, public(letters), public(row), public(MOST_CELLS)),
            )
        )


def _is_xml(name: str) -> bool:
    """False for pictures and the like, and for the index that old programs put a DOCTYPE into."""
    return not name.lower().endswith(_PICTURES) and name != "META-INF/manifest.xml"


def _whole_cells(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same content, cut only where a cell, a row or a text begins."""
    rest = b""
    for piece in content:
        text = rest + piece
        end = _last_start(text)
        rest = text[end:]
        yield text[:end]
    yield rest


def _last_start(text: bytes) -> int:
    """Where the last cell, row or text begins, which may go on in the next piece."""
    nearest = max(len(text) - _OVERLAP, 0)
    marks = (b"<c ", b":c ", b"<row", b":row", b"<si", b":si")
    found = max(text.rfind(mark, nearest) for mark in marks)
    return max(text.rfind(b"<", nearest, found + 1), nearest)


def _extent(content: Iterable[bytes]) -> tuple[int, str]:
    """The last row and the last column that hold anything; formats alone don't count."""
    last_row, columns = 1, {b"A"}
    for text in map(_normal, content):
        tags = [tag for tag in _CELL_TAG.findall(text) if not tag.endswith(_SELF_CLOSED)]
        places = [found[1] for tag in tags if (found := _ADDRESS.search(tag))]
        columns.update(place.rstrip(_DIGITS) for place in places)
        numbers = [int(place.lstrip(_LETTERS)) for place in places]
        if len(places) < len(tags):
            # Cells that don't say where they stand go by their row.
            rows = (_ROW_NUMBER.search(row) for row in _ROW.findall(text))
            numbers += [int(found[1]) for found in rows if found]
        last_row = max((last_row, *numbers))
    last = max(columns, key=lambda letters: (len(letters), letters.upper()))
    return last_row, last.decode().upper()


def _refuse_declarations(name: str, text: bytes) -> None:
    if any(mark in text for mark in _DECLARED):
        raise UnsoundError(
            "里面的 {} 有 DOCTYPE 或 ENTITY，像是实体炸弹；"
            "Excel 和 WPS 从不写这些。来历不明的文件请不要使用。",
            name,
        )


def _too_large(found: Message) -> UnsoundError:
    return UnsoundError("里面的 {}，读不了。请删去多余的内容，或把表拆成几份。", found)


def _refuse_repeated_text(stream: IO[bytes], entries: Entries, scans: Mapping[str, _Scan]) -> None:
    """One long text that a million cells refer to makes a small file and a huge table."""
    lengths = max((scan.strings for scan in scans.values()), key=len, default=array("I"))
    longest = max(lengths, default=0)
    for entry in entries:
        if scans[entry.filename].text_cells * longest > MOST_TEXT:
            total = _text_total(_whole_cells(pieces(stream, entry)), lengths)
            if total > MOST_TEXT:
                size = public(total >> 20)
                raise _too_large(Message("{} 的文字合起来有 {} MB", entry.filename, size))


def _text_total(content: Iterable[bytes], lengths: array[int]) -> int:
    """Bytes of all texts that cells refer to."""
    count = len(lengths)
    numbers = (int(it) for text in content for it in _TEXT_CELL.findall(_normal(text)))
    return sum(lengths[number] for number in numbers if number < count)


def _normal(text: bytes) -> bytes:
    return text if _is_strict(text) else _strict(text)


def _sheets(stream: IO[bytes], entries: Entries) -> list[tuple[str, str, bool]]:
    """Name, part, and whether it is hidden, of each sheet (ECMA-376 §18.2.19)."""
    by_name = {entry.filename: entry for entry in entries}
    if not {_WORKBOOK, _RELATIONSHIPS} <= by_name.keys():
        return []
    workbook, relationships = (
        _parsed(stream, by_name[name]) for name in (_WORKBOOK, _RELATIONSHIPS)
    )
    targets = {item.get("Id"): item.get("Target", "") for item in relationships}
    return [
        (
            sheet.get("name", ""),
            str(PurePosixPath("/xl") / targets.get(sheet.get(_RELATIONSHIP_ID), "")).lstrip("/"),
            sheet.get("state", "visible") != "visible",
        )
        for sheet in workbook.iter(f"{_MAIN}sheet")
    ]


def _parsed(stream: IO[bytes], entry: zipfile.ZipInfo) -> etree._Element:
    if entry.file_size > _LARGEST_TREE:
        raise broken(Message("{} 太大", entry.filename))
    try:
        return parse_xml(b"".join(pieces(stream, entry)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(Message("{}：{}", entry.filename, error)) from error
