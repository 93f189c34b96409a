"""Workbooks of LibreOffice and others (.ods): values and flaws in one pass (ODF 1.3 part 3).

What is repeated is laid out only as far as it holds anything, and counted: a few bytes of this
format can stand for any number of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from lxml import etree

from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.opc import pulled
from anjuan.workbook.cells.cell import ERROR_TEXT, Cell
from anjuan.workbook.cells.looks import Look, look_of
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.parts import refuse_declarations
from anjuan.workbook.formats.source import (
    ENCRYPTED,
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    Flaws,
    MergedRange,
    Table,
    Tables,
    UnsoundError,
    address,
    broken,
    day_or_moment,
    merged_range,
    too_many_cells,
)
from anjuan.workbook.letters import column_letters

# Characters of all cells of a file, and blanks in a row.
MOST_TEXT = 128 << 20
_MOST_BLANKS = 32767
_MOST_INDEX = 4 << 20
# Styles may be based on each other; nobody does so deeper.
_DEEPEST = 20
_UNSEEN = ("collapse", "filter")
_ZERO = re.compile(r"0(?:\.0+)?[a-z]*")
_BLANKS = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_Element = etree._Element
_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_O, _T, _X, _S, _N = map(_NAMESPACE.format, ("office", "table", "text", "style", "datastyle"))
# How days, times and numbers are shown; and the parts of a day, as formats of Excel have them.
_SHOWN = ("date-style", "time-style", "percentage-style", "currency-style", "number-style")
_NAMES = ("style", *_SHOWN, "table-source", "table-column", "table-row", "table")
_SHOWN_TAGS = tuple(f"{_N}{name}" for name in _SHOWN)
_PARTS_OF_DAYS = {"year": "y", "era": "e", "month": "m", "day": "d", "hours": "h"}
_FORMULA = f"{_T}formula"
_SPANS = (f"{_T}number-rows-spanned", f"{_T}number-columns-spanned")
_HOLDING = (_FORMULA, f"{_O}value-type", *_SPANS)
_ASIDE = (f"{_O}annotation", f"{_X}note", f"{_X}ruby-text")
_PARTS = (f"{_T}table-column", f"{_T}table-row")
_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")
_GROUPS = (f"{_T}table-column-group", f"{_T}table-row-group")


def read_calc(archive: Archive) -> Tables:
    """The tables of an .ods file.

    Raises:
        UnsoundError: it is encrypted, broken, or asks for more than there is room for.
    """
    _refuse_encrypted(archive)
    styles = _Styles()
    tables: list[Table] = []
    content = _elements(archive, "content.xml", *_NAMES)
    try:
        for element in _elements(archive, "styles.xml", "style", *_SHOWN):
            styles.take(element)
        tables.extend(_tables(content, styles))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(error) from error
    return Tables(tables, is_typed=True)


def _refuse_encrypted(archive: Archive) -> None:
    index = "meta-inf/manifest.xml"
    said = archive.content(index, _MOST_INDEX) if index in archive.names else b""
    if b"encryption-data" in said or "encrypted-package" in archive.names:
        raise UnsoundError(ENCRYPTED)


def _elements(archive: Archive, part: str, *names: str) -> Iterator[_Element]:
    def pieces() -> Iterator[bytes]:
        for piece in archive.pieces(part):
            refuse_declarations(part, piece)
            yield piece

    return pulled(pieces(), *names) if part in archive.names else iter(())


def _tables(elements: Iterable[_Element], styles: _Styles) -> Iterator[Table]:
    text = _Text()
    grid = _Grid(styles, text)
    for element in elements:
        if element.tag == f"{_S}style" or element.tag in _SHOWN_TAGS:
            styles.take(element)
        elif element.tag == f"{_T}table-source":
            # What was kept of another file is no table of this one.
            grid.is_foreign = True
        elif element.tag == f"{_T}table" and _is_sheet(element):
            if not grid.is_foreign:
                yield grid.table(element)
            grid = _Grid(styles, text)
        elif element.tag in _PARTS and _is_sheet(_table_of(element)):
            grid.take(element)


@frozen
class _Style:
    """A style: what it is based on, and what it says of its own; None where it says nothing."""

    base: str
    is_struck: bool | None
    is_unseen: bool
    shown: str


class _Styles:
    """Styles by family and name, the common ones first."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], _Style] = {}
        self._looks: dict[str, Look] = {}

    def take(self, style: _Element) -> None:
        """Note what a style says."""
        if style.tag in _SHOWN_TAGS:
            look = _look_of_style(style)
            if look:
                self._looks[style.get(f"{_S}name", "")] = look
            return
        through: bool | None = None
        is_unseen = False
        for properties in style:
            for name, value in _items(properties):
                local = name.rpartition("}")[2]
                if local in ("text-line-through-style", "text-line-through-type"):
                    through = value != "none"
                elif local in ("row-height", "column-width"):
                    is_unseen = is_unseen or bool(_ZERO.fullmatch(value))
                elif local == "display":
                    is_unseen = is_unseen or value == "false"
        key = (style.get(f"{_S}family", ""), style.get(f"{_S}name", ""))
        base, shown = (
            style.get(f"{_S}{it}", "") for it in ("parent-style-name", "data-style-name")
        )
        self._found[key] = _Style(base, through, is_unseen, shown)

    def is_struck(self, family: str, name: str) -> bool:
        """Whether text of a style is struck through."""
        said = (it.is_struck for it in self._based(family, name))
        return next((it for it in said if it is not None), False)

    def look(self, name: str) -> Look | None:
        """What cells of a style show, where that is not what they hold."""
        if not self._looks:
            return None
        shown = (it.shown for it in self._based("table-cell", name))
        return self._looks.get(next(filter(None, shown), ""))

    def _based(self, family: str, name: str) -> Iterator[_Style]:
        """A style, and what it is based on."""
        for _ in range(_DEEPEST):
            style = self._found.get((family, name))
            if style is None:
                return
            yield style
            name = style.base

    def is_unseen(self, family: str, name: str) -> bool:
        """Whether tables, rows or columns of a style take no room."""
        style = self._found.get((family, name))
        return style is not None and style.is_unseen


