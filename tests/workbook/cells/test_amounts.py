"""Sums and counts: every spelling of a number is that number, and nothing else is one."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.readings import read, refusal

from anjuan.case.columns import Column, ColumnType
from anjuan.chinese import LARGEST_AMOUNT, amount_text, capital_amount, chinese_number
from anjuan.workbook.cells.amounts import LARGEST_COUNT
from anjuan.workbook.cells.cell import READ_AS, CellError
from anjuan.workbook.cells.values import parse

SUM = Column("金额", ColumnType.MONEY)
COUNT = Column("次数", ColumnType.COUNT, if_empty=1, units=("次", "通", "条"))
PAGES = Column("页数", ColumnType.COUNT, units=("页",))

AMOUNTS = st.decimals(Decimal("0.01"), LARGEST_AMOUNT, places=2)
WHOLE = st.integers(1, 10**12 - 1)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3万", 30000), ("1.5万元", 15000), ("三万元", 30000), ("叁万元整", 30000),
        ("3000元整", 3000), ("5千元", 5000), ("¥3,000.00", 3000), ("人民币三千元", 3000),
        ("3万5千", 35000), ("3万5000元", 35000), ("1亿2000万", 120000000), ("3万零500", 30500),
        ("两万", 20000), ("RMB 3000", 3000), ("3000块钱", 3000), ("3000 元", 3000),
        ("人民币叁万元整（￥30000.00）", 30000), ("30元5角", "30.5"), ("壹佰元零伍分", "100.05"),
        ("伍角整", "0.5"), ("十万零七千元", 107000), ("合计：3000元", 3000), ("0.5万", 5000),
    ],
)  # fmt: skip
def test_a_sum_that_nobody_can_misread_is_read_and_told(typed: str, amount: object) -> None:
    reading = parse(SUM, typed)

    assert reading.value == Decimal(str(amount))
    assert reading.remark
    assert reading.remark.rule.code == "read-as"
    assert reading.remark.message == f"“{typed}”读作 {amount_text(Decimal(str(amount)))}。"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12,5", ["12.50", "125"]), ("1,0000", ["10000"]), ("12,5O", ["12.50", "1250"]),
        ("三千五", ["3500"]), ("3万5", ["35000"]), ("一万五百", ["10500"]), ("3w", ["30000"]),
        ("约3000元", ["3000"]), ("3万左右", ["30000"]), ("3000多", ["3000"]),
        ("3000-5000", ["3000", "5000"]), ("3000、5000", ["3000", "5000"]),
        ("3000元，5000元", ["3000", "5000"]), ("三万元（3000元）", ["30000", "3000"]),
        ("1O", ["10"]), ("1234,567", ["1234567"]),
        ("3000 5000", ["3000", "5000"]), ("3000\n5000", ["3000", "5000"]),
        ("300元，500元", ["300", "500"]), ("3元或5元", ["3", "5"]),
    ],
)  # fmt: skip
def test_a_sum_that_can_be_misread_is_refused_with_what_it_may_be(
    typed: str, meant: list[str]
) -> None:
    error = refusal(SUM, typed)

    assert error.rule.code == "bad-money"
    assert f"是不是 {'，还是 '.join(meant)}？" in error.remedy
    for value in meant:
        assert read(SUM, value) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["3000/月", "百元", "三三百", "元", "1.2E+04", "-", "3.5.2", "2万亿亿", "3元三五角", "12角"],
)
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(CellError):
        read(Column("金额", ColumnType.MONEY, nothing_is_meant=True), typed)


@pytest.mark.parametrize("zero", ["0", 0, 0.0, "0.00", "0元"])
def test_a_sum_of_nothing_says_what_to_do(zero: object) -> None:
    optional, required = SUM, Column("金额", ColumnType.MONEY, required=True)

    assert "请把这一格空着" in refusal(optional, zero).remedy
    assert "请删去这一行" in refusal(required, zero).remedy


@pytest.mark.parametrize(
    "spell",
    [
        amount_text,
        lambda amount: f"{amount:,f}",
        lambda amount: f"￥{amount:f}",
        lambda amount: f"{amount:f} 元",
        lambda amount: f"人民币{amount:,f}元整",
        capital_amount,
        lambda amount: f"人民币{capital_amount(amount)}（¥{amount:,f}）",
    ],
)
@given(amount=AMOUNTS)
def test_every_sum_is_read_back_from_all_its_spellings(
    spell: Callable[[Decimal], str], amount: Decimal
) -> None:
    assert read(SUM, spell(amount)) == amount


@given(number=WHOLE)
@example(number=10**8)
@example(number=107_000)
def test_every_whole_sum_is_read_back_from_numerals_and_from_units(number: int) -> None:
    spoken = chinese_number(number)
    assert read(SUM, f"{spoken}元") == number
    assert read(SUM, spoken.replace("二千", "两千").replace("二万", "两万")) == number
    assert read(SUM, f"{Decimal(number) / 10**4:f}万元") == number
    above, rest = divmod(number, 10**4)
    if 0 < above < 10**4:
        assert read(SUM, f"{above}万{rest:04d}") == number


@given(number=st.integers(1, 10**12 - 1))
def test_a_numeral_with_a_sign_left_out_is_never_another_number(number: int) -> None:
    spoken = chinese_number(number)
    for place in range(len(spoken)):
        shortened = spoken[:place] + spoken[place + 1 :]
        value = _value(shortened)
        # What remains is either a number by its own right, spelled just so, or none.
        assert value is None or chinese_number(value).removeprefix("一") in (
            shortened, shortened.removeprefix("一"), re.sub("(?<=[亿万])零", "", shortened)
        )  # fmt: skip


def _value(typed: str) -> int | None:
    try:
        return int(str(read(SUM, typed)).removesuffix(".00"))
    except CellError:
        return None


@pytest.mark.parametrize(
    ("column", "typed", "count"),
    [
        (COUNT, "12通", 12), (COUNT, "5条", 5), (COUNT, "十二次", 12), (COUNT, "12 次", 12),
        (COUNT, "共12次", 12), (COUNT, "1,200次", 1200), (COUNT, "12.0", 12),
        (PAGES, "3页", 3), (PAGES, "十二页", 12),
    ],
)  # fmt: skip
def test_a_count_with_its_measure_word_is_read_and_told(
    column: Column, typed: str, count: int
) -> None:
    reading = parse(column, typed)

    assert reading.value == count
    assert reading.remark
    assert reading.remark.message == f"“{typed}”读作 {count}。"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10余次", ["10"]), ("十余次", ["10"]), ("3-5次", ["3", "5"]), ("3～5次", ["3", "5"]),
        ("约12次", ["12"]), ("3 5", ["3", "5"]), ("3、4次", ["3", "4"]),
        ("1O", ["10"]), ("20多次", ["20"]),
    ],
)  # fmt: skip
def test_a_count_that_can_be_misread_is_refused_with_what_it_may_be(
    typed: str, meant: list[str]
) -> None:
    error = refusal(COUNT, typed)

    assert error.rule.code == "bad-count"
    assert f"是不是 {'，还是 '.join(meant)}？" in error.remedy


@pytest.mark.parametrize(
    "typed", ["几次", "三五次", "每天5次", "3份", "1.5", 1.5, -3, True, "一百二"]
)
def test_what_is_no_count_is_refused(typed: object) -> None:
    assert refusal(COUNT, typed).rule.code == "bad-count"


@pytest.mark.parametrize("none", ["0", 0, "无", "没有"])
def test_a_row_that_counts_nothing_says_what_to_do(none: object) -> None:
    assert "请删去这一行；空着算 1 次" in refusal(COUNT, none).remedy


@given(st.integers(1, LARGEST_COUNT))
def test_every_count_is_read_back_from_all_its_spellings(count: int) -> None:
    spellings = (count, float(count), str(count), f"{count:,}", f"{count} 通", f"共{count}条")
    for typed in (*spellings, f"{chinese_number(count)}次"):
        assert read(COUNT, typed) == count


@given(st.text("0123456789,.万千百十一二三五零元角分次余约-—、O \n", max_size=9))
def test_whatever_is_read_as_a_sum_or_a_count_is_spelled_by_the_rules(typed: str) -> None:
    """No two digits of a cell run together, and none is lost, whatever stands between them."""
    if re.search("[万千百十一二三五零角分]", typed):
        return
    for column in (SUM, COUNT):
        with contextlib.suppress(CellError):
            reading = parse(column, typed)
            if not reading.remark or reading.remark.rule is READ_AS:
                assert not re.search(r"[0-9]\s+[0-9]", typed)
                assert _digits(f"{reading.value}") == _digits(typed)


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text).strip("0")
