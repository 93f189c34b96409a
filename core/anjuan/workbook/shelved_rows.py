"""Rows that lie on a shelf, so that few of them are held."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from anjuan.shelf import Shelf, Spot
from anjuan.workbook.rows import RawRow

# Rows put away together: of a sheet in no order so many stay in memory for each window.
_TOGETHER = 200


class RowPile(Collection[RawRow]):
    """Rows in the order in which they were added: the last ones in memory, the others on a shelf.

    Args:
        shelf: where they lie.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._spots: list[Spot] = []
        self._loose: list[RawRow] = []
        self._count = 0

    def add(self, row: RawRow) -> None:
        """One row more."""
        self._loose.append(row)
        self._count += 1
        if len(self._loose) == _TOGETHER:
            self.put_away()

    def put_away(self) -> None:
        """Hold none of them."""
        if self._loose:
            self._spots.append(self._shelf.put(list(map(tuple, self._loose))))
            self._loose = []

    def __iter__(self) -> Iterator[RawRow]:
        for spot in self._spots:
            yield from map(RawRow._make, self._shelf.take(spot))
        yield from self._loose

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == other for other in self)
