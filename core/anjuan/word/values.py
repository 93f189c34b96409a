"""Values that are no text: what is printed of them, and what they are when they are compared."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Self

from anjuan.frozen import frozen


class Sort(Enum):
    """Of which sort a value is; the value is the word shown to the lawyer."""

    TEXT = "文字"
    NUMBER = "数目"
    DAY = "日期"
    FLAG = "是/否"
    LIST = "清单"
    EMPTY = "空的"


@frozen
class Day:
    """A day of the calendar, and the time of day where it is known.

    Attributes:
        day: the day; where only a span of days is known, its first.
        clock: the time of day.
        last: the last day of a span; None for a day that is known.
    """

    day: date
    clock: time | None = None
    last: date | None = None


class Typed(str):
    """The text that is printed of a value, with the value itself.

    To filters, to `~` and to Python it is that text; only conditions ask for the value
    (comparing.py). Its truth is the value's: 否 and zero are false.
    """

    __slots__ = ("value",)
    value: bool | int | Decimal | Day

    def __new__(cls, text: str, value: bool | int | Decimal | Day) -> Self:
        """A text, and what it stands for."""
        typed = super().__new__(cls, text)
        typed.value = value
        return typed

    def __bool__(self) -> bool:
        return bool(self.value)


class Sourced(str):
    """A text that knows where it comes from; to everybody else it is that text.

    Only a rendering that is looked at and never written has such values (`views.Trace.mark`).
    """

    __slots__ = ("source",)
    source: object

    def __new__(cls, text: str, source: object) -> Sourced:
        """A text, and what tells where it comes from."""
        known = super().__new__(cls, text)
        known.source = source
        return known


class SourcedValue(Typed):
    """A value that is no text, likewise."""

    __slots__ = ("source",)
    source: object


def sourced(value: str | int, source: object) -> str:
    """What a template sees, with what tells where it comes from."""
    if isinstance(value, Typed):
        known = SourcedValue(str(value), value.value)
    elif isinstance(value, int):
        known = SourcedValue(str(value), value)
    else:
        return Sourced(value, source)
    known.source = source
    return known


def source_of(value: object) -> object:
    """Where a value comes from; None where it does not know."""
    return value.source if isinstance(value, Sourced | SourcedValue) else None


YES, NO = Typed("是", True), Typed("否", False)
