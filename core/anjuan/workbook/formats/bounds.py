"""What a workbook's package may hold: looked at before any library opens it.

Sizes that a package declares may be lies, and the reader of spreadsheets believes none of them:
it inflates whatever is there. So every entry is inflated here first, piece by piece, and let go.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from typing import IO, TypeAlias

from anjuan.messages import Message, public
from anjuan.workbook.formats.source import UnsoundError, broken

MOST_ENTRIES = 10_000
LARGEST_PART = 400 << 20
LARGEST_PACKAGE = 800 << 20
# Sheets shrink to a tenth or so; from this size on, a hundredth is no spreadsheet's.
MOST_RATIO, RATIO_COUNTS_FROM = 100, 10 << 20
_LARGEST_DIRECTORY = MOST_ENTRIES * 300

# APPNOTE.TXT §4.3: where the directory of a package is told of, at the end of the file.
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_LOCAL_MARK, _END_MARK, _END64_MARK = 0x04034B50, b"PK\5\6", b"PK\6\6"
_END_SIZE, _END64_SIZE, _LOCATOR_SIZE = 22, 56, 20
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED = 0x1
_BLOCK, _PIECE = 1 << 16, 1 << 18

Entries: TypeAlias = Sequence[zipfile.ZipInfo]


class Archive:
    """The parts of a package whose directory is within bounds, by their normal names.

    Args:
        stream: the open file; has to stay open.

    Raises:
        UnsoundError: the directory is not, or there is none.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._entries = {part_name(it.filename): it for it in sound_entries(stream)}

    @property
    def names(self) -> Collection[str]:
        """The normal names of all parts."""
        return self._entries.keys()

    def on(self, stream: IO[bytes]) -> Archive:
        """The same parts, from the same file that was opened again."""
        other = copy(self)
        other._stream = stream
        return other

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part, piece by piece; as often as is asked for.

        Raises:
            UnsoundError: it holds more, less or something else than the directory says.
        """
        return entry_pieces(self._stream, self._entries[name])

    def content(self, name: str, most: int) -> bytes:
        """The content of a part that has to be small.

        Raises:
            UnsoundError: it is not, or not what the directory says.
        """
        if self._entries[name].file_size > most:
            raise broken(Message("{} 太大", name))
        return b"".join(self.pieces(name))


def part_name(name: str) -> str:
    """The normal name of a part: writers differ in case and in slashes (ECMA-376-2 §6.2.2.3)."""
    return name.replace("\\", "/").lstrip("/").lower()


def sound_entries(stream: IO[bytes]) -> Entries:
    """The entries of a package whose directory is within bounds.

    Raises:
        UnsoundError: it is not, or there is no directory; says what was found.
    """
    entries = listed_entries(stream)
    size = stream.seek(0, os.SEEK_END)
    for found in _RULES:
        for message in found(entries, size):
            raise UnsoundError("{}这不像正常的案件表，请用 Excel 或 WPS 另存一份。", message)
    return entries


def listed_entries(stream: IO[bytes]) -> Entries:
    """The entries of a package by its directory; what they say of themselves may be lies.

    Raises:
        UnsoundError: the directory is too long, or there is none.
    """
    _refuse_directory(stream, stream.seek(0, os.SEEK_END))
    try:
        with zipfile.ZipFile(stream) as package:
            return package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise broken(error) from error


def entry_pieces(stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry, piece by piece, never more than its directory says.

    Raises:
        UnsoundError: it holds more, less or something else.
    """
    name, size, check = entry.filename, 0, 0
    try:
        for piece in _inflated(stream, entry):
            size += len(piece)
            if size > entry.file_size:
                raise broken(Message("{} 解开后比标明的 {} 字节大", name, public(entry.file_size)))
            check = zlib.crc32(piece, check)
            yield piece
    except (zlib.error, struct.error, OSError, ValueError) as error:
        raise broken(Message("{}：{}", name, error)) from error
    if size != entry.file_size or check != entry.CRC:
        raise broken(Message("{} 的内容与校验值不符", name))


