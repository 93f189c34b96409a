"""How far a run is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from anjuan.cli.terminal import can_redraw, harmless, say

if TYPE_CHECKING:
    from rich.progress import Progress

_CASES = "案件"
_TELL_SECONDS = 15.0
_DRAW_SECONDS = 0.1


class Watcher(Protocol):
    """Takes what a run tells while it is at work."""

    def advance(self) -> None:
        """One more case is done."""

    def step(self, title: str, done: int, total: int) -> None:
        """So much of a step that follows is done."""

    def tell(self, text: str) -> None:
        """Something that is to be read."""


@contextmanager
def watched(cases: int) -> Iterator[Watcher]:
    """Show on stderr how far a run is.

    Args:
        cases: how many there are to do.
    """
    if not can_redraw():
        yield Lines()
        return
    # Loaded where there is a bar: to begin takes longer with it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    # Drawn when something is done, by no thread of its own: workers can't be copies of a process
    # with threads (`workers.can_copy`).
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bars:
        yield _Bars(bars, cases)


class _Bars:
    """One bar at a time: the cases', then that of each step."""

    def __init__(self, bars: Progress, cases: int) -> None:
        self._bars, self._title = bars, _CASES
        self._task = bars.add_task(_CASES, total=cases)
        self._drawn = 0.0

    def advance(self) -> None:
        self._bars.advance(self._task)
        self._draw()

    def step(self, title: str, done: int, total: int) -> None:
        if title != self._title:
            self._title = title
            self._bars.remove_task(self._task)
            self._task = self._bars.add_task(title, total=total)
        self._bars.update(self._task, completed=done, total=total)
        self._draw()

    def tell(self, text: str) -> None:
        # Above the bar, and not across it.
        self._bars.console.print(harmless(text), markup=False, soft_wrap=True)

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn >= _DRAW_SECONDS:
            self._drawn = now
            self._bars.refresh()


class Lines:
    """Says now and then how far a step is: in a file nothing can be drawn anew.

    Args:
        seconds: from one line to the next.
    """

    def __init__(self, seconds: float = _TELL_SECONDS) -> None:
        self._seconds = seconds
        self._title = ""
        self._began = self._told = 0.0

    def advance(self) -> None:
        """Of cases nothing is said: they are done soon."""

    def step(self, title: str, done: int, total: int) -> None:
        """So much of a step is done."""
        now = time.monotonic()
        if title != self._title:
            self._title = title
            self._began = self._told = now
        if now - self._told >= self._seconds and 0 < done < total:
            self._told = now
            left = (now - self._began) / done * (total - done)
            self.tell(f"{title}：{done}/{total}，约还要 {_duration(left)}。")

    def tell(self, text: str) -> None:
        """A line."""
        say(text, err=True)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
