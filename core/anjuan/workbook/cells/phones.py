"""Telephone numbers: how they are written, and which of them can't be right."""

from __future__ import annotations

import re
from functools import lru_cache

from anjuan.case.columns import Column
from anjuan.case.keys import phone_key
from anjuan.messages import Message, public
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import (
    Cell,
    CellError,
    Reading,
    Remark,
    code_text,
    lost_digits,
    one_line,
    plain_text,
    proposal,
    with_digits,
)

BAD_PHONE = Rule("bad-phone", "不像电话号码，或像是两个号码写在一起。")

LONGEST_GROUPED_NUMBER = 13
_SHORTEST = 3
# The same few numbers stand in many rows.
_REMEMBERED = 10_000
_MOBILE_LENGTH = 11

_MOBILE = re.compile(r"1[3-9]\d{9}")
# What a call or message can come from: a mobile; a landline, with or without its area code; 95 and
# 96; 400 and 800; ports of messages; services; abroad.
_POSSIBLE = re.compile(
    r"0?1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|9[56]\d{3,10}|[48]00\d{7}|106\d{7,17}"
    r"|1\d{2,5}|100\d{2,6}|00\d{6,18}"
)
# What one can be called back on.
_RINGS = re.compile(r"0?1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|00\d{6,18}")
_MASKED = re.compile(r"(?=.*(?:[*×●•_?]{2}|[xX]{3}))[\d*×●•_?xX+()-]{5,}")
_WITH_LETTERS = re.compile(r"[\dOoQlIL+-]{7,}")
_SEVERAL = re.compile(r"[、,;/]")
_AS_SHOWN = "请对照原件或来电记录核对；确实如此，可以不管。"


def read_phone(column: Column, cell: Cell) -> Reading:
    """A number as it was typed; also the name of an account, as of WeChat.

    Raises:
        CellError: two numbers that would run together, or digits that are lost or are letters.
    """
    number, typed = code_text(cell), one_line(plain_text(cell))
    # 13 digits hold any number typed in groups; more are two numbers in one cell.
    if re.search(r"\s", typed) and len(re.sub(r"\D", "", number)) > LONGEST_GROUPED_NUMBER:
        raise CellError(
            BAD_PHONE, Message("“{}”像是两个号码。", typed), "请一个单元格只写一个号码。"
        )
    meant = with_digits(number)
    if _WITH_LETTERS.fullmatch(number) and meant != number and _POSSIBLE.fullmatch(_digits(meant)):
        message = Message("“{}”里有字母，不是数字。", number)
        raise CellError(BAD_PHONE, message, proposal(meant), meant)
    # Of a number cell that may have lost its 0 the form of the workbook tells.
    lost_zero = not isinstance(cell, str) and not number.startswith("1")
    return Reading(typed, (None if lost_zero else doubtful(number)) or lost_digits(number))


def doubtful(number: str) -> Remark | None:
    """What is doubtful about a number, or one of several; None where it may be right."""
    wrong = next(filter(None, map(_wrong, _SEVERAL.split(number))), None)
    return Remark(BAD_PHONE, wrong, _AS_SHOWN) if wrong else None


def rings(number: str) -> bool:
    """True for a number that somebody can be called on: mobile or landline."""
    return all(_RINGS.fullmatch(_digits(part)) for part in _SEVERAL.split(number))


@lru_cache(_REMEMBERED)
def numbers_in(cell: str) -> tuple[str, ...]:
    """The numbers that a cell lists."""
    return tuple(part for part in _SEVERAL.split(cell) if len(re.sub(r"\D", "", part)) >= _SHORTEST)


def _digits(number: str) -> str:
    """The number as it is dialled in the country, without its extension."""
    return phone_key(number).partition("转")[0]


def _wrong(number: str) -> str:
    """What is wrong with one number; empty for one that may be right, and for a name."""
    if _MASKED.fullmatch(number):
        return Message("“{}”有几位被遮住了。", number)
    digits = _digits(number)
    if not (digits.isascii() and digits.isdigit()) or _POSSIBLE.fullmatch(digits):
        return ""
    length = public(len(digits))
    if digits.startswith("1") and len(digits) == _MOBILE_LENGTH:
        return Message("“{}”有 11 位，却没有以 {} 开头的手机号。", number, digits[:3])
    if _MOBILE.match(digits.ljust(_MOBILE_LENGTH, "0")):
        return Message("“{}”像是手机号，却有 {} 位，应为 11 位。", number, length)
    if len(digits) in (9, 10, 11) and not digits.startswith(("0", "1")):
        return Message("“{}”像是座机号丢了区号前面的 0，或境外号码少了 00。", number)
    return Message("“{}”有 {} 位，不像电话号码。", number, length)
