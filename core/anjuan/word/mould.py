"""A package with holes: what a template holds already is copied as it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

# APPNOTE.TXT §4.3: local file header, central directory header, end of central directory.
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
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
        self._holes: list[tuple[int, bytes]] = []
        self._entries: list[_Static | int] = []
        piece = bytearray()
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            order = {package.getinfo(name).filename: index for index, name in enumerate(holes)}
            for info in package.infolist():
                if info.filename in order:
                    self._entries.append(len(self._holes))
                    self._holes.append((order[info.filename], info.filename.encode()))
                    self._pieces.append(bytes(piece))
                    piece.clear()
                else:
                    static = _Static(info, source, len(self._pieces), len(piece))
                    self._entries.append(static)
                    piece += static.record
        self._pieces.append(bytes(piece))

    def fill(self, contents: Sequence[bytes]) -> bytes:
        """The package with its holes filled, in the order in which they were named."""
        out: list[bytes] = []
        starts = [0]
        directory: list[bytes] = []
        for piece, (index, name) in zip(self._pieces, self._holes, strict=False):
            content = contents[index]
            offset = starts[-1] + len(piece)
            fields = (0, 0, _DOS_DAY_ONE, zlib.crc32(content), len(content), len(content))
            header = _local_record(fields, name)
            out += (piece, header, content)
            directory.append(_central_record(fields, name, offset))
            starts.append(offset + len(header) + len(content))
        out.append(self._pieces[-1])
        end = starts[-1] + len(self._pieces[-1])
        records = b"".join(
            directory[entry] if isinstance(entry, int) else entry.directory_record(starts)
            for entry in self._entries
        )
        count = len(self._entries)
        tail = _END.pack(_END_MARK, 0, 0, count, count, len(records), end, 0)
        return b"".join((*out, records, tail))


class _Static:
    """An entry copied as it is: its local header and data, and where they lie."""

    def __init__(self, info: zipfile.ZipInfo, source: bytes, piece: int, offset: int) -> None:
        *_, name_length, extra_length = _LOCAL.unpack_from(source, info.header_offset)
        start = info.header_offset + _LOCAL.size + name_length + extra_length
        data = source[start : start + info.compress_size]
        name = info.filename.encode()
        fields = (
            info.compress_type, 0, _DOS_DAY_ONE, info.CRC, info.compress_size, info.file_size,
        )  # fmt: skip
        self._piece, self._offset = piece, offset
        self.record = _local_record(fields, name) + data
        self._central = _central_record(fields, name, 0)

    def directory_record(self, starts: Sequence[int]) -> bytes:
        """Its line in the central directory, once it is known where its piece begins."""
        offset = starts[self._piece] + self._offset
        # Of the fixed part the last four bytes are the offset.
        head, name = self._central[: _CENTRAL.size - 4], self._central[_CENTRAL.size :]
        return head + offset.to_bytes(4, "little") + name


def _local_record(fields: tuple[int, ...], name: bytes) -> bytes:
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, _UTF8_NAME, *fields, len(name), 0) + name


def _central_record(fields: tuple[int, ...], name: bytes, offset: int) -> bytes:
    versions = (_VERSION, _VERSION, _UTF8_NAME)
    head = _CENTRAL.pack(_CENTRAL_MARK, *versions, *fields, len(name), 0, 0, 0, 0, 0, offset)
    return head + name
