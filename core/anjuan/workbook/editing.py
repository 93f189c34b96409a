"""An Excel package changed in place: single cells, rows at the end, formats for them.

Works on the parts of the package, not on a model of the workbook: a model would drop whatever it
does not know (pictures, charts, macros). Parts that nobody touches stay byte for byte.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from lxml import etree

from anjuan.chinese import spelled_out
from anjuan.errors import WorkbookError
from anjuan.messages import Message
from anjuan.opc import ILLEGAL, Package, parse_xml, write_text
from anjuan.workbook.cells.days import DAY_ZERO
from anjuan.workbook.letters import column_letters, column_number

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M, R = f"{{{MAIN_NS}}}", f"{{{_OFFICE_NS}}}"
# What a part raises that a reader of values puts up with: broken XML, indexes that lead nowhere.
UNSOUND = (etree.XMLSyntaxError, LookupError, ValueError, TypeError, AssertionError)
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")

_USUAL_BOOK = "xl/workbook.xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# What styles have to hold; the first two fills are the same in every workbook (ECMA-376-1
# §18.8.21).
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
_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/></patternFill></fill>'
# The order of the lists (ECMA-376-1 §18.8.39, CT_Stylesheet).
_STYLE_ORDER = ("numFmts", *_STYLE_LISTS, "dxfs", "tableStyles", "colors", "extLst")
_FIRST_OWN_FORMAT = 164
_NO_ELEMENTS = (etree._Comment, etree._ProcessingInstruction)
# More than any row has a number.
_BEHIND = 10**9
_DAY_ZERO_1904 = date(1904, 1, 1)
# The order of what a sheet holds (ECMA-376-1 §18.3.1.99, CT_Worksheet).
_SHEET_ORDER = tuple(
    f"{M}{name}"
    for name in (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
        *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter"),
        *("sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
        *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions"),
        *("pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
        *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
        *("legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst"),
    )
)


class EditedBook:
    """A workbook that is going to be changed in places.

    Args:
        workbook: an .xlsx or .xlsm file.

    Raises:
        WorkbookError: it is none, or of the strict form, which nothing here knows.

    Attributes:
        package: its parts.
        book: the main part.
        sheets: the part of each sheet, by name.
        styles: its formats.
    """

    def __init__(self, workbook: bytes) -> None:
        self.package = _opened(workbook)
        self.book = self.package.related("", "officeDocument") or _USUAL_BOOK
        self.sheets = _sheets(self.package, self.book)
        self.styles = Styles(self.package, self.book)

    @cached_property
    def strings(self) -> Sequence[str]:
        """The texts that cells share (ECMA-376-1 §18.4)."""
        part = self.package.related(self.book, "sharedStrings")
        if part not in self.package.parts:
            return ()
        return tuple(map(_run_text, self.package.tree(part).iterchildren(f"{M}si")))

    @cached_property
    def day_zero(self) -> date:
        """The day that numbers count days from (ECMA-376-1 §18.17.4.1)."""
        properties = self.package.tree(self.book).find(f"{M}workbookPr")
        of_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        return _DAY_ZERO_1904 if of_1904 else DAY_ZERO

    def text(self, cell: etree._Element) -> str:
        """The text that a cell holds; empty for other values, and for results of formulas."""
        if cell.find(f"{M}f") is not None:
            return ""
        if cell.get("t") == "inlineStr":
            inline = cell.find(f"{M}is")
            return "" if inline is None else _run_text(inline)
        value = cell.findtext(f"{M}v", "")
        if cell.get("t") == "s":
            return self.strings[int(value)]
        return value if cell.get("t") == "str" else ""

    def packed(self) -> bytes:
        """The changed workbook."""
        self.styles.store()
        return self.package.packed()


def _run_text(item: etree._Element) -> str:
    """The text of a string, its runs together, without what says how to pronounce it."""
    runs = item.iterchildren(f"{M}t", f"{M}r")
    return "".join(it.text or "" for run in runs for it in run.iter(f"{M}t"))


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
        self._is_changed = False

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
            twin.set("fillId", str(self.add("fills", _FILL.format(colour))))
            twin.set("applyFill", "1")
            if is_text:
                twin.set("numFmtId", _TEXT_FORMAT)
                twin.set("applyNumberFormat", "1")
            self._twins[key] = str(self._placed("cellXfs", twin))
        return self._twins[key]

    def showing(self, style: str, number_format: str) -> str:
        """The index of the same format with another number format.

        Args:
            style: the index of the format.
            number_format: the number of the number format.
        """
        twin = copy.deepcopy(self._list("cellXfs")[int(style)])
        twin.set("numFmtId", number_format)
        twin.set("applyNumberFormat", "1")
        return str(self._placed("cellXfs", twin))

    def shows(self, style: str) -> str:
        """How a format shows numbers: the code of its own, or the number of a built-in one."""
        key = self._list("cellXfs")[int(style)].get("numFmtId", "0")
        own = self._root.iterfind(f"{M}numFmts/{M}numFmt[@numFmtId='{key}']")
        return next((it.get("formatCode", "") for it in own), key)

    def number_format(self, code: str) -> str:
        """The number of a number format, which is added where there is none yet."""
        formats = self._list("numFmts")
        for known in formats:
            if known.get("formatCode") == code:
                return known.get("numFmtId", "0")
        taken = [int(it.get("numFmtId", "0")) for it in formats]
        key = str(max((_FIRST_OWN_FORMAT - 1, *taken)) + 1)
        entry = etree.Element(f"{M}numFmt")
        entry.set("numFmtId", key)
        entry.set("formatCode", code)
        self._placed("numFmts", entry)
        return key

    def add(self, name: str, entry: str) -> int:
        """The index of an entry of a list, which is added where it has no such entry yet.

        Args:
            name: of the list: `fonts`, `fills`, `borders`, `cellXfs`, `dxfs`.
            entry: its XML, without a namespace.
        """
        return self._placed(name, parse_xml(f'<x xmlns="{MAIN_NS}">{entry}</x>')[0])

    def _placed(self, name: str, entry: etree._Element) -> int:
        entries = self._list(name)
        wanted = _canonical(entry)
        for index, known in enumerate(entries):
            if known.tag == entry.tag and _canonical(known) == wanted:
                return index
        entries.append(entry)
        entries.set("count", str(len(entries)))
        self._is_changed = True
        return len(entries) - 1

    def _list(self, name: str) -> etree._Element:
        """A list of the styles; where there is none, with what a workbook can't do without."""
        found = self._root.find(f"{M}{name}")
        if found is not None:
            return found
        made = parse_xml(f'<{name} xmlns="{MAIN_NS}">{_STYLE_LISTS.get(name, "")}</{name}>')
        followers = _STYLE_ORDER[_STYLE_ORDER.index(name) :]
        after = [it for it in self._root if it.tag in map(M.__add__, followers)]
        self._root.insert(self._root.index(after[0]) if after else len(self._root), made)
        return made

    def store(self) -> None:
        """Put the styles back, if any was added."""
        if not self._is_changed:
            return
        for name in _STYLE_LISTS:
            made = self._list(name)
            made.set("count", str(len(made)))
        if self._part not in self._package.parts:
            self._part = self._package.add("xl/styles{}.xml", _STYLES_TYPE)
            self._package.relate(self._book, "styles", self._part)
        self._package.store(self._part, self._root)


