"""Numbered lists in loops: told how they will count, where a lawyer might mean it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from anjuan.problems import Rule, Severity
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.opening import WordFile
from anjuan.word.proofreading.paragraphs import Paragraph
from anjuan.word.structure.branches import tag_units
from anjuan.word.structure.lists import NUMBERING, STYLES, Lists, Series, series_in_loops

LIST_ANEW = Rule("list-anew", "循环里的自动编号每一轮都重新开始。", Severity.WARNING)
LIST_RUNS_ON = Rule("list-runs-on", "循环里的自动编号各轮接着编下去。", Severity.WARNING)


def numbering_faults(
    root: etree._Element, texts: Iterable[Paragraph], file: WordFile
) -> Iterator[Fault]:
    """What to know of the lists in the loops of a part.

    Args:
        root: of the part.
        texts: its paragraphs.
        file: says which lists and styles there are.
    """
    places = {paragraph.element: paragraph for paragraph in texts}
    lists = Lists(file.tree(NUMBERING), file.tree(STYLES))
    try:
        found = series_in_loops(root, tag_units(root), lists)
    except RecursionError:
        # So deep a template is refused for that (blocks.py).
        return
    for series in found:
        place = places.get(series.items[0][0]) if series.items else None
        finding = _finding(series)
        if place and finding:
            yield place.fault(finding)


def _finding(series: Series) -> Finding | None:
    if not series.begins_anew:
        return Finding(
            LIST_RUNS_ON,
            "循环外面还有同一组自动编号，循环里的各轮会接着编下去。",
            "要每一轮从 1 编起的，请在 Word 里右击循环里的第一项，选“重新开始于 1”。",
        )
    if series.is_bare:
        return Finding(
            LIST_ANEW,
            "循环里只有这组自动编号，每一轮都会从 1 编起。",
            "要各轮连着编号的，请去掉自动编号，把序号写成文字，如 {{ loop.index }}。",
        )
    return None
