"""A whole run: read, checked, and every case made, here or spread over workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import chain
from math import ceil
from pathlib import Path
from typing import TypeVar

from anjuan.case.packed import PackedCases
from anjuan.case.sheets import CASES
from anjuan.errors import OutputError, why
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem, Rule, Severity, Sort
from anjuan.run.filing import case_jobs, removed_folders, where_it_stands
from anjuan.run.following import Following
from anjuan.run.making import (
    Task,
    Workshop,
    make_at_hand,
    make_case,
    make_chunk,
    open_workshop,
)
from anjuan.run.noted import NotedSummary, noted_summary
from anjuan.run.outcomes import CaseResult, Outcome, Period, Report, State, StepFile
from anjuan.run.output import finish_run, only_run, run_number
from anjuan.run.preparing import Job
from anjuan.run.summary import SUMMARY_NAME
from anjuan.run.telling import told_once
from anjuan.run.workers import (
    can_copy,
    chunks,
    cluster,
    in_order,
    processes,
    processor_count,
    stretches,
)
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.ticks import apart

_A = TypeVar("_A")

REMOVED_CASE = Rule("removed-case", "案件表里已经没有以前生成过文书的案件。", Severity.WARNING)

# Starting processes costs as much as some hundred documents; a small batch is done sooner here.
MANY_DOCUMENTS = 2000
# Cases that are handed to a worker at once: with half as many the handing over costs a fiftieth
# more, and who stops a run waits for the chunks at work.
CHUNK = 8
# Of fewer cases each worker gets so many chunks, lest one works while others have nothing to do.
_CHUNKS_EACH = 4
# So many cases are worth a process.
_WORTH_ONE = 4


def run(
    job: Job,
    plugins: Plugins,
    done: Callable[[], None] = lambda: None,
    tell: Callable[[str], None] = lambda text: None,
    *,
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
    keep: int | None = None,
) -> Report:
    """Make every document of a job and the summary workbook, then take the steps that follow.

    Args:
        job: from `prepare`.
        plugins: offers the kinds.
        done: called after each case, for a progress bar.
        tell: takes what a step that follows has to say.
        progress: takes how far such a step is: its title, how many are done, of how many.
        keep: how many outcomes the report holds, how many of the documents that were not made,
            and how many problems of each sort; None = all. The summary workbook has all of them
            in any case.

    Raises:
        OutputError: the folder or the summary can't be written, or another run is at work there.
    """
    output = job.request.output
    is_followed = bool(job.steps)
    with only_run(output) as room, noted_summary(room, is_followed=is_followed) as summary:
        job = where_it_stands(job)
        following = Following(job) if is_followed else None
        collected = _Collected(summary, job, keep)
        collected.add_problems((*job.problems, *_removed(job)))
        for result in _results(job, plugins):
            collected.add(result)
            if following:
                following.add(result)
            done()
        with _summary_faults(output):
            summary.save(output)
            finish_run(output)
        if not following:
            return collected.report()
        found = tuple(following.take(tell, progress))
        return collected.followed(found, following.files, output)


@contextmanager
def _summary_faults(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            "{} 写不进去（{}）；文书已经生成。若在 Excel 里开着，请关掉再运行一次。",
            output / SUMMARY_NAME,
            why(error),
        ) from error


class _Collected:
    """Takes in results as they come; only so much of them as is kept stays in memory.

    From here on, problems go by the sheet names that the lawyer sees.
    """

    def __init__(self, summary: NotedSummary, job: Job, keep: int | None) -> None:
        self._summary = summary
        self._headings = job.request.headings
        self._in_file, self._is_ours = self._headings.in_file, self._headings.is_ours
        self._read = job.read
        self._keep = keep
        self._outcomes: list[Outcome] = []
        self._problems: list[Problem] = []
        self._counts: Counter[State] = Counter()
        self._bare: list[str] = []
        self._bare_count = 0
        self._found: Counter[Sort] = Counter()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        told = self._in_file(told_once(problems))
        for problem in apart(told, self._read)[0]:
            self._summary.add(problem)
            sort = problem.sort
            # One of a sort has to be told, however many of another came before it.
            if self._has_room(self._found[sort]):
                self._problems.append(problem)
            self._found[sort] += 1

    def add(self, result: CaseResult) -> None:
        if result.problems:
            self.add_problems(result.problems)
        told = result if self._is_ours else self._in_their_words(result)
        self._summary.add(told)
        for outcome in told.outcomes:
            if self._is_kept(outcome):
                self._outcomes.append(outcome)
            self._counts[outcome.state] += 1
        self._add_bare(result)

    def _in_their_words(self, result: CaseResult) -> CaseResult:
        outcomes = (
            replace(it, problems=self._in_file(it.problems)) if it.problems else it
            for it in result.outcomes
        )
        periods = tuple(map(self._period, result.deadlines))
        return replace(result, outcomes=tuple(outcomes), deadlines=periods)

    def _period(self, it: Period) -> Period:
        place = self._headings.place(it.place)
        return it if place is it.place else replace(it, place=place)

    def _is_kept(self, outcome: Outcome) -> bool:
        # What nobody misses takes no room from what is shown.
        is_shown = self._keep is None or not outcome.is_quiet
        if is_shown and self._has_room(len(self._outcomes)):
            return True
        # What was not made has to be told, however much was made before it.
        is_bad = outcome.state.is_bad
        return is_bad and self._has_room(sum(self._counts[it] for it in State if it.is_bad))

    def _add_bare(self, result: CaseResult) -> None:
        if result.is_bare:
            self._bare_count += 1
            if self._has_room(len(self._bare)):
                self._bare.append(result.outcomes[0].case)

    def _has_room(self, kept: int) -> bool:
        return self._keep is None or kept < self._keep

    def followed(
        self, problems: Iterable[Problem], files: Sequence[StepFile], output: Path
    ) -> Report:
        """Write the summary once more, with what the steps have made and ran into."""
        # Two steps may run into the same thing, such as a missing office suite.
        told = tuple(self._in_file(dict.fromkeys(problems)))
        with _summary_faults(output):
            self._summary.save_again(output, chain(told, files))
        return self.report(told, files)

    def report(self, told: tuple[Problem, ...] = (), files: Sequence[StepFile] = ()) -> Report:
        """The report.

        Args:
            told: problems that the steps ran into.
            files: what they have made.
        """
        found = self._found + Counter(problem.sort for problem in told)
        return Report(
            tuple(self._outcomes),
            (*told, *self._problems),
            dict(self._counts),
            tuple(self._bare),
            self._bare_count,
            dict(found),
            files,
        )


def _results(job: Job, plugins: Plugins) -> Iterator[CaseResult]:
    """Every case made, in the order of the workbook."""
    output = job.request.output.resolve()
    # What cells are called is of use here only, and grows with the workbook.
    request = replace(job.request, output=output, headings=HeadingMap())
    task = Task(request, run_number(output), plugins.office)
    if job.request.dask:
        with cluster(job.request.dask) as (executor, workers):
            yield from _sent(executor, workers, job, task)
        return
    workshop = Workshop(task, plugins)
    if (workers := _workers(job, plugins)) > 1:
        yield from _in_processes(workers, job, workshop)
    else:
        yield from (make_case(item, workshop) for item in case_jobs(job))


def _in_processes(workers: int, job: Job, workshop: Workshop) -> Iterator[CaseResult]:
    """What workers of this machine make: where they are copies, of what is at hand there."""
    task, is_ready = workshop.task, can_copy()
    ready = open_workshop(workshop, partial(case_jobs, job)) if is_ready else nullcontext()
    with ready, processes(workers) as (executor, are_copies):
        # A plug-in may have begun a thread meanwhile.
        if is_ready and are_copies:
            size = _chunk(workers, job)
            # From a shelf none is taken twice.
            size = job.cases.together if isinstance(job.cases, PackedCases) else size
            places = stretches(len(job.cases), size)
            yield from _made(executor, workers, partial(make_at_hand, task=task), places)
        else:
            yield from _sent(executor, workers, job, task)


def _sent(executor: Executor, workers: int, job: Job, task: Task) -> Iterator[CaseResult]:
    """What workers make that have to be sent the cases."""
    sent = chunks(case_jobs(job), _chunk(workers, job))
    return _made(executor, workers, partial(make_chunk, task=task), sent)


def _made(
    executor: Executor, workers: int, work: Callable[[_A], list[CaseResult]], items: Iterable[_A]
) -> Iterator[CaseResult]:
    for results in in_order(executor, workers, work, items):
        yield from results


def _chunk(workers: int, job: Job) -> int:
    """How many cases are handed to a worker at once."""
    return max(1, min(CHUNK, len(job.cases) // (_CHUNKS_EACH * workers)))


def _workers(job: Job, plugins: Plugins) -> int:
    if not plugins.can_be_reloaded:
        return 1
    if job.request.jobs:
        # More would have nothing to do.
        return min(job.request.jobs, ceil(len(job.cases) / _WORTH_ONE))
    documents = len(job.cases) * (len(job.request.kinds) or len(plugins.kinds))
    return processor_count() if documents >= MANY_DOCUMENTS else 1


def _removed(job: Job) -> Iterator[Problem]:
    """Dossiers whose case the workbook no longer has; they are never deleted."""
    for folder in removed_folders(job):
        message = Message("案件表里已经没有文件夹“{}”的案件。", folder)
        yield REMOVED_CASE.on(CASES.name, message, "以前生成的文书没有动；不再需要的请自行删除。")
