"""A run whose cases lie on a shelf makes, to the last byte, what one makes that holds them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.batches import many
from support.runs import Cli, shipped_plugins

from anjuan import (
    FaultyCellError,
    FinishedCase,
    FinishedRun,
    Problem,
    Step,
    hookimpl,
    load_cases,
)
from anjuan.case import packed
from anjuan.errors import UsageError
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run import batch, following, preparing
from anjuan.run.batch import run
from anjuan.run.inspection import inspect
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.shelf import Packed
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
    report = _held(run(prepare(request, plugins), plugins))
    found = (path for path in request.output.rglob("*") if path.is_file() and path.name != "lock")
    return report, {it.relative_to(request.output).as_posix(): it.read_bytes() for it in found}


def _held(report: Report) -> Report:
    return replace(report, files=tuple(report.files))


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


class Copies(Executor):
    """The workers that a run would start as copies of this process: what it has, they have.

    Attributes:
        handed: the types of what they were handed.
    """

    def __init__(self) -> None:
        self.handed: set[type] = set()

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        self.handed.update(map(type, given))
        done: Future[Any] = Future()
        done.set_result(work(*given, **named))
        return done


@pytest.mark.parametrize("are_held", [True, False], ids=["held", "on a shelf"])
def test_copies_are_told_the_places_of_cases_that_they_have(
    are_held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = many(tmp_path / "表.xlsx", 2 * batch.CHUNK + 1, 精神损害抚慰金="不少")
    request = Request(book, tmp_path / "一", TODAY, kinds=("police-statement",))
    alone, copies = made(request), Copies()
    monkeypatch.setattr(batch, "_workers", lambda job, plugins: 2)
    monkeypatch.setattr(batch, "can_copy", lambda: True)
    monkeypatch.setattr(batch, "processes", lambda number: nullcontext((copies, True)))
    if not are_held:
        hold_none(monkeypatch)
        monkeypatch.setattr(packed.PackedCases, "together", 5)

    assert made(replace(request, output=tmp_path / "二")) == alone
    assert copies.handed == {range}


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
    assert lean.documents == [it for case in kept.cases for it in case.documents]
    assert lean.problems == kept.problems


@pytest.mark.parametrize(
    "options",
    [(), ("--redact",), ("--json",), ("--json", "--redact", "--all")],
    ids=lambda it: " ".join(it) or "on the screen",
)
@pytest.mark.parametrize("book", [SAMPLE_WORKBOOK, FAULTY], ids=lambda it: it.stem)
def test_what_check_says_is_the_same(
    book: Path, options: tuple[str, ...], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cli("check", str(book), *options)
    hold_none(monkeypatch)

    assert cli("check", str(book), *options) == told


def test_a_check_of_many_cases_holds_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_none(monkeypatch)
    found = inspect(FAULTY, TODAY, shipped_plugins(), HeadingMap(), keeps_cases=False)

    assert isinstance(found.documents, Packed)


class Reading:
    """A step that takes down what it is handed, in whatever way a sequence can be gone through."""

    def __init__(self) -> None:
        self.taken: list[object] = []

    @hookimpl
    def anjuan_steps(self) -> Iterable[Step]:
        return [Step(name="read", title="通读", help="看一遍。", work=self._work)]

    def _work(self, run: FinishedRun) -> Iterator[Problem]:
        cases = run.cases
        assert len(cases) == len([*cases])
        self.taken += map(_told, cases)
        self.taken += [_told(cases[it]) for it in (0, -1)]
        self.taken += map(_told, (*cases[1:3], *reversed(cases)))
        self.taken += [cases.index(it) for it in cases[:2]]
        self.taken += [it.case for it in cases if it.case == pickle.loads(pickle.dumps(it.case))]
        for it in (*cases, cases[0]):
            name = f"{it.case.number}.txt"
            if it.files("read").standing(name, "1") is None:
                yield from it.files("read").put(name, b"1", "1")


def _told(it: FinishedCase) -> object:
    papers = [(each.path.name, each.title, each.handing_in) for each in it.documents]
    return it.case, it.folder.name, papers, it.deadlines


@pytest.mark.parametrize("book", [SAMPLE_WORKBOOK, FAULTY], ids=lambda it: it.stem)
def test_a_step_is_handed_the_same_in_whatever_way_it_goes_through_the_cases(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(name: str) -> tuple[Report, list[object]]:
        reading = Reading()
        plugins = Plugins.load(outside=False, extra=[("read", reading)])
        asked = {"kinds": ("police-statement",), "steps": ("read",)}
        request = Request(book, tmp_path / name, TODAY, **asked)  # type: ignore[arg-type]
        return _held(run(prepare(request, plugins), plugins)), reading.taken

    report, taken = made("一")
    hold_none(monkeypatch)

    assert made("二") == (report, taken)
    assert report.files


def test_a_step_is_not_handed_all_of_many_cases_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_none(monkeypatch)
    monkeypatch.setattr(following, "_FEWEST_IN_A_PILE", 2)
    handed: list[object] = []

    class Looking:
        @hookimpl
        def anjuan_steps(self) -> Iterable[Step]:
            return [Step(name="look", title="看", help="看。", work=self._work)]

        def _work(self, run: FinishedRun) -> Iterable[Problem]:
            handed.append(run.cases)
            for it in reversed(run.cases):
                it.files("look").put("看.txt", b"1", "1")
            return ()

    plugins = Plugins.load(outside=False, extra=[("look", Looking())])
    book = many(tmp_path / "表.xlsx", 5, 文书="报案材料")
    asked = Request(book, tmp_path / "文书", TODAY, steps=("look",))
    report = run(prepare(asked, plugins), plugins)

    assert not isinstance(handed[0], tuple | list)
    assert not isinstance(report.files, tuple | list)
    assert [it.case for it in report.files] == [f"A000{it}" for it in range(5)]


def test_cases_that_a_program_loads_are_the_same_however_it_takes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = load_cases(SAMPLE_WORKBOOK, today=TODAY)
    hold_none(monkeypatch)
    seen: list[tuple[int, int]] = []
    cases = load_cases(SAMPLE_WORKBOOK, today=TODAY, progress=lambda *it: seen.append(it))

    assert not isinstance(cases, tuple | list)
    assert tuple(cases) == tuple(cases) == held
    assert [cases[it] for it in range(len(cases))] == [*held]
    assert tuple(cases[1:]) == held[1:]
    assert pickle.loads(pickle.dumps(cases)) == held
    assert seen == [(it, len(held)) for it in range(len(held) + 1)]


def test_a_faulty_cell_of_a_loaded_case_is_found_out_however_often_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_none(monkeypatch)
    cases = load_cases(many(tmp_path / "表.xlsx", 3, 要求停止日期="上个月"), today=TODAY)

    for it in (*cases, cases[0]):
        assert it.client.name
        with pytest.raises(FaultyCellError, match="“上个月”不是能确定的日期"):
            _ = it.objection_date
