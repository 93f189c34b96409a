"""Tables of a Word document: their rows, where cells begin and end, how cells look."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from anjuan.desk.paper.elements import HOLDS_BLOCKS, local_name
from anjuan.desk.paper.looks import SIDES, Look, Styles, border, number, points, value
from anjuan.opc import W


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those inside of other elements too."""
    for it in table:
        if it.tag == f"{W}tr":
            yield it
        elif local_name(it) in HOLDS_BLOCKS:
            yield from rows_of(it)


def cells_of(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The cells of a row, and the column where each begins."""
    column = int(number(row.find(f"{W}trPr/{W}gridBefore")))
    for it in row.iter(f"{W}tc"):
        if next(it.iterancestors(f"{W}tr")) is not row:
            continue
        yield it, column
        column += max(1, int(number(it.find(f"{W}tcPr/{W}gridSpan"))))


def is_continued(merged: etree._Element | None) -> bool:
    """Whether a cell belongs to the one above it, by its `<w:vMerge>`."""
    return merged is not None and value(merged, otherwise="continue") == "continue"


def merged_height(rows: list[etree._Element], place: int, column: int) -> int:
    """How many rows a cell covers that begins in one."""
    height = 1
    for row in rows[place + 1 :]:
        below = next((it for it, at in cells_of(row) if at == column), None)
        if below is None or not is_continued(below.find(f"{W}tcPr/{W}vMerge")):
            break
        height += 1
    return height


def cell_look(properties: etree._Element | None, style: str, styles: Styles) -> Look:
    """What the table, or its style, says of each of its cells."""
    look: Look = {}
    own = None if properties is None else properties.find(f"{W}tblCellMar")
    margins = own if own is not None else styles.table(style, "tblCellMar")
    for side in () if margins is None else margins:
        name = {"start": "left", "end": "right"}.get(local_name(side), local_name(side))
        if name in SIDES:
            look[f"padding-{name}"] = points(number(side, "w"))
    own = None if properties is None else properties.find(f"{W}tblBorders")
    borders = own if own is not None else styles.table(style, "tblBorders")
    inside = None if borders is None else borders.find(f"{W}insideH")
    look["border"] = "none" if inside is None else border(inside)
    return look
