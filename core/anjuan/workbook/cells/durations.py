"""How long a call lasted: 1分5秒, 00:01:05, 65秒, and what phones and carriers write besides."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from anjuan.case.columns import Column
from anjuan.case.text import duration_text
from anjuan.messages import Message
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import (
    Cell,
    CellError,
    Reading,
    as_typed,
    normal_text,
    proposal,
    read_as,
)
from anjuan.workbook.cells.days import DAY_ZERO

# No run of calls on one day lasts longer.
LONGEST_SECONDS = 24 * 60 * 60

BAD_DURATION = Rule("bad-duration", "不是能确定的时长。")

_WORDS = re.compile(
    r"(?:(?P<hours>[0-9]{1,2})(?:小时|时|h))?(?:(?P<minutes>[0-9]{1,4})(?:分钟?|min|m))?"
    r"(?:(?P<seconds>[0-9]{1,5})(?:秒钟?|sec|s)?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(?P<hours>[0-9]{1,2}):)?(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-5]?[0-9])")
_PRIMES = re.compile(r"""(?P<minutes>[0-9]{1,4})(?:'|′)(?P<seconds>[0-9]{1,2})(?:''|′′|")?""")
_UNITS = (60 * 60, 60, 1)
_WRITE = "请写成 1分5秒 这样；知道多少秒就只写秒数，如 65。"


def read_duration(column: Column, cell: Cell) -> Reading:
    """A duration in whole seconds.

    A bare number counts seconds, and `1:05` minutes and seconds, as phones show it.

    Raises:
        CellError: it is none, or can be misread.
    """
    seconds = _of_text(cell) if isinstance(cell, str) else _of_value(cell)
    if seconds is None:
        raise CellError(BAD_DURATION, Message("“{}”不是时长。", as_typed(cell)), _WRITE)
    if seconds > LONGEST_SECONDS:
        message = Message("“{}”超过 24 小时。", as_typed(cell))
        raise CellError(BAD_DURATION, message, "请核对；确实更长，请分成几行。")
    text = duration_text(seconds)
    return Reading(seconds) if _is_plain(cell, seconds) else read_as(seconds, cell, text)


def _is_plain(cell: Cell, seconds: int) -> bool:
    if not isinstance(cell, str):
        return True
    text = normal_text(cell)
    of_the_clock = text.count(":") == 2
    return of_the_clock or text in (duration_text(seconds), str(seconds), f"{seconds}秒")


def _of_value(cell: Cell) -> int | None:
    """What a cell that is no text holds: seconds, or a time as Excel stores it."""
    if isinstance(cell, datetime):
        return _of_time(cell - datetime.combine(DAY_ZERO, time.min), cell)
    if isinstance(cell, time):
        length = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
        return _of_time(length, cell)
    if isinstance(cell, timedelta):
        return _of_time(cell, cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    # Of what has no end the remainder is no number.
    return int(cell) if cell >= 0 and cell % 1 == 0 else None


def _of_time(length: timedelta, cell: Cell) -> int | None:
    """The seconds of a time cell.

    Raises:
        CellError: hours and minutes only: Excel makes them of 1:05, which to a phone is 1分5秒.
    """
    seconds = round(length.total_seconds())
    if seconds >= 60 * 60 and not seconds % 60:
        meant = (duration_text(it) for it in (seconds // 60, seconds))
        message = Message("“{}”说不准是几分几秒，还是几小时几分。", as_typed(cell))
        raise CellError(BAD_DURATION, message, Message("{}请写成文字。", proposal(*meant)))
    return seconds if seconds >= 0 else None


def _of_text(cell: str) -> int | None:
    text = re.sub(r"\s", "", normal_text(cell))
    found = _CLOCK.fullmatch(text) or _PRIMES.fullmatch(text) or _WORDS.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    parts = {name: int(number) for name, number in found.groupdict().items() if number}
    hours, minutes, seconds = (parts.get(it, 0) for it in ("hours", "minutes", "seconds"))
    # 1小时70分 is a slip; 90分 and 65秒 alone are not.
    if (hours and minutes > 59) or ((hours or minutes) and seconds > 59):
        return None
    return sum(n * unit for n, unit in zip((hours, minutes, seconds), _UNITS, strict=True))
