"""Which values can be compared, and how: for templates that are checked and for those that run.

Numbers compare as numbers, days by the calendar, 是/否 as true and false, text only for being the
same. A comparison that can't be meant is no false: it is an objection, in Chinese.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from anjuan.chinese import split_list, suggestion
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.word.language import RefusedError
from anjuan.word.values import NO, YES, Day, Sort, Typed
from anjuan.word.views import Blank, View

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {"lt": operator.lt, "lteq": operator.le, "gt": operator.gt, "gteq": operator.ge}
)
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=",
     "in": "in", "notin": "not in"}
)  # fmt: skip
_SORTS: Mapping[type[Any], Sort] = MappingProxyType(
    {
        str: Sort.TEXT,
        bool: Sort.FLAG,
        int: Sort.NUMBER,
        Decimal: Sort.NUMBER,
        Day: Sort.DAY,
        tuple: Sort.LIST,
        list: Sort.LIST,
        Blank: Sort.EMPTY,
        type(None): Sort.EMPTY,
    }
)
_FLAGS: Mapping[str, bool] = MappingProxyType({str(YES): True, str(NO): False})
_DAY = re.compile(
    r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?(?:[ T]?(\d{1,2})(?:时|:)(\d{1,2})分?)?"
)
# Of a value that is told in a message.
_FEW = 20

Objection = tuple[str, str]


@frozen
class Side:
    """One side of a comparison.

    Attributes:
        sort: of which sort it is.
        said: how to speak of it: its name, or what it holds.
        word: the text that stands there; None where it isn't known.
        choices: the only texts that may stand there; empty = any.
        is_several: several of them may, separated by 、.
        is_free: a column of the lawyer's own, whose text may be a day or 是.
    """

    sort: Sort
    said: str
    word: str | None = None
    choices: tuple[str, ...] = ()
    is_several: bool = False
    is_free: bool = False


def can_order(operation: str) -> bool:
    """True for those comparisons that ask which is more."""
    return operation in _ORDERS


def objection(operation: str, left: Side, right: Side) -> Objection | None:
    """Why a comparison can't be meant, and what to do; None where it can."""
    if operation in ("in", "notin"):
        return _not_inside(left, right)
    if Sort.LIST in (left.sort, right.sort):
        return (
            Message("清单不能用 {} 比较。", public(_SIGNS[operation])),
            "要看有没有内容请只写名字，要看有几项请写 证据|length > 2 这样。",
        )
    if operation in _ORDERS:
        return _unordered(operation, left, right) or _unlike(left, right)
    if any(side.sort is Sort.EMPTY or side.word == "" for side in (left, right)):
        return None
    return _unlike(left, right)


def compare(operation: str, left: object, right: object) -> bool:
    """Whether a comparison holds; an empty value equals nothing but another.

    Args:
        operation: Jinja's name of it (`eq`, `lt`, `notin`).
        left: a value that a template sees; for an order, neither may be empty.
        right: likewise.

    Raises:
        RefusedError: it can't be meant.
    """
    if type(left) is str and type(right) is str and operation in ("eq", "ne"):
        return (left == right) is (operation == "eq")
    if operation in ("in", "notin"):
        return _is_inside(_meant(left), right) is (operation == "in")
    left, right = _meant(left), _meant(right)
    if operation in _ORDERS:
        _refuse(operation, left, right)
        return _ORDERS[operation](*_aligned(left, right, operation))
    return _is_same(left, right) is (operation == "eq")


def is_empty(value: object) -> bool:
    """True for an empty cell, an empty text and `none`."""
    return value is None or (isinstance(value, str) and not len(value))


def sort_of(value: object) -> Sort:
    """Of which sort a value is that a template sees."""
    return _sort(_meant(value))


