"""The sample workbooks, built from their rows in sample_rows/: `make samples`.

A workbook is a package that no diff shows; the rows lie beside this module as text, and a test
holds that the shipped files are what they give.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from anjuan.opc import reproducible
from anjuan.workbook.blank import blank_workbook

SAMPLES = Path(__file__).parents[2] / "sample_cases"
ROWS = Path(__file__).parent / "sample_rows"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def rows(name: str) -> Rows:
    """The rows of one workbook, by sheet; each by heading."""
    return tomllib.loads((ROWS / f"{name}.toml").read_text(encoding="utf-8"))


def ledger(tables: Rows) -> bytes:
    """An office's own workbook: a title, then the headings, and no looks of ours."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    workbook.properties.creator = "anjuan"
    workbook.properties.created = workbook.properties.modified = datetime(1980, 1, 1)
    for name, lines in tables.items():
        table = workbook.create_sheet(name)
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        table.append([f"{name}（示例，内容全是虚构的）"])
        table.append(headings)
        for number in range(1, len(headings) + 1):
            table.column_dimensions[get_column_letter(number)].width = 18
        for line in lines:
            table.append([line.get(heading) for heading in headings])
            for cell in table[table.max_row]:
                if isinstance(cell.value, date):
                    cell.number_format = "yyyy/m/d" + " hh:mm" * isinstance(cell.value, datetime)
    out = io.BytesIO()
    workbook.save(out)
    return reproducible(out.getvalue())


# Path below sample_cases/ → how its rows become a workbook.
WORKBOOKS: dict[str, Callable[[Rows], bytes]] = {
    "示例案件.xlsx": blank_workbook,
    "从头到尾.xlsx": blank_workbook,
    "有错的案件表.xlsx": blank_workbook,
    "自有表格/台账.xlsx": ledger,
}


def built(place: str) -> bytes:
    """One of the workbooks."""
    return WORKBOOKS[place](rows(Path(place).stem))


if __name__ == "__main__":
    for place in WORKBOOKS:
        (SAMPLES / place).parent.mkdir(exist_ok=True)
        (SAMPLES / place).write_bytes(built(place))
