"""The fonts inside a PDF: which characters each can show, and whether Chinese is among them."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

# All that pypdf is known to raise on broken files besides its own errors.
BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip

_CHINESE = re.compile("[\u4e00-\u9fff]")
_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]*>|\[[^\]]*\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


def open_pdf(content: bytes) -> PdfReader:
    """A PDF that is opened.

    Raises:
        pypdf.errors.PyPdfError, or one of `BROKEN`: it can't be.
    """
    from pypdf import PdfReader

    # What it would say on stderr is said by us, in Chinese, where it matters.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return PdfReader(io.BytesIO(content))


def broken_pdf() -> tuple[type[Exception], ...]:
    """All that a broken PDF may raise."""
    from pypdf.errors import PyPdfError

    return (PyPdfError, *BROKEN)


def fault_of(pdf: bytes, text: str) -> str:
    """Why a PDF that was made from a text can't be handed in, a Chinese clause; or nothing.

    Where no font of the machine has Chinese characters, they all are printed as one and the
    same empty box, and the PDF tells of one character only.
    """
    try:
        reader = open_pdf(pdf)
        if not reader.pages:
            return "转出的 PDF 没有页"
        found = shown(reader)
    except broken_pdf() as error:
        return f"转出的 PDF 打不开（{error}）"
    wanted = set(_CHINESE.findall(text))
    if 2 * len(wanted & found) < len(wanted):
        return "转出的 PDF 里没有嵌入中文字体，汉字显示为方框"
    return ""


def shown(reader: PdfReader) -> set[str]:
    """Every character that an embedded font of the file says it shows."""
    return {sign for font in fonts(reader) if is_embedded(font) for sign in codes(font)}


def fonts(reader: PdfReader) -> Iterator[Any]:
    """Every font that the pages name, once."""
    seen: set[int] = set()
    for page in reader.pages:
        resources = page.get("/Resources", {})
        for reference in resources.get("/Font", {}).values() if resources else ():
            font = reference.get_object()
            if id(font) not in seen:
                seen.add(id(font))
                yield font


def is_embedded(font: Any) -> bool:
    """True where the file carries the font's outlines."""
    if "/CharProcs" in font:
        return True
    descendants = font.get("/DescendantFonts")
    bearer = descendants[0].get_object() if descendants else font
    descriptor = bearer.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def codes(font: Any) -> dict[str, bytes]:
    """The code of each character that a font says it shows."""
    stream = font.get("/ToUnicode")
    table = stream.get_data() if stream is not None else b""
    found: dict[str, bytes] = {}
    for block in _PAIRS.findall(table):
        for code, text in _PAIR.findall(block):
            found.setdefault(_text(text), bytes.fromhex(code.decode()))
    for block in _RANGES.findall(table):
        for first, last, target in _RANGE.findall(block):
            found.update(_range(first, last, target))
    return found


def _range(first: bytes, last: bytes, target: bytes) -> Iterator[tuple[str, bytes]]:
    length = len(first) // 2
    numbers = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
    texts = [_text(text) for text in _HEX.findall(target)]
    for step, number in enumerate(numbers):
        text = texts[0][:-1] + chr(ord(texts[0][-1]) + step) if target[:1] == b"<" else texts[step]
        yield text, number.to_bytes(length, "big")


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
