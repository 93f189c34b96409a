"""How far a step is."""

from __future__ import annotations

from anjuan import FinishedRun


class Progress:
    """Counts what a step has done, for the bar.

    Args:
        total: how many there are to do.
        run: the run that the step follows.
    """

    def __init__(self, total: int, run: FinishedRun) -> None:
        self._total, self._run = total, run
        self._done = 0
        run.progress(0, total)

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        self._run.progress(self._done, self._total)
