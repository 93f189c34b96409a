"""The cases of a workbook: in memory where they are few, else on a shelf, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from anjuan.case.records.case import Case
from anjuan.shelf import OnDemand, Packed, Spot

_T = TypeVar("_T")
# With more, none stays in memory.
MOST_HELD = 10_000


class Head(NamedTuple):
    """What a case is known by: its 案件编号, and the name of its client."""

    number: str
    client: str


class PackedCases(Packed[Case]):
    """Cases on a shelf; of each it can be told apart from it what it is known by."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: list[Spot] = []

    def _put_away(self, pack: list[Case]) -> None:
        self._heads.append(self._shelf.put(list(map(head_of, pack))))
        super()._put_away(pack)

    @property
    def heads(self) -> Iterator[Head]:
        """What each case is known by."""
        for spot in self._heads:
            yield from self._shelf.take(spot)
        yield from map(head_of, self._loose)


def heads_of(cases: Sequence[Case]) -> Iterator[Head]:
    """What each case is known by; those on a shelf are left there."""
    return cases.heads if isinstance(cases, PackedCases) else map(head_of, cases)


def head_of(case: Case) -> Head:
    """What a case is known by."""
    return Head(case.number, case.client.name)


def kept(cases: Iterable[Case]) -> Sequence[Case]:
    """Cases that are to be gone through several times."""
    remaining = iter(cases)
    first = tuple(islice(remaining, MOST_HELD + 1))
    if len(first) <= MOST_HELD:
        return first
    packed = PackedCases()
    packed.extend(first)
    packed.extend(remaining)
    return packed


def room_for(cases: int) -> list[_T] | Packed[_T]:
    """Where what is made of so many cases is put, and can be gone through several times."""
    return [] if cases <= MOST_HELD else Packed()


def made_for(cases: int, make: Callable[[int], _T]) -> Sequence[_T]:
    """What is made for each of so many cases, by its place; of many, whenever it is asked for."""
    return OnDemand(cases, make) if cases > MOST_HELD else tuple(map(make, range(cases)))
