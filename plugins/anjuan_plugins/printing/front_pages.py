"""Pages in front: the cover of a bundle, the list of an evidence book, and a sheet of letters.

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
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from anjuan_plugins.printing.fronts import Column, Front, Row

SONG, HEI = "宋体", "黑体"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# The characters of every mark; a step adds those of its own names.
LETTERS = "0123456789第页共目录证据/-—.、（）()ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


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
