"""About when something was, where nobody knows the day: 2026年3月上旬, 2026年3月, 2026年3月5日前后.

Such a moment prints as it was typed. The year has to stand there: what lacks it can be misread.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from anjuan.case.records.moment import Moment, Precision, Span
from anjuan.patterns import seldom

# 前后 and 左右 are taken to mean so many days before or after at most.
AROUND = timedelta(days=3)

_MONTH = r"(?P<month>[0-9]{1,2})月份?"
_PART = r"(?P<part>月?[初中底末]|(?:[上中下]旬)?(?:的?某一?[天日])?|的?某一?[天日])"
_AROUND = "(?P<around>前后|左右|上下)"
_IN_MONTH = seldom(rf"(?P<year>[0-9]{{4}})[年./-]{_MONTH}{_PART}")
_ABOUT_DAY = seldom(
    rf"(?P<year>[0-9]{{4}})[年./-](?P<month>[0-9]{{1,2}})[月./-](?P<day>[0-9]{{1,2}})[日号]?{_AROUND}"
)
# The same without a year, or with two digits of it.
_YEARLESS = seldom(rf"(?:(?P<year>[0-9]{{2}})年)?(?P<rest>{_MONTH}{_PART})")
_DAY_YEARLESS = seldom(
    rf"(?:(?P<year>[0-9]{{2}})年)?(?P<rest>[0-9]{{1,2}}月[0-9]{{1,2}}[日号]?{_AROUND})"
)
_SOME_YEAR = "2026"
# First and last day of a part of a month; the last ends with the month.
_FIRST, _SECOND, _THIRD = (1, 10), (11, 20), (21, 31)
_PARTS = {"上": _FIRST, "初": _FIRST, "中": _SECOND, **dict.fromkeys("下底末", _THIRD)}


def read_span(text: str) -> Moment | None:
    """The span of days that a text means; None for any other text.

    Args:
        text: half-width, without blanks, numerals in digits.
    """
    found = _IN_MONTH.fullmatch(text)
    if found:
        return _in_month(int(found["year"]), int(found["month"]), found["part"])
    found = _ABOUT_DAY.fullmatch(text)
    if not found:
        return None
    try:
        day = date(*(int(found[it]) for it in ("year", "month", "day")))
        first, last = day - AROUND, day + AROUND
    except (ValueError, OverflowError):
        return None
    wording = f"{day.year}年{day.month}月{day.day}日{found['around']}"
    return Moment(first, span=Span(Precision.ABOUT_DAY, last, wording, day))


def possible_spans(text: str) -> Iterator[str]:
    """What a text may mean that lacks its year, or two digits of it, as one would type it."""
    for pattern in (_YEARLESS, _DAY_YEARLESS):
        found = pattern.fullmatch(text)
        meant = found and read_span(f"20{found['year'] or _SOME_YEAR[2:]}年{found['rest']}")
        if meant and meant.span:
            yield meant.span.wording


def _in_month(year: int, month: int, part: str) -> Moment | None:
    if not date.min.year <= year <= date.max.year or not 1 <= month <= 12:
        return None
    end = calendar.monthrange(year, month)[1]
    sign = next((it for it in part if it in _PARTS), "")
    first, last = _PARTS.get(sign, (1, end))
    precision = Precision.TEN_DAYS if sign else Precision.MONTH
    wording = f"{year}年{month}月{part.removeprefix('月')}"
    span = Span(precision, date(year, month, min(last, end)), wording)
    return Moment(date(year, month, first), span=span)
