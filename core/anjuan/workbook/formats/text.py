"""Text with a row a line (.csv and what else Excel calls so), whatever separates the cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from anjuan.chinese import encodings
from anjuan.messages import public
from anjuan.patterns import seldom
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.source import Flaws, MergedRange, UnsoundError, address

# What separates cells: the first that fits best.
_SEPARATORS = ",\t;|"
# Among so many rows it shows which.
_SAMPLE = 50
# A first line that only says what separates cells (Excel writes none, but obeys it).
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_BLOCK = 1 << 20
# ="0571…" is how programs keep Excel from taking a text for a number.
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
# A formula that was exported instead of its result: a function, a cell or a number after the sign.
_FORMULA = seldom(r"=[-+(]*(?:[A-Z][A-Z0-9.]*\(|\$?[A-Z]{1,3}\$?[0-9]|[0-9.]+[-+*/^&])", re.I)


class TextTable:
    """The one table of a text file, called like the file.

    Args:
        path: the file.
        remark: as in `Source`.

    Raises:
        UnsoundError: in what encoding it is can't be told.
    """

    is_typed = False

    def __init__(self, path: Path, remark: str = "") -> None:
        self.remark = remark
        self._path = path
        self._encoding = text_encoding(path)
        self._separator, self._begin = self._way_of_writing()

    @property
    def names(self) -> list[str]:
        """The name of the file."""
        return [self._path.stem]

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows, as text."""
        for row in self._rows():
            yield [plain(cell) for cell in row]

    def merged(self, name: str) -> list[MergedRange]:
        """Text merges nothing."""
        return []

    def flaws(self, name: str) -> Flaws:
        """Formulas; errors are words like others in a text, and are told where cells are parsed."""
        return Flaws(
            {
                address(number, column): "formula"
                for number, row in enumerate(self._rows())
                for column, cell in enumerate(row)
                if is_formula(cell)
            }
        )

    def _rows(self) -> Iterator[list[str]]:
        with self._path.open(encoding=self._encoding, newline="") as stream:
            lines = islice(stream, self._begin, None)
            rows = csv.reader(lines, delimiter=self._separator)
            try:
                yield from rows
            except csv.Error as error:
                raise UnsoundError(
                    "“{}”第 {} 行读不了（{}）：一格太长，或引号不成对。请改正，或另存为 .xlsx。",
                    *(self._path.name, public(rows.line_num), error),
                ) from error

    def _way_of_writing(self) -> tuple[str, int]:
        """What separates cells, and how many lines say nothing else."""
        with self._path.open(encoding=self._encoding, newline="") as stream:
            lines = list(islice(stream, _SAMPLE))
        said = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
        if said:
            return said[1], 1
        return max(_SEPARATORS, key=lambda it: _fit(lines, it)), 0


def _fit(lines: Sequence[str], separator: str) -> int:
    """How many cells of rows of the most frequent width a separator makes, beyond the first."""
    try:
        widths = Counter(map(len, csv.reader(lines, delimiter=separator)))
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def is_formula(cell: str) -> bool:
    """Whether a text is a formula: a program that opens it would calculate it."""
    is_one = cell[:1] == "=" and _FORMULA.match(cell) and not _QUOTED.fullmatch(cell)
    return bool(is_one)


def plain(cell: str) -> str:
    """The text that is meant: `0571…` for `="0571…"`."""
    quoted = _QUOTED.fullmatch(cell) if cell[:1] == "=" else None
    return quoted[1].replace('""', '"') if quoted else cell


def text_encoding(path: Path) -> str:
    """The encoding of a text file, byte order marks left out of the text.

    Raises:
        UnsoundError: it is none that is known.
    """
    with path.open("rb") as stream:
        start = stream.read(2)
    for encoding in encodings(start):
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(_BLOCK):
                    pass
        except UnicodeError:
            continue
        return encoding
    raise UnsoundError("“{}”的文字编码认不出来。请另存为 UTF-8 编码的 CSV。", path.name)
