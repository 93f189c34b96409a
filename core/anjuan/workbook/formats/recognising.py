"""What a file is, by what stands in it: names of files say what people hoped for.

Web systems call pages and texts .xls, mail programs rename, and what Excel opens after a question
has to be opened here as well.
"""

from __future__ import annotations

import codecs
import mmap
import re
from enum import Enum, auto
from typing import IO

from anjuan.messages import Message, public
from anjuan.patterns import seldom
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.parts import main_part
from anjuan.workbook.formats.source import ENCRYPTED, UnsoundError, broken


class Content(Enum):
    """The formats that are read."""

    EXCEL = auto()
    CALC = auto()
    LEGACY = auto()
    WEB = auto()
    XML_2003 = auto()
    TEXT = auto()


_PEEK = 4096
_OLE = b"\xd0\xcf\x11\xe0"
# BIFF records that begin a workbook without a container: BOF, its length, its version (MS-XLS).
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_ZIP = (b"PK\3\4", b"PK\5\6")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Names of streams in the directory of a container (MS-CFB §2.6.1), each ended by a zero.
_STREAMS = {name: f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book", "WordDocument")}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF 文档",
    b"ID;P": "SYLK 表格",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"SQLite format 3": "数据库",
}
_ROOT = re.compile(rb"<(?:\w+:)?(workbook|document|presentation)[\s>]")
_PACKAGES = {b"document": "Word 文档", b"presentation": "演示文稿"}
_FORE = r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype html[^>]*>\s*)*"
_WEB = seldom(
    _FORE + r"<(?:html|head|meta|title|style|script|link|body|table|thead|tr|div|span|p|h\d)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XML_2003 = re.compile(r"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_MIME = re.compile(r"MIME-Version:|Content-Type:\s*multipart", re.IGNORECASE)


def recognised(stream: IO[bytes]) -> Content:
    """What an open file is.

    Raises:
        UnsoundError: nothing that is read, or it is encrypted; says what it is where that shows.
    """
    start = stream.read(_PEEK)
    if start.startswith(_OLE):
        return _container(stream)
    if start.startswith(_ZIP):
        return _package(Archive(stream))
    if _BARE_BIFF.match(start):
        return Content.LEGACY
    for mark, what in _OTHERS.items():
        if start.startswith(mark):
            raise _other(what)
    return _text(start)


def _container(stream: IO[bytes]) -> Content:
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED_STREAM) >= 0:
            raise UnsoundError(ENCRYPTED)
        found = {name for name, mark in _STREAMS.items() if content.find(mark) >= 0}
    if found == {"WordDocument"}:
        raise _other("Word 文档")
    return Content.LEGACY


def _package(archive: Archive) -> Content:
    kind = archive.content("mimetype", _PEEK) if "mimetype" in archive.names else b""
    main = main_part(archive)
    if b"opendocument" in kind or (not main and "content.xml" in archive.names):
        if kind and b"spreadsheet" not in kind:
            raise _other("OpenDocument 文档")
        return Content.CALC
    if main.endswith(".bin") or "xl/workbook.bin" in archive.names:
        raise _other("二进制工作簿（.xlsb）")
    root = _ROOT.search(next(archive.pieces(main), b"")) if main else None
    if root and root[1] in _PACKAGES:
        raise _other(_PACKAGES[root[1]])
    if not main:
        raise broken(Message("里面没有工作簿"))
    return Content.EXCEL


def _text(start: bytes) -> Content:
    encoding = next((it for mark, it in _UTF_16.items() if start.startswith(mark)), "")
    if not start or (b"\0" in start and not encoding):
        raise _unknown()
    text = start.decode(encoding or "utf-8", "replace").lstrip("\ufeff")
    if _XML_2003.search(text):
        return Content.XML_2003
    if _WEB.match(text):
        return Content.WEB
    if _MIME.match(text):
        raise _other("单个文件网页（.mht）")
    if text.startswith("<?xml"):
        raise _other("XML 文件")
    return Content.TEXT


def _other(what: str) -> UnsoundError:
    return UnsoundError(
        "不是 .xlsx 工作簿，是{}。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”。",
        public(what),
    )


def _unknown() -> UnsoundError:
    return UnsoundError(
        Message("不是 .xlsx 工作簿。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”。")
    )
