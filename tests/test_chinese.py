"""Chinese numerals: sums as the annex to 支付结算办法 writes them, articles as statutes do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import numeral_reader as oracle

from anjuan.chinese import amount_text, capital_amount, chinese_number, date_text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("10050.00", "壹万零伍拾元整"),
        ("100000.50", "壹拾万元伍角"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100005000.00", "壹亿零伍仟元整"),
        ("20.00", "贰拾元整"),
        ("110000", "壹拾壹万元整"),
        ("0", "零元整"),
    ],
)
def test_capital_amounts_of_the_payment_rules(amount: str, text: str) -> None:
    assert capital_amount(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (111, "一百一十一"), (253, "二百五十三"), (990, "九百九十"), (1000, "一千"),
        (1024, "一千零二十四"), (1032, "一千零三十二"), (1033, "一千零三十三"),
        (1165, "一千一百六十五"), (1191, "一千一百九十一"),
    ],
)  # fmt: skip
def test_article_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


@given(st.integers(1, 9999))
def test_article_numbers_round_trip(number: int) -> None:
    assert oracle.read_number(chinese_number(number)) == number


@given(st.decimals(0, 999999999999, places=2))
def test_capital_amounts_round_trip_and_never_double_a_zero(amount: Decimal) -> None:
    text = capital_amount(amount)

    assert oracle.read_amount(text) == amount
    assert "零零" not in text
    assert "零元" not in text or amount == 0


@pytest.mark.parametrize("amount", ["-1", "0.005", "1e12"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        capital_amount(Decimal(amount))


def test_zero_is_no_article() -> None:
    with pytest.raises(ValueError, match="not a positive number"):
        chinese_number(0)


def test_amounts_and_days_print_without_machine_forms() -> None:
    assert amount_text(Decimal("12000.00")) == "12000"
    assert amount_text(Decimal("1E+5")) == "100000"
    assert amount_text(Decimal("3500.5")) == "3500.50"
    assert date_text(date(2026, 1, 5)) == "2026年1月5日"
