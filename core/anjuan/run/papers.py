"""The papers that a run would make of a case, in memory; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anjuan.documents.planning import Document, plan
from anjuan.run.dossier import RenderedFile
from anjuan.run.making import CaseJob, Maker, Workshop
from anjuan.run.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, made and not written.

    Attributes:
        document: as planned.
        made: the finished file, or why there is none.
    """

    document: Document
    made: RenderedFile | Outcome


def papers(job: CaseJob, workshop: Workshop) -> Iterator[Paper]:
    """Every paper of a case, in dossier order, and the kinds it needs none of."""
    asked = workshop.task.request
    errors = {job.case.number: job.errors}
    maker = Maker(job, workshop, None)
    for document in plan(
        job.case, workshop.plugins, asked.today, errors, asked.kinds, draft=asked.draft
    ):
        yield Paper(document, maker.made(document))
