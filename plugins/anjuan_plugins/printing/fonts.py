"""The fonts inside a PDF: which characters each can show, and whether Chinese is among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from anjuan_plugins.printing.pages import broken_pdf, opened

if TYPE_CHECKING:
    from pikepdf import Pdf

_FIRST, _LAST = "\u4e00", "\u9fff"
# `<code> <text>`, as the office suite tells what stands behind the codes of a font.
_PAIR = re.compile(rb"<[0-9A-Fa-f]+>\s*<((?:[0-9A-Fa-f]{4})+)>")


def fault_of(pdf: bytes, text: str) -> str:
    """Why a PDF that was made from a text can't be handed in, a Chinese clause; or nothing.

    Where no font of the machine has Chinese characters, they all are printed as one and the
    same empty box, and the PDF tells of one character only.
    """
    try:
        with opened(pdf) as file:
            if not file.pages:
                return "转出的 PDF 没有页"
        found = shown(pdf)
    except broken_pdf():
        return "转出的 PDF 打不开"
    wanted = {sign for sign in text if _FIRST <= sign <= _LAST}
    if 2 * len(wanted & found) < len(wanted):
        return "转出的 PDF 里没有嵌入中文字体，汉字显示为方框"
    return ""


def shown(pdf: bytes) -> set[str]:
    """Every character that an embedded font of a file says it shows."""
    with opened(pdf) as file:
        return {sign for font in fonts(file) if is_embedded(font) for sign in signs(font)}


def fonts(pdf: Pdf) -> Iterator[Any]:
    """Every font that the pages name."""
    for scope in pdf.content_scopes():
        resources: Any = scope.resources or {}
        yield from resources.get("/Font", {}).values()


def is_embedded(font: Any) -> bool:
    """True where the file carries the font's outlines."""
    if "/CharProcs" in font:
        return True
    bearer = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = bearer.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def signs(font: Any) -> str:
    """The characters that a font says it shows."""
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    texts = (bytes.fromhex(code.decode()) for code in _PAIR.findall(table))
    return "".join(text.decode("utf-16-be", "replace") for text in texts)
