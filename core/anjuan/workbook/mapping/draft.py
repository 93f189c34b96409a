"""What `anjuan map` proposes: pairs, words and fixed contents, each with how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.frozen import frozen
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.mapping.model import Pair, Sure, TableMap, Used, Word
from anjuan.workbook.mapping.tables import Line, TheirTable
from anjuan.workbook.mapping.targets import Target


@frozen
class Sample:
    """A sheet of theirs with some of its rows.

    Attributes:
        table: the sheet.
        values: some below each heading, in the order of the rows.
        lines: lines above groups of rows.
        rows: how many rows there are.
        like: the sheet whose headings it shares; its own name otherwise.
    """

    table: TheirTable
    values: dict[str, list[Cell]]
    lines: tuple[Line, ...]
    rows: int
    like: str


@frozen
class ProposedPair:
    """A pair, or a column that is left open.

    Attributes:
        pair: the pair.
        sure: how sure it is.
        told: why, or what else it may be; one Chinese sentence, or empty.
        examples: what stands below the heading.
    """

    pair: Pair
    sure: Sure
    told: str = ""
    examples: tuple[str, ...] = ()


@frozen
class ProposedWord:
    """A word of theirs, what it may mean, and how often it stands there."""

    word: Word
    sure: Sure
    count: int


@frozen
class ProposedConstant:
    """A required column that no heading is for, and what it may hold for all rows."""

    target: Target
    text: str
    told: str


@frozen
class ProposedSheet:
    """A sheet of theirs, and what is said of it."""

    used: Used
    told: str
    rows: int


@frozen
class Draft:
    """Everything that is proposed for a file."""

    sheets: tuple[ProposedSheet, ...]
    pairs: tuple[ProposedPair, ...]
    words: tuple[ProposedWord, ...]
    constants: tuple[ProposedConstant, ...]

    @property
    def mapping(self) -> TableMap:
        """The proposal as if it had been accepted as it is."""
        return TableMap(
            sheets=tuple(it.used for it in self.sheets),
            pairs=tuple(it.pair for it in self.pairs),
            words=tuple(it.word for it in self.words),
            constants={it.target: it.text for it in self.constants if it.text},
        )

    def of(self, sure: Sure) -> Sequence[ProposedPair]:
        """The pairs that are as sure as this."""
        return [it for it in self.pairs if it.sure is sure]
