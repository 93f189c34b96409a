"""A copy marked again: old marks go, what the lawyer did stays, and twice is the same as once."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule as Format
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture
from support.drawn import PACKAGES, Drawn

from anjuan.case.sheets import STATUS_HEADING
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.workbook.marking.copying import is_marked, mark
from anjuan.workbook.own import LIST_HEADINGS

RULE = Rule("x", "写错了。")
GREEN = "FF92D050"
SHEET = "案件"


def problem(cell: str, message: str = "写错了。", sheet: str = SHEET, **changes: str) -> Problem:
    severity = Severity(changes.get("severity", "error"))
    return RULE.on(Place(sheet, cell, "标题"), message, "请改。", value="x", severity=severity)


SOME = [problem("B2"), problem("A3"), problem("C3", severity="warning"), problem("B1")]
OTHERS = [problem("C2", "别的。"), problem("A9"), problem("A2", sheet="骚扰记录")]


def rich(path: Path) -> bytes:
    """A workbook with colours, notes, rules, a picture, a table, names and macros of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    for row in (["编号", "金额", "日期"], ["A1", 12, "=B2*2"], ["A2", "x", None]):
        sheet.append(row)
    sheet["B2"].fill = PatternFill("solid", fgColor=GREEN)
    sheet["A3"].comment = Comment("当事人周五来签字", "李律师", height=80, width=200)
    sheet.conditional_formatting.add("B2:B9", Format(type="expression", formula=["B2>5"]))
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("A2:A9")
    sheet.add_data_validation(validation)
    drawn = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(drawn, "png")
    sheet.add_image(Image(drawn), "F6")
    other = book.create_sheet("骚扰记录")
    for cells in (["编号", "时间"], ["A1", "x"]):
        other.append(cells)
    other.add_table(Table(displayName="表一", ref="A1:B2"))
    book.defined_names["范围"] = DefinedName("范围", attr_text="'案件'!$A$2:$A$9")
    other.print_title_rows = "1:1"
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macros, which nothing here reads")
    return path.read_bytes()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return rich(tmp_path_factory.mktemp("again") / "表.xlsm")


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def sheets(package: bytes) -> dict[str, dict[str, object]]:
    """Everything that a person sees of each sheet: values, colours, notes, rules, pictures."""
    book = openpyxl.load_workbook(BytesIO(package))
    return {
        name: {
            "cells": {
                cell.coordinate: (cell.value, cell.number_format, cell.fill.fgColor.rgb)
                for row in book[name].iter_rows()
                for cell in row
                if cell.value is not None or cell.has_style
            },
            "notes": {
                cell.coordinate: cell.comment.text
                for row in book[name].iter_rows()
                for cell in row
                if cell.comment
            },
            "rules": [
                (str(areas.sqref), rule.formula, rule.priority)
                for areas in book[name].conditional_formatting
                for rule in areas.rules
            ],
            "lists": [str(it.sqref) for it in book[name].data_validations.dataValidation],
            "pictures": len(book[name]._images),  # type: ignore[attr-defined]
            "tables": list(book[name].tables),
            "widths": {k: v.width for k, v in book[name].column_dimensions.items()},
        }
        for name in book.sheetnames
    }