def number_of(value: object) -> int | Decimal | None:
    """A count or an amount, also one that stands in a text; None for anything else."""
    meant = _meant(value)
    if isinstance(meant, int | Decimal) and not isinstance(meant, bool):
        return meant
    if type(meant) is not str:
        return None
    try:
        number = Decimal(meant)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_of(text: str) -> Day | None:
    """The day, and the time of day, that a text names; None where it names none."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    try:
        clock = None if hour is None else time(hour, minute or 0)
        return Day(date(year or 0, month or 0, day or 0), clock)
    except ValueError:
        return None


def _meant(value: object) -> object:
    if isinstance(value, View):
        value = value.label
    if isinstance(value, Typed):
        return value.value
    # A number that was typed into the template.
    return Decimal(repr(value)) if isinstance(value, float) else value


def _sort(value: object) -> Sort:
    return _SORTS.get(type(value), Sort.TEXT)


def _side(value: object) -> Side:
    said = _told(value)
    return Side(_sort(value), said, said if _sort(value) is Sort.TEXT else None)


def _told(value: object) -> str:
    if isinstance(value, bool):
        return str(YES if value else NO)
    return str(value.day if isinstance(value, Day) else value)


def _refuse(operation: str, left: object, right: object) -> None:
    if _sort(left) is _sort(right) and _sort(left) in (Sort.NUMBER, Sort.DAY):
        return
    found = objection(operation, _side(left), _side(right))
    if found:
        raise RefusedError(Message("{}{}", *found))


def _is_same(left: object, right: object) -> bool:
    _refuse("eq", left, right)
    if is_empty(left) or is_empty(right):
        return is_empty(left) and is_empty(right)
    one, other = _aligned(left, right)
    return bool(one == other)


def _is_inside(left: object, right: object) -> bool:
    if isinstance(right, tuple | list):
        return any(_is_same(left, _meant(item)) for item in right)
    whole = right.label if isinstance(right, View) else right
    _refuse("in", left, _meant(whole))
    return not is_empty(left) and not is_empty(whole) and str(left) in str(whole)


def _aligned(left: object, right: object, operation: str = "eq") -> tuple[Any, Any]:
    """Both sides as what Python compares."""
    one, other = _as(_sort(right), left), _as(_sort(left), right)
    if isinstance(one, Day) and isinstance(other, Day):
        if one.last or other.last:
            return _ends(operation, one, other)
        if one.clock is None or other.clock is None:
            return one.day, other.day
        return (one.day, one.clock), (other.day, other.clock)
    return one, other


def _ends(operation: str, one: Day, other: Day) -> tuple[Any, Any]:
    """Of spans of days the ends by which an order holds only where it does for every day."""
    if operation in ("lt", "lteq"):
        return one.last or one.day, other.day
    if operation in ("gt", "gteq"):
        return one.day, other.last or other.day
    return (one.day, one.last), (other.day, other.last)


def _as(sort: Sort, value: object) -> object:
    """A text as what the other side is."""
    if type(value) is not str:
        return value
    if sort is Sort.FLAG:
        return _FLAGS[value]
    return day_of(value) if sort is Sort.DAY else value


def _unordered(operation: str, left: Side, right: Side) -> Objection | None:
    sign = public(_SIGNS[operation])
    sorts = {left.sort, right.sort}
    if Sort.EMPTY in sorts or "" in (left.word, right.word):
        return Message("{} 不能用于空的内容。", sign), "要看有没有内容请写 {% if 名字 %}。"
    if sorts == {Sort.TEXT}:
        text = left if left.word is None else right
        return (
            Message("{} 不能用于文字“{}”和文字“{}”之间。", sign, left.said, right.said),
            Message("文字只能用 == 或 != 比较；内容都是数字的请写成 {} + 0 再比。", text.said),
        )
    if Sort.FLAG in sorts:
        flag = left if left.sort is Sort.FLAG else right
        return (
            Message("“{}”只有是和否，不能用 {} 比较。", flag.said, sign),
            "请写 {% if 名字 %} 或 {% if not 名字 %}。",
        )
    return None


def _unlike(left: Side, right: Side) -> Objection | None:
    if left.sort is right.sort:
        return _no_choice(left, right) if left.sort is Sort.TEXT else None
    if Sort.TEXT not in (left.sort, right.sort):
        return (
            Message(
                "“{}”是{}，“{}”是{}，不能比较。",
                *(left.said, public(left.sort.value), right.said, public(right.sort.value)),
            ),
            "请核对两边的名字。",
        )
    text, other = (left, right) if left.sort is Sort.TEXT else (right, left)
    return _OF_TEXT[other.sort](text, other)


def _no_choice(left: Side, right: Side) -> Objection | None:
    column, word = (left, right) if left.word is None else (right, left)
    if word.word is None or not column.choices:
        return None
    parts = split_list(word.word) if column.is_several else (word.word,)
    return next((_not_among(part, column) for part in parts if part not in column.choices), None)


def _not_among(word: str, column: Side) -> Objection:
    near = suggestion(word, column.choices)
    return (
        Message("“{}”不是“{}”的可选值。", word, column.said),
        Message("{}可以写：{}。", near, public(column.choices)),
    )


def _not_number(text: Side, number: Side) -> Objection | None:
    message = Message("“{}”是数目，不能和文字“{}”比较。", number.said, text.said)
    if text.word is None:
        return message, Message("内容都是数字的请写成 {} + 0 再比。", text.said)
    if number_of(text.word) is not None:
        return message, Message("数目不加引号，请写 {}。", text.word)
    return message, "请和数目比较，数目不加引号，如 > 5。"


def _not_day(text: Side, day: Side) -> Objection | None:
    if text.is_free or (text.word is not None and day_of(text.word)):
        return None
    return (
        Message("“{}”是日期，不能和文字“{}”比较。", day.said, text.said),
        "日期要有年月日，请写成 '2026-03-05' 这样，或另一个日期的名字。",
    )


def _not_flag(text: Side, flag: Side) -> Objection | None:
    if text.is_free or text.word in _FLAGS:
        return None
    return (
        Message("“{}”只有是和否，不能和“{}”比较。", flag.said, text.said),
        "请写 {% if 名字 %}，或和 '是'、'否' 比较。",
    )


_OF_TEXT: Mapping[Sort, Callable[[Side, Side], Objection | None]] = MappingProxyType(
    {Sort.NUMBER: _not_number, Sort.DAY: _not_day, Sort.FLAG: _not_flag}
)


def _not_inside(left: Side, right: Side) -> Objection | None:
    if right.sort in (Sort.NUMBER, Sort.FLAG):
        sort = public(right.sort.value)
        return Message("“{}”是{}，不能在里面找。", right.said, sort), "请用 ==、!=、> 之类比较。"
    if right.sort is Sort.LIST:
        return None
    if left.sort not in (Sort.TEXT, Sort.EMPTY):
        sort = public(left.sort.value)
        message = Message("“{}”是{}，不能在文字里找。", left.said, sort)
        return message, "in 的左边请写文字，加引号。"
    if left.word and right.choices and not any(left.word in it for it in right.choices):
        return _not_among(left.word, right)
    return None
