"""A copy of the lawyer's own workbook with the problems marked, everything else untouched.

Only sheets with problems, the styles, and the notes of these sheets are written anew; every other
part is copied byte for byte (editing.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

from anjuan.errors import WorkbookError
from anjuan.opc import Package, parse_xml, write_text
from anjuan.problems import Problem
from anjuan.workbook.editing import (
    ADDRESS,
    MAIN_NS,
    UNSOUND,
    EditedBook,
    M,
    R,
    cell_at,
    cell_text,
    give_places,
    last_column,
    split_address,
    widen_dimension,
    write_cell_text,
)
from anjuan.workbook.letters import column_letters

STATUS_HEADING = "检查结果"
ERROR_COLOUR, WARNING_COLOUR = "FFF8CBAD", "FFFFF2CC"

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What follows legacyDrawing in a worksheet (ECMA-376 §18.3.1.99, CT_Worksheet).
_AFTER_LEGACY_DRAWING = tuple(
    f"{M}{name}"
    for name in (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst"),
    )
)
_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202"'
    ' coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/></xml>'
)
_VML_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" id="anjuan_{row}_{column}"'
    ' type="#_x0000_t202" style="position:absolute;width:260px;height:110px;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:textbox/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)

Cells: TypeAlias = dict[str, list[Problem]]


def mark(
    workbook: bytes, problems: Iterable[Problem], heading_rows: Mapping[str, int] | None = None
) -> bytes:
    """Colour and annotate the cells of problems in a copy of a workbook.

    Args:
        workbook: an .xlsx or .xlsm file.
        problems: those without a cell, or on sheets that are not there, are left out.
        heading_rows: row of the headings by sheet; 1 where not given.

    Raises:
        WorkbookError: no such package, or one that does not keep to the format.
    """
    try:
        return _marked(EditedBook(workbook), problems, heading_rows or {})
    except UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），标不了问题。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def _marked(
    book: EditedBook, problems: Iterable[Problem], heading_rows: Mapping[str, int]
) -> bytes:
    by_sheet = _by_sheet(problems)
    for name, part in book.sheets.items():
        if name in by_sheet:
            _mark_sheet(book, part, by_sheet[name], heading_rows.get(name, 1))
    return book.packed()


def _by_sheet(problems: Iterable[Problem]) -> dict[str, Cells]:
    found: defaultdict[str, Cells] = defaultdict(dict)
    for problem in problems:
        if ADDRESS.fullmatch(problem.cell):
            found[problem.sheet].setdefault(problem.cell, []).append(problem)
    return dict(found)


def _mark_sheet(book: EditedBook, part: str, cells: Cells, heading_row: int) -> None:
    package = book.package
    root = package.tree(part)
    data = root.find(f"{M}sheetData")
    if data is None:
        return
    give_places(data)
    last = last_column(data)
    for address, problems in cells.items():
        cell = cell_at(data, address)
        colour = ERROR_COLOUR if any(item.is_error for item in problems) else WARNING_COLOUR
        cell.set("s", book.styles.twin(cell.get("s", "0"), colour))
    _write_status(data, cells, column_letters(last + 1), heading_row)
    widen_dimension(root, data)
    _annotate(package, part, root, cells)
    package.store(part, root)


def _write_status(data: etree._Element, cells: Cells, letter: str, heading_row: int) -> None:
    by_row: defaultdict[int, list[Problem]] = defaultdict(list)
    for address, problems in sorted(cells.items(), key=lambda item: split_address(item[0])):
        by_row[split_address(address)[0]] += problems
    write_cell_text(cell_at(data, f"{letter}{heading_row}"), STATUS_HEADING)
    for number, problems in by_row.items():
        if number != heading_row:
            write_cell_text(cell_at(data, f"{letter}{number}"), "；".join(map(_status, problems)))


def _status(problem: Problem) -> str:
    return f"{problem.severity.word}：{problem.heading}{problem.message}"


def _annotate(package: Package, part: str, root: etree._Element, cells: Cells) -> None:
    """Add notes: their texts in one part, their boxes in an old-style drawing."""
    texts = {
        address: cell_text("\n".join(item.message + item.remedy for item in problems))
        for address, problems in cells.items()
    }
    boxed = _write_comments(package, part, texts)
    _write_boxes(package, part, root, sorted(set(texts) - boxed, key=split_address))


def _write_comments(package: Package, part: str, texts: dict[str, str]) -> set[str]:
    """Write or lengthen the notes; returns the cells that had one before."""
    name = package.related(part, "comments")
    comments = package.tree(name) if name else _empty_comments()
    if not name:
        name = package.add("xl/comments{}.xml", _COMMENTS_TYPE)
        package.relate(part, "comments", name)
    found = comments.find(f"{M}commentList")
    assert found is not None
    known = {comment.get("ref", ""): comment for comment in found}
    for address, text in texts.items():
        if address in known:
            _append_text(known[address], f"\n{text}")
        else:
            found.append(_comment(address, text))
    found[:] = sorted(found, key=lambda comment: split_address(comment.get("ref", "A1")))
    package.store(name, comments)
    return set(known)


def _empty_comments() -> etree._Element:
    authors = "<authors><author>anjuan</author></authors>"
    return parse_xml(f'<comments xmlns="{MAIN_NS}">{authors}<commentList/></comments>'.encode())


def _comment(address: str, text: str) -> etree._Element:
    comment = etree.Element(f"{M}comment")
    comment.set("ref", address)
    comment.set("authorId", "0")
    etree.SubElement(comment, f"{M}text")
    _append_text(comment, text)
    return comment


def _append_text(comment: etree._Element, text: str) -> None:
    body = comment.find(f"{M}text")
    assert body is not None
    write_text(etree.SubElement(etree.SubElement(body, f"{M}r"), f"{M}t"), text)


def _write_boxes(package: Package, part: str, root: etree._Element, addresses: list[str]) -> None:
    """A note without a box in the drawing is not shown by Excel."""
    link = root.find(f"{M}legacyDrawing")
    name = "" if link is None else package.targets(part).get(link.get(f"{R}id", ""), "")
    drawing = package.tree(name, _VML_HEAD.encode())
    for address in addresses:
        row, column = split_address(address)
        drawing.append(parse_xml(_VML_SHAPE.format(row=row - 1, column=column - 1)))
    if name not in package.parts:
        package.declare_extension("vml", _VML_TYPE)
        name = package.free_name("xl/drawings/anjuanNotes{}.vml")
        _link_drawing(root, package.relate(part, "vmlDrawing", name))
    package.parts[name] = etree.tostring(drawing)


def _link_drawing(root: etree._Element, key: str) -> None:
    link = etree.Element(f"{M}legacyDrawing")
    link.set(f"{R}id", key)
    followers = [child for child in root if child.tag in _AFTER_LEGACY_DRAWING]
    if followers:
        followers[0].addprevious(link)
    else:
        root.append(link)
