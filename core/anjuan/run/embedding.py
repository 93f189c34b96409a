"""For programs that embed anjuan: what the commands do, as functions."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeAlias

from anjuan.case.faulty import faults_of, faulty_case
from anjuan.case.packed import made_for
from anjuan.case.records.case import Case
from anjuan.config import find_config
from anjuan.documents.planning import errors_by_case
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.problems import Problem
from anjuan.run.batch import run
from anjuan.run.explaining import Explanation, place_of
from anjuan.run.explaining import explain as explained
from anjuan.run.inspection import inspect
from anjuan.run.outcomes import Report
from anjuan.run.preparing import checked, prepare
from anjuan.run.request import Request

Progress: TypeAlias = Callable[[int, int], None]


def _unseen(done: int, total: int) -> None:
    """Nobody watches."""


def load_cases(
    workbook: Path,
    *,
    today: date | None = None,
    config: Path | None = None,
    progress: Progress = _unseen,
) -> Sequence[Case]:
    """The cases of a workbook; of very many, each is made anew whenever it is asked for.

    A look at an attribute whose cell is faulty raises `FaultyCellError`, so that it is not taken
    for an empty one.

    Args:
        workbook: the case workbook; only read.
        today: days after it are faulty; None = today.
        config: the settings; None = `anjuan.toml` beside the workbook, where there is one.
        progress: as of `generate`, once the workbook is read.

    Raises:
        WorkbookError: it can't be read as a case workbook.
        ConfigError: the settings are wrong.
    """
    ours = find_config(workbook.parent, config, workbook)
    plugins = _plugins(ours.office)
    book, problems = checked(workbook, ours.headings, today or date.today(), plugins)
    errors = errors_by_case(problems)

    def as_handed(case: Case) -> Case:
        found = (*errors.get(case.number, ()), *errors.get("", ()))
        return faulty_case(case, faults_of(case, found), lambda problem: None)

    progress(0, len(book.cases))
    cases = made_for(len(book.cases), lambda place: as_handed(book.cases[place]))
    for done in range(len(cases)):
        progress(done + 1, len(cases))
    return cases


def check(
    workbook: Path,
    *,
    today: date | None = None,
    config: Path | None = None,
    progress: Progress = _unseen,
) -> tuple[Problem, ...]:
    """Every problem of a workbook, those that single kinds would run into included.

    Reminders that were ticked as read in a marked copy are left out.

    Args:
        workbook: the case workbook; only read.
        today: days after it are faulty; None = today.
        config: the settings; None = `anjuan.toml` beside the workbook, where there is one.
        progress: as of `generate`, once the workbook is read.

    Raises:
        WorkbookError: it can't be read as a case workbook.
        ConfigError: the settings are wrong.
    """
    ours = find_config(workbook.parent, config, workbook)
    plugins = _plugins(ours.office)
    day = today or date.today()
    headings = ours.headings
    found = inspect(workbook, day, plugins, headings, progress=progress, keeps_cases=False)
    return found.problems


def generate(
    request: Request,
    *,
    config: Path | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Progress = _unseen,
) -> Report:
    """Make the documents that are asked for, and the summary workbook beside them.

    What goes wrong with one document is told in the report; it never stops another.

    Args:
        request: what is asked for.
        config: the settings; None = `anjuan.toml` beside the workbook, where there is one.
        tell: takes what a step that follows has to say.
        progress: takes how many cases are done, of how many: before the first, and after each.
            What it raises ends the run and comes out of here: so a run is stopped. Papers that are
            written stand, and the same request goes on from there.

    Raises:
        WorkbookError: the workbook can't be read as a case workbook.
        UsageError: a kind, step or case that does not exist was asked for.
        ConfigError: the settings are wrong.
        OutputError: the folder can't be written, or another run is at work there.
    """
    ours = find_config(request.workbook.parent, config, request.workbook)
    plugins = _plugins(ours.office)
    job = prepare(replace(request, headings=ours.headings), plugins)
    finished = count(1)
    progress(0, len(job.cases))
    return run(job, plugins, lambda: progress(next(finished), len(job.cases)), tell)


def explain(
    document: Path, *, workbook: Path | None = None, config: Path | None = None
) -> Explanation:
    """Where the text of a finished paper comes from, paragraph by paragraph.

    Args:
        document: a .docx file that a run made, where it was made.
        workbook: the case workbook, where it lies elsewhere now; only read.
        config: the settings; None = `anjuan.toml` beside the workbook, where there is one.

    Raises:
        UsageError: it is no paper of a run, or by the workbook as it is now there is none.
        WorkbookError: the workbook can't be read as a case workbook.
        ConfigError: the settings are wrong.
    """
    place = place_of(document, workbook)
    ours = find_config(place.workbook.parent, config, place.workbook)
    return explained(place, _plugins(ours.office), ours.headings)


def _plugins(office: Office) -> Plugins:
    """All plug-ins; of one that can't be used there is a warning, for its kinds will be missing."""
    plugins = Plugins.load(office)
    for info in plugins.infos.values():
        if info.reason:
            warnings.warn(info.reason, stacklevel=3)
    return plugins
