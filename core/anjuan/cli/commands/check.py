"""`anjuan check`: every problem of a workbook at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.left_out import tell_left_out
from anjuan.cli.marked import (
    left_as_json,
    refuse_unmarkable,
    show_taken,
    taken_as_json,
    write_marked,
)
from anjuan.cli.options import (
    case_workbooks,
    config_option,
    json_option,
    kinds_option,
    redact_option,
    settings_together,
)
from anjuan.cli.prospects import show_documents
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.terminal import print_json, say
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem
from anjuan.run.beside import free_name, write_new
from anjuan.run.inspection import Inspection, inspect
from anjuan.run.taking_over import ACCEPTED, TakenOver, take_over
from anjuan.workbook.parsing import UNKNOWN_CASE


@click.command(cls=Command)
@case_workbooks
@click.option(
    "--mark",
    "copy",
    metavar="副本",
    type=click.Path(path_type=Path),
    help="另存一份标出问题的副本，原表不动；在副本里改过的，对副本自己再标一次，旧的标记换成新的。",
)
@click.option(
    "--accept",
    "accepts",
    is_flag=True,
    help="案件表写标注过的副本：把“问题”表里选了“采用”的建议填好，另存一份新的副本。",
)
@click.option(
    "-o",
    "--output",
    metavar="新副本",
    type=click.Path(path_type=Path),
    help="新副本的名字，与 --accept 一起用；不写时叫 …_采用.xlsx。",
)
@click.option("--all", "shows_all", is_flag=True, help="选了“已阅”的提醒也列出来。")
@config_option
@kinds_option
@redact_option
@json_option
def check(
    files: tuple[Path, ...],
    copy: Path | None,
    accepts: bool,
    output: Path | None,
    shows_all: bool,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """List the problems; status 1 when one of them is an error."""
    shown = Redaction() if redact else Complete()
    file = files[0]
    with shown.errors():
        ours = settings_together(files, config, kinds_dirs)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        tell_left_out(plugins, shown)
        _refuse_odd_options(copy, output, accepts=accepts)
        if copy or accepts:
            _refuse_several(files)
            refuse_unmarkable(file)
        taken = None
        if accepts:
            copy = output or free_name(file, ACCEPTED)
            taken = take_over(file, copy.parent, date.today(), plugins, ours.headings)
        found = taken.found if taken else inspect(file, date.today(), plugins, ours.headings)
        if taken and not as_json:
            show_taken(taken, shown)
        told = _Told(found, taken, shown, shows_all=shows_all)
        status = _tell(told, tuple(plugins.kinds.values()), as_json)
        # After the list, which is there even where a workbook can't be marked.
        if copy and taken and taken.accepted.taken:
            write_new(copy, taken.workbook)
            say(f"填好建议、重新标注的副本在 {shown.place(copy.resolve())}。", err=True)
        elif copy and not taken:
            write_marked(file, copy, found)
            say(f"标出问题的副本在 {shown.place(copy.resolve())}。", err=True)
    return status


def _refuse_several(files: tuple[Path, ...]) -> None:
    if len(files) > 1:
        raise UsageError(Message("标注和采用建议一次只能一份案件表。"))


def _refuse_odd_options(copy: Path | None, output: Path | None, *, accepts: bool) -> None:
    if output and not accepts:
        raise UsageError(Message("-o 要与 --accept 一起用。"))
    if copy and accepts:
        raise UsageError(
            Message(
                "--mark 与 --accept 不能一起用：--accept 自己会标注新的副本，名字写在 -o 后面。"
            )
        )


class _Told:
    """What is shown of a check.

    Args:
        found: what the check found.
        taken: what became of the proposals; None where none were to be taken over.
        shown: hides what is secret.
        shows_all: reminders that were read are shown too.
    """

    def __init__(
        self, found: Inspection, taken: TakenOver | None, shown: Complete, *, shows_all: bool
    ) -> None:
        problems = (*found.problems, *found.read) if shows_all else found.problems
        self.problems = tuple(map(shown.problem, problems))
        self.documents = tuple(map(shown.outcome, found.documents))
        self.hidden = 0 if shows_all else len(found.read)
        self._read = set(map(shown.problem, found.read))
        self._taken = taken
        self._shown = shown

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        told: dict[str, Any] = {
            "documents": [it.as_json() for it in self.documents],
            "next_steps": [
                {"case": it.case, "kind": it.kind, "message": it.next_step}
                for it in self.documents
                if it.next_step
            ],
            "problems": [
                {**it.as_json(), "acknowledged": it in self._read} for it in self.problems
            ],
            "acknowledged": len(self._read),
        }
        if self._taken:
            taken = map(self._shown.problem, self._taken.accepted.taken)
            left = self._taken.accepted.left
            told["accepted"] = [taken_as_json(it) for it in taken]
            told["left"] = [left_as_json(it, self._shown) for it in left]
        return told


def _tell(told: _Told, kinds: Sequence[Kind], as_json: bool) -> int:
    if as_json:
        print_json(told.as_json())
    else:
        _show(told.problems)
        if told.hidden:
            say(f"另有 {told.hidden} 处提醒选了“已阅”，没有列出（全部列出：--all）。")
        show_documents(told.documents, kinds)
    return EXIT_PROBLEMS if any(problem.is_error for problem in told.problems) else 0


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
