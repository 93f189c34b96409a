"""Moments as phones, carriers and people write them; what a text leaves open stays open.

A log is a machine's: 下午 8:56 is 20:56 in it, 上午 12:05 is five past midnight. What only people
write is read where its part of the day leaves no doubt; all else is no moment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from anjuan import RecordCell, TimePrecision

BEIJING = timezone(timedelta(hours=8))
_EARLIEST, _LATEST = 2000, 2100

_DATE = re.compile(
    r"(?:(?P<year>\d{4})(?:[-/.]|年))?(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})(?:[日号]|(?!\d))"
)
_COMPACT_DATE = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=$|\D|\d{4}$|\d{6}$)")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_CLOCK = re.compile(
    r"(?P<part>上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|am|pm)?"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"|(?P<sign>[时点])(?:(?P<half>半)|(?P<minute_said>\d{1,2})分(?:(?P<second_said>\d{1,2})秒)?)?)"
    r"(?P<after>am|pm)?"
)
_COMPACT_CLOCK = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?")
_ZONE = re.compile(r"(?P<utc>z)|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
# Seconds or milliseconds since 1970, from 2001 to 2286.
_EPOCH = re.compile(r"(?P<seconds>[1-9]\d{9})(?:\.\d+|(?P<milliseconds>\d{3}))?")
# Days since 1899-12-30, as Excel stores moments (ECMA-376 §18.17.4.1): 2000 to 2099.
_DAY_ZERO = datetime(1899, 12, 30)
_SERIALS = (36_526, 73_051)
_NOON = 12
# The hours that a part of the day leaves no doubt about, as written → of 24.
_HOURS: Mapping[str, Mapping[int, int]] = {
    "凌晨": {12: 0} | {hour: hour for hour in range(7)},
    **{part: {hour: hour for hour in range(4, 12)} for part in ("清晨", "早上")},
    "中午": {11: 11, 12: 12, 1: 13, 13: 13},
    "傍晚": {hour: hour + 12 for hour in range(4, 9)} | {it: it for it in range(16, 21)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)} | {it: it for it in range(17, 24)},
}
_BEFORE_NOON, _AFTER_NOON = ("上午", "am"), ("下午", "pm")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell.

    Attributes:
        year: None where none is written.
        month: None where no day is written, as for `day`.
        day: of the month.
        clock: None where no time of day is written.
        is_to_second: whether the clock has seconds.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: time | None = None
    is_to_second: bool = False

    @property
    def has_day(self) -> bool:
        """Whether a day is written, with its year or without."""
        return self.day is not None

    @property
    def has_seconds(self) -> bool:
        """Whether it is not on the minute."""
        return self.clock is not None and self.clock.second != 0

    @property
    def precision(self) -> TimePrecision:
        """How exactly it tells the time."""
        if self.clock is None:
            return TimePrecision.DAY
        return TimePrecision.SECOND if self.is_to_second else TimePrecision.MINUTE

    def date_in(self, year: int | None = None) -> date | None:
        """The day, in a year where none is written; None where there is no such day."""
        chosen = self.year if self.year is not None else year
        if chosen is None or self.month is None or self.day is None:
            return None
        return _date(chosen, self.month, self.day)

    def beside(self, day: Written) -> Written:
        """This clock on a day that stands elsewhere."""
        return Written(day.year, day.month, day.day, self.clock, self.is_to_second)


def read_moment(cell: RecordCell) -> Written | None:
    """What a cell says: a day, a clock or both; None where it says anything else."""
    if isinstance(cell, datetime):
        return _of(cell, is_to_second=True)
    if isinstance(cell, date):
        return Written(cell.year, cell.month, cell.day)
    if isinstance(cell, time):
        return Written(clock=cell.replace(microsecond=0), is_to_second=True)
    if isinstance(cell, float) and _SERIALS[0] <= cell < _SERIALS[1]:
        return _of(_DAY_ZERO + timedelta(seconds=round(cell * 86_400)), is_to_second=True)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    return _from_text(normal(cell))


def normal(cell: RecordCell) -> str:
    """The text of a cell, half-width, in small letters, with single blanks.

    Without the apostrophe by which text is kept from becoming a number.
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(folded.casefold().split()).lstrip("'`")


