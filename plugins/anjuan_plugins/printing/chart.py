"""Step `chart`: how often and at what hours it rang, as an annex to the papers.

Readable when printed in black and white: what differs differs by hatching, and every bar of note
carries its number. The counts are those of the papers (anjuan.case.counting).
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan import (
    Case,
    Figures,
    FinishedCase,
    FinishedRun,
    Problem,
    Step,
    count_incidents,
    date_text,
    hookimpl,
)
from anjuan.case.counting import NIGHT_ENDS, NIGHT_STARTS
from anjuan_plugins.printing.filing import PrintFiles, Progress, key_of, missing_library

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME, TITLE = "chart", "骚扰统计图"
FILE, PICTURE = "骚扰统计图.pdf", "骚扰统计图.png"
# Raised when the look of a chart changes, so that those that stand are made anew.
_EDITION = 1
_A4 = (8.27, 11.69)
_DOTS_PER_INCH = 200
# More days than this have no room for a number on each bar.
_MOST_NUMBERED = 31
_MOST_DATES = 10
_HOURS = range(24)
_EDGED: Mapping[str, Any] = {"edgecolor": "black", "linewidth": 0.8}
_HATCHED: Mapping[str, Any] = {**_EDGED, "facecolor": "white", "hatch": "////"}

# Files of Chinese fonts as systems call them, best first.
_FONT_FILES = (
    "notosanscjk-regular", "notosanscjksc-regular", "notosanssc", "sourcehansanssc-regular",
    "sourcehansans", "msyh", "simhei", "pingfang", "hiragino sans gb", "stheiti",
    "notoserifcjk-regular", "notoserifsc", "sourcehanserif", "simsun", "songti", "wqy-",
)  # fmt: skip
# In collections for several countries, the one of mainland China.
_MAINLAND = ("SC", "GB", "CN")


@dataclass(frozen=True, slots=True)
class Counts:
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


def counts_of(case: Case) -> Counts:
    """Count the incidents of a case; a run counts by its 次数."""
    days: Counter[date] = Counter()
    hours: Counter[int] = Counter()
    without_clock = without_day = 0
    for row in case.incidents:
        if not row.moment:
            without_day += row.count
            continue
        days[row.moment.day] += row.count
        if row.moment.clock:
            hours[row.moment.clock.hour] += row.count
        else:
            without_clock += row.count
    figures = count_incidents(case.incidents)
    return Counts(figures, days, hours, without_clock, without_day)


def work(run: FinishedRun) -> Iterator[Problem]:
    """Draw the charts that are missing or out of date."""
    lacking = tuple(missing_library(TITLE, "chart", "matplotlib"))
    yield from lacking
    if lacking:
        return
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    if font() is None:
        yield Problem(
            code="no-chinese-font",
            sheet=TITLE,
            message="电脑上没有找到中文字体，没有画统计图。",
            remedy="请安装中文字体（如 思源黑体、Noto CJK），再运行同样的命令。",
        )
        return
    progress = Progress(TITLE, len(run.cases), run.tell)
    for case in run.cases:
        yield from _drawn(run, case)
        progress.advance()


def _drawn(run: FinishedRun, case: FinishedCase) -> Iterator[Problem]:
    counts = counts_of(case.case)
    if not counts.days:
        return
    files = PrintFiles(run, case, NAME)
    made_from = key(run, case)
    current = [files.current(name, made_from) for name in (FILE, PICTURE)]
    if all(current):
        for name, standing in zip((FILE, PICTURE), current, strict=True):
            yield from files.kept(name) if standing != name else ()
        return
    figure, texts = _figure(case.case, counts)
    lacking = sorted(set("".join(texts)) - _signs() - {" ", "\n"})
    if lacking:
        message = f"没有画，因为字体里没有“{'、'.join(lacking)}”"
        yield files.problem("missing-glyph", FILE, message, "请安装字数更多的中文字体。")
        return
    for name in (FILE, PICTURE):
        yield from files.put(name, _saved(figure, Path(name).suffix[1:]), made_from)


def key(run: FinishedRun, case: FinishedCase) -> str:
    """Stands for all that the chart of a case is made from."""
    it = case.case
    rows = [(row.moment, row.count) for row in it.incidents]
    return key_of(_EDITION, it.number, it.client.name, rows)


def _saved(figure: Figure, form: str) -> bytes:
    """The file; without the moment it was made, and with its fonts."""
    import matplotlib

    nameless: dict[str, Any] = {
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
        "png": {"Software": None},
    }
    content = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 3, "pdf.compression": 6, "hatch.linewidth": 0.6}):
        figure.savefig(content, format=form, dpi=_DOTS_PER_INCH, metadata=nameless[form])
    return content.getvalue()


def _figure(case: Case, counts: Counts) -> tuple[Figure, list[str]]:
    """The page, and every text on it."""
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    figure = Figure(figsize=_A4)
    figure.text(0.5, 0.915, "骚扰情况统计图", size=18, ha="center")
    head = f"案件编号：{case.number}　　委托人：{case.client.name}\n期间：{_period(counts)}"
    figure.text(0.1, 0.895, head, size=10.5, va="top", linespacing=1.6)
    _draw_days(figure.add_axes((0.1, 0.565, 0.82, 0.235)), counts)
    _draw_hours(figure.add_axes((0.1, 0.245, 0.82, 0.235)), counts)
    figure.text(0.1, 0.19, "\n".join(notes(counts)), size=9.5, va="top", linespacing=1.7)
    texts: list[Any] = figure.findobj(Text)
    for text in texts:
        size = text.get_fontsize()
        text.set_fontproperties(font())
        text.set_fontsize(size)
    return figure, [text.get_text() for text in texts]


def _period(counts: Counts) -> str:
    first, last = counts.figures.first, counts.figures.last
    assert first and last
    return date_text(first) if first == last else f"{date_text(first)}至{date_text(last)}"


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
        yield f"另有 {counts.without_day} 次的时间无法辨认，计入总数，不计入两图。"
    yield "说明：据案件表“骚扰记录”逐行统计，一行记有“次数”的按该数计；"
    yield "含电话、短信、微信、上门等各种方式。"


def _draw_days(axes: Axes, counts: Counts) -> None:
    first, last = counts.figures.first, counts.figures.last
    assert first and last
    days = [first + timedelta(step) for step in range((last - first).days + 1)]
    heights = [counts.days.get(day, 0) for day in days]
    is_many = len(days) > _MOST_NUMBERED
    # Between so many bars there is no room for hatching: they are plain dark grey.
    look = {"facecolor": "0.25"} if is_many else _HATCHED
    axes.bar(range(len(days)), heights, width=0.8, **look)
    _number(axes, heights, only=max(heights) if is_many else 0)
    step = -(-len(days) // _MOST_DATES)
    shown = range(0, len(days), step)
    axes.set_xticks(list(shown), _dates([days[place] for place in shown]))
    axes.set_xlim(-0.8, max(len(days), 8) - 0.2)
    _finish(axes, heights, "图一　每日次数")


def _dates(days: Sequence[date]) -> list[str]:
    """Days at the axis; with the year where another one begins."""
    years = [days[0].year, *(day.year for day in days)]
    return [
        f"{day.month}月{day.day}日" + (f"\n{day.year}年" if day.year != before else "")
        for day, before in zip(days, years, strict=False)
    ]


def _draw_hours(axes: Axes, counts: Counts) -> None:
    heights = [counts.hours.get(hour, 0) for hour in _HOURS]
    for start, end in ((0, NIGHT_ENDS.hour), (NIGHT_STARTS.hour, 24)):
        axes.axvspan(start, end, facecolor="0.88", edgecolor="0.6", hatch="..", linewidth=0)
    for hour in _HOURS:
        is_night = hour >= NIGHT_STARTS.hour or hour < NIGHT_ENDS.hour
        look = {**_EDGED, "facecolor": "0.15"} if is_night else _HATCHED
        axes.bar(hour + 0.5, heights[hour], 0.8, **look)
    _number(axes, heights, shift=0.5)
    axes.set_xticks(list(range(0, 25, 2)), [f"{hour}:00" for hour in range(0, 25, 2)])
    axes.set_xlim(0, 24)
    _finish(axes, heights, "图二　一天中各小时的次数（带点的底色为 22:00 至次日 8:00）")


def _number(axes: Axes, heights: Sequence[int], *, shift: float = 0, only: int = 0) -> None:
    """Write its number over each bar, or over those of one height where there are too many."""
    for place, height in enumerate(heights):
        if height and height >= only:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            axes.annotate(
                str(height), (place + shift, height), (0, 3), textcoords="offset points",
                ha="center", va="bottom", size=8, bbox=box,
            )  # fmt: skip


def _finish(axes: Axes, heights: Sequence[int], title: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_ylim(0, max(1, max(heights, default=0)) * 1.18)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.set_title(title, size=11, loc="left", pad=8)
    axes.set_ylabel("次数", size=9.5)
    axes.tick_params(labelsize=8.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


@cache
def font() -> Any:
    """A Chinese font of this machine; None where there is none."""
    from matplotlib.font_manager import FontPath, FontProperties, findSystemFonts

    files = {Path(file).name.lower(): file for file in sorted(findSystemFonts())}
    for wanted in _FONT_FILES:
        for name, file in files.items():
            if name.startswith(wanted):
                return FontProperties(fname=FontPath(file, _mainland_face(file)))
    return None


def _mainland_face(file: str) -> int:
    from matplotlib.ft2font import FT2Font

    for face in range(FT2Font(file).num_faces):
        words = FT2Font(file, face_index=face).family_name.split()
        if any(word in _MAINLAND for word in words):
            return face
    return 0


@cache
def _signs() -> frozenset[str]:
    """Every character that the font has."""
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(font().get_file()).get_charmap()))


STEP = Step(
    name=NAME,
    title=TITLE,
    help="按日、按钟点画出骚扰次数的统计图，作文书的附件。",
    work=work,
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
