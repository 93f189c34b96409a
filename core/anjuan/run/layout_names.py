"""Problems under the sheet names that the lawyer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from anjuan.problems import Problem
from anjuan.run.outcomes import CaseResult
from anjuan.workbook.heading_map import Layout


def _as_in_workbook(result: CaseResult, layout: Layout) -> CaseResult:
    """A result with problems under the sheet names that the lawyer sees."""
    if not layout.sheets:
        return result
    outcomes = tuple(
        replace(outcome, problems=_as_in_file(outcome.problems, layout))
        for outcome in result.outcomes
    )
    return replace(result, outcomes=outcomes, problems=_as_in_file(result.problems, layout))


def _as_in_file(problems: Iterable[Problem], layout: Layout) -> tuple[Problem, ...]:
    """Problems under the sheet names that the lawyer sees."""
    return tuple(
        replace(problem, sheet=layout.sheet(problem.sheet) or problem.sheet) for problem in problems
    )
