"""Headings with stars, colons, units and （必填） are the columns they mean; others are not."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from support.checking import edited, problems

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, INCIDENTS, LOSSES, SHEETS
from anjuan.errors import WorkbookError
from anjuan.testing import loss
from anjuan.workbook.headings import column_of, unclear_addition
from anjuan.workbook.parsing import load_workbook

COLUMNS = {
    sheet.name: {label_key(item.column.heading): item.column for item in sheet.fields}
    for sheet in SHEETS
}
ALL = [(sheet, item.column.heading) for sheet in SHEETS for item in sheet.fields]


def meant(sheet: str, typed: str) -> str:
    """Our heading for one of the file; empty for none."""
    column = column_of(typed, COLUMNS[sheet])
    return column.heading if column else ""


@pytest.mark.parametrize(
    ("sheet", "typed", "heading"),
    [
        (CASES, "委托人姓名（必填）", "委托人姓名"), (CASES, "*住址", "住址"),
        (CASES, "债权人：", "债权人"), (CASES, "【必填】联系电话", "联系电话"),
        (CASES, "身份证号(18位)", "身份证号"), (CASES, "性别（男/女）", "性别"),
        (CASES, "愿意协商还款（是/否）", "愿意协商还款"),
        (CASES, "借款金额（单位：元）", "借款金额"),
        (CASES, "落款日期（年/月/日）", "落款日期"), (CASES, "3、委托人身份", "委托人身份"),
        (CASES, "案件 编号 *", "案件编号"), (CASES, "借款日期(yyyy-mm-dd)（选填）：", "借款日期"),
        (INCIDENTS, "次数（次）", "次数"), (INCIDENTS, "时间\n（必填）", "时间"),
        (INCIDENTS, "次数/次", "次数"), (INCIDENTS, "时间（24小时制）", "时间"),
        (LOSSES, "金额(元)", "金额"), (LOSSES, "金额：元", "金额"),
        (LOSSES, "金额［人民币］", "金额"), (LOSSES, "＊金 额（ 元 ）", "金额"),
    ],
)  # fmt: skip
def test_a_heading_with_additions_is_the_column_it_means(
    sheet: object, typed: str, heading: str
) -> None:
    assert meant(getattr(sheet, "name", ""), typed) == heading


@pytest.mark.parametrize(
    ("sheet", "typed"),
    [
        (LOSSES, "金额（万元）"), (LOSSES, "金额（美元）"), (CASES, "联系电话（紧急联系人）"),
        (CASES, "住址（户籍）"), (CASES, "债权人：原"), (INCIDENTS, "次数（接通）"),
        (INCIDENTS, "次数（万次）"), (CASES, "备注（内部）"), (CASES, "借款金额（元/月）"),
        (CASES, "性别（配偶）"), (INCIDENTS, "时间（约）"), (CASES, "债务人身份证号"),
    ],
)  # fmt: skip
def test_a_heading_that_may_mean_something_else_is_none_of_ours(sheet: object, typed: str) -> None:
    assert meant(getattr(sheet, "name", ""), typed) == ""


@given(
    st.sampled_from(ALL),
    st.lists(
        st.sampled_from(["（必填）", "*", "：", " ", "\n", "（选填）", "【必填】"]), max_size=4
    ),
    st.sampled_from(["", "*", "＊", "1、", "【必填】"]),
)
def test_every_heading_is_found_whatever_is_known_to_stand_beside_it(
    place: tuple[object, str], behind: list[str], before: str
) -> None:
    sheet, heading = place

    assert meant(getattr(sheet, "name", ""), before + heading + "".join(behind)) == heading


@given(st.text(max_size=30))
def test_no_text_raises_and_none_is_one_of_ours_and_unclear(typed: str) -> None:
    for columns in COLUMNS.values():
        assert not (column_of(typed, columns) and unclear_addition(typed, columns))


def renamed(tmp_path: Path, sheet: str, names: dict[str, str], **rows: object) -> Path:
    def change(workbook: openpyxl.Workbook) -> None:
        table = workbook[sheet]
        assert isinstance(table, Worksheet)
        for cell in table[1]:
            cell.value = names.get(str(cell.value), cell.value)

    return edited(tmp_path, change, **rows)


def test_what_was_passed_over_is_told_once_a_sheet(tmp_path: Path) -> None:
    names = {"委托人姓名": "委托人姓名（必填）", "住址": "*住址", "借款金额": "借款金额(元)"}
    book = renamed(tmp_path, "案件", names)

    told = [it for it in problems(book) if it.code == "read-as"]
    assert [it.message for it in told] == [
        "标题“委托人姓名（必填）”读作“委托人姓名”、“借款金额(元)”读作“借款金额”。"
    ]
    assert told[0].cell == "C1"
    assert load_workbook(book).cases[0].client.name == "张三"


def test_a_unit_that_changes_the_sum_is_told_and_never_passed_over(tmp_path: Path) -> None:
    book = renamed(tmp_path, "案件", {"借款金额": "借款金额（万元）"})

    [told] = [it for it in problems(book) if it.code == "unknown-heading"]
    assert told.message == "“借款金额（万元）”没有当作“借款金额”：“万元”可能另有所指。"
    assert "先换算" in told.remedy
    [case] = load_workbook(book).cases
    assert case.loan_amount is None
    assert "借款金额（万元）" in case.extra


def test_a_required_column_with_an_unclear_unit_says_what_is_unclear(tmp_path: Path) -> None:
    book = renamed(tmp_path, "损失", {"金额": "金额（万元）"}, losses=[loss()])

    with pytest.raises(WorkbookError, match="“金额（万元）”里的“万元”不知道是不是另有所指"):
        load_workbook(book)


def test_two_headings_for_one_column_are_refused(tmp_path: Path) -> None:
    book = renamed(tmp_path, "案件", {"备注": "住址（必填）"})

    with pytest.raises(WorkbookError, match="“住址”出现了不止一次"):
        load_workbook(book)
