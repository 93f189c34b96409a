"""Step `chart`: how often and at what hours it rang, as an annex to the papers.

Readable when printed in black and white: what differs differs by hatching, and every bar of note
carries its number. The counts are those of the papers (anjuan.case.counting). The office suite
sets the page like all others; the picture of it is for those who put it into a letter.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import compress
from typing import NamedTuple

from anjuan import (
    Case,
    FinishedCase,
    FinishedRun,
    Message,
    Problem,
    Rule,
    Step,
    StepFiles,
    count_incidents,
    hookimpl,
)
from anjuan_plugins.pdfium import PDFIUM
from anjuan_plugins.printing.chart_page import Counts, chart_page
from anjuan_plugins.printing.drawing import letters, specimen
from anjuan_plugins.printing.fonts import fault_of, shown
from anjuan_plugins.printing.libreoffice import (
    Converted,
    Converter,
    ConverterError,
    Source,
    converter,
    find_soffice,
    given,
)
from anjuan_plugins.printing.needs import (
    NEEDS,
    NO_FONT,
    PDF_FAILED,
    broken_office,
    lacks,
    missing_library,
    missing_office,
)
from anjuan_plugins.printing.pages import key_of, without_moment
from anjuan_plugins.printing.progress import Progress

NAME, TITLE = "chart", "骚扰统计图"
_LIBRARIES = ("chart", "pikepdf", "pypdfium2", "PIL")
FILE, PICTURE = "骚扰统计图.pdf", "骚扰统计图.png"
MISSING_GLYPH = Rule("missing-glyph", "字体里没有要用的字。")
# Raised when the look of a chart changes, so that those that stand are made anew.
_EDITION = 2
_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72


class _Chart(NamedTuple):
    """A chart to be drawn.

    Attributes:
        case: of which it tells.
        counts: what it shows.
        files: where it goes.
        key: stands for what it is made from.
    """

    case: Case
    counts: Counts
    files: StepFiles
    key: str

    @property
    def page(self) -> str:
        """As SVG."""
        return chart_page(self.case, self.counts)


def counts_of(case: Case) -> Counts:
    """Count the incidents of a case; a run counts by its 次数."""
    days: Counter[date] = Counter()
    hours: Counter[int] = Counter()
    without_clock = without_day = 0
    for row in case.incidents:
        if not row.moment or not row.moment.exact_day:
            without_day += row.count
            continue
        days[row.moment.exact_day] += row.count
        if row.moment.clock:
            hours[row.moment.clock.hour] += row.count
        else:
            without_clock += row.count
    figures = count_incidents(case.incidents)
    return Counts(figures, days, hours, without_clock, without_day)


def work(run: FinishedRun) -> Iterator[Problem]:
    """Draw the charts that are missing or out of date."""
    lacking = tuple(missing_library(TITLE, *_LIBRARIES))
    yield from lacking
    if lacking:
        return
    # Of each chart whether it is to be drawn, and all their letters: the pages of a long run would
    # fill memory.
    due = bytearray()
    signs: set[str] = set()
    for chart in _charts(run):
        told = _standing(chart)
        due.append(told is None)
        if told is None:
            signs |= letters(chart.page)
        yield from told or ()
    if any(due):
        yield from _draw(run, due, signs)


def _charts(run: FinishedRun) -> Iterator[_Chart]:
    """The same ones in the same order, whenever they are asked for."""
    for case in run.cases:
        counts = counts_of(case.case)
        if counts.days:
            yield _Chart(case.case, counts, case.files(NAME), key(run, case))


def _standing(chart: _Chart) -> tuple[Problem, ...] | None:
    """What to say of a chart that is up to date; None where there is none."""
    standing = [chart.files.standing(name, chart.key) for name in (FILE, PICTURE)]
    return None if None in standing else tuple(it for told in standing for it in told or ())


def key(run: FinishedRun, case: FinishedCase) -> str:
    """Stands for all that the chart of a case is made from."""
    it = case.case
    rows = [(row.moment, row.count) for row in it.incidents]
    return key_of(_EDITION, it.number, it.client.name, rows)


def _draw(run: FinishedRun, due: bytearray, signs: Iterable[str]) -> Iterator[Problem]:
    program = find_soffice()
    if program is None:
        yield missing_office(TITLE)
        return
    try:
        with converter(program, run.output, run.jobs) as office:
            yield from _drawn(run, due, signs, office)
    except ConverterError as error:
        yield broken_office(TITLE, error)


def _drawn(
    run: FinishedRun, due: bytearray, signs: Iterable[str], office: Converter
) -> Iterator[Problem]:
    """Draw those whose every letter this machine has."""
    here = _signs_here(office, signs)
    if not here:
        message = "电脑上没有找到中文字体，没有画统计图。"
        yield NO_FONT.on(
            TITLE, message, "请安装中文字体（如 思源黑体、Noto CJK），再运行同样的命令。"
        )
        return
    if lacking := set(signs) - here:
        yield from _left_out(run, due, lacking)
    progress = Progress(sum(due), run)
    charts = compress(_charts(run), due)
    for chart, result in office.in_turn(charts, lambda it: _source(it.page)):
        yield from _filed(chart, result)
        progress.advance()


def _left_out(run: FinishedRun, due: bytearray, lacking: set[str]) -> Iterator[Problem]:
    """Charts with letters that the machine lacks; they are due no longer."""
    for place, chart in enumerate(_charts(run)):
        if due[place] and (missing := sorted(letters(chart.page) & lacking)):
            due[place] = False
            message = Message("没有画，因为字体里没有“{}”", missing)
            yield chart.files.problem(MISSING_GLYPH, FILE, message, "请安装字数更多的中文字体。")


def _signs_here(office: Converter, signs: Iterable[str]) -> set[str]:
    """Which letters the machine's fonts have; none where none is Chinese."""
    asked = sorted(signs)
    [result] = office.convert([_source(specimen(asked))])
    if result.reason:
        raise ConverterError(f"LibreOffice {result.reason}")
    return set() if fault_of(result.pdf, "".join(asked)) else shown(result.pdf)


def _source(page: str) -> Source:
    from anjuan_plugins.printing.typesetting import drawn_page

    return given(drawn_page(page))


def _filed(chart: _Chart, result: Converted) -> Iterator[Problem]:
    if result.reason:
        message = Message("没有画成：LibreOffice {}", result.reason)
        yield chart.files.problem(PDF_FAILED, FILE, message, "请再运行同样的命令。")
        return
    made = without_moment(result.pdf)
    yield from chart.files.put(FILE, made, chart.key)
    yield from chart.files.put(PICTURE, _picture(made), chart.key)


def _picture(pdf: bytes) -> bytes:
    """The page as PNG."""
    from pypdfium2 import PdfDocument

    content = io.BytesIO()
    with PDFIUM, PdfDocument(pdf) as document:
        drawn = document[0].render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True)
        drawn.to_pil().save(content, "png", optimize=True)
    return content.getvalue()


STEP = Step(
    name=NAME,
    title=TITLE,
    help="按日、按钟点画出骚扰次数的统计图，作文书的附件（需要 LibreOffice）。",
    work=work,
    lacks=partial(lacks, TITLE, *_LIBRARIES),
    rules=(MISSING_GLYPH, NO_FONT, PDF_FAILED, *NEEDS),
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