def _inflated(stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(entry.header_offset)
    mark, *_, name_length, extra_length = _LOCAL.unpack(stream.read(_LOCAL.size))
    if mark != _LOCAL_MARK:
        raise zlib.error("找不到内容")
    stream.seek(name_length + extra_length, 1)
    remaining = entry.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while remaining > 0 and (block := stream.read(min(_BLOCK, remaining))):
        remaining -= len(block)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield block
        else:
            yield from _bounded(inflater, block)


def _bounded(inflater: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    """What a block becomes, never more than a piece at a time."""
    while block and not inflater.eof:
        yield inflater.decompress(block, _PIECE)
        block = inflater.unconsumed_tail


def _refuse_directory(stream: IO[bytes], size: int) -> None:
    """Refuse a directory that is too long to be read at all, or of which there are two."""
    stream.seek(-min(size, _END_SIZE + _LONGEST_COMMENT + _LOCATOR_SIZE + _END64_SIZE), 2)
    tail = stream.read()
    end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise broken(Message("文件不完整"))
    if tail.count(_END_MARK) > 1 and not _is_only_directory(tail, end, size):
        # Readers may differ in which one they follow.
        raise broken(Message("文件末尾有两个目录"))
    if _directory_size(tail, end) > _LARGEST_DIRECTORY:
        raise UnsoundError(
            "里面的部件超过 {} 个。这不像正常的案件表，请用 Excel 或 WPS 另存一份。",
            public(MOST_ENTRIES),
        )


def _is_only_directory(tail: bytes, end: int, size: int) -> bool:
    """True where all readers follow the last end mark: others belong to packages inside parts."""
    first = size - len(tail)
    length, offset = struct.unpack_from("<II", tail, end + 12)
    others = (found.start() for found in re.finditer(re.escape(_END_MARK), tail[:end]))
    return (
        offset + length == first + end
        and _reaches_the_end(tail, end)
        and not any(_reaches_the_end(tail, other) for other in others)
    )


def _reaches_the_end(tail: bytes, end: int) -> bool:
    """Whether the comment of an end mark is as long as the rest of the file."""
    comment: int = struct.unpack_from("<H", tail, end + 20)[0]
    return end + _END_SIZE + comment == len(tail)


def _directory_size(tail: bytes, end: int) -> int:
    """Bytes of the directory, by the record of large packages too."""
    size: int = struct.unpack_from("<I", tail, end + 12)[0]
    large = end - _LOCATOR_SIZE - _END64_SIZE
    if large >= 0 and tail[large : large + 4] == _END64_MARK:
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return size


def _excess(entries: Entries, size: int) -> Iterator[Message]:
    if len(entries) > MOST_ENTRIES:
        count, most = public(len(entries)), public(MOST_ENTRIES)
        yield Message("里面有 {} 个部件，超过 {} 个。", count, most)
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_PACKAGE:
        yield Message("解开后有 {} MB，超过 {} MB。", _mb(total), _mb(LARGEST_PACKAGE))
    for entry in entries:
        if entry.file_size > LARGEST_PART:
            unpacked, most = _mb(entry.file_size), _mb(LARGEST_PART)
            yield Message("里面的 {} 解开后有 {} MB，超过 {} MB。", entry.filename, unpacked, most)


def _ratio(entries: Entries, size: int) -> Iterator[Message]:
    for entry in entries:
        if entry.file_size > max(RATIO_COUNTS_FROM, MOST_RATIO * entry.compress_size):
            yield Message(
                "里面的 {} 只有 {} KB，解开后却有 {} MB，像是压缩炸弹。",
                entry.filename,
                public(entry.compress_size >> 10),
                _mb(entry.file_size),
            )


def _overlap(entries: Entries, size: int) -> Iterator[Message]:
    if sum(entry.compress_size for entry in entries) > size:
        yield Message("里面的部件互相重叠，像是压缩炸弹。")


def _ways(entries: Entries, size: int) -> Iterator[Message]:
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            yield Message("里面的 {} 加了密码，读不了。请取消密码。", entry.filename)
        elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Message("里面的 {} 用了 Excel 不用的压缩方式。", entry.filename)


def _twins(entries: Entries, size: int) -> Iterator[Message]:
    """Readers may differ in which of two parts they take, and take names without their case."""
    counts = Counter(part_name(entry.filename) for entry in entries)
    for name, count in counts.items():
        if count > 1:
            yield Message("里面的 {} 有 {} 份，不知道哪一份是真的。", name, public(count))


def _mb(size: int) -> Message:
    return public(size >> 20)


_Rule: TypeAlias = Callable[[Entries, int], Iterator[Message]]
_RULES: tuple[_Rule, ...] = (_excess, _ratio, _overlap, _ways, _twins)
