"""One run, watched and stopped from the page; its state lives here, and not in the page."""

from __future__ import annotations

import threading

from anjuan.errors import AnjuanError
from anjuan.plugin.host import Plugins
from anjuan.run.batch import run
from anjuan.run.outcomes import Outcome, Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request

UNFORESEEN = "程序出了没有料到的错，已写好的文书不受影响。请再生成一次；仍然出错，请告诉我们。"


class _StoppedError(Exception):
    """The user wants no more cases made; what is written stands."""


class Run:
    """A run in a thread of its own.

    Attributes:
        request: what is made.
        done, total: cases; total is 0 until the workbook is read.
        said: what the steps that follow have to say.
        step: how far the step at work is; empty where none is.
        report: how it ended; None before, and where it did not come to its end.
        failure: why it did not; empty otherwise.
        is_stopped: its user stopped it.
        has_ended: nothing more will be written.
    """

    def __init__(self, request: Request, plugins: Plugins) -> None:
        self.request = request
        self.done = self.total = 0
        self.said: list[str] = []
        self.step = ""
        self.report: Report | None = None
        self.failure = ""
        self.is_stopped = self.has_ended = False
        self._plugins = plugins
        self._stop = threading.Event()
        # A page that is left must not keep the program alive; what is written is whole.
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float | None = None) -> None:
        """End after the case at work; the same run later makes the rest.

        Args:
            seconds: wait so long for the end; None = not at all.
        """
        self._stop.set()
        if seconds is not None:
            self._thread.join(seconds)

    @property
    def is_stopping(self) -> bool:
        """True from the wish to stop to the end."""
        return self._stop.is_set() and not self.has_ended

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each document, at the end."""
        return self.report.outcomes if self.report else ()

    def _work(self) -> None:
        self.failure = UNFORESEEN
        try:
            job = prepare(self.request, self._plugins)
            self.total = len(job.cases)
            self.report = run(
                job, self._plugins, self._one_done, self.said.append, progress=self._step_at_work
            )
            self.failure = ""
        except _StoppedError:
            self.failure, self.is_stopped = "", True
        except AnjuanError as error:
            self.failure = error.message
        finally:
            self.has_ended = True

    def _step_at_work(self, title: str, done: int, total: int) -> None:
        self.step = f"{title}：{done} / {total}" if done < total else ""

    def _one_done(self) -> None:
        self.done += 1
        if self._stop.is_set() and self.done < self.total:
            raise _StoppedError
