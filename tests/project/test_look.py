"""One look for all templates, well-formed as Word wants it."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from tools.restyle import look, restyled, templates

from anjuan.opc import W, parse_xml

TEMPLATES = templates()
# The order of the elements that our templates use (ISO/IEC 29500-1 §17.3.1.26, §17.3.2.28).
PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd", "tabs",
    "snapToGrid", "spacing", "ind", "jc", "textAlignment", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
RUN = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "noProof", "color", "spacing", "w", "sz", "szCs",
    "highlight", "u", "vertAlign", "lang",
)  # fmt: skip
CELL = ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
ORDERS = {"pPr": PARAGRAPH, "rPr": RUN, "tcPr": CELL}
# What a maker's machine leaves behind.
TRACES = ("w:rsid", "Macintosh", "ＭＳ", "ja-JP", "docId", "proofErr")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_has_the_same_look_and_nothing_of_its_maker(template: Path) -> None:
    assert restyled(template) == template.read_bytes(), "run: make restyle"

    with zipfile.ZipFile(template) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode()
    theme = look(template)["word/theme/theme1.xml"].decode()
    for trace in TRACES:
        assert trace not in everything.replace(theme, "")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_properties_stand_in_the_order_that_word_asks_for(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        roots = [
            parse_xml(package.read(name))
            for name in package.namelist()
            if name.startswith("word/") and name.endswith(".xml") and "theme" not in name
        ]
    for root in roots:
        for name, order in ORDERS.items():
            for properties in root.iter(f"{W}{name}"):
                places = [order.index(child.tag.removeprefix(W)) for child in properties]
                assert all(one < other for one, other in pairwise(places)), properties


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_paragraph_has_a_style_and_no_looks_of_its_own(template: Path) -> None:
    """So that an office restyles a paper in one place."""
    with zipfile.ZipFile(template) as package:
        root = parse_xml(package.read("word/document.xml"))
    for paragraph in root.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        styled = paragraph.find(f"{W}pPr/{W}pStyle") is not None
        is_tag = text.startswith("{%p") and text.endswith("%}")
        assert styled or is_tag or not text, text
        for run in paragraph.iter(f"{W}rPr"):
            assert run.find(f"{W}rFonts") is None and run.find(f"{W}sz") is None, text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_tables_repeat_their_heading_and_break_no_row(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        root = parse_xml(package.read("word/document.xml"))
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if any("{%tr for" in "".join(map(str, row.itertext())) for row in rows):
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
            # A form, with a line for each thing asked, may hold a list longer than a page.
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
