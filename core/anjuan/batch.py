"""A whole run: every planned document rendered, proved and written, one failure at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from anjuan.cases import Workbook, load_workbook
from anjuan.checks import check
from anjuan.dossier import Dossiers, State, write_whole
from anjuan.drafting import DRAFT_PREFIX, can_be_drafted, highlight, is_draft
from anjuan.errors import OutputError, PluginError, TemplateError, UsageError
from anjuan.forms import check_form
from anjuan.kinds import Brief
from anjuan.layout import Layout, find_layout
from anjuan.names import distinct_names, safe_name
from anjuan.outcomes import Outcome, Report
from anjuan.planning import Document, by_cell, errors_by_case, plan, wanted_kinds
from anjuan.plugins import Plugins, guard
from anjuan.problems import Problem
from anjuan.proving import document_text, prove
from anjuan.records import Case
from anjuan.rendering import render
from anjuan.summary import SUMMARY_NAME, summary_workbook
from anjuan.values import suggestion
from anjuan.views import Trace, case_names, template_value


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        workbook: the case workbook; only read.
        output: the output folder.
        today: the day of the run.
        config: the office's own layout; None = `anjuan.toml` beside the workbook, if any.
        kinds: names of kinds; empty = what each case's 文书 cell says.
        cases: 案件编号; empty = all.
        force: rewrite documents that were edited by hand, setting the edited ones aside.
        draft: print placeholders where something is missing; such files are named 草稿_….
    """

    workbook: Path
    output: Path
    today: date
    config: Path | None = None
    kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    force: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A planned run.

    Attributes:
        documents: each with its folder's name.
        problems: what is known to be wrong.
        faults: errors by sheet and cell, those left out that a draft prints placeholders for.
        layout: the names that the office gives to our sheets.
    """

    documents: tuple[tuple[Document, str], ...]
    problems: tuple[Problem, ...]
    faults: Mapping[tuple[str, str], Problem]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a check found.

    Attributes:
        problems: with the sheet names of the file.
        heading_rows: row of the headings by sheet name of the file.
    """

    problems: tuple[Problem, ...]
    heading_rows: Mapping[str, int]


def prepare(request: Request, plugins: Plugins) -> Job:
    """Read, parse, check and plan.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: a kind or case that does not exist was asked for.
    """
    only = tuple(plugins.kind(name).name for name in request.kinds)
    layout = find_layout(request.workbook, request.config)
    workbook = load_workbook(request.workbook, layout)
    problems = _all_problems(workbook, request.today, plugins)
    chosen = _chosen(workbook, request.cases)
    folders = dict(zip((case.number for case in workbook.cases), _folders(workbook), strict=True))
    errors = errors_by_case(problems)
    documents = tuple(
        (document, folders[case.number])
        for case in chosen
        for document in plan(case, plugins, errors, only, draft=request.draft)
    )
    reported = [problem for problem in problems if _is_reported(problem, request.cases)]
    reported += [
        problem
        for document, _ in documents
        for problem in document.problems
        if not problem.is_error
    ]
    faults = (item for item in problems if not (request.draft and can_be_drafted(item)))
    return Job(documents, tuple(dict.fromkeys(reported)), by_cell(faults), layout)


def inspect(path: Path, today: date, plugins: Plugins, config: Path | None = None) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    layout = find_layout(path, config)
    workbook = load_workbook(path, layout)
    problems = _all_problems(workbook, today, plugins)
    errors = errors_by_case(problems)
    own = (
        problem
        for case in workbook.cases
        for document in plan(case, plugins, errors)
        for problem in document.problems
    )
    return Inspection(
        _as_in_file(dict.fromkeys((*problems, *own)), layout),
        {sheet.title: sheet.heading_row for sheet in workbook.sheets.values()},
    )


def _as_in_file(problems: Iterable[Problem], layout: Layout) -> tuple[Problem, ...]:
    """Problems under the sheet names that the lawyer sees."""
    return tuple(
        replace(problem, sheet=layout.sheet(problem.sheet) or problem.sheet) for problem in problems
    )


def _all_problems(workbook: Workbook, today: date, plugins: Plugins) -> tuple[Problem, ...]:
    return (
        *workbook.problems,
        *check_form(workbook),
        *check(workbook, today),
        *_unknown(workbook, plugins),
    )


