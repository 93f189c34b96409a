"""What a sheet's own XML tells that a reader of values does not: errors, formulas, hidden rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK, _RELATIONSHIPS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SUSPICIOUS = re.compile(rb'\bt="e"|<f[\s>/]')
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ADDRESS = re.compile(rb'\br="([A-Z]+[0-9]+)"')
# A formula whose result was never stored has no value element.
_STORED = re.compile(rb"<v>[^<]|<is>")
_HIDDEN_ROW = re.compile(rb"<row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*\br=\"([0-9]+)\"")


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is wrong with a sheet besides its values.

    Attributes:
        cells: `error` (#N/A and the like) or `formula` (never computed) by address.
        hidden_rows: row numbers.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()


def find_flaws(path: Path) -> dict[str, Flaws]:
    """The flaws of each sheet of an .xlsx or .xlsm file; nothing for other formats."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as package:
        return {name: _flaws(package.read(part)) for name, part in _sheet_parts(package)}


def _flaws(xml: bytes) -> Flaws:
    cells = dict(_flawed_cells(xml)) if _SUSPICIOUS.search(xml) else {}
    return Flaws(cells, frozenset(int(number) for number in _HIDDEN_ROW.findall(xml)))


def _flawed_cells(xml: bytes) -> Iterator[tuple[str, str]]:
    for attributes, content in _CELL.findall(xml):
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        if b't="e"' in attributes:
            yield address[1].decode(), "error"
        elif b"<f" in content and not _STORED.search(content):
            yield address[1].decode(), "formula"


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet name and part name, by way of the workbook's relationships (ECMA-376 §18.2.19)."""
    names = set(package.namelist())
    if not {_WORKBOOK, _RELATIONSHIPS} <= names:
        return
    targets = {
        item.get("Id"): item.get("Target", "") for item in _parse(package.read(_RELATIONSHIPS))
    }
    for sheet in _parse(package.read(_WORKBOOK)).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATIONSHIP_ID), "")
        part = str(PurePosixPath("/xl") / target).removeprefix("/")
        if part in names:
            yield sheet.get("name", ""), part


def _parse(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
