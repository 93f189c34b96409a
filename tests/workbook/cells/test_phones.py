"""Telephone numbers: what can't be one is told, what can is kept as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checking import found, problems
from support.readings import refusal

from anjuan.case.columns import Column, ColumnType
from anjuan.testing import case, incident, institution, write_workbook
from anjuan.workbook.cells.phones import rings
from anjuan.workbook.cells.values import parse

PHONE = Column("对方号码", ColumnType.PHONE)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1380000000", "却有 10 位"), ("138000000011", "却有 12 位"),
        ("138 0000 000", "却有 10 位"), ("+86 138 0000 000", "却有 10 位"),
        ("12800000001", "没有以 128 开头"),
        ("10300000001", "没有以 103 开头"), ("11000000001", "没有以 110 开头"),
        ("138****0000", "遮住"), ("1380000xxxx", "遮住"), ("138＊＊＊＊0000", "遮住"),
        ("57100000011", "丢了区号前面的 0"), ("0571-00001", "不像电话号码"), ("12", "不像电话号码"),
        ("13800000001/1380000000", "却有 10 位"), ("6222020000000000000", "不像电话号码"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_right_is_kept_and_told(typed: str, told: str) -> None:
    reading = parse(PHONE, typed)

    assert reading.value
    assert reading.remark
    assert reading.remark.rule.code == "bad-phone"
    assert told in reading.remark.message


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001", "138 0000 0001", "138-0000-0001", "+86 13800000001", "008613800000001",
        "013800000001", "0571-00000011", "(0571)00000011", "0571-00000012转8001", "021-00000001",
        "20000011", "95588", "9501234567", "96110", "400-000-0001", "10655012345678",
        "1069012345678901", "10086", "1008611", "12321", "110", "00447700900123", "+852 91234567",
        "wxid_abc123", "李经理", "12345", "0571-00000011、13800000001",
    ],
)  # fmt: skip
def test_a_number_that_may_be_right_is_passed_over_in_silence(typed: str) -> None:
    assert parse(PHONE, typed).remark is None


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("1.38E+10", "long-number", "科学计数"), ("1.06550E+14", "long-number", "科学计数"),
        (6222020000000000000.0, "long-number", "超过 15 位"),
        ("138O0000001", "bad-phone", "是不是 13800000001？"),
        ("l38OOOOOOOl", "bad-phone", "是不是 13800000001？"),
        ("13800000001 13800000002", "bad-phone", "两个号码"),
    ],
)  # fmt: skip
def test_a_number_whose_digits_are_lost_or_none_is_refused(
    typed: object, code: str, told: str
) -> None:
    error = refusal(PHONE, typed)

    assert error.rule.code == code
    assert told in error.message + error.remedy


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.integers(0, 10),
    st.sampled_from("0123456789"),
)
def test_every_mobile_number_passes_and_with_a_digit_more_or_less_is_told(
    number: str, place: int, digit: str
) -> None:
    assert parse(PHONE, number).remark is None
    longer = number[: place + 1] + digit + number[place + 1 :]
    shorter = number[: place + 1] + number[place + 2 :]
    for other in (longer, shorter) if 0 < place < 10 else (longer,):
        # 106… is what ports of messages begin with.
        assert other.startswith("106") or parse(PHONE, other).remark, other


@pytest.mark.parametrize(
    "column", ["案件!联系电话", "案件!律师电话", "机构!联系电话", "骚扰记录!对方号码"]
)
def test_numbers_are_looked_at_in_every_column_of_numbers(tmp_path: Path, column: str) -> None:
    sheet, heading = column.split("!")
    wrong = {heading: "1380000000"}
    rows = {
        "案件": {"cases": [case(**wrong)]},
        "机构": {"institutions": [institution(**wrong)]},
        "骚扰记录": {"incidents": [incident(**wrong)]},
    }[sheet]

    told = problems(write_workbook(tmp_path / "表.xlsx", **rows))

    assert [it.severity.word for it in told if it.code == "bad-phone"] == ["提醒"]


@pytest.mark.parametrize("phone", ["10086", "12345", "wxid_abc", "95588"])
def test_the_client_must_be_reached_by_a_number_that_rings(tmp_path: Path, phone: str) -> None:
    assert not rings(phone)
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(联系电话=phone)])

    assert "bad-phone" in {code for code, _ in found(book)}


def test_two_numbers_of_one_caller_are_told_and_those_of_a_firm_are_not(tmp_path: Path) -> None:
    both = "0571-00000011、13800000001"
    book = write_workbook(
        tmp_path / "表.xlsx",
        incidents=[incident(对方号码=both)],
        institutions=[institution(联系电话=both)],
    )

    told = [(it.sheet, it.heading) for it in problems(book) if it.code == "bad-phone"]
    assert told == [("骚扰记录", "对方号码")]
