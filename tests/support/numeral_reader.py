"""Reads Chinese numerals back, by another way than the one that writes them."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    sign: value
    for signs in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
    for value, sign in enumerate(signs)
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


def read_number(text: str) -> int:
    """The integer that a Chinese numeral names."""
    total = 0
    for big, factor in (("亿", 10**8), ("万", 10**4), ("", 1)):
        head, found, rest = text.partition(big) if big else (text, "x", "")
        if found:
            total += _group(head) * factor
            text = rest
    return total


def _group(text: str) -> int:
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def read_amount(text: str) -> Decimal:
    """The amount in yuan that a capital numeral names."""
    found = re.fullmatch(r"(?:(.+)元)?零?(?:(.)角)?零?(?:(.)分)?整?", text)
    assert found, text
    yuan, jiao, fen = found.groups()
    cents = (_DIGITS[jiao] * 10 if jiao else 0) + (_DIGITS[fen] if fen else 0)
    return Decimal(read_number(yuan) if yuan else 0) + Decimal(cents) / 100
