"""Every problem of a workbook, and what would become of each document; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from anjuan.case.evidence_files import missing_files
from anjuan.documents.planning import errors_by_case, needed
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.fingerprints import Fingerprints
from anjuan.run.making import CaseJob, Task, Workshop, judge_case, render_one
from anjuan.run.outcomes import Outcome
from anjuan.run.preparing import checked
from anjuan.run.request import Request
from anjuan.run.telling import told_once
from anjuan.workbook.heading_map import HeadingMap


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, and what would become of each of its documents, in the order of the plan."""

    job: CaseJob
    documents: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a check found.

    Attributes:
        problems: with the sheet names of the file; one for a cell and a code, which names all
            kinds that it keeps back, while each document has its own.
        heading_rows: row of the headings by sheet name of the file.
        cases: in the order of the workbook.
    """

    problems: tuple[Problem, ...]
    heading_rows: Mapping[str, int]
    cases: tuple[Judged, ...]

    @property
    def documents(self) -> tuple[Outcome, ...]:
        """What would become of each document, case by case."""
        return tuple(it for case in self.cases for it in case.documents)


def inspect(path: Path, today: date, plugins: Plugins, headings: HeadingMap) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    workbook, problems = checked(path, headings, today, plugins)
    problems = tuple(needed(problems, workbook.cases, plugins))
    errors = errors_by_case(problems)
    in_file = headings.found(workbook.titles).in_file
    workshop = _in_memory(Request(path, Path(), today, headings), plugins)
    cases: list[Judged] = []
    own: list[Problem] = []
    for case in workbook.cases:
        job = CaseJob(case, "", (*errors.get(case.number, ()), *errors.get("", ())))
        judged, met = judge_case(job, workshop)
        documents = tuple(replace(it, problems=in_file(it.problems)) for it in judged)
        cases.append(Judged(job, documents))
        own += met
    found = (*problems, *own, *missing_files(workbook.cases, path.absolute().parent))
    return Inspection(
        in_file(told_once(found)),
        {sheet.title: sheet.heading_row for sheet in workbook.sheets.values()},
        tuple(cases),
    )


def preview(job: CaseJob, place: int, request: Request, plugins: Plugins) -> bytes | Outcome:
    """One document as a run would write it, or what became of it; nothing is written.

    Args:
        job: the case, as an inspection has it.
        place: of the document among those of the case, from 0, as in `Judged`.
        request: the day and whether drafts are wanted.
        plugins: offers the kinds.

    Raises:
        UsageError: the case has no such document.
    """
    return render_one(job, place, _in_memory(request, plugins))


def _in_memory(request: Request, plugins: Plugins) -> Workshop:
    return Workshop(Task(request, 0, plugins.office), plugins, Fingerprints(plugins))