def of_epoch(milliseconds: int) -> datetime | None:
    """Beijing time of milliseconds since 1970, to the second; None for no time of this century."""
    try:
        moment = datetime.fromtimestamp(milliseconds // 1000, BEIJING).replace(tzinfo=None)
    except (OverflowError, OSError, ValueError):
        return None
    return moment if _EARLIEST <= moment.year < _LATEST else None


def _of(moment: datetime, *, is_to_second: bool) -> Written | None:
    if not _EARLIEST <= moment.year < _LATEST:
        return None
    whole = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return Written(whole.year, whole.month, whole.day, whole.time(), is_to_second)


def _from_text(text: str) -> Written | None:
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        moment = of_epoch(int(epoch["seconds"] + (epoch["milliseconds"] or "000")))
        return _of(moment, is_to_second=True) if moment else None
    found = _COMPACT_DATE.match(text) or _DATE.match(text)
    if not found:
        return _clock(text.replace(" ", ""))
    day = _day(found)
    rest = text[found.end() :].strip(" t,")
    weekday = _WEEKDAY.match(rest)
    rest = rest[weekday.end() :].strip() if weekday else rest
    if day is None or not rest:
        return day
    return _joined(day, rest, is_compact=found.re is _COMPACT_DATE)


def _joined(day: Written, rest: str, *, is_compact: bool) -> Written | None:
    """A day and what stands behind it: a clock, with or without a zone."""
    compact = _COMPACT_CLOCK.fullmatch(rest) if is_compact else None
    zone = None if compact else _zone_of(rest)
    text = rest[: zone.start()] if zone else rest
    clock = _time(compact) if compact else _clock(text.replace(" ", ""))
    if clock is None:
        return None
    return _in_beijing(clock.beside(day), zone) if zone else clock.beside(day)


def _zone_of(rest: str) -> re.Match[str] | None:
    found = next(_ZONE.finditer(rest), None)
    return found if found and found.end() == len(rest) else None


def _in_beijing(written: Written, zone: re.Match[str]) -> Written | None:
    day = written.date_in()
    if day is None or written.clock is None:
        return None
    offset = timedelta()
    if not zone["utc"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"]))
        offset = -offset if zone["sign"] == "-" else offset
    moment = datetime.combine(day, written.clock) - offset + timedelta(hours=8)
    return _of(moment, is_to_second=written.is_to_second)


def _day(found: re.Match[str]) -> Written | None:
    year = int(found["year"]) if found["year"] else None
    month, day = int(found["month"]), int(found["day"])
    # Of a day without a year it is only known that some year has it.
    if _date(year if year is not None else _EARLIEST, month, day) is None:
        return None
    return Written(year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST <= year < _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(text: str) -> Written | None:
    found = _CLOCK.fullmatch(text)
    if not found or (found["part"] and found["after"]):
        return None
    # 3点 may be said in the afternoon.
    is_open = found["sign"] == "点" and not found["part"] and 0 < int(found["hour"]) < _NOON
    return None if is_open else _time(found)


def _time(found: re.Match[str]) -> Written | None:
    said = found.groupdict()
    second = said["second"] or said.get("second_said")
    part = said.get("part") or said.get("after") or ""
    hour = _hour(part, int(said["hour"]), is_to_second=second is not None)
    minute = 30 if said.get("half") else int(said["minute"] or said.get("minute_said") or 0)
    if hour is None:
        return None
    try:
        clock = time(hour, minute, int(second or 0))
    except ValueError:
        return None
    return Written(clock=clock, is_to_second=second is not None)


def _hour(part: str, hour: int, *, is_to_second: bool) -> int | None:
    if part in _AFTER_NOON:
        return hour % _NOON + _NOON if 1 <= hour <= _NOON else hour
    if part in _BEFORE_NOON:
        # 上午12点 may be noon; no person writes seconds.
        is_clear = hour < _NOON or (hour == _NOON and (part == "am" or is_to_second))
        return hour % _NOON if is_clear else None
    return _HOURS[part].get(hour) if part else hour
