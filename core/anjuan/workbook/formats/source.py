"""What a file of any format is to those who read it: named tables of cells, and their flaws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from anjuan.errors import WorkbookError, why
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.cells.looks import Look
from anjuan.workbook.letters import column_letters

# Excel's: XFD1048576.
LAST_COLUMN, LAST_ROW = 16384, 1048576
# Cells of a table from its first row and column to its last, the empty ones included.
MOST_CELLS = 10_000_000
LARGEST_FILE = 300 << 20
ENCRYPTED = Message("加了打开密码，读不了。请取消密码后另存一份。")


class UnsoundError(WorkbookError):
    """A file can't be used as a workbook. Which file it is, `opening.named` adds."""


def broken(reason: object) -> UnsoundError:
    """The complaint about a file that can't be read as a workbook."""
    return UnsoundError("已损坏或不是 Excel 工作簿（{}）。请重新另存为 .xlsx。", reason)


def unreadable(error: OSError) -> UnsoundError:
    """The complaint about a file that the disk does not give."""
    return UnsoundError("读不了（{}）。请检查权限。", why(error))


def too_many_cells() -> UnsoundError:
    """The complaint about a table that can't be laid out."""
    return UnsoundError(
        "里面有一张表连空格子超过 {} 个，读不了。请删去远处多余的内容，或把表拆成几份。",
        public(MOST_CELLS),
    )


@frozen
class MergedRange:
    """Cells merged into one: the column letter of the first, and the row numbers covered."""

    letter: str
    rows: range


@frozen
class Flaws:
    """What is wrong with a sheet besides its values.

    Attributes:
        cells: `error` (#N/A and the like) or `formula` (never computed) by address.
        struck: addresses of cells of whose text anything is struck through.
        hidden_rows: numbers of rows that the lawyer does not see: hidden, filtered or folded away.
        hidden_columns: letters of columns, likewise.
        is_hidden: True for a sheet that the lawyer does not see.
        is_blurred: True where only values could be read: what is hidden, merged or struck through
            nobody knows.
        looks: what is shown by address, where that is not what the cell holds.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    is_hidden: bool = False
    is_blurred: bool = False
    looks: Mapping[str, Look] = field(default_factory=dict)


class Source(Protocol):
    """A file with named tables; what it raises doesn't name the file (`opening.named`)."""

    @property
    def is_typed(self) -> bool:
        """False for formats that hold nothing but text."""

    @property
    def remark(self) -> str:
        """What the file turned out to be, where its name says otherwise; else empty."""

    @property
    def names(self) -> list[str]:
        """The tables, in the order of the file."""

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows of a table from row 1, all cells from column A."""

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a table."""

    def flaws(self, name: str) -> Flaws:
        """What is wrong with a table besides its values."""


@frozen
class Table:
    """One table, read as a whole.

    Attributes:
        name: as in the file.
        rows: from row 1, cells from column A; rows may be of any length.
        merged, flaws: as in `Source`.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[MergedRange] = ()
    flaws: Flaws = field(default_factory=Flaws)


class Tables:
    """A file that is read as a whole.

    Args:
        tables: in the order of the file; names may repeat.
        is_typed, remark: as in `Source`.
    """

    def __init__(self, tables: Sequence[Table], *, is_typed: bool, remark: str = "") -> None:
        self._tables = tables
        self.is_typed = is_typed
        self.remark = remark

    @property
    def names(self) -> list[str]:
        """The tables, in the order of the file."""
        return [table.name for table in self._tables]

    @property
    def each(self) -> Sequence[Table]:
        """Each table, whether or not another is called the same."""
        return self._tables

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows of a table."""
        return iter(self._table(name).rows)

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a table."""
        return list(self._table(name).merged)

    def flaws(self, name: str) -> Flaws:
        """What is wrong with a table."""
        return self._table(name).flaws

    def _table(self, name: str) -> Table:
        return next(table for table in self._tables if table.name == name)


def address(row: int, column: int) -> str:
    """`C4` for row 3 and column 2, both counted from 0."""
    return f"{column_letters(column + 1)}{row + 1}"


def merged_range(row: int, column: int, height: int) -> MergedRange:
    """A merged range by its first cell, counted from 0, and its rows."""
    return MergedRange(column_letters(column + 1), range(row + 1, row + 1 + height))


def day_or_moment(moment: datetime) -> date | datetime:
    """A moment to the second; a day where it is midnight, as which formats store days."""
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return rounded.date() if rounded.time() == time.min else rounded
