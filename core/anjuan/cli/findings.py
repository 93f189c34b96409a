"""What a check found, as `check` prints it or tells it to programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from types import MappingProxyType

from anjuan.cli.app import EXIT_PROBLEMS
from anjuan.cli.prospects import show_documents
from anjuan.cli.redaction import Complete
from anjuan.cli.terminal import print_members, say
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem
from anjuan.run.inspection import Inspection
from anjuan.run.outcomes import Outcome
from anjuan.workbook.building import UNKNOWN_CASE


class Teller:
    """How what a check found is told.

    Args:
        shown: hides what is secret.
        kinds: on offer, in dossier order.
        shows_all: reminders that were read are shown too.
        as_json: for programs.
    """

    def __init__(
        self, shown: Complete, kinds: Iterable[Kind], *, shows_all: bool, as_json: bool
    ) -> None:
        self.shown = shown
        self.as_json = as_json
        self._kinds = tuple(kinds)
        self._shows_all = shows_all

    def tell(self, found: Inspection, further: Mapping[str, object] = MappingProxyType({})) -> int:
        """Print the problems, and what each case will get.

        Args:
            found: by the check.
            further: what else programs are told.

        Returns:
            The status that the command leaves with.
        """
        findings = _Findings(found, self.shown, shows_all=self._shows_all)
        if self.as_json:
            print_members(chain(findings.members(), further.items()))
        else:
            findings.show(self._kinds)
        return EXIT_PROBLEMS if any(it.is_error for it in findings.problems) else 0


class _Findings:
    """What is shown of a check."""

    def __init__(self, found: Inspection, shown: Complete, *, shows_all: bool) -> None:
        problems = (*found.problems, *found.read) if shows_all else found.problems
        self.problems = tuple(map(shown.problem, problems))
        self.hidden = 0 if shows_all else len(found.read)
        self._found, self._shown = found, shown

    @property
    def documents(self) -> Iterator[Outcome]:
        """One after the other: there may be very many."""
        return map(self._shown.outcome, self._found.documents)

    def members(self) -> Iterator[tuple[str, object]]:
        """For programs, as `--json` prints it."""
        yield "documents", (it.as_json() for it in self.documents)
        steps = (it for it in self.documents if it.next_step)
        yield (
            "next_steps",
            ({"case": it.case, "kind": it.kind, "message": it.next_step} for it in steps),
        )
        # Cases are numbered as they are met, where their numbers are not to be seen.
        read = set(map(self._shown.problem, self._found.read))
        yield "problems", ({**it.as_json(), "acknowledged": it in read} for it in self.problems)
        yield "acknowledged", len(read)

    def show(self, kinds: Sequence[Kind]) -> None:
        _show(self.problems)
        if self.hidden:
            say(f"另有 {self.hidden} 处提醒选了“已阅”，没有列出（全部列出：--all）。")
        show_documents(self.documents, kinds)


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
