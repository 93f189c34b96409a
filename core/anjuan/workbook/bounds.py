"""What a workbook's package may hold: looked at before any library opens it.

Sizes that a package declares may be lies, and the reader of spreadsheets believes none of them:
it inflates whatever is there. So every entry is inflated here first, piece by piece, and let go.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TypeAlias

from anjuan.errors import WorkbookError

# Cells of a table from its first row and column to its last, the empty ones included.
MOST_CELLS = 10_000_000

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
_BLOCK, _PIECE = 1 << 18, 1 << 20

Entries: TypeAlias = Sequence[zipfile.ZipInfo]


def sound_entries(path: Path) -> Entries:
    """The entries of a package whose directory is within bounds.

    Raises:
        WorkbookError: it is not, or there is no directory; says what was found.
    """
    _refuse_directory(path)
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise broken(path, error) from error
    for found in _RULES:
        for message in found(entries, path):
            raise WorkbookError(f"{path} {message}这不像正常的案件表，请用 Excel 或 WPS 另存一份。")
    return entries


def broken(path: Path, reason: object) -> WorkbookError:
    """The complaint about a file that can't be read as a workbook."""
    return WorkbookError(f"{path} 已损坏或不是 Excel 工作簿（{reason}）。请重新另存为 .xlsx。")


def pieces(path: Path, stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry, piece by piece.

    Args:
        path: for messages.
        stream: the open file.
        entry: from its directory.

    Raises:
        WorkbookError: it holds more, less or something else than the directory says.
    """
    size, check = 0, 0
    try:
        for piece in _inflated(stream, entry):
            size += len(piece)
            if size > entry.file_size:
                raise broken(path, f"{entry.filename} 解开后比标明的 {entry.file_size} 字节大")
            check = zlib.crc32(piece, check)
            yield piece
    except (zlib.error, struct.error, OSError, ValueError) as error:
        raise broken(path, f"{entry.filename}：{error}") from error
    if size != entry.file_size or check != entry.CRC:
        raise broken(path, f"{entry.filename} 的内容与校验值不符")


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


def _refuse_directory(path: Path) -> None:
    """Refuse a directory that is too long to be read at all, or of which there are two."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(-min(size, _END_SIZE + _LONGEST_COMMENT + _LOCATOR_SIZE + _END64_SIZE), 2)
        tail = stream.read()
    end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise broken(path, "文件不完整")
    if tail.count(_END_MARK) > 1:
        # Readers may differ in which one they follow.
        raise broken(path, "文件末尾有两个目录")
    if _directory_size(tail, end) > _LARGEST_DIRECTORY:
        raise WorkbookError(
            f"{path} 里的部件超过 {MOST_ENTRIES} 个。这不像正常的案件表，"
            "请用 Excel 或 WPS 另存一份。"
        )


def _directory_size(tail: bytes, end: int) -> int:
    """Bytes of the directory, by the record of large packages too."""
    size: int = struct.unpack_from("<I", tail, end + 12)[0]
    large = end - _LOCATOR_SIZE - _END64_SIZE
    if large >= 0 and tail[large : large + 4] == _END64_MARK:
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return size


def _excess(entries: Entries, path: Path) -> Iterator[str]:
    if len(entries) > MOST_ENTRIES:
        yield f"里有 {len(entries)} 个部件，超过 {MOST_ENTRIES} 个。"
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_PACKAGE:
        yield f"解开后有 {total >> 20} MB，超过 {LARGEST_PACKAGE >> 20} MB。"
    for entry in entries:
        if entry.file_size > LARGEST_PART:
            yield (
                f"里的 {entry.filename} 解开后有 {entry.file_size >> 20} MB，"
                f"超过 {LARGEST_PART >> 20} MB。"
            )


def _ratio(entries: Entries, path: Path) -> Iterator[str]:
    for entry in entries:
        if entry.file_size > max(RATIO_COUNTS_FROM, MOST_RATIO * entry.compress_size):
            yield (
                f"里的 {entry.filename} 只有 {entry.compress_size >> 10} KB，"
                f"解开后却有 {entry.file_size >> 20} MB，像是压缩炸弹。"
            )


def _overlap(entries: Entries, path: Path) -> Iterator[str]:
    if sum(entry.compress_size for entry in entries) > path.stat().st_size:
        yield "里的部件互相重叠，像是压缩炸弹。"


def _ways(entries: Entries, path: Path) -> Iterator[str]:
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            yield f"里的 {entry.filename} 加了密码，读不了。请取消密码。"
        elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"里的 {entry.filename} 用了 Excel 不用的压缩方式。"


def _twins(entries: Entries, path: Path) -> Iterator[str]:
    """Readers may differ in which of two parts they take, and take names without their case."""
    counts = Counter(entry.filename.lower() for entry in entries)
    for name, count in counts.items():
        if count > 1:
            yield f"里的 {name} 有 {count} 份，不知道哪一份是真的。"


_Rule: TypeAlias = Callable[[Entries, Path], Iterator[str]]
_RULES: tuple[_Rule, ...] = (_excess, _ratio, _overlap, _ways, _twins)
