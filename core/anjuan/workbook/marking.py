"""A copy of the lawyer's own workbook with the problems marked, everything else untouched.

Works on the parts of the package, not on a model of the workbook: a model would drop whatever it
does not know (pictures, charts, macros). Only sheets with problems, the styles, and the notes of
these sheets are written anew; every other part is copied byte for byte.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from lxml import etree

from anjuan.chinese import spelled_out
from anjuan.errors import WorkbookError
from anjuan.messages import Message
from anjuan.opc import ILLEGAL, Package, parse_xml, write_text
from anjuan.problems import Problem
from anjuan.workbook.letters import column_letters, column_number

STATUS_HEADING = "检查结果"
ERROR_COLOUR, WARNING_COLOUR = "FFF8CBAD", "FFFFF2CC"

_MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_M, _R = f"{{{_MAIN_NS}}}", f"{{{_OFFICE_NS}}}"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_USUAL_BOOK = "xl/workbook.xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# What styles have to hold, in their order (ECMA-376-1 §18.8.39, CT_Stylesheet); the first two
# fills are the same in every workbook (§18.8.21).
_STYLE_LISTS = {
    "fonts": '<font><sz val="11"/><name val="宋体"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border/>",
    "cellStyleXfs": "<xf/>",
    "cellXfs": '<xf xfId="0"/>',
    "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>',
}
_LAST_LISTS = ("dxfs", "tableStyles", "colors", "extLst")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
# What follows legacyDrawing in a worksheet (ECMA-376 §18.3.1.99, CT_Worksheet).
_AFTER_LEGACY_DRAWING = tuple(
    f"{_M}{name}"
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

# What a part raises that a reader of values puts up with: broken XML, indexes that lead nowhere.
_UNSOUND = (etree.XMLSyntaxError, LookupError, ValueError, TypeError, AssertionError)

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
        return _marked(_opened(workbook), problems, heading_rows or {})
    except _UNSOUND as error:
        raise WorkbookError(
            "工作簿的内部写法不合规范（{}），标不了问题。请用 Excel 或 WPS 另存一份再试。", error
        ) from error


def _marked(
    package: Package, problems: Iterable[Problem], heading_rows: Mapping[str, int]
) -> bytes:
    by_sheet = _by_sheet(problems)
    book = package.related("", "officeDocument") or _USUAL_BOOK
    sheets = _sheets(package, book)
    styles = _Styles(package, book)
    for name, part in sheets:
        if name in by_sheet:
            _mark_sheet(package, part, by_sheet[name], styles, heading_rows.get(name, 1))
    styles.store()
    return package.packed()


def _by_sheet(problems: Iterable[Problem]) -> dict[str, Cells]:
    found: defaultdict[str, Cells] = defaultdict(dict)
    for problem in problems:
        if _ADDRESS.fullmatch(problem.cell):
            found[problem.sheet].setdefault(problem.cell, []).append(problem)
    return dict(found)


def _opened(workbook: bytes) -> Package:
    try:
        package = Package(workbook)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise WorkbookError(Message("这不是 .xlsx 工作簿，标不了问题。")) from error
    # Some systems have no slashes.
    package.parts = {name.replace("\\", "/"): it for name, it in package.parts.items()}
    return package


def _sheets(package: Package, book: str) -> list[tuple[str, str]]:
    """Name and part of every sheet."""
    if book not in package.parts:
        raise WorkbookError(Message("这不是 .xlsx 工作簿，标不了问题。"))
    root, targets = package.tree(book), package.targets(book)
    if root.tag != f"{_M}workbook":
        raise WorkbookError(
            Message(
                "这个工作簿是严格的 Open XML（Strict）格式，标不了问题。"
                "请另存为普通的“Excel 工作簿（.xlsx）”再试。"
            )
        )
    sheets = root.iter(f"{_M}sheet")
    found = [(sheet.get("name", ""), targets.get(sheet.get(f"{_R}id", ""), "")) for sheet in sheets]
    return [(name, part) for name, part in found if part in package.parts]


class _Styles:
    """The workbook's cell formats, to which marked twins are added.

    Args:
        package: the workbook.
        book: its main part.
    """

    def __init__(self, package: Package, book: str) -> None:
        self._package = package
        self._book = book
        self._part = package.related(book, "styles")
        self._root = package.tree(self._part, f'<styleSheet xmlns="{_MAIN_NS}"/>'.encode())
        self._twins: dict[tuple[str, str], str] = {}
        self._fills: dict[str, int] = {}

    def twin(self, style: str, colour: str) -> str:
        """The index of the same format on a coloured ground."""
        if (style, colour) not in self._twins:
            formats = self._list("cellXfs")
            twin = copy.deepcopy(formats[int(style)])
            twin.set("fillId", str(self._fill(colour)))
            twin.set("applyFill", "1")
            formats.append(twin)
            formats.set("count", str(len(formats)))
            self._twins[style, colour] = str(len(formats) - 1)
        return self._twins[style, colour]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fills = self._list("fills")
            pattern = etree.SubElement(etree.SubElement(fills, f"{_M}fill"), f"{_M}patternFill")
            pattern.set("patternType", "solid")
            etree.SubElement(pattern, f"{_M}fgColor").set("rgb", colour)
            fills.set("count", str(len(fills)))
            self._fills[colour] = len(fills) - 1
        return self._fills[colour]

    def _list(self, name: str) -> etree._Element:
        """A list of the styles; where there is none, with what a workbook can't do without."""
        found = self._root.find(f"{_M}{name}")
        if found is not None:
            return found
        made = parse_xml(f'<{name} xmlns="{_MAIN_NS}">{_STYLE_LISTS[name]}</{name}>')
        followers = list(_STYLE_LISTS)[list(_STYLE_LISTS).index(name) :]
        after = [it for it in self._root if it.tag in map(_M.__add__, (*followers, *_LAST_LISTS))]
        self._root.insert(self._root.index(after[0]) if after else len(self._root), made)
        return made

    def store(self) -> None:
        """Put the styles back, if any was added."""
        if not self._twins:
            return
        for name in _STYLE_LISTS:
            made = self._list(name)
            made.set("count", str(len(made)))
        if self._part not in self._package.parts:
            self._part = self._package.add("xl/styles{}.xml", _STYLES_TYPE)
            self._package.relate(self._book, "styles", self._part)
        self._package.store(self._part, self._root)


