"""A look at the sheets of a file: their headings, and enough of their rows to judge by."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.workbook.cells.cell import Cell, is_empty
from anjuan.workbook.formats.source import Source, UnsoundError
from anjuan.workbook.mapping.draft import Sample
from anjuan.workbook.mapping.tables import Line, TheirTable, rows_of, table_of
from anjuan.workbook.mapping.thesaurus import Thesaurus

# Values looked at below each heading; words for choices may come late.
_MOST_VALUES = 500
_MOST_LINES = 200


def samples(source: Source, thesaurus: Thesaurus) -> Iterator[Sample]:
    """The sheets of a file that look like tables, in their order."""
    seen: dict[tuple[str, ...], str] = {}
    for name in dict.fromkeys(source.names):
        try:
            table = table_of(source, name, thesaurus.is_known)
        except UnsoundError:
            # A chart has no rows.
            continue
        if table is None:
            continue
        like = seen.setdefault(tuple(table.headings), name)
        yield _sample(source, table, like)


def _sample(source: Source, table: TheirTable, like: str) -> Sample:
    values: dict[str, list[Cell]] = {heading: [] for heading in table.headings}
    lines: list[Line] = []
    count = 0
    for row in rows_of(source, table):
        if isinstance(row, Line):
            lines += [row] if len(lines) < _MOST_LINES else []
            continue
        count += 1
        for heading, place in table.headings.items():
            cell = row.cells[place] if place < len(row.cells) else None
            if not is_empty(cell) and len(values[heading]) < _MOST_VALUES:
                values[heading].append(cell)
    return Sample(table, values, tuple(lines), count, like)
