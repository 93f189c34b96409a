"""Drafts: which missing cells a placeholder can stand in for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anjuan.case.columns import MISSING, ColumnType, Field
from anjuan.case.records import Case
from anjuan.case.sheets import CASES
from anjuan.problems import Problem
from anjuan.word.placeholders import placeholder

_FREE_TEXT = (
    ColumnType.TEXT,
    ColumnType.NOTE,
    ColumnType.KEY,
    ColumnType.IDENTITY,
    ColumnType.PHONE,
)


def can_be_drafted(problem: Problem) -> bool:
    """True for an empty cell that a placeholder can stand in for: free text of sheet 案件.

    Choices steer what is written and dates are reckoned with: nothing can stand in for those.
    """
    return (
        problem.rule == MISSING
        and problem.sheet == CASES.name
        and any(item.column.heading == problem.heading for item in _free_text_fields())
    )


def drafted(case: Case, problems: Iterable[Problem]) -> Case:
    """The case with placeholders where required free text is missing."""
    missing = {
        problem.heading
        for problem in problems
        if problem.case == case.number and can_be_drafted(problem)
    }
    for item in _free_text_fields():
        if item.column.heading in missing:
            case = _with_value(case, item.path, placeholder(item.column.heading))
    return case


def _free_text_fields() -> list[Field]:
    return [item for item in CASES.fields if item.column.type in _FREE_TEXT]


def _with_value(record: Any, path: tuple[str, ...], value: str) -> Any:
    name, *rest = path
    if rest:
        return replace(record, **{name: _with_value(getattr(record, name), tuple(rest), value)})
    return replace(record, **{name: value})
