"""Every problem of a workbook, without making anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anjuan.case.evidence_files import missing_files
from anjuan.documents.planning import errors_by_case, needed, plan
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.preparing import checked
from anjuan.workbook.heading_map import HeadingMap


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a check found.

    Attributes:
        problems: with the sheet names of the file.
        heading_rows: row of the headings by sheet name of the file.
    """

    problems: tuple[Problem, ...]
    heading_rows: Mapping[str, int]


def inspect(path: Path, today: date, plugins: Plugins, headings: HeadingMap) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    workbook, problems = checked(path, headings, today, plugins)
    problems = tuple(needed(problems, workbook.cases, plugins))
    errors = errors_by_case(problems)
    own = (
        problem
        for case in workbook.cases
        for document in plan(case, plugins, today, errors)
        for problem in document.problems
    )
    found = (*problems, *own, *missing_files(workbook.cases, path.absolute().parent))
    return Inspection(
        headings.found(workbook.titles).in_file(dict.fromkeys(found)),
        {sheet.title: sheet.heading_row for sheet in workbook.sheets.values()},
    )
