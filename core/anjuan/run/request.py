"""What the user asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from anjuan.frozen import frozen
from anjuan.workbook.heading_map import HeadingMap


@frozen
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
        kinds_by_case: names of kinds by 案件编号, for cases that get others than `kinds`.
        left_out: papers that are not wanted though their kinds are: 案件编号, name of the kind,
            recipient.
        besides: kinds that are made on request, and are wanted besides those that the case gets
            anyway: 案件编号, name of the kind.
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
    kinds_by_case: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    left_out: frozenset[tuple[str, str, str]] = frozenset()
    besides: frozenset[tuple[str, str]] = frozenset()

    def kinds_of(self, case: str) -> tuple[str, ...]:
        """Names of the kinds asked for in a case; empty = what its 文书 cell says."""
        return self.kinds_by_case.get(case, self.kinds)

    def is_whole(self, case: str) -> bool:
        """Whether every paper of a case is asked for, so that others in its folder are left."""
        return not self.kinds_of(case) and all(it[0] != case for it in self.left_out)
