"""The summary of a run, and what it was told: with steps that follow it is written twice."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import IO

from anjuan.problems import Problem
from anjuan.run.outcomes import CaseResult, StepFile
from anjuan.run.summary import Summary

Told = Problem | CaseResult | StepFile


class NotedSummary:
    """Takes what the summary is to say, and writes it when asked.

    Where steps follow, what it was told lies on disk until the end, in the run's private room: the
    summary stands before they begin, and once more, with what they have made, when they are done.

    Args:
        summary: the one that is written first.
        room: the private room.
        notes: a file of it; None = nothing follows.
    """

    def __init__(self, summary: Summary, room: Path, notes: IO[bytes] | None) -> None:
        self._summary, self._room, self._notes = summary, room, notes

    def add(self, told: Told) -> None:
        """One thing more: a problem, or what became of a case."""
        _tell(self._summary, told)
        if self._notes:
            # Read by nobody but this process, from a file that has no name.
            pickle.dump(told, self._notes, pickle.HIGHEST_PROTOCOL)

    def save(self, root: Path) -> None:
        """Put it into the output folder.

        Raises:
            OSError: it can't be written; the last one still stands.
        """
        self._summary.save(root)

    def save_again(self, root: Path, found: Iterable[Told]) -> None:
        """The same with what the steps have made and met.

        Raises:
            OSError: it can't be written; the first one still stands.
        """
        assert self._notes
        with Summary(self._room, is_followed=True) as summary:
            for told in chain(_noted(self._notes), found):
                _tell(summary, told)
            summary.save(root)


@contextmanager
def noted_summary(room: Path, *, is_followed: bool) -> Iterator[NotedSummary]:
    """A summary that begins.

    Args:
        room: a private folder for what is held on disk until it is saved.
        is_followed: steps follow.
    """
    with Summary(room, is_followed=is_followed) as summary:
        if is_followed:
            with tempfile.TemporaryFile(dir=room) as notes:
                yield NotedSummary(summary, room, notes)
        else:
            yield NotedSummary(summary, room, None)


def _tell(summary: Summary, told: Told) -> None:
    match told:
        case Problem():
            summary.add_problem(told)
        case CaseResult():
            summary.add_case(told)
        case StepFile():
            summary.add_file(told)


def _noted(notes: IO[bytes]) -> Iterator[Told]:
    notes.seek(0)
    with suppress(EOFError):
        while True:
            yield pickle.load(notes)
