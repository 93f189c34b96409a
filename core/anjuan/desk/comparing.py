"""What a run would change, found out in a thread while the page goes on; nothing is written."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime

from anjuan.desk.looking import Look
from anjuan.desk.making import UNFORESEEN
from anjuan.errors import AnjuanError
from anjuan.messages import Message
from anjuan.run.changes import Difference, Fate, fates
from anjuan.run.filing import standing_folders
from anjuan.run.making import CaseJob
from anjuan.run.papers import in_memory
from anjuan.run.request import Request


class Comparison:
    """The papers that are ticked, held against those that stand.

    Args:
        request: what would be made.
        look: the workbook that it would be made from.

    Attributes:
        request: what would be made.
        look: the workbook that it would be made from.
        done, total: cases.
        found: what would become of each paper, so far; not yet what changes in it.
        at: when it began.
        failure: why it did not come to its end; empty otherwise.
        has_ended: nothing more will be found.
    """

    def __init__(self, request: Request, look: Look) -> None:
        self.request, self.look = request, look
        self.done = 0
        self.found: list[Difference] = []
        self.at = datetime.now()
        self.failure = ""
        self.has_ended = False
        self._jobs = jobs_of(request, look)
        self.total = len(self._jobs)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the case at work: nobody wants to know any more."""
        self._stop.set()

    @property
    def counts(self) -> Counter[Fate]:
        """How many papers there are of each fate."""
        return Counter(it.fate for it in self.found)

    def _work(self) -> None:
        self.failure = UNFORESEEN
        try:
            workshop = in_memory(self.request, self.look.plugins)
            for job in self._jobs:
                if self._stop.is_set():
                    break
                self.found += fates(job, workshop)
                self.done += 1
            self.failure = ""
        except AnjuanError as error:
            self.failure = error.message
        except OSError:
            self.failure = Message("文件夹里有文书读不了。若在 Word 里开着，请关掉再看一次。")
        finally:
            self.has_ended = True


def jobs_of(request: Request, look: Look) -> tuple[CaseJob, ...]:
    """The cases of a look that are asked for, each with the folder in which it stands."""
    jobs = [it.job for it in look.inspection.cases]
    folders = standing_folders({it.case.number: it.folder for it in jobs}, request.output)
    asked = request.cases or folders
    return tuple(
        replace(it, folder=folders[it.case.number]) for it in jobs if it.case.number in asked
    )
