"""A Word file to build on: that of python-docx, without the megabyte that no test is about."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

# Of four hundred styles; those that everything is by default, and those that tests ask for.
STYLES = ("header", "footer", "heading 1", "List Number", "annotation text", "Table Grid")


def new_document() -> Any:
    """A document without a paragraph."""
    return Document(io.BytesIO(_small()))


@cache
def _small() -> bytes:
    document = Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        is_default = style.get(qn("w:default")) == "1"
        if not is_default and style.find(qn("w:name")).get(qn("w:val")) not in STYLES:
            styles.remove(style)
    _drop(document.part, "stylesWithEffects")
    _drop(document.part.package, RT.THUMBNAIL)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _drop(source: Any, kind: str) -> None:
    """Let go of the parts that are related in some way."""
    for key, relation in list(source.rels.items()):
        if relation.reltype.endswith(kind):
            del source.rels[key]