def saved_by_another(package: bytes) -> bytes:
    """As a program saves it that numbers formats and shared strings anew."""
    book = openpyxl.load_workbook(BytesIO(package), keep_vba=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("found", [[], SOME, OTHERS, [*SOME, *OTHERS]])
def test_marking_twice_is_the_same_as_once(workbook: bytes, found: list[Problem]) -> None:
    once = mark(workbook, found)

    assert mark(once, found) == once
    assert sheets(mark(mark(workbook, SOME), found)) == sheets(once)


@pytest.mark.parametrize("found", [SOME, OTHERS])
def test_a_mended_copy_is_the_workbook_again(workbook: bytes, found: list[Problem]) -> None:
    clean = mark(mark(workbook, found), [])

    assert sheets(clean) == sheets(workbook)
    assert set(parts(clean)) == set(parts(workbook))
    assert parts(clean)["xl/vbaProject.bin"] == parts(workbook)["xl/vbaProject.bin"]


def test_of_a_copy_saved_by_another_program_the_marks_go_too(workbook: bytes) -> None:
    clean = mark(saved_by_another(mark(workbook, [*SOME, *OTHERS])), [])

    assert sheets(clean) == sheets(saved_by_another(workbook))


def test_new_marks_take_the_place_of_old_ones(workbook: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(mark(mark(workbook, SOME), OTHERS)))

    sheet = book[SHEET]
    assert [cell.value for cell in sheet["D"]][:3] == [
        STATUS_HEADING,
        "错误：标题：别的。",
        None,
    ]
    assert sheet.max_column == 4
    assert sheet["B2"].comment is None
    assert sheet["A3"].comment.text == "当事人周五来签字"
    assert [row[6].value for row in book["问题"].iter_rows(min_row=2)] == [
        "别的。",
        "写错了。",
        "写错了。",
    ]


def test_what_the_lawyer_did_in_the_copy_stays(workbook: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(mark(workbook, SOME)), keep_vba=True)
    sheet = book[SHEET]
    sheet["B3"] = 300
    sheet["B3"].fill = PatternFill("solid", fgColor=GREEN)
    sheet["C2"].comment = Comment("问过银行", "李律师")
    sheet["D9"] = "已补材料"
    out = BytesIO()
    book.save(out)

    again = openpyxl.load_workbook(BytesIO(mark(out.getvalue(), [problem("A9")])))[SHEET]
    assert again["B3"].value == 300
    assert again["B3"].fill.fgColor.rgb == GREEN
    assert again["C2"].comment.text == "问过银行"
    assert again["D9"].value == "已补材料"


def test_a_column_of_results_further_left_is_used_and_stays(tmp_path: Path) -> None:
    rows: list[list[object]] = [["编号", STATUS_HEADING, "金额"], ["A1", None, "x"]]
    book = PACKAGES["xlsx"](tmp_path, {SHEET: Drawn(rows)}).read_bytes()

    marked = openpyxl.load_workbook(BytesIO(mark(book, [problem("C2")])))[SHEET]
    assert [cell.value for cell in marked[2]] == ["A1", "错误：标题：写错了。", "x"]
    clean = openpyxl.load_workbook(BytesIO(mark(mark(book, [problem("C2")]), [])))[SHEET]
    assert [[cell.value for cell in row] for row in clean.iter_rows()] == rows


def test_a_word_that_is_no_heading_is_no_column_of_ours(tmp_path: Path) -> None:
    rows: list[list[object]] = [["编号", "名称"], ["A1", STATUS_HEADING], ["A2", "x"]]
    book = PACKAGES["xlsx"](tmp_path, {SHEET: Drawn(rows)}).read_bytes()

    clean = mark(mark(book, [problem("B3")]), [])
    found = openpyxl.load_workbook(BytesIO(clean))[SHEET]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == rows


def test_a_sheet_of_the_lawyers_own_called_so_stays(tmp_path: Path) -> None:
    own = {SHEET: Drawn([["编号"], ["A1"]]), "问题": Drawn([["问谁", "什么"], ["银行", "利率"]])}
    book = PACKAGES["xlsx"](tmp_path, own).read_bytes()

    marked = openpyxl.load_workbook(BytesIO(mark(book, [problem("A2")])))
    assert marked.sheetnames == [SHEET, "问题", "问题1"]
    assert tuple(cell.value for cell in marked["问题1"][1]) == LIST_HEADINGS
    assert openpyxl.load_workbook(BytesIO(mark(mark(book, SOME), []))).sheetnames == [SHEET, "问题"]


def test_names_of_single_sheets_keep_their_sheets_when_the_list_goes(workbook: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(mark(workbook, SOME)), keep_vba=True)
    book.move_sheet("问题", -2)
    book.active = 2
    out = BytesIO()
    book.save(out)

    clean = openpyxl.load_workbook(BytesIO(mark(out.getvalue(), [])))
    assert clean.sheetnames == [SHEET, "骚扰记录"]
    assert clean["骚扰记录"].print_title_rows == "$1:$1"
    assert clean.active is not None


def test_only_our_copies_are_known_as_such(workbook: bytes) -> None:
    marked = mark(workbook, SOME)

    assert not is_marked(workbook)
    assert not is_marked(b"no workbook")
    assert is_marked(marked)
    assert is_marked(saved_by_another(marked))
    # A copy in which all is mended is still the place to work.
    assert is_marked(mark(marked, []))


def test_the_box_of_a_note_is_as_high_as_its_text(workbook: bytes) -> None:
    found = [problem("A2", "短。"), problem("B2", "很长的一句话，" * 40)]
    drawn = next(it for name, it in parts(mark(workbook, found)).items() if name.endswith(".vml"))

    heights = [int(it) for it in re.findall(r"height:(\d+)px;visibility", drawn.decode())][-2:]
    assert heights[0] < 60
    assert heights[1] > 200


def test_rows_grow_with_what_is_told_and_shrink_again(tmp_path: Path) -> None:
    """Not every program finds the height when it opens a file; a height that was set stays."""
    rows: list[list[object]] = [["编号", "金额"], ["A1", "x"], ["A2", "x"], ["A3", "x"]]
    path = tmp_path / "表.xlsx"
    path.write_bytes(PACKAGES["xlsx"](tmp_path, {SHEET: Drawn(rows)}).read_bytes())
    book = openpyxl.load_workbook(path)
    book[SHEET].row_dimensions[3].height = 33
    book.save(path)
    found = [
        problem("B2", "很长的一句话，" * 20),
        problem("B3", "很长的一句话，" * 20),
        problem("B4"),
    ]

    def heights(content: bytes) -> list[float | None]:
        sheet = openpyxl.load_workbook(BytesIO(content))[SHEET]
        return [sheet.row_dimensions[row].height for row in (2, 3, 4)]

    marked = mark(path.read_bytes(), found)
    grown, set_by_hand, short = heights(marked)
    assert grown and grown > 60
    assert (set_by_hand, short) == (33, None)
    assert heights(mark(marked, [])) == [None, 33, None]
