"""Where in the office's own tables a cell of ours comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from anjuan.frozen import frozen
from anjuan.problems import Place

# Rows of ours from here on are none: they stand for places of theirs that no row comes from.
_BESIDE = 10_000_000
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@frozen
class Spot:
    """A cell of theirs, a row (its first cell), or a whole sheet (without a cell)."""

    sheet: str
    cell: str = ""
    heading: str = ""


@frozen
class Strand:
    """What of a sheet of theirs goes into a sheet of ours.

    Attributes:
        sheet: theirs.
        heading_row: number of the row of its headings, the lower one of two.
        columns: by our heading, letter and name of each of their columns; none for what a
            constant, the name of the sheet or a line above a group says.
        parts: our headings whose cells are no single cell of theirs, or not all of it.
    """

    sheet: str
    heading_row: int
    columns: Mapping[str, tuple[tuple[str, str], ...]]
    parts: frozenset[str] = frozenset()

    def spot(self, heading: str, row: int) -> Spot:
        """The first cell that a cell of ours comes from; of none, the row."""
        found = self.columns.get(heading, ())
        if not found:
            return Spot(self.sheet, f"A{row}", heading)
        return Spot(self.sheet, f"{found[0][0]}{row}", "＋".join(name for _, name in found))


@frozen
class RowPlace:
    """The row of theirs that a row of ours comes from, and cells that come from elsewhere."""

    strand: Strand
    number: int
    elsewhere: Mapping[str, Spot] = field(default_factory=dict)

    def spot(self, heading: str) -> Spot:
        """Where the cell under our heading comes from."""
        return self.elsewhere.get(heading) or self.strand.spot(heading, self.number)


@frozen
class SheetPlaces:
    """Where the rows of one sheet of ours come from.

    Attributes:
        headings: ours, by letter.
        rows: of each row of ours, from row 2 on.
        beside: places of theirs that no row comes from.
        strands: all that goes into it.
    """

    headings: Mapping[str, str]
    rows: Sequence[RowPlace] = ()
    beside: Sequence[Spot] = ()
    strands: Sequence[Strand] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Their sheets."""
        return tuple(dict.fromkeys(it.sheet for it in self.strands))

    def address(self, beside: int) -> str:
        """The cell of ours that stands for a place that no row comes from, by its number."""
        return f"A{_BESIDE + beside}"

    def theirs(self, place: Place) -> Place:
        """A place of ours as the office finds it in its own tables."""
        spot = self._spot(place)
        return replace(place, sheet=spot.sheet, cell=spot.cell, heading=spot.heading)

    def is_whole(self, place: Place) -> bool:
        """True where a cell of ours is a cell of theirs: what is put there is read as it stands."""
        found = _ADDRESS.fullmatch(place.cell)
        row = int(found[2]) - 2 if found else -1
        if row not in range(len(self.rows)):
            return False
        strand = self.rows[row].strand
        return len(strand.columns.get(place.heading, ())) == 1 and place.heading not in strand.parts

    def row_text(self, row: int) -> str:
        """The number of a row of ours in their table, with its sheet where there are several."""
        if not 0 <= row - 2 < len(self.rows):
            return str(row)
        found = self.rows[row - 2]
        number = str(found.number)
        return f"{found.strand.sheet}!{number}" if len(self.titles) > 1 else number

    def column_text(self, heading: str) -> str:
        """The letter of their column for a heading of ours; empty where there is none."""
        found = next((it.columns[heading] for it in self.strands if it.columns.get(heading)), ())
        return found[0][0] if found else ""

    def _spot(self, place: Place) -> Spot:
        found = _ADDRESS.fullmatch(place.cell)
        if not found:
            return Spot(self.titles[0] if self.titles else place.sheet, "", place.heading)
        heading = place.heading or self.headings.get(found[1], "")
        row = int(found[2])
        if row >= _BESIDE:
            return self.beside[row - _BESIDE]
        if row - 2 in range(len(self.rows)):
            spot = self.rows[row - 2].spot(heading)
            return spot if place.heading else replace(spot, heading="")
        for strand in self.strands:
            if strand.columns.get(heading):
                return strand.spot(heading, strand.heading_row)
        return Spot(self.titles[0] if self.titles else place.sheet, "", heading)
