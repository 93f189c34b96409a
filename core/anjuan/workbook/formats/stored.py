"""What a cell of an Excel package holds, by the few forms in which nearly all are stored.

Each is read as the reader of spreadsheets reads it; what has another form is put to it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import floor

from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.single_cells import SingleCells
from anjuan.workbook.letters import column_number

# Different cells remembered, and their bytes: texts that differ in every row should not pile up.
_MOST_KNOWN, _LONGEST_KNOWN = 50_000, 200

CELL = b'<c r="'
# All from behind the address to the end of the value; none of a cell without one.
_FILLED = re.compile(rb"[^<>/]*>(?:<f[^<>]*(?:/>|>[^<]*</f>))?<(?:v|is><t[^<>]*)>[^<]*")
# Format and type in either order: writers in Java begin with the type.
_FORM = re.compile(
    rb'(?=[^>]*? s="([0-9]+)"|)(?=[^>]*? t="([a-zA-Z]+)"|)(?: s="[0-9]{1,6}"| t="[a-zA-Z]+")*+>'
    rb"(?:<f[^<>]*(?:/>|>[^<]*</f>))?<(v|is><t[^<>]*)>([^<]*)"
)
# Whatever else is said of the cell; Excel says of a text whether its reading is shown.
_SHARED = re.compile(rb'[^>]*\st\s*=\s*"s"[^>]*>.*<v>([0-9]{1,9})', re.DOTALL)
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
# Line ends of other systems are read as one sign: that is left to the reader.
_TEXT = re.compile(rb"<si><(t[^<>/]*)>([^<\r]*)</t>(?:<phoneticPr[^<>]*/>)?</si>\s*")
_NUMBER = re.compile(rb"-?(?:[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[Ee][-+]?[0-9]{1,3})?|inf)")
_INDEX = re.compile(rb"[0-9]{1,9}")
_REFERENCE = re.compile("(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile("_x00([0-9a-fA-F]{2})_")
_BLANKS, _KEPT = " \t\r\n", b' xml:space="preserve"'
# Signs of Unicode (half a pair is none).
_SIGNS = (range(1, 0xD800), range(0xE000, 0x110000))
# More than there are in one language.
_MOST_SIGNS = 50_000
# Days are counted from here; the first of 1900 and what lies beyond 9999 are read in an odd way.
_DAY_ZERO, _SURE_DAYS = datetime(1899, 12, 30), range(61, 2_958_465)
_DAY = 24 * 60 * 60 * 1000
# So many days are no time to anybody; the reader breaks down over some of them.
_MOST_DAYS = 999_999_999


class Texts:
    """The shared texts of a package, each taken out when it is asked for.

    Args:
        content: the whole part.
    """

    def __init__(self, content: bytes) -> None:
        end = content.rfind(b"</")
        self._content = content[:end] if end >= 0 else content
        self._starts = array("I", (it.start() for it in _STRING.finditer(self._content)))
        self._starts.append(len(self._content))

    def __getitem__(self, number: int) -> bytes:
        """The element of a text.

        Raises:
            IndexError: there are not so many.
        """
        start, end = self._starts[number], self._starts[number + 1]
        return self._content[start:end]


class StoredValues(dict[bytes, tuple[Cell, int]]):
    """Values of cells, each with the place of the next cell, by all that stands between addresses.

    That is from the end of a cell's address to the letters of the next one's. Of a cell without a
    value, None; behind the last one, place -1.

    Args:
        texts: those that cells refer to.
        cells: reads what has another form.
    """

    def __init__(self, texts: Texts, cells: SingleCells) -> None:
        super().__init__()
        self._texts = texts
        self._cells = cells
        self._formats: Mapping[bytes, type[Cell]] | None = None

    def __missing__(self, between: bytes) -> tuple[Cell, int]:
        _, mark, letters = between.rpartition(CELL)
        form = _FORM.match(between)
        value = self._usual(*form.groups()) if form else None
        if value is None and (filled := _FILLED.match(between)):
            value = self._read(filled[0])
        found = value, column_number(letters.decode()) - 1 if mark else -1
        if len(between) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[between] = found
        return found

    def _read(self, content: bytes) -> Cell:
        """What is stored in no usual form, or stands for what can't be read so."""
        shared = _SHARED.fullmatch(content)
        found = self._shared(int(shared[1])) if shared else None
        if found is None:
            end = b"</t></is></c>" if b"<is>" in content else b"</v></c>"
            found = self._cells.value(content + end)
        return found

    def _usual(self, style: bytes | None, kind: bytes | None, tag: bytes, value: bytes) -> Cell:
        """What a cell of a usual form holds; None for another."""
        if tag != b"v":
            return _plain(tag[len(b"is><t") :], value) if kind == b"inlineStr" else None
        if kind == b"s":
            return self._shared(int(value)) if _INDEX.fullmatch(value) else None
        if kind == b"str":
            return _plain(_KEPT, value)
        if kind in (None, b"n") and _NUMBER.fullmatch(value):
            return self._number(style, float(value))
        return None

    def _shared(self, number: int) -> Cell:
        try:
            element = self._texts[number]
        except IndexError:
            return None
        form = _TEXT.fullmatch(element)
        found = _plain(form[1][len(b"t") :], form[2]) if form else None
        return self._cells.value(b' t="s"><v>0</v></c>', element) if found is None else found

    def _number(self, style: bytes | None, number: float) -> Cell:
        if style is None:
            return number
        if self._formats is None:
            self._formats = self._cells.formats()
        made = self._formats.get(style)
        if made is float or abs(number) > _MOST_DAYS:
            return number
        return _day(number) if made is datetime and int(number) in _SURE_DAYS else None


def _day(number: float) -> date | datetime:
    """A day, or a moment to the thousandth of a second."""
    moment = _DAY_ZERO + timedelta(milliseconds=floor(number * _DAY + 0.5))
    return moment.date() if number.is_integer() else moment


def _plain(attributes: bytes, content: bytes) -> str | None:
    """A text as it is meant; None where its element or a reference in it is an unusual one."""
    if attributes not in (b"", _KEPT):
        return None
    text = content.decode()
    if "&" in text:
        try:
            text = _resolved(text)
        except ValueError:
            return None
    if not attributes:
        text = text.strip(_BLANKS)
    return _ESCAPED.sub(lambda it: chr(int(it[1], 16)), text) if "_x00" in text else text


def _resolved(text: str) -> str:
    """The text with signs in the places of references.

    Raises:
        ValueError: one of them is not sure to stand for a sign.
    """
    before, *others = text.split("&")
    pieces = [before]
    for reference, end, behind in [it.partition(";") for it in others]:
        if not end:
            raise ValueError(text)
        pieces += (_KNOWN_SIGNS[reference], behind)
    return "".join(pieces)


class _Signs(dict[str, str]):
    """Signs by what stands between `&` and `;`: some writers put down every Chinese one so."""

    def __missing__(self, reference: str) -> str:
        form = _REFERENCE.fullmatch(reference)
        if not form:
            raise ValueError(reference)
        name, number, hexadecimal = form.groups()
        code = 0 if name else int(number) if number else int(hexadecimal, 16)
        if not (name or any(code in signs for signs in _SIGNS)):
            raise ValueError(reference)
        if len(self) >= _MOST_SIGNS:
            self.clear()
        self[reference] = sign = _ENTITIES[name] if name else chr(code)
        return sign


_KNOWN_SIGNS = _Signs()
