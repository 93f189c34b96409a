"""An Excel package changed in place: single cells, rows at the end, formats for them.

Works on the parts of the package, not on a model of the workbook: a model would drop whatever it
does not know (pictures, charts, macros). Parts that nobody touches stay byte for byte.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

from anjuan.chinese import spelled_out
from anjuan.errors import WorkbookError
from anjuan.messages import Message
from anjuan.opc import ILLEGAL, Package, parse_xml, write_text
from anjuan.workbook.letters import column_letters, column_number

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M, R = f"{{{MAIN_NS}}}", f"{{{_OFFICE_NS}}}"
# What a part raises that a reader of values puts up with: broken XML, indexes that lead nowhere.
UNSOUND = (etree.XMLSyntaxError, LookupError, ValueError, TypeError, AssertionError)
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")

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
# The built-in format of text (ECMA-376-1 §18.8.30).
_TEXT_FORMAT = "49"
_LAST_LISTS = ("dxfs", "tableStyles", "colors", "extLst")


class EditedBook:
    """A workbook that is going to be changed in places.

    Args:
        workbook: an .xlsx or .xlsm file.

    Raises:
        WorkbookError: it is none, or of the strict form, which nothing here knows.

    Attributes:
        package: its parts.
        sheets: the part of each sheet, by name.
        styles: its formats.
    """

    def __init__(self, workbook: bytes) -> None:
        self.package = _opened(workbook)
        book = self.package.related("", "officeDocument") or _USUAL_BOOK
        self.sheets = _sheets(self.package, book)
        self.styles = Styles(self.package, book)

    def packed(self) -> bytes:
        """The changed workbook."""
        self.styles.store()
        return self.package.packed()


def _opened(workbook: bytes) -> Package:
    try:
        package = Package(workbook)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise WorkbookError(Message("这不是 .xlsx 工作簿，改不了。")) from error
    # Some systems have no slashes.
    package.parts = {name.replace("\\", "/"): it for name, it in package.parts.items()}
    return package


def _sheets(package: Package, book: str) -> dict[str, str]:
    """The part of every sheet, by name."""
    if book not in package.parts:
        raise WorkbookError(Message("这不是 .xlsx 工作簿，改不了。"))
    root, targets = package.tree(book), package.targets(book)
    if root.tag != f"{M}workbook":
        raise WorkbookError(
            Message(
                "这个工作簿是严格的 Open XML（Strict）格式，改不了。"
                "请另存为普通的“Excel 工作簿（.xlsx）”再试。"
            )
        )
    sheets = root.iter(f"{M}sheet")
    found = [(sheet.get("name", ""), targets.get(sheet.get(f"{R}id", ""), "")) for sheet in sheets]
    return {name: part for name, part in found if part in package.parts}


class Styles:
    """The workbook's cell formats, to which marked twins are added.

    Args:
        package: the workbook.
        book: its main part.
    """

    def __init__(self, package: Package, book: str) -> None:
        self._package = package
        self._book = book
        self._part = package.related(book, "styles")
        self._root = package.tree(self._part, f'<styleSheet xmlns="{MAIN_NS}"/>'.encode())
        self._twins: dict[tuple[str, str, bool], str] = {}
        self._fills: dict[str, int] = {}

    def twin(self, style: str, colour: str, *, is_text: bool = False) -> str:
        """The index of the same format on a coloured ground.

        Args:
            style: the index of the format.
            colour: of the ground, as AARRGGBB.
            is_text: what is typed there stays as it is typed, a number too.
        """
        key = (style, colour, is_text)
        if key not in self._twins:
            formats = self._list("cellXfs")
            twin = copy.deepcopy(formats[int(style)])
            twin.set("fillId", str(self._fill(colour)))
            twin.set("applyFill", "1")
            if is_text:
                twin.set("numFmtId", _TEXT_FORMAT)
                twin.set("applyNumberFormat", "1")
            formats.append(twin)
            formats.set("count", str(len(formats)))
            self._twins[key] = str(len(formats) - 1)
        return self._twins[key]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fills = self._list("fills")
            pattern = etree.SubElement(etree.SubElement(fills, f"{M}fill"), f"{M}patternFill")
            pattern.set("patternType", "solid")
            etree.SubElement(pattern, f"{M}fgColor").set("rgb", colour)
            fills.set("count", str(len(fills)))
            self._fills[colour] = len(fills) - 1
        return self._fills[colour]

    def _list(self, name: str) -> etree._Element:
        """A list of the styles; where there is none, with what a workbook can't do without."""
        found = self._root.find(f"{M}{name}")
        if found is not None:
            return found
        made = parse_xml(f'<{name} xmlns="{MAIN_NS}">{_STYLE_LISTS[name]}</{name}>')
        followers = list(_STYLE_LISTS)[list(_STYLE_LISTS).index(name) :]
        after = [it for it in self._root if it.tag in map(M.__add__, (*followers, *_LAST_LISTS))]
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


def give_places(data: etree._Element) -> None:
    """Say of each row and cell where it stands, which may go by counting (ECMA-376 §18.3.1.4)."""
    number = 0
    for row in data.iterchildren(f"{M}row"):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        column = 0
        for cell in row.iterchildren(f"{M}c"):
            column = split_address(cell.get("r") or f"{column_letters(column + 1)}{number}")[1]
            cell.set("r", f"{column_letters(column)}{number}")


def split_address(address: str) -> tuple[int, int]:
    """Row and column of a cell, both from 1."""
    found = ADDRESS.fullmatch(address)
    assert found, address
    return int(found[2]), column_number(found[1])


def last_column(data: etree._Element) -> int:
    """The last column in which any cell stands, from 1."""
    return max((split_address(cell.get("r", "A1"))[1] for cell in data.iter(f"{M}c")), default=1)


def cell_at(data: etree._Element, address: str) -> etree._Element:
    """The cell at an address, made in its place where there is none."""
    number, column = split_address(address)
    row = _placed(data, f"{M}row", number, lambda item: int(item.get("r", "0")))
    row.set("r", str(number))
    cell = _placed(row, f"{M}c", column, lambda item: split_address(item.get("r", "A1"))[1])
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


def write_cell_text(cell: etree._Element, text: str) -> None:
    """An inline string, so that the shared strings stay untouched (ECMA-376 §18.3.1.53)."""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, f"{M}is"), f"{M}t")
    write_text(words, cell_text(text))


def widen_dimension(root: etree._Element, data: etree._Element) -> None:
    """Say anew from where to where a sheet reaches."""
    dimension = root.find(f"{M}dimension")
    places = [split_address(cell.get("r", "A1")) for cell in data.iter(f"{M}c")]
    if dimension is not None and places:
        rows, columns = zip(*places, strict=True)
        first = f"{column_letters(min(columns))}{min(rows)}"
        dimension.set("ref", f"{first}:{column_letters(max(columns))}{max(rows)}")
    for row in data.iterchildren(f"{M}row"):
        # An optional hint that the status column made wrong (ECMA-376 §18.3.1.73).
        if "spans" in row.attrib:
            del row.attrib["spans"]


def cell_text(text: str) -> str:
    """A text that a cell can hold."""
    return spelled_out(ILLEGAL.sub("", text))
