"""A run before anything is written: read, parsed, checked, chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from anjuan.case.records import Case
from anjuan.case.sheets import SHEETS
from anjuan.chinese import same_but_for_form
from anjuan.documents.planning import errors_by_case, wanted_kinds
from anjuan.errors import UsageError
from anjuan.files import distinct_names
from anjuan.plugin.host import Plugins
from anjuan.plugin.steps import Step, in_turn
from anjuan.problems import Problem
from anjuan.run.request import Request
from anjuan.workbook.case_rules import check
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.opening import named
from anjuan.workbook.parsing import MOST_PROBLEMS, Workbook, parse_workbook, refuse_too_many
from anjuan.workbook.rows import read_sheets
from anjuan.workbook.sheet_rules import check_form


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is read and checked.

    Attributes:
        request: what the user asked for, kinds by their names.
        cases: those asked for.
        folders: name of each case's folder by 案件编号, those not asked for included.
        problems: what is known to be wrong.
        errors: of all problems, by case.
        steps: what follows.
    """

    request: Request
    cases: tuple[Case, ...]
    folders: Mapping[str, str]
    problems: tuple[Problem, ...]
    errors: Mapping[str, Sequence[Problem]]
    steps: tuple[Step, ...]


def prepare(request: Request, plugins: Plugins) -> Job:
    """Read, parse and check.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: a kind, step or case that does not exist was asked for.
    """
    kinds = tuple(plugins.kind(name).name for name in request.kinds)
    steps = in_turn(request.steps, plugins.step)
    workbook, problems = checked(request.workbook, request.headings, request.today, plugins)
    return Job(
        replace(request, kinds=kinds),
        _chosen(workbook, request.cases),
        dict(zip((case.number for case in workbook.cases), _folders(workbook), strict=True)),
        tuple(problem for problem in problems if _is_reported(problem, workbook, request.cases)),
        errors_by_case(problems),
        steps,
    )


def checked(
    path: Path, headings: HeadingMap, today: date, plugins: Plugins
) -> tuple[Workbook, tuple[Problem, ...]]:
    """The parsed workbook and everything that is wrong with it, whatever a kind makes of it."""
    with named(path):
        sheets = read_sheets(path, SHEETS, headings)
        # Before the cases are built, so that raw rows and cases are never in memory together.
        form = tuple(islice(check_form(sheets), MOST_PROBLEMS))
        refuse_too_many(form, MOST_PROBLEMS)
        workbook = parse_workbook(sheets, headings.constants)
    own = (*check(workbook, today), *_unknown(workbook, plugins))
    return workbook, (*workbook.problems, *form, *own)


def _folders(workbook: Workbook) -> list[str]:
    return distinct_names(f"{case.number}_{case.client.name}" for case in workbook.cases)


def _unknown(workbook: Workbook, plugins: Plugins) -> Iterator[Problem]:
    for case in workbook.cases:
        yield from wanted_kinds(case, plugins)[1]


def _chosen(workbook: Workbook, numbers: tuple[str, ...]) -> tuple[Case, ...]:
    known = tuple(case.number for case in workbook.cases)
    for number in numbers:
        if number not in known:
            near = same_but_for_form(number, known)
            raise UsageError("案件表里没有案件“{}”。{}", number, near)
    return tuple(case for case in workbook.cases if not numbers or case.number in numbers)


def _is_reported(problem: Problem, workbook: Workbook, numbers: tuple[str, ...]) -> bool:
    """Problems of other cases are not this run's business when single cases were asked for.

    A row whose number belongs to no case may be one of these, mistyped.
    """
    others = {case.number for case in workbook.cases}.difference(numbers) if numbers else set()
    return problem.case not in others
