"""Things that lie on disk for a while, because all of them would be too much for memory.

The file has no name: whatever ends the process, nothing is left of what clients told their lawyer.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any, TypeAlias, TypeVar, overload
from weakref import finalize

from anjuan.errors import OutputError, why

# Where a thing lies in the file, and how long it is.
Spot: TypeAlias = tuple[int, int]
_T = TypeVar("_T")


class Shelf:
    """Takes things, and gives each back as often as it is asked for.

    Any thread may ask, and on POSIX a copy of the process, too.

    Raises:
        OutputError: whoever puts or takes meets it where the disk is full.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0
        self._lock = Lock()

    def put(self, thing: object) -> Spot:
        """Put a thing away; whoever wants it again keeps the spot."""
        # Loaded when it is needed: most workbooks are short.
        import pickle

        content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        spot = (self._end, len(content))
        with _disk_faults():
            file = self._opened()
            with self._lock:
                file.seek(self._end)
                file.write(content)
                # A worker that begins as a copy of this process must have nothing left to write.
                file.flush()
        self._end += len(content)
        return spot

    def take(self, spot: Spot) -> Any:
        """A thing equal to the one that was put there."""
        import pickle

        with _disk_faults():
            return pickle.loads(self._read(*spot))

    def _read(self, start: int, length: int) -> bytes:
        file = self._opened()
        # Copies of a process share its place in the file.
        if hasattr(os, "pread"):
            return os.pread(file.fileno(), length, start)
        with self._lock:
            file.seek(start)
            return file.read(length)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the shelf
            finalize(self, self._file.close)
        return self._file


class _Remade(Sequence[_T]):
    """Things that are not held: each is made anew, by its place, whenever somebody asks for it."""

    @abstractmethod
    def _at(self, place: int) -> _T:
        """The thing at a place, counted from 0."""

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_T]: ...
    def __getitem__(self, place: int | slice) -> _T | Sequence[_T]:
        found = range(len(self))[place]
        return self._at(found) if isinstance(found, int) else tuple(map(self._at, found))

    def __reduce__(self) -> tuple[object, ...]:
        # Elsewhere what they are made from is not at hand.
        return tuple, (tuple(self),)


class Packed(_Remade[_T]):
    """Things in the order in which they were added; each time they are gone through, made anew.

    Attributes:
        together: how many that follow one another, from the first on, are had at once. What
            several of them share, such as an institution or a word of ours, lies there once.
    """

    together = 64

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._packs: list[Spot] = []
        self._loose: list[_T] = []
        # Whoever asks for one will ask for its neighbours.
        self._last: tuple[int, list[_T]] = (-1, [])

    def extend(self, things: Iterable[_T]) -> None:
        """Some things more."""
        for thing in things:
            self._loose.append(thing)
            if len(self._loose) == self.together:
                self._put_away(self._loose)
                self._loose = []

    def _put_away(self, pack: list[_T]) -> None:
        self._packs.append(self._shelf.put(pack))

    def __iter__(self) -> Iterator[_T]:
        for spot in self._packs:
            yield from self._shelf.take(spot)
        yield from self._loose

    def __len__(self) -> int:
        return len(self._packs) * self.together + len(self._loose)

    def _at(self, place: int) -> _T:
        number, within = divmod(place, self.together)
        return self._pack(number)[within]

    def _pack(self, number: int) -> list[_T]:
        if number == len(self._packs):
            return self._loose
        known, pack = self._last
        if known != number:
            pack = self._shelf.take(self._packs[number])
            self._last = number, pack
        return pack


class OnDemand(_Remade[_T]):
    """Things that are made whenever somebody asks for them, as of what lies on a shelf.

    Args:
        count: how many there are.
        make: makes one by its place, from 0.
    """

    def __init__(self, count: int, make: Callable[[int], _T]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_T]:
        return map(self._make, range(self._count))

    def _at(self, place: int) -> _T:
        return self._make(place)


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        from tempfile import gettempdir

        raise OutputError(
            "临时文件写不进去（{}）。案件多时要借用磁盘，请在 {} 所在的磁盘上腾出空间。",
            why(error),
            gettempdir(),
        ) from error
