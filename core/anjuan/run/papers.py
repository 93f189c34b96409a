"""The papers that a run would make of a case, in memory; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.documents.planning import Document
from anjuan.frozen import frozen
from anjuan.plugin.host import Plugins
from anjuan.run.dossier import RenderedFile
from anjuan.run.making import CaseJob, Maker, Task, Workshop, planned
from anjuan.run.outcomes import Outcome
from anjuan.run.request import Request


@frozen
class Paper:
    """One paper, made and not written.

    Attributes:
        document: as planned.
        made: the finished file, or why there is none.
    """

    document: Document
    made: RenderedFile | Outcome


def in_memory(request: Request, plugins: Plugins) -> Workshop:
    """What making papers needs that are only looked at: they belong to no run."""
    return Workshop(Task(request, 0, plugins.office), plugins)


def papers(job: CaseJob, workshop: Workshop) -> Iterator[Paper]:
    """Every paper of a case, in dossier order, and the kinds it needs none of."""
    maker = Maker(job, workshop, None)
    for document in planned(job, workshop):
        yield Paper(document, maker.made(document))
