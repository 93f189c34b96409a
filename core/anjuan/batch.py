"""A whole run: read, checked, and every case made, here or spread over workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from anjuan.cases import MOST_PROBLEMS, Workbook, parse_workbook, refuse_too_many
from anjuan.checks import check
from anjuan.dossier import State, finish_run, known_folders, only_run, run_number
from anjuan.errors import OutputError, PluginError, UsageError, why
from anjuan.exhibits import missing_files
from anjuan.fingerprints import Fingerprints
from anjuan.forms import check_form
from anjuan.layout import Layout
from anjuan.making import CaseJob, Task, Workshop, make_case, make_chunk
from anjuan.names import distinct_names
from anjuan.outcomes import CaseResult, Outcome, Report
from anjuan.planning import errors_by_case, plan, wanted_kinds
from anjuan.plugins import Plugins
from anjuan.problems import Problem, Severity
from anjuan.reading import read_sheets
from anjuan.records import CASES, SHEETS, Case
from anjuan.steps import Finished, FinishedCase, FinishedRun, Step, in_turn
from anjuan.summary import SUMMARY_NAME, Summary
from anjuan.values import same_but_for_form
from anjuan.workers import chunks, cluster, in_order, processes, processor_count

# Starting processes costs as much as some hundred documents; a small batch is done sooner here.
MANY_DOCUMENTS = 2000
CHUNK = 50


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        workbook: the case workbook; only read.
        output: the output folder.
        today: the day of the run.
        layout: the names that the office gives to our sheets and headings.
        kinds: names of kinds; empty = what each case's 文书 cell says.
        cases: 案件编号; empty = all.
        force: rewrite documents that were edited by hand, setting the edited ones aside.
        draft: print placeholders where something is missing; such files are named 草稿_….
        jobs: processes to work with; 0 = as many as the machine has, where the batch is large.
        dask: address of a Dask scheduler; empty = this machine.
        steps: what follows when the documents stand, by name.
    """

    workbook: Path
    output: Path
    today: date
    layout: Layout = field(default_factory=Layout)
    kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    force: bool = False
    draft: bool = False
    jobs: int = 0
    dask: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is read and checked.

    Attributes:
        cases: those asked for.
        folders: name of each case's folder by 案件编号, those not asked for included.
        problems: what is known to be wrong.
        errors: of all problems, by case.
        only: names of kinds; empty = what each case's 文书 cell says.
        steps: what follows.
    """

    cases: tuple[Case, ...]
    folders: Mapping[str, str]
    problems: tuple[Problem, ...]
    errors: Mapping[str, Sequence[Problem]]
    only: tuple[str, ...]
    steps: tuple[Step, ...] = ()


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
    """Read, parse and check.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: a kind, step or case that does not exist was asked for.
    """
    only = tuple(plugins.kind(name).name for name in request.kinds)
    steps = in_turn(request.steps, plugins.step)
    workbook, problems = _checked(request.workbook, request.layout, request.today, plugins)
    return Job(
        _chosen(workbook, request.cases),
        dict(zip((case.number for case in workbook.cases), _folders(workbook), strict=True)),
        tuple(problem for problem in problems if _is_reported(problem, workbook, request.cases)),
        errors_by_case(problems),
        only,
        steps,
    )


def inspect(path: Path, today: date, plugins: Plugins, layout: Layout) -> Inspection:
    """Every problem of a workbook, those that single kinds would run into included.

    Raises:
        WorkbookError: the workbook can't be read as one.
    """
    workbook, problems = _checked(path, layout, today, plugins)
    errors = errors_by_case(problems)
    own = (
        problem
        for case in workbook.cases
        for document in plan(case, plugins, errors)
        for problem in document.problems
    )
    found = (*problems, *own, *missing_files(workbook.cases, path.absolute().parent))
    return Inspection(
        _as_in_file(dict.fromkeys(found), layout),
        {sheet.title: sheet.heading_row for sheet in workbook.sheets.values()},
    )


def run(
    job: Job,
    request: Request,
    plugins: Plugins,
    done: Callable[[], None] = lambda: None,
    tell: Callable[[str], None] = lambda text: None,
    *,
    keep: int | None = None,
) -> Report:
    """Make every document of a job and the summary workbook, then take the steps that follow.

    Args:
        job: from `prepare`.
        request: output folder and options.
        plugins: offers the kinds.
        done: called after each case, for a progress bar.
        tell: takes what a step that follows has to say.
        keep: how many outcomes and problems the report holds, and how many of the documents that
            were not made; None = all. The summary workbook has all of them in any case.

    Raises:
        OutputError: the folder or the summary can't be written, or another run is at work there.
    """
    with only_run(request.output) as room, Summary(room) as summary:
        known = dict.fromkeys((*job.problems, *_removed(job, request)))
        collected = _Collected(summary, keep)
        collected.add_problems(_as_in_file(known, request.layout))
        finished: dict[str, list[Finished]] = {}
        for result in _results(job, request, plugins):
            collected.add(_as_in_workbook(result, request.layout))
            if job.steps:
                _keep_finished(finished, result, request)
            done()
        _save(summary, request.output)
        followed = _followed(job, request, finished, tell)
        return collected.report(_as_in_file(followed, request.layout))


def _keep_finished(
    finished: dict[str, list[Finished]], result: CaseResult, request: Request
) -> None:
    for it in result.outcomes:
        if it.path:
            path = request.output.absolute() / it.path
            document = Finished(it.kind, it.title, it.recipient, path)
            finished.setdefault(it.case, []).append(document)


def _followed(
    job: Job,
    request: Request,
    finished: Mapping[str, Sequence[Finished]],
    tell: Callable[[str], None],
) -> Iterator[Problem]:
    """What went wrong in the steps that follow; one that breaks is told, and the next one done."""
    output = request.output.absolute()
    cases = tuple(
        FinishedCase(case, output / job.folders[case.number], tuple(finished.get(case.number, ())))
        for case in job.cases
    )
    workers = request.jobs or processor_count()
    run_ = FinishedRun(
        request.workbook.absolute(), output, cases, workers, tell, force=request.force
    )
    for step in job.steps:
        try:
            yield from step.work(run_)
        except PluginError as error:
            yield Problem(
                code="step-failed", sheet=step.title, message=f"{str(error).rstrip('。')}。",
                remedy="文书已经生成；请改正后再运行同样的命令。",
            )  # fmt: skip


def _save(summary: Summary, output: Path) -> None:
    try:
        summary.save(output)
        finish_run(output)
    except OSError as error:
        raise OutputError(
            f"{output / SUMMARY_NAME} 写不进去（{why(error)}）；文书已经生成。"
            "若在 Excel 里开着，请关掉再运行一次。"
        ) from error


class _Collected:
    """Takes in results as they come; only so much of them as is kept stays in memory."""

    def __init__(self, summary: Summary, keep: int | None) -> None:
        self._summary = summary
        self._keep = keep
        self._outcomes: list[Outcome] = []
        self._problems: list[Problem] = []
        self._counts: Counter[State] = Counter()
        self._has_errors = False

    def add_problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._has_errors = self._has_errors or problem.is_error
            self._summary.add_problem(problem)
            if self._has_room(len(self._problems)):
                self._problems.append(problem)

    def add(self, result: CaseResult) -> None:
        self.add_problems(result.problems)
        for outcome in result.outcomes:
            self._summary.add_document(outcome)
            # What was not made has to be told, however much was made before it.
            bad = sum(count for state, count in self._counts.items() if state.is_bad)
            is_told = outcome.state.is_bad and self._has_room(bad)
            if is_told or self._has_room(len(self._outcomes)):
                self._outcomes.append(outcome)
            self._counts[outcome.state] += 1
        self._summary.add_deadlines(result)

    def _has_room(self, kept: int) -> bool:
        return self._keep is None or kept < self._keep

    def report(self, followed: Iterable[Problem]) -> Report:
        """The report, with what the steps that followed ran into: 清单.xlsx is written by then."""
        # Two steps may run into the same thing, such as a missing office suite.
        told = tuple(dict.fromkeys(followed))
        return Report(
            tuple(self._outcomes),
            (*told, *self._problems),
            dict(self._counts),
            self._has_errors or any(problem.is_error for problem in told),
        )


def _results(job: Job, request: Request, plugins: Plugins) -> Iterator[CaseResult]:
    """Every case made, in the order of the workbook."""
    output = request.output.resolve()
    task = Task(
        output, run_number(output), request.today, job.only, request.force, request.draft,
        plugins.office,
    )  # fmt: skip
    jobs = _case_jobs(job)
    if request.dask:
        with cluster(request.dask) as (executor, workers):
            yield from _spread(executor, workers, jobs, task)
    elif (workers := _workers(job, request, plugins)) > 1:
        with processes(workers) as executor:
            yield from _spread(executor, workers, jobs, task)
    else:
        workshop = Workshop(task, plugins, Fingerprints(plugins))
        yield from (make_case(item, workshop) for item in jobs)


def _spread(
    executor: Executor, workers: int, jobs: Iterable[CaseJob], task: Task
) -> Iterator[CaseResult]:
    work = partial(make_chunk, task=task)
    for results in in_order(executor, workers, work, chunks(jobs, CHUNK)):
        yield from results


def _case_jobs(job: Job) -> Iterator[CaseJob]:
    common = job.errors.get("", ())
    for case in job.cases:
        errors = (*job.errors.get(case.number, ()), *common)
        yield CaseJob(case, job.folders[case.number], errors)


def _workers(job: Job, request: Request, plugins: Plugins) -> int:
    if not plugins.can_be_reloaded:
        return 1
    if request.jobs:
        return request.jobs
    documents = len(job.cases) * (len(job.only) or len(plugins.kinds))
    return processor_count() if documents >= MANY_DOCUMENTS else 1


def _removed(job: Job, request: Request) -> Iterator[Problem]:
    """Dossiers whose case the workbook no longer has; they are never deleted."""
    for folder in sorted(known_folders(request.output) - set(job.folders.values())):
        yield Problem(
            code="removed-case",
            sheet=CASES.name,
            message=f"案件表里已经没有文件夹“{folder}”的案件。",
            remedy="以前生成的文书没有动；不再需要的请自行删除。",
            severity=Severity.WARNING,
        )


def _as_in_workbook(result: CaseResult, layout: Layout) -> CaseResult:
    """A result with problems under the sheet names that the lawyer sees."""
    if not layout.sheets:
        return result
    outcomes = tuple(
        replace(outcome, problems=_as_in_file(outcome.problems, layout))
        for outcome in result.outcomes
    )
    return replace(result, outcomes=outcomes, problems=_as_in_file(result.problems, layout))


def _as_in_file(problems: Iterable[Problem], layout: Layout) -> tuple[Problem, ...]:
    """Problems under the sheet names that the lawyer sees."""
    return tuple(
        replace(problem, sheet=layout.sheet(problem.sheet) or problem.sheet) for problem in problems
    )


def _checked(
    path: Path, layout: Layout, today: date, plugins: Plugins
) -> tuple[Workbook, tuple[Problem, ...]]:
    """The parsed workbook and everything that is wrong with it, whatever a kind makes of it."""
    sheets = read_sheets(path, SHEETS, layout)
    # Before the cases are built, so that raw rows and cases are never in memory together.
    form = tuple(islice(check_form(sheets), MOST_PROBLEMS))
    refuse_too_many(form, MOST_PROBLEMS)
    workbook = parse_workbook(path, sheets, layout.constants)
    own = (*check(workbook, today), *_unknown(workbook, plugins))
    return workbook, (*workbook.problems, *form, *own)


def _folders(workbook: Workbook) -> list[str]:
    return distinct_names(f"{case.number}_{case.client.name}" for case in workbook.cases)


def _unknown(workbook: Workbook, plugins: Plugins) -> Iterator[Problem]:
    for case in workbook.cases:
        yield from wanted_kinds(case, plugins)[1]


def _chosen(workbook: Workbook, numbers: tuple[str, ...]) -> tuple[Case, ...]:
    known = tuple(case.number for case in workbook.cases)
    for number in numbers:
        if number not in known:
            raise UsageError(
                f"{workbook.path} 里没有案件“{number}”。{same_but_for_form(number, known)}"
            )
    return tuple(case for case in workbook.cases if not numbers or case.number in numbers)


def _is_reported(problem: Problem, workbook: Workbook, numbers: tuple[str, ...]) -> bool:
    """Problems of other cases are not this run's business when single cases were asked for.

    A row whose number belongs to no case may be one of these, mistyped.
    """
    others = {case.number for case in workbook.cases}.difference(numbers) if numbers else set()
    return problem.case not in others
