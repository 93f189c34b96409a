"""Marks around stretches of a text, which tell where those come from; and what stands for sources.

Texts with marks exist only where a paper is explained; none is ever written or printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from anjuan.frozen import frozen

# Characters that Unicode keeps free for this: no text that is exchanged has them.
_START, _MIDDLE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_DIGITS = str.maketrans("0123456789", "".join(map(chr, range(0xFDD3, 0xFDDD))))
# A beginning with its number, an end, or what stands between; a number may have been cut.
_PART = re.compile(f"{_START}[^{_MIDDLE}]*{_MIDDLE}?|{_END}|[^{_START}{_END}]+")
_READ_DIGITS = {sign: digit for digit, sign in _DIGITS.items()}


@frozen
class Segment:
    """A stretch of text between two marks.

    Attributes:
        text: what stands there.
        sources: of all values that it is a part of, the outermost first.
    """

    text: str
    sources: tuple[tuple[object, ...], ...]


class Ledger:
    """Knows which mark stands for which sources; one serves the rendering of one paper."""

    def __init__(self) -> None:
        self._sources: list[tuple[object, ...]] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def mark(self, text: str, sources: tuple[object, ...]) -> str:
        """A text between marks."""
        number = self._numbers.setdefault(sources, len(self._sources))
        if number == len(self._sources):
            self._sources.append(sources)
        return f"{_START}{str(number).translate(_DIGITS)}{_MIDDLE}{text}{_END}"

    def _sources_of(self, mark: str) -> tuple[object, ...]:
        number = mark[1:-1].translate(_READ_DIGITS)
        # Who cuts texts may cut a mark.
        known = number.isdecimal() and int(number) < len(self._sources)
        return self._sources[int(number)] if known else ()

    def read(self, text: str) -> Iterator[Segment]:
        """The stretches of a text; marks that don't belong together end it."""
        open_: list[tuple[object, ...]] = []
        for part in _PART.findall(text):
            if part.startswith(_START):
                open_.append(self._sources_of(part))
            elif part == _END:
                del open_[-1:]
            else:
                yield Segment(part, tuple(open_))


def without_marks(text: str) -> str:
    """The text as it would be if nobody remembered anything."""
    if _START not in text:
        return text
    return "".join(part for part in _PART.findall(text) if part[0] not in (_START, _END))


class Memory:
    """Where a value comes from.

    Args:
        ledger: of the rendering.
        parts: sources, and memories of values that it was made of.
    """

    __slots__ = ("_ledger", "_parts")

    def __init__(self, ledger: Ledger, *parts: object) -> None:
        self._ledger = ledger
        self._parts = parts

    @property
    def sources(self) -> tuple[object, ...]:
        """Every source once, in the order in which they were met."""
        found: dict[object, None] = {}
        # A sum of many is nested as deep: no recursion.
        waiting = [self]
        while waiting:
            for part in waiting.pop()._parts:
                if isinstance(part, Memory):
                    waiting.append(part)
                else:
                    found.setdefault(part)
        return tuple(found)

    def marked(self, text: str) -> str:
        """A text between marks; an empty one needs none."""
        return self._ledger.mark(text, self.sources) if text else text

    def with_(self, other: object) -> Memory:
        """Of a value that was made of two."""
        memory = memory_of(other)
        return Memory(self._ledger, self, memory) if memory else self

    def with_all(self, others: Iterable[Memory]) -> Memory:
        """Of a value that was made of several."""
        return Memory(self._ledger, self, *others)


def memory_of(value: object) -> Memory | None:
    """The memory of a value; None of a plain one."""
    found = getattr(value, "memory", None)
    return found if isinstance(found, Memory) else None
