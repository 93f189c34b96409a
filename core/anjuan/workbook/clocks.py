"""A time of day as people write it: 22:41, 晚上10点, 下午3点半, 22时41分许.

The part of the day must settle which hour is meant; where it doesn't (晚上12点, 半夜1点), or where
the time is only about right, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

# A clock that needs no explanation; 22:4 may have been 22:40.
_PLAIN = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?|(\d{1,2})[时点](?:(\d{1,2})分?(?:(\d{1,2})秒)?)?"
)
_PART = (
    "凌晨|清晨|早晨|早上|早|上午|中午|下午|午后|傍晚"
    "|晚上|晚间|晚|夜里|夜间|夜晚|深夜|半夜|午夜|AM|PM"
)
_SPOKEN = re.compile(
    rf"当?(?P<part>{_PART})?(?P<hour>\d{{1,2}})(?::|时|点钟?)"
    r"(?:(?P<minute>\d{1,2})(?:(?::|分)(?:(?P<second>\d{1,2})秒?)?)?|(?P<quarter>半|[一1三3]刻|整))?"
    r"(?P<about>许)?(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_QUARTERS = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
_CUT_SHORT = re.compile(r"(\d{1,2}):(\d)(?!\d)")
_LETTERS = str.maketrans("OolI", "0011")
_VAGUE = re.compile("大约|大概|左右|前后|上下|[约近]")
_RANGE = re.compile("至|到|~|-|—|–")

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


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that was read.

    Attributes:
        time: Beijing time.
        is_plain: written by the clock of 24 hours, with nothing beside it.
    """

    time: time
    is_plain: bool


def read_clock(text: str) -> Clock | None:
    """The time that a text can only mean; None for any other text.

    Args:
        text: half-width, without blanks, numerals in digits.
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _made(plain[1] or plain[4], plain[2] or plain[5], plain[3] or plain[6], True)
    found = _SPOKEN.fullmatch(text)
    if not found or (found["part"] and found["after"]) or _CUT_SHORT.search(text):
        return None
    part = (found["part"] or found["after"] or "").upper()
    hour = int(found["hour"])
    if part:
        hour = _HOURS[part].get(hour, 24)
    minute = _QUARTERS.get(found["quarter"] or "", found["minute"])
    return _made(hour, minute, found["second"], False)


def clock_text(clock: time) -> str:
    """`22:41`, with seconds where there are any; `凌晨0点` for midnight, which 0:00 is not."""
    if clock == time.min:
        return "凌晨0点"
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"


def possible_moments(day: date, text: str) -> Iterator[str]:
    """What a text on a day may mean that can be misread, as one would type it."""
    for guess in (_VAGUE.sub("", text), text.translate(_LETTERS), *_RANGE.split(text)):
        clock = read_clock(guess)
        if clock:
            yield f"{day} {clock_text(clock.time)}"
    short = _CUT_SHORT.fullmatch(text)
    if short:
        yield from (f"{day} {short[1]}:{minute}" for minute in (f"0{short[2]}", f"{short[2]}0"))
    yield from _unsettled_moments(day, text)


def _unsettled_moments(day: date, text: str) -> Iterator[str]:
    """Of an hour that its part of the day doesn't settle, each that may be meant."""
    found = _SPOKEN.fullmatch(_VAGUE.sub("", text))
    if not found:
        return
    part, hour = (found["part"] or found["after"] or "").upper(), int(found["hour"])
    for days, other in _may_be(part, hour):
        minute = _QUARTERS.get(found["quarter"] or "", found["minute"])
        clock = _made(other, minute, found["second"], False)
        if clock:
            yield f"{day + timedelta(days)} {clock_text(clock.time)}"


def _may_be(part: str, hour: int) -> tuple[tuple[int, int], ...]:
    """Days later and hour of 24, of an hour that is not settled."""
    if hour in _HOURS.get(part, {}):
        return ()
    is_late = part in _LATE
    if hour == 24 or (is_late and hour in (0, 12)):
        return ((1, 0),)
    if is_late:
        return (0, hour), (1, hour)
    if hour == 12:
        return ((0, 12),) if part == "上午" else ((0, 0), (0, 12))
    return ((0, hour + 12), (0, hour)) if part else ()


def _made(hour: object, minute: object, second: object, is_plain: bool) -> Clock | None:
    hours, minutes, seconds = (int(str(part or 0)) for part in (hour, minute, second))
    try:
        return Clock(time(hours, minutes, seconds), is_plain)
    except ValueError:
        return None