def _mark_sheet(
    package: Package, part: str, cells: Cells, styles: _Styles, heading_row: int
) -> None:
    root = package.tree(part)
    data = root.find(f"{_M}sheetData")
    if data is None:
        return
    _give_places(data)
    last = _last_column(data)
    for address, problems in cells.items():
        cell = _cell(data, address)
        colour = ERROR_COLOUR if any(item.is_error for item in problems) else WARNING_COLOUR
        cell.set("s", styles.twin(cell.get("s", "0"), colour))
    _write_status(data, cells, column_letters(last + 1), heading_row)
    _widen_dimension(root, data)
    _annotate(package, part, root, cells)
    package.store(part, root)


def _give_places(data: etree._Element) -> None:
    """Say of each row and cell where it stands, which may go by counting (ECMA-376 §18.3.1.4)."""
    number = 0
    for row in data.iterchildren(f"{_M}row"):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        column = 0
        for cell in row.iterchildren(f"{_M}c"):
            column = _split(cell.get("r") or f"{column_letters(column + 1)}{number}")[1]
            cell.set("r", f"{column_letters(column)}{number}")


def _split(address: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(address)
    assert found, address
    return int(found[2]), column_number(found[1])


def _last_column(data: etree._Element) -> int:
    return max((_split(cell.get("r", "A1"))[1] for cell in data.iter(f"{_M}c")), default=1)


def _cell(data: etree._Element, address: str) -> etree._Element:
    """The cell at an address, made in its place where there is none."""
    number, column = _split(address)
    row = _placed(data, f"{_M}row", number, lambda item: int(item.get("r", "0")))
    row.set("r", str(number))
    cell = _placed(row, f"{_M}c", column, lambda item: _split(item.get("r", "A1"))[1])
    cell.set("r", address)
    return cell


def _placed(
    parent: etree._Element, tag: str, position: int, key: Callable[[etree._Element], int]
) -> etree._Element:
    """The child with a position, made between its neighbours where there is none."""
    for child in parent.iterchildren(tag):
        if key(child) == position:
            return child
        if key(child) > position:
            made = etree.Element(tag)
            child.addprevious(made)
            return made
    return etree.SubElement(parent, tag)


def _write_status(data: etree._Element, cells: Cells, letter: str, heading_row: int) -> None:
    by_row: defaultdict[int, list[Problem]] = defaultdict(list)
    for address, problems in sorted(cells.items(), key=lambda item: _split(item[0])):
        by_row[_split(address)[0]] += problems
    _write_text(_cell(data, f"{letter}{heading_row}"), STATUS_HEADING)
    for number, problems in by_row.items():
        if number != heading_row:
            _write_text(_cell(data, f"{letter}{number}"), "；".join(map(_status, problems)))


def _status(problem: Problem) -> str:
    return f"{problem.severity.word}：{problem.heading}{problem.message}"


def _write_text(cell: etree._Element, text: str) -> None:
    """An inline string, so that the shared strings stay untouched (ECMA-376 §18.3.1.53)."""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
    write_text(words, _cell_text(text))


def _widen_dimension(root: etree._Element, data: etree._Element) -> None:
    dimension = root.find(f"{_M}dimension")
    places = [_split(cell.get("r", "A1")) for cell in data.iter(f"{_M}c")]
    if dimension is not None and places:
        rows, columns = zip(*places, strict=True)
        first = f"{column_letters(min(columns))}{min(rows)}"
        dimension.set("ref", f"{first}:{column_letters(max(columns))}{max(rows)}")
    for row in data.iterchildren(f"{_M}row"):
        # An optional hint that the status column made wrong (ECMA-376 §18.3.1.73).
        if "spans" in row.attrib:
            del row.attrib["spans"]


def _cell_text(text: str) -> str:
    return spelled_out(ILLEGAL.sub("", text))


def _annotate(package: Package, part: str, root: etree._Element, cells: Cells) -> None:
    """Add notes: their texts in one part, their boxes in an old-style drawing."""
    texts = {
        address: _cell_text("\n".join(item.message + item.remedy for item in problems))
        for address, problems in cells.items()
    }
    boxed = _write_comments(package, part, texts)
    _write_boxes(package, part, root, sorted(set(texts) - boxed, key=_split))


def _write_comments(package: Package, part: str, texts: dict[str, str]) -> set[str]:
    """Write or lengthen the notes; returns the cells that had one before."""
    name = package.related(part, "comments")
    comments = package.tree(name) if name else _empty_comments()
    if not name:
        name = package.add("xl/comments{}.xml", _COMMENTS_TYPE)
        package.relate(part, "comments", name)
    found = comments.find(f"{_M}commentList")
    assert found is not None
    known = {comment.get("ref", ""): comment for comment in found}
    for address, text in texts.items():
        if address in known:
            _append_text(known[address], f"\n{text}")
        else:
            found.append(_comment(address, text))
    found[:] = sorted(found, key=lambda comment: _split(comment.get("ref", "A1")))
    package.store(name, comments)
    return set(known)


def _empty_comments() -> etree._Element:
    authors = "<authors><author>anjuan</author></authors>"
    return parse_xml(f'<comments xmlns="{_MAIN_NS}">{authors}<commentList/></comments>'.encode())


def _comment(address: str, text: str) -> etree._Element:
    comment = etree.Element(f"{_M}comment")
    comment.set("ref", address)
    comment.set("authorId", "0")
    etree.SubElement(comment, f"{_M}text")
    _append_text(comment, text)
    return comment


def _append_text(comment: etree._Element, text: str) -> None:
    body = comment.find(f"{_M}text")
    assert body is not None
    write_text(etree.SubElement(etree.SubElement(body, f"{_M}r"), f"{_M}t"), text)


def _write_boxes(package: Package, part: str, root: etree._Element, addresses: list[str]) -> None:
    """A note without a box in the drawing is not shown by Excel."""
    link = root.find(f"{_M}legacyDrawing")
    name = "" if link is None else package.targets(part).get(link.get(f"{_R}id", ""), "")
    drawing = package.tree(name, _VML_HEAD.encode())
    for address in addresses:
        row, column = _split(address)
        drawing.append(parse_xml(_VML_SHAPE.format(row=row - 1, column=column - 1)))
    if name not in package.parts:
        package.declare_extension("vml", _VML_TYPE)
        name = package.free_name("xl/drawings/anjuanNotes{}.vml")
        _link_drawing(root, package.relate(part, "vmlDrawing", name))
    package.parts[name] = etree.tostring(drawing)


def _link_drawing(root: etree._Element, key: str) -> None:
    link = etree.Element(f"{_M}legacyDrawing")
    link.set(f"{_R}id", key)
    followers = [child for child in root if child.tag in _AFTER_LEGACY_DRAWING]
    if followers:
        followers[0].addprevious(link)
    else:
        root.append(link)
