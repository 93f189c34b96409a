"""A row of theirs as rows of ours: joined, split, put into our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from anjuan.case.sheets import INCIDENTS
from anjuan.frozen import frozen
from anjuan.workbook.cells.cell import Cell, as_typed, is_empty
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.answers import people_of
from anjuan.workbook.mapping.joining import faulty_part, in_our_words, joined, meant
from anjuan.workbook.mapping.model import GROUP_LINE, SHEET_NAME
from anjuan.workbook.mapping.places import RowPlace, Spot, Strand
from anjuan.workbook.mapping.tables import TheirRow
from anjuan.workbook.mapping.targets import Target
from anjuan.workbook.totals import says_total

_RELATION = INCIDENTS.heading("relation")
_COUNT = INCIDENTS.heading("count")
# 王芳（同事）: who it is to the client stands behind the name.
_WHO = re.compile(r"^(.*?)[（(]([^（）()]{1,10})[）)]$")


@frozen
class Thread:
    """A column of theirs, or what stands for one.

    Attributes:
        heading: theirs.
        place: position, from 0; -1 for what is no column.
        words: ours by the key of theirs.
        is_derived: it is a column of something else: what its words don't say is nothing.
    """

    heading: str
    place: int
    words: Mapping[str, str]
    is_derived: bool = False


@dataclass(slots=True)
class WovenRow:
    """A row of ours, and where it comes from.

    Attributes:
        cells: by our heading, own ones included.
        place: the row of theirs.
        split: of how many people one of its cells spoke; 1 = it wasn't split.
        is_first: the first of those that a split made.
    """

    cells: dict[str, Cell]
    place: RowPlace
    split: int = 1
    is_first: bool = True

    @property
    def is_doubtful(self) -> bool:
        """True where a count may be that of all people or of each."""
        count = self.cells.get(_COUNT)
        return self.split > 1 and not is_empty(count) and as_typed(count).strip() != "1"


@frozen
class Loom:
    """Makes rows of one sheet of ours out of rows of one sheet of theirs.

    Attributes:
        sheet: ours.
        targets: the column of ours by its heading.
        strand: where the cells come from.
        sources: by our heading.
        own: columns of their own that are kept, by heading.
        split: our heading whose cells name several people; empty = none.
        telling: headings of which one at least has to hold something.
        constants: what stands for an empty cell.
        flawed: addresses of cells that show another thing than they hold.
    """

    sheet: str
    targets: Mapping[str, Target]
    strand: Strand
    sources: Mapping[str, tuple[Thread, ...]]
    own: Mapping[str, int]
    split: str
    telling: frozenset[str]
    constants: Mapping[str, str]
    flawed: frozenset[str] = field(default_factory=frozenset)

    def rows(self, row: TheirRow) -> Iterator[WovenRow]:
        """The rows of ours that a row of theirs makes; none where it says nothing here."""
        elsewhere: dict[str, Spot] = {}
        cells = {it: self._cell(it, row, elsewhere) for it in self.sources}
        cells |= {name: _at(row, place) for name, place in self.own.items()}
        if all(is_empty(cells.get(it)) for it in self.telling):
            return
        # A total has nothing but what it adds up.
        if not any(map(says_total, cells.values())):
            empty = (it for it in self.constants if is_empty(cells.get(it)))
            cells |= {heading: self.constants[heading] for heading in empty}
        place = RowPlace(self.strand, row.number, elsewhere)
        yield from self._split(cells, place)

    def _cell(self, heading: str, row: TheirRow, elsewhere: dict[str, Spot]) -> Cell:
        sources = self.sources[heading]
        target = self.targets[heading]
        parts = [self._part(target, it, row) for it in sources]
        if any(it.heading == GROUP_LINE for it in sources) and row.line_cell:
            elsewhere[heading] = Spot(self.strand.sheet, row.line_cell, GROUP_LINE)
        if len(parts) == 1:
            return parts[0]
        letters = (f"{column_letters(it.place + 1)}{row.number}" for it in sources)
        whole = joined(target, parts, looks_otherwise=any(it in self.flawed for it in letters))
        number = faulty_part(target, parts, whole)
        if number is not None and sources[number].place >= 0:
            at_fault = sources[number]
            cell = f"{column_letters(at_fault.place + 1)}{row.number}"
            elsewhere[heading] = Spot(self.strand.sheet, cell, at_fault.heading)
        return whole

    def _part(self, target: Target, source: Thread, row: TheirRow) -> Cell:
        if source.heading == SHEET_NAME:
            return self.strand.sheet
        if source.heading == GROUP_LINE:
            return row.line
        cell = _at(row, source.place)
        if source.is_derived:
            return meant(cell, source.words)
        return in_our_words(target, cell, source.words)

    def _split(self, cells: dict[str, Cell], place: RowPlace) -> Iterator[WovenRow]:
        named = cells.get(self.split)
        if not self.split or not isinstance(named, str):
            yield WovenRow(cells, place)
            return
        people = people_of(named) or (named,)
        for number, person in enumerate(people):
            found = _WHO.match(person)
            own = dict(cells)
            if found and is_empty(cells.get(_RELATION)):
                own |= {self.split: found[1].strip(), _RELATION: found[2].strip()}
                where = place.spot(self.split)
                told = RowPlace(place.strand, place.number, {**place.elsewhere, _RELATION: where})
            else:
                own[self.split] = person
                told = place
            yield WovenRow(own, told, len(people), number == 0)


def _at(row: TheirRow, place: int) -> Cell:
    return row.cells[place] if 0 <= place < len(row.cells) else None
