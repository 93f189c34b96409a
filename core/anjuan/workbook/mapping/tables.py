"""A sheet of an office as a table: where its headings stand, in one row or two, and its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from anjuan.case.sheets import STATUS_HEADING
from anjuan.frozen import frozen
from anjuan.workbook.cells.cell import Cell, as_typed, is_empty
from anjuan.workbook.formats.source import Source
from anjuan.workbook.letters import column_letters
from anjuan.workbook.rows import HIGHEST_HEADING_ROW, MOST_HEADINGS, heading_text
from anjuan.workbook.totals import says_total

# Between a heading that stands above several and one of these.
ABOVE = "·"
# So many columns at least; in a smaller table a row of one cell is an entry.
_FEWEST_COLUMNS = 3
_NUMBERING = re.compile(r"^[（(]?(?:[一二三四五六七八九十]+|[0-9]+)[)）]?[、.．:：]\s*")
# What a line above a group says beside its name: how many rows, whose number.
_BESIDE = re.compile(r"[（(][^（）()]*[)）]$")

Knows = Callable[[str], bool]


@frozen
class TheirTable:
    """A table of theirs.

    Attributes:
        name: of the sheet.
        heading_rows: numbers of the rows in which its headings stand.
        headings: position of each, from 0.
    """

    name: str
    heading_rows: tuple[int, ...]
    headings: Mapping[str, int]

    def heading_cell(self, heading: str) -> str:
        """Address of a heading; empty for one that the table lacks."""
        if heading not in self.headings or not self.heading_rows:
            return ""
        return f"{column_letters(self.headings[heading] + 1)}{self.heading_rows[-1]}"


@frozen
class TheirRow:
    """A row of theirs below the headings.

    Attributes:
        number: as Excel shows it.
        cells: from column A on, what is merged downwards filled in.
        line: the line above its group, as far as it names something; and its address.
    """

    number: int
    cells: Sequence[Cell]
    line: str = ""
    line_cell: str = ""


@frozen
class Line:
    """A row that is no entry but stands above a group of them."""

    number: int
    text: str
    cell: str


def table_of(source: Source, name: str, knows: Knows) -> TheirTable | None:
    """A sheet as a table; None where nothing in it looks like headings.

    Args:
        source: the file.
        name: of the sheet.
        knows: whether a text is known as a heading.
    """
    first = list(islice(source.rows(name), HIGHEST_HEADING_ROW))
    found = max(_possible(first), key=lambda it: _score(it[1], knows), default=None)
    if found is None or len(found[1]) < 2:
        return None
    return TheirTable(name, found[0], found[1])


def table_at(source: Source, name: str, heading_rows: Sequence[int]) -> TheirTable:
    """A sheet as a table whose headings stand in certain rows."""
    last = max(heading_rows)
    first = list(islice(source.rows(name), last))
    rows = [first[number - 1] if number <= len(first) else () for number in heading_rows]
    return TheirTable(name, tuple(heading_rows), _headings(rows))


def _possible(first: Sequence[Sequence[Cell]]) -> Iterator[tuple[tuple[int, ...], dict[str, int]]]:
    """Where headings may stand: single rows first, for they are the rule."""
    for number, row in enumerate(first, start=1):
        yield (number,), _headings([row])
    for number, rows in enumerate(pairwise(first), start=1):
        if _stand_above(*rows):
            yield (number, number + 1), _headings(rows)


def _score(headings: Mapping[str, int], knows: Knows) -> tuple[int, int]:
    known = sum(knows(heading) for heading in headings)
    return known, len(headings) if known < 2 else 0


def _stand_above(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """True where several headings stand below one, and all of them are words."""
    texts = [heading_text(cell) for cell in lower if not is_empty(cell)]
    wide = any(
        is_empty(_at(upper, place)) and not is_empty(cell) for place, cell in enumerate(lower)
    )
    filled = [cell for cell in upper if not is_empty(cell)]
    words = all(isinstance(cell, str) for cell in lower if not is_empty(cell))
    return wide and words and len(texts) > 1 and len(filled) > 1


def _headings(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Position of each heading; one that comes again is told apart by its number."""
    found: dict[str, int] = {}
    for place in range(min(max(map(len, rows), default=0), MOST_HEADINGS * 2)):
        heading = _heading(rows, place)
        if heading:
            found[_apart(heading, found)] = place
    return found


def _heading(rows: Sequence[Sequence[Cell]], place: int) -> str:
    own = [heading_text(_at(row, place)) for row in rows]
    if own[-1] == STATUS_HEADING:
        # What a check wrote beside the rows of a marked copy.
        return ""
    if len(rows) == 1 or not own[-1]:
        return own[0]
    upper = own[0] or _to_the_left(rows, place)
    return f"{upper}{ABOVE}{own[-1]}" if upper and upper != own[-1] else own[-1]


def _to_the_left(rows: Sequence[Sequence[Cell]], place: int) -> str:
    """The heading that reaches here from the left: over columns that have headings below it."""
    for before in range(place - 1, -1, -1):
        if is_empty(_at(rows[-1], before)):
            return ""
        if text := heading_text(_at(rows[0], before)):
            return text
    return ""


def _apart(heading: str, found: Mapping[str, int]) -> str:
    number, name = 1, heading
    while name in found:
        number += 1
        name = f"{heading}（第 {number} 个）"
    return name


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def rows_of(source: Source, table: TheirTable) -> Iterator[TheirRow | Line]:
    """The rows below the headings that hold anything, with the lines between them."""
    last = max(table.heading_rows)
    merged = _merged(source, table)
    places = list(table.headings.values())
    line = Line(0, "", "")
    above: Sequence[Cell] = ()
    for number, row in islice(enumerate(source.rows(table.name), start=1), last, None):
        cells = _filled_down(row, number, merged, above)
        above = cells
        filled = [place for place in places if not is_empty(_at(row, place))]
        if not filled:
            continue
        found = _line(row, number, filled, len(places))
        if found:
            line, above = found, ()
            yield found
        else:
            yield TheirRow(number, cells, _named(line.text), line.cell)


def _line(row: Sequence[Cell], number: int, filled: list[int], width: int) -> Line | None:
    """A line that stands above rows: words in one cell, where rows have many."""
    [place, *others] = filled
    cell = row[place]
    if others or width < _FEWEST_COLUMNS or not isinstance(cell, str) or says_total(cell):
        return None
    return Line(number, cell.strip(), f"{column_letters(place + 1)}{number}")


def _named(text: str) -> str:
    return _BESIDE.sub("", _NUMBERING.sub("", text)).strip()


def _merged(source: Source, table: TheirTable) -> Mapping[int, frozenset[int]]:
    """By row number, the positions of cells that belong to the one above."""
    last = max(table.heading_rows)
    letters = {column_letters(place + 1): place for place in table.headings.values()}
    found: dict[int, set[int]] = {}
    for merged in source.merged(table.name):
        if merged.letter in letters and merged.rows.start > last:
            for number in merged.rows[1:]:
                found.setdefault(number, set()).add(letters[merged.letter])
    return {number: frozenset(places) for number, places in found.items()}


def _filled_down(
    row: Sequence[Cell], number: int, merged: Mapping[int, frozenset[int]], above: Sequence[Cell]
) -> Sequence[Cell]:
    places = merged.get(number)
    if not places:
        return row
    cells = list(row) + [None] * (max(places) + 1 - len(row))
    for place in places:
        if is_empty(cells[place]):
            cells[place] = _at(above, place)
    return cells


def shown(cell: Cell) -> str:
    """A cell as an example, on one line."""
    return as_typed(cell).replace("\n", " ").strip()
