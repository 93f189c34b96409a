"""The court's fee, by 诉讼费用交纳办法 第十三条: examples reckoned by hand, and its borders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.law.fees import court_fee
from anjuan.law.loading import shipped_catalogue

LAW = shipped_catalogue()


# Ordinary procedure, base 100 and 500.
@pytest.mark.parametrize(
    ("claimed", "low", "high"),
    [
        (0, 100, 500),
        (30000, 100, 500),
        (50000, 100, 500),
        (80000, 400, 800),
        (100000, 600, 1000),
        (260000, 1400, 1800),
    ],
)
def test_court_fee_range(claimed: int, low: int, high: int) -> None:
    fee = court_fee(Decimal(claimed), LAW)

    assert fee.low == low
    assert fee.high == high
    assert fee.halved().low * 2 == low
    assert fee.halved().high * 2 == high


@given(st.decimals(0, 10**7, places=2), st.decimals(0, 10**5, places=2))
def test_the_fee_is_monotone_and_never_rises_faster_than_one_percent(
    claimed: Decimal, more: Decimal
) -> None:
    before, after = court_fee(claimed, LAW), court_fee(claimed + more, LAW)

    assert before.low <= after.low <= before.low + more / 100
    assert after.high - after.low == 400


def test_a_negative_claim_is_no_claim() -> None:
    with pytest.raises(ValueError, match="negative"):
        court_fee(Decimal(-1), LAW)
