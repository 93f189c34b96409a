"""A parsed value as it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.moment import Moment
from anjuan.case.sheets import records_of
from anjuan.chinese import amount_text, date_text


def moment_text(moment: Moment) -> str:
    """`2026年3月5日22时40分`, `2026年3月5日22时`; only the day where the time is not known.

    About when it was is printed as it was typed: `2026年3月上旬`.
    """
    if moment.span:
        return moment.span.wording
    day, clock = moment.day, moment.clock
    # One that remembers its cell equals one that doesn't, and is told otherwise.
    tell = _clock_text_again if type(day) is date else _clock_text
    return tell(day, clock)


def _clock_text(day: date, clock: time | None) -> str:
    if clock is None:
        return date_text(day)
    minute = f"{clock.minute:02d}分" if clock.minute else ""
    return f"{date_text(day)}{clock.hour}时{minute}"


# Papers of a case tell the same few moments again and again.
_clock_text_again = lru_cache(maxsize=1000)(_clock_text)


def value_text(value: object) -> str:
    """A parsed value as it is printed; empty for an empty one."""
    if isinstance(value, str):
        # A word of choices.py becomes the text that it stands for.
        return value.value if isinstance(value, StrEnum) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return amount_text(value)
    if isinstance(value, Moment):
        return moment_text(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, tuple):
        return "、".join(value)
    assert not is_dataclass(value), value
    return str(value)


def duration_text(seconds: int) -> str:
    """`1小时2分`, `1分5秒`, `40秒`; `0秒` for none."""
    minutes, rest = divmod(seconds, 60)
    parts = zip((*divmod(minutes, 60), rest), ("小时", "分", "秒"), strict=True)
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0秒"


def typed_texts(case: Case) -> Iterator[str]:
    """Every text of a case as it was typed into a cell."""
    records: tuple[Record | Client, ...] = (case.client, *records_of(case))
    for record in records:
        values = (getattr(record, attribute.name) for attribute in fields(record))
        yield from (value for value in values if isinstance(value, str))
        yield from getattr(record, "extra", {}).values()
