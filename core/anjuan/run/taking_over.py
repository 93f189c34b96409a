"""Proposals taken over into a new copy of a workbook; a marked copy is checked and marked anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from anjuan.errors import UsageError, why
from anjuan.frozen import frozen
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.inspection import Inspection, inspect
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.accepting import Accepted, accept, fill
from anjuan.workbook.marking.copying import is_marked, mark
from anjuan.workbook.marking.ticks import lines_of

# Behind the name of the new copy.
ACCEPTED = "_采用"


@frozen
class TakenOver:
    """What became of the ticked proposals.

    Attributes:
        workbook: the new copy, checked and marked.
        accepted: which were taken over, and which were not.
        found: what is wrong with the new copy.
    """

    workbook: bytes
    accepted: Accepted
    found: Inspection


def marked_copy(workbook: bytes, found: Inspection) -> bytes:
    """A workbook with what a check found marked in it; see `mark`."""
    return mark(workbook, found.problems, found.heading_rows, found.read)


def take_over(
    copy: Path, folder: Path, today: date, plugins: Plugins, headings: HeadingMap
) -> TakenOver:
    """What the copy is to be with the proposals that were ticked in it; it is only read.

    Args:
        copy: a marked copy.
        folder: where the new copy is going to lie: files of exhibits are looked for from there.
        today: days after it are faulty.
        plugins: offer the kinds.
        headings: what the office calls our sheets and headings.

    Raises:
        UsageError: it is no copy that was marked.
        WorkbookError: it can't be read as a workbook.
    """
    try:
        content = copy.read_bytes()
    except OSError as error:
        raise UsageError("{} 读不了（{}）。", copy, why(error)) from error
    # First, for whoever reads a workbook refuses what would never end.
    before = inspect(copy, today, plugins, headings, keeps_cases=False)
    if not is_marked(content):
        raise UsageError("{} 不是标注过的副本。请先用 --mark 标注，在“问题”表里选好再来。", copy)
    accepted = accept(content, lines_of(copy), (*before.problems, *before.read))
    found = _inspected(accepted.workbook, folder / copy.name, today, plugins, headings)
    return TakenOver(marked_copy(accepted.workbook, found), accepted, found)


def filled(
    content: bytes,
    copy: Path,
    chosen: Iterable[Problem],
    today: date,
    plugins: Plugins,
    headings: HeadingMap,
) -> Accepted:
    """What a workbook is to be with what a check of it proposes; nothing is written.

    Args:
        content: of the workbook that was checked.
        copy: where the new one is going to lie.
        chosen: problems of the check, each with a proposal.
        today: days after it are faulty.
        plugins: offer the kinds.
        headings: what the office calls our sheets and headings.

    Raises:
        WorkbookError: it can't be written in.
    """
    accepted = fill(content, chosen)
    if not is_marked(content):
        return accepted
    found = _inspected(accepted.workbook, copy, today, plugins, headings)
    return replace(accepted, workbook=marked_copy(accepted.workbook, found))


def _inspected(
    content: bytes, path: Path, today: date, plugins: Plugins, headings: HeadingMap
) -> Inspection:
    """What is wrong with a workbook that is not at its place yet."""
    with TemporaryDirectory() as room:
        new = Path(room) / path.name
        new.write_bytes(content)
        return inspect(new, today, plugins, headings, path.parent, keeps_cases=False)


def before_and_after(problem: Problem) -> tuple[str, str]:
    """What stood in a cell, and what stands there now."""
    return problem.value, str(problem.proposal or "")
