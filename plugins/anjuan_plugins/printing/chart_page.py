"""The page of a chart: incidents by day and by hour, what was counted in words below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anjuan import NIGHT_ENDS, NIGHT_STARTS, Case, Figures, date_text, moment_text
from anjuan_plugins.printing import drawing
from anjuan_plugins.printing.drawing import END, MIDDLE, line, text, width_of

# More days than this have no room for a number on each bar.
_MOST_NUMBERED = 31
_MOST_DATES, _MOST_NUMBERS = 10, 6
_FEWEST_DAYS = 8
_LEFT, _WIDTH, _HEIGHT = 21.0, 172.0, 68.0
_TOPS = (60.0, 153.0)
_TICK = 1.2
# Room above the highest bar for its number.
_HEADROOM = 1.18
_BAR = 0.8
_HOURS = range(24)

_Bar = Callable[[float, float, float, float], str]


class Counts(NamedTuple):
    """What the chart shows.

    Attributes:
        figures: the counts that the papers tell.
        days: incidents by day.
        hours: incidents by hour of the day, those without a clock left out.
        without_clock: incidents on a known day at an unknown hour.
        without_day: incidents whose time could not be read.
    """

    figures: Figures
    days: Mapping[date, int]
    hours: Mapping[int, int]
    without_clock: int
    without_day: int


class _Axes(NamedTuple):
    """A frame on the page.

    Attributes:
        top: of the frame, in millimetres.
        first, last: what its left and its right edge stand for.
        most: the highest bar.
    """

    top: float
    first: float
    last: float
    most: int

    @property
    def bottom(self) -> float:
        return self.top + _HEIGHT

    def x(self, value: float) -> float:
        return _LEFT + _WIDTH * (value - self.first) / (self.last - self.first)

    def y(self, number: float) -> float:
        return self.bottom - _HEIGHT * number / (self.most * _HEADROOM)

    def bar(self, middle: float, number: int, look: _Bar) -> str:
        left, right = self.x(middle - _BAR / 2), self.x(middle + _BAR / 2)
        return look(left, self.y(number), right - left, self.bottom - self.y(number))


def chart_page(case: Case, counts: Counts) -> str:
    """The page as SVG."""
    return drawing.page(_shapes(case, counts))


def _shapes(case: Case, counts: Counts) -> Iterator[str]:
    yield text(drawing.WIDTH / 2, 26, "骚扰情况统计图", 18, MIDDLE)
    yield text(_LEFT, 35, f"案件编号：{case.number}　　委托人：{case.client.name}", 10.5)
    yield text(_LEFT, 41.3, f"期间：{_period(counts)}", 10.5)
    yield from _days(counts)
    yield from _hours(counts)
    for number, told in enumerate(notes(counts)):
        yield text(_LEFT, 243 + 5.8 * number, told, 9.5)


def _period(counts: Counts) -> str:
    began, ended = counts.figures.began, counts.figures.ended
    assert began and ended
    return moment_text(began) if began == ended else f"{moment_text(began)}至{moment_text(ended)}"


def notes(counts: Counts) -> Iterator[str]:
    """What the reader has to know of the numbers."""
    figures = counts.figures
    assert figures.busiest_day
    yield (
        f"共 {figures.total} 次；单日最多 {figures.highest_per_day} 次"
        f"（{date_text(figures.busiest_day)}）；22:00 至次日 8:00 共 {figures.at_night} 次。"
    )
    if counts.without_clock:
        yield f"另有 {counts.without_clock} 次未记时刻，计入图一，不计入图二。"
    if counts.without_day:
        yield f"另有 {counts.without_day} 次不知道是哪一天，计入总数，不计入两图。"
    yield "说明：据案件表“骚扰记录”逐行统计，一行记有“次数”的按该数计；"
    yield "含电话、短信、微信、上门等各种方式。"


def _days(counts: Counts) -> Iterator[str]:
    first, last = counts.figures.first, counts.figures.last
    assert first and last
    days = [first + timedelta(step) for step in range((last - first).days + 1)]
    heights = [counts.days.get(day, 0) for day in days]
    axes = _Axes(_TOPS[0], -_BAR, max(len(days), _FEWEST_DAYS) - 1 + _BAR, max(heights))
    is_many = len(days) > _MOST_NUMBERED
    for place, height in enumerate(heights):
        if height:
            # Between so many bars there is no room for hatching: they are plain dark grey.
            yield axes.bar(place, height, _plain if is_many else drawing.hatched)
    yield from _numbers(axes, heights, only=max(heights) if is_many else 0)
    yield from _frame(axes, "图一　每日次数")
    shown = range(0, len(days), -(-len(days) // _MOST_DATES))
    for place, labels in zip(shown, _dates([days[place] for place in shown]), strict=True):
        yield from _tick(axes, place, labels)


def _dates(days: Sequence[date]) -> list[tuple[str, ...]]:
    """Days at the axis; with the year where another one begins."""
    years = [days[0].year, *(day.year for day in days)]
    return [
        (f"{day.month}月{day.day}日", *((f"{day.year}年",) if day.year != before else ()))
        for day, before in zip(days, years, strict=False)
    ]


def _hours(counts: Counts) -> Iterator[str]:
    heights = [counts.hours.get(hour, 0) for hour in _HOURS]
    axes = _Axes(_TOPS[1], 0, 24, max(1, *heights))
    for start, end in ((0, NIGHT_ENDS.hour), (NIGHT_STARTS.hour, 24)):
        yield drawing.dotted(axes.x(start), axes.top, axes.x(end) - axes.x(start), _HEIGHT)
    for hour, height in enumerate(heights):
        is_night = hour >= NIGHT_STARTS.hour or hour < NIGHT_ENDS.hour
        if height:
            yield axes.bar(hour + 0.5, height, _dark if is_night else drawing.hatched)
    yield from _numbers(axes, heights, shift=0.5)
    yield from _frame(axes, "图二　一天中各小时的次数（带点的底色为 22:00 至次日 8:00）")
    for hour in range(0, 25, 2):
        yield from _tick(axes, hour, (f"{hour}:00",))


def _plain(x: float, y: float, width: float, height: float) -> str:
    return drawing.area(x, y, width, height, drawing.GREY)


def _dark(x: float, y: float, width: float, height: float) -> str:
    return drawing.bar(x, y, width, height, drawing.DARK)


def _numbers(
    axes: _Axes, heights: Sequence[int], *, shift: float = 0, only: int = 0
) -> Iterator[str]:
    """Its number over each bar, or over those of one height where there are too many."""
    for place, height in enumerate(heights):
        if height and height >= only:
            x, y, width = axes.x(place + shift), axes.y(height) - 1, width_of(str(height), 8)
            yield drawing.area(x - width / 2 - 0.3, y - 2.5, width + 0.6, 2.9, drawing.WHITE)
            yield text(x, y, str(height), 8, MIDDLE)


def _frame(axes: _Axes, title: str) -> Iterator[str]:
    """Title, both axes, and the numbers at the upright one."""
    yield text(_LEFT, axes.top - 3, title, 11)
    aside = _LEFT - _TICK - 2.5 - width_of(str(axes.most), 8.5)
    yield text(aside, axes.top + _HEIGHT / 2, "次数", 9.5, MIDDLE, upwards=True)
    yield line(_LEFT, axes.top, _LEFT, axes.bottom)
    yield line(_LEFT, axes.bottom, _LEFT + _WIDTH, axes.bottom)
    for number in range(0, int(axes.most * _HEADROOM) + 1, _step(axes.most)):
        y = axes.y(number)
        yield line(_LEFT - _TICK, y, _LEFT, y)
        yield text(_LEFT - _TICK - 1, y + 1.05, str(number), 8.5, END)


def _step(most: int) -> int:
    """The distance of the numbers at the axis: 1, 2 or 5, or tens of it."""
    step = 1
    for factor in (2, 2.5, 2) * len(str(most)):
        if most * _HEADROOM / step > _MOST_NUMBERS:
            step = int(step * factor)
    return step


def _tick(axes: _Axes, place: float, labels: Sequence[str]) -> Iterator[str]:
    """A mark at the lower axis, with its lines of text."""
    x = axes.x(place)
    yield line(x, axes.bottom, x, axes.bottom + _TICK)
    for number, label in enumerate(labels):
        yield text(x, axes.bottom + 4.4 + 3.6 * number, label, 8.5, MIDDLE)