def _look_of_style(style: _Element) -> Look | None:
    """What a style of days or numbers shows, by the format of Excel that is like it."""
    kind = style.tag.rpartition("}")[2]
    if kind in ("time-style", "percentage-style"):
        return Look.CLOCK if kind == "time-style" else Look.UNIT
    names = [str(child.tag).rpartition("}")[2] for child in style]
    if kind == "date-style":
        return look_of("".join(_PARTS_OF_DAYS.get(name, "") for name in names))
    added = "".join(child.text or "" for child in style).replace('"', "")
    is_scaled = any(f"{_N}display-factor" in child.attrib for child in style)
    return look_of(f'0{"," * is_scaled}"{added}"')


class _Text:
    """Takes text out of cells, and counts it."""

    def __init__(self) -> None:
        self._count = 0

    def of(self, cell: _Element) -> str:
        """The text of a cell, a line for each paragraph."""
        return "\n".join("".join(self._counted(it)).strip() for it in cell.iterchildren(f"{_X}p"))

    def _counted(self, paragraph: _Element) -> Iterator[str]:
        for words in _words(paragraph):
            self._count += len(words)
            if self._count > MOST_TEXT:
                raise UnsoundError(Message("里面的文字太长，读不了。请删去多余的内容。"))
            yield words


def _words(element: _Element) -> Iterator[str]:
    """The text of an element; blanks count once, but for those that are written out."""
    yield _BLANKS.sub(" ", element.text or "")
    for child in element:
        if child.tag == f"{_X}s":
            yield " " * min(_count(child.get(f"{_X}c")), _MOST_BLANKS)
        elif child.tag in (f"{_X}tab", f"{_X}line-break"):
            yield "\t" if child.tag == f"{_X}tab" else "\n"
        elif child.tag not in _ASIDE and isinstance(child.tag, str):
            yield from _words(child)
        yield _BLANKS.sub(" ", child.tail or "")


