"""A mapping: which of an office's columns is which of ours, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from anjuan.frozen import frozen
from anjuan.workbook.mapping.targets import Target

# Stand for a heading: what the name of a sheet says, and what a line above a group of rows says.
SHEET_NAME, GROUP_LINE = "（工作表名）", "（分组行）"


class Sure(StrEnum):
    """How sure a proposal is; the word is shown beside it."""

    YES = "有把握"
    GUESS = "请核对"
    OPEN = "未对应"


@frozen
class Pair:
    """One of their columns, and what becomes of it.

    Attributes:
        sheet: their sheet.
        heading: theirs, as `tables.py` calls it; or SHEET_NAME, GROUP_LINE.
        target: ours; None = it stays a column of their own, or nobody uses it.
        is_unused: it is left out altogether.
        is_split: a cell names several, each of whom gets a row.
        group: number of the repetition in a table that goes on to the right; 0 = none.
    """

    sheet: str
    heading: str
    target: Target | None = None
    is_unused: bool = False
    is_split: bool = False
    group: int = 0


@frozen
class Word:
    """What a word of theirs is in a column of ours.

    Attributes:
        heading: their heading under which it stands.
        target: the column of ours.
        theirs: their word.
        ours: ours; empty = left open.
    """

    heading: str
    target: Target
    theirs: str
    ours: str


@frozen
class Used:
    """A sheet of theirs.

    Attributes:
        name: theirs.
        heading_rows: row numbers of its headings; none = it is not read.
        like: the sheet whose pairs hold for it; its own name where these are its own.
    """

    name: str
    heading_rows: tuple[int, ...] = ()
    like: str = ""


@frozen
class TableMap:
    """All of it.

    Attributes:
        name: of the file that says so, for messages; empty for a proposal.
        sheets: their sheets.
        pairs: of the sheets that have pairs of their own, in the order of the columns.
        words: what their words mean.
        constants: what an empty cell of ours stands for.
        unchecked: how many proposals in it nobody has looked at.
    """

    name: str = ""
    sheets: tuple[Used, ...] = ()
    pairs: tuple[Pair, ...] = ()
    words: tuple[Word, ...] = ()
    constants: Mapping[Target, str] = field(default_factory=dict, hash=False)
    unchecked: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the office calls a heading; its sheets may be called as clients are."""
        return tuple(pair.heading for pair in self.pairs)

    def pairs_of(self, sheet: Used) -> tuple[Pair, ...]:
        """The pairs that hold for a sheet."""
        return tuple(pair for pair in self.pairs if pair.sheet == sheet.like)
