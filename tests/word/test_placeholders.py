"""A draft shows what is still to be filled in, wherever a reader may look."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from support.blank import new_document

from anjuan.opc import Package, W
from anjuan.word.placeholders import highlight, is_draft, placeholder
from anjuan.word.text import document_text

TEXT = f"甲 {placeholder('住址')}，乙"


def draft() -> bytes:
    document = new_document()
    document.add_paragraph().add_run(TEXT).bold = True
    document.sections[0].header.paragraphs[0].text = TEXT
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    ).encode()
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, notes, package)
    document.part.relate_to(part, RT.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("part", ["document", "header1", "footnotes"])
def test_placeholders_are_marked_wherever_text_is_read(part: str) -> None:
    root = Package(highlight(draft())).tree(f"word/{part}.xml")

    [mark] = root.iter(f"{W}highlight")
    assert next(mark.iterancestors(f"{W}r")).findtext(f"{W}t") == placeholder("住址")


def test_text_and_looks_stay() -> None:
    marked = highlight(draft())

    assert document_text(marked) == document_text(draft())
    runs = Document(io.BytesIO(marked)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs] == [
        ("甲 ", True),
        (placeholder("住址"), True),
        ("，乙", True),
    ]
    assert [run.font.highlight_color for run in runs] == [None, WD_COLOR_INDEX.YELLOW, None]


def test_what_is_complete_is_no_draft() -> None:
    assert is_draft(document_text(draft()))
    assert not is_draft("【待补】【待补：】")
