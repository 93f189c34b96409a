"""Tags where nothing fills them: each place is told, and refused in the same words."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from support.places import FIELDS, UNFILLED, Build, paragraph_with
from support.word_files import docx, repacked, saved

from anjuan.errors import TemplateError
from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.text import document_text
from anjuan.word.views import Trace

NAMES: dict[str, object] = {"名": "张三", "址": "某路1号"}
TAGS = ("{{ 址 }}", "{{址}}", "{% if 名 %}甲{% endif %}", "{# 注 #}", "｛｛ 址 ｝｝")


def paper(template: bytes, folder: Path) -> str:
    """The text of a paper, proved twice: as a whole, and by what was printed."""
    path = folder / "模板.docx"
    path.write_bytes(template)
    for _ in range(2):
        trace = Trace()
        rendered = render(path, NAMES, trace, "题")
        assert prove(rendered, trace) == ()
    return document_text(render(path, NAMES, Trace(), "题").content)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("build", "place"), UNFILLED.values(), ids=UNFILLED)
def test_a_tag_that_nothing_fills_is_told_and_refused_in_the_same_words(
    build: Build, place: str, tag: str, tmp_path: Path
) -> None:
    source = build(tag)

    [fault] = [it for it in find_faults(source) if it.is_error]
    assert (fault.code, fault.place) == ("unfilled-tag", place)
    with pytest.raises(TemplateError, match=re.escape(str(fault))):
        paper(source, tmp_path)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("build", "place"), FIELDS.values(), ids=FIELDS)
def test_so_is_one_in_the_code_of_a_field(
    build: Build, place: str, tag: str, tmp_path: Path
) -> None:
    source = build(f" HYPERLINK {tag} ")

    [fault] = [it for it in find_faults(source) if it.is_error]
    assert (fault.code, fault.place) == ("field-tag", place)
    with pytest.raises(TemplateError, match=re.escape(str(fault))):
        paper(source, tmp_path)


@pytest.mark.parametrize("build", [it for it, _ in UNFILLED.values()], ids=UNFILLED)
@pytest.mark.parametrize("text", ["集合{1, 2}", "100%", "{1%1}", "{"])
def test_the_same_place_without_a_tag_is_no_fault(build: Build, text: str, tmp_path: Path) -> None:
    source = build(text)

    assert [str(it) for it in find_faults(source) if it.is_error] == []
    assert paper(source, tmp_path).splitlines()[0] == "张三"


def test_a_list_numbered_in_braces_is_no_tag(tmp_path: Path) -> None:
    source = docx("{{ 名 }}")
    numbering = '<w:lvlText w:val="{%1}"/></w:numbering>'
    change = {"word/numbering.xml": lambda it: it.replace(b"</w:numbering>", numbering.encode())}

    assert find_faults(repacked(source, change)) == ()


@given(st.lists(st.sampled_from(["{", "{ 址", " }", "}", "{% if 名 %", "}", "甲"]), max_size=6))
def test_pieces_of_a_formula_are_read_together(pieces: list[str]) -> None:
    inner = "".join(f"<m:oMath><m:r><m:t>{piece}</m:t></m:r></m:oMath>" for piece in pieces)
    found = {it.code for it in find_faults(paragraph_with(inner))}

    assert ("unfilled-tag" in found) == bool(re.search(r"\{[{%#]", "".join(pieces)))


# What is bound to data


def control(binding: str, text: str) -> bytes:
    return paragraph_with(
        f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )


BOUND = (
    '<w:dataBinding w:xpath="/x" w:storeItemID="{00000000-0000-0000-0000-000000000000}"/>',
    '<w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' w:xpath="/x" w:storeItemID="{00000000-0000-0000-0000-000000000000}"/>',
)


@pytest.mark.parametrize("binding", BOUND)
def test_a_control_shows_what_was_filled_in_and_not_the_data_it_was_bound_to(
    binding: str, tmp_path: Path
) -> None:
    """Word puts what is typed into a bound control into the data as well, and the data wins."""
    data = {"customXml/item1.xml": "<x>{{ 址 }}</x>".encode()}
    source = repacked(control(binding, "{{ 址 }}"), data)

    assert find_faults(source) == ()
    assert "前某路1号" in paper(source, tmp_path)
    made = render(tmp_path / "模板.docx", NAMES, Trace(), "题").content
    assert b"dataBinding" not in repacked(made, {})


@pytest.mark.parametrize("name", ["category", "keywords", "content_status"])
def test_nor_the_property_it_was_bound_to(name: str, tmp_path: Path) -> None:
    document = Document(BytesIO(control(BOUND[0], "{{ 址 }}")))
    setattr(document.core_properties, name, "{{ 址 }}")
    source = saved(document)

    assert find_faults(source) == ()
    assert "前某路1号" in paper(source, tmp_path)
    made = render(tmp_path / "模板.docx", NAMES, Trace(), "题").content
    assert getattr(Document(BytesIO(made)).core_properties, name) == ""


# Two copies of one text box


def boxed(new: str, old: str) -> bytes:
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    return paragraph_with(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing>{box.format(new)}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box.format(old)}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_both_copies_of_a_text_box_are_filled_and_the_second_is_not_told_again(
    tmp_path: Path,
) -> None:
    source = boxed("{{ 址 }}", "{{ 址 }}")

    assert [it.code for it in find_faults(source)] == ["boxed-tag"]
    # Each copy is part of the paragraph around it too.
    assert paper(source, tmp_path).count("某路1号") == 2 * 2


@pytest.mark.parametrize("old", ["{{ 址", "{{ 址. }}", "{% if 名 %}"])
def test_a_copy_for_old_programs_that_says_something_else_is_looked_at_too(
    old: str, tmp_path: Path
) -> None:
    source = boxed("{{ 址 }}", old)

    faults = [it for it in find_faults(source) if it.is_error]
    assert [it.place for it in faults] == ["正文第 2 段的文本框第 1 段"]
    with pytest.raises(TemplateError, match=re.escape(str(faults[0]))):
        paper(source, tmp_path)
