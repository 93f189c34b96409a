"""Things that lie on disk for a while, because all of them would be too much for memory.

The file has no name: whatever ends the process, nothing is left of what clients told their lawyer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeAlias
from weakref import finalize

from anjuan.errors import OutputError, why

# Where a thing lies in the file, and how long it is.
Spot: TypeAlias = tuple[int, int]


class Shelf:
    """Takes things, and gives each back as often as it is asked for; read by this process only.

    Raises:
        OutputError: whoever puts or takes meets it where the disk is full.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, thing: object) -> Spot:
        """Put a thing away; whoever wants it again keeps the spot."""
        # Loaded when it is needed: most workbooks are short.
        import pickle

        content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        spot = (self._end, len(content))
        with _disk_faults():
            file = self._opened()
            file.seek(self._end)
            file.write(content)
            # A worker that begins as a copy of this process must have nothing left to write.
            file.flush()
        self._end += len(content)
        return spot

    def take(self, spot: Spot) -> Any:
        """A thing equal to the one that was put there."""
        import pickle

        start, length = spot
        with _disk_faults():
            file = self._opened()
            file.seek(start)
            return pickle.loads(file.read(length))

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the shelf
            finalize(self, self._file.close)
        return self._file


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
