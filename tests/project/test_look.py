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
# Widths in twips of what must not break inside: 2026年10月17日, and a number of fourteen digits.
NARROWEST = {"时间": 1871, "对方号码": 1587, "来电号码": 1587, "主叫号码": 1587, "被叫号码": 1587}
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


def _styled(template: Path) -> list[tuple[str, str]]:
    """Style and text of every paragraph."""
    with zipfile.ZipFile(template) as package:
        root = parse_xml(package.read("word/document.xml"))
    return [
        (style.get(f"{W}val", ""), "".join(node.text or "" for node in paragraph.iter(f"{W}t")))
        for paragraph in root.iter(f"{W}p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
    ]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_whoever_signs_has_room_for_it(template: Path) -> None:
    """Blanks at the end of a line that is set to the right are room in no office suite."""
    for style, text in _styled(template):
        if style in ("落款", "签名"):
            assert not text.endswith(("　", " ")), text
            assert (style == "签名") == text.endswith("）："), text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_court_is_addressed_in_plain_letters(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        root = parse_xml(package.read("word/document.xml"))
    for paragraph in root.iter(f"{W}p"):
        if "".join(node.text or "" for node in paragraph.iter(f"{W}t")) == "此致":
            assert paragraph.find(f".//{W}b") is None


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_tables_keep_within_the_text_and_break_neither_days_nor_numbers(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        root = parse_xml(package.read("word/document.xml"))
    [size], [margins] = root.iter(f"{W}pgSz"), root.iter(f"{W}pgMar")
    room = int(size.get(f"{W}w", "")) - sum(
        int(margins.get(f"{W}{side}", "")) for side in ("left", "right")
    )
    for table in root.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) <= room
        heads = next(table.iter(f"{W}tr")).findall(f"{W}tc")
        headings = ["".join(map(str, it.itertext())) for it in heads]
        for heading, width in zip(headings, widths, strict=False):
            assert width >= NARROWEST.get(heading, 0) or len(headings) < 5, heading


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_what_leads_to_a_table_stays_with_it(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        body, styles = (
            parse_xml(package.read(f"word/{part}.xml")) for part in ("document", "styles")
        )
    keeping = {
        style.get(f"{W}styleId")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}keepNext") is not None
    } | {"签名"}
    # Paragraphs that hold a tag only are not there any more when the paper is made.
    blocks = [it for it in body[0] if "{%p" not in "".join(map(str, it.itertext()))[:3]]
    for before, after in pairwise(blocks):
        if after.tag == f"{W}tbl" and before.tag == f"{W}p":
            style = before.find(f"{W}pPr/{W}pStyle")
            keeps = before.find(f"{W}pPr/{W}keepNext") is not None
            text = "".join(map(str, before.itertext()))
            assert keeps or (style is not None and style.get(f"{W}val") in keeping), text
