"""What a run would change, paragraph by paragraph, and because of which cells; nothing is written.

Each paper is made in memory and held against the one that stands in its folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from anjuan.documents.origins import Paragraph
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.problems import Place
from anjuan.run.dossier import Dossier
from anjuan.run.filing import case_jobs, removed_folders, where_it_stands
from anjuan.run.making import CaseJob, Workshop
from anjuan.run.outcomes import Outcome
from anjuan.run.papers import Paper, in_memory, papers
from anjuan.run.preparing import Job
from anjuan.run.tracing import traced
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


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a changed paragraph.

    Attributes:
        text: what stands there.
        is_changed: whether the other version has it not.
    """

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A place where two versions differ.

    Attributes:
        number: of the paragraph in the paper that stands, from 1; where one is added, of that
            before which it comes.
        old, new: the paragraph in both versions, part by part; nothing where there is none.
        cells: that the new words come from.
    """

    number: int
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    cells: tuple[Place, ...]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "number": self.number,
            "old": [{"text": it.text, "changed": it.is_changed} for it in self.old],
            "new": [{"text": it.text, "changed": it.is_changed} for it in self.new],
            "cells": [
                {"sheet": it.sheet, "cell": it.cell, "heading": it.heading} for it in self.cells
            ],
        }


@dataclass(frozen=True, slots=True)
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


# A number changes as a whole.
_SIGNS = re.compile("[0-9]+|.", re.DOTALL)
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
    for paper in papers(job, workshop):
        found = _fate(paper, dossier)
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


def of_paper(paper: Paper, folder: str, workshop: Workshop) -> Difference | None:
    """What a run would do with one paper; None for a kind that does not concern the case.

    Args:
        paper: as it is now.
        folder: name of the folder of its case.
        workshop: with which it was made.

    Raises:
        OSError: the paper that stands can't be read.
    """
    dossier = Dossier(workshop.task.request.output, folder)
    found = _fate(paper, dossier)
    return _compared(found, paper, dossier, workshop) if found else None


def _fate(paper: Paper, dossier: Dossier) -> Difference | None:
    document, made = paper.document, paper.made
    found = Difference(
        case=document.case.number,
        kind=document.kind.name,
        title=document.kind.title,
        recipient=document.recipient.name,
        path="",
        fate=Fate.REFUSED,
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
    draft = workshop.task.request.draft
    paragraphs = traced(paper.document, made.content, workshop.plugins, draft=draft)
    return replace(found, changes=tuple(changes(old.split("\n"), paragraphs)))


def changes(old: list[str], new: tuple[Paragraph, ...]) -> Iterator[Change]:
    """Where a paper differs from its new version.

    Args:
        old: the paragraphs that stand.
        new: those of the new version.
    """
    matcher = SequenceMatcher(None, old, [it.text for it in new], autojunk=False)
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            continue
        for number in range(max(last - first, end - start)):
            before = old[first + number] if first + number < last else ""
            after = new[start + number] if start + number < end else Paragraph(())
            if before.strip() or after.text.strip():
                yield _change(min(first + number, last) + 1, before, after)


def _change(number: int, before: str, after: Paragraph) -> Change:
    one, other = _SIGNS.findall(before), _SIGNS.findall(after.text)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    old, new, changed = [], [], []
    begin = 0
    for operation, first, last, start, end in matcher.get_opcodes():
        is_changed = operation != "equal"
        gone, come = "".join(one[first:last]), "".join(other[start:end])
        old += [Part(gone, is_changed)] if gone else []
        new += [Part(come, is_changed)] if come else []
        changed += [(begin, begin + len(come))] if is_changed else []
        begin += len(come)
    return Change(number, tuple(old), tuple(new), tuple(_cells(after, changed)))


def _cells(paragraph: Paragraph, changed: Iterable[tuple[int, int]]) -> Iterable[Place]:
    """The cells of those pieces that a change touches."""
    stretches = list(changed)
    found: dict[Place, None] = {}
    begin = 0
    for piece in paragraph.pieces:
        end = begin + len(piece.text)
        if any(start < end and begin < stop for start, stop in stretches):
            found.update(dict.fromkeys(piece.cells))
        begin = end
    return found


def remark(found: Iterable[Difference]) -> str:
    """How many papers of each sort there are, in one sentence."""
    fates = [it.fate for it in found]
    told = [f"{fate.word} {fates.count(fate)} 份" for fate in Fate if fate in fates]
    return Message("{}。什么也没有写。", "，".join(told) or "没有文书")
