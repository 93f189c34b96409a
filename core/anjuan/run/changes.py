"""What a run would change, paragraph by paragraph, and because of which cells; nothing is written.

Each paper is made in memory and held against the one that stands in its folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.run.dossier import Dossier
from anjuan.run.filing import case_jobs, removed_folders, where_it_stands
from anjuan.run.making import CaseJob, Maker, Workshop, planned
from anjuan.run.outcomes import Outcome
from anjuan.run.papers import Paper, in_memory, papers
from anjuan.run.preparing import Job
from anjuan.run.tracing import traced
from anjuan.run.versions import Change, changes
from anjuan.word.text import document_text, standing_text


class Fate(StrEnum):
    """What a run would do with a paper: in these words for programs, too."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    VANISHED = "vanished"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {
            "new": "新增",
            "changed": "会改",
            "unchanged": "不变",
            "edited": "手改过，不动",
            "vanished": "不再生成",
            "refused": "生成不了",
        }[self.value]


@frozen
class Difference:
    """What a run would do with one paper.

    Attributes:
        case: 案件编号; empty where the workbook no longer has the case.
        kind, title: name and Chinese title of its kind; empty of a paper that is no longer made.
        recipient: to whom it goes; empty where that is left open.
        path: relative to the output folder; empty of one that can't be made and does not stand.
        fate: what would become of it.
        changes: between the paper that stands and the new version; of an edited one too.
        reason: why it can't be made, or what else is to be known of it.
        place: of the paper among those of its kind in the case, from 0; -1 of one no longer made.

    A paper that can't be made and was made earlier is one that can't be made, with its path.
    """

    case: str
    kind: str
    title: str
    recipient: str
    path: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    reason: str = ""
    place: int = -1

    def as_json(self) -> dict[str, object]:
        """For programs, as `diff --json` prints it."""
        return {
            "case": self.case,
            "kind": self.kind,
            "title": self.title,
            "recipient": self.recipient,
            "path": self.path,
            "state": self.fate.value,
            "changes": [it.as_json() for it in self.changes],
            "reason": self.reason,
        }


def differences(job: Job, plugins: Plugins) -> Iterator[Difference]:
    """What a run would do with every paper of a job.

    Raises:
        OSError: a paper that stands can't be read.
    """
    job = where_it_stands(job)
    workshop = in_memory(job.request, plugins)
    for case in case_jobs(job):
        yield from of_case(case, workshop)
    for folder in removed_folders(job):
        for name in Dossier(job.request.output, folder).leftovers(()):
            yield _vanished("", f"{folder}/{name}", _NO_CASE)


_NO_CASE = "案件表里已经没有这个案件；文书不会被删除。"
_LEFT = "以前生成的，现在不再生成；文书不会被删除。"
_LOOKS = "文字没有变，变的是版式或文档属性。"
_UNREADABLE = "文件夹里的那份打不开，不能逐段对照。"


def of_case(job: CaseJob, workshop: Workshop) -> Iterator[Difference]:
    """What a run would do with every paper of one case, paragraph by paragraph.

    Raises:
        OSError: a paper that stands can't be read.
    """
    dossier = Dossier(workshop.task.request.output, job.folder)
    for paper, found in _fates(job, workshop, dossier):
        yield _compared(found, paper, dossier, workshop) if paper else found


def fates(job: CaseJob, workshop: Workshop) -> Iterator[Difference]:
    """The same without what changes in each.

    Raises:
        OSError: a paper that stands can't be read.
    """
    dossier = Dossier(workshop.task.request.output, job.folder)
    return (found for _, found in _fates(job, workshop, dossier))


