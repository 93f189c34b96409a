"""A matter from rows, as functions of kinds are handed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from anjuan import Kind, Matter, Problem, load_cases
from anjuan.law.loading import shipped_catalogue
from anjuan.testing import TODAY, Row, write_workbook


def matter_of(folder: Path, filed: date | None = None, **rows: Sequence[Row]) -> Matter:
    """The one case of a workbook of rows; filed on its 落款日期 unless told otherwise."""
    (case,) = load_cases(write_workbook(folder / "表.xlsx", **rows), today=TODAY)
    return Matter(case, shipped_catalogue(), filed or case.signing_date or TODAY)


def problems_of(kind: Kind, matter: Matter) -> dict[str, Problem]:
    """What a kind finds of its own, by code."""
    return {problem.code: problem for problem in kind.check(matter)}


def codes(problems: Iterable[Problem]) -> set[str]:
    """Their codes."""
    return {problem.code for problem in problems}
