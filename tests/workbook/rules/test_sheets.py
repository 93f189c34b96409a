"""What is wrong with a sheet as a sheet, each at its cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.cells import cell
from support.checking import assert_found, edited, found, problems

from anjuan.testing import (
    INCIDENT,
    Row,
    case,
    incident,
    institution,
    loss,
    write_workbook,
)


# One row a rule: what is wrong, its code, its exact cell.
@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ({"incidents": [INCIDENT, INCIDENT]}, "duplicate-row", "骚扰记录!案件编号3"),
        ({"incidents": [incident(内容="  ")]}, "blank-cell", "骚扰记录!内容2"),
        ({"incidents": [incident(对方号码=57100000011)]}, "text-as-number", "骚扰记录!对方号码2"),
        ({"losses": [loss(金额="1200")]}, "number-as-text", "损失!金额2"),
    ],
)
def test_every_doubtful_cell_is_told(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    assert_found(write_workbook(tmp_path / "表.xlsx", **rows), code, place)


def test_error_cells_and_formulas_without_a_result_are_errors(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["案件"]["J2"] = "#N/A"
        workbook["案件"]["J2"].data_type = "e"
        workbook["案件"]["K2"] = "=1+1"

    assert {("error-cell", "案件!J2"), ("formula-without-value", "案件!K2")} <= found(
        edited(tmp_path, change)
    )


def test_merged_cells_and_hidden_rows_are_told(tmp_path: Path) -> None:
    content = cell("骚扰记录", "内容")

    def change(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"].merge_cells(f"{content}:{cell('骚扰记录', '内容', 3)}")
        workbook["骚扰记录"].row_dimensions[3].hidden = True

    rows = [INCIDENT, incident(时间="2026-03-06")]
    assert {("merged-cells", f"骚扰记录!{content}"), ("hidden-row", "骚扰记录!A3")} <= found(
        edited(tmp_path, change, incidents=rows)
    )


def test_a_heading_that_looks_like_a_slip_is_told(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"][cell("骚扰记录", "与委托人关系", 1)] = "与委托人的关系"

    problem = next(item for item in problems(edited(tmp_path, change)) if item.heading)
    assert (problem.code, problem.cell) == ("unknown-heading", cell("骚扰记录", "与委托人关系", 1))
    assert "是不是“与委托人关系”" in problem.message


@pytest.mark.parametrize(
    ("rows", "heading", "code"),
    [
        ({"losses": [loss(金额="3万多")]}, "金额", "bad-money"),
        ({"losses": [loss(金额="3万")]}, "金额", "read-as"),
        ({"cases": [case(身份证号=330106199207142000)]}, "身份证号", "long-number"),
        ({"cases": [case(联系电话=1380000000)]}, "联系电话", "bad-phone"),
        ({"cases": [case(住址="  ")]}, "住址", "missing"),
        (
            {"institutions": [institution(统一社会信用代码=91000000)]},
            "统一社会信用代码",
            "bad-credit-code",
        ),
    ],
)  # fmt: skip
def test_a_cell_has_one_message_the_gravest(
    tmp_path: Path, rows: dict[str, list[Row]], heading: str, code: str
) -> None:
    told = problems(write_workbook(tmp_path / "表.xlsx", **rows))

    assert [it.code for it in told if it.heading == heading] == [code]


def test_of_a_cell_that_is_empty_because_it_is_merged_the_merging_is_told(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"].merge_cells("A2:A3")

    book = edited(tmp_path, change, incidents=[INCIDENT, incident(次数=2)])

    assert [it.code for it in problems(book) if it.cell == "A3"] == ["merged-cells"]


def test_what_is_said_of_a_row_stands_beside_what_is_said_of_its_first_cell(tmp_path: Path) -> None:
    row = incident(案件编号=1)
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(案件编号="1")], incidents=[row, row])

    told = [it.code for it in problems(book) if it.cell == "A3" and it.sheet == "骚扰记录"]
    assert sorted(told) == ["duplicate-row", "text-as-number"]


@pytest.mark.parametrize("title", ["骚扰记录（2）", "骚扰记录续", "3月", "Sheet9"])
def test_a_second_sheet_of_the_same_headings_is_told(tmp_path: Path, title: str) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.copy_worksheet(workbook["骚扰记录"]).title = title

    told = [it for it in problems(edited(tmp_path, change)) if it.code == "unread-sheet"]
    assert [(it.sheet, it.value) for it in told] == [("骚扰记录", title)]


def test_a_sheet_that_is_missing_may_stand_under_another_name(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        del workbook["证人"]
        sheet = workbook.create_sheet("目击者")
        sheet.append(["案件编号", "姓名", "作证方式"])
        sheet.append(["A001", "王五", "出庭"])

    assert ("unread-sheet", "证人!") in found(edited(tmp_path, change))


def test_other_sheets_of_the_office_are_no_fault(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.create_sheet("通讯录").append(["案件编号", "姓名"])
        workbook.create_sheet("收费").append(["案件编号", "项目", "已收", "未收"])
        workbook.create_sheet("说明")
        workbook.create_chartsheet("图")

    assert not [it for it in found(edited(tmp_path, change)) if it[0] == "unread-sheet"]
