"""Files of call records, as they are handed to readers."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from anjuan.errors import RecordError, UsageError, why
from anjuan.importing.elements import elements
from anjuan.messages import Message, public
from anjuan.plugin.importers import START, RecordCell, RecordField, RecordTable
from anjuan.workbook.formats.bounds import MOST_ENTRIES, entry_pieces, listed_entries
from anjuan.workbook.formats.source import MergedRange, Source, Tables, UnsoundError
from anjuan.workbook.formats.text import text_encoding
from anjuan.workbook.letters import column_number
from anjuan.workbook.opening import opened_alone

# Of the text in an archive of a chat; nobody writes as much.
LARGEST_MEMBER = 256 << 20
# The flag of names in UTF-8 (APPNOTE.TXT §4.4.4); without it, Chinese systems write theirs.
_UTF_8_NAME, _OTHER_NAMES = 0x800, "cp437"
Headings = Mapping[str, Mapping[RecordField, str]]


class Wanted(StrEnum):
    """What a file can't be read without, and only the user knows."""

    YEAR = "年份"
    PASSWORD = "密码"


class OpenedFile:
    """A file of call records (`RecordFile`).

    Args:
        path: the file.
        name: what its owner calls it; empty = as the path. It tells of what is in it.
        year: of dates without one; None = not told.
        password: of an encrypted file; None = not told.
        own_numbers: keys of the numbers that are known to be the phone's.
        headings: the office's own, by section of `anjuan.toml`.

    Attributes:
        name: what its owner calls it; never a path.
        wanted: what the reader could not go on without; None where it lacked nothing.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str = "",
        year: int | None = None,
        password: str | None = None,
        own_numbers: Collection[str] = (),
        headings: Headings = MappingProxyType({}),
    ) -> None:
        self.path = path
        self.name = name or path.name
        self.own_numbers = frozenset(own_numbers)
        self.headings = headings
        self.wanted: Wanted | None = None
        self._year = year
        self._password = password

    def start(self) -> bytes:
        """Its first bytes.

        Raises:
            RecordError: there is no such file, or it can't be read.
        """
        with _readable(), self.path.open("rb") as stream:
            return stream.read(START)

    def tables(self) -> Iterator[RecordTable]:
        """The tables of a workbook, a page or a text."""
        with _readable():
            source = opened_alone(self.path)
        if isinstance(source, Tables):
            # Tables of a page may have one name: a month each, below the same heading.
            for table in source.each:
                yield RecordTable(table.name, _in_full(iter(table.rows), table.merged))
            return
        for name in source.names:
            yield RecordTable(name, _rows(source, name))

    def lines(self) -> Iterator[str]:
        """The lines of a text."""
        with _readable():
            encoding = text_encoding(self.path)
            with self.path.open(encoding=encoding) as stream:
                for line in stream:
                    yield line.rstrip("\r\n")

    def members(self) -> Sequence[str]:
        """The names of the files in an archive."""
        return tuple(self._entries())

    def member(self, name: str) -> Iterator[bytes]:
        """The content of a file in the archive."""
        entry = self._entries().get(name)
        if entry is None or entry.file_size > LARGEST_MEMBER:
            raise RecordError(
                "压缩包里的聊天记录找不到，或超过 {} MB。", public(LARGEST_MEMBER >> 20)
            )
        with _readable(), self.path.open("rb") as stream:
            yield from entry_pieces(stream, entry)

    def elements(self, *names: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Names and attributes of the elements of an XML file."""
        with _readable():
            yield from elements(self.path, names)

    def year(self) -> int:
        """The year of dates without one."""
        if self._year is None:
            raise self._not_told(Wanted.YEAR, "--year")
        return self._year

    def password(self) -> str:
        """The password."""
        if self._password is None:
            raise self._not_told(Wanted.PASSWORD, "--password-file")
        return self._password

    def told(self, answer: str) -> OpenedFile:
        """The same file with what was wanted."""
        is_year = self.wanted is Wanted.YEAR
        return OpenedFile(
            self.path,
            name=self.name,
            year=int(answer) if is_year else self._year,
            password=self._password if is_year else answer,
            own_numbers=self.own_numbers,
            headings=self.headings,
        )

    def _not_told(self, wanted: Wanted, option: str) -> UsageError:
        self.wanted = wanted
        return UsageError("缺少{}，请用 {} 写明。", public(wanted), public(option))

    def _entries(self) -> Mapping[str, zipfile.ZipInfo]:
        try:
            with _readable(), self.path.open("rb") as stream:
                entries = listed_entries(stream)
        except RecordError as error:
            raise RecordError(
                "压缩包已损坏，或里面的文件超过 {} 个。请重新导出。", public(MOST_ENTRIES)
            ) from error
        return {_member_name(entry): entry for entry in entries if not entry.is_dir()}


def _member_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF_8_NAME:
        return entry.filename
    return entry.filename.encode(_OTHER_NAMES, "replace").decode("gb18030", "replace")


def _rows(source: Source, name: str) -> Iterator[Sequence[RecordCell]]:
    with _readable():
        yield from _in_full(source.rows(name), source.merged(name))


def _in_full(
    rows: Iterator[Sequence[RecordCell]], merged: Iterable[MergedRange]
) -> Iterator[Sequence[RecordCell]]:
    """The rows, with what a merged cell says in each row that it covers: a day, for one."""
    begins: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for it in merged:
        if len(it.rows) > 1:
            begins[it.rows.start].append((column_number(it.letter) - 1, it.rows.stop))
    return _covered(rows, begins) if begins else rows


def _covered(
    rows: Iterator[Sequence[RecordCell]], begins: Mapping[int, Sequence[tuple[int, int]]]
) -> Iterator[Sequence[RecordCell]]:
    covers: dict[int, tuple[int, RecordCell]] = {}
    for number, row in enumerate(rows, 1):
        covers = {column: it for column, it in covers.items() if number < it[0]}
        cells = list(row)
        cells += [None] * (max(covers, default=-1) + 1 - len(cells))
        for column, (_, value) in covers.items():
            cells[column] = value if cells[column] in (None, "") else cells[column]
        for column, end in begins.get(number, ()):
            if column < len(cells):
                covers[column] = end, cells[column]
        yield cells


@contextmanager
def _readable() -> Iterator[None]:
    """Say of a file that it can't be read as readers say it."""
    try:
        yield
    except UnsoundError as error:
        raise RecordError(error.message) from error
    except OSError as error:
        raise RecordError("读不了（{}）。请检查权限。", why(error)) from error
    except UnicodeError as error:
        raise RecordError(Message("文字编码认不出来。请另存为 UTF-8 编码。")) from error
