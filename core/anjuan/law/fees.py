"""The court's acceptance fee for a personality-rights case, as a range."""

from __future__ import annotations

from decimal import Decimal

from anjuan.case.records.case import Case
from anjuan.chinese import amount_text
from anjuan.frozen import frozen
from anjuan.law.catalogue import Catalogue
from anjuan.messages import Message


@frozen
class FeeRange:
    """Lowest and highest fee in yuan; the court that accepts the case fixes the figure."""

    low: Decimal
    high: Decimal

    def halved(self) -> FeeRange:
        """The range in summary procedure (诉讼费用交纳办法 art. 16)."""
        return FeeRange(self.low / 2, self.high / 2)


def told_fee(case: Case, catalogue: Catalogue) -> str:
    """The expected fee of a case in one sentence."""
    fee = court_fee(case.damages, catalogue)
    half = fee.halved()
    ends = map(amount_text, (case.damages, fee.low, fee.high, half.low, half.high))
    return Message(
        "{} 主张赔偿 {} 元，预计受理费 {}—{} 元（适用简易程序的 {}—{} 元），以法院核定为准。",
        case.number,
        *ends,
    )


def court_fee(claimed: Decimal, catalogue: Catalogue) -> FeeRange:
    """The fee range in ordinary procedure.

    Args:
        claimed: all damages claimed together, in yuan; zero where only cessation and apology
            are asked for.
        catalogue: gives base and bands (诉讼费用交纳办法 art. 13(1)(ii)2: base 100–500,
            1 % of what exceeds 50,000 up to 100,000, 0.5 % of what exceeds that).

    Raises:
        ValueError: a negative claim.
    """
    if claimed < 0:
        raise ValueError(f"a claim can't be negative: {claimed}")
    rule = catalogue.courts.fee
    surcharge = Decimal(0)
    for band, following in zip(rule.bands, (*rule.bands[1:], None), strict=True):
        top = min(claimed, Decimal(following.above)) if following else claimed
        surcharge += max(top - band.above, Decimal(0)) * band.percent / 100
    return FeeRange(rule.base_low + surcharge, rule.base_high + surcharge)
