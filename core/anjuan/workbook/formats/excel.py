"""Packages of Excel (.xlsx, .xlsm): rows streamed, or read by calamine; flaws from the XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from anjuan.messages import Message
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.parts import Layout, laid_out, usual_copy
from anjuan.workbook.formats.scan import scanned, texts_part
from anjuan.workbook.formats.single_cells import SingleCells
from anjuan.workbook.formats.source import (
    LAST_COLUMN,
    Flaws,
    MergedRange,
    UnsoundError,
    broken,
    merged_range,
    unreadable,
)
from anjuan.workbook.formats.stored import StoredValues, Texts
from anjuan.workbook.formats.streamed import rows
from anjuan.workbook.letters import column_number

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
        self._path = path
        self._archive = archive
        self._layout = laid_out(archive)
        # Before anything else opens the file.
        found = scanned(archive, self._layout)
        self._sheets = dict(zip(self.names, found, strict=True))
        self._parts = {it.name: it.part for it in self._layout.sheets}
        self._values: StoredValues | None = None
        is_odd = not all(map(self._is_streamed, self.names))
        self._tables = _FullTables(path, archive, self._layout) if is_odd else None

    @property
    def names(self) -> list[str]:
        """The sheets, in the order of the workbook."""
        return [it.name for it in self._layout.sheets]

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows from row 1, all cells from column A."""
        try:
            if self._tables and not self._is_streamed(name):
                yield from self._tables.rows(name)
            else:
                yield from self._streamed(name)
        # The second for more hours than there are.
        except (CalamineError, OverflowError) as error:
            raise UnsoundError("工作表“{}”已损坏（{}）。", name, error) from error
        except OSError as error:
            raise unreadable(error) from error

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a sheet."""
        found = self._sheets[name].merged
        if self._tables and not self._is_streamed(name):
            found = self._tables.merged(name)
        return [it for it in found if column_number(it.letter) <= LAST_COLUMN]

    def flaws(self, name: str) -> Flaws:
        """What is wrong with a sheet besides its values."""
        return self._sheets[name].flaws

    def _is_streamed(self, name: str) -> bool:
        return self._sheets[name].is_streamed and not self._layout.counts_from_1904

    def _streamed(self, name: str) -> Iterator[Sequence[Cell]]:
        with self._path.open("rb") as stream:
            archive = self._archive.on(stream)
            if self._values is None:
                self._values = _stored_values(archive, self._layout)
            yield from rows(archive.pieces(self._parts[name]), self._values)


def _stored_values(archive: Archive, layout: Layout) -> StoredValues:
    texts, styles = (
        b"".join(archive.pieces(part)) if part in archive.names else b""
        for part in (texts_part(layout), layout.related("styles"))
    )
    return StoredValues(Texts(texts), SingleCells(styles))


class _FullTables:
    """Sheets as the reader of spreadsheets lays them out, each as one full table."""

    def __init__(self, path: Path, archive: Archive, layout: Layout) -> None:
        self._last: CalamineSheet | None = None
        source = path if layout.is_usual else usual_copy(archive, layout)
        try:
            self._workbook = _read(source)
        except (CalamineError, OSError) as error:
            raise broken(error) from error
        if len(self._workbook.sheet_names) != len(layout.sheets):
            raise broken(Message("工作表的名单前后不一"))

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows from row 1, all cells from column A."""
        sheet = self._sheet(name)
        # The reader leaves out empty columns on the left, though not empty rows above.
        left = ("",) * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield (*left, *row)

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a sheet."""
        return [
            merged_range(row, column, last - row + 1)
            for (row, column), (last, _) in self._sheet(name).merged_cell_ranges or []
        ]

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
