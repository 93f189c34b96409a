"""Values that remember the cells they come from, through sums and into sentences.

They equal the plain values and are used in their place only where a paper is explained. Where one
is put into a text, marks stand round it there (marks.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Self, SupportsIndex

from anjuan.case.marks import Memory, memory_of, without_marks


class Text(str):
    """A text that remembers."""

    __slots__ = ("memory",)
    memory: Memory

    @classmethod
    def of(cls, text: str, memory: Memory) -> Text:
        """A text, and where it comes from."""
        known = cls(text)
        known.memory = memory
        return known

    def __str__(self) -> str:
        return self.memory.marked(str.__str__(self))

    def __format__(self, format_spec: str) -> str:
        return self.memory.marked(format(str.__str__(self), format_spec))

    def __add__(self, other: str) -> str:
        return f"{self}{other}" if other else self

    def __radd__(self, other: str) -> str:
        return f"{other}{self}" if other else self

    def _part(self, text: str) -> Text:
        return Text.of(text, self.memory)

    def __getitem__(self, key: SupportsIndex | slice) -> Text:
        return self._part(super().__getitem__(key))

    def strip(self, chars: str | None = None) -> Text:
        """As of a plain text; so are those below."""
        return self._part(super().strip(chars))

    def lstrip(self, chars: str | None = None) -> Text:  # noqa: D102
        return self._part(super().lstrip(chars))

    def rstrip(self, chars: str | None = None) -> Text:  # noqa: D102
        return self._part(super().rstrip(chars))

    def removeprefix(self, prefix: str, /) -> Text:  # noqa: D102
        return self._part(super().removeprefix(prefix))

    def removesuffix(self, suffix: str, /) -> Text:  # noqa: D102
        return self._part(super().removesuffix(suffix))

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> Text:  # noqa: D102
        return self._part(super().replace(old, new, count))

    def split(  # type: ignore[override]  # noqa: D102
        self, sep: str | None = None, maxsplit: SupportsIndex = -1
    ) -> list[Text]:
        return [self._part(item) for item in super().split(sep, maxsplit)]


class Number(int):
    """A count that remembers, and whose sums do."""

    memory: Memory

    @classmethod
    def of(cls, number: int, memory: Memory) -> Number:
        """A number, and where it comes from."""
        known = cls(number)
        known.memory = memory
        return known

    def __str__(self) -> str:
        return self.memory.marked(int.__repr__(self))

    def __format__(self, format_spec: str) -> str:
        return self.memory.marked(format(int.__int__(self), format_spec))

    def __add__(self, other: int) -> int:
        return Number.of(super().__add__(other), self.memory.with_(other))

    def __radd__(self, other: int) -> int:
        return Number.of(super().__radd__(other), self.memory.with_(other))

    def __sub__(self, other: int) -> int:
        return Number.of(super().__sub__(other), self.memory.with_(other))


class Amount(Decimal):
    """An amount that remembers, and whose sums do."""

    memory: Memory

    @classmethod
    def of(cls, amount: Decimal, memory: Memory) -> Amount:
        """An amount, and where it comes from."""
        known = cls(amount)
        known.memory = memory
        return known

    def __str__(self) -> str:
        return self.memory.marked(str(Decimal(self)))

    def __format__(self, format_spec: str, /) -> str:  # type: ignore[override]
        return self.memory.marked(format(Decimal(self), format_spec))

    def __add__(self, other: Any) -> Decimal:
        return Amount.of(super().__add__(other), self.memory.with_(other))

    def __radd__(self, other: Any) -> Decimal:
        return Amount.of(super().__radd__(other), self.memory.with_(other))

    def quantize(self, *args: Any, **options: Any) -> Decimal:
        """As of a plain amount."""
        return Amount.of(super().quantize(*args, **options), self.memory)

    def __round__(self, ndigits: Any = None) -> Any:
        if ndigits is None:
            return super().__round__()
        return Amount.of(super().__round__(ndigits), self.memory)


class Day(date):
    """A day that remembers."""

    memory: Memory

    @classmethod
    def of(cls, day: date, memory: Memory) -> Day:
        """A day, and where it comes from."""
        known = cls(day.year, day.month, day.day)
        known.memory = memory
        return known

    @property
    def year(self) -> int:
        """As of a plain day; so are those below."""
        return self._number(super().year)

    @property
    def month(self) -> int:  # noqa: D102
        return self._number(super().month)

    @property
    def day(self) -> int:  # noqa: D102
        return self._number(super().day)

    def __add__(self, other: timedelta) -> Self:
        return self._like(super().__add__(other))

    def replace(self, *args: Any, **parts: Any) -> Self:  # noqa: D102
        return self._like(super().replace(*args, **parts))

    def _number(self, number: int) -> int:
        found = memory_of(self)
        return number if found is None else Number.of(number, found)

    def _like(self, day: Self) -> Self:
        found = memory_of(self)
        if found is not None:
            day.memory = found
        return day


class Clock(time):
    """A time of day that remembers."""

    memory: Memory

    @classmethod
    def of(cls, clock: time, memory: Memory) -> Clock:
        """A time of day, and where it comes from."""
        known = cls(clock.hour, clock.minute, clock.second)
        known.memory = memory
        return known

    @property
    def hour(self) -> int:
        """As of a plain time; so is the minute."""
        return Number.of(super().hour, self.memory)

    @property
    def minute(self) -> int:  # noqa: D102
        return Number.of(super().minute, self.memory)


def how_many(items: Iterable[object]) -> int:
    """How many there are; where they remember their cells, so does their number."""
    found = list(items)
    memories = [memory for memory in map(memory_of, found) if memory]
    if not memories:
        return len(found)
    return Number.of(len(found), memories[0].with_all(memories[1:]))


def how_long(since: date, until: date) -> int:
    """Whole days from one day to another; it comes from where those days come from."""
    days = date.toordinal(until) - date.toordinal(since)
    memories = [memory for memory in map(memory_of, (since, until)) if memory]
    return Number.of(days, memories[0].with_all(memories[1:])) if memories else days


def as_told(text: str, of: str) -> str:
    """A cell's text in other words: it comes from where the cell's text comes from."""
    memory = memory_of(of)
    return Text.of(without_marks(text), memory) if memory else text


def printed_length(text: str) -> int:
    """How many characters of a text are printed; marks around what remembers its cell are not."""
    return len(without_marks(text))
