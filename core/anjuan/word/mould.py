"""A package with holes: what a template holds already is copied as it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

# APPNOTE.TXT §4.3: local file header, central directory header, end of central directory.
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
# Of a line of the directory, the last four bytes of the fixed part.
_PLACE = struct.Struct("<I")
_IN_LINE = _CENTRAL.size - _PLACE.size
# Of both headers: checksum, and size as stored and as it is; where they stand in each.
_SIZES = struct.Struct("<III")
_IN_LOCAL, _IN_CENTRAL = 14, 16
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION, _UTF8_NAME, _DOS_DAY_ONE = 20, 0x800, 0x21


class Mould:
    """A package with holes: everything else is there already, deflated, waiting to be copied.

    Args:
        source: a sound package without repeated names.
        holes: names of the parts that are given anew each time.

    Raises:
        KeyError: a hole is not a part of the package.
    """

    def __init__(self, source: bytes, holes: Sequence[str]) -> None:
        self._pieces: list[bytes] = []
        self._holes: list[_Hole] = []
        # Of what is copied: where its line in the directory says its place, its piece, and where it
        # stands in that.
        self._copied: list[tuple[int, int, int]] = []
        directory, piece = bytearray(), bytearray()
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            order = {package.getinfo(name).filename: index for index, name in enumerate(holes)}
            for info in package.infolist():
                name, fields = info.filename.encode(), _fields(info)
                if info.filename in order:
                    fields = (0, 0, _DOS_DAY_ONE, 0, 0, 0)
                    header = _local_record(fields, name)
                    self._holes.append(_Hole(order[info.filename], header, len(directory)))
                    self._pieces.append(bytes(piece))
                    piece.clear()
                else:
                    place = len(directory) + _IN_LINE
                    self._copied.append((place, len(self._pieces), len(piece)))
                    piece += _local_record(fields, name) + _data(info, source)
                directory += _central_record(fields, name, 0)
        self._pieces.append(bytes(piece))
        self._directory = bytes(directory)

    def fill(self, contents: Sequence[bytes]) -> bytes:
        """The package with its holes filled, in the order in which they were named."""
        out: list[bytes | bytearray] = []
        starts = [0]
        directory = bytearray(self._directory)
        for piece, hole in zip(self._pieces, self._holes, strict=False):
            content = contents[hole.content]
            offset = starts[-1] + len(piece)
            sizes = (zlib.crc32(content), len(content), len(content))
            header = bytearray(hole.header)
            _SIZES.pack_into(header, _IN_LOCAL, *sizes)
            _SIZES.pack_into(directory, hole.line + _IN_CENTRAL, *sizes)
            _PLACE.pack_into(directory, hole.line + _IN_LINE, offset)
            out += (piece, header, content)
            starts.append(offset + len(header) + len(content))
        for place, number, within in self._copied:
            _PLACE.pack_into(directory, place, starts[number] + within)
        out.append(self._pieces[-1])
        end, count = starts[-1] + len(self._pieces[-1]), len(self._holes) + len(self._copied)
        tail = _END.pack(_END_MARK, 0, 0, count, count, len(directory), end, 0)
        return b"".join((*out, directory, tail))


class _Hole(NamedTuple):
    """Which of the contents fills it, its header without sizes, and where its line begins."""

    content: int
    header: bytes
    line: int


def _fields(info: zipfile.ZipInfo) -> tuple[int, ...]:
    return info.compress_type, 0, _DOS_DAY_ONE, info.CRC, info.compress_size, info.file_size


def _data(info: zipfile.ZipInfo, source: bytes) -> bytes:
    """An entry as it is stored."""
    *_, name_length, extra_length = _LOCAL.unpack_from(source, info.header_offset)
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    return source[start : start + info.compress_size]


def _local_record(fields: tuple[int, ...], name: bytes) -> bytes:
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, _UTF8_NAME, *fields, len(name), 0) + name


def _central_record(fields: tuple[int, ...], name: bytes, offset: int) -> bytes:
    versions = (_VERSION, _VERSION, _UTF8_NAME)
    head = _CENTRAL.pack(_CENTRAL_MARK, *versions, *fields, len(name), 0, 0, 0, 0, 0, offset)
    return head + name
