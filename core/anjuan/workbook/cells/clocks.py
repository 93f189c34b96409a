"""A time of day as people write it: 22:41, 晚上10点, 下午3点半, 22时41分许.

The part of the day must settle which hour is meant; where it doesn't (晚上12点, 半夜1点), or where
the time is only about right, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from anjuan.frozen import frozen
from anjuan.patterns import seldom
from anjuan.workbook.cells.cell import with_digits

_PART = (
    "凌晨|清晨|早晨|早上|早|上午|中午|下午|午后|傍晚"
    "|晚上|晚间|晚|夜里|夜间|夜晚|深夜|半夜|午夜|AM|PM"
)
# A single digit is minutes only before 分: 22:4 and 22点4 may have been 22:40.
_CLOCK = seldom(
    rf"当?(?P<part>{_PART})?(?P<hour>[0-9]{{1,2}})(?:"
    r":(?P<minute>[0-9]{2})(?:分|:(?P<second>[0-9]{2}))?"
    r"|(?P<sign>时|点钟?)(?:(?P<minutes>[0-9]{2})(?!分)"
    r"|(?P<minutes_said>[0-9]{1,2})分(?:(?P<seconds>[0-9]{1,2})秒)?|(?P<quarter>半|[一1三3]刻|整))?)"
    r"(?P<about>许)?(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_QUARTERS = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
_NOON = 12
_CUT_SHORT = seldom(r"([0-9]{1,2})[:时点]([0-9])")
_VAGUE = re.compile("大约|大概|左右|前后|上下|[约近]")
_RANGE = seldom("至|到|~|-|—|–")

_MORNING = {hour: hour for hour in range(4, 12)}
_FORENOON = {hour: hour for hour in range(5, 12)}
_AFTERNOON = {hour: hour + 12 for hour in range(1, 8)} | {it: it for it in range(12, 20)}
_EVENING = {hour: hour + 12 for hour in range(5, 12)} | {it: it for it in range(17, 24)}
_NIGHT = {hour: hour + 12 for hour in range(8, 12)} | {it: it for it in range(20, 24)}
# The hours that a part of the day leaves no doubt about, as written → of 24.
_HOURS: Mapping[str, Mapping[int, int]] = {
    "凌晨": {hour: hour for hour in range(7)},
    **dict.fromkeys(("清晨", "早晨", "早上", "早"), _MORNING),
    "上午": _FORENOON,
    "中午": {11: 11, 12: 12, 13: 13, 1: 13},
    **dict.fromkeys(("下午", "午后"), _AFTERNOON),
    "傍晚": {hour: hour + 12 for hour in range(4, 9)} | {it: it for it in range(16, 21)},
    **dict.fromkeys(("晚上", "晚间", "晚"), _EVENING),
    **dict.fromkeys(("夜里", "夜间", "夜晚", "深夜", "半夜", "午夜"), _NIGHT),
    "AM": {hour: hour for hour in range(12)},
    "PM": {hour: hour + 12 for hour in range(1, 12)} | {it: it for it in range(12, 24)},
}

# What one says of the hours after midnight too, of whichever day.
_LATE = ("晚上", "晚间", "晚", "夜里", "夜间", "夜晚", "深夜", "半夜", "午夜")


@frozen
class Clock:
    """A time of day that was read.

    Attributes:
        time: Beijing time.
        is_plain: written by the clock of 24 hours, with nothing beside it.
    """

    time: time
    is_plain: bool


@frozen
class _Spelled:
    """What stands in a text.

    Attributes:
        part: of the day; empty where none is named.
        hour: as it is written.
        minute: likewise.
        second: likewise.
        is_spoken: 3点半 may be said in the afternoon, 9点20分 is written by the clock of 24 hours.
        is_plain: nothing that needs to be told.
    """

    part: str
    hour: int
    minute: int
    second: int
    is_spoken: bool
    is_plain: bool

    def at(self, hour: int) -> time | None:
        """The time, if that hour of 24 is meant; None where there is no such time."""
        try:
            return time(hour, self.minute, self.second)
        except ValueError:
            return None


def read_clock(text: str) -> Clock | None:
    """The time that a text can only mean; None for any other text.

    Args:
        text: half-width, without blanks, numerals in digits.
    """
    spelled = _spelled(text)
    if spelled is None or spelled.is_spoken:
        return None
    hours = _HOURS.get(spelled.part)
    hour = spelled.hour if hours is None else hours.get(spelled.hour)
    found = None if hour is None else spelled.at(hour)
    return Clock(found, spelled.is_plain) if found is not None else None


def _spelled(text: str) -> _Spelled | None:
    found = _CLOCK.fullmatch(text)
    if not found or (found["part"] and found["after"]):
        return None
    part = (found["part"] or found["after"] or "").upper()
    hour, minute = int(found["hour"]), found["minute"] or found["minutes"] or found["minutes_said"]
    is_by_halves = not part and (found["sign"] or "").startswith("点") and 0 < hour < _NOON
    return _Spelled(
        part,
        hour,
        _QUARTERS.get(found["quarter"] or "", int(minute or 0)),
        int(found["second"] or found["seconds"] or 0),
        is_spoken=is_by_halves and not minute,
        is_plain=not (part or found["quarter"] or found["about"] or is_by_halves),
    )


def clock_text(clock: time) -> str:
    """`22:41`, with seconds where there are any; `凌晨0点` for midnight, which 0:00 is not."""
    if clock == time.min:
        return "凌晨0点"
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"


def possible_moments(day: date, text: str) -> Iterator[str]:
    """What a text on a day may mean that can be misread, as one would type it."""
    for guess in (_VAGUE.sub("", text), with_digits(text), *_RANGE.split(text)):
        clock = read_clock(guess)
        if clock:
            yield f"{day} {clock_text(clock.time)}"
    short = _CUT_SHORT.fullmatch(text)
    if short:
        yield from (f"{day} {short[1]}:{minute}" for minute in (f"0{short[2]}", f"{short[2]}0"))
    yield from _unsettled_moments(day, text)


def _unsettled_moments(day: date, text: str) -> Iterator[str]:
    """Of an hour that its part of the day doesn't settle, each that may be meant."""
    spelled = _spelled(_VAGUE.sub("", text))
    for days, hour in _may_be(spelled.part, spelled.hour) if spelled else ():
        found = spelled.at(hour) if spelled else None
        if found is not None:
            yield f"{day + timedelta(days)} {clock_text(found)}"


def _may_be(part: str, hour: int) -> tuple[tuple[int, int], ...]:
    """Days later and hour of 24, of an hour that is not settled."""
    if hour in _HOURS.get(part, {}):
        return ()
    is_late = part in _LATE
    if hour == 24 or (is_late and hour in (0, 12)):
        return ((1, 0),)
    if is_late:
        return (0, hour), (1, hour)
    if hour == _NOON:
        return ((0, 12),) if part == "上午" else ((0, 0), (0, 12))
    return ((0, hour + 12), (0, hour)) if part or hour < _NOON else ()
