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
from anjuan.run.making import CaseJob, Task, Workshop, judge_case
from anjuan.run.outcomes import Outcome
from anjuan.run.preparing import checked
from anjuan.run.request import Request
from anjuan.workbook.heading_map import HeadingMap


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a check found.

    Attributes:
        problems: with the sheet names of the file.
        heading_rows: row of the headings by sheet name of the file.
        documents: what would become of each, case by case.
    """

    problems: tuple[Problem, ...]
    heading_rows: Mapping[str, int]
    documents: tuple[Outcome, ...]


def inspect(path: Path, today: date, plugins: Plugins, headings: HeadingMap) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    workbook, problems = checked(path, headings, today, plugins)
    problems = tuple(needed(problems, workbook.cases, plugins))
    errors = errors_by_case(problems)
    task = Task(Request(path, Path(), today, headings), 0, plugins.office)
    workshop = Workshop(task, plugins, Fingerprints(plugins))
    documents: list[Outcome] = []
    own: list[Problem] = []
    for case in workbook.cases:
        concerning = (*errors.get(case.number, ()), *errors.get("", ()))
        judged, met = judge_case(CaseJob(case, "", concerning), workshop)
        documents += judged
        own += met
    found = (*problems, *own, *missing_files(workbook.cases, path.absolute().parent))
    in_file = headings.found(workbook.titles).in_file
    return Inspection(
        in_file(dict.fromkeys(found)),
        {sheet.title: sheet.heading_row for sheet in workbook.sheets.values()},
        tuple(replace(it, problems=in_file(it.problems)) for it in documents),
    )
