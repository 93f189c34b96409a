"""Prints the cells of a workbook, for git to show readable diffs.

git config diff.xlsx.textconv "python tests/tools/xlsx_text.py"
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from python_calamine import CalamineWorkbook

_FEWEST_HEADINGS = 3


def xlsx_text(path: Path) -> str:
    """Each filled cell on a line, after its heading; rows are not numbered.

    So a row that is put in between is one change, and not one of all rows below.
    """
    workbook = CalamineWorkbook.from_path(str(path))
    return "".join(f"{line}\n" for name in workbook.sheet_names for line in _lines(workbook, name))


def _lines(workbook: CalamineWorkbook, name: str) -> Iterator[str]:
    """Rows of a table by heading; what stands above the headings, and pages of text, as it is."""
    yield f"[{name}]"
    headings: list[str] = []
    for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False):
        cells = [_text(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        if headings and filled:
            yield ""
            yield from (f"{key}：{cell}" for key, cell in zip(headings, cells, strict=True) if cell)
        elif len(filled) >= _FEWEST_HEADINGS:
            headings = cells
        elif filled:
            yield " ".join(filled)


def _text(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # always a text stream
    sys.stdout.write(xlsx_text(Path(sys.argv[1])))
