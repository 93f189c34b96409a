"""A template is one template, whatever its parts, its prefixes and its folders are called."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from support.blank import new_document
from support.word_files import repacked, saved

from anjuan.opc import W
from anjuan.word.proofreading.comments import annotate
from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.standard_form import standard_form
from anjuan.word.text import document_text
from anjuan.word.views import Trace

Parts = dict[str, bytes]
_URI = W[1:-1].encode()


def usual() -> bytes:
    """A template with tags in body, table, header, first header, footer and a footnote."""
    document = new_document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.add_paragraph("一{{ 名 }}", style="List Number")
    document.add_table(1, 1).cell(0, 0).text = "二{{ 名 }}"
    section.header.paragraphs[0].text = "三{{ 名 }}"
    section.first_page_header.paragraphs[0].text = "四{{ 名 }}"
    section.footer.paragraphs[0].text = "五{{ 名 }}"
    blob = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>六{{{{ 名 }}}}</w:t>"
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob.encode(), document.part.package
    )
    document.part.relate_to(part, RT.FOOTNOTES)
    return saved(document)


USUAL = usual()


def parts_of(package: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def renamed(parts: Parts, old: str, new: str) -> Parts:
    """A part under another name, in the same folder, and all that refers to it saying so."""
    ours, theirs = old.rpartition("/")[2], new.rpartition("/")[2]
    names = {old: new, f"word/_rels/{ours}.rels": f"word/_rels/{theirs}.rels"}
    changed = {}
    for name, content in parts.items():
        told = name.endswith(".rels") or name.startswith("[")
        new_content = content.replace(f'{ours}"'.encode(), f'{theirs}"'.encode())
        changed[names.get(name, name)] = new_content if told else content
    return changed


def as_word_online(parts: Parts) -> Parts:
    for name in ("document", "styles", "numbering", "settings", "footnotes"):
        parts = renamed(parts, f"word/{name}.xml", f"word/{name}2.xml")
    return parts


def odd_headers(parts: Parts) -> Parts:
    for number, name in enumerate(filter(re.compile("word/(head|foot)er").match, [*parts])):
        parts = renamed(parts, name, f"word/眉{number}.xml")
    return parts


def with_a_decoy(parts: Parts) -> Parts:
    """What is called the body is none."""
    moved = renamed(parts, "word/document.xml", "word/main.xml")
    decoy = b"<w:document xmlns:w='%s'><w:body/></w:document>" % _URI
    return {**moved, "word/document.xml": decoy}


def with_backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): content for name, content in parts.items()}


def in_other_letters(parts: Parts) -> Parts:
    """The names of parts are the same in any letters (ECMA-376-2 §9.1.1.2)."""
    return {
        name.replace("word/", "Word/") if "_rels" not in name else name: content
        for name, content in parts.items()
    }


def with_absolute_targets(parts: Parts) -> Parts:
    rels = "word/_rels/document.xml.rels"
    absolute = re.sub(rb'Target="(?!http|\.\.)', b'Target="/word/', parts[rels])
    return {**parts, rels: absolute}


def prefixed(new: bytes) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        return {
            name: content.replace(b"xmlns:w=", b"xmlns:%s=" % new)
            .replace(b"<w:", b"<%s:" % new).replace(b"</w:", b"</%s:" % new)
            .replace(b" w:", b" %s:" % new)
            if name.startswith("word/") and name.endswith(".xml") else content
            for name, content in parts.items()
        }  # fmt: skip

    return change


def without_prefix(parts: Parts) -> Parts:
    """Elements by the default namespace; attributes can't do without a prefix."""
    body = parts["word/document.xml"].replace(b"<w:", b"<").replace(b"</w:", b"</")
    declared = b'xmlns="%s" xmlns:w="%s"' % (_URI, _URI)
    return {**parts, "word/document.xml": re.sub(rb'xmlns:w="[^"]+"', declared, body, count=1)}


def in_utf_16(parts: Parts) -> Parts:
    return {
        name: re.sub(r"^<\?xml[^>]*\?>\s*", "", content.decode()).encode("utf-16")
        if name.startswith("word/") and name.endswith(".xml") else content
        for name, content in parts.items()
    }  # fmt: skip


DISGUISES = (
    with_absolute_targets, without_prefix, prefixed(b"ns0"), prefixed(b"wx"), in_utf_16,
    odd_headers, with_a_decoy, as_word_online, in_other_letters, with_backslashes,
)  # fmt: skip


def made(template: bytes, folder: Path) -> str:
    path = folder / "模板.docx"
    path.write_bytes(template)
    assert is_compiled(path)
    # The second document is proved by what was printed, the first one as a whole.
    first, second = (proved(path) for _ in range(2))
    assert first == second
    return "".join(sorted(document_text(second).splitlines()))


def proved(template: Path) -> bytes:
    trace = Trace()
    rendered = render(template, {"名": "张三 & 李四"}, trace, "题")
    assert prove(rendered, trace) == ()
    return rendered.content


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda it: it.__name__)
def test_a_disguised_template_is_filled_as_the_usual_one(
    disguise: Callable[[Parts], Parts], tmp_path: Path
) -> None:
    source = packed(disguise(parts_of(USUAL)))

    assert source != USUAL
    assert find_faults(source) == ()
    assert made(source, tmp_path) == made(USUAL, tmp_path)


@given(st.lists(st.sampled_from(DISGUISES), min_size=2, max_size=3, unique=True))
def test_so_is_one_under_several_disguises(several: list[Callable[[Parts], Parts]]) -> None:
    parts = parts_of(USUAL)
    # Names and letters are changed last: the others look for a part by its usual name.
    for disguise in sorted(several, key=DISGUISES.index):
        parts = disguise(parts)

    texts = sorted(document_text(standard_form(packed(parts))).splitlines())
    assert texts == sorted(document_text(USUAL).splitlines())
    assert find_faults(packed(parts)) == ()


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda it: it.__name__)
def test_faults_of_a_disguised_template_are_told_and_marked(
    disguise: Callable[[Parts], Parts],
) -> None:
    faulty = repacked(
        USUAL, {"word/document.xml": lambda it: it.replace("一{{ 名".encode(), b"{{ ")}
    )
    source = packed(disguise(parts_of(faulty)))

    found = find_faults(source)
    assert [(it.code, it.place) for it in found] == [("syntax", "正文第 1 段")]
    told = [it.text for it in Document(io.BytesIO(annotate(source, found))).comments]
    assert len(told) == 1 and found[0].remedy in told[0]


def test_the_usual_form_is_left_as_it_is() -> None:
    assert standard_form(USUAL) is USUAL
