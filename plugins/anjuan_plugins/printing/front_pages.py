"""What stands on the pages in front: the cover of a bundle, the list of an evidence book."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column of a table: its heading, and its width in millimetres."""

    heading: str
    width: int
    is_centred: bool = False


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        cells: their texts.
        small: lines in small print below it, over the whole width but the first column.
    """

    cells: tuple[str, ...]
    small: tuple[str, ...] = ()


class Front(NamedTuple):
    """What stands on the pages in front.

    Attributes:
        title: over all.
        lines: below it.
        columns, rows: the table.
        notes: below the table.
        signature: at the end, to the right; kept on one page with the last note.
        above, below: a line in the margin of each page, to the right; `{page}` and `{pages}` in
            it are numbers that the office suite counts.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    above: str = ""
    below: str = ""
