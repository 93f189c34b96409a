"""What is told of a cell: of everything of one sort that was found there, one problem."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from anjuan.case.columns import MISSING
from anjuan.case.sheets import CASES
from anjuan.law.deadlines import DEADLINE_NEAR, DEADLINE_PAST
from anjuan.messages import in_one
from anjuan.plugin.kinds import NEEDED
from anjuan.problems import Problem
from anjuan.workbook.rules.sheets import OF_ROWS

_CASE_NUMBER = CASES.heading("number")
# Of more than the one cell by which it is shown.
_BEYOND = (*OF_ROWS, DEADLINE_NEAR, DEADLINE_PAST)


def spot(problem: Problem) -> Hashable:
    """What problems have in common that are told as one: the cell, the case and the code.

    What names neither a cell nor a case stands for itself.
    """
    if problem.cell or problem.case:
        return *_cell_of(problem), problem.code
    return problem


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """One problem for all of a cell, a case and a code, in the order in which they were met.

    Kinds that miss the same are named together; where they say different things, these follow one
    another. Of a cell with an error its reminders wait until that is mended. Of one that every
    paper needs it is told once, not for single kinds again.
    """
    found: dict[Hashable, Problem] = {}
    # Of few spots: there may be very many problems.
    further: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        at = spot(problem)
        if found.setdefault(at, problem) is not problem:
            further.setdefault(at, []).append(problem)
    told = [_as_one([it, *further[at]]) if at in further else it for at, it in found.items()]
    # By the heading too: columns that a sheet lacks are all shown by the row's first cell.
    faulty = {(_cell_of(it), it.heading) for it in told if it.is_error and it.heading}
    missing = {_cell_of(it) for it in told if it.code == MISSING.code}
    if not (faulty or missing):
        return tuple(told)
    return tuple(
        it
        for it in told
        if not (_waits(it) and (_cell_of(it), it.heading) in faulty)
        and not (it.code == NEEDED.code and _cell_of(it) in missing)
    )


def _waits(problem: Problem) -> bool:
    """Of the cell alone: what concerns a row or a case is only shown by one."""
    is_of_cell = problem.heading not in ("", _CASE_NUMBER) and problem.rule not in _BEYOND
    return is_of_cell and not problem.is_error


def _cell_of(problem: Problem) -> tuple[str, str, str]:
    return problem.sheet, problem.cell, problem.case


def _as_one(problems: list[Problem]) -> Problem:
    # A reminder says nothing that the error does not.
    gravest = [it for it in problems if it.is_error] or problems
    message, remedy = in_one(it.message for it in gravest), in_one(it.remedy for it in gravest)
    return replace(gravest[0], message=message, remedy=remedy)
