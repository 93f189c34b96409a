"""Sums of money and counts: plain digits, and the other ways in which people write them.

What can only be meant in one way is read, and told (3万, 叁万元整, 十二次). What can be misread
is refused with the values that may be meant (12,5, 三千五, 10余次, 3-5次): nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar
from unicodedata import normalize

from anjuan.case.columns import Column
from anjuan.chinese import LARGEST_AMOUNT, amount_text, number_of, plain_numerals
from anjuan.messages import Message, public
from anjuan.patterns import seldom
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import (
    Cell,
    CellError,
    Reading,
    as_typed,
    normal_text,
    proposal,
    read_as,
    sole,
    with_digits,
)
from anjuan.workbook.cells.nothing import counted_if_empty, says_none

_N = TypeVar("_N", bound=Decimal | int)

LARGEST_COUNT = 100_000

BAD_MONEY = Rule("bad-money", "不是大于零、最多两位小数的金额。")
BAD_COUNT = Rule("bad-count", "不是正整数。")

# 12,500 and 1,234,567.80 are grouped; 12,5 is not 125.
_DIGITS = re.compile(r"(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(\.[0-9]+)?")
_FRONT = re.compile(r"(?:人民币|RMB|CNY|¥|大写|小写|[共计合:])+", re.IGNORECASE)
_BACK = re.compile(r"(?:人民币|RMB|CNY|元|块钱?|整|正)+$", re.IGNORECASE)
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
_UNITS = tuple(_SCALES.values())
_SCALED = seldom(r"([0-9]{1,12}(?:\.[0-9]+)?)([百千万亿])")
# 3万5千, 1亿2000万, 3万5000, 3万零500: what follows a unit fills it, or a 零 says that it doesn't.
_STEPS = seldom(
    r"(?:([0-9]{1,4})亿)?(?:([0-9]{1,4})万)?(?:([0-9])千)?(?:([0-9])百)?(?:(零?)([0-9]{1,4}))?"
)
_DIGIT, _NUMERAL = "[0-9一二三四五六七八九]", "[零一二三四五六七八九十百千万亿]+"
_YUAN = re.compile(rf"(?:([0-9,]+|{_NUMERAL})元)?零?(?:({_DIGIT})角)?零?(?:({_DIGIT})分)?")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])\s+(?=[0-9])|\s*\n\s*")
_TWICE = re.compile(r"(.+)[(](.+)[)]")
# Between sums; and between what may also be the ends of a range, or one number badly grouped.
_BETWEEN = r"[、;+&/]|,(?=[0-9]*[^0-9,.])|[和及]"
_APART = seldom(_BETWEEN)
_SEVERAL = seldom(rf"{_BETWEEN}|[()~—–-]|,(?![0-9]{{1,3}}(?![0-9]))|[至到或]")
_VAGUE = seldom(r"[约近余多来几]|大概|左右|上下|不到|以上|以下|至少|超过")
_SLANG = str.maketrans("wWkK", "万万千千")
_SHORT_GROUP = re.compile(r",[0-9]{1,2}(?![0-9])")
_CUT_SHORT = seldom("([百千万亿])([一二三四五六七八九1-9])(?=[元次]|$)")
_NO_ZERO = seldom("([万亿])(?=[一二三四五六七八九]百)")
_LOWER = {"亿": "千万", "万": "千", "千": "百", "百": "十"}
_MOST_MEANINGS = 3
_NOT_A_SUM = "请只写大于零的数字，单位为元，最多两位小数，如 3500 或 3500.50。"


def read_money(column: Column, cell: Cell) -> Reading:
    """A sum in yuan.

    Raises:
        CellError: it is none, or can be misread.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise CellError(BAD_MONEY, Message("“{}”不是金额。", as_typed(cell)), _NOT_A_SUM)
    text = _compact(cell)
    amount = _amount(text)
    if amount is None:
        raise _bad_money(cell, text)
    cents = round(amount, 2)
    # A float cell such as 0.1+0.2 carries noise far below a cent; a typed third decimal does not.
    if not cents or abs(amount - cents) > Decimal("1e-6") or cents > LARGEST_AMOUNT:
        raise _impossible_sum(column, cell, amount)
    if _DIGITS.fullmatch(text):
        return Reading(cents)
    return read_as(cents, cell, amount_text(cents))


def is_number_as_text(cell: Cell) -> bool:
    """True for a text that is nothing but a number, which Excel doesn't add up."""
    return isinstance(cell, str) and bool(_DIGITS.fullmatch(normalize("NFKC", cell).strip()))


