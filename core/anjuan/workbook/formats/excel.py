"""Packages of Excel (.xlsx, .xlsm): values by calamine, flaws from the XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from anjuan.messages import Message
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.parts import laid_out, usual_copy
from anjuan.workbook.formats.scan import find_flaws
from anjuan.workbook.formats.source import (
    LAST_COLUMN,
    Flaws,
    MergedRange,
    UnsoundError,
    broken,
    merged_range,
)

# By these the reader of spreadsheets takes a path for what it is.
_KNOWN_SUFFIXES = (".xlsx", ".xlsm")


class ExcelBook:
    """Tables of an Excel package.

    Args:
        path: the file.
        archive: its parts.

    Raises:
        UnsoundError: it is broken, or made to exhaust the machine that opens it.
    """

    is_typed = True
    remark = ""

    def __init__(self, path: Path, archive: Archive) -> None:
        self._last: CalamineSheet | None = None
        layout = laid_out(archive)
        # Before anything else opens the file.
        flaws = find_flaws(archive, layout)
        source = path if layout.is_usual else usual_copy(archive, layout)
        try:
            self._workbook = _read(source)
        except (CalamineError, OSError) as error:
            raise broken(error) from error
        if len(self.names) != len(flaws):
            raise broken(Message("工作表的名单前后不一"))
        self._flaws = dict(zip(self.names, flaws, strict=True))

    @property
    def names(self) -> list[str]:
        """The sheets, in the order of the workbook."""
        return self._workbook.sheet_names

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows from row 1, all cells from column A."""
        try:
            sheet = self._sheet(name)
            # The reader leaves out empty columns on the left, though not empty rows above.
            left = ("",) * (sheet.start[1] if sheet.start else 0)
            for row in sheet.iter_rows():
                yield (*left, *row)
        except CalamineError as error:
            raise UnsoundError("工作表“{}”已损坏（{}）。", name, error) from error

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a sheet."""
        return [
            merged_range(row, column, last - row + 1)
            for (row, column), (last, _) in self._sheet(name).merged_cell_ranges or []
            if column < LAST_COLUMN
        ]

    def flaws(self, name: str) -> Flaws:
        """What is wrong with a sheet besides its values."""
        return self._flaws[name]

    def _sheet(self, name: str) -> CalamineSheet:
        """A sheet; the last one is kept, because getting one parses it."""
        if self._last is None or self._last.name != name:
            # Let go of the last one first: long sheets are large.
            self._last = None
            self._last = self._workbook.get_sheet_by_name(name)
        return self._last


def _read(source: Path | IO[bytes]) -> CalamineWorkbook:
    if not isinstance(source, Path):
        return CalamineWorkbook.from_filelike(source)
    if source.suffix in _KNOWN_SUFFIXES:
        return CalamineWorkbook.from_path(source)
    with source.open("rb") as stream:
        return CalamineWorkbook.from_filelike(stream)