def run(
    job: Job, request: Request, plugins: Plugins, done: Callable[[], None] = lambda: None
) -> Report:
    """Make every document of a job and the summary workbook.

    Args:
        job: from `prepare`.
        request: output folder and options.
        plugins: offers the kinds.
        done: called after each document, for a progress bar.

    Raises:
        OutputError: the folder or the summary can't be written.
    """
    dossiers = Dossiers(request.output)
    outcomes = []
    for document, folder in job.documents:
        outcome = _make(document, folder, job, request, plugins, dossiers)
        outcomes.append(replace(outcome, problems=_as_in_file(outcome.problems, job.layout)))
        done()
    report = Report(tuple(outcomes), _as_in_file(job.problems, job.layout))
    try:
        summary = summary_workbook(report.outcomes, report.problems)
        write_whole(request.output / SUMMARY_NAME, summary)
    except OSError as error:
        raise OutputError(
            f"{request.output / SUMMARY_NAME} 写不进去（{error.strerror}）；文书已经生成。"
            "若在 Excel 里开着，请关掉再运行一次。"
        ) from error
    return report


def _make(
    document: Document,
    folder: str,
    job: Job,
    request: Request,
    plugins: Plugins,
    dossiers: Dossiers,
) -> Outcome:
    if document.failure:
        return Outcome(document, State.FAILED, failure=document.failure)
    errors = tuple(problem for problem in document.problems if problem.is_error)
    if errors:
        return Outcome(document, State.REFUSED, problems=errors)
    try:
        content, problems = _content(document, job, request, plugins)
        if problems:
            return Outcome(document, State.REFUSED, problems=problems)
        path = Path(folder) / file_name(document)
        if request.draft and is_draft(document_text(content)):
            content = highlight(content)
            path = path.with_name(DRAFT_PREFIX + path.name)
        state = dossiers.write(path, content, force=request.force)
        return Outcome(document, state, path.as_posix())
    except (PluginError, TemplateError) as error:
        return Outcome(document, State.FAILED, failure=str(error))
    except OSError as error:
        reason = f"写不进去（{error.strerror}）。文件若在 Word 里开着，请关掉再运行一次。"
        return Outcome(document, State.FAILED, failure=reason)


def _content(
    document: Document, job: Job, request: Request, plugins: Plugins
) -> tuple[bytes, tuple[Problem, ...]]:
    """Render and prove one document; its bytes are worth keeping only without problems."""
    case = document.case
    trace = Trace(job.faults, request.draft)
    names = case_names(case, document.recipient, document.title, trace)
    brief = Brief(case, document.recipient, plugins.law, case.signing_date or request.today)
    owner = plugins.owners[document.kind.name]
    with guard(owner):
        own = dict(document.kind.context(brief))
        for name, value in own.items():
            if name in names:
                raise PluginError(f"模板变量“{name}”是核心已有的名字，插件不能改。")
            names[name] = template_value(value, trace, name)
    content = render(document.kind.template, names, trace, f"{document.title} {case.number}")
    return content, tuple(trace.hits) or prove(content, trace)


def file_name(document: Document) -> str:
    """`<NN>_<文书名>[_<收文单位>].docx` (contract: design.md §5)."""
    parts = [f"{document.number:02d}", document.kind.title, document.recipient.name]
    return safe_name("_".join(part for part in parts if part)) + ".docx"


def _folders(workbook: Workbook) -> list[str]:
    return distinct_names(f"{case.number}_{case.client.name}" for case in workbook.cases)


def _unknown(workbook: Workbook, plugins: Plugins) -> Iterator[Problem]:
    for case in workbook.cases:
        yield from wanted_kinds(case, plugins)[1]


def _chosen(workbook: Workbook, numbers: tuple[str, ...]) -> Iterable[Case]:
    known = tuple(case.number for case in workbook.cases)
    for number in numbers:
        if number not in known:
            raise UsageError(f"{workbook.path} 里没有案件“{number}”。{suggestion(number, known)}")
    return [case for case in workbook.cases if not numbers or case.number in numbers]


def _is_reported(problem: Problem, numbers: tuple[str, ...]) -> bool:
    """Problems of other cases are not this run's business when single cases were asked for."""
    return not numbers or not problem.case or problem.case in numbers
