"""The steps that follow a run: what they are handed, what they make, what goes wrong in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from anjuan.case.packed import made_for, room_for
from anjuan.errors import PluginError
from anjuan.plugin.steps import Finished, FinishedCase, FinishedRun
from anjuan.problems import Problem, Rule
from anjuan.run.outcomes import CaseResult, Outcome, Period, State, StepFile
from anjuan.run.preparing import Job
from anjuan.run.step_files import DossierFiles
from anjuan.run.workers import processor_count
from anjuan.shelf import Packed

STEP_FAILED = Rule("step-failed", "文书生成以后的步骤没有做成。")

# Of a case, its papers that stand, and what ends when.
_Standing: TypeAlias = tuple[tuple[Finished, ...], tuple[tuple[str, date, str], ...]]
_Noted: TypeAlias = tuple[int, StepFile]
_Pile: TypeAlias = list[_Noted] | Packed[_Noted]
# Each may have a file of its own.
_MOST_PILES = 32
_FEWEST_IN_A_PILE = 1_000


class Following:
    """Takes in what becomes of each case, and hands all of it to the steps that follow.

    Args:
        job: the run.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._output = job.request.output.absolute()
        self._standing: list[_Standing] | Packed[_Standing] = room_for(len(job.cases))
        self._titles = {step.name: step.title for step in job.steps}
        # Each with the place of its case, in piles by these places: a pile is put in order alone.
        self._files: defaultdict[int, _Pile] = defaultdict(partial(room_for, len(job.cases)))
        self._in_a_pile = max(_FEWEST_IN_A_PILE, len(job.cases) // _MOST_PILES)
        # Steps may write in threads.
        self._lock = Lock()

    def add(self, result: CaseResult) -> None:
        """What became of the next case, in the order of the workbook."""
        papers = tuple(_finished(it, self._output) for it in result.outcomes if it.path)
        self._standing.extend([(papers, _by_day(result.deadlines))])

    def take(
        self, tell: Callable[[str], None], progress: Callable[[str, int, int], None]
    ) -> Iterator[Problem]:
        """What went wrong in the steps; one that breaks is told, and the next one done.

        Args:
            tell: takes what they have to say.
            progress: takes how far they are.
        """
        request = self._job.request
        found = FinishedRun(
            request.workbook.absolute(),
            self._output,
            made_for(len(self._job.cases), self._case),
            request.jobs or processor_count(),
            tell,
            force=request.force,
        )
        for step in self._job.steps:
            try:
                yield from step.work(replace(found, progress=partial(progress, step.title)))
            except PluginError as error:
                remedy = "文书已经生成；请改正后再运行同样的命令。"
                yield STEP_FAILED.on(step.title, error.message, remedy)

    @property
    def files(self) -> Sequence[StepFile]:
        """What they have made, by case, step and name: in whatever order they made it."""
        steps = {step.title: place for place, step in enumerate(self._job.steps)}

        def place(noted: _Noted) -> tuple[int, int, str]:
            case, file = noted
            return case, steps.get(file.step, len(steps)), file.path

        found: list[StepFile] | Packed[StepFile] = room_for(len(self._job.cases))
        for _, pile in sorted(self._files.items()):
            found.extend(file for _, file in sorted(pile, key=place))
        return found if isinstance(found, Packed) else tuple(found)

    def _case(self, place: int) -> FinishedCase:
        case, (papers, ends) = self._job.cases[place], self._standing[place]
        folder = self._output / self._job.folders[case.number]
        # Not the case itself: a step may hold the files of all cases.
        number, client, cell = case.number, case.client.name, case.place("number")

        def note(step: str, name: str, state: State, newer: str) -> None:
            path = partial("{}/{}".format, folder.name)
            title, beside = self._titles.get(step, step), path(newer) if newer else ""
            file = StepFile(number, client, title, path(name), state, beside)
            with self._lock:
                self._files[place // self._in_a_pile].extend([(place, file)])

        hand_out = partial(DossierFiles, cell, folder, force=self._job.request.force, note=note)
        return FinishedCase(case, folder, papers, hand_out, ends)


def _finished(it: Outcome, output: Path) -> Finished:
    beside = output / it.newer.path if it.newer and it.newer.path else None
    return Finished(
        it.kind,
        it.title,
        it.recipient,
        output / it.path,
        it.newer is not None,
        beside,
        it.handing_in,
        it.address,
    )


def _by_day(ends: Iterable[Period]) -> tuple[tuple[str, date, str], ...]:
    """In an order that does not hang on the day of the run."""
    return tuple((it.title, it.day, it.source) for it in sorted(ends, key=attrgetter("day")))
