"""The checker finds each thing that Word repairs or silently takes for something else."""

from __future__ import annotations

import io

import pytest
from docxtpl import DocxTemplate
from support.audit import audit
from support.small_docx import cell, changed, paragraph, row, run, small_docx, table

from anjuan.word.structure.soundness import Unsound, flaws

NOTE = run('<w:footnoteReference w:id="2"/>')
COMMENT = run('<w:commentReference w:id="0"/>')
COMMENTS = f'<w:comment w:id="0" w:author="a">{paragraph()}</w:comment>'
NOTES = f'<w:footnote w:id="2">{paragraph()}</w:footnote>'
BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
DRAWING = '<w:drawing><wp:inline><wp:docPr id="{}" name="图"/></wp:inline></w:drawing>'
BEGIN, SEPARATE, END = (
    run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
)


def mark(name: str, number: int = 0, more: str = "") -> str:
    return f'<w:{name} w:id="{number}"{more}/>'


def bookmark(name: str, number: int) -> str:
    return mark("bookmarkStart", number, f' w:name="{name}"') + mark("bookmarkEnd", number)


SOUND = {
    "text": small_docx(paragraph("甲"), header=paragraph(), footer=paragraph()),
    "nothing": small_docx(""),
    "a table at the end of the body": small_docx(table(row(cell(), cell()), columns=2)),
    "a table in a cell": small_docx(table(row(cell(table(row(cell())) + paragraph())))),
    "a control that holds all of a cell": small_docx(
        table(row(cell(CONTROL.format("", paragraph()))))
    ),
    "a control around a row": small_docx(table(CONTROL.format("", row(cell())))),
    "a note": small_docx(paragraph(inner=NOTE), footnotes=NOTES),
    "a comment": small_docx(
        paragraph(inner=mark("commentRangeStart") + mark("commentRangeEnd") + COMMENT),
        comments=COMMENTS,
    ),
    "bookmarks": small_docx(bookmark("甲", 1) + paragraph(inner=bookmark("乙", 2))),
    "a field over paragraphs": small_docx(
        paragraph(inner=BEGIN + SEPARATE) + paragraph(inner=BEGIN + END + END)
    ),
    "a text box": small_docx(paragraph(inner=run(BOX.format(paragraph())))),
    "the copy of a text box for older programs": small_docx(
        paragraph(
            inner=run(
                "<mc:AlternateContent><mc:Choice Requires='wps'>"
                + BOX.format(bookmark("甲", 1) + paragraph())
                + "</mc:Choice><mc:Fallback>"
                + BOX.format(bookmark("甲", 1) + paragraph())
                + "</mc:Fallback></mc:AlternateContent>"
            )
        )
    ),
    "merged cells": small_docx(
        table(
            row(cell(properties='<w:vMerge w:val="restart"/>')),
            row(cell(properties="<w:vMerge/>")),
        )
    ),
    "a list": small_docx(paragraph("甲", num=1)),
}  # fmt: skip
UNSOUND = {
    Unsound.NO_PARAGRAPH: [
        small_docx(table(row(cell("")))),
        small_docx(table(row(cell(paragraph() + table(row(cell())))))),
        small_docx("", header=""),
        small_docx("", footer=table(row(cell()))),
        small_docx(paragraph(inner=NOTE), footnotes='<w:footnote w:id="2"/>'),
        small_docx("", comments='<w:comment w:id="0" w:author="a"/>'),
        small_docx(paragraph(inner=run(BOX.format("")))),
    ],
    Unsound.NO_ROWS: [small_docx(table(""))],
    Unsound.NO_CELLS: [small_docx(table(row()))],
    Unsound.EMPTY_CONTROL: [
        small_docx(CONTROL.format("", "")),
        small_docx(paragraph(inner=CONTROL.format("", ""))),
    ],
    Unsound.GRID: [
        small_docx(table(row(cell(), cell()))),
        small_docx(table(row(cell(properties='<w:gridSpan w:val="3"/>')), columns=2)),
        small_docx(table(f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell()}</w:tr>')),
    ],
    Unsound.UNMERGED: [small_docx(table(row(cell(properties="<w:vMerge/>"))))],
    Unsound.MISPLACED: [
        small_docx(run("")),
        small_docx(row(cell())),
        small_docx(table(cell())),
        small_docx(paragraph(inner=CONTROL.format("", paragraph()))),
        small_docx(f"<w:p>{paragraph()}</w:p>"),
    ],
    Unsound.ORDER: [
        small_docx('<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'),
        small_docx(f"<w:p>{run('')}<w:pPr/></w:p>"),
        small_docx(table(row(f"<w:tc>{paragraph()}<w:tcPr/></w:tc>"))),
        small_docx(
            table(row(cell().replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="1"/>')))
        ),
    ],
    Unsound.RANGE: [
        small_docx(paragraph(inner=mark("bookmarkStart", 1, ' w:name="甲"'))),
        small_docx(paragraph(inner=mark("bookmarkEnd", 1))),
        small_docx(paragraph(inner=mark("permEnd", 1) + mark("permStart", 1))),
    ],
    Unsound.REPEATED_ID: [
        small_docx(bookmark("甲", 1) + bookmark("乙", 1)),
        small_docx(bookmark("甲", 1) + bookmark("甲", 2)),
        small_docx('<w:p w14:paraId="10000000"/>' * 2),
        small_docx(CONTROL.format('<w:id w:val="5"/>', paragraph()) * 2),
        small_docx(paragraph(inner=run(DRAWING.format(1))) * 2),
        small_docx("", numbering='<w:num w:numId="1"/>' * 2),
    ],
    Unsound.NOTE: [
        small_docx(paragraph(inner=NOTE)),
        small_docx(paragraph(inner=NOTE) * 2, footnotes=NOTES),
    ],
    Unsound.COMMENT: [
        small_docx(paragraph(inner=COMMENT)),
        small_docx(paragraph(inner=COMMENT) * 2, comments=COMMENTS),
    ],
    Unsound.LIST: [
        small_docx(paragraph(num=9)),
        small_docx("", numbering='<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'),
    ],
    Unsound.FIELD: [
        small_docx(paragraph(inner=BEGIN)),
        small_docx(paragraph(inner=END)),
        small_docx(paragraph(inner=SEPARATE + BEGIN + END)),
    ],
    Unsound.LOST_RELATION: [small_docx(paragraph(inner='<w:hyperlink r:id="rX"/>'))],
    Unsound.LOST_PART: [changed(small_docx("", header=paragraph()), {"word/header.xml": None})],
    Unsound.UNTYPED_PART: [changed(small_docx(""), {"word/media/图.png": "x"})],
    Unsound.REPEATED_RELATION: [
        changed(
            small_docx("", header=paragraph(), footer=paragraph()),
            {"word/_rels/document.xml.rels": lambda it: it.replace('"footer"', '"header"', 1)},
        )
    ],
    Unsound.BROKEN_PART: [changed(small_docx(""), {"word/styles.xml": "<w:styles"})],
    Unsound.PACKAGE: [b"PK", small_docx("")[:-30]],
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_word_writes_itself_is_sound(name: str) -> None:
    assert flaws(SOUND[name]) == ()


@pytest.mark.parametrize(
    ("kind", "document"),
    [(kind, document) for kind, documents in UNSOUND.items() for document in documents],
)
def test_what_word_repairs_is_found(kind: Unsound, document: bytes) -> None:
    assert kind in {flaw.kind for flaw in flaws(document)}


def test_every_flaw_is_shown_by_a_document() -> None:
    assert set(UNSOUND) == set(Unsound)


def test_a_flaw_says_where_it_is() -> None:
    (flaw,) = flaws(small_docx(paragraph() + table(row(cell(""), cell()), columns=2)))

    assert (flaw.part, flaw.where) == ("word/document.xml", "/document/body/tbl/tr/tc[1]")
    assert "不以段落结尾（word/document.xml" in str(flaw)


@pytest.mark.parametrize("name", SOUND)
def test_an_independent_validator_finds_nothing_more_in_what_is_sound(name: str) -> None:
    known = audit(small_docx(""))
    found = [it for it in audit(SOUND[name]) if it not in known]

    # Word writes what a text box holds twice, its bookmarks too; the validator counts both.
    assert [it for it in found if "AlternateContent" not in it] == []


@pytest.mark.parametrize(
    ("kind", "paragraphs"),
    [
        (Unsound.NO_PARAGRAPH, ("{%p if 无 %}", "甲", "{%p endif %}")),
        (Unsound.REPEATED_ID, ("{%p for x in 多 %}", "书签", "{%p endfor %}", "")),
    ],
)
def test_what_docxtpl_makes_is_not_always_sound(kind: Unsound, paragraphs: tuple[str, ...]) -> None:
    inner = "".join(
        paragraph(inner=bookmark("甲", 1)) if text == "书签" else paragraph(text)
        for text in paragraphs
    )
    made = DocxTemplate(io.BytesIO(small_docx(table(row(cell(inner))))))
    made.render({"无": "", "多": [1, 2]}, autoescape=True)
    out = io.BytesIO()
    made.save(out)

    assert kind in {flaw.kind for flaw in flaws(out.getvalue())}
    assert len(audit(out.getvalue())) > len(audit(small_docx("")))
