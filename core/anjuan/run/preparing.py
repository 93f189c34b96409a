"""A run before anything is written: read, parsed, checked, chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from anjuan.case.choosing import numbers_called
from anjuan.case.keys import name_text, number_text
from anjuan.case.packed import heads_of, kept
from anjuan.case.records.case import Case
from anjuan.documents.planning import errors_by_case, needed
from anjuan.documents.wanted import wanted_kinds
from anjuan.files import digest, distinct_names
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.plugin.steps import Step, in_turn
from anjuan.problems import Problem, Rule, Severity
from anjuan.run.request import Request
from anjuan.word.lineage import began_as
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.applying import read_mapped
from anjuan.workbook.marking.ticks import Known, read_in
from anjuan.workbook.opening import named
from anjuan.workbook.parsing import Workbook, parse_workbook, uncollected, under_their_cases
from anjuan.workbook.row_parsing import MOST_PROBLEMS, refuse_too_many
from anjuan.workbook.rules.cases import Checks
from anjuan.workbook.rules.sheets import Form, one_a_cell

TEMPLATE_OVERTAKEN = Rule(
    "template-overtaken", "自己的模板改自自带的模板，自带的后来改了。", Severity.WARNING
)


@frozen
class Job:
    """A run that is read and checked.

    Attributes:
        request: what the user asked for, kinds by their names.
        cases: those asked for.
        folders: name of each case's folder by 案件编号, those not asked for included.
        problems: what is known to be wrong.
        errors: of all problems, by case.
        read: reminders that were ticked as read in a marked copy.
        steps: what follows.
    """

    request: Request
    cases: Sequence[Case]
    folders: Mapping[str, str]
    problems: tuple[Problem, ...]
    errors: Mapping[str, Sequence[Problem]]
    steps: tuple[Step, ...]
    read: frozenset[Known] = frozenset()


def prepare(request: Request, plugins: Plugins) -> Job:
    """Read, parse and check.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: a kind, step or case that does not exist was asked for.
    """
    kinds = tuple(plugins.kind(name).name for name in request.kinds)
    steps = in_turn(request.steps, plugins.step)
    workbook, found = checked(request.workbook, request.headings, request.today, plugins)
    problems = tuple(needed(found, workbook.cases, plugins, kinds, request.besides))
    cases = _chosen(workbook, request.cases)
    return Job(
        replace(
            request, kinds=kinds, headings=request.headings.found(workbook.titles, workbook.places)
        ),
        cases,
        folders_of(workbook),
        tuple(_reported(problems, workbook.cases, cases)),
        errors_by_case(problems),
        steps,
        read_in(request.workbook, request.headings),
    )


def checked(
    path: Path, headings: HeadingMap, today: date, plugins: Plugins
) -> tuple[Workbook, tuple[Problem, ...]]:
    """The parsed workbook and everything that is wrong with it, whatever a kind makes of it."""
    with named(path), uncollected():
        sheets = read_mapped(path, headings, plugins.table)
        form = Form(sheets, plugins.table)
        checks = partial(Checks, today, partial(_unknown, plugins=plugins))
        parsed = parse_workbook(form.sheets, headings.left_constants, plugins.table, checks)
        workbook = replace(parsed, sheets=sheets)
        odd = tuple(islice(form.problems(), MOST_PROBLEMS))
        refuse_too_many(odd, MOST_PROBLEMS)
    told = one_a_cell((*workbook.problems, *under_their_cases(odd, workbook.cases)))
    return workbook, (*told, *workbook.told, *_overtaken(plugins))


def folders_of(workbook: Workbook) -> Mapping[str, str]:
    """Name of each case's folder by 案件编号."""
    heads = heads_of(workbook.cases)
    names = distinct_names(f"{number_text(it.number)}_{name_text(it.client)}" for it in heads)
    return dict(zip((it.number for it in heads_of(workbook.cases)), names, strict=True))


def _unknown(case: Case, plugins: Plugins) -> Iterable[Problem]:
    return wanted_kinds(case, plugins.kinds)[1]


def _overtaken(plugins: Plugins) -> Iterator[Problem]:
    """The office's own templates, where the shipped one that they began as has changed since."""
    for name, shipped in plugins.replaced.items():
        kind = plugins.kinds[name]
        try:
            known, now = began_as(kind.template.read_bytes()), digest(shipped.read_bytes())
        except OSError:
            # Whoever fills the template says so.
            continue
        if known and known != now:
            message = Message("自己的模板 {} 改自自带的模板，自带的后来改了。", kind.template.name)
            remedy = Message(
                "请运行 anjuan template diff {} 对照，需要的改到自己的模板里。", kind.template
            )
            yield TEMPLATE_OVERTAKEN.on(kind.title, message, remedy)


def _chosen(workbook: Workbook, asked: tuple[str, ...]) -> Sequence[Case]:
    """The cases asked for, by number in any form or by the client's name; all without any."""
    if not asked:
        return workbook.cases
    numbers = numbers_called(asked, heads_of(workbook.cases))
    return kept(case for case in workbook.cases if case.number in numbers)


def _reported(
    problems: Iterable[Problem], cases: Sequence[Case], chosen: Sequence[Case]
) -> Iterable[Problem]:
    """Problems of other cases are not this run's business when single cases were asked for.

    A row whose number belongs to no case may be one of these, mistyped.
    """
    if len(chosen) == len(cases):
        return problems
    others = {it.number for it in heads_of(cases)} - {it.number for it in heads_of(chosen)}
    return (problem for problem in problems if problem.case not in others)
