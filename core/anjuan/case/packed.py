"""The cases of a workbook: in memory where they are few, else on a shelf, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, overload

from anjuan.case.records.case import Case
from anjuan.shelf import Shelf, Spot

# With more, none stays in memory.
MOST_HELD = 10_000
# Cases that are put away together: institutions that they share are put away once with them.
_TOGETHER = 64


class Head(NamedTuple):
    """What a case is known by: its 案件编号, and the name of its client."""

    number: str
    client: str


class PackedCases(Sequence[Case]):
    """Cases in the order in which they were added; each time they are gone through, made anew."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._packs: list[tuple[Spot, Spot]] = []
        self._loose: list[Case] = []

    def add(self, cases: Iterable[Case]) -> None:
        """Some cases more."""
        for case in cases:
            self._loose.append(case)
            if len(self._loose) == _TOGETHER:
                heads = list(map(_head, self._loose))
                self._packs.append((self._shelf.put(heads), self._shelf.put(self._loose)))
                self._loose = []

    @property
    def heads(self) -> Iterator[Head]:
        """What each case is known by."""
        for spot, _ in self._packs:
            yield from self._shelf.take(spot)
        yield from map(_head, self._loose)

    def __iter__(self) -> Iterator[Case]:
        for _, spot in self._packs:
            yield from self._shelf.take(spot)
        yield from self._loose

    def __len__(self) -> int:
        return len(self._packs) * _TOGETHER + len(self._loose)

    @overload
    def __getitem__(self, place: int) -> Case: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Case]: ...
    def __getitem__(self, place: int | slice) -> Case | Sequence[Case]:
        if isinstance(place, slice):
            return tuple(self[it] for it in range(len(self))[place])
        number, within = divmod(range(len(self))[place], _TOGETHER)
        if number == len(self._packs):
            return self._loose[within]
        pack: list[Case] = self._shelf.take(self._packs[number][1])
        return pack[within]


def heads_of(cases: Sequence[Case]) -> Iterator[Head]:
    """What each case is known by; those on a shelf are left there."""
    return cases.heads if isinstance(cases, PackedCases) else map(_head, cases)


def _head(case: Case) -> Head:
    return Head(case.number, case.client.name)


def kept(cases: Iterable[Case]) -> Sequence[Case]:
    """Cases that are to be gone through several times."""
    remaining = iter(cases)
    first = tuple(islice(remaining, MOST_HELD + 1))
    if len(first) <= MOST_HELD:
        return first
    packed = PackedCases()
    packed.add(first)
    packed.add(remaining)
    return packed
