"""All text of a Word document, as a reader sees it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from anjuan.opc import UNREADABLE, W, parse_xml

# Where a document holds what its reader sees.
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def document_text(document: bytes) -> str:
    """All text of a Word document, a paragraph a line: body, headers, footers, notes.

    Raises:
        zipfile.BadZipFile, etree.XMLSyntaxError: it is not a sound package.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = [name for name in package.namelist() if TEXT_PARTS.fullmatch(name)]
        return "\n".join(line for part in parts for line in _lines(parse_xml(package.read(part))))


def standing_text(document: bytes) -> str | None:
    """The same of a file that a person may have saved or broken; None where it can't be read."""
    try:
        return document_text(document)
    except (*UNREADABLE, KeyError, etree.XMLSyntaxError):
        return None


def _lines(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        yield "".join(text for text, _ in text_pieces(paragraph))


def text_pieces(paragraph: etree._Element) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph (`w:p`) piece by piece; False for what Word makes: breaks, tabs."""
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if element.tag == f"{W}t":
            yield element.text or "", True
        elif element.tag == f"{W}br":
            yield "\n", False
        elif element.getparent() is not None and element.getparent().tag == f"{W}r":  # type: ignore[union-attr]
            yield "\t", False
