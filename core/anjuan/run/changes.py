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
from anjuan.run.dossier import Dossier, RenderedFile
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
        title: of the kind; empty of a paper that is no longer made.
        path: relative to the output folder; empty of one that can't be made and does not stand.
        fate: what would become of it.
        changes: between the paper that stands and the new version; of an edited one too.
        reason: why it can't be made, or what else is to be known of it.
    """

    case: str
    title: str
    path: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """For programs, as `diff --json` prints it."""
        return {
            "case": self.case,
            "title": self.title,
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
        yield from _of_case(case, workshop)
    for folder in removed_folders(job):
        for name in Dossier(job.request.output, folder).leftovers(()):
            yield Difference("", "", f"{folder}/{name}", Fate.VANISHED, reason=_NO_CASE)


# A number changes as a whole.
_SIGNS = re.compile("[0-9]+|.", re.DOTALL)
_NO_CASE = "案件表里已经没有这个案件；文书不会被删除。"
_LEFT = "以前生成的，现在不再生成；文书不会被删除。"
_LOOKS = "文字没有变，变的是版式或文档属性。"


def _of_case(job: CaseJob, workshop: Workshop) -> Iterator[Difference]:
    dossier = Dossier(workshop.task.request.output, job.folder)
    made: list[str] = []
    for paper in papers(job, workshop):
        found = _of_paper(paper, dossier, workshop.plugins)
        if found:
            made.append(found.path.rpartition("/")[2])
            yield found
    for name in dossier.leftovers(made):
        path = f"{dossier.name}/{name}"
        yield Difference(job.case.number, "", path, Fate.VANISHED, reason=_LEFT)


def _of_paper(paper: Paper, dossier: Dossier, plugins: Plugins) -> Difference | None:
    """None for a kind that does not concern the case."""
    document, made = paper.document, paper.made
    found = Difference(document.case.number, document.kind.title, "", Fate.REFUSED)
    if isinstance(made, Outcome):
        return replace(found, reason=made.reason) if made.state.is_bad else None
    found = replace(found, path=f"{dossier.name}/{made.name}")
    standing = dossier.read(made.name)
    if not standing:
        return replace(found, fate=Fate.NEW)
    if standing == made.content:
        return replace(found, fate=Fate.UNCHANGED)
    is_edited = dossier.is_by_hand(made.name)
    changes = _compared(paper, made, standing, plugins)
    fate = Fate.EDITED if is_edited else Fate.CHANGED
    return replace(found, fate=fate, changes=changes, reason="" if changes else _LOOKS)


def _compared(
    paper: Paper, made: RenderedFile, standing: bytes, plugins: Plugins
) -> tuple[Change, ...]:
    old = standing_text(standing)
    if old is None or old == document_text(made.content):
        return ()
    paragraphs = traced(paper.document, made.content, plugins)
    return tuple(changes(old.split("\n"), paragraphs))


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
