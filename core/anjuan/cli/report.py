"""A finished run on the screen: a table, what is wrong, and where the result lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from anjuan.cli.tables import print_table
from anjuan.cli.terminal import say
from anjuan.problems import Problem
from anjuan.run.outcomes import Outcome, Report, State
from anjuan.run.summary import SUMMARY_NAME

# A longer list is cut on the screen; 清单.xlsx always has all of it.
MOST_ROWS = 60


def show(report: Report, output: Path) -> None:
    """The table at the end, the problems, and where the result lies."""
    rows = [
        (outcome.case, outcome.title, _recipient(outcome), outcome.state.word)
        for outcome in report.outcomes[:MOST_ROWS]
    ]
    print_table(("案件编号", "文书", "收文单位", "状态"), rows)
    if sum(report.counts.values()) > len(rows):
        say(f"（只列出前 {len(rows)} 份，其余见 {SUMMARY_NAME}）")
    _complain(report)
    told = "，".join(
        f"{state.word} {report.counts[state]} 份" for state in State if report.counts.get(state)
    )
    say(f"{told or '没有要生成的文书'}。")
    say(f"结果在 {output}，逐份情况见其中的 {SUMMARY_NAME}。")


def _not_made(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Each reason once, with the documents that were not made for it."""
    titles: dict[str, dict[str, None]] = {}
    for outcome in outcomes:
        for reason in outcome.reason.splitlines() if outcome.state.is_bad else ():
            titles.setdefault(f"{outcome.case} {reason}", {}).setdefault(outcome.title)
    for reason, names in titles.items():
        yield f"未生成：{reason}（{'、'.join(names)}）"


def _told(problems: Iterable[Problem]) -> Iterator[str]:
    """Errors first, each once."""
    ordered = sorted(problems, key=lambda problem: not problem.is_error)
    lines = (
        f"{problem.severity.word}：{f'{problem.case} ' if problem.case else ''}{problem}"
        for problem in ordered
    )
    yield from dict.fromkeys(lines)


def _recipient(outcome: Outcome) -> str:
    """Left open by hand, or not known since the document was not made."""
    return outcome.recipient or ("—" if outcome.state.is_bad else "（留空）")


def _complain(report: Report) -> None:
    reasons = {reason for it in report.outcomes for reason in it.reason.splitlines()}
    others = (problem for problem in report.problems if str(problem) not in reasons)
    lines = [*_not_made(report.outcomes), *_told(others)]
    for line in lines[:MOST_ROWS]:
        say(line, err=True)
    if len(lines) > MOST_ROWS:
        say(f"（完整的情况见 {SUMMARY_NAME}）", err=True)
