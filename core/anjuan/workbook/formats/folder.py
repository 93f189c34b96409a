"""Files that hold one table each: those beside a file that end as it does are its other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from anjuan.case.sheets import CASES
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.source import Flaws, MergedRange, Source


class Folder:
    """The files of a folder: each is a table named like the file.

    Args:
        path: the file that was named: the case sheet, whatever it is called.
        source: opened.
        open_file: opens another one.
    """

    is_typed = False

    def __init__(self, path: Path, source: Source, open_file: Callable[[Path], Source]) -> None:
        self.remark = source.remark
        self._files = {file.stem: file for file in _beside(path)}
        self._files.setdefault(CASES.name, path)
        self._open = open_file
        self._opened = {path: source}

    @property
    def names(self) -> list[str]:
        """The names of the files, without what they end in."""
        return list(self._files)

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows of a file's first table."""
        source = self._source(name)
        return source.rows(source.names[0])

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of it."""
        source = self._source(name)
        return source.merged(source.names[0])

    def flaws(self, name: str) -> Flaws:
        """What is wrong with it."""
        source = self._source(name)
        return source.flaws(source.names[0])

    def _source(self, name: str) -> Source:
        path = self._files[name]
        if path not in self._opened:
            self._opened[path] = self._open(path)
        return self._opened[path]


def _beside(path: Path) -> list[Path]:
    """The files of a folder that end alike; those that Excel or a system hides are none of it."""
    suffix = path.suffix.lower()
    files = (file for file in path.parent.iterdir() if file.suffix.lower() == suffix)
    return sorted(file for file in files if file.is_file() and not file.name.startswith((".", "~")))
