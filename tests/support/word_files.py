"""Word files as tests need them: of a few paragraphs, of a piece of XML, with parts changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from support.blank import new_document


def docx(*paragraphs: str, header: str = "") -> bytes:
    """A Word file with these paragraphs, each in one run."""
    document = new_document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # docx has no types
    return out.getvalue()


def with_xml(inner: str) -> bytes:
    """A Word file whose only paragraph holds this XML."""
    document = new_document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'r')}>{inner}</w:p>"))
    return saved(document)


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def repacked(source: bytes, changes: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The package with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name]) if callable(change) else change
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def replacing(old: str, new: str) -> Callable[[bytes], bytes]:
    def replaced(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return replaced
