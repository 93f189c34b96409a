"""A run whose cases lie on a shelf makes, to the last byte, what one makes that holds them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from support.batches import many
from support.runs import shipped_plugins

from anjuan.case import packed
from anjuan.errors import UsageError
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run import preparing
from anjuan.run.batch import run
from anjuan.run.inspection import inspect
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import Extent, parse_workbook

FAULTY = SAMPLE_WORKBOOK.parent / "有错的案件表.xlsx"


def hold_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on any workbook has too many cases."""
    few = partial(parse_workbook, extent=Extent(held=0, window=2))
    monkeypatch.setattr(preparing, "parse_workbook", few)
    monkeypatch.setattr(packed, "MOST_HELD", 0)


def made(request: Request) -> tuple[Report, dict[str, bytes]]:
    plugins = shipped_plugins()
    report = run(prepare(request, plugins), plugins)
    found = (path for path in request.output.rglob("*") if path.is_file() and path.name != "lock")
    return report, {it.relative_to(request.output).as_posix(): it.read_bytes() for it in found}


@pytest.mark.parametrize("steps", [(), ("filing-sheet",)], ids=["papers", "steps"])
@pytest.mark.parametrize("book", [SAMPLE_WORKBOOK, FAULTY], ids=lambda it: it.stem)
def test_the_papers_are_the_same(
    book: Path, steps: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(book, tmp_path / "一", TODAY, kinds=("police-statement",), steps=steps)
    report, papers = made(request)
    hold_none(monkeypatch)
    again, same = made(replace(request, output=tmp_path / "二"))

    assert "清单.xlsx" in papers
    assert same == papers
    assert again == report


def test_single_cases_are_chosen_by_number_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_none(monkeypatch)
    book = many(tmp_path / "表.xlsx", 5)
    request = Request(book, tmp_path / "文书", TODAY, cases=("a0003", "张三A0001"))
    job = prepare(request, shipped_plugins())

    assert [case.number for case in job.cases] == ["A0001", "A0003"]
    assert {problem.case for problem in job.problems} <= {"A0001", "A0003"}
    with pytest.raises(UsageError, match="案件表里没有案件“B1”"):
        prepare(replace(request, cases=("A0001", "B1")), shipped_plugins())


def test_a_check_that_keeps_no_case_tells_the_same() -> None:
    asked = (FAULTY, TODAY, shipped_plugins(), HeadingMap())
    kept, lean = inspect(*asked), inspect(*asked, keeps_cases=False)

    assert not lean.cases
    assert lean.documents == kept.documents
    assert lean.documents == tuple(it for case in kept.cases for it in case.documents)
    assert lean.problems == kept.problems
