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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pytest

import anjuan
from anjuan.config import find_config
from anjuan.documents.origins import Piece
from anjuan.plugin.guard import heard
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.problems import Rule
from anjuan.run.batch import run
from anjuan.run.explaining import Explanation, Told, explain, place_of
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
    own_row,
    proceeding,
    witness,
    write_workbook,
)
from anjuan.trying.running import Result, try_kind
from anjuan.trying.trials import read_trials
from anjuan.word.proving import unproved
from anjuan.word.structure.soundness import flaws
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
    "golden",
    "incident",
    "institution",
    "kind_tests",
    "loss",
    "make_papers",
    "own_row",
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
        explaining: explains one of its Word files.
    """

    report: Report
    folder: Path
    errors: tuple[BaseException, ...] = ()
    explaining: Callable[[Path], Explanation] | None = None

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
        return self.read(self.path(kind, recipient))

    def path(self, kind: str, recipient: str = "") -> Path:
        """The file of the one document of a kind, likewise.

        Raises:
            AssertionError: likewise.
        """
        paths = [
            outcome.path
            for outcome in self.report.outcomes
            if outcome.kind == kind and recipient in outcome.recipient
        ]
        assert len(paths) == 1, paths
        if not paths[0]:
            raise AssertionError(self.problems()) from self._cause()
        return self.folder / paths[0]

    def cells(self, kind: str, text: str, recipient: str = "") -> tuple[str, ...]:
        """The cells from which a text of a document comes, as `explain` tells: `骚扰记录!J3`.

        Args:
            kind: its name.
            text: stands in some paragraph of it; cells of every value that it touches are told.
            recipient: part of the recipient's name, where there are several.

        Raises:
            AssertionError: there is no such document, or the text does not stand in it.
        """
        assert self.explaining, "only what a run of this module made can be explained"
        paper = self.explaining(self.path(kind, recipient))
        found = [it for it in paper.paragraphs if text in it.text]
        assert found, f"“{text}” does not stand in {kind}"
        places = (it for told in found for piece in _touched(told, text) for it in piece.cells)
        return tuple(dict.fromkeys(map(str, places)))

    def _cause(self) -> BaseException | None:
        return self.errors[-1] if self.errors else None

    def read(self, path: Path) -> str:
        """The text of a Word file."""
        return document_text(path.read_bytes())

    def assert_nothing_lost(self) -> None:
        """Every document was made that concerns the case, holds no trace, and opens in Word.

        Traces are tags, `None` and the like. It opens without repair: its XML obeys ECMA-376.

        Raises:
            AssertionError: names the document and what is wrong; comes from what the plug-in
                raised.
        """
        if not self.report.documents:
            raise AssertionError(f"no document was planned: {self.problems()}") from self._cause()
        for it in self.report.documents:
            if not it.path or it.state.is_bad:
                raise AssertionError(f"{it.title}: {it.reason}") from self._cause()
            content = (self.folder / it.path).read_bytes()
            found = [*map(str, unproved(content)), *map(str, flaws(content))]
            assert not found, f"{it.path}: {found}"

    def assert_as_before(self, folder: Path, *, update: bool = False) -> None:
        """Every document reads as it did: its text stands in a folder of text files.

        See the fixture `golden`, which knows the folder and the option of pytest.

        Args:
            folder: with `A001/01_报案材料.txt` and so on; made where it is missing.
            update: write them anew.

        Raises:
            AssertionError: a document is new, gone, or reads otherwise.
        """
        texts = {
            Path(it.path).with_suffix(".txt"): self.read(self.folder / it.path) + "\n"
            for it in self.report.documents
            if it.path
        }
        names = [path.relative_to(folder) for path in folder.rglob("*.txt")]
        if update:
            for name in names:
                (folder / name).unlink()
            for name, text in texts.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
            return
        assert sorted(names) == sorted(texts), f"pytest {_UPDATE} writes them anew"
        for name, text in texts.items():
            assert text == (folder / name).read_text(encoding="utf-8"), name


def _touched(told: Told, text: str) -> Iterator[Piece]:
    """The pieces of a paragraph that a text in it reaches into."""
    start = told.text.index(text)
    at = 0
    for piece in told.pieces:
        if at < start + len(text) and start < at + len(piece.text):
            yield piece
        at += len(piece.text)


class MakePapers(Protocol):
    """Generates the kinds of a plug-in from rows; see the fixture `make_papers`."""

    def __call__(
        self,
        plugin: object,
        *,
        today: date = TODAY,
        steps: Sequence[str] = (),
        draft: bool = False,
        **rows: Sequence[Row],
    ) -> Papers:
        """Papers of the rows.

        Args:
            plugin: a module, or an object with hooks.
            today: the day of the run.
            steps: names of steps that follow; of those that the plug-in offers each can be named.
            draft: print placeholders where something is missing.
            rows: by sheet: `cases`, `institutions`, `incidents` and so on, as `write_workbook`;
                those of a sheet of the plug-in's by its name: `投诉记录=[own_row(…)]`.
        """
        ...


@pytest.fixture
def make_papers(tmp_path: Path) -> MakePapers:
    """Write a workbook of rows, and generate the kinds of a plug-in (a module, or an object)."""

    def make(
        plugin: object,
        *,
        today: date = TODAY,
        steps: Sequence[str] = (),
        draft: bool = False,
        **rows: Sequence[Row],
    ) -> Papers:
        with heard() as errors:
            plugins = Plugins.load(outside=False, extra=[("under-test", plugin)])
        if reason := plugins.infos["under-test"].reason:
            raise AssertionError(reason) from (errors[-1] if errors else None)
        _refuse_codes_of_the_core(plugins)
        kinds = tuple(name for name, owner in plugins.owners.items() if owner == "under-test")
        book = write_workbook(tmp_path / "案件表.xlsx", **rows)
        options = {"kinds": kinds, "steps": tuple(steps), "draft": draft}
        return make_all(book, tmp_path / "文书", plugins, today, **options)

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that writes golden texts anew."""
    parser.addoption(_UPDATE, action="store_true", help="write golden texts of papers anew")


