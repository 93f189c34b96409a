"""Papers as a run would write them, made for a page: one at a time, and few at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from anjuan.desk.looking import Look
from anjuan.desk.session import Session
from anjuan.documents.planning import Document
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.run.dossier import RenderedFile
from anjuan.run.inspection import Judged, preview
from anjuan.run.outcomes import Outcome

# More at a time would only wait for each other, and for memory. Those that wait hold threads which
# other pages are answered with: who comes when many wait is told so at once.
AT_ONCE, MOST_WAITING = 2, 8
_ROOM = threading.BoundedSemaphore(AT_ONCE)
_QUEUE = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
_SECONDS = 20


@frozen
class Chosen:
    """A paper that a page is about.

    Attributes:
        look: at the workbook.
        case_place: of its case among all.
        place: of the paper among those of its case.
    """

    look: Look
    case_place: int
    place: int

    @property
    def judged(self) -> Judged:
        """Its case."""
        return self.look.inspection.cases[self.case_place]

    @property
    def outcome(self) -> Outcome:
        """What would become of it."""
        return self.judged.documents[self.place]


def chosen_paper(session: Session, case: int, place: int) -> Chosen:
    """A paper by the place of its case, and its own.

    Raises:
        UsageError: there is none.
    """
    look = session.usable
    cases = look.inspection.cases if look else ()
    if not look or case not in range(len(cases)) or place not in range(len(cases[case].documents)):
        raise UsageError(Message("没有这份文书。案件表可能刚刚改过，请回到“文书”页。"))
    return Chosen(look, case, place)


@contextmanager
def turn() -> Iterator[None]:
    """One of few at a time.

    Raises:
        UsageError: too many wait, or it takes too long.
    """
    busy = Message("正在排别的预览。请稍后再试。")
    if not _QUEUE.acquire(blocking=False):
        raise UsageError(busy)
    try:
        if not _ROOM.acquire(timeout=_SECONDS):
            raise UsageError(busy)
        try:
            yield
        finally:
            _ROOM.release()
    finally:
        _QUEUE.release()


def rendered(session: Session, paper: Chosen, *, draft: bool = False) -> tuple[Document, bytes]:
    """A paper as it was planned, and as a run would write it; a draft where that is asked for.

    Raises:
        UsageError: it can't be made.
    """
    request = replace(session.request(paper.look), draft=draft)
    found = preview(paper.judged.job, paper.place, request, paper.look.plugins)
    if found.document.kind.name != paper.outcome.kind:
        raise UsageError(Message("草稿里本案的文书与现在的不同。请勾“草稿”生成以后再看。"))
    if not isinstance(found.made, RenderedFile):
        raise UsageError("这份文书现在生成不了：{}", found.made.reason)
    return found.document, found.made.content
