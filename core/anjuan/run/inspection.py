"""Every problem of a workbook, and what would become of each document; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from anjuan.case.evidence_files import missing_files
from anjuan.case.packed import room_for
from anjuan.documents.planning import Besides, errors_by_case, needed
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.plugin.guard import aside
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.dossier import RenderedFile
from anjuan.run.making import CaseJob, Maker, Workshop, outcome_of, planned, without_any
from anjuan.run.outcomes import Outcome, State
from anjuan.run.papers import Paper, in_memory, papers
from anjuan.run.preparing import checked, folders_of
from anjuan.run.request import Request
from anjuan.run.telling import told_once
from anjuan.shelf import Packed
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.ticks import apart, read_in


@frozen
class Judged:
    """A case, and what would become of each of its documents, in the order of the plan."""

    job: CaseJob
    documents: tuple[Outcome, ...]


@frozen
class Inspection:
    """What a check found.

    Attributes:
        problems: with the sheet names of the file; one for a cell and a code, which names all
            kinds that it keeps back, while each document has its own.
        heading_rows: row of the headings by sheet name of the file.
        headings: what the file calls our sheets and cells.
        cases: in the order of the workbook; none where they were not to be kept.
        documents: what would become of each, case by case; where the cases are many and not kept,
            each is made anew whenever it is asked for.
        read: reminders that were ticked as read in a marked copy; not among the problems.
    """

    problems: tuple[Problem, ...]
    heading_rows: Mapping[str, int]
    headings: HeadingMap
    cases: tuple[Judged, ...] = ()
    documents: Sequence[Outcome] = ()
    read: tuple[Problem, ...] = ()


def inspect(
    path: Path,
    today: date,
    plugins: Plugins,
    headings: HeadingMap,
    folder: Path | None = None,
    besides: Besides = frozenset(),
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    keeps_cases: bool = True,
) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Args:
        path: the workbook; only read.
        today: days after it are faulty.
        plugins: offer the kinds.
        headings: what the office calls our sheets and headings.
        folder: from where files of exhibits are looked for; None = that of the workbook.
        besides: kinds on request that are wanted besides (`Request`).
        progress: takes how many cases are looked at, of how many; what it raises comes out of here.
        keeps_cases: whether they are handed on; who asks for none needs no memory for them.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    workbook, problems = checked(path, headings, today, plugins)
    problems = tuple(needed(problems, workbook.cases, plugins, besides=besides))
    errors = errors_by_case(problems)
    found_map = headings.found(workbook.titles, workbook.places)
    in_file = found_map.in_file
    workshop = in_memory(Request(path, Path(), today, headings, besides=besides), plugins)
    cases: list[Judged] = []
    documents: list[Outcome] | Packed[Outcome] = room_for(0 if keeps_cases else len(workbook.cases))
    own: list[Problem] = []
    absent: list[Problem] = []
    beside = (folder or path.parent).absolute()
    folders = folders_of(workbook)
    progress(0, len(workbook.cases))
    for done, case in enumerate(workbook.cases, start=1):
        job = CaseJob(
            case, folders[case.number], (*errors.get(case.number, ()), *errors.get("", ()))
        )
        judged, met = judge_case(job, workshop)
        outcomes = tuple(
            replace(it, problems=in_file(it.problems)) if it.problems else it for it in judged
        )
        if keeps_cases:
            cases.append(Judged(job, outcomes))
        documents.extend(outcomes)
        # Papers that find the same say it once, or it would be held for each.
        own += dict.fromkeys(met)
        absent += missing_files((case,), beside)
        progress(done, len(workbook.cases))
    told, read = apart(in_file(told_once((*problems, *own, *absent))), read_in(path, headings))
    return Inspection(
        told,
        workbook.heading_rows,
        found_map,
        tuple(cases),
        documents,
        read,
    )


def judge_case(job: CaseJob, workshop: Workshop) -> tuple[tuple[Outcome, ...], list[Problem]]:
    """What would become of the documents of one case, and their problems; nothing is written.

    Each is rendered and proved: what a template prints, nobody else can tell.
    """
    judged: list[Outcome] = []
    problems: list[Problem] = []
    with aside():
        for paper in papers(job, workshop):
            judged.append(_judged(paper))
            problems += paper.document.problems
    return tuple(judged) or without_any(job.case, workshop.plugins), problems


def _judged(paper: Paper) -> Outcome:
    made = paper.made
    if isinstance(made, RenderedFile):
        return outcome_of(paper.document, State.POSSIBLE)
    # Whether a kind breaks or a cell is faulty: there will be no document.
    return replace(made, state=State.REFUSED) if made.state is State.FAILED else made


def preview(job: CaseJob, place: int, request: Request, plugins: Plugins) -> Paper:
    """One document as a run would write it, or why it would not; nothing is written.

    Args:
        job: the case, as an inspection has it.
        place: of the document among those of the case, from 0, as in `Judged`.
        request: the day and whether drafts are wanted.
        plugins: offers the kinds.

    Raises:
        UsageError: the case has no such document.
    """
    workshop = in_memory(request, plugins)
    documents = planned(job, workshop)
    if place not in range(len(documents)):
        raise UsageError("案件 {} 没有这份文书。", job.case.number)
    return Paper(documents[place], Maker(job, workshop, None).made(documents[place]))
