"""Pages of a Word document: all of its text, and nothing of it in styles; what can't be shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support.blank import new_document
from support.once import once

from anjuan.desk.paper.pages import PaperPages, paper_pages
from anjuan.opc import BODY, Package, parse_xml
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.batch import run
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY
from anjuan.word.text import document_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def text_of(pages: PaperPages) -> str:
    """What a reader sees, without blanks between blocks."""
    plain = re.sub("<br>", "\n", str(pages.body))
    return unescape(re.sub("<[^>]*>", "", plain)).replace("\u200b", "")


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(xml: str) -> bytes:
    """A document with a body of our own."""
    package = Package(saved(new_document()))
    package.parts[BODY] = (
        f'<w:document {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships"><w:body>{xml}</w:body></w:document>'
    ).encode()
    return package.packed()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    def make(folder: Path) -> None:
        plugins = Plugins.load(outside=False)
        run(prepare(Request(SAMPLE_WORKBOOK, folder, TODAY), plugins), plugins)

    return sorted(once(tmp_path_factory, "desk-samples", make).rglob("*.docx"))


def test_the_text_of_every_sample_is_all_there(samples: list[Path]) -> None:
    assert len(samples) > 40
    for path in samples:
        content = path.read_bytes()
        pages = paper_pages(content)
        assert without_blanks(text_of(pages)) == without_blanks(document_text(content)), path
        assert pages.unknown == (), path


def test_no_shipped_template_holds_what_cannot_be_shown() -> None:
    for kind in Plugins.load(outside=False).kinds.values():
        assert paper_pages(kind.template.read_bytes()).unknown == (), kind.name


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), max_size=5))
def test_any_text_is_text(texts: list[str]) -> None:
    document = new_document()
    for text in texts:
        document.add_paragraph(text)

    pages = paper_pages(saved(document))

    assert without_blanks(text_of(pages)) == without_blanks("".join(texts)).replace("\u200b", "")
    assert "<script" not in pages.body


def test_tabs_breaks_and_hyphens_of_word_are_shown() -> None:
    run_ = "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t>"
    pages = paper_pages(with_body(f"<w:p><w:r>{run_}</w:r></w:p>"))

    assert text_of(pages) == "甲\t乙\n丙\u2011丁"


def test_what_is_not_known_is_told_and_the_rest_is_shown() -> None:
    parts = {
        "自动编号": "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>",
        "旧式图形": "<w:p><w:r><w:pict/><w:t>甲</w:t></w:r></w:p>",
        "脚注": '<w:p><w:r><w:footnoteReference w:id="1"/><w:t>甲</w:t></w:r></w:p>',
        "隐藏的文字": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
        "<w:r><w:t>甲</w:t></w:r></w:p>",
        "修订（删去的内容）": "<w:p><w:del><w:r><w:delText>密</w:delText></w:r></w:del>"
        "<w:r><w:t>甲</w:t></w:r></w:p>",
        "修订（加入的内容）": "<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:p>",
        "“chart”": "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:chart/>",
        "分栏": '<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:sectPr><w:cols w:num="2"/></w:sectPr>',
    }
    for called, xml in parts.items():
        pages = paper_pages(with_body(xml))
        assert pages.unknown == (called,)
        assert text_of(pages) == "甲"


def test_cells_that_are_merged_are_one() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    begun, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        (cell("甲", begun), cell("乙", '<w:gridSpan w:val="2"/>')),
        (cell("", goes_on), cell("丙"), cell("丁", begun)),
        (cell("戊"), cell("己"), cell("", goes_on)),
    )
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1000"/>' * 3 + "</w:tblGrid>"
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)

    body = str(paper_pages(with_body(f"<w:tbl>{grid}{table}</w:tbl>")).body)

    assert re.findall(r"<td[^>]*?((?: (?:col|row)span=\"\d\")*)>.*?>(.)</p>", body) == [
        (' rowspan="2"', "甲"), (' colspan="2"', "乙"), ("", "丙"), (' rowspan="2"', "丁"),
        ("", "戊"), ("", "己"),
    ]  # fmt: skip


def test_rows_of_headings_are_told_apart_so_that_every_page_repeats_them() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    head = row.format("<w:trPr><w:tblHeader/></w:trPr>", "标题")

    body = str(paper_pages(with_body(f"<w:tbl>{head}{row.format('', '内容')}</w:tbl>")).body)

    assert "标题" in body.split("<thead>")[1].split("</thead>")[0]
    assert "内容" in body.split("<tbody>")[1]


def test_a_picture_is_shown_and_anything_else_called_one_is_not(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    document = new_document()
    document.add_picture(str(tmp_path / "a.png"), width=Pt(72))
    content = saved(document)

    pages = paper_pages(content)

    assert 'src="data:image/png;base64,' in pages.body
    assert "width:72pt" in pages.styles
    package = Package(content)
    for name in package.parts:
        if name.startswith("word/media/"):
            package.parts[name] = b"<svg onload=alert(1)>"
    refused = paper_pages(package.packed())
    assert "data:" not in refused.body
    assert refused.unknown == ("一种浏览器不认识的图片",)


def test_headers_and_footers_hold_the_number_of_the_page() -> None:
    document = new_document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉"
    section.footer.paragraphs[0].text = "页脚"
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "首页"

    body = str(paper_pages(saved(document)).body)

    for kind, on, text in (
        ("header", "default", "页眉"),
        ("footer", "default", "页脚"),
        ("footer", "first", "首页"),
    ):
        assert re.search(f'<div class="{kind}" data-on="{on}"><p[^>]*>{text}</p>', body)


def field(code: str) -> str:
    parts = ("begin", "separate", "end")
    first, second, third = (f'<w:r><w:fldChar w:fldCharType="{it}"/></w:r>' for it in parts)
    text = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"{first}{text}{second}<w:r><w:t>7</w:t></w:r>{third}"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (" PAGE ", '<span class="page-number">7</span>'),
        (" NUMPAGES \\* MERGEFORMAT", '<span class="page-count">7</span>'),
        (" DATE ", "7"),
        (" PAGEREF x ", "7"),
    ],
)
def test_a_field_of_pages_is_counted_anew_and_others_stay(code: str, shown: str) -> None:
    assert f">{shown}<" in str(paper_pages(with_body(f"<w:p>{field(code)}</w:p>")).body)


HOSTILE = '</style><script>x</script>";}}*{background:url(http://x)'


@pytest.mark.parametrize(
    "properties",
    [
        '<w:rFonts w:ascii="{}" w:eastAsia="{}"/>', '<w:sz w:val="{}"/>', '<w:color w:val="{}"/>',
        '<w:highlight w:val="{}"/>', '<w:shd w:fill="{}"/>', '<w:u w:val="{}"/>',
        '<w:vertAlign w:val="{}"/>', '<w:rStyle w:val="{}"/>',
    ],
)  # fmt: skip
def test_nothing_of_a_document_reaches_a_style_as_it_is(properties: str) -> None:
    hostile = escape(HOSTILE)
    filled = properties.replace("{}", hostile)
    spaced = "".join(
        f'<w:{name} w:val="{hostile}" w:line="{hostile}" w:left="{hostile}"/>'
        for name in ("spacing", "ind", "jc")
    )
    pages = paper_pages(
        with_body(
            f"<w:p><w:pPr>{spaced}</w:pPr><w:r><w:rPr>{filled}</w:rPr><w:t>甲</w:t></w:r></w:p>"
        )
    )

    for sign in ("<", "url(", "//", "@", "\\"):
        assert sign not in pages.styles
    assert pages.styles.count("{") == pages.styles.count("}") == len(pages.styles.splitlines())
    assert "<script" not in pages.body


def test_a_style_that_is_based_on_itself_ends() -> None:
    package = Package(saved(new_document()))
    styles = package.tree("word/styles.xml")
    style = f'<w:style {W} w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    styles.append(parse_xml(style))
    package.store("word/styles.xml", styles)
    package.parts[BODY] = package.parts[BODY].replace(
        b"<w:body>", b'<w:body><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr></w:p>'
    )

    assert paper_pages(package.packed()).body


def test_a_veil_sees_whole_paragraphs_and_keeps_every_sign_in_its_place() -> None:
    document = new_document()
    paragraph = document.add_paragraph("姓名：张")
    paragraph.add_run("三").bold = True
    paragraph.add_run("，号码1")
    paragraph.add_run("38")
    seen: list[str] = []

    def shown(text: str) -> str:
        seen.append(text)
        return text.replace("张三", "＊＊").replace("138", "＊＊＊")

    pages = paper_pages(saved(document), shown)

    assert "姓名：张三，号码138" in seen
    assert text_of(pages).strip() == "姓名：＊＊，号码＊＊＊"


Break = Callable[[bytes], bytes]


@pytest.mark.parametrize("broken", [lambda it: it[:100], lambda it: b"", lambda it: b"PK" + it])
def test_what_is_no_document_is_refused(broken: Break) -> None:
    with pytest.raises((zipfile.BadZipFile, KeyError, ValueError)):
        paper_pages(broken(b"not a document"))
