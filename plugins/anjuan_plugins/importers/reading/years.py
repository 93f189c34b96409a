"""The year of a day that is written without one: from what stands around it, else from the user."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from anjuan import Message, RecordError
from anjuan_plugins.importers.reading.moments import Written

Span = tuple[date, date]

_DAY = r"(?P<{0}y>20\d\d)(?:[-/.]|年)?(?P<{0}m>\d\d?)(?:[-/.]|月)?(?P<{0}d>\d\d?)(?:日)?"
_RANGE = re.compile(
    rf"(?<!\d){_DAY.format('a')}(?:[\d:时分秒 ]{{0,10}})\s*"
    rf"(?:至|到|~|-|—+|–|[\s;,]*(?:终止|结束|截止|截至)\S{{0,4}}:)\s*{_DAY.format('b')}(?!\d)"
)
_MONTHS = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:年|[-/.])(?P<first>\d\d?)(?:月?(?:-|~|至|到|—)(?P<last>\d\d?))?月(?!\d)"
)
_LABELLED = re.compile(
    r"(?:月份|[账帐]期|周期|[询单]月|查询时间):?\s*(?P<year>20\d\d)[-./年]?(?P<month>0[1-9]|1[0-2])(?![-./]?\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_.]?(?P<month>0[1-9]|1[0-2])(?![-_.]?\d)")


def spans_above(text: str) -> Iterator[Span]:
    """The days that the lines above a table name: from … to …, or months.

    A single day is none: it may be the day of printing.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = [span for it in _RANGE.finditer(plain) if (span := _between(it))]
    months = [_months(it) for it in _MONTHS.finditer(plain)]
    labelled = [_month(int(it["year"]), int(it["month"])) for it in _LABELLED.finditer(plain)]
    yield from found or filter(None, months or labelled)


def spans_named(name: str) -> Iterator[Span]:
    """The days that a name of a file or a sheet tells: 2026年01月…, …(202601), …_2025-12."""
    plain = unicodedata.normalize("NFKC", name)
    found = list(spans_above(plain))
    compact = (_month(int(it["year"]), int(it["month"])) for it in _COMPACT.finditer(plain))
    yield from found or filter(None, compact)


def _between(found: re.Match[str]) -> Span | None:
    try:
        first, last = (
            date(*(int(found[f"{side}{part}"]) for part in "ymd")) for side in ("a", "b")
        )
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _months(found: re.Match[str]) -> Span | None:
    first = _month(int(found["year"]), int(found["first"]))
    last = _month(int(found["year"]), int(found["last"] or found["first"]))
    return (first[0], last[1]) if first and last and first <= last else None


def _month(year: int, month: int) -> Span | None:
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


@dataclass(slots=True)
class Years:
    """Finds the years of the days of one table.

    Args:
        ask: the year that the user tells; may raise.
        spans: the days that the table is said to be of; of equal weight.
    """

    ask: Callable[[], int]
    spans: Iterable[Span] = ()
    _last_month: int = field(default=0, init=False)

    def day(self, written: Written) -> date | None:
        """The day that is meant; None where the table is of other days.

        Raises:
            RecordError: the user's one year can't be that of all days.
        """
        if written.year is not None:
            return written.date_in()
        years = {year for first, last in self.spans for year in range(first.year, last.year + 1)}
        days = {day for year in years if (day := written.date_in(year)) and self._covers(day)}
        if len(days) == 1:
            return days.pop()
        return None if self.spans and not days else self._told(written)

    def _covers(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.spans)

    def _told(self, written: Written) -> date | None:
        month = written.month or 0
        if {month, self._last_month} == {1, 12}:
            raise RecordError(
                Message(
                    "日期没有写年份，又从 12 月到了 1 月，不是同一年。"
                    "请按年份分成两个文件，再分别读取。"
                )
            )
        self._last_month = month
        return written.date_in(self.ask())
