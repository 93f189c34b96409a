"""Rows become cases: everything wrong is found at once, each at its cell."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from support.checking import UNSAID, assert_found, edited, found, problems

from anjuan.testing import (
    CASE,
    INCIDENT,
    INSTITUTION,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    write_workbook,
)
from anjuan.workbook.parsing import load_workbook


def test_a_sound_workbook_has_no_problem(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料")], losses=[loss()])

    assert {problem.code for problem in problems(book)} <= UNSAID


# One row a rule: what is wrong, its code, its exact cell.
@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ({"cases": [case(身份证号=None)]}, "missing", "案件!身份证号2"),
        ({"cases": [case(身份证号="   ")]}, "missing", "案件!身份证号2"),
        ({"cases": [contact(债务人姓名=None)]}, "missing", "案件!债务人姓名2"),
        ({"cases": [case(住址="甲\n乙")]}, "line-break", "案件!住址2"),
        ({"cases": [case(备注="{{ 6*7 }}")]}, "template-mark", "案件!备注2"),
        ({"cases": [case(身份证号=110101199001011234)]}, "long-number", "案件!身份证号2"),
        ({"cases": [case(委托人身份="联系入")]}, "unknown-choice", "案件!委托人身份2"),
        ({"cases": [case(借款日期="去年")]}, "bad-date", "案件!借款日期2"),
        ({"incidents": [incident(时间="2026-03-05 25:00")]}, "bad-time", "骚扰记录!时间2"),
        ({"losses": [loss(金额="一千多")]}, "bad-money", "损失!金额2"),
        ({"losses": [loss(金额=0)]}, "bad-money", "损失!金额2"),
        ({"incidents": [incident(次数="很多")]}, "bad-count", "骚扰记录!次数2"),
        ({"cases": [case(身份证号="000000199001010019")]}, "bad-identity", "案件!身份证号2"),
        (
            {"institutions": [institution(统一社会信用代码="91000000MA0000000X")]},
            "bad-credit-code",
            "机构!统一社会信用代码2",
        ),
        ({"cases": [case(联系电话="12345")]}, "bad-phone", "案件!联系电话2"),
        ({"incidents": [INCIDENT, incident(案件编号="A01")]}, "unknown-case", "骚扰记录!案件编号3"),
        ({"cases": [case(债权人="甲货")]}, "unknown-institution", "案件!债权人2"),
        ({"cases": [CASE, CASE]}, "duplicate-case", "案件!案件编号3"),
        ({"institutions": [INSTITUTION, INSTITUTION]}, "duplicate-institution", "机构!名称3"),
        ({"evidence": [evidence(), evidence()]}, "duplicate-evidence", "证据!证据编号3"),
    ],
)
def test_every_fault_is_found_at_its_cell(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    assert_found(write_workbook(tmp_path / "表.xlsx", **rows), code, place)


def test_no_problem_hides_another(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(身份证号="1", 联系电话=None, 借款日期="x", 借款金额="y", 债权人="z")],
        incidents=[incident(时间="x", 方式="y", 次数="z")],
        losses=[loss(金额="x", 项目="y")],
    )

    codes = [problem.code for problem in problems(book)]
    assert codes.count("bad-date") == 2
    assert codes.count("bad-money") == 2
    assert {"bad-identity", "missing", "unknown-institution", "unknown-choice", "bad-count"} <= set(
        codes
    )


def test_row_numbers_are_those_of_excel_below_blank_rows_and_a_late_heading(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["骚扰记录"]
        assert isinstance(sheet, Worksheet)
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1, 1)
        sheet["B1"] = "某某律师事务所 催收骚扰登记表"
        sheet.insert_rows(4, 3)

    book = edited(tmp_path, change, incidents=[incident(次数="x")])

    assert ("bad-count", "骚扰记录!K7") in found(book)


def test_no_row_is_lost_however_many_there_are(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=f"A{number:03d}") for number in range(1, 81)],
        incidents=[incident(案件编号=f"A{number:03d}", 证据编号=None) for number in range(1, 81)],
        evidence=[],
    )

    # The heading row is sought among the first thirty: none of them may be swallowed.
    assert {problem.code for problem in problems(book)} <= UNSAID


def test_full_width_forms_match_their_half_width_twins(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[
            case(案件编号="Ａ００１", 债权人="虚构（甲）公司", 联系电话="１３８００００００００")
        ],
        institutions=[institution(名称="虚构(甲)公司", 简称=None)],
        evidence=[evidence(证据编号="１")],
    )

    assert {problem.code for problem in problems(book)} <= UNSAID


# What a lawyer's slip does to a cell, and the code it must be found under.
SLIPS = st.sampled_from(
    [
        ("案件", "身份证号", None, "missing"),
        ("案件", "身份证号", "00000019900101001", "bad-identity"),
        ("案件", "身份证号", 110101199001011234, "long-number"),
        ("案件", "委托人身份", "本人", "unknown-choice"),
        ("案件", "债权人", "不存在的公司", "unknown-institution"),
        ("案件", "借款日期", "昨天", "bad-date"),
        ("案件", "借款金额", "两万多", "bad-money"),
        ("案件", "备注", "坏\x0b了", "control-character"),
        ("案件", "备注", "{{ 7*7 }}", "template-mark"),
        ("机构", "机构类型", "银行", "unknown-choice"),
        ("机构", "统一社会信用代码", "1", "bad-credit-code"),
        ("骚扰记录", "时间", "晚上", "bad-date"),
        ("骚扰记录", "次数", -3, "bad-count"),
        ("骚扰记录", "案件编号", "B999", "unknown-case"),
        ("骚扰记录", "受扰人", "甲\n乙", "line-break"),
        ("证据", "证明事项", None, "missing"),
        ("损失", "金额", "1.005", "bad-money"),
    ]
)
NOISE = st.dictionaries(
    st.sampled_from([heading for heading in CASE if heading not in ("案件编号",)]),
    st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.dates(), st.booleans()),
    max_size=3,
)


@settings(max_examples=4 * settings().max_examples)
@given(st.lists(SLIPS, min_size=1, max_size=3, unique_by=lambda slip: slip[:2]), NOISE)
def test_every_fault_that_was_planted_in_a_workbook_is_found(
    slips: list[tuple[str, str, object, str]], noise: dict[str, object]
) -> None:
    rows: dict[str, dict[str, object]] = {
        "案件": {**CASE, **noise},
        "机构": dict(INSTITUTION),
        "骚扰记录": dict(INCIDENT),
        "证据": dict(evidence()),
        "损失": dict(loss()),
    }
    for sheet, heading, value, _ in slips:
        rows[sheet][heading] = value
    with tempfile.TemporaryDirectory() as folder:
        book = _write_anything(Path(folder) / "表.xlsx", rows)
        codes = {(problem.sheet, problem.heading, problem.code) for problem in problems(book)}

    assert {(sheet, heading, code) for sheet, heading, _, code in slips} <= codes


def _write_anything(path: Path, rows: dict[str, dict[str, object]]) -> Path:
    """Write cells openpyxl would refuse, by XML escapes: files come from other programs too."""
    cleaned = {
        sheet: {key: _storable(value) for key, value in row.items()} for sheet, row in rows.items()
    }
    write_workbook(
        path,
        cases=[cleaned["案件"]],
        institutions=[cleaned["机构"]],
        incidents=[cleaned["骚扰记录"]],
        evidence=[cleaned["证据"]],
        losses=[cleaned["损失"]],
    )
    return path


def _storable(value: object) -> object:
    if isinstance(value, str):
        # Excel stores what XML can't as _xHHHH_ (ECMA-376 §22.4.2.4); readers turn it back.
        return re.sub(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]",
            lambda sign: f"_x{ord(sign[0]):04X}_",
            value,
        )
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def test_columns_of_ones_own_keep_the_order_of_the_sheet(tmp_path: Path) -> None:
    own = [f"自己的{it}" for it in "丙乙甲戊丁己"]
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(**dict.fromkeys(own, "有"))])

    [read] = load_workbook(book).cases
    assert list(read.extra) == own