def _fates(
    job: CaseJob, workshop: Workshop, dossier: Dossier
) -> Iterator[tuple[Paper | None, Difference]]:
    """Each paper that is made, with its fate; then those that are not."""
    made: list[str] = []
    refused: list[Difference] = []
    places: Counter[str] = Counter()
    for paper in papers(job, workshop):
        kind = paper.document.kind.name
        found = fate(paper, dossier, places[kind])
        places[kind] += 1
        if found and found.fate is Fate.REFUSED:
            refused.append(found)
        elif found:
            made.append(found.path.rpartition("/")[2])
            yield paper, found
    standing = dossier.leftovers(made)
    for it in refused:
        earlier = [name for name in standing if _is_earlier(it, name, dossier)]
        standing = [name for name in standing if name not in earlier]
        for name in earlier:
            yield None, replace(it, path=f"{dossier.name}/{name}")
        if not earlier:
            yield None, it
    if not workshop.task.request.is_whole(job.case.number):
        # Of those that were not asked for nothing is known.
        return
    for name in standing:
        yield None, _vanished(job.case.number, f"{dossier.name}/{name}", _LEFT)


def _vanished(case: str, path: str, reason: str) -> Difference:
    return Difference(case, "", "", "", path, Fate.VANISHED, reason=reason)


def _is_earlier(refused: Difference, name: str, dossier: Dossier) -> bool:
    """Whether a file is what was made of a paper before it was refused."""
    known = dossier.known(name)
    if not known or known.source.kind != refused.kind:
        return False
    # Where the recipient is what is missing, any may be meant.
    return refused.recipient in ("", known.source.recipient)


def difference(job: CaseJob, kind: str, place: int, workshop: Workshop) -> Difference | None:
    """What a run would do with one paper, paragraph by paragraph; None where there is no such.

    Args:
        job: the case, with the folder in which it stands.
        kind: name of the kind.
        place: of the paper among those of the kind, as in `Difference`.
        workshop: makes it.

    Raises:
        OSError: the paper that stands can't be read.
    """
    documents = [it for it in planned(job, workshop) if it.kind.name == kind]
    if place not in range(len(documents)):
        return None
    paper = Paper(documents[place], Maker(job, workshop, None).made(documents[place]))
    dossier = Dossier(workshop.task.request.output, job.folder)
    found = fate(paper, dossier, place)
    return _compared(found, paper, dossier, workshop) if found else None


def fate(paper: Paper, dossier: Dossier, place: int = 0) -> Difference | None:
    """What a run would do with a paper; None for a kind that does not concern the case.

    Raises:
        OSError: the paper that stands can't be read.
    """
    document, made = paper.document, paper.made
    found = Difference(
        case=document.case.number,
        kind=document.kind.name,
        title=document.kind.title,
        recipient=document.recipient.name,
        path="",
        fate=Fate.REFUSED,
        place=place,
    )
    if isinstance(made, Outcome):
        return replace(found, reason=made.reason) if made.state.is_bad else None
    found = replace(found, path=f"{dossier.name}/{made.name}")
    standing = dossier.read(made.name)
    if not standing:
        return replace(found, fate=Fate.NEW)
    if standing == made.content:
        return replace(found, fate=Fate.UNCHANGED)
    return replace(found, fate=Fate.EDITED if dossier.is_by_hand(made.name) else Fate.CHANGED)


def _compared(found: Difference, paper: Paper, dossier: Dossier, workshop: Workshop) -> Difference:
    """With what changes in a paper that stands."""
    made = paper.made
    if isinstance(made, Outcome) or found.fate not in (Fate.CHANGED, Fate.EDITED):
        return found
    old = standing_text(dossier.read(made.name))
    if old is None:
        return replace(found, reason=_UNREADABLE)
    if old == document_text(made.content):
        return replace(found, reason=_LOOKS)
    request = workshop.task.request
    paragraphs = traced(
        paper.document, made.content, workshop.plugins, request.headings, draft=request.draft
    )
    return replace(found, changes=tuple(changes(old.split("\n"), paragraphs)))


def remark(found: Iterable[Difference]) -> str:
    """How many papers of each sort there are, in one sentence."""
    counts = Counter(it.fate for it in found)
    told = [f"{it.word} {counts[it]} 份" for it in Fate if it in counts]
    return Message("{}。什么也没有写。", "，".join(told) or "没有文书")
