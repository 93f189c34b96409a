"""Tables of the office's own, and several files that are read together, put into our sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from anjuan.case.sheets import Table
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.bolts import Bolt, of_file
from anjuan.workbook.mapping.finishing import finished
from anjuan.workbook.mapping.plain import plain
from anjuan.workbook.mapping.weaving import woven
from anjuan.workbook.opening import named, opened
from anjuan.workbook.rows import RawSheet, read_sheets, sheets_of


def read_together(path: Path, headings: HeadingMap, table: Table) -> dict[str, RawSheet]:
    """Read a workbook by a mapping, or with those that belong to it; see `read_mapped`."""
    if not headings.also:
        return _sheets([_bolt(path, headings, table)], table)
    bolts = [of_file(_bolt(path, headings, table), path.name)]
    for other, of_other in headings.also:
        with named(other):
            bolts.append(of_file(_bolt(other, of_other, table), other.name))
    return _sheets(bolts, table)


def _bolt(path: Path, headings: HeadingMap, table: Table) -> Bolt:
    if headings.tables is not None:
        return woven(opened(path), headings.tables, table)
    return plain(read_sheets(path, table.sheets, headings), headings, table)


def _sheets(bolts: Sequence[Bolt], table: Table) -> dict[str, RawSheet]:
    made = finished(bolts, table)
    sheets = sheets_of(made.tables, table.sheets, HeadingMap())
    remarks = {problem.sheet: tuple(made.remarks) for problem in made.remarks[:1]}
    return {
        name: replace(sheet, places=made.places.get(name), remarks=remarks.get(name, ()))
        for name, sheet in sheets.items()
    }
