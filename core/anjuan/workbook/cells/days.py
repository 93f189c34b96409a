"""Days and moments: dates as Excel gives them, and as people write them.

What can only be meant in one way is read, and told (2026年3月5号, 44990, 晚上10点). What can be
misread is refused with the days that may be meant (26.3.5, 05/03/2026): nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.moment import Moment
from anjuan.chinese import number_of, plain_numerals
from anjuan.messages import Message, public
from anjuan.patterns import seldom
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import (
    Cell,
    CellError,
    Reading,
    as_typed,
    normal_text,
    proposal,
    read_as,
    sole,
    with_digits,
)
from anjuan.workbook.cells.clocks import clock_text, possible_moments, read_clock
from anjuan.workbook.cells.spans import possible_spans, read_span

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

BAD_DATE = Rule("bad-date", "不是能确定的日期。")
BAD_TIME = Rule("bad-time", "钟点看不懂。")

# The day that Excel counts from (ECMA-376 §18.17.4.1, true from March 1900 on), and what of its
# numbers is taken for a day: 1927 to 2099. Others are likelier to be something else.
DAY_ZERO = date(1899, 12, 30)
_EARLIEST_SERIAL, _LATEST_SERIAL = 10_000, 73_050
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_PLAIN = seldom(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})(?:日|(?![\d日]))")
_SPOKEN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})号")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|\D|(?:\d{2}){2,3}$)")
_COMPACT_CLOCK = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_WEEKDAY = seldom(r"[(]?(?:星期|周|礼拜)([一二三四五六日天])[)]?")
_WEEKDAYS = "一二三四五六日"
# As programs write a day without a time of day into a text.
_MIDNIGHT = re.compile(r".*(?:\d[ T]|日 ?)00?:00(?::00)?")
# Blanks that are not what keeps two numbers apart.
_LOOSE_BLANKS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_NUMERAL = seldom(
    "(?<![0-9零一二三四五六七八九十])([零一二三四五六七八九十]+)(?=([年月日号时点分秒]))"
)
_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")

# 26.3.5, 05/03/2026, 26年3月5日
_DOUBTFUL = re.compile(r"(\d{1,4})[./年-](\d{1,2})[./月-](\d{1,4})[日号]?(?!\d)")
_SIX_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?(?![\d./-])")
_SOME_YEAR = "2026"
_NO_DAY = re.compile(r"\d{4}(?:年|[./-])\d{1,2}月?")
_ABOUT = re.compile("前后|左右|前|后|起|许|以来|之?[前后]|上下")
_AND_MORE = seldom("[、,;~—–-]|[至到和及]")
_THIS_CENTURY = 50
_SECONDS_OF_A_DAY = 24 * 60 * 60
_WRITE_DAY = "请写成 2026-03-05 这样的日期。"
_WRITE_MOMENT = (
    "请写成 2026-03-05 或 2026-03-05 22:40，按 24 小时制；"
    "不知道哪天，请写 2026年3月上旬 或 2026年3月。"
)


def read_day(column: Column, cell: Cell) -> Reading:
    """A day; midnight beside it is how Excel writes a day, any other time is refused.

    Raises:
        CellError: it is none, or can be misread.
    """
    moment, is_plain = _moment(column, cell)
    if moment.clock not in (None, time.min):
        message = Message("“{}”带有钟点，这一列只写日期。", as_typed(cell))
        raise CellError(BAD_DATE, message, Message("请写成 {}。", moment.day), str(moment.day))
    return Reading(moment.day) if is_plain else read_as(moment.day, cell, str(moment.day))


def read_moment(column: Column, cell: Cell) -> Reading:
    """A day with or without a time of day, or a span of days: 2026年3月上旬.

    Raises:
        CellError: it is none, or can be misread.
    """
    if isinstance(cell, str):
        about = read_span(_in_digits(normal_text(cell)))
        if about and about.span:
            _possible(column, cell, about.day)
            wording = about.span.wording
            is_typed_so = normal_text(cell) == wording
            return Reading(about) if is_typed_so else read_as(about, cell, wording)
    moment, is_plain = _moment(column, cell)
    if moment.clock == time.min and _MIDNIGHT.fullmatch(normal_text(cell)):
        # In a cell that holds a moment, midnight is a day; so it was before it became a text.
        remedy = Message("确实是零点的，请写成 {} 凌晨0点。", moment.day)
        return read_as(Moment(moment.day), cell, Message("{}（没有钟点）", moment.day), remedy)
    clock = "" if moment.clock is None else f" {clock_text(moment.clock)}"
    meant = f"{moment.day}{clock}"
    return Reading(moment) if is_plain or cell == meant else read_as(moment, cell, meant)


def _moment(column: Column, cell: Cell) -> tuple[Moment, bool]:
    """The moment, and whether it was written plainly."""
    if isinstance(cell, datetime):
        clock = cell.time().replace(microsecond=0)
        day = _possible(column, cell, cell.date())
        return Moment(day, clock if clock != time.min else None), True
    if isinstance(cell, date):
        return Moment(_possible(column, cell, cell)), True
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise _bad_day(column, cell)
    serial = _serial(cell)
    if serial:
        return serial, False
    text = normal_text(cell)
    moment, is_plain = _from_text(column, cell, _in_digits(text))
    return moment, is_plain and isinstance(cell, str) and not _NUMERAL.search(text)


def _serial(cell: str | int | float) -> Moment | None:
    """The moment that Excel stores as this number; None where it is likelier to be none."""
    text = normal_text(cell)
    if not _SERIAL.fullmatch(text) or not _EARLIEST_SERIAL <= float(text) < _LATEST_SERIAL:
        return None
    seconds = round(float(text) * _SECONDS_OF_A_DAY)
    moment = datetime.combine(DAY_ZERO, time.min) + timedelta(seconds=seconds)
    return Moment(moment.date(), moment.time() if moment.time() != time.min else None)


def _in_digits(text: str) -> str:
    """Numerals as digits, and no blanks but between numbers: 二〇二六年 三月 → 2026年3月."""

    def digits(found: re.Match[str]) -> str:
        if found[2] == "年":
            return found[1].translate(_DIGITS)
        return str(number_of(found[1].removeprefix("零")) or found[1])

    return _NUMERAL.sub(digits, plain_numerals(_LOOSE_BLANKS.sub("", text)))


def _from_text(column: Column, cell: Cell, text: str) -> tuple[Moment, bool]:
    spoken = _SPOKEN.match(text)
    found = spoken or _PLAIN.match(text) or _COMPACT.match(text)
    if not found:
        raise _doubtful_day(column, cell, text)
    day = _possible(column, cell, _calendar_day(column, cell, *map(int, found.groups())))
    rest = text[found.end() :]
    after = _without_weekday(column, cell, day, rest).strip(" T,")
    is_plain = not spoken and after == rest.strip(" T")
    if not after:
        return Moment(day), is_plain
    compact = _COMPACT_CLOCK.fullmatch(after) if found.re is _COMPACT else None
    clock = read_clock(":".join(filter(None, compact.groups())) if compact else after)
    if clock is None:
        raise _doubtful_clock(column, cell, day, after)
    return Moment(day, clock.time), is_plain and clock.is_plain and not compact


def _calendar_day(column: Column, cell: Cell, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _bad_day(column, cell, "“{}”：没有这一天。") from None


def _without_weekday(column: Column, cell: Cell, day: date, rest: str) -> str:
    found = _WEEKDAY.match(rest)
    if not found:
        return rest
    if _WEEKDAYS.index(found[1].replace("天", "日")) != day.weekday():
        raise _bad_day(column, cell, "“{}”：日期和星期对不上。", "请对照日历核对。")
    return rest[found.end() :]


def _possible(column: Column, cell: Cell, day: date) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise _bad_day(column, cell, "“{}”的年份不可能。")
    return day


def _doubtful_day(column: Column, cell: Cell, text: str) -> CellError:
    """A text without a day that is sure: with those it may be, or with what it lacks."""
    days = list(dict.fromkeys(_possible_days(text)))
    if days:
        remedy = Message("{}年份请写四位。", proposal(*days))
        return _bad_day(column, cell, remedy=remedy, meant=sole(days))
    about = next(possible_spans(text), "")
    if about and column.type is ColumnType.MOMENT:
        is_yearless = not re.match(r"[0-9]{2}年", text)
        like = Message("请补上年份，如 {}。", about) if is_yearless else proposal(about)
        meant = "" if is_yearless else about
        return _bad_day(column, cell, "“{}”没有写四位的年份。", like, meant)
    unfinished = _NO_YEAR.match(text)
    if unfinished:
        like = next(_days_of(text[unfinished.end() :], (_SOME_YEAR, *unfinished.groups())), "")
        remedy = Message("请补上年份，如 {}。", like or public("2026-03-05"))
        return _bad_day(column, cell, "“{}”没有写年份。", remedy)
    if _NO_DAY.fullmatch(text):
        return _bad_day(column, cell, "“{}”没有写是哪一天。")
    return _bad_day(column, cell)


def _possible_days(text: str) -> Iterator[str]:
    """The days, with the time of day where there is one, that a text may mean."""
    plain = _PLAIN.match(with_digits(text))
    if plain:
        yield from _days_of(text[plain.end() :], plain.groups())
    found = _SIX_DIGITS.fullmatch(text) or _DOUBTFUL.match(text)
    if not found:
        return
    first, second, third = found.groups()
    orders = [(first, second, third), (third, second, first), (third, first, second)]
    if "年" in found[0] or len(text) == len("260305") == len(found[0]):
        orders = orders[:1]
    yield from _days_of(text[found.end() :], *orders)


def _days_of(rest: str, *orders: tuple[str, ...]) -> Iterator[str]:
    clock = read_clock(rest.strip(" T,"))
    for year, month, day in orders:
        if len(year) not in (2, 4):
            continue
        century = "" if len(year) == 4 else "20" if int(year) < _THIS_CENTURY else "19"
        try:
            meant = date(int(century + year), int(month), int(day))
        except ValueError:
            continue
        yield f"{meant} {clock_text(clock.time)}" if clock else str(meant)


def _doubtful_clock(column: Column, cell: Cell, day: date, rest: str) -> CellError:
    """A sure day with something behind it that is no sure time of day."""
    if _AND_MORE.match(rest) and rest[1:]:
        remedy = Message("请一格只写一天，如 {}；几天的事分几行写。", day)
        return _bad_day(column, cell, "“{}”像是几天写在一起。", remedy)
    if column.type is ColumnType.DATE or _ABOUT.fullmatch(rest):
        return _bad_day(column, cell, remedy=proposal(str(day)), meant=str(day))
    moments = list(dict.fromkeys(possible_moments(day, rest)))
    if not moments:
        message = Message("“{}”里的钟点看不懂。", as_typed(cell))
        return CellError(BAD_TIME, message, _WRITE_MOMENT)
    message = Message("“{}”里的钟点说不准。", as_typed(cell))
    remedy = Message("{}不知道几点，就只写 {}。", proposal(*moments), day)
    return CellError(BAD_TIME, message, remedy, sole(moments))


def _bad_day(
    column: Column,
    cell: Cell,
    message: str = "“{}”不是能确定的日期。",
    remedy: str = "",
    meant: str = "",
) -> CellError:
    write = _WRITE_DAY if column.type is ColumnType.DATE else _WRITE_MOMENT
    return CellError(BAD_DATE, Message(message, as_typed(cell)), remedy or write, meant)
