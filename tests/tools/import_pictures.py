"""What an import looks like: the list of numbers, and the new rows, as workbooks to be printed."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from support.commands import run_here

from anjuan.resources import SAMPLE_WORKBOOK

_HEADINGS = ("起始时间", "通信方式", "对方号码", "通信时长")
_BILL = (
    ("2026-03-03 09:15:04", "被叫", "17000000009", "1分5秒"),
    ("2026-03-03 22:40:10", "被叫", "17000000009", "3分20秒"),
    ("2026-03-04 07:30:05", "被叫", "950130001234", "2分5秒"),
    ("2026-03-04 09:02:10", "被叫", "02100001234", "9秒"),
    ("2026-03-04 10:00:00", "被叫", "13900000077", "10分0秒"),
    ("2026-03-04 18:20:00", "主叫", "13900000077", "45秒"),
    ("2026-03-05 12:01:00", "被叫", "10086", "30秒"),
)
_LOG = (
    ("17000000009", "1772500498000", "65", "1"),
    ("17000000009", "1772688600000", "0", "3"),
    ("17000000009", "1772688672000", "0", "5"),
    ("02100001234", "1772688750000", "0", "6"),
)
_GROUNDS = {"17000000009": "录音", "950130001234": "短信署名", "02100001234": "回拨核实"}
_SHOWN = "骚扰记录"


def imported_pages(folder: Path) -> dict[str, Path]:
    """The ticked list and the new rows of the copy, by the names of their pictures.

    Args:
        folder: where they are made.
    """
    folder.mkdir()
    (folder / "案件表.xlsx").write_bytes(SAMPLE_WORKBOOK.read_bytes())
    _write_records(folder / "手机")
    run_here(folder, "numbers", "手机")
    _tick(folder / "催收号码.xlsx")
    run_here(folder, "import", "案件表.xlsx", "手机", "-c", "A001", "--numbers", "催收号码.xlsx")
    rows = _new_rows(folder / "案件表_导入.xlsx")
    return {"numbers": folder / "催收号码.xlsx", "imported": rows}


def _write_records(folder: Path) -> None:
    folder.mkdir()
    with (folder / "通话详单.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows((_HEADINGS, *_BILL))
    calls = "".join(
        f'<call number="{number}" date="{stamp}" duration="{length}" type="{kind}" '
        'presentation="1" contact_name="(Unknown)"/>'
        for number, stamp, length, kind in _LOG
    )
    (folder / "calls.xml").write_text(
        f'<?xml version="1.0"?><calls count="{len(_LOG)}">{calls}</calls>', encoding="utf-8"
    )


def _tick(path: Path) -> None:
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=3):
        if ground := _GROUNDS.get(str(row[1].value)):
            row[0].value, row[3].value = "是", ground
    book.save(path)


def _new_rows(copy: Path) -> Path:
    """The new rows alone, without the columns in which nothing stands."""
    book = load_workbook(copy)
    for name in book.sheetnames:
        if name != _SHOWN:
            del book[name]
    sheet = book[_SHOWN]
    source = next(cell.column for cell in sheet[1] if cell.value == "来源")
    first = next(row for row in range(2, sheet.max_row) if sheet.cell(row, source).value)
    sheet.delete_rows(2, first - 2)
    for column in range(1, sheet.max_column + 1):
        cells = [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)]
        sheet.column_dimensions[get_column_letter(column)].hidden = not any(cells)
    sheet.print_title_cols = None
    sheet.page_setup.fitToWidth = 1
    path = copy.with_name("新加的行.xlsx")
    book.save(path)
    return path
