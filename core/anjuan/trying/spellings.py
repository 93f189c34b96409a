"""The ways in which an old paper may have written a value of its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from anjuan.chinese import capital_amount, chinese_number
from anjuan.frozen import frozen
from anjuan.word.values import Day, Typed

# What must follow a bare number, for in a letter "5" is anything; of a sum also the end of a cell.
_COUNTED = "[次条天人个]"
_OF_MONEY = "元|$"
_NO_LONGER = "(?![0-9A-Za-z])"
_CAPITALS = "|大写"
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@frozen
class Spelling:
    """A value as it may stand in a paper.

    Attributes:
        text: its words.
        after: what must stand behind it, as a pattern; empty = anything may.
        printed: the filter by which a tag prints it so; empty = none is needed.
    """

    text: str
    after: str = ""
    printed: str = ""


def spellings(value: str | int) -> Iterator[Spelling]:
    """A value as it is printed, and as others write it: 20,000.00, 贰万元, 2026-03-05, 二〇二六年….

    Args:
        value: what a template would print of it; a `Typed` one tells what it is.
    """
    typed = value.value if isinstance(value, Typed) else value
    if isinstance(typed, Day):
        yield from map(_whole, dict.fromkeys((str(value), *_days(typed.day))))
    elif isinstance(typed, Decimal):
        yield from _amounts(str(value), typed)
    elif isinstance(typed, int):
        yield Spelling(str(value), f"(?={_COUNTED})")
    else:
        yield _whole(str(value))


def _whole(text: str) -> Spelling:
    """A text that begins or ends as a longer number or word might is no part of one."""
    return Spelling(text, _NO_LONGER if text[-1:].isascii() else "")


def _days(day: date) -> Iterator[str]:
    year, month, number = str(day.year), day.month, day.day
    yield f"{year}年{month:02}月{number:02}日"
    for sign in "-/.":
        yield f"{year}{sign}{month:02}{sign}{number:02}"
        yield f"{year}{sign}{month}{sign}{number}"
    for zero in "〇○零":
        spelled = year.translate(_DIGITS).replace("〇", zero)
        yield f"{spelled}年{chinese_number(month)}月{chinese_number(number)}日"


def _amounts(printed: str, amount: Decimal) -> Iterator[Spelling]:
    for text in dict.fromkeys(
        (printed, f"{Decimal(printed):,}", f"{amount:.2f}", f"{amount:,.2f}")
    ):
        yield Spelling(text, f"(?={_OF_MONEY})")
    capital = capital_amount(amount)
    for text in dict.fromkeys((capital, capital.removesuffix("整"))):
        yield Spelling(text, printed=_CAPITALS)
