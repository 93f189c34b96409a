"""Opens a spreadsheet and lays out its sheets, in a process that may die of it.

Run by its path (opening.py), so that it needs nothing but the reader: .xls and .ods files can ask
for any amount of memory, and the reader's language ends the process that has none left.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from python_calamine import CalamineError, CalamineWorkbook

# What a file of these formats may take while it is read.
MOST_MEMORY = 800 << 20
TOO_MANY_CELLS = 3


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _lay_out(path: str, most_cells: int) -> int:
    """The exit status. What the reader complains about, it will do again where that is told."""
    with suppress(CalamineError, OSError):
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > most_cells:
                return TOO_MANY_CELLS
    return 0


if __name__ == "__main__":
    _limit_memory()
    sys.exit(_lay_out(sys.argv[1], int(sys.argv[2])))
