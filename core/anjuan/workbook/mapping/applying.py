"""The sheets of a workbook under our names, whether it is of our make or read by a mapping."""

from __future__ import annotations

from pathlib import Path

from anjuan.case.sheets import OURS, Table
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.rows import RawSheet, read_sheets


def read_mapped(path: Path, headings: HeadingMap, table: Table = OURS) -> dict[str, RawSheet]:
    """Read a workbook, with those that belong to it, by our names of the sheets.

    Args:
        path: the file; it is only read.
        headings: what the office calls them, or how its tables are put into ours; and which
            files are read with it.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        UnsoundError: as `read_sheets`; or the mapping is that of another file.
        WorkbookError: so with a file that is read with it.
    """
    if headings.tables is None and not headings.also:
        return read_sheets(path, table.sheets, headings)
    # Most workbooks are of our make: a quick start is worth more than one place for imports.
    from anjuan.workbook.mapping.together import read_together

    return read_together(path, headings, table)
