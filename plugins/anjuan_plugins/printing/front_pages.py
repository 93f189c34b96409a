"""Pages in front: the cover of a bundle, the list of an evidence book; and pages that are drawn.

They are built as Word files, because the office suite that turns the papers into PDF sets them
in the same Chinese fonts, and breaks lines and pages. The library that builds them is slow to
import: this module is imported only where pages are made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from anjuan_plugins.printing.fronts import Column, Front, Row

SONG, HEI = "宋体", "黑体"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# The characters of every mark; a step adds those of its own names.
LETTERS = "0123456789第页共目录证据/-—.、（）()ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# A picture that covers the page, whatever else stands there.
_PICTURE = """
<w:r {namespaces}><w:drawing><wp:anchor simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="{width:d}" cy="{height:d}"/><wp:wrapNone/><wp:docPr id="1" name="page"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="page"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width:d}" cy="{height:d}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""


def front_pages(front: Front) -> bytes:
    """The pages as a Word file."""
    document = _blank(top=30, side=22)
    _paragraph(document, front.title, 20, HEI, _CENTRE, after=14)
    for line in front.lines:
        _paragraph(document, line, 12, after=6)
    _table(document, front)
    for note in front.notes:
        _paragraph(document, note, 10.5, before=6)
    for number, line in enumerate(front.signature):
        paragraph = _paragraph(document, line, 12, before=0 if number else 20)
        paragraph.paragraph_format.left_indent = Mm(85)
        paragraph.paragraph_format.keep_with_next = number < len(front.signature) - 1
    return _saved(document)


def letter_sheet(texts: Iterable[str]) -> bytes:
    """A Word file that shows every character of some texts, and those of all marks, once."""
    signs = {sign for text in (LETTERS, *texts) for sign in text if not sign.isspace()}
    document = _blank(top=20, side=20)
    _paragraph(document, " ".join(sorted(signs)), 10.5)
    return _saved(document)


def drawn_page(svg: str) -> bytes:
    """A Word file, for the office suite only, whose one page is a drawing."""
    document = _blank(top=0, side=0)
    document.core_properties.author = ""
    package = document.part.package
    picture = Part(PackURI("/word/media/page.svg"), "image/svg+xml", svg.encode(), package)
    paragraph = document.add_paragraph()
    place = _PICTURE.format(
        namespaces=nsdecls("w", "wp", "a", "pic", "r"),
        width=Mm(210),
        height=Mm(297),
        picture=document.part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE),
    )
    paragraph._p.append(parse_xml(place))
    return _saved(document)


def _blank(*, top: int, side: int) -> Any:
    """An empty A4 document; measures in millimetres."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(top)
    section.left_margin = section.right_margin = Mm(side)
    return document


def _saved(document: Any) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _paragraph(
    document: Any,
    text: str,
    size: float,
    font: str = SONG,
    align: Any = None,
    *,
    before: float = 0,
    after: float = 0,
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    _write(paragraph, text, size, font)
    return paragraph


def _write(paragraph: Any, text: str, size: float, font: str = SONG) -> None:
    """Add text in one font for Chinese and Latin characters alike."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    properties = run._element.rPr
    properties.rFonts.set(qn("w:eastAsia"), font)
    properties.rFonts.set(qn("w:hint"), "eastAsia")
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _table(document: Any, front: Front) -> None:
    table = document.add_table(rows=0, cols=len(front.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Both are needed: Word goes by the cells, LibreOffice by the grid.
    for grid, column in zip(table.columns, front.columns, strict=True):
        grid.width = Mm(column.width)
    heading = Row(tuple(column.heading for column in front.columns))
    _fill(table, heading, front.columns, is_heading=True)
    for row in front.rows:
        _fill(table, row, front.columns)


def _fill(table: Any, row: Row, columns: Sequence[Column], *, is_heading: bool = False) -> None:
    line = _line(table)
    if is_heading:
        line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text, column in zip(line.cells, row.cells, columns, strict=True):
        cell.width = Mm(column.width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _CENTRE if is_heading or column.is_centred else None
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.keep_with_next = bool(row.small) or is_heading
        _write(paragraph, text, 10.5, HEI if is_heading else SONG)
    if row.small:
        _fill_small(table, row.small, columns)


def _fill_small(table: Any, lines: Sequence[str], columns: Sequence[Column]) -> None:
    above, cells = table.rows[-1].cells, _line(table).cells
    for cell, column in zip(cells, columns, strict=True):
        cell.width = Mm(column.width)
    wide = cells[1].merge(cells[-1])
    # The number stands for both lines.
    above[0].merge(cells[0])
    wide.paragraphs[0]._p.getparent().remove(wide.paragraphs[0]._p)
    for line in lines:
        _write(wide.add_paragraph(), line, 7)


def _line(table: Any) -> Any:
    """A further row, which is never torn over two pages."""
    line = table.add_row()
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return line
