"""Promise 10: a document that is written opens without repair, whatever its conditions left out.

Looked at with our own checker and with an independent validator.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from support.audit import audit
from support.blank import new_document
from support.branching_templates import NAMES, templates
from support.runs import Cli, Generate, shipped_plugins
from support.word_lists import numbered_lines

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import incident, write_workbook
from anjuan.word.proofreading.comments import annotate
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import BROKEN, prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.structure.soundness import flaws
from anjuan.word.views import Trace

SAMPLES = SAMPLE_WORKBOOK.parent
FONT = re.compile(r"/xl/styles\.xml /styleSheet\[1\]/fonts\[1\]/font\[\d+\]: Unexpected element")


def made(template: bytes, names: dict[str, object], *, is_compiled_as: bool) -> bytes:
    """What a template without faults makes of names; proved."""
    assert [fault for fault in find_faults(template) if fault.is_error] == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "模板.docx"
        path.write_bytes(template)
        assert not is_compiled_as or is_compiled(path)
        # The first document of a template is proved as a whole, all others by what was printed.
        first, second = (proved(path, names) for _ in range(2))
    assert first == second
    return first


def proved(template: Path, names: dict[str, object]) -> bytes:
    trace = Trace()
    rendered = render(template, names, trace, "题")
    assert prove(rendered, trace) == ()
    return rendered.content


def assert_sound(document: bytes, template: bytes) -> None:
    assert [str(flaw) for flaw in flaws(document)] == []
    known = audit(template)
    assert [error for error in audit(document) if error not in known] == []


@given(templates(can_be_compiled=True), NAMES)
def test_any_combination_of_branches_is_sound(template: bytes, names: dict[str, object]) -> None:
    assert_sound(made(template, names, is_compiled_as=True), template)


@given(templates(can_be_compiled=False), NAMES)
def test_so_is_what_docxtpl_has_to_render(template: bytes, names: dict[str, object]) -> None:
    assert_sound(made(template, names, is_compiled_as=False), template)


# Templates as lawyers make them, through the whole program


def blanks(document: Any) -> None:
    document.add_paragraph("{{ 委托人.姓名 }}")
    in_branch(document.add_table(1, 1).cell(0, 0))
    document.add_paragraph("中")
    rows = document.add_table(3, 1)
    for row, text in zip(
        rows.rows, ("{%tr for 项 in 损失 %}", "{{ 项.项目 }}", "{%tr endfor %}"), strict=True
    ):
        row.cells[0].text = text
    in_branch(document.sections[0].header)


def in_branch(holder: Any) -> None:
    """Leave nothing in a cell or a header but what a condition prints."""
    holder.paragraphs[0].text = "{%p if 案件.备注 %}"
    holder.add_paragraph("{{ 案件.备注 }}")
    holder.add_paragraph("{%p endif %}")


def numbered(document: Any) -> None:
    document.add_paragraph("{%p for 记录 in 骚扰记录 %}")
    document.add_paragraph("{{ 记录.受扰人 }}")
    for text in ("第一点", "第二点"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("{%p endfor %}")


def two_tables(document: Any) -> None:
    document.add_paragraph("{{ 委托人.姓名 }}")
    document.add_table(1, 1).cell(0, 0).text = "表一"
    for text in ("{%p if 案件.备注 %}", "{{ 案件.备注 }}", "{%p endif %}"):
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "表二"


@pytest.fixture
def paper(tmp_path: Path, cli: Cli) -> Callable[[Callable[[Any], None]], bytes]:
    """Make the paper of a template in a folder of kinds; nobody finds a fault in either."""

    def make(build: Callable[[Any], None]) -> bytes:
        home = tmp_path / "kinds/函"
        home.mkdir(parents=True)
        document = new_document()
        build(document)
        document.core_properties.author = ""
        document.save(str(home / "函.docx"))
        (home / "kind.toml").write_text('api = 1\ntitle = "函"\n', encoding="utf-8")
        others = [incident(), incident(时间="2026-03-06 10:00", 受扰人="李四", 与委托人关系="父亲")]
        write_workbook(tmp_path / "表.xlsx", incidents=others)
        assert cli("template", "check", home / "函.docx", "--workbook", "表.xlsx").status == 0
        done = cli("generate", "表.xlsx", "-o", "out", "--kinds-dir", "kinds", "-d", "函")
        assert done.status == 0, done.err
        (written,) = (tmp_path / "out").rglob("*.docx")
        assert_sound(written.read_bytes(), (home / "函.docx").read_bytes())
        return written.read_bytes()

    return make


Paper = Callable[[Callable[[Any], None]], bytes]


def test_where_word_needs_something_something_is_left(paper: Paper) -> None:
    finished = Document(io.BytesIO(paper(blanks)))

    (table,) = finished.tables
    assert [it.text for it in table.cell(0, 0).paragraphs] == [""]
    assert [it.text for it in finished.sections[0].header.paragraphs] == [""]


def test_a_numbered_list_in_a_loop_begins_anew(paper: Paper) -> None:
    lines = numbered_lines(paper(numbered))

    assert lines == ["张三", "1.第一点", "2.第二点", "李四", "1.第一点", "2.第二点"]


def test_two_tables_are_two_where_the_text_between_falls_away(paper: Paper) -> None:
    finished = Document(io.BytesIO(paper(two_tables)))

    kinds = [type(it).__name__ for it in finished.iter_inner_content()]
    assert kinds == ["Paragraph", "Table", "Paragraph", "Table"]


# All that the program writes


@pytest.mark.parametrize("draft", [False, True])
def test_every_paper_of_the_sample_cases_is_sound(generate: Generate, draft: bool) -> None:
    done = generate(SAMPLE_WORKBOOK, draft=draft)

    papers = [(done.folder / outcome.path).read_bytes() for outcome in done.report.documents]
    assert len(papers) > 40
    for content in papers:
        assert flaws(content) == ()
        assert audit(content) == ()


def test_every_shipped_template_is_sound_and_so_is_a_copy_with_comments() -> None:
    templates = [kind.template.read_bytes() for kind in shipped_plugins().kinds.values()]
    fault = Fault("", "整个文件", "", BROKEN, "坏了。", "请修。")
    for content in (*templates, *(annotate(template, [fault]) for template in templates)):
        assert flaws(content) == ()
        assert audit(content) == ()


def test_every_workbook_that_the_program_writes_is_sound(tmp_path: Path, cli: Cli) -> None:
    commands = (
        ("new", "空.xlsx"),
        ("new", "例.xlsx", "--sample"),
        ("check", "例.xlsx", "--mark", "标.xlsx"),
        ("check", SAMPLES / "有错的案件表.xlsx", "--mark", "错.xlsx"),
        ("generate", "例.xlsx", "-o", "out", "-d", "evidence-list"),
    )
    for command in commands:
        assert cli(*command).status in (0, 1)
    written = [*tmp_path.glob("*.xlsx"), tmp_path / "out/清单.xlsx"]

    assert len(written) == 5
    for path in (*written, *SAMPLES.rglob("*.xlsx")):
        found = audit(path.read_bytes(), ".xlsx")
        # The schema lets the properties of a font come in any order (CT_Font, ECMA-376-1 §18.8.22);
        # the validator knows one order, openpyxl another. That a text stands in its cell
        # (`inlineStr`, §18.18.11) it merely remarks on: Excel moves it when it saves.
        assert [it for it in found if not FONT.match(it)] == [], path.name
