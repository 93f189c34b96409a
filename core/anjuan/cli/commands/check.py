"""`anjuan check`: every problem of a workbook at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from zipfile import is_zipfile

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.options import (
    case_workbook,
    config_option,
    json_option,
    kinds_option,
    redact_option,
    settings,
)
from anjuan.cli.prospects import show_documents
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.terminal import print_json, say
from anjuan.errors import UsageError
from anjuan.messages import public
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.beside import write_new
from anjuan.run.inspection import inspect
from anjuan.run.outcomes import Outcome
from anjuan.workbook.marking import mark
from anjuan.workbook.parsing import UNKNOWN_CASE

_MARKABLE = (".xlsx", ".xlsm")


@click.command(cls=Command)
@case_workbook
@click.option(
    "--mark",
    "copy",
    metavar="副本",
    type=click.Path(path_type=Path),
    help="另存一份标出问题的副本，原表不动。",
)
@config_option
@kinds_option
@redact_option
@json_option
def check(
    file: Path,
    copy: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """List the problems; status 1 when one of them is an error."""
    shown = Redaction() if redact else Complete()
    with shown.errors():
        ours = settings(file.parent, config, kinds_dirs)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        if copy:
            _refuse_unmarkable(file)
        found = inspect(file, date.today(), plugins, ours.headings)
        problems = tuple(map(shown.problem, found.problems))
        documents = tuple(map(shown.outcome, found.documents))
        titles = (kind.title for kind in plugins.kinds.values())
        status = _told(problems, documents, titles, as_json)
        if copy:
            # After the list, which is there even where a workbook can't be marked.
            write_new(copy, mark(file.read_bytes(), found.problems, found.heading_rows))
            say(f"标出问题的副本在 {shown.place(copy.resolve())}。", err=True)
    return status


def _told(
    problems: tuple[Problem, ...],
    documents: tuple[Outcome, ...],
    titles: Iterable[str],
    as_json: bool,
) -> int:
    if as_json:
        entries = [problem.as_json() for problem in problems]
        print_json({"documents": [it.as_json() for it in documents], "problems": entries})
    else:
        _show(problems)
        show_documents(documents, titles)
    return EXIT_PROBLEMS if any(problem.is_error for problem in problems) else 0


def _show(problems: tuple[Problem, ...]) -> None:
    ordered = sorted(problems, key=lambda problem: problem.case)
    for case, group in groupby(ordered, key=lambda problem: problem.case):
        found = list(group)
        nobodys = all(problem.rule == UNKNOWN_CASE for problem in found)
        say(f"不属于任何案件的编号 {case}" if nobodys else f"案件 {case}" if case else "全表")
        for problem in found:
            say(f"  {problem.severity.word}  {problem.place}：{_found(problem)}")
    errors = sum(problem.is_error for problem in problems)
    if problems:
        say(f"共 {errors} 处错误，{len(problems) - errors} 处提醒。")
    else:
        say("没有发现问题。")


def _found(problem: Problem) -> str:
    typed = problem.value.replace("\n", "⏎")
    if not typed or typed in problem.message:
        return f"{problem.message}{problem.remedy}"
    return f"{problem.message.rstrip('。')}（写的是“{typed}”）。{problem.remedy}"


def _refuse_unmarkable(file: Path) -> None:
    if file.suffix.lower() not in _MARKABLE and not is_zipfile(file):
        raise UsageError("只有 {} 能标出问题；请先把 {} 另存为 .xlsx。", public(_MARKABLE), file)