class _Grid:
    """One table as it is put together from its columns and rows.

    Args:
        styles: those met so far.
        text: takes text out of cells.

    Attributes:
        is_foreign: True for a copy of a table of another file.
    """

    def __init__(self, styles: _Styles, text: _Text) -> None:
        self.is_foreign = False
        self._styles = styles
        self._text = text
        # Where the next row and column go, from 0; and how many cells hold anything so far.
        self._row = self._column = self._count = 0
        self._rows: list[tuple[Cell, ...]] = []
        # Where columns end, and the style of cells that have none of their own.
        self._defaults: list[tuple[int, str]] = []
        self._merged: list[MergedRange] = []
        self._flaws: dict[str, str] = {}
        self._struck: set[str] = set()
        self._looks: dict[str, Look] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[str] = set()

    def table(self, element: _Element) -> Table:
        """The finished table."""
        flaws = Flaws(
            self._flaws,
            frozenset(self._struck),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._styles.is_unseen("table", element.get(f"{_T}style-name", "")),
            looks=self._looks,
        )
        return Table(element.get(f"{_T}name", ""), self._rows, self._merged, flaws)

    def take(self, element: _Element) -> None:
        """Add a column or a row, as often as it is repeated."""
        if element.tag == f"{_T}table-column":
            self._take_column(element)
        else:
            self._take_row(element)

    def _take_column(self, element: _Element) -> None:
        end = min(self._column + _count(element.get(f"{_T}number-columns-repeated")), LAST_COLUMN)
        if self._is_unseen(element, "table-column"):
            numbers = range(self._column + 1, end + 1)
            self._hidden_columns.update(map(column_letters, numbers))
        self._defaults.append((end, element.get(f"{_T}default-cell-style-name", "")))
        self._column = end

    def _take_row(self, element: _Element) -> None:
        repeated = _count(element.get(f"{_T}number-rows-repeated"))
        placed = list(self._placed(element))
        if placed:
            end = placed[-1][0] + 1
            self._refuse_excess(repeated, end)
            rows = range(self._row, self._row + repeated)
            cells: list[Cell] = [""] * end
            for column, cell in placed:
                cells[column] = self._cell(element, cell, column, rows)
            self._rows += [()] * (self._row - len(self._rows))
            self._rows += [tuple(cells)] * repeated
            if self._is_unseen(element, "table-row"):
                self._hidden_rows.update(row + 1 for row in rows)
        self._row += repeated

    def _refuse_excess(self, repeated: int, width: int) -> None:
        self._count += repeated * width
        if self._row + repeated > LAST_ROW or self._count > MOST_CELLS:
            raise too_many_cells()

    def _placed(self, row: _Element) -> Iterator[tuple[int, _Element]]:
        """Cells that hold or merge anything, with their columns from 0."""
        column = 0
        for cell in row.iterchildren(*_CELLS):
            repeated = _count(cell.get(f"{_T}number-columns-repeated"))
            if len(cell) or any(name in cell.attrib for name in _HOLDING):
                if column + repeated > LAST_COLUMN:
                    raise too_many_cells()
                yield from ((column + more, cell) for more in range(repeated))
            column += repeated

    def _cell(self, row: _Element, cell: _Element, column: int, rows: range) -> Cell:
        """The value of a cell, whose flaws are noted for all rows that it stands in."""
        text = self._text.of(cell)
        flaw = _flaw(cell, text)
        if flaw:
            self._flaws.update((address(number, column), flaw) for number in rows)
        style = self._style(row, cell, column)
        look = self._styles.look(style)
        if text and look:
            self._looks.update((address(number, column), look) for number in rows)
        if text and self._is_struck(cell, style):
            self._struck.update(address(number, column) for number in rows)
        height, width = (_count(cell.get(name)) for name in _SPANS)
        if max(height, width) > 1:
            self._merged.append(merged_range(rows.start, column, min(height, LAST_ROW)))
        return "" if flaw else _value(cell, text)

    def _is_unseen(self, element: _Element, family: str) -> bool:
        """Whether a row or column is hidden, filtered, folded away with its group, or flat."""
        return (
            element.get(f"{_T}visibility") in _UNSEEN
            or self._styles.is_unseen(family, element.get(f"{_T}style-name", ""))
            or any(it.get(f"{_T}display") == "false" for it in element.iterancestors(*_GROUPS))
        )

    def _style(self, row: _Element, cell: _Element, column: int) -> str:
        """The style of a cell: its own, or that of its row or column."""
        style = cell.get(f"{_T}style-name", "") or row.get(f"{_T}default-cell-style-name", "")
        return style or next((name for end, name in self._defaults if column < end), "")

    def _is_struck(self, cell: _Element, style: str) -> bool:
        spans = (it.get(f"{_X}style-name", "") for it in cell.iterdescendants(f"{_X}span"))
        return self._styles.is_struck("table-cell", style) or any(
            self._styles.is_struck("text", span) for span in spans
        )


def _flaw(cell: _Element, text: str) -> str:
    """What is wrong with a cell: `error`, `formula`, or nothing."""
    kinds = [value for name, value in _items(cell) if name.endswith("}value-type")]
    has_formula = _FORMULA in cell.attrib
    if "error" in kinds or (has_formula and ERROR_TEXT.fullmatch(text)):
        return "error"
    # A result that is empty is still a paragraph.
    is_computed = kinds or cell.find(f"{_X}p") is not None
    return "formula" if has_formula and not is_computed else ""


def _value(cell: _Element, text: str) -> Cell:
    match cell.get(f"{_O}value-type", ""):
        case "float" | "currency" | "percentage":
            return float(cell.get(f"{_O}value", ""))
        case "date":
            return _day(cell.get(f"{_O}date-value", ""))
        case "time":
            return _duration(cell.get(f"{_O}time-value", ""), text)
        case "boolean":
            return cell.get(f"{_O}boolean-value", "") == "true"
        case _:
            return text or cell.get(f"{_O}string-value", "")


def _day(said: str) -> Cell:
    """A day, or a day with a time; as it is written where it is no day of any calendar."""
    try:
        return day_or_moment(datetime.fromisoformat(said).replace(tzinfo=None))
    except (ValueError, OverflowError):
        return said


def _duration(said: str, text: str) -> Cell:
    found = _DURATION.fullmatch(said)
    if not found:
        return text
    hours, minutes, seconds = map(int, found.groups())
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + span).time() if span < timedelta(days=1) else span


def _table_of(element: _Element) -> _Element | None:
    return next(element.iterancestors(f"{_T}table"), None)


def _is_sheet(table: _Element | None) -> bool:
    """Whether a table is one of the workbook, and not one inside a cell or a drawing."""
    above = None if table is None else table.getparent()
    return above is not None and above.tag == f"{_O}spreadsheet"


def _items(element: _Element) -> Iterator[tuple[str, str]]:
    """Attributes, as the text that they are."""
    return ((str(name), str(value)) for name, value in element.items())


def _count(said: str | None) -> int:
    """How often something is repeated, or how far it reaches; at least once."""
    return max(int(said), 1) if said else 1
