"""From a file to raw rows: which sheets and headings there are, and what stands in each cell.

Reads .xlsx, .xlsm, .xls, .ods, and folders of .csv. Row numbers and addresses are the ones that
Excel shows.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from anjuan.case.sheets import CASES
from anjuan.errors import WorkbookError, why
from anjuan.messages import Message, public
from anjuan.workbook import trial
from anjuan.workbook.bounds import MOST_CELLS, UnsoundError, broken
from anjuan.workbook.cells import Cell
from anjuan.workbook.letters import column_letters
from anjuan.workbook.scan import Flaws, find_flaws

# Excel's: XFD.
LAST_COLUMN = 16384
LARGEST_FILE = 300 << 20
# Seconds that a file of an old format may take to be opened on trial.
_LONGEST_TRIAL = 20
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = Message("加了打开密码，读不了。请取消密码后另存一份。")
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
# Formats in which a small file can ask for any amount of memory.
_TRIED_FIRST = (".xls", ".ods")
_ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells merged into one: the column letter of the first, and the row numbers covered."""

    letter: str
    rows: range


class Source(Protocol):
    """A file with named tables; what it raises doesn't name the file (`named`)."""

    flaws: Mapping[str, Flaws]
    is_typed: bool

    @property
    def names(self) -> list[str]:
        """The tables, in the order of the file."""

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows of a table from row 1, all cells from column A."""

    def merged(self, name: str) -> list[MergedRange]:
        """All merged ranges of a table."""


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say which file it is of which something inside is complained about."""
    try:
        yield
    except UnsoundError as error:
        raise WorkbookError("{}：{}", path, error.message) from error


def opened(path: Path) -> Source:
    """A workbook, looked at before any library opens it.

    Raises:
        UnsoundError: it can't be used as one.
    """
    if not path.is_file():
        raise UnsoundError(Message("找不到文件。请检查路径和文件名。"))
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        others = public(_SUFFIXES[1:])
        raise UnsoundError("不是案件表。请另存为“Excel 工作簿（.xlsx）”；也可以用 {}。", others)
    _refuse_size(path)
    if suffix == ".csv":
        return _TextFiles(path)
    start = _start(path)
    if start.startswith(_OLE_SIGNATURE) and _ENCRYPTED_STREAM in path.read_bytes():
        raise UnsoundError(_ENCRYPTED)
    if not (zipfile.is_zipfile(path) or start.startswith(_OLE_SIGNATURE)):
        raise UnsoundError(
            Message("不是 .xlsx 工作簿。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”。")
        )
    return _Spreadsheet(path)


def _refuse_size(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise UnsoundError(
            "有 {} MB，超过 {} MB。请删去图片等多余的内容，或把案件表拆成几份。",
            *(public(size >> 20), public(LARGEST_FILE >> 20)),
        )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(8)
    except OSError as error:
        raise UnsoundError("读不了（{}）。请检查权限。", why(error)) from error


class _Spreadsheet:
    """Tables of an .xlsx, .xlsm, .xls or .ods file."""

    is_typed = True

    def __init__(self, path: Path) -> None:
        self._last: CalamineSheet | None = None
        # Before anything else opens the file.
        self.flaws: Mapping[str, Flaws] = find_flaws(path)
        if path.suffix.lower() in _TRIED_FIRST:
            _try(path)
        try:
            self._workbook = CalamineWorkbook.from_path(path)
        except PasswordError as error:
            raise UnsoundError(_ENCRYPTED) from error
        except (CalamineError, OSError) as error:
            raise broken(error) from error

    @property
    def names(self) -> list[str]:
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
            MergedRange(column_letters(column + 1), range(row + 1, last + 2))
            for (row, column), (last, _) in self._sheet(name).merged_cell_ranges or []
            if column < LAST_COLUMN
        ]

    def _sheet(self, name: str) -> CalamineSheet:
        """A sheet; the last one is kept, because getting one parses it."""
        if self._last is None or self._last.name != name:
            # Let go of the last one first: long sheets are large.
            self._last = None
            self._last = self._workbook.get_sheet_by_name(name)
        return self._last


def _try(path: Path) -> None:
    """Open a file of an old format in a process of its own first.

    Raises:
        UnsoundError: it did not survive that.
    """
    command = [sys.executable, "-P", trial.__file__, str(path), str(MOST_CELLS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST_TRIAL, check=False)
    except subprocess.TimeoutExpired as error:
        raise broken(Message("{} 秒也打不开", public(_LONGEST_TRIAL))) from error
    if done.returncode == trial.TOO_MANY_CELLS:
        raise UnsoundError(
            "里面有一张表连空格子超过 {} 个，读不了。请删去远处多余的内容，或把表拆成几份。",
            public(MOST_CELLS),
        )
    if done.returncode:
        raise broken(Message("打开它要用的内存太多，或内容自相矛盾"))


class _TextFiles:
    """The .csv files of a folder: each is a table named like the file."""

    is_typed = False

    def __init__(self, path: Path) -> None:
        self._files = {file.stem: file for file in sorted(path.parent.glob("*.csv"))}
        # The file that was named is the case sheet, whatever it is called.
        self._files.setdefault(CASES.name, path)
        self.flaws: Mapping[str, Flaws] = {}

    @property
    def names(self) -> list[str]:
        return list(self._files)

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """All rows, as text."""
        path = self._files[name]
        _refuse_size(path)
        with path.open(encoding=_encoding(path), newline="") as stream:
            rows = csv.reader(stream)
            try:
                yield from rows
            except csv.Error as error:
                raise UnsoundError(
                    "“{}”第 {} 行读不了（{}）：一格太长，或引号不成对。请改正，或另存为 .xlsx。",
                    *(path.name, public(rows.line_num), error),
                ) from error

    def merged(self, name: str) -> list[MergedRange]:
        """Text files merge nothing."""
        return []


def _encoding(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(_BLOCK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnsoundError("“{}”的文字编码认不出来。请另存为 UTF-8 编码的 CSV。", path.name)
