"""Chinese numerals: article numbers, capital amounts, dates; and how Chinese text is encoded."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from anjuan.messages import Message

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SEPARATORS = re.compile(r"[、,，;；\n]+")


def spelled_out(text: str) -> str:
    """A text for a cell of a workbook, where `_x0041_` would mean A (ECMA-376 §22.9.2.19)."""
    return _ESCAPE.sub("_x005F_", text)


# As Excel and the Editor of Windows write it when asked for “Unicode”.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encodings(start: bytes) -> tuple[str, ...]:
    """The encodings that a text of a Chinese system may be in, by how it begins; in this order."""
    return ("utf-16",) if start.startswith(_UTF_16) else ("utf-8-sig", "gb18030")


def decoded(content: bytes) -> str:
    """The text of a file, whichever of these it is in, without its byte order mark.

    Raises:
        UnicodeError: it is in none.
    """
    *likelier, last = encodings(content[:2])
    for encoding in likelier:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(last)


def split_list(text: str) -> tuple[str, ...]:
    """The items of a cell that lists several, separated by 、 or a comma; without repeats."""
    if text.isalnum():
        # It is one item, as most are: what it says, whatever else it remembers.
        return (str.__str__(text),)
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    return tuple(dict.fromkeys(filter(None, parts)))


def some(texts: Sequence[str], most: int) -> str:
    """The first of some texts as a list, which says where there are more."""
    return "、".join(texts[:most]) + (" 等" if len(texts) > most else "")


def suggestion(word: str, known: tuple[str, ...], likeness: float = 0.5) -> str:
    """`是不是“…”？` for the nearest known word; empty when none is as near as that."""
    near = nearest(word, known, likeness)
    return Message("是不是“{}”？", near) if near else ""


def nearest(word: str, known: tuple[str, ...], likeness: float = 0.5) -> str:
    """The nearest known word; empty when none is as near as that."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=likeness)), "")


def birth_date_of(identity_number: str) -> date | None:
    """The birthday inside an 18-digit identity number; None when there is no such day."""
    day = identity_number[6:14]
    if len(identity_number) != 18 or not day.isdecimal():
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None


LARGEST_AMOUNT = Decimal("999999999999.99")

_YUAN = Decimal(1)
_PLAIN = ("零一二三四五六七八九", "千百十")
_CAPITAL = ("零壹贰叁肆伍陆柒捌玖", "仟佰拾")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_TO_PLAIN = str.maketrans("".join(_CAPITAL) + "〇两萬億圆", "".join(_PLAIN) + "零二万亿元")


def chinese_number(number: int) -> str:
    """A positive integer as statutes write it: 10 → 十, 101 → 一百零一, 1110 → 一千一百一十.

    Source: articles as the 民法典 numbers its own, 第一百一十条 among them; only a leading 一十
    is shortened, to 十.
    """
    if number < 1:
        raise ValueError(f"not a positive number: {number}")
    if number < len(_PLAIN[0]):
        return _PLAIN[0][number]
    text = _spell(number, _PLAIN)
    return text.removeprefix("一") if text.startswith("一十") else text


def plain_numerals(text: str) -> str:
    """Capital and other forms of numerals as they are plainly written: 叁仟 → 三千, 两 → 二."""
    return text.translate(_TO_PLAIN)


def number_of(numeral: str) -> int | None:
    """The number that a plain numeral stands for; None for one that breaks the rules of writing.

    一百二 (120? 102?) and 三千五 break them: a 零 stands for what is left out. One that isn't
    needed (十万零七千) is none too few.
    """
    number = _value(numeral)
    if number is None or not 0 < number <= LARGEST_AMOUNT:
        return None
    full = f"一{numeral}" if numeral.startswith("十") else numeral
    spelled = _spell(number, _PLAIN)
    return number if spelled in (full, re.sub("(?<=[亿万])零(?=.)", "", full)) else None


def _value(numeral: str) -> int | None:
    """What the signs add up to, in whatever order they stand."""
    total = group = digit = 0
    for sign in numeral:
        if sign in _PLAIN[0]:
            digit = _PLAIN[0].index(sign)
        elif sign in _UNITS:
            group, digit = group + (digit or 1) * _UNITS[sign], 0
        elif sign in _GROUPS:
            total, group, digit = total + (group + digit) * _GROUPS[sign], 0, 0
        else:
            return None
    return total + group + digit


def capital_amount(amount: Decimal) -> str:
    """An amount in yuan in capital numerals: 10050.00 → 壹万零伍拾元整, 0.05 → 伍分.

    Source: annex to 支付结算办法; where that annex leaves a 零 or 整 free, the shorter form is
    printed (壹拾万元伍角).

    Raises:
        ValueError: negative, more than two decimals, or a trillion and more.
    """
    if not 0 <= amount <= LARGEST_AMOUNT or amount != round(amount, 2):
        raise ValueError(f"not an amount in yuan and fen: {amount}")
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    digits = _CAPITAL[0]
    text = f"{_spell(yuan, _CAPITAL)}元" if yuan else ""
    if jiao:
        text += f"{digits[jiao]}角"
    elif fen and yuan:
        text += "零"
    if fen:
        text += f"{digits[fen]}分"
    closes_whole = not cents or (not fen and not yuan)
    return (text or "零元") + ("整" if closes_whole else "")


def _spell(number: int, signs: tuple[str, str]) -> str:
    """Spell by groups of four digits; a 零 bridges a gap, except after a group that ends in 0."""
    text, gap = "", False
    for power, name in ((8, "亿"), (4, "万"), (0, "")):
        group = number // 10**power % 10**4
        if group:
            bridge = "零" if text and (gap or group < 1000) else ""
            text += bridge + _spell_group(group, signs) + name
        gap = not group
    return text


def _spell_group(group: int, signs: tuple[str, str]) -> str:
    digits, units = signs
    text = "".join(
        digits[int(digit)] + (unit if digit != "0" else "")
        for digit, unit in zip(f"{group:04d}", (*units, ""), strict=True)
    )
    return re.sub(f"{digits[0]}+", digits[0], text).strip(digits[0])


def amount_text(amount: Decimal) -> str:
    """An amount in yuan in plain digits: 3500 or 3500.50, never 3500.0 or 3.5E+3."""
    is_whole = amount == amount.to_integral_value()
    return format(amount.quantize(_YUAN) if is_whole else round(amount, 2), "f")


def date_text(day: date) -> str:
    """A day without padding zeros: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
