"""What a file is that is no .docx: told by its content, for the name of a file says nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

from anjuan.messages import Message
from anjuan.opc import UNREADABLE

_NOT_WORD = "不是 Word 文档（.docx）"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”。"
_NOT_DOCX = Message(f"{_NOT_WORD}。请用 Word 或 WPS 另存为 .docx。")
_EMPTY = Message(f"{_NOT_WORD}：文件是空的。请换一个文件。")
_PASSWORD = Message(
    "加了打开密码，读不了。请用 Word 或 WPS 打开，在“文件 → 信息 → 保护文档”里取消密码，再保存。"
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNZIPPED = (*UNREADABLE, KeyError)
# How files of other formats begin, byte order marks and blanks left out.
_BEGINNINGS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "PDF": re.compile(rb"%PDF"),
        "RTF 文档": re.compile(rb"\{\\rtf"),
        "网页（HTML）": re.compile(
            rb"(?:<\?xml[^>]*>\s*)?<!doctype html|<html|<head|<body|<meta|MIME-Version:",
            re.IGNORECASE,
        ),
        "XML 文档": re.compile(rb"<\?xml|<pkg:package|<w:wordDocument"),
    }
)
# What a package holds in the folder of its main part (ECMA-376), or says in its first entry.
_PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "xl/": "Excel 工作簿",
        "ppt/": "演示文稿",
        "Index/": "Pages 文稿",
        "content.xml": "ODF 文档（.odt）",
    }
)


def refusal(source: bytes) -> Message:
    """Why a file can't be a template, and what to do; for one that is no Word document."""
    if not source:
        return _EMPTY
    if source.startswith(_OLE):
        return _PASSWORD if _ENCRYPTED in source else _other("旧格式的 .doc 或 .wps")
    if source.startswith(b"PK"):
        return _package(source)
    start = source[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    found = (what for what, pattern in _BEGINNINGS.items() if pattern.match(start))
    what = next(found, "")
    return _other(what) if what else _NOT_DOCX


def _package(source: bytes) -> Message:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            entries = package.infolist()
    except _UNZIPPED:
        return Message(f"{_NOT_WORD}，或已经损坏。请用 Word 或 WPS 打开后另存一份。")
    if any(entry.flag_bits & 1 for entry in entries):
        return _PASSWORD
    for entry in entries:
        for start, what in _PACKAGES.items():
            if entry.filename.startswith(start):
                return _other(what)
    return _NOT_DOCX


def _other(what: str) -> Message:
    return Message(f"{_NOT_WORD}，而是{what}。{_SAVE_AS}")
