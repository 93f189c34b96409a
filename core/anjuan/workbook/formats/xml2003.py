"""XML Spreadsheet 2003: one file of plain XML, which web systems export under the name .xls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from anjuan.opc import pulled
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.cells.looks import Look, look_of
from anjuan.workbook.formats.parts import refuse_declarations
from anjuan.workbook.formats.source import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    Flaws,
    MergedRange,
    Table,
    Tables,
    address,
    broken,
    day_or_moment,
    merged_range,
    too_many_cells,
)
from anjuan.workbook.letters import column_letters

_PIECE = 1 << 20
_DEEPEST = 20
_FIRST_YEAR = 1900
_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_Element = etree._Element
# What a style is based on, and what it says of striking through and of the form of numbers.
_Style: TypeAlias = tuple[str, str | None, str | None]
# Formats that have a name here.
_NAMED: Mapping[str, Look] = {
    **dict.fromkeys(("Percent", "Euro Currency"), Look.UNIT),
    **dict.fromkeys(("Long Time", "Medium Time", "Short Time"), Look.CLOCK),
}


class _Tag:
    """Elements, with their namespaces."""

    STYLE, COLUMN, ROW = f"{_S}Style", f"{_S}Column", f"{_S}Row"
    SHEET = f"{_S}Worksheet"
    VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"


def read_xml_2003(path: Path, remark: str = "") -> Tables:
    """The sheets of an XML Spreadsheet.

    Args:
        path: the file.
        remark: as in `Source`.

    Raises:
        UnsoundError: it is broken, declares entities, or asks for more than there is room for.
    """
    try:
        return Tables(list(_tables(path)), is_typed=True, remark=remark)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(error) from error


def _tables(path: Path) -> Iterator[Table]:
    styles: dict[str, _Style] = {}
    grid = _Grid(styles)
    for element in pulled(_pieces(path), "Style", "Column", "Row", "Visible", "Worksheet"):
        match element.tag:
            case _Tag.STYLE:
                font = element.find(f"{_S}Font")
                said = None if font is None else font.get(f"{_S}StrikeThrough")
                form = element.find(f"{_S}NumberFormat")
                shown = None if form is None else _get(form, "Format")
                styles[_get(element, "ID")] = (_get(element, "Parent"), said, shown)
            case _Tag.COLUMN:
                grid.take_column(element)
            case _Tag.ROW:
                grid.take_row(element)
            case _Tag.SHEET:
                yield grid.table(_get(element, "Name"))
                grid = _Grid(styles)
            case _Tag.VISIBLE:
                grid.is_hidden = element.text != "SheetVisible"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            refuse_declarations(path.name, piece)
            yield piece


def _is_struck(name: str, styles: Mapping[str, _Style]) -> bool:
    """Whether text of a style is struck through, by itself or by what it is based on."""
    return next((said == "1" for _, said, _ in _based(name, styles) if said is not None), False)


def _look(name: str, styles: Mapping[str, _Style]) -> Look | None:
    """What numbers of a style show, where that is not the value."""
    code = next((form for _, _, form in _based(name, styles) if form is not None), "")
    return _NAMED.get(code) or look_of(code)


def _based(name: str, styles: Mapping[str, _Style]) -> Iterator[_Style]:
    """A style, and what it is based on."""
    for _ in range(_DEEPEST):
        if name not in styles:
            return
        yield styles[name]
        name = styles[name][0]


@dataclass(slots=True)
class _Grid:
    """One table as it is put together from its columns and rows."""

    styles: Mapping[str, _Style]
    is_hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)
    flaws: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    looks: dict[str, Look] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    # Where the next column and row go, from 0, and cells so far.
    _column: int = 0
    _row: int = 0
    _count: int = 0

    def table(self, name: str) -> Table:
        """The finished table."""
        flaws = Flaws(
            cells=self.flaws,
            struck=frozenset(self.struck),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            is_hidden=self.is_hidden,
            looks=self.looks,
        )
        return Table(name, self.rows, self.merged, flaws)

    def take_column(self, element: _Element) -> None:
        """Add a column, and as many more as it spans."""
        first = _place(element, self._column)
        self._column = min(first + 1 + _number(element, "Span"), LAST_COLUMN)
        if _is_hidden(element, "Width"):
            numbers = range(first + 1, self._column + 1)
            self.hidden_columns.update(map(column_letters, numbers))

    def take_row(self, element: _Element) -> None:
        """Add a row; those that it spans besides are empty."""
        number = _place(element, self._row)
        self._row = number + 1 + _number(element, "Span")
        cells: dict[int, Cell] = {}
        column = 0
        for cell in element.iterchildren(f"{_S}Cell"):
            column = _place(cell, column)
            cells[column] = self._cell(element, cell, number, column)
            column += 1 + _number(cell, "MergeAcross")
        end = max(cells, default=-1) + 1
        self._count += end
        if self._count > MOST_CELLS or number >= LAST_ROW or end > LAST_COLUMN:
            raise too_many_cells()
        self.rows += [[] for _ in range(number - len(self.rows))]
        self.rows.append([cells.get(place, "") for place in range(end)])
        if _is_hidden(element, "Height"):
            self.hidden_rows.add(number + 1)

    def _cell(self, row: _Element, cell: _Element, number: int, column: int) -> Cell:
        place, data = address(number, column), cell.find(f"{_S}Data")
        height = 1 + _number(cell, "MergeDown")
        if height > 1 or _number(cell, "MergeAcross"):
            self.merged.append(merged_range(number, column, min(height, LAST_ROW)))
        if data is None:
            if cell.get(f"{_S}Formula"):
                self.flaws[place] = "formula"
            return ""
        if data.get(f"{_S}Type") == "Error":
            self.flaws[place] = "error"
            return ""
        style = _get(cell, "StyleID") or _get(row, "StyleID")
        if _is_struck(style, self.styles) or data.find("{*}S") is not None:
            self.struck.add(place)
        look = _look(style, self.styles)
        if look:
            self.looks[place] = look
        return _value(data)


def _value(data: _Element) -> Cell:
    text = "".join(map(str, data.itertext()))
    match data.get(f"{_S}Type"):
        case "Number":
            return float(text)
        case "DateTime":
            moment = datetime.fromisoformat(text)
            # Times alone are moments of the day before the calendar begins.
            return day_or_moment(moment) if moment.year >= _FIRST_YEAR else moment.time()
        case "Boolean":
            return text == "1"
        case _:
            return text


def _is_hidden(element: _Element, size: str) -> bool:
    return element.get(f"{_S}Hidden") == "1" or element.get(f"{_S}{size}") == "0"


def _place(element: _Element, following: int) -> int:
    """Where an element stands, from 0: where it says, or after the one before."""
    return _number(element, "Index", following + 1) - 1


def _get(element: _Element, name: str) -> str:
    return element.get(f"{_S}{name}", "")


def _number(element: _Element, name: str, otherwise: int = 0) -> int:
    said = _get(element, name)
    return int(said[:8]) if said.isdecimal() and int(said[:8]) else otherwise
