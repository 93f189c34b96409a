"""Tables of pages: what web systems export under the name .xls, and Excel shows as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from anjuan.messages import Message, public
from anjuan.opc import pulled_html
from anjuan.workbook.formats.source import (
    LAST_COLUMN,
    MOST_CELLS,
    Flaws,
    MergedRange,
    Table,
    Tables,
    UnsoundError,
    address,
    merged_range,
    too_many_cells,
)
from anjuan.workbook.formats.text import is_formula, plain, text_encoding
from anjuan.workbook.letters import column_letters

# Bytes of a page; no exported list is longer.
LARGEST_PAGE = 64 << 20
_BLOCK_OF_TEXT = 1 << 16
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# How LibreOffice begins the heading of a sheet: 工作表 1: 案件.
_PARTS = ("caption", "colgroup", "col", "tr")
_COUNTED = re.compile(r"\S+ ?[0-9]+[:：]\s*")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ASIDE = ("script", "style", "comment", "template")
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3")
# Where blocks meet, whatever else stands there, is one end of a line.
_BLOCK, _MEETING = "\v", re.compile(r"[ \n]*\v[ \n\v]*")
_STRUCK_TAGS = ("s", "strike", "del")
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_NOWHERE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:collapse|hidden)", re.IGNORECASE)
# Where Excel and LibreOffice keep a number that the page shows shortened.
_NUMBERS = ("x:num", "sdval")
_SHORTENED = re.compile(r"[-+]?[0-9](?:\.[0-9]+)?E[-+][0-9]+", re.IGNORECASE)
_Element = etree._Element


def read_web(path: Path, remark: str = "") -> Tables:
    """The tables of a page.

    Args:
        path: the file.
        remark: as in `Source`.

    Raises:
        UnsoundError: it is too large, has no table, or one that can't be laid out.
    """
    if path.stat().st_size > LARGEST_PAGE:
        raise UnsoundError(
            "是网页，超过 {} MB。请在 Excel 或 WPS 里打开，另存为“Excel 工作簿（.xlsx）”。",
            public(LARGEST_PAGE >> 20),
        )
    tables = list(_tables(path))
    if not tables:
        raise UnsoundError(
            Message(
                "是网页，里面没有表格，多半是导出失败时存下的页面。"
                "请重新导出；能在 Excel 里打开的，请另存为“Excel 工作簿（.xlsx）”。"
            )
        )
    return Tables(tables, is_typed=False, remark=remark)


def _tables(path: Path) -> Iterator[Table]:
    """Tables that hold anything; those that lay out other tables are none."""
    classes, heading, count = _Classes(), "", 0
    open_tables: list[_Grid] = []
    for event, element in pulled_html(_pieces(path), "style", "table", *_HEADINGS, *_PARTS):
        if element.tag == "table" and event == "start":
            for grid in open_tables:
                grid.is_layout = True
            open_tables.append(_Grid(classes, heading, classes.is_hidden(element)))
            heading = ""
        elif element.tag == "table":
            grid = open_tables.pop()
            if not grid.is_layout and any(map(any, grid.rows)):
                count += 1
                yield grid.table(f"表{count}")
        elif event == "end":
            if element.tag == "style":
                classes.take(element.text or "")
            elif element.tag in _HEADINGS:
                heading = _COUNTED.sub("", _text(element), count=1)
            elif open_tables:
                open_tables[-1].take(element)


def _pieces(path: Path) -> Iterator[str]:
    with path.open(encoding=text_encoding(path)) as stream:
        while piece := stream.read(_BLOCK_OF_TEXT):
            yield piece


@dataclass(slots=True)
class _Classes:
    """Names of styles that strike through, and of those that hide."""

    struck: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def take(self, sheet: str) -> None:
        """Note what the rules of a style sheet say."""
        rules = _CLASS.findall(sheet)
        self.struck.update(name for name, body in rules if _THROUGH.search(body))
        self.hidden.update(name for name, body in rules if _NOWHERE.search(body))

    def is_struck(self, element: _Element) -> bool:
        """Whether what stands in an element is struck through."""
        if not element.attrib:
            return element.tag in _STRUCK_TAGS
        style, names = element.get("style", ""), element.get("class", "").split()
        return (
            element.tag in _STRUCK_TAGS
            or bool(_THROUGH.search(style))
            or not self.struck.isdisjoint(names)
        )

    def is_hidden(self, element: _Element) -> bool:
        """Whether a row or column is not shown."""
        if not element.attrib:
            return False
        style, names = element.get("style", ""), element.get("class", "").split()
        return (
            "hidden" in element.attrib
            or "0" in (element.get("height"), element.get("width"))
            or bool(_NOWHERE.search(style))
            or not self.hidden.isdisjoint(names)
        )


class _Grid:
    """One table as it is put together.

    Args:
        classes: styles of the page.
        name: what stands above it.
        is_hidden: the page does not show it.

    Attributes:
        rows: texts of the cells.
        is_layout: True for a table that holds other tables, and nothing of its own.
    """

    def __init__(self, classes: _Classes, name: str, is_hidden: bool) -> None:
        self.rows: list[list[str]] = []
        self.is_layout = False
        self._classes = classes
        self._name = name
        self._is_hidden = is_hidden
        self._merged: list[MergedRange] = []
        self._flaws: dict[str, str] = {}
        self._struck: set[str] = set()
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[str] = set()
        # Rows that cells from above still cover, by column.
        self._covered: dict[int, int] = {}
        # Columns told of, and cells laid out so far.
        self._column = self._count = 0

    def table(self, otherwise: str) -> Table:
        """The finished table; what it is called where the page does not say."""
        flaws = Flaws(
            cells=self._flaws,
            struck=frozenset(self._struck),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            is_hidden=self._is_hidden,
        )
        return Table(self._name or otherwise, self.rows, self._merged, flaws)

    def take(self, element: _Element) -> None:
        """Add a row, or what is said of the table or its columns."""
        if element.tag == "tr":
            self._take_row(element)
            element.clear()
        elif element.tag == "caption":
            self._name = _text(element)
        elif element.tag == "col" or element.find("col") is None:
            self._take_columns(element)

    def _take_columns(self, element: _Element) -> None:
        first = self._column
        self._column = min(first + _span(element, "span"), LAST_COLUMN)
        if self._classes.is_hidden(element):
            numbers = range(first + 1, self._column + 1)
            self._hidden_columns.update(map(column_letters, numbers))

    def _take_row(self, row: _Element) -> None:
        number = len(self.rows)
        covered = {column: rows for column, rows in self._covered.items() if rows}
        self._covered = {column: rows - 1 for column, rows in covered.items()}
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iterchildren("td", "th"):
            while column in covered:
                column += 1
            cells[column] = self._cell(cell, number, column)
            column += self._place(cell, number, column)
        end = max(cells, default=-1) + 1
        self._count += end + len(covered)
        if self._count > MOST_CELLS:
            raise too_many_cells()
        self.rows.append([cells.get(place, "") for place in range(end)])
        if self._classes.is_hidden(row):
            self._hidden_rows.add(number + 1)

    def _place(self, cell: _Element, row: int, column: int) -> int:
        """Cover what a cell covers; returns its width."""
        height, width = _span(cell, "rowspan"), _span(cell, "colspan")
        if column + width > LAST_COLUMN:
            raise too_many_cells()
        if height > 1 or width > 1:
            self._merged.append(merged_range(row, column, height))
        if height > 1:
            self._covered.update(dict.fromkeys(range(column, column + width), height - 1))
        return width

    def _cell(self, cell: _Element, row: int, column: int) -> str:
        shown = _text(cell)
        if is_formula(shown):
            self._flaws[address(row, column)] = "formula"
        if shown and self._is_struck(cell):
            self._struck.add(address(row, column))
        return plain(_in_full(cell, shown))

    def _is_struck(self, cell: _Element) -> bool:
        if self._classes.is_struck(cell):
            return True
        inner = filter(self._classes.is_struck, cell.iterdescendants())
        return any(map(_text, inner))


def _in_full(cell: _Element, shown: str) -> str:
    """The number behind one that is shown shortened, where the page keeps it."""
    kept = next((cell.get(name, "") for name in _NUMBERS if cell.get(name)), "")
    if kept and _SHORTENED.fullmatch(shown):
        try:
            return format(Decimal(kept), "f")
        except InvalidOperation:
            pass
    return shown


def _span(element: _Element, name: str) -> int:
    """How many rows or columns an element covers; at least one, at most what HTML allows."""
    said = element.get(name, "").strip()
    return min(max(int(said[:6]), 1), 65534) if said.isdecimal() else 1


def _text(element: _Element) -> str:
    """The text of an element as a page shows it, a line for each line."""
    if not len(element):
        return _BLANKS.sub(" ", element.text or "").strip()
    lines = _MEETING.sub("\n", "".join(_words(element))).split("\n")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip("\n")


def _words(element: _Element) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in _ASIDE:
            walk.skip_subtree()
        elif event == "start":
            yield {"br": "\n"}.get(node.tag, _BLOCK if node.tag in _BLOCKS else "")
            yield _BLANKS.sub(" ", node.text or "")
        elif node is not element:
            yield _BLOCK if node.tag in _BLOCKS else ""
            yield _BLANKS.sub(" ", node.tail or "")
