"""Ticked proposals of a marked copy, taken over into a new one, which is checked and marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from anjuan.errors import UsageError, why
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.inspection import Inspection, inspect
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.accepting import Accepted, accept
from anjuan.workbook.marking.copying import is_marked, mark
from anjuan.workbook.marking.ticks import lines_of


@dataclass(frozen=True, slots=True)
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
    before = inspect(copy, today, plugins, headings)
    if not is_marked(content):
        raise UsageError("{} 不是标注过的副本。请先用 --mark 标注，在“问题”表里选好再来。", copy)
    accepted = accept(content, lines_of(copy), (*before.problems, *before.read))
    with TemporaryDirectory() as room:
        new = Path(room) / copy.name
        new.write_bytes(accepted.workbook)
        found = inspect(new, today, plugins, headings, folder)
    return TakenOver(marked_copy(accepted.workbook, found), accepted, found)


def before_and_after(problem: Problem) -> tuple[str, str]:
    """What stood in a cell, and what stands there now."""
    return problem.value, str(problem.proposal or "")
