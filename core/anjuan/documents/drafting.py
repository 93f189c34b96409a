"""Drafts: what is missing, and a placeholder can stand in for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anjuan.case.columns import MISSING, ColumnType, Field, fields_of
from anjuan.case.own import Own, value_of
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import CASES
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem
from anjuan.word.placeholders import placeholder
from anjuan.workbook.cells.values import empty
from anjuan.workbook.rules.links import PARTY_NOT_GIVEN, parties_not_given

_FREE_TEXT = (
    ColumnType.TEXT,
    ColumnType.NOTE,
    ColumnType.KEY,
    ColumnType.IDENTITY,
    ColumnType.PHONE,
)


def can_be_drafted(problem: Problem) -> bool:
    """True for an empty cell of sheet 案件 that a placeholder can stand in for.

    Choices steer what is written and dates are reckoned with: nothing can stand in for those.
    """
    return problem.rule == PARTY_NOT_GIVEN or (
        problem.rule == MISSING
        and problem.sheet == CASES.name
        and any(item.column.heading == problem.heading for item in _open_fields())
    )


def drafted(case: Case, problems: Iterable[Problem], kind: Kind, *, with_needs: bool) -> Case:
    """The case with placeholders where it lacks what is required, or what a kind needs.

    Args:
        case: the case.
        problems: errors in its cells.
        kind: for which it is made ready; what this kind can do without stays empty.
        with_needs: with what the kind alone needs.
    """
    missing = {it.heading for it in problems if it.case == case.number and can_be_drafted(it)}
    sued = parties_not_given(case).values()

    def is_open(item: Field) -> bool:
        name = ".".join(item.path)
        if name in kind.does_without:
            return False
        is_needed = with_needs and name in kind.needs and not value_of(case, name)
        return is_needed or name in sued or item.column.heading in missing

    return _filled(case, filter(is_open, (*_open_fields(), *_added_fields(case))))


def _open_fields() -> list[Field]:
    """Free text, and institutions, of which the name is open like everything else."""
    return [item for item in CASES.fields if item.column.type in (*_FREE_TEXT, ColumnType.LINK)]


def _added_fields(case: Case) -> list[Field]:
    return [item for item in case.own.fields if item.column.type in _FREE_TEXT]


def _filled(case: Case, fields: Iterable[Field]) -> Case:
    for item in fields:
        text = placeholder(item.column.heading)
        is_link = item.column.type is ColumnType.LINK
        case = _with_value(case, item.path, _open_institution(text) if is_link else text)
    # Who was reached is the client, under whatever name.
    rows = (
        replace(row, victim=case.client.name) if row.is_about_client else row
        for row in case.incidents
    )
    return case.with_incidents(rows)


def _open_institution(name: str) -> Institution:
    values: dict[str, Any] = {item.attribute: empty(item.column) for item in fields_of(Institution)}
    return Institution(**values | {"name": name})


def _with_value(record: Any, path: tuple[str, ...], value: object) -> Any:
    name, *rest = path
    if isinstance(record, Own):
        return record.changed(lambda item, old: value if item.attribute == name else old)
    if rest:
        return replace(record, **{name: _with_value(getattr(record, name), tuple(rest), value)})
    return replace(record, **{name: value})