def _canonical(entry: etree._Element) -> bytes:
    return etree.tostring(entry, method="c14n", exclusive=True, with_tail=False)


def put_in_order(root: etree._Element, child: etree._Element) -> None:
    """Put an element where the format wants it: into a sheet, behind others of its kind."""
    followers = _SHEET_ORDER[_SHEET_ORDER.index(child.tag) + 1 :]
    after = next((it for it in root if it.tag in followers), None)
    if after is None:
        root.append(child)
    else:
        after.addprevious(child)


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


def covers(reference: str, address: str) -> bool:
    """True where an area (`A2:B9`) holds a cell."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = split_address(first), split_address(last or first)
    row, column = split_address(address)
    return top <= row <= bottom and left <= column <= right


def last_column(data: etree._Element) -> int:
    """The last column in which any cell stands, from 1."""
    return max((split_address(cell.get("r", "A1"))[1] for cell in data.iter(f"{M}c")), default=1)


def cell_at(data: etree._Element, address: str) -> etree._Element:
    """The cell at an address, made in its place where there is none."""
    number, _ = split_address(address)
    row = _placed(data, f"{M}row", number, lambda item: int(item.get("r", "0")))
    row.set("r", str(number))
    return cell_in(row, address)


def cell_in(row: etree._Element, address: str) -> etree._Element:
    """The cell at an address of a row, made in its place where there is none."""
    _, column = split_address(address)
    cell = _placed(row, f"{M}c", column, lambda item: split_address(item.get("r", "A1"))[1])
    cell.set("r", address)
    return cell


def _placed(
    parent: etree._Element, tag: str, position: int, key: Callable[[etree._Element], int]
) -> etree._Element:
    """The child with a position, made between its neighbours where there is none.

    Children stand in their order; what is none of them stands behind (ECMA-376-1 §18.3.1.73).
    """

    def place(child: etree._Element) -> int:
        if child.tag == tag:
            return key(child)
        if not isinstance(child, _NO_ELEMENTS):
            return _BEHIND
        # Of a comment nothing is known but where it stands.
        before = child.getprevious()
        return 0 if before is None else place(before)

    index = bisect_left(parent, position, key=place)
    if index < len(parent) and parent[index].tag == tag and key(parent[index]) == position:
        return parent[index]
    made = etree.Element(tag)
    parent.insert(index, made)
    return made


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
