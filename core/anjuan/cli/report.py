"""A finished run on the screen: a table, what is wrong, and where the result lies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from anjuan.chinese import some
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import say
from anjuan.problems import Problem, Severity, Sort
from anjuan.run.outcomes import NOTHING, Outcome, Report, State
from anjuan.run.summary import SUMMARY_NAME
from anjuan.run.telling import spot, told_once

# A longer list is cut on the screen; 清单.xlsx always has all of it.
MOST_ROWS = 60
# So many things that are wrong are told, and of each where it is found.
MOST_TOLD = 10
MOST_PLACES = 3
_SPARED = State.NOT_APPLICABLE


def show(report: Report, output: Path) -> None:
    """The table at the end, the problems, and where the result lies."""
    rows = list(_rows(report))
    print_table(("案件编号", "文书", "状态", "收文单位"), rows[:MOST_ROWS], heads=3)
    shown = sum(count for state, count in report.counts.items() if state is not _SPARED)
    if max(shown, len(rows)) > MOST_ROWS:
        say(f"（只列出前 {MOST_ROWS} 份，其余见 {SUMMARY_NAME}）")
    _complain(report)
    told = "，".join(
        f"{state.word} {report.counts[state]} {'项' if state is _SPARED else '份'}"
        for state in State
        if report.counts.get(state)
    )
    say(f"{told or '没有要生成的文书'}。")
    if report.printed:
        say(f"{report.printed}。")
    if report.bare_count:
        say(f"{report.bare_count} 个案件一份文书也没有：{some(report.bare, MOST_TOLD)}。")
    say(f"结果在 {output}，逐份情况和原因见其中的 {SUMMARY_NAME}。")


def _rows(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """A row for each document, and for each case that needs none of those on offer."""
    told = [outcome for outcome in report.outcomes if not outcome.is_quiet]
    with_row = {outcome.case for outcome in told}
    for outcome in told:
        title, recipient = outcome.title or NOTHING, _recipient(outcome)
        yield outcome.case, title, outcome.state.word, f"{recipient}{_both(outcome)}"
    for case in report.bare:
        if case not in with_row:
            yield case, NOTHING, _SPARED.word, "—"


def _both(outcome: Outcome) -> str:
    """An edited paper and its new version, by the names of their files."""
    if not outcome.newer:
        return ""
    edited, newer = (path.rpartition("/")[2] for path in (outcome.path, outcome.newer.path))
    return f"\n手改的：{edited}\n新的：{newer or '没有写出，上一份新的也手改过'}"


def _recipient(outcome: Outcome) -> str:
    """Left open by hand, or not known since the document was not made."""
    return outcome.recipient or ("（留空）" if outcome.path else "—")


@dataclass(slots=True)
class _Group:
    """Things of one sort: the first of them in full, the places of all, the papers they keep back.

    Attributes:
        first: what is told.
        places: where it is found, each once; not all of them, where there are very many.
        titles: of documents.
        count: in how many places; 0 where nobody has counted.
    """

    first: str
    places: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    count: int = 0

    def __str__(self) -> str:
        others = tuple(self.places)[1:]
        in_all = f"，共 {self.count} 处" if self.count else ""
        told = f"（同类的还有 {some(others, MOST_PLACES)}{in_all}）" if others else ""
        papers = f"（{'、'.join(self.titles)}）" if self.titles else ""
        return f"{self.first}{told}{papers}"


def _complain(report: Report) -> None:
    found = (it for made in report.outcomes if made.state.is_bad for it in made.problems)
    refused = {spot(problem): problem for problem in told_once(found)}
    others = sorted(
        (problem for problem in report.problems if spot(problem) not in refused),
        key=lambda problem: not problem.is_error,
    )
    lines = [
        *_not_made(report.outcomes, refused),
        *_not_needed(report.outcomes),
        *_found(others, report.found),
    ]
    for line in lines[:MOST_TOLD]:
        say(line, err=True)
    counts = "、".join(_counts(report.found))
    rest = f"；另有 {len(lines) - MOST_TOLD} 类没有列出" if len(lines) > MOST_TOLD else ""
    if counts or rest:
        say(f"案件表共有 {counts or '0 处错误'}{rest}，全部见 {SUMMARY_NAME}。", err=True)


def _not_made(outcomes: Iterable[Outcome], refused: Mapping[Hashable, Problem]) -> Iterator[str]:
    """Each reason once, with the documents that were not made for it.

    Args:
        outcomes: of the run.
        refused: the problems of documents that were not made, told once, by `spot`.
    """
    groups: dict[object, _Group] = {}
    for outcome in outcomes:
        if outcome.state.is_bad:
            for key, place, reason in _reasons(outcome, refused):
                group = groups.setdefault(key, _Group(f"未生成：{outcome.case} {reason}"))
                group.places.setdefault(f"{outcome.case} {place}".rstrip())
                group.titles.update({outcome.title: None} if outcome.title else {})
    yield from map(str, groups.values())


def _reasons(
    outcome: Outcome, refused: Mapping[Hashable, Problem]
) -> Iterator[tuple[object, str, str]]:
    """What it has in common with others, its place, and the reason."""
    if outcome.failure:
        yield outcome.failure, "", outcome.failure
    for problem in outcome.problems:
        if problem.is_error:
            told = refused.get(spot(problem), problem)
            yield (problem.code, problem.heading), problem.place, str(told)


def _not_needed(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Kinds asked for by name that don't concern a case, by the reason."""
    told = [it for it in outcomes if it.state is _SPARED and it.by_name and not it.problems]

    def reason(outcome: Outcome) -> tuple[str, str]:
        return outcome.title, outcome.spared

    for (title, why), found in groupby(sorted(told, key=reason), key=reason):
        cases = tuple(outcome.case for outcome in found)
        yield f"不适用：{title}（{some(cases, MOST_TOLD)}）：{why}"


def _counts(found: Mapping[Sort, int]) -> Iterator[str]:
    for severity in Severity:
        count = sum(number for sort, number in found.items() if sort.severity is severity)
        if count:
            yield f"{count} 处{severity.word}"


def _found(problems: Iterable[Problem], counts: Mapping[Sort, int]) -> Iterator[str]:
    """Problems by what is wrong and in which column."""
    groups: dict[object, _Group] = {}
    for problem in problems:
        case = f"{problem.case} " if problem.case else ""
        group = groups.setdefault(problem.sort, _Group(f"{problem.severity.word}：{case}{problem}"))
        group.count = counts.get(problem.sort, 0)
        group.places.setdefault(f"{case}{problem.place}")
    yield from map(str, groups.values())
