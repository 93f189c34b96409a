"""The blank workbook: what a person needs to fill it in, and nothing the reader trips over."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from support.office import Order, needs_office, saved_as
from support.runs import Cli

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import (
    CASES,
    GUIDE_NAME,
    INCIDENTS,
    INSTITUTIONS,
    ROW_SHEETS,
    SHEETS,
    STATUS_HEADING,
    Sheet,
)
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import CASE, INSTITUTION
from anjuan.workbook.blank import LAST_FORMATTED_ROW, Rows, blank_workbook, read_rows
from anjuan.workbook.parsing import load_workbook

# Excel calls a file damaged whose texts are longer (Excel specifications and limits).
LONGEST_LIST, LONGEST_TITLE, LONGEST_PROMPT, LONGEST_ERROR = 255, 32, 255, 225
NOT_TEXT = {
    ColumnType.DATE: "yyyy-mm-dd",
    ColumnType.MOMENT: "yyyy-mm-dd hh:mm",
    ColumnType.MONEY: "#,##0.00",
    ColumnType.COUNT: "0",
}


def placed(sheet: Sheet) -> Iterator[tuple[int, Any]]:
    """The columns of a blank sheet, whose second is reserved for results, with their numbers."""
    for number, item in enumerate(sheet.fields):
        yield number + (1 if number == 0 else 2), item


ALL_COLUMNS = [
    pytest.param(sheet, position, item.column, id=f"{sheet.name}-{item.column.heading}")
    for sheet in SHEETS
    for position, item in placed(sheet)
]
COLUMNS_WITH_CHOICES = [
    (sheet, position, item.column)
    for sheet in SHEETS
    for position, item in placed(sheet)
    if item.column.choices
]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("blank") / "案件表.xlsx"
    path.write_bytes(blank_workbook())
    return openpyxl.load_workbook(path)


def headings(table: Worksheet) -> list[object]:
    return [cell.value for cell in table[1]]


def heading_cell(workbook: Workbook, sheet: Sheet, position: int) -> Cell:
    cell = workbook[sheet.name].cell(1, position)
    assert isinstance(cell, Cell)
    return cell


def validation(workbook: Workbook, sheet: Sheet, position: int) -> DataValidation | None:
    """What Excel checks in the first empty cell of a column."""
    address = workbook[sheet.name].cell(2, position).coordinate
    found = [
        item
        for item in workbook[sheet.name].data_validations.dataValidation
        if address in item.sqref
    ]
    assert len(found) <= 1, found
    return found[0] if found else None


def rule(workbook: Workbook, sheet: Sheet, position: int) -> tuple[str, ...]:
    """A validation in the words that every office suite keeps."""
    found = validation(workbook, sheet, position)
    if found is None or not found.type:
        return ()
    formula = (found.formula1 or "").replace("'", "")
    return (found.type, found.errorStyle or "stop", formula, found.error or "")


def column_format(workbook: Workbook, sheet: Sheet, position: int) -> str:
    """The format of a whole column; an office suite writes equal neighbours as one."""
    dimensions = workbook[sheet.name].column_dimensions.values()
    found = next(item for item in dimensions if (item.min or 0) <= position <= (item.max or 0))
    return str(found.number_format).replace("\\", "").lower()


def columns_of_type(*types: ColumnType) -> Iterator[tuple[Sheet, int, Column]]:
    for sheet in SHEETS:
        for position, item in placed(sheet):
            if item.column.type in types:
                yield sheet, position, item.column


def documents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.docx")
    }


def test_the_guide_comes_first_then_every_sheet(blank: Workbook) -> None:
    assert blank.sheetnames == [GUIDE_NAME, *(sheet.name for sheet in SHEETS)]
    assert blank.active is blank[GUIDE_NAME]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_is_there_in_order(blank: Workbook, sheet: Sheet) -> None:
    assert headings(blank[sheet.name]) == [
        sheet.fields[0].column.heading,
        STATUS_HEADING,
        *(item.column.heading for item in sheet.fields[1:]),
    ]


def test_the_column_of_results_is_in_view_and_says_whose_it_is(blank: Workbook) -> None:
    for sheet in SHEETS:
        cell = heading_cell(blank, sheet, 2)
        assert column_index_from_string(str(blank[sheet.name].freeze_panes).rstrip("2")) > 2
        assert cell.comment and "请不要填写" in cell.comment.text
        assert blank[sheet.name]["B9"].alignment.wrap_text


def test_the_guide_names_sheets_colours_and_commands(blank: Workbook) -> None:
    cells = [cell for row in blank[GUIDE_NAME].iter_rows() for cell in row if cell.value]
    text = "\n".join(str(cell.value) for cell in cells)
    colours = {cell.fill.fgColor.rgb for cell in cells if cell.fill.fill_type}

    for sheet in SHEETS:
        assert sheet.name in text
        assert sheet.help in text
    assert "anjuan check" in text
    assert "anjuan generate" in text
    assert colours == {
        heading_cell(blank, sheet, position).fill.fgColor.rgb
        for sheet in SHEETS
        for position, _ in placed(sheet)
    }


def test_the_guide_fits_on_one_screen(blank: Workbook) -> None:
    heights = [dimension.height for dimension in blank[GUIDE_NAME].row_dimensions.values()]

    assert sum(height or 15 for height in heights) < 650


def test_required_optional_and_conditional_headings_differ_in_colour(blank: Workbook) -> None:
    colours: dict[str, set[object]] = {"必填": set(), "有时必填": set(), "可不填": set()}
    for sheet in SHEETS:
        for position, item in placed(sheet):
            duty = "有时必填" if item.column.required_if else "可不填"
            cell = heading_cell(blank, sheet, position)
            assert cell.font.b
            colours["必填" if item.column.required else duty].add(cell.fill.fgColor.rgb)

    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == 3


@pytest.mark.parametrize(("sheet", "position", "column"), ALL_COLUMNS)
def test_the_note_on_a_heading_says_all_about_the_column(
    blank: Workbook, sheet: Sheet, position: int, column: Column
) -> None:
    note = heading_cell(blank, sheet, position).comment

    assert note is not None
    assert note.text.startswith("必填" if column.required else ("“", "可不填"))
    for told in (column.type.value, column.help, *column.choices, *(column.required_if or ())):
        assert told in note.text


@pytest.mark.parametrize(("sheet", "position", "column"), ALL_COLUMNS)
def test_empty_cells_already_have_the_format_of_their_column(
    blank: Workbook, sheet: Sheet, position: int, column: Column
) -> None:
    table = blank[sheet.name]
    wanted = NOT_TEXT.get(column.type, "@")
    cells = [table.cell(row, position) for row in (2, LAST_FORMATTED_ROW)]
    # Below the formatted cells the style of the whole column applies.
    whole = table.column_dimensions[get_column_letter(position)]

    assert {cell.number_format for cell in cells} | {whole.number_format} == {wanted}
    assert (whole.width or 0) >= 2 * len(column.heading)


@pytest.mark.parametrize(("sheet", "position", "column"), COLUMNS_WITH_CHOICES)
def test_every_choice_is_offered_in_a_drop_down(
    blank: Workbook, sheet: Sheet, position: int, column: Column
) -> None:
    found = validation(blank, sheet, position)

    assert found is not None
    if column.type is ColumnType.CHOICES:
        # Several are allowed: a list would let through one only.
        assert not found.type
        assert found.showInputMessage
        assert all(choice in (found.prompt or "") for choice in column.choices)
    else:
        assert (found.type, found.showErrorMessage) == ("list", True)
        assert (found.formula1 or "").strip('"').split(",") == list(column.choices)


def test_institutions_are_offered_from_their_sheet_but_short_names_pass(blank: Workbook) -> None:
    links = list(columns_of_type(ColumnType.LINK))

    assert links
    for sheet, position, _ in links:
        found = validation(blank, sheet, position)
        assert found is not None
        assert (found.type, found.showErrorMessage) == ("list", False)
        assert f"'{INSTITUTIONS.name}'!$A$2" in (found.formula1 or "")


def test_case_numbers_are_offered_from_the_case_sheet(blank: Workbook) -> None:
    for sheet in ROW_SHEETS.values():
        found = validation(blank, sheet, headings(blank[sheet.name]).index("案件编号") + 1)
        assert found is not None
        assert (found.type, found.showErrorMessage) == ("list", False)
        assert f"'{CASES.name}'!$A$2" in (found.formula1 or "")


def test_a_doubtful_date_is_warned_of_and_a_wrong_number_is_stopped(blank: Workbook) -> None:
    styles = {
        ColumnType.DATE: ("date", "warning"),
        ColumnType.MOMENT: ("date", "warning"),
        ColumnType.MONEY: ("decimal", None),
        ColumnType.COUNT: ("whole", None),
    }

    for sheet, position, column in columns_of_type(*styles):
        found = validation(blank, sheet, position)
        assert found is not None
        assert (found.type, found.errorStyle) == styles[column.type]
        assert found.showErrorMessage


def test_a_day_whose_time_is_unknown_is_shown_without_midnight(blank: Workbook) -> None:
    moments = list(columns_of_type(ColumnType.MOMENT))

    assert moments
    for sheet, position, _ in moments:
        address = f"{get_column_letter(position)}2"
        rules = [
            item
            for cells in blank[sheet.name].conditional_formatting
            if address in cells
            for item in cells.rules
        ]
        assert [item.dxf.numFmt.formatCode for item in rules] == ["yyyy-mm-dd"]
        assert f"INT({address})={address}" in rules[0].formula[0]


def test_no_validation_is_longer_than_excel_allows(blank: Workbook) -> None:
    for sheet in SHEETS:
        for item in blank[sheet.name].data_validations.dataValidation:
            if item.type == "list":
                assert len(item.formula1 or "") <= LONGEST_LIST
            for title in (item.errorTitle, item.promptTitle):
                assert len(title or "") <= LONGEST_TITLE
            assert len(item.prompt or "") <= LONGEST_PROMPT
            assert len(item.error or "") <= LONGEST_ERROR


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_headings_stay_in_view_and_are_printed_on_every_page(blank: Workbook, sheet: Sheet) -> None:
    table = blank[sheet.name]

    assert table.freeze_panes is not None
    assert table.freeze_panes.endswith("2")
    assert column_index_from_string(table.freeze_panes.rstrip("2")) > 1
    assert table.print_title_rows == "$1:$1"
    assert table.page_setup.orientation == "landscape"
    assert table.page_setup.fitToHeight == 0
    assert (table.row_dimensions[1].height or 0) > 20


def test_the_command_tells_where_the_file_lies_and_what_comes_next(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("new", "新 表.xlsx")

    assert (done.status, done.err) == (0, "")
    assert str(tmp_path / "新 表.xlsx") in done.out
    assert "anjuan check" in done.out
    assert (tmp_path / "新 表.xlsx").read_bytes() == blank_workbook()
    assert [path.name for path in tmp_path.iterdir()] == ["新 表.xlsx"]


def test_an_existing_file_is_never_overwritten(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    book.write_bytes(b"mine")

    done = cli("new", "表.xlsx", "--sample")

    assert (done.status, done.out) == (3, "")
    assert "已经存在" in done.err
    assert "换一个文件名" in done.err
    assert book.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["表.xls", "表.csv", "表", ".xlsx", "."])
def test_another_suffix_is_wrong_usage(cli: Cli, tmp_path: Path, name: str) -> None:
    done = cli("new", name)

    assert (done.status, done.out) == (2, "")
    assert "以 .xlsx 结尾" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["文件/下", "长" * 200])
def test_a_folder_that_cannot_be_written_is_named(cli: Cli, tmp_path: Path, folder: str) -> None:
    (tmp_path / "文件").write_text("a file, no folder")

    done = cli("new", f"{folder}/表.xlsx")

    assert (done.status, done.out) == (3, "")
    assert "写不进去" in done.err
    assert f"{folder}/表.xlsx" in done.err


def test_a_missing_folder_is_created(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "新/表.xlsx").status == 0
    assert (tmp_path / "新/表.xlsx").is_file()


def test_the_empty_formatted_rows_of_a_blank_workbook_count_as_empty(
    cli: Cli, tmp_path: Path
) -> None:
    cli("new", "表.xlsx")

    done = cli("generate", "表.xlsx", "-o", "out")

    assert (done.status, done.out) == (3, "")
    assert "一行内容也没有" in done.err
    assert not (tmp_path / "out").exists()


def test_the_sample_gives_the_same_documents_as_the_shipped_workbook(
    cli: Cli, tmp_path: Path
) -> None:
    assert cli("new", "例.xlsx", "--sample").status == 0

    ours = cli("generate", "例.xlsx", "-o", "ours")
    shipped = cli("generate", SAMPLE_WORKBOOK, "-o", "shipped")

    assert (ours.status, ours.err) == (shipped.status, shipped.err)
    assert documents(tmp_path / "ours")
    assert documents(tmp_path / "ours") == documents(tmp_path / "shipped")


def test_sample_values_keep_their_types(tmp_path: Path) -> None:
    samples = read_rows(SAMPLE_WORKBOOK)
    book = tmp_path / "例.xlsx"
    book.write_bytes(blank_workbook(samples))

    assert read_rows(book) == samples


def test_a_row_that_a_person_fills_in_is_read_as_typed(tmp_path: Path) -> None:
    rows: Rows = {
        CASES.name: [{**CASE, "落款日期": date(2026, 5, 1), "备注": "=1+1", "自己的列": "随意"}],
        INSTITUTIONS.name: [INSTITUTION],
    }
    book = tmp_path / "表.xlsx"
    book.write_bytes(blank_workbook(rows))

    workbook = load_workbook(book)

    assert not workbook.problems
    case = workbook.cases[0]
    assert case.client.identity_number == CASE["身份证号"]
    assert case.signing_date == date(2026, 5, 1)
    assert case.remark == "=1+1"
    assert case.extra == {"自己的列": "随意"}


@saved_as("xlsx")
def a_blank_workbook(folder: Path) -> None:
    (folder / "表.xlsx").write_bytes(blank_workbook())


@needs_office
def test_an_office_suite_keeps_headings_drop_downs_and_formats(
    blank: Workbook, office_suite: Callable[[Order], Path]
) -> None:
    before, after = blank, openpyxl.load_workbook(office_suite(a_blank_workbook) / "表.xlsx")

    assert after.sheetnames == before.sheetnames
    for sheet in SHEETS:
        assert headings(after[sheet.name]) == headings(before[sheet.name])
        for position in range(1, len(sheet.fields) + 1):
            assert rule(after, sheet, position) == rule(before, sheet, position)
            assert column_format(after, sheet, position) == column_format(before, sheet, position)
            assert heading_cell(after, sheet, position).comment is not None


def test_what_few_cases_need_is_folded_away_unless_it_is_filled_in(blank: Workbook) -> None:
    rows: Rows = {"案件": [{"案件编号": "A1", "邮编": "310000"}]}
    filled = openpyxl.load_workbook(io.BytesIO(blank_workbook(rows)))

    for sheet in SHEETS:
        folded = {it.column.heading for it in sheet.fields if it.column.is_rare}
        assert not any(it.column.required for it in sheet.fields if it.column.heading in folded)
        assert _folded(blank, sheet) == folded
        assert _folded(filled, sheet) == folded - ({"邮编"} if sheet is CASES else set())


def _folded(workbook: Workbook, sheet: Sheet) -> set[str]:
    table = workbook[sheet.name]
    found = set()
    for item in sheet.fields:
        number = headings(table).index(item.column.heading) + 1
        dimension = table.column_dimensions[get_column_letter(number)]
        assert dimension.hidden is (dimension.outlineLevel == 1)
        if dimension.hidden:
            found.add(item.column.heading)
    return found


def test_headings_of_a_group_have_one_colour_below_and_name_the_group(blank: Workbook) -> None:
    for sheet in (it for it in SHEETS if it.groups):
        bands: dict[str, set[object]] = {}
        for position, item in placed(sheet):
            cell = heading_cell(blank, sheet, position)
            group = sheet.group_of[item.column.heading]
            assert cell.comment and cell.comment.text.endswith(f"组别：{group}")
            bands.setdefault(group, set()).add(cell.border.bottom.color.rgb)
        assert list(bands) == [name for name, _ in sheet.groups]
        assert all(len(colours) == 1 for colours in bands.values())
        assert len(set.union(*bands.values())) == len(bands)


def test_a_count_that_may_be_none_takes_zero(blank: Workbook) -> None:
    column = headings(blank["骚扰记录"]).index("接通次数") + 1
    found = validation(blank, INCIDENTS, column)

    assert found and (found.formula1, found.type) == ("0", "whole")
