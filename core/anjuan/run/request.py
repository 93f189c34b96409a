"""What the user asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anjuan.workbook.heading_map import HeadingMap


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        workbook: the case workbook; only read.
        output: the output folder.
        today: the day of the run.
        headings: the names that the office gives to our sheets and headings; `anjuan.generate`
            takes those of the settings.
        kinds: names or titles of kinds; empty = what each case's 文书 cell says.
        cases: 案件编号; empty = all.
        force: rewrite documents that were edited by hand, setting the edited ones aside.
        draft: print placeholders where something is missing; such files are named 草稿_….
        jobs: processes to work with; 0 = as many as the machine has, where the batch is large.
        dask: address of a Dask scheduler; empty = this machine.
        steps: what follows when the documents stand, by name.
    """

    workbook: Path
    output: Path
    today: date
    headings: HeadingMap = field(default_factory=HeadingMap, hash=False)
    kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    force: bool = False
    draft: bool = False
    jobs: int = 0
    dask: str = ""
    steps: tuple[str, ...] = ()
