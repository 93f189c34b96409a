"""Compiled templates against docxtpl itself: the same parts, or not compiled at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.blank import new_document
from support.runs import STORY_WORKBOOK, shipped_plugins

from anjuan.case.text import typed_texts
from anjuan.documents.names import names_for
from anjuan.documents.planning import Document, plan
from anjuan.files import digest
from anjuan.opc import CORE_PROPERTIES, without_moment
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY
from anjuan.word.compiling import compile_template
from anjuan.word.mending import UnprovableError
from anjuan.word.mould import Mould
from anjuan.word.patched import stored
from anjuan.word.persons import without_persons
from anjuan.word.rendering import is_compiled, render
from anjuan.word.sandbox import PLAIN, Sandbox, traced
from anjuan.word.views import Trace, View

TITLE = "题 & 目"
ROWS = tuple(
    View({"甲": f"第{n}行 <&>", "乙": "一\n二" if n == 2 else "三\t四"}, "") for n in (1, 2, 3)
)
NAMES: dict[str, object] = {
    "名": "张三 & \"李四\" <c> '王五'",
    "空": "",
    "段": "第一行\n第二行\t后",
    "数": 3,
    "行": ROWS,
    "无": (),
}


def by_docxtpl(source: bytes, names: dict[str, object], sandbox: Sandbox = PLAIN) -> bytes:
    document = DocxTemplate(io.BytesIO(source))
    document.render(traced(names, Trace()), sandbox, autoescape=True)
    document.docx.core_properties.title = TITLE
    out = io.BytesIO()
    document.docx.save(out)
    return out.getvalue()


def parts(document: bytes) -> dict[str, bytes]:
    """Every part in a form that does not depend on how its XML was written."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert package.testzip() is None
        contents = {name: package.read(name) for name in package.namelist()}
    return {
        name: canonical(without_moment(content) if name == CORE_PROPERTIES else content)
        for name, content in contents.items()
        if name.endswith((".xml", ".rels"))
    }


def canonical(xml: bytes) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True))  # noqa: TID251
    if root.tag.endswith(("Relationships", "Types")):
        # A type for files that the package does not hold says nothing.
        kept = [element for element in root if element.get("Extension") != "jpeg"]
        root[:] = sorted(kept, key=lambda element: sorted(element.attrib.values()))
    return etree.tostring(root, method="c14n", exclusive=True)


def assert_equal(compiled: bytes, oracle: bytes) -> None:
    ours, theirs = parts(compiled), parts(oracle)
    for name, content in theirs.items():
        assert ours[name] == content, name
    # docxtpl's library drops parts that nothing refers to; nothing else may be added.
    assert not [name for name in set(ours) - set(theirs) if name.startswith("word/")]


@cache
def documents(workbook: Path) -> Mapping[str, Sequence[Document]]:
    """What can be made of a workbook's cases, by kind; it is read once for all kinds."""
    plugins = shipped_plugins()
    kinds = tuple(plugins.kinds)
    job = prepare(Request(workbook, Path("unused"), TODAY, kinds=kinds), plugins)
    return {
        name: [
            it
            for case in job.cases
            for it in plan(case, plugins, TODAY, job.errors, (name,))
            if not it.spared and not any(problem.is_error for problem in it.problems)
        ]
        for name in kinds
    }


@pytest.mark.parametrize("number", range(len(shipped_plugins().kinds)))
def test_every_shipped_template_renders_every_sample_as_docxtpl_does(number: int) -> None:
    plugins = shipped_plugins()
    kind = list(plugins.kinds.values())[number]
    assert is_compiled(kind.template, plugins.sandbox)
    source = without_persons(kind.template.read_bytes())
    # What is made on request is for cases that have gone further than most samples: the story's.
    wanted = documents(SAMPLE_WORKBOOK)[kind.name] or documents(STORY_WORKBOOK)[kind.name]
    assert wanted
    for document in wanted:
        trace = Trace(about=document.case.number, typed=partial(typed_texts, document.case))
        names = names_for(document, trace, plugins)
        ours = render(kind.template, names, trace, TITLE, plugins.sandbox).content
        assert_equal(ours, by_docxtpl(source, dict(names), plugins.sandbox))


@pytest.mark.parametrize("number", range(len(shipped_plugins().kinds)))
def test_what_is_kept_of_a_shipped_template_makes_the_same_bytes_as_its_file(number: int) -> None:
    plugins = shipped_plugins()
    kind = list(plugins.kinds.values())[number]
    assert digest(kind.template.read_bytes()) in plugins.sandbox.proofread
    document = (documents(SAMPLE_WORKBOOK)[kind.name] or documents(STORY_WORKBOOK)[kind.name])[0]

    kept, anew = (
        render(kind.template, names_for(document, trace, plugins), trace, TITLE, sandbox).content
        for sandbox in (plugins.sandbox, Sandbox(plugins.filters))
        for trace in [Trace(typed=partial(typed_texts, document.case))]
    )

    assert kept == anew


def test_where_the_list_of_templates_is_missing_or_broken_none_is_known(tmp_path: Path) -> None:
    broken = tmp_path / "PROOFREAD.json"
    broken.write_text('[{"sha256": ', "utf-8")

    assert not stored(broken)
    assert not stored(tmp_path / "missing.json")


def saved(build: Callable[..., None]) -> bytes:
    document = new_document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def values(document: Any) -> None:
    document.add_paragraph("前 {{ 名 }} 后，{{ 数 }}，{{ 空 or '—' }}，{{ '<常>' }}")
    document.add_paragraph("{{ 段 }}")


def split_runs(document: Any) -> None:
    paragraph = document.add_paragraph()
    for text in ("{", "{ 名", " }", "}，", "{% if 数 > 2 %}多{% endif %}"):
        paragraph.add_run(text).bold = True


