"""What the office suite sets into pages: pages in front, stamps of other pages, drawings.

They are built as Word files, because the office suite that turns the papers into PDF sets them
in the same Chinese fonts, and breaks lines and pages. The library that builds them is slow to
import: this module is imported only where pages are made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from anjuan_plugins.printing.front_pages import Column, Front, Row
from anjuan_plugins.printing.stamps import Stamp

SONG, HEI = "宋体", "黑体"
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# Of a line in the margin: its size, its height, and its distances from the edges, in points.
# Printers leave out some 12.
_SMALL, _LINE, _EDGE, _SIDE = 9.0, 11.0, 28.0, 48.0
_FRONT_SIDE = 22
_COUNTED = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


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
    document = Document()
    section = document.sections[0]
    _shape_sheet(section, top=30, side=_FRONT_SIDE)
    section.header_distance = section.footer_distance = Pt(_EDGE)
    _margin_line(section.header, front.above)
    _margin_line(section.footer, front.below)
    _paragraph(document, front.title, 20, HEI, _CENTRE, after=14)
    for line in front.lines:
        _paragraph(document, line, 12, after=6)
    _table(document, front)
    for note in front.notes:
        paragraph = _paragraph(document, note, 10.5, before=6)
        paragraph.paragraph_format.keep_with_next = bool(front.signature)
    for number, line in enumerate(front.signature):
        paragraph = _paragraph(document, line, 12, before=0 if number else 20)
        paragraph.paragraph_format.left_indent = Mm(85)
        paragraph.paragraph_format.keep_with_next = number < len(front.signature) - 1
    return _saved(document)


def blank_pages(stamps: Iterable[Stamp]) -> bytes:
    """A Word file with a page for each stamp, which holds nothing else.

    Args:
        stamps: as `stamps.sheets` orders them.
    """
    document = Document()
    for number, ((size, is_above), some) in enumerate(
        groupby(stamps, key=lambda stamp: (stamp.size, stamp.is_above))
    ):
        section = document.add_section() if number else document.sections[0]
        _shape(section, *size, is_above=is_above)
        for place, stamp in enumerate(some):
            paragraph = _paragraph(document, f"{stamp.left}\t{stamp.right}", _SMALL)
            paragraph.paragraph_format.page_break_before = place > 0
            paragraph.paragraph_format.line_spacing = Pt(_LINE)
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Pt(size[0] - 2 * _SIDE), WD_TAB_ALIGNMENT.RIGHT
            )
    return _saved(document)


def drawn_page(svg: str) -> bytes:
    """A Word file, for the office suite only, whose one page is a drawing."""
    document = Document()
    _shape_sheet(document.sections[0], top=0, side=0)
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


def _shape(section: Any, width: float, height: float, *, is_above: bool) -> None:
    """Pages of a size, in points, whose text begins in the upper or the lower margin."""
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Pt(_SIDE)
    section.top_margin = Pt(_EDGE if is_above else height - _EDGE - _LINE)
    # A mark that is too long goes on below instead of taking another page.
    section.bottom_margin = Pt(0)
    section.header_distance = section.footer_distance = Pt(0)


def _shape_sheet(section: Any, *, top: int, side: int) -> None:
    """A4 upright; measures in millimetres."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(top)
    section.left_margin = section.right_margin = Mm(side)


def _margin_line(margin: Any, text: str) -> None:
    """Write into a header or footer, at the place of a stamp."""
    if not text:
        return
    paragraph = margin.paragraphs[0]
    paragraph.alignment = _RIGHT
    paragraph.paragraph_format.line_spacing = Pt(_LINE)
    paragraph.paragraph_format.right_indent = Pt(_SIDE) - Mm(_FRONT_SIDE)
    for piece in re.split(r"(\{pages?\})", text):
        if piece in _COUNTED:
            _write_count(paragraph, _COUNTED[piece])
        else:
            _write(paragraph, piece, _SMALL)


def _write_count(paragraph: Any, name: str) -> None:
    """A number that the office suite counts, as a field."""
    _write(paragraph, "1", _SMALL)
    run = paragraph.runs[-1]._element
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run.addprevious(field)
    field.append(run)


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
    wide.paragraphs[-1].paragraph_format.space_after = Pt(2)


def _line(table: Any) -> Any:
    """A further row, which is never torn over two pages."""
    line = table.add_row()
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return line
