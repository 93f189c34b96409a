"""What an Excel package's own XML tells that a reader of values does not, found before it is read.

One pass over every part, piece by piece: errors, formulas without results, what is hidden or struck
through; and whether the reader, which lays a sheet out as one full table, could take it in at all.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.opc import pulled
from anjuan.workbook.cells.looks import BUILT_IN, Look, look_of
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.parts import OFF, Layout, refuse_declarations
from anjuan.workbook.formats.source import (
    LAST_COLUMN,
    MOST_CELLS,
    Flaws,
    MergedRange,
    UnsoundError,
    broken,
)
from anjuan.workbook.formats.streamed import WIDE, Content, Form, is_plain, whole_cells
from anjuan.workbook.letters import column_letters, column_number

# Bytes of text that cells may refer to, each cell counted: the reader copies a text for each.
MOST_TEXT = 512 << 20
MOST_STRINGS = 5_000_000
_USUAL_TEXTS = "xl/sharedstrings.xml"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")

# Nearly every writer begins a cell so. What others write is brought into this form first.
_CELL, _STRICT_CELL, _ROW_TAG = b"<c", b'<c r="', b"<row"
_PREFIXED, _SINGLE = b":c", b"='"
_LOOSE = re.compile(rb"\s*=\s*'([^'<>\"]*)'|\s*=\s*(?=\")")
_PREFIX = re.compile(rb"<(/?)\w+:(?=(?:c|f|v|t|is|si|row|col|strike)[\s>/])")
# All patterns stop at the next tag, so that none is slow, whatever it meets.
_CELL_START = re.compile(rb"<c(?=[\s>])")
_PLACED_TAG = re.compile(rb"<(row|c)(?=[\s>/])([^<>]*)")
_ERROR, _FORMULA = re.compile(rb'\bt="e"'), re.compile(rb"<f[\s>/]")
_ADDRESS = re.compile(rb'\br="([A-Za-z]+)([0-9]+)"')
# A formula whose result was never stored has no value element, or an empty one that is no text.
_STORED = re.compile(rb"<v(?:\s[^<>]*)?>[^<]|<is>")
_STORED_TEXT, _VALUE = re.compile(rb'\bt="str"'), re.compile(rb"<v[\s>/]")
_ROW = re.compile(rb"<row\b[^<>]*>(?:\s*<c\s[^<>]*>)?")
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
# Nobody sees what is less than a point high, or a tenth of a sign wide.
_UNSEEN = re.compile(rb'\bhidden="(?:1|true)"|\b(?:ht="0(?:\.[0-9]*)?"|width="0(?:\.0[0-9]*)?")')
_COLUMN = re.compile(rb"<col\s[^<>]*>")
_FROM, _TO = re.compile(rb'\bmin="([0-9]{1,5})"'), re.compile(rb'\bmax="([0-9]{1,5})"')
# Beyond column CZ or row 199,999: up to column AZ, nearer cells can't make a table of more than
# MOST_CELLS.
# What nearly every address is like comes first: this is the slowest of all that is looked for.
_FAR = re.compile(
    rb'r="(?![A-Za-z][0-9]{1,5}")'
    rb"(?:[A-Za-z]{3,}[0-9]|[D-Zd-z][A-Za-z][0-9]|[A-Za-z]{1,2}(?:[0-9]{7}|[2-9][0-9]{5}))"
)
_WIDE = re.compile(rb'r="[BCbc][A-Za-z][0-9]')
_CELL_TAG = re.compile(rb"<c[\s>][^<>]*>?")
_SELF_CLOSED = b"/>"
_TEXT_CELL = re.compile(rb'<c\s[^<>]*\bt="s"[^<>]*>\s*<v>([0-9]{1,9})<')
_FORMAT, _SHARED = re.compile(rb'\bs="([0-9]{1,9})"'), re.compile(rb"<v>\s*([0-9]{1,9})\s*<")
_CONTENT = re.compile(rb"<(?:v|t)(?:\s[^<>]*)?>[^<]")
# Shared texts are looked at as they are written.
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*[\"'](?:1|true|on)[\"'])?\s*/?>")


@frozen
class Scanned:
    """What is known of a sheet before it is read.

    Attributes:
        flaws: what is wrong with it.
        merged: the ranges that it merges; only of one that can be streamed.
        is_streamed: whether its rows can be read as they are inflated (`streamed.py`).
    """

    flaws: Flaws
    merged: Sequence[MergedRange] = ()
    is_streamed: bool = False


def scanned(archive: Archive, layout: Layout) -> tuple[Scanned, ...]:
    """Each sheet of an Excel package, in the order of the workbook.

    Raises:
        UnsoundError: the file is broken, or made to exhaust the machine that opens it.
    """
    marks = _marks_of(archive, layout.related("styles"))
    texts = texts_part(layout)
    # First, because sheets refer to its texts.
    names = sorted(archive.names, key=lambda name: name != texts)
    scans: dict[str, _Scan] = {}
    for name in names:
        scans[name] = _scanned(archive, name, _Scan(marks, name == texts))
        if name == texts:
            marks = replace(marks, texts=scans[name].struck_texts)
    _refuse_repeated_text(archive, scans)
    are_texts_plain = texts not in scans or scans[texts].are_texts_plain
    return tuple(
        scans[sheet.part].found(sheet.is_hidden, are_texts_plain)
        if sheet.part
        else Scanned(Flaws(is_hidden=sheet.is_hidden))
        for sheet in layout.sheets
    )


def texts_part(layout: Layout) -> str:
    """The part of the shared texts; it may not be there."""
    return layout.related("sharedStrings") or _USUAL_TEXTS


@frozen
class _Marks:
    """What strikes a cell through, and what shows it as another value.

    Attributes:
        formats: numbers of formats that strike through.
        texts: numbers of shared texts that are struck through.
        looks: what is shown, by the number of the format.
    """

    formats: Collection[bytes] = ()
    texts: Collection[bytes] = ()
    looks: Mapping[bytes, Look] = field(default_factory=dict)


@dataclass(slots=True)
class _Scan:
    """What one part turned out to hold; any part may be a sheet, whatever it is called.

    Attributes:
        marks: what strikes a cell through, or shows it as another value.
        is_texts: whether cells of other parts refer to texts of this one.
        cells, struck, looks, hidden_rows, hidden_columns: as in `Flaws`.
        is_far, is_wide: True where it reaches beyond column CZ or row 199,999; beyond column AZ.
        text_cells: how many cells refer to a shared text.
        texts: bytes of each shared text.
        struck_texts: numbers of those of which something is struck through.
        are_texts_plain: False where these are no XML as nearly every writer writes it.
        form: whether it is a sheet that can be streamed.
    """

    marks: _Marks
    is_texts: bool = False
    cells: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    looks: dict[str, Look] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    is_far: bool = False
    is_wide: bool = False
    text_cells: int = 0
    texts: array[int] = field(default_factory=lambda: array("I"))
    struck_texts: set[bytes] = field(default_factory=set)
    are_texts_plain: bool = True
    form: Form = field(default_factory=Form)
    _has_columns: bool = True

    def found(self, is_hidden: bool, are_texts_plain: bool) -> Scanned:
        """What was found, of a sheet."""
        rows, columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        struck = frozenset(self.struck)
        flaws = Flaws(self.cells, struck, rows, columns, is_hidden, looks=self.looks)
        return Scanned(flaws, self.form.merged, self.form.is_whole and are_texts_plain)

    @property
    def may_reach_too_far(self) -> bool:
        """Whether the extent has to be looked at more closely."""
        is_wide = self.is_wide or self.form.is_wide
        is_low = self.form.is_whole and self.form.last_row * WIDE <= MOST_CELLS
        return self.is_far or (is_wide and not is_low)

    def take(self, text: bytes) -> None:
        """Look at a piece in normal form."""
        self._take_cells(text)
        self.is_far = self.is_far or _FAR.search(text) is not None
        self.is_wide = self.is_wide or _WIDE.search(text) is not None
        if self._has_columns:
            self.hidden_columns.update(_hidden_columns(text))
            # Columns are told of before the first row.
            self._has_columns = _ROW_TAG not in text
        if b'hidden="' in text or b' ht="0' in text:
            self.hidden_rows.update(_hidden_rows(text))
        if b't="e"' in text or b"<f" in text:
            self.cells.update(_flawed(text))
        if b"<strike" in text:
            self.struck.update(_struck(text, self.marks))
        if self.is_texts:
            self.are_texts_plain = self.are_texts_plain and is_plain(text)
            self._measure(text)

    def take_simple(self, text: bytes) -> None:
        """The same, of rows in which only a few things can be met at all."""
        self._take_cells(text)
        self._has_columns = False

    def _take_cells(self, text: bytes) -> None:
        self.text_cells += text.count(b't="s"')
        if self.marks.formats or self.marks.texts:
            self.struck.update(_struck(text, self.marks))
        if self.marks.looks:
            self.looks.update(_looks(text, self.marks.looks))

    def _measure(self, text: bytes) -> None:
        starts = [found.start() for found in _STRING.finditer(text)]
        if self.texts:
            self.texts[-1] += starts[0] if starts else len(text)
        ends = [*starts[1:], len(text)]
        if b"strike" in text:
            self._strike(text, [0, *starts] if self.texts else starts)
        self.texts.extend(end - start for start, end in zip(starts, ends, strict=bool(starts)))

    def _strike(self, text: bytes, starts: list[int]) -> None:
        """Note the texts of a piece that are struck through; the first may have begun before."""
        first = max(len(self.texts) - 1, 0)
        for number, (start, end) in enumerate(_spans(text, starts), first):
            if _STRIKE.search(text, start, end):
                self.struck_texts.add(str(number).encode())


@dataclass(slots=True)
class _Normal:
    """Brings pieces of a sheet into one form, as nearly every writer writes.

    Without prefixes, attributes in double quotes, every row and cell with its place.

    Attributes:
        row: number of the last row.
        column: number of the last cell in it; 0 before the first.
    """

    row: int = 0
    column: int = 0

    def __call__(self, text: bytes) -> bytes:
        """A piece in normal form; has to be called for all pieces, in their order."""
        if _is_strict(text):
            self.pass_over(text)
            return text
        plain = _PREFIX.sub(rb"<\1", text)
        plain = _LOOSE.sub(lambda it: b"=" if it[1] is None else b'="' + it[1] + b'"', plain)
        return _PLACED_TAG.sub(self._placed, plain)

    def pass_over(self, text: bytes) -> None:
        """Note where a piece ends that is in this form already."""
        cell, row = text.rfind(_STRICT_CELL), text.rfind(_ROW_TAG)
        for place in sorted((cell, row)):
            if place >= 0 and (tag := _PLACED_TAG.match(text, place)):
                self._placed(tag)

    def _placed(self, tag: re.Match[bytes]) -> bytes:
        """A row or cell with its place, taken from the one before where it does not say."""
        found = (_ROW_NUMBER if tag[1] == b"row" else _ADDRESS).search(tag[2])
        if tag[1] == b"row":
            self.row, self.column = (_number(found[1]) if found else self.row + 1), 0
            place = str(self.row)
        else:
            self.column += 1
            if found:
                self.column, self.row = column_number(found[1].decode()[:4]), _number(found[2])
            place = f"{column_letters(self.column)}{self.row}"
        return tag[0] if found else b'<%b r="%b"%b' % (tag[1], place.encode(), tag[2])


def _number(digits: bytes) -> int:
    """A row number; of one that no sheet has, so much that this shows."""
    return int(digits[:10])


def _is_strict(text: bytes) -> bool:
    """True where every cell is written as nearly every writer does."""
    if _PREFIXED in text or _SINGLE in text:
        return False
    strict = text.count(_STRICT_CELL)
    # Counting is fast, but counts <cols> and the like as well.
    return text.count(_CELL) == strict or len(_CELL_START.findall(text)) == strict


def _hidden_rows(text: bytes) -> Iterator[int]:
    for row in _ROW.findall(text):
        tag, _, cell = row.partition(b">")
        if _UNSEEN.search(tag):
            # A row that has no number has that of its first cell.
            own, first = _ROW_NUMBER.search(tag), _ADDRESS.search(cell)
            yield from (_number(it) for it in (own and own[1], first and first[2]) if it)


def _hidden_columns(text: bytes) -> Iterator[str]:
    for column in _COLUMN.findall(text):
        first, last = _FROM.search(column), _TO.search(column)
        if first and last and _UNSEEN.search(column):
            numbers = range(int(first[1]), min(int(last[1]), LAST_COLUMN) + 1)
            yield from map(column_letters, numbers)


def _cells(text: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """Address, attributes and content of each cell."""
    for start, end in _spans(text, [found.start() for found in _CELL_START.finditer(text)]):
        attributes, _, rest = text[start:end].partition(b">")
        address = _ADDRESS.search(attributes)
        content = b"" if attributes.endswith(b"/") else rest.partition(b"</c>")[0]
        if address:
            yield (address[1] + address[2]).decode().upper(), attributes, content


def _spans(text: bytes, starts: list[int]) -> Iterator[tuple[int, int]]:
    return zip(starts, [*starts[1:], len(text)], strict=bool(starts))


def _flawed(text: bytes) -> Iterator[tuple[str, str]]:
    for address, attributes, content in _cells(text):
        if _ERROR.search(attributes):
            yield address, "error"
        elif _FORMULA.search(content) and not _is_computed(attributes, content):
            yield address, "formula"


def _is_computed(attributes: bytes, content: bytes) -> bool:
    is_text = _STORED_TEXT.search(attributes) and _VALUE.search(content)
    return bool(is_text or _STORED.search(content))


def _struck(text: bytes, marks: _Marks) -> Iterator[str]:
    for address, attributes, content in _cells(text):
        if _CONTENT.search(content) and _is_struck(attributes, content, marks):
            yield address


def _is_struck(attributes: bytes, content: bytes, marks: _Marks) -> bool:
    form, shared = _FORMAT.search(attributes), _SHARED.search(content)
    return bool(
        (form and form[1] in marks.formats)
        or (marks.texts and b't="s"' in attributes and shared and shared[1] in marks.texts)
        or _STRIKE.search(content)
    )


def _looks(text: bytes, looks: Mapping[bytes, Look]) -> Iterator[tuple[str, Look]]:
    for address, attributes, content in _cells(text):
        form = _FORMAT.search(attributes)
        if form and form[1] in looks and _CONTENT.search(content):
            yield address, looks[form[1]]


def _marks_of(archive: Archive, styles: str) -> _Marks:
    """Numbers of the cell formats that strike through, or show another value than the cell has.

    Source: ECMA-376-1 §18.8.10, §18.8.22, §18.8.30.
    """
    fonts: list[bool] = []
    formats: list[tuple[str, str]] = []
    looks = {str(number): look for number, look in BUILT_IN.items()}
    for place, element in _parts_of_formats(archive, styles) if styles else ():
        if place == "fonts":
            strike = element.find("{*}strike")
            fonts.append(strike is not None and strike.get("val", "1") not in OFF)
        elif place == "numFmts":
            _take_format(looks, element.get("numFmtId", ""), element.get("formatCode", ""))
        elif place == "cellXfs":
            formats.append((element.get("fontId", "0"), element.get("numFmtId", "0")))
    struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
    numbered = [(b"%d" % number, *form) for number, form in enumerate(formats)]
    return _Marks(
        frozenset(number for number, font, _ in numbered if font in struck),
        looks={number: looks[form] for number, _, form in numbered if form in looks},
    )


def _take_format(looks: dict[str, Look], number: str, code: str) -> None:
    """Note what a format shows; a number that is built in may be given another meaning."""
    look = look_of(code)
    if look:
        looks[number] = look
    else:
        looks.pop(number, None)


def _parts_of_formats(archive: Archive, styles: str) -> Iterator[tuple[str, etree._Element]]:
    """Each with the list that it stands in."""
    try:
        for element in pulled(_undeclared(archive, styles), "numFmt", "font", "xf"):
            parent = element.getparent()
            yield "" if parent is None else parent.tag.rpartition("}")[2], element
    except etree.XMLSyntaxError as error:
        raise broken(Message("{}：{}", styles, error)) from error


def _undeclared(archive: Archive, name: str) -> Iterator[bytes]:
    for piece in archive.pieces(name):
        refuse_declarations(name, piece)
        yield piece


def _scanned(archive: Archive, name: str, scan: _Scan) -> _Scan:
    if not _is_xml(name):
        for _ in archive.pieces(name):
            # Inflated all the same: it has to hold what the directory says.
            pass
        return scan
    normal = _Normal()
    for text in whole_cells(archive.pieces(name)):
        match scan.form.take(text):
            case Content.SIMPLE_ROWS:
                normal.pass_over(text)
                scan.take_simple(text)
            case Content.ROWS:
                normal.pass_over(text)
                scan.take(text)
            case Content.OTHER:
                refuse_declarations(name, text)
                scan.take(normal(text))
        if len(scan.texts) > MOST_STRINGS:
            raise _too_large(Message("{} 里的文字超过 {} 条", name, public(MOST_STRINGS)))
    if scan.may_reach_too_far:
        _refuse_extent(name, *_extent(_normal_pieces(archive, name)))
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
    """False for pictures and the like."""
    return not name.endswith(_PICTURES)


def _normal_pieces(archive: Archive, name: str) -> Iterator[bytes]:
    return map(_Normal(), whole_cells(archive.pieces(name)))


def _extent(content: Iterable[bytes]) -> tuple[int, str]:
    """The last row and the last column that hold anything; formats alone don't count."""
    last_row, columns = 1, {b"A"}
    for text in content:
        tags = [tag for tag in _CELL_TAG.findall(text) if not tag.endswith(_SELF_CLOSED)]
        places = [found for tag in tags if (found := _ADDRESS.search(tag))]
        columns.update(place[1] for place in places)
        last_row = max((last_row, *(_number(place[2]) for place in places)))
    last = max(columns, key=lambda letters: (len(letters), letters.upper()))
    return last_row, last.decode().upper()


def _too_large(found: Message) -> UnsoundError:
    return UnsoundError("里面的 {}，读不了。请删去多余的内容，或把表拆成几份。", found)


def _refuse_repeated_text(archive: Archive, scans: Mapping[str, _Scan]) -> None:
    """One long text that a million cells refer to makes a small file and a huge table."""
    lengths = max((scan.texts for scan in scans.values()), key=len, default=array("I"))
    longest = max(lengths, default=0)
    for name, scan in scans.items():
        if scan.text_cells * longest > MOST_TEXT:
            total = _text_total(_normal_pieces(archive, name), lengths)
            if total > MOST_TEXT:
                raise _too_large(Message("{} 的文字合起来有 {} MB", name, public(total >> 20)))


def _text_total(content: Iterable[bytes], lengths: array[int]) -> int:
    """Bytes of all texts that cells refer to."""
    count = len(lengths)
    numbers = (int(it) for text in content for it in _TEXT_CELL.findall(text))
    return sum(lengths[number] for number in numbers if number < count)
