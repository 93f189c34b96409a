"""For tests of plug-ins: real workbooks, real Word files, and what must be true of them.

Name it in `pyproject.toml`:

    [tool.pytest.ini_options]
    addopts = ["-p", "anjuan.testing"]

and ask for the fixture `make_papers`. The rows are sound by default; a test changes only what it
is about: `case(委托人姓名="李四")`, `incident(次数=3)`. Values are as typed into Excel; None
leaves a cell empty; an unknown heading becomes a column of the lawyer's own.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pytest

import anjuan
from anjuan.config import find_config
from anjuan.plugin.guard import heard
from anjuan.plugin.host import Plugins
from anjuan.problems import Rule
from anjuan.run.batch import run
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.trying.rows import (
    CASE,
    CREDIT_CODE,
    EVIDENCE,
    IDENTITY,
    INCIDENT,
    INSTITUTION,
    LOSS,
    PROCEEDING,
    WITNESS,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    proceeding,
    witness,
    write_workbook,
)
from anjuan.trying.running import Result, try_kind
from anjuan.trying.trials import read_trials
from anjuan.word.proving import unproved
from anjuan.word.text import document_text

__all__ = [
    "CASE",
    "CREDIT_CODE",
    "EVIDENCE",
    "IDENTITY",
    "INCIDENT",
    "INSTITUTION",
    "LOSS",
    "PROCEEDING",
    "TODAY",
    "WITNESS",
    "MakePapers",
    "Papers",
    "Row",
    "case",
    "contact",
    "evidence",
    "incident",
    "institution",
    "kind_tests",
    "loss",
    "make_all",
    "make_papers",
    "proceeding",
    "witness",
    "write_workbook",
]

# The day on which tests take place, whatever the day is.
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Papers:
    """What a run made.

    Attributes:
        report: outcomes and problems.
        folder: the output folder; absolute.
        errors: what plug-in code raised, in the order in which it did.
    """

    report: Report
    folder: Path
    errors: tuple[BaseException, ...] = ()

    def states(self) -> dict[str, list[str]]:
        """`written`, `refused`, … of each document in dossier order, by kind.

        A kind that does not concern the case is among them where it was asked for by name.
        """
        states: dict[str, list[str]] = {}
        for outcome in self.report.outcomes:
            if outcome.is_quiet:
                continue
            states.setdefault(outcome.kind, []).append(outcome.state.value)
        return states

    def problems(self) -> str:
        """All problems and failures as text."""
        lines = [str(problem) for problem in self.report.problems]
        return "\n".join(lines + [outcome.reason for outcome in self.report.outcomes])

    def text(self, kind: str, recipient: str = "") -> str:
        """The text of the one document of a kind, a paragraph a line, read from the file.

        Args:
            kind: its name.
            recipient: part of the recipient's name, where there are several.

        Raises:
            AssertionError: there is none, or more than one; says why, and comes from what the
                plug-in raised, so that its author sees his own line.
        """
        paths = [
            outcome.path
            for outcome in self.report.outcomes
            if outcome.kind == kind and recipient in outcome.recipient
        ]
        assert len(paths) == 1, paths
        if not paths[0]:
            raise AssertionError(self.problems()) from (self.errors[-1] if self.errors else None)
        return self.read(self.folder / paths[0])

    def read(self, path: Path) -> str:
        """The text of a Word file."""
        return document_text(path.read_bytes())

    def assert_nothing_lost(self) -> None:
        """Every document was made that concerns the case; each file opens and holds no trace.

        Traces are tags, `None` and the like.

        Raises:
            AssertionError: names the document and what is wrong.
        """
        assert self.report.documents, "no document was planned"
        for it in self.report.documents:
            assert it.path and not it.state.is_bad, f"{it.title}: {it.reason}"
            found = unproved((self.folder / it.path).read_bytes())
            assert not found, f"{it.path}: {found}"


class MakePapers(Protocol):
    """Generates the kinds of a plug-in from rows; see the fixture `make_papers`."""

    def __call__(self, plugin: object, **rows: Sequence[Row]) -> Papers:
        """Rows by sheet: `cases`, `institutions`, `incidents` and so on, as `write_workbook`."""
        ...


@pytest.fixture
def make_papers(tmp_path: Path) -> MakePapers:
    """Write a workbook of rows, and generate the kinds of a plug-in (a module, or an object)."""

    def make(plugin: object, **rows: Sequence[Row]) -> Papers:
        plugins = Plugins.load(outside=False, extra=[("under-test", plugin)])
        reason = plugins.infos["under-test"].reason
        assert not reason, reason
        _refuse_codes_of_the_core(plugins)
        kinds = tuple(name for name, owner in plugins.owners.items() if owner == "under-test")
        book = write_workbook(tmp_path / "案件表.xlsx", **rows)
        return make_all(book, tmp_path / "文书", plugins, kinds=kinds)

    return make


def kind_tests(folder: Path | str, *, every_branch: bool = False) -> Callable[[str], None]:
    """The trials of a kind without code, as a test of pytest.

    One line of a test file is enough: `test_demand = kind_tests("种类/催告函")`.
    Each trial of `test.toml` is a test of its own; they are carried out once, as by
    `anjuan kind test`, on the day `TODAY`.

    Args:
        folder: with `kind.toml`, a template and `test.toml`.
        every_branch: one test more: each branch of the template's conditions is gone through.

    Raises:
        ConfigError: the trials can't be read.
    """
    names = [trial.name for trial in read_trials(Path(folder)).test]

    @cache
    def result() -> Result:
        return try_kind(Path(folder), today=TODAY)

    @pytest.mark.parametrize("trial", [*names, *((_EVERY_BRANCH,) if every_branch else ())])
    def test(trial: str) -> None:
        if trial == _EVERY_BRANCH:
            never = [f"{it.place} {it.tag} {it.side}" for it in result().never]
            assert not never, "\n".join(never)
        else:
            faults = [
                str(it) for tried in result().tried if tried.name == trial for it in tried.faults
            ]
            assert not faults, "\n".join(faults)

    return test


_EVERY_BRANCH = "模板的每个分支"


def _refuse_codes_of_the_core(plugins: Plugins) -> None:
    """No rule of a plug-in has the code of another one that anjuan itself declares."""
    core = _core_rules()
    for rule, owner in plugins.rules.items():
        other = core.get(rule.code, rule)
        assert other == rule, (
            f"{owner}: the code {rule.code!r} is taken by anjuan itself: {other.meaning}"
        )


@cache
def _core_rules() -> Mapping[str, Rule]:
    """What anjuan itself may find, by code."""
    names = (info.name for info in pkgutil.walk_packages(anjuan.__path__, "anjuan."))
    modules = (import_module(name) for name in names if not name.endswith("__main__"))
    things = (thing for module in modules for thing in vars(module).values())
    return {thing.code: thing for thing in things if isinstance(thing, Rule)}


def make_all(
    workbook: Path, output: Path, plugins: Plugins, today: date = TODAY, **options: Any
) -> Papers:
    """Generate from a workbook in this process.

    Args:
        workbook: the case workbook; `anjuan.toml` beside it counts.
        output: the output folder.
        plugins: offers the kinds.
        today: the day of the run.
        options: further fields of `anjuan.run.request.Request`, e.g. `kinds=("police-statement",)`.
    """
    headings = find_config(workbook.parent, workbook=workbook).headings
    request = Request(workbook, output, today, headings, **options)
    with heard() as errors:
        report = run(prepare(request, plugins), plugins)
    return Papers(report, output, tuple(errors))
