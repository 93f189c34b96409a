"""From a file to raw rows: which sheets and headings there are, and what stands in each cell.

Row numbers and addresses are the ones that Excel shows. What the fast reader can't tell
(error cells, formulas never computed) is found in the sheet's own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from anjuan.errors import WorkbookError
from anjuan.values import Cell, as_typed, is_empty, suggestion

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FLAWED = re.compile(rb'<c [^>]*\bt="e"[^>]*>|<f[\s>/]')
# A formula whose result was never stored: its cell ends without a value element.
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ADDRESS = re.compile(rb'\br="([A-Z]+[0-9]+)"')


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row below the heading.

    Attributes:
        number: the row number that Excel shows.
        cells: value by heading.
    """

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as read.

    Attributes:
        name: sheet name.
        columns: column letter by heading, in the order of the sheet.
        rows: the rows that hold anything at all.
        flaws: what is wrong with a cell itself, by address: `error` or `formula`.
    """

    name: str
    columns: Mapping[str, str]
    rows: tuple[RawRow, ...]
    flaws: Mapping[str, str] = field(default_factory=dict)

    def address(self, heading: str, row: int) -> str:
        """`C4` for a heading and a row; empty when the sheet has no such column."""
        letter = self.columns.get(heading)
        return f"{letter}{row}" if letter else ""


def read_sheets(path: Path, wanted: Mapping[str, Iterable[str]]) -> dict[str, RawSheet]:
    """Read the wanted sheets of a workbook.

    Args:
        path: an .xlsx or .xlsm file; it is only read.
        wanted: sheet name → headings that must be there.

    Raises:
        WorkbookError: not a workbook, encrypted, a sheet or heading missing or given twice.
    """
    workbook = _open(path)
    _require_sheets(path, workbook.sheet_names, wanted)
    flaws = _flaws(path)
    return {
        name: _read_sheet(path, workbook, name, headings, flaws.get(name, {}))
        for name, headings in wanted.items()
    }


def _open(path: Path) -> CalamineWorkbook:
    if not path.is_file():
        raise WorkbookError(f"找不到文件 {path}。请检查路径和文件名。")
    if _is_encrypted(path):
        raise WorkbookError(f"{path} 加了打开密码，读不了。请取消密码后另存一份。")
    try:
        if zipfile.is_zipfile(path):
            return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise WorkbookError(
            f"{path} 已损坏或不是 Excel 工作簿（{error}）。请重新另存为 .xlsx。"
        ) from error
    raise WorkbookError(
        f"{path} 不是 .xlsx 工作簿。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”。"
    )


def _is_encrypted(path: Path) -> bool:
    """True for an encrypted workbook, which is an OLE container (MS-OFFCRYPTO §2.3.4)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WorkbookError(f"读不了 {path}：{error.strerror}。请检查权限。") from error
    return content.startswith(_OLE_SIGNATURE) and _ENCRYPTED_STREAM in content


def _require_sheets(path: Path, found: list[str], wanted: Iterable[str]) -> None:
    missing = [name for name in wanted if name not in found]
    if not missing:
        return
    hints = "".join(suggestion(name, tuple(found)) for name in missing[:1])
    raise WorkbookError(
        f"{path} 缺少工作表“{'”“'.join(missing)}”（现有：{'、'.join(found)}）。{hints}"
        "请按空白案件表补上；没有内容的表也要留下标题行。"
    )


def _read_sheet(
    path: Path,
    workbook: CalamineWorkbook,
    name: str,
    required: Iterable[str],
    flaws: Mapping[str, str],
) -> RawSheet:
    try:
        table = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise WorkbookError(f"{path} 的工作表“{name}”已损坏（{error}）。") from error
    columns = _columns(path, name, table[0] if table else [], required)
    positions = {heading: index for index, heading in enumerate(columns) if heading}
    rows = tuple(
        RawRow(number, {heading: row[index] for heading, index in positions.items()})
        for number, row in enumerate(table[1:], start=2)
        if any(not is_empty(cell) for cell in row)
    )
    letters = {heading: get_column_letter(index + 1) for heading, index in positions.items()}
    return RawSheet(name, letters, rows, flaws)


def _columns(path: Path, name: str, first: Sequence[Cell], required: Iterable[str]) -> list[str]:
    headings = [as_typed(cell).replace("\n", "").strip().rstrip("*＊ ") for cell in first]
    named = [heading for heading in headings if heading]
    where = f"{path} 的工作表“{name}”"
    if not named:
        raise WorkbookError(f"{where}第 1 行没有标题。请按空白案件表补上标题行。")
    repeated = sorted({heading for heading in named if named.count(heading) > 1})
    if repeated:
        raise WorkbookError(f"{where}里标题“{'”“'.join(repeated)}”出现了不止一次。请只留一列。")
    missing = [heading for heading in required if heading not in named]
    if missing:
        hint = suggestion(missing[0], tuple(named))
        raise WorkbookError(
            f"{where}缺少必填的列“{'”“'.join(missing)}”。{hint}请在第 1 行补上这个标题。"
        )
    return headings


def _flaws(path: Path) -> dict[str, dict[str, str]]:
    """Error cells and formulas without a stored result, by sheet name and address."""
    with zipfile.ZipFile(path) as package:
        found = {}
        for name, part in _sheet_parts(package):
            xml = package.read(part)
            if _FLAWED.search(xml):
                found[name] = dict(_flawed_cells(xml))
        return found


def _flawed_cells(xml: bytes) -> Iterator[tuple[str, str]]:
    for attributes, content in _CELL.findall(xml):
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        if b't="e"' in attributes:
            yield address[1].decode(), "error"
        elif b"<f" in content and not re.search(rb"<v>[^<]|<is>", content):
            yield address[1].decode(), "formula"


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet name and part name, by way of the workbook's relationships (ECMA-376 §18.2.19)."""
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {
        item.get("Id"): item.get("Target", "")
        for item in _parse(package.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in _parse(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATIONSHIP_ID), "")
        part = str(PurePosixPath("xl") / target).removeprefix("/")
        if part in names:
            yield sheet.get("name", ""), part


def _parse(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
