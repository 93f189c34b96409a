"""The sheets of a workbook under our names, whether it is of our make or read by a mapping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from anjuan.case.sheets import Sheet
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.weaving import woven
from anjuan.workbook.opening import opened
from anjuan.workbook.rows import RawSheet, read_sheets, sheets_of


def read_mapped(path: Path, wanted: Iterable[Sheet], headings: HeadingMap) -> dict[str, RawSheet]:
    """Read the wanted sheets of a workbook, by our names.

    Args:
        path: the file; it is only read.
        wanted: our sheets.
        headings: what the office calls them, or how its tables are put into ours.

    Raises:
        UnsoundError: as `read_sheets`; or the mapping is that of another file.
    """
    if headings.tables is None:
        return read_sheets(path, wanted, headings)
    made = woven(opened(path), headings.tables)
    sheets = sheets_of(made.tables, wanted, HeadingMap())
    remarks = {problem.sheet: made.remarks for problem in made.remarks[:1]}
    return {
        name: replace(sheet, places=made.places.get(name), remarks=tuple(remarks.get(name, ())))
        for name, sheet in sheets.items()
    }
