"""What the later columns say of each other and of other rows, and what old workbooks lack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from support.checking import address, assert_found, found, problems

from anjuan.testing import (
    IDENTITY,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    proceeding,
    witness,
    write_workbook,
)
from anjuan.workbook.parsing import load_workbook

BRANCH = institution(
    名称="虚构甲银行分行", 简称="分行", 主体性质="分支机构", 所属法人="甲贷", 统一社会信用代码=None
)
MANAGER = institution(
    名称="虚构资产管理有限公司", 简称="资管", 机构类型="资产管理公司", 统一社会信用代码=None
)
SUIT = proceeding(事项="立案", 日期="2026-06-01")

WRONG: list[tuple[dict[str, list[Row]], str, str]] = [
    ({"cases": [case(要求停止证据编号="1、9")]}, "unknown-evidence", "案件!要求停止证据编号2"),
    ({"proceedings": [proceeding(证据编号="9")]}, "unknown-evidence", "办理记录!证据编号2"),
    ({"cases": [case(被告="债权人、催收机构")]}, "party-not-given", "案件!被告2"),
    ({"cases": [case(原出借人="甲贷")]}, "own-assignee", "案件!原出借人2"),
    ({"cases": [case(原出借人="没有的")]}, "unknown-institution", "案件!原出借人2"),
    ({"cases": [case(转让通知日期="2026-01-05")]}, "no-original-lender", "案件!原出借人2"),
    (
        {"cases": [case(债权人="资管")], "institutions": [institution(), MANAGER]},
        "no-original-lender",
        "案件!原出借人2",
    ),
    (
        {
            "cases": [case(债权人="分行")],
            "institutions": [institution(), {**BRANCH, "所属法人": None}],
        },
        "no-parent",
        "机构!所属法人3",
    ),
    ({"institutions": [institution(所属法人="没有的")]}, "unknown-institution", "机构!所属法人2"),
    ({"institutions": [institution(所属法人="甲贷")]}, "parent-ring", "机构!所属法人2"),
    (
        {"institutions": [institution(所属法人="分行"), BRANCH]},
        "parent-ring",
        "机构!所属法人2",
    ),
    (
        {"institutions": [institution(所属法人="分行"), BRANCH]},
        "parent-ring",
        "机构!所属法人3",
    ),
    (
        {"incidents": [incident(受扰人电话="+86 571 00000011")]},
        "called-by-itself",
        "骚扰记录!受扰人电话2",
    ),
    (
        {"incidents": [incident(对方号码="13900000009"), incident(受扰人电话="139-0000-0009")]},
        "called-by-itself",
        "骚扰记录!受扰人电话3",
    ),
    ({"incidents": [incident(次数=2, 接通次数=3)]}, "more-connected", "骚扰记录!接通次数2"),
    ({"incidents": [incident(次数=None, 接通次数=2)]}, "more-connected", "骚扰记录!接通次数2"),
    (
        {"incidents": [incident(接通次数=0, 通话时长="1分5秒")]},
        "talked-unconnected",
        "骚扰记录!通话时长2",
    ),
    ({"witnesses": [witness(姓名="张 三")]}, "witness-is-party", "证人!姓名2"),
    ({"witnesses": [witness(姓名="本人")]}, "witness-is-party", "证人!姓名2"),
    ({"cases": [contact()], "witnesses": [witness(姓名="李四")]}, "witness-is-party", "证人!姓名2"),
    ({"witnesses": [witness(), witness(姓名="王 五")]}, "duplicate-witness", "证人!姓名3"),
    ({"witnesses": [witness(身份证号=IDENTITY, 性别="女")]}, "sex-mismatch", "证人!性别2"),
    (
        {"witnesses": [witness(身份证号=IDENTITY, 出生日期="1990-01-02")]},
        "birth-mismatch",
        "证人!出生日期2",
    ),
    ({"cases": [case(法定代理人="张三")]}, "own-guardian", "案件!法定代理人2"),
    ({"cases": [case(法定代理人身份证号="123")]}, "bad-identity", "案件!法定代理人身份证号2"),
    ({"proceedings": [proceeding(答复期限="2026-03-05")]}, "date-order", "办理记录!答复期限2"),
    ({"proceedings": [proceeding(日期="2027-01-05")]}, "future-date", "办理记录!日期2"),
    ({"proceedings": [proceeding(案件编号="B")]}, "unknown-case", "办理记录!案件编号2"),
    (
        {"cases": [case(举证期限="2026-05-31")], "proceedings": [SUIT]},
        "date-order",
        "案件!举证期限2",
    ),
    (
        {"cases": [case(借款日期="2026-02-01", 转让通知日期="2026-01-05")]},
        "date-order",
        "案件!转让通知日期2",
    ),
    ({"cases": [case(邮编="12345")]}, "odd-form", "案件!邮编2"),
    ({"cases": [case(电子邮箱="张三在某处")]}, "odd-form", "案件!电子邮箱2"),
    ({"cases": [case(律师执业证号="1234")]}, "odd-form", "案件!律师执业证号2"),
]


@pytest.mark.parametrize(("rows", "code", "place"), WRONG, ids=lambda it: str(it)[:40])
def test_what_the_new_columns_contradict_is_told(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", **rows)

    assert_found(book, code, place)
    told = [it for it in problems(book) if f"{it.sheet}!{it.cell}" == address(book, place)]
    assert len(told) == 1, "one cell, one message"


SOUND: list[dict[str, list[Row]]] = [
    {"cases": [case(被告="债权人")]},
    {"cases": [case(债权人="资管", 原出借人="甲贷", 转让通知日期="2026-01-05")],
     "institutions": [institution(), MANAGER]},
    {"cases": [case(债权人="分行")], "institutions": [institution(), BRANCH]},
    {"incidents": [incident(受扰人电话="13800000001", 接通次数=0)]},
    {"incidents": [incident(次数=3, 接通次数=3, 通话时长="1:05:00")]},
    {"witnesses": [witness(), witness(姓名="王五妹", 身份证号=IDENTITY)]},
    {"proceedings": [proceeding(答复期限="2026-03-20", 证据编号="1"),
                     proceeding(事项="开庭", 日期="2027-01-05")]},
    {"cases": [case(举证期限="2026-07-01", 邮编="310000", 电子邮箱="a@b.example",
                    律师执业证号="10000000000000000、10000000000000001")], "proceedings": [SUIT]},
    {"cases": [case(要求停止证据编号="1")]},
]  # fmt: skip


@pytest.mark.parametrize("rows", SOUND, ids=lambda it: str(it)[:40])
def test_what_agrees_is_not_told(tmp_path: Path, rows: dict[str, list[Row]]) -> None:
    codes = {code for code, _ in found(write_workbook(tmp_path / "表.xlsx", **rows))}

    assert codes & {code for _, code, _ in WRONG} == set()


def test_an_institution_has_all_that_it_belongs_to(tmp_path: Path) -> None:
    desk = institution(
        名称="信用卡部", 简称=None, 主体性质="内设部门", 所属法人="分行", 统一社会信用代码=None
    )
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="信用卡部")],
        institutions=[desk, BRANCH, institution()],
    )

    creditor = load_workbook(book).cases[0].creditor

    assert creditor and creditor.parent and creditor.parent.parent
    assert creditor.parent.short_name == "分行"
    assert creditor.parent.parent.short_name == "甲贷"
    assert creditor.parent.parent.parent is None


def test_proceedings_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    rows = [proceeding(日期="2026-04-01"), proceeding(日期="2026-03-01"), proceeding(日期=None)]

    case_ = load_workbook(write_workbook(tmp_path / "表.xlsx", proceedings=rows)).cases[0]

    assert [it.day for it in case_.proceedings] == [dt.date(2026, 3, 1), dt.date(2026, 4, 1), None]


def test_a_witness_has_sex_and_birthday_from_the_identity_number(tmp_path: Path) -> None:
    rows = [witness(身份证号=IDENTITY)]

    [found_] = (
        load_workbook(write_workbook(tmp_path / "表.xlsx", witnesses=rows)).cases[0].witnesses
    )

    assert (found_.sex, found_.birth_date) == ("男", dt.date(1990, 1, 1))


def test_a_workbook_made_before_these_columns_is_as_good_as_ever(tmp_path: Path) -> None:
    """Without the sheets and headings that came later: nothing is said that was not said."""
    book = write_workbook(tmp_path / "表.xlsx", evidence=[evidence()])
    before = {(it.code, it.heading) for it in problems(book)}
    workbook = openpyxl.load_workbook(book)
    for name in ("证人", "办理记录"):
        del workbook[name]
    filled = {"案件": case(), "机构": institution(), "骚扰记录": incident(), "证据": evidence()}
    for name, row in filled.items():
        table = workbook[name]
        headings = [it.value for it in table[1]]
        for number in reversed(range(len(headings))):
            if headings[number] not in row:
                table.delete_cols(number + 1)
    workbook.save(book)

    assert {(it.code, it.heading) for it in problems(book)} == before
    assert load_workbook(book).cases[0].witnesses == ()