def read_count(column: Column, cell: Cell) -> Reading:
    """A positive whole number, with a measure word of the column or without.

    Raises:
        CellError: it is none, or can be misread.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise CellError(
            BAD_COUNT, Message("“{}”不是正整数。", as_typed(cell)), "请只写数字，如 12。"
        )
    text = _compact(cell)
    number = 0 if says_none(cell) else _count(column, text)
    if number is None:
        raise _bad_count(column, cell, text)
    if not column.least <= number <= LARGEST_COUNT:
        raise _impossible_count(column, cell, number)
    is_plain = _DIGITS.fullmatch(text) and "." not in text
    return Reading(number) if is_plain else read_as(number, cell, str(number))


def _compact(cell: Cell) -> str:
    """The text in plain numerals, without blanks; what they keep apart stays apart."""
    apart = _BETWEEN_NUMBERS.sub("、", normal_text(cell))
    return plain_numerals(re.sub(r"\s", "", apart))


def _amount(text: str) -> Decimal | None:
    """The sum that a text can only mean; None for any other text."""
    text = text.removesuffix("(元)")
    twice = _TWICE.fullmatch(text)
    if twice:
        one, other = map(_amount, twice.groups())
        return one if one == other else None
    front = _FRONT.match(text)
    bare = text[front.end() :] if front else text
    return _yuan(re.sub("[整正]$", "", bare)) or _number(_BACK.sub("", bare))


def _number(bare: str) -> Decimal | None:
    """A number in digits, in digits with 万 and the like, or in Chinese numerals."""
    if _DIGITS.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    scaled = _SCALED.fullmatch(bare)
    if scaled:
        return Decimal(scaled[1]) * _SCALES[scaled[2]]
    number = number_of(bare) or _in_steps(bare)
    return None if number is None else Decimal(number)


def _in_steps(bare: str) -> int | None:
    found = _STEPS.fullmatch(bare)
    if not found or not bare:
        return None
    *steps, zero, rest = found.groups()
    units = [unit for unit, step in zip(_UNITS, steps, strict=True) if step]
    if not units or (rest and not zero and 10 ** len(rest) != units[-1]):
        return None
    values = zip(_UNITS, steps, strict=True)
    return sum(int(step or 0) * value for value, step in values) + int(rest or 0)


def _yuan(text: str) -> Decimal | None:
    """3元5角, 叁拾元伍角整: what ends in 角 or 分."""
    found = _YUAN.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return None
    yuan, jiao, fen = (_number(part or "0") for part in found.groups())
    if yuan is None or jiao is None or fen is None:
        return None
    return yuan + jiao / 10 + fen / 100


def _count(column: Column, text: str) -> int | None:
    """The number that a text can only mean; None for any other text."""
    units = "|".join(map(re.escape, column.units))
    bare = re.sub(rf"^[共计]+|(?:{units})$" if units else "^[共计]+", "", text)
    if _DIGITS.fullmatch(bare):
        number = Decimal(bare.replace(",", ""))
        return int(number) if number == int(number) else None
    return number_of(bare)


def _bad_money(cell: Cell, text: str) -> CellError:
    values = [amount_text(value) for value in _meant(text, _amount) if value <= LARGEST_AMOUNT]
    if _is_several(text, _amount):
        message = Message("“{}”像是几个金额写在一起。", as_typed(cell))
        return CellError(BAD_MONEY, message, Message("请一格只写一个金额：{}", proposal(*values)))
    message = Message("“{}”不是能确定的金额。" if values else "“{}”不是金额。", as_typed(cell))
    remedy = Message("{}请只写数字，单位为元。", proposal(*values)) if values else _NOT_A_SUM
    return CellError(BAD_MONEY, message, remedy, sole(values))


def _bad_count(column: Column, cell: Cell, text: str) -> CellError:
    values = [str(value) for value in _meant(text, lambda part: _count(column, part))]
    if not values:
        return _no_count(cell)
    message = Message("“{}”不是确定的数。", as_typed(cell))
    remedy = Message("{}请只写一个有证据的整数。", proposal(*values))
    return CellError(BAD_COUNT, message, remedy, sole(values))


def _no_count(cell: Cell) -> CellError:
    return CellError(BAD_COUNT, Message("“{}”不是正整数。", as_typed(cell)), "请只写数字，如 12。")


def _impossible_sum(column: Column, cell: Cell, amount: Decimal) -> CellError:
    if amount:
        message = Message("“{}”不是最多两位小数的金额。", as_typed(cell))
        return CellError(BAD_MONEY, message, _NOT_A_SUM)
    without = (
        "没有这一项，请删去这一行。" if column.required else "不主张或没有的，请把这一格空着。"
    )
    return CellError(BAD_MONEY, Message("“{}”不是大于零的金额。", as_typed(cell)), without)


def _impossible_count(column: Column, cell: Cell, number: int) -> CellError:
    bounds = map(public, (column.least, LARGEST_COUNT))
    message = Message("“{}”不在 {} 到 {} 之间。", as_typed(cell), *bounds)
    if number:
        return CellError(BAD_COUNT, message, "请核对；确实更多，请分成几行。")
    if column.if_empty is None:
        return CellError(BAD_COUNT, message, "没有的，请把这一格空着。")
    counted = counted_if_empty(column)
    return CellError(BAD_COUNT, message, Message("没有发生的，请删去这一行；空着{}。", counted))


def _meant(text: str, read: Callable[[str], _N | None]) -> list[_N]:
    """What a text may mean that can be misread, the likeliest first."""
    whole = [read(guess) for guess in _guesses(text)]
    parts = [read(part) for part in filter(None, _SEVERAL.split(text))]
    values = (*whole, *(parts if all(parts) else ()))
    return list(dict.fromkeys(value for value in values if value))[:_MOST_MEANINGS]


def _guesses(text: str) -> Iterator[str]:
    """Spellings without what makes the text doubtful."""
    for base in (text, with_digits(text).translate(_SLANG)):
        bare = _VAGUE.sub("", base)
        yield bare
        yield _filled(bare)
        if _SHORT_GROUP.search(bare):
            yield bare.replace(",", ".")
        yield bare.replace(",", "")


def _filled(text: str) -> str:
    """三千五 → 三千五百, 3万5 → 3万5千, 一万五百 → 一万零五百."""
    filled = _CUT_SHORT.sub(lambda it: f"{it[1]}{it[2]}{_LOWER[it[1]]}", text)
    return filled if filled != text else _NO_ZERO.sub(r"\1零", text)


def _is_several(text: str, read: Callable[[str], object]) -> bool:
    """Two sums or more, each of which could stand alone; 12,5 is none of these."""
    parts = [part for part in _APART.split(text) if part]
    return len(parts) > 1 and all(map(read, parts))