def branches(document: Any) -> None:
    for text in (
        "{%p if 名 %}",
        "有{% if 空 %}一{% elif 数 %}二{% else %}三{% endif %}", "{%p else %}", "无",
        "{%p endif %}", "{%p for 项 in 行 %}", "{{ loop.index }}．{{ 项.甲 }}{{ 项['乙'] }}",
        "{%p endfor %}", "{%p for 项 in 无 %}", "{{ 项.甲 }}", "{%p endfor %}",
        "{% set 别名 = 名 %}{{ 别名 }}", "甲{%- if 数 %} 乙{% endif -%} 丙",
    ):  # fmt: skip
        document.add_paragraph(text)


def table(document: Any) -> None:
    grid = document.add_table(rows=4, cols=2)
    for cell, text in zip(
        [cell for row in grid.rows for cell in row.cells],
        [
            "甲",
            "乙",
            "{%tr for 项 in 行 %}",
            "",
            "{{ 项.甲 }}",
            "{{ 项.乙 }}",
            "{%tr endfor %}",
            "",
        ],
        strict=True,
    ):
        cell.text = text


def header_and_footer(document: Any) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "眉 {{ 名 }}{% if 数 %}，{{ 段 }}{% endif %}"
    section.footer.paragraphs[0].text = "脚 {{ 数 }}"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "首页 {{ 名 }}"
    document.add_section()
    document.add_paragraph("{{ 名 }}")


def comments_in_the_language(document: Any) -> None:
    document.add_paragraph("甲{# 这是注释 #}乙{{ 行|length }}{{ 名|default('无') }}")


def footnotes(document: Any) -> None:
    document.add_paragraph("{{ 名 }}")
    blob = (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:footnotes {nsdecls('w')}>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>注：{{ 名 }}{% if 数 %}，{{ 段 }}{% endif %}"
        "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob.encode(), document.part.package
    )
    document.part.relate_to(part, RT.FOOTNOTES)


def no_tags(document: Any) -> None:
    document.add_paragraph("没有标签")


@pytest.mark.parametrize(
    "build",
    [
        values,
        split_runs,
        branches,
        table,
        header_and_footer,
        footnotes,
        comments_in_the_language,
        no_tags,
    ],
)  # fmt: skip
def test_awkward_templates_are_compiled_and_equal(build: Callable[..., None]) -> None:
    source = saved(build)
    compiled = compile_template(source, PLAIN)

    for _ in range(2):
        assert_equal(compiled.render(NAMES, Trace(), TITLE)[0], by_docxtpl(source, NAMES))


PRINTABLE = st.characters(
    exclude_categories=["Cc", "Cs"], include_characters="\n\t", exclude_characters="{}\ufffe\uffff"
)


@given(st.text(PRINTABLE, max_size=30))
def test_any_printable_value_comes_out_as_with_docxtpl(value: str) -> None:
    compiled = compile_template(VALUES, PLAIN)
    names = {**NAMES, "名": value, "段": f"{value}\n{value}"}

    assert_equal(compiled.render(names, Trace(), TITLE)[0], by_docxtpl(VALUES, names))


VALUES = saved(values)


def text_box(document: Any) -> None:
    document.add_paragraph("{{ 名 }}")._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>{{{{ 名 }}}}</w:t></w:r>"
            "</w:p></w:txbxContent></w:pict></w:r>"
        )
    )


def conditional_cell(document: Any) -> None:
    grid = document.add_table(rows=1, cols=3)
    for cell, text in zip(
        grid.rows[0].cells, ["{%tc for 项 in 行 %}", "{{ 项.甲 }}", "{%tc endfor %}"], strict=True
    ):
        cell.text = text


def loop_without_heading(document: Any) -> None:
    grid = document.add_table(rows=3, cols=1)
    for row, text in zip(
        grid.rows, ["{%tr for 项 in 行 %}", "{{ 项.甲 }}", "{%tr endfor %}"], strict=True
    ):
        row.cells[0].text = text


def line_break_in_the_template(document: Any) -> None:
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f"<w:t {nsdecls('w')} xml:space='preserve'>甲\n乙</w:t>"))


@pytest.mark.parametrize(
    "build",
    [
        text_box, conditional_cell, loop_without_heading, line_break_in_the_template,
    ],
)  # fmt: skip
def test_what_cannot_be_proved_is_left_to_docxtpl(
    build: Callable[..., None], tmp_path: Path
) -> None:
    source = saved(build)
    with pytest.raises(UnprovableError):
        compile_template(source, PLAIN)

    path = tmp_path / "模板.docx"
    path.write_bytes(source)
    assert not is_compiled(path)
    assert_equal(
        render(path, NAMES, Trace(), TITLE).content, by_docxtpl(without_persons(source), NAMES)
    )


def test_a_template_changed_on_disk_is_compiled_anew(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    for build in (no_tags, values):
        path.write_bytes(saved(build))
        assert_equal(
            render(path, NAMES, Trace(), TITLE).content,
            by_docxtpl(without_persons(path.read_bytes()), NAMES),
        )


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_a_filled_mould_is_a_sound_package(contents: list[bytes]) -> None:
    out = io.BytesIO()
    names = [f"洞{number}.xml" for number in range(len(contents))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(f"静/{name}", name * 50)
            package.writestr(name, "old")
        package.writestr("末.bin", b"\0" * 99)

    filled = Mould(out.getvalue(), names[::-1]).fill(contents[::-1])

    with zipfile.ZipFile(io.BytesIO(filled)) as package:
        assert package.testzip() is None
        assert package.read("末.bin") == b"\0" * 99
        for name, content in zip(names, contents, strict=True):
            assert package.read(name) == content
            assert package.read(f"静/{name}").decode() == name * 50
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
