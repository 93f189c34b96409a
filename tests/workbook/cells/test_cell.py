"""Cells become values, or say why not."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from anjuan.case.choices import sex_of
from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.moment import Moment
from anjuan.chinese import split_list
from anjuan.workbook.cells.cell import Cell, CellError, is_empty
from anjuan.workbook.cells.values import empty, parse

T = ColumnType


def read(type_: ColumnType, cell: Cell, choices: tuple[str, ...] = ()) -> object:
    return parse(Column("标题", type_, choices=choices, units=("次",)), cell).value


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        (T.TEXT, "  甲 乙 ", "甲 乙"),
        (T.NOTE, "甲\r\n乙\r丙", "甲\n乙\n丙"),
        (T.KEY, "（２０２５）借字第 001 号", "（２０２５）借字第 001 号"),
        (T.TEXT, 12345.0, "12345"),
        (T.TEXT, 0.5, "0.5"),
        (T.NOTE, True, "是"),
        (T.NOTE, date(2026, 1, 5), "2026年1月5日"),
        (T.TEXT, "A&B <c>公司", "A&B <c>公司"),
        (T.PHONE, 13800000001.0, "13800000001"),
        (T.PHONE, " １３８ ００００ ０００１", "１３８ ００００ ０００１"),
        (T.CHOICE, " 电话 ", "电话"),
        (T.CHOICES, "电话、短信，电话", ("电话", "短信")),
        (T.DATE, datetime(2026, 1, 5), date(2026, 1, 5)),
        (T.DATE, "2026-01-05", date(2026, 1, 5)),
        (T.DATE, "２０２６／１／５", date(2026, 1, 5)),
        (T.DATE, "2026.1.5", date(2026, 1, 5)),
        (T.DATE, "2026年1月5日", date(2026, 1, 5)),
        (T.DATE, "20260105", date(2026, 1, 5)),
        (T.MOMENT, "2026-01-05", Moment(date(2026, 1, 5))),
        (T.MOMENT, "2026-01-05 22:40", Moment(date(2026, 1, 5), time(22, 40))),
        (T.MOMENT, "2026年1月5日22时40分", Moment(date(2026, 1, 5), time(22, 40))),
        (T.MOMENT, datetime(2026, 1, 5, 22, 40, 7), Moment(date(2026, 1, 5), time(22, 40, 7))),
        (T.MONEY, "￥1,234.50元", Decimal("1234.50")),
        (T.MONEY, 12000.0, Decimal(12000)),
        (T.MONEY, 0.1 + 0.2, Decimal("0.30")),
        (T.COUNT, 12.0, 12),
        (T.COUNT, "12次", 12),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_meant(type_: ColumnType, cell: Cell, value: object) -> None:
    choices = ("电话", "短信")

    assert read(type_, cell, choices) == value


@pytest.mark.parametrize(
    ("type_", "cell", "code"),
    [
        (T.TEXT, "甲\n乙", "line-break"),
        (T.PHONE, "13800000001\n13800000002", "line-break"),
        (T.PHONE, "13800000001 13800000002", "bad-phone"),
        (T.MONEY, 0.0, "bad-money"),
        (T.TEXT, "甲\x0b乙", "control-character"),
        (T.TEXT, "甲\ud800乙", "control-character"),
        (T.TEXT, "甲\ufffe乙", "control-character"),
        (T.TEXT, "{{ 6*7 }}", "template-mark"),
        (T.TEXT, "{_{", "template-mark"),
        (T.TEXT, 1.1010119900101123e17, "long-number"),
        (T.IDENTITY, 110101199001011234.0, "long-number"),
        (T.PHONE, 6222020000000000000.0, "long-number"),
        (T.CHOICE, "电活", "unknown-choice"),
        (T.CHOICES, "电话、电活", "unknown-choice"),
        (T.DATE, "2026-02-30", "bad-date"),
        (T.DATE, "1900-02-29", "bad-date"),
        (T.DATE, "去年", "bad-date"),
        (T.DATE, "05/01/2026", "bad-date"),
        (T.DATE, 9999.0, "bad-date"),
        (T.DATE, datetime(1899, 12, 30), "bad-date"),
        (T.DATE, time(0, 0), "bad-date"),
        (T.DATE, "2026-01-05 10:00", "bad-date"),
        (T.MOMENT, "2026-01-05 25:00", "bad-time"),
        (T.MOMENT, "2026-01-05 晚上", "bad-time"),
        (T.MONEY, "一千二", "bad-money"),
        (T.MONEY, "12,5O", "bad-money"),
        (T.MONEY, -1.0, "bad-money"),
        (T.MONEY, "1.005", "bad-money"),
        (T.MONEY, "nan", "bad-money"),
        (T.MONEY, "1e400", "bad-money"),
        (T.MONEY, date(2026, 1, 1), "bad-money"),
        (T.COUNT, 0.0, "bad-count"),
        (T.COUNT, 1.5, "bad-count"),
        (T.COUNT, "十几", "bad-count"),
        (T.COUNT, True, "bad-count"),
        (T.FLAG, "也许", "unknown-choice"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_a_code(
    type_: ColumnType, cell: Cell, code: str
) -> None:
    with pytest.raises(CellError) as raised:
        read(type_, cell, ("电话", "短信"))

    assert raised.value.rule.code == code
    assert raised.value.message
    assert raised.value.remedy


# GB 11643-1999: invented examples, address code 000000.
@pytest.mark.parametrize(
    ("stem", "check"),
    [("00000019900101001", "8"), ("00000020000229002", "9"), ("00000019880808888", "2")],
)
def test_identity_numbers_of_the_standard_pass_and_others_fail(stem: str, check: str) -> None:
    assert read(T.IDENTITY, stem + check) == stem + check
    for wrong in "0123456789X".replace(check, ""):
        with pytest.raises(CellError, match="校验位"):
            read(T.IDENTITY, stem + wrong)


def test_an_identity_number_ending_in_x_is_read_from_lower_case_and_full_width() -> None:
    stems = (f"00000019900101{number:03d}" for number in range(999))
    stem = next(stem for stem in stems if ric.calc_check_digit(f"{stem}0") == "X")

    assert read(T.IDENTITY, stem + "x") == stem + "X"
    assert read(T.IDENTITY, (stem + "Ｘ").replace("0", "０")) == stem + "X"


@pytest.mark.parametrize("number", ["00000019000229002", "123456789012345", "0000001990010100189"])
def test_impossible_birthdays_and_other_lengths_are_no_identity_numbers(number: str) -> None:
    with pytest.raises(CellError):
        read(
            T.IDENTITY, number + ric.calc_check_digit(number + "0") if len(number) == 17 else number
        )


def test_sex_follows_the_seventeenth_digit() -> None:
    assert sex_of("000000199001010018") == "男"
    assert sex_of("000000200002290029") == "女"
    assert sex_of("") == ""


# GB 32100-2015: invented examples.
@pytest.mark.parametrize("code", ["91000000MA0000000N", "91000000000000000K", "91000000MA0000ABC0"])
def test_credit_codes_of_the_standard_pass_and_others_fail(code: str) -> None:
    assert read(T.CREDIT_CODE, code.lower()) == code
    for wrong in set("0123456789ABCDEFGHJKLMNPQRTUWXY") - {code[-1]}:
        with pytest.raises(CellError):
            read(T.CREDIT_CODE, code[:-1] + wrong)
    assert uscc.calc_check_digit(code) == code[-1]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_every_day_is_read_back_however_it_is_written(day: date, separator: str) -> None:
    for text in (f"{day:%Y}{separator}{day.month}{separator}{day.day}", f"{day:%Y%m%d}"):
        assert read(T.DATE, text) == day


@given(st.decimals(Decimal("0.01"), 10**11, places=2))
def test_every_amount_is_read_back_with_and_without_separators(amount: Decimal) -> None:
    assert read(T.MONEY, f"{amount:f}") == amount
    assert read(T.MONEY, f"{amount:,f} 元") == amount


@given(st.text())
def test_any_text_is_either_kept_or_refused_never_changed_inside(text: str) -> None:
    try:
        reading = parse(Column("标题", T.NOTE), text)
    except CellError:
        return
    if reading.remark:
        assert (reading.value, reading.remark.rule.code) == ("", "written-nothing")
    else:
        assert reading.value == text.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(
    st.one_of(
        st.text(),
        st.text("0123456789,、万千十元次年月日时点号-/ 和至O"),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
    )
)
@example(math.inf)
@example(-math.inf)
def test_no_cell_ever_raises_anything_but_a_cell_error(cell: Cell) -> None:
    for type_ in ColumnType:
        if type_ is T.LINK or is_empty(cell):
            continue
        remedy = _remedy(type_, cell)
        assert remedy is None or (remedy and "是不是 ？" not in remedy)


def _remedy(type_: ColumnType, cell: Cell) -> str | None:
    try:
        read(type_, cell, ("电话", "短信"))
    except CellError as error:
        return error.remedy
    return None


def test_empty_values_are_typed() -> None:
    assert empty(Column("x")) == ""
    assert empty(Column("x", T.DATE)) is None
    assert empty(Column("x", T.CHOICES)) == ()
    assert empty(Column("x", T.COUNT, if_empty=1)) == 1


def test_lists_are_split_at_chinese_and_ascii_marks_without_repeats() -> None:
    assert split_list("1、2，3;1\n4") == ("1", "2", "3", "4")


@pytest.mark.parametrize("typed", ["同上", "同前", "〃", "同上一行"])
def test_what_only_points_at_another_row_is_refused(typed: str) -> None:
    for type_ in (T.TEXT, T.NOTE, T.KEY, T.PHONE, T.COUNT, T.CHOICE, T.DATE):
        with pytest.raises(CellError) as raised:
            read(type_, typed)
        assert raised.value.rule.code == "ditto"
    assert read(T.NOTE, "同上一次一样骂人") == "同上一次一样骂人"


@pytest.mark.parametrize("type_", [T.TEXT, T.KEY, T.PHONE])
@pytest.mark.parametrize(
    "made", [date(2026, 1, 2), datetime(2026, 1, 2), time(12, 30), timedelta(hours=30), True]
)
def test_what_a_program_made_of_a_text_is_no_text(type_: ColumnType, made: Cell) -> None:
    """1-2 and 12:30 are typed; a day and a time are what becomes of them."""
    with pytest.raises(CellError) as raised:
        parse(Column("住址", type_), made)

    assert raised.value.rule.code == "made-a-day"


def test_a_day_in_a_note_is_told() -> None:
    reading = parse(Column("备注", T.NOTE), date(2026, 1, 2))

    assert reading.value == "2026年1月2日" and reading.remark