_UPDATE = "--update-papers"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Papers], None]:
    """Every document reads as it did when `pytest --update-papers` was run: `golden(papers)`.

    The texts lie beside the test file, in `golden/<name of the test>`: their diff is the review of
    what changed for the reader.
    """
    folder = request.path.parent / "golden" / request.node.name

    def compare(papers: Papers) -> None:
        papers.assert_as_before(folder, update=request.config.getoption(_UPDATE))

    return compare


def kind_tests(
    folder: Path | str, *, every_branch: bool = False, plugin_folders: Iterable[Path | str] = ()
) -> Callable[[str], None]:
    """The trials of a kind without code, as a test of pytest.

    One line of a test file is enough: `test_demand = kind_tests("种类/催告函")`.
    Each trial of `test.toml` is a test of its own; they are carried out once, as by
    `anjuan kind test`, on the day `TODAY`.

    Args:
        folder: with `kind.toml`, a template and `test.toml`.
        every_branch: one test more: each branch of the template's conditions is gone through.
        plugin_folders: folders of plug-ins of one file, whose columns and names the kind uses.

    Raises:
        ConfigError: the trials can't be read.
    """
    office = Office(plugin_folders=tuple(Path(it).absolute() for it in plugin_folders))
    table = Plugins.load(office.also((Path(folder),)), outside=False).table
    names = [trial.name for trial in read_trials(Path(folder), table).test]

    @cache
    def result() -> Result:
        return try_kind(Path(folder), office, TODAY)

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
    """Generate from a workbook in this process; `make_papers` is what authors have of it.

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

    def explaining(path: Path) -> Explanation:
        return explain(place_of(path), plugins, headings)

    return Papers(report, output, tuple(errors), explaining)
