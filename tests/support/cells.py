"""Where a cell stands in a workbook that a test wrote: letters change when columns are added."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from anjuan.case.sheets import SHEETS


def cell(sheet: str, heading: str, row: int = 2) -> str:
    """The address under a heading: `D2`."""
    [found] = [it for it in SHEETS if it.name == sheet]
    headings = [item.column.heading for item in found.fields]
    return f"{get_column_letter(headings.index(heading) + 1)}{row}"
