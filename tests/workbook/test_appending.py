"""Rows added to a copy: tinted, as text, and nothing else of the workbook changed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from anjuan.errors import WorkbookError
from anjuan.opc import Package
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import incident, write_workbook
from anjuan.workbook.appending import ADDED_COLOUR, Added, Cells, append_rows
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import load_workbook as load_cases

ROW: Cells = {
    "案件编号": "A001",
    "时间": "2026-03-04 凌晨0点",
    "对方号码": "02100001234",
    "次数": 2,
}
OWN: Cells = {"来源": "calls.xml 第 5 行"}


def appended(path: Path, *rows: Cells, headings: HeadingMap | None = None) -> bytes:
    sheets = load_cases(path, headings).sheets
    theirs = headings.columns.get("骚扰记录", {}) if headings else {}
    return append_rows(path.read_bytes(), [Added(sheets["骚扰记录"], rows, theirs)])


def rows_of(content: bytes, sheet: str = "骚扰记录") -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))


def test_rows_stand_below_those_that_are_filled(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[incident(), incident()])
    rows = rows_of(appended(path, ROW, {**ROW, **OWN}))

    headings = list(rows[0])
    assert len(rows) == 5
    assert headings[-1] == "来源"
    assert [row[headings.index("对方号码")] for row in rows[3:]] == ["02100001234"] * 2
    assert [row[headings.index("来源")] for row in rows[3:]] == [None, OWN["来源"]]


def test_values_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[])
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(appended(path, {**ROW, "方式": "电话", "受扰人": "张三", **OWN}))

    (row,) = load_cases(copy).cases[0].incidents
    assert row.moment is not None
    assert (str(row.moment.day), str(row.moment.clock)) == ("2026-03-04", "00:00:00")
    assert (row.number, row.count, row.extra["来源"]) == ("02100001234", 2, OWN["来源"])


def test_formatted_empty_rows_of_the_blank_workbook_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(SAMPLE_WORKBOOK.read_bytes())
    before = [row for row in rows_of(path.read_bytes()) if any(row)]
    rows = rows_of(appended(path, ROW))

    assert len([row for row in rows if any(row)]) == len(before) + 1
    assert any(rows[len(before)])


def test_every_other_part_and_sheet_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(SAMPLE_WORKBOOK.read_bytes())
    old, new = Package(path.read_bytes()).parts, Package(appended(path, ROW)).parts

    changed = {name for name in old if old[name] != new[name]}
    assert old.keys() == new.keys()
    assert len(changed) == 2
    assert "xl/styles.xml" in changed
    assert sum("worksheets/sheet" in name for name in changed) == 1


def test_new_rows_are_tinted_and_text_keeps_the_look_of_its_column(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[incident()])
    book = load_workbook(path)
    for cell in book["骚扰记录"][2]:
        cell.font = Font(name="仿宋", bold=True)
    book.save(path)
    sheet = load_workbook(io.BytesIO(appended(path, ROW)))["骚扰记录"]

    cell = sheet.cell(3, 1)
    assert cell.fill.fgColor.rgb == ADDED_COLOUR
    assert (cell.font.name, cell.font.bold, cell.number_format) == ("仿宋", True, "@")
    assert sheet.cell(2, 1).fill.fgColor.rgb != ADDED_COLOUR


def test_the_look_of_headings_is_not_that_of_rows(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[])
    book = load_workbook(path)
    for cell in book["骚扰记录"][1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFC94D")
    book.save(path)
    sheet = load_workbook(io.BytesIO(appended(path, {**ROW, **OWN})))["骚扰记录"]

    assert not sheet.cell(2, 1).font.bold
    added = sheet.cell(1, sheet.max_column)
    assert (added.value, added.font.bold) == ("来源", True)


def test_a_new_column_has_room_and_the_others_keep_theirs(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[incident()])
    bare = load_workbook(io.BytesIO(appended(path, {**ROW, **OWN})))["骚扰记录"]
    book = load_workbook(path)
    book["骚扰记录"].column_dimensions["B"].width = 11
    book.save(path)
    sheet = load_workbook(io.BytesIO(appended(path, {**ROW, **OWN})))["骚扰记录"]

    last = get_column_letter(sheet.max_column)
    assert bare.column_dimensions[last].width == 28
    assert [sheet.column_dimensions[it].width for it in ("B", last)] == [11, 28]


def test_headings_further_down_and_of_the_office_are_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[incident(时间="2026-03-05")])
    book = load_workbook(path)
    sheet = book["骚扰记录"]
    sheet.insert_rows(1)
    sheet["A1"] = "某某律师事务所"
    for cell in sheet[2]:
        if cell.value == "对方号码":
            cell.value = "骚扰来电"
    book.save(path)
    theirs = HeadingMap(columns={"骚扰记录": {"对方号码": "骚扰来电"}})
    rows = rows_of(appended(path, ROW, headings=theirs))

    assert rows[3][rows[1].index("骚扰来电")] == "02100001234"


def test_a_full_sheet_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", incidents=[incident()])
    book = load_workbook(path)
    book["骚扰记录"].cell(1048576, 1).value = "A001"
    book.save(path)
    with pytest.raises(WorkbookError, match="1048576"):
        appended(path, ROW)


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    sheets = load_cases(write_workbook(tmp_path / "表.xlsx")).sheets
    with pytest.raises(WorkbookError):
        append_rows(b"PK", [Added(sheets["骚扰记录"], [ROW], {})])


def test_no_row_of_a_workbook_of_another_hand_is_touched(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "表.xlsx", incidents=[incident(内容="一"), incident(内容="二")]
    )
    before = rows_of(path.read_bytes())
    assert rows_of(appended(path, ROW))[: len(before)] == before
