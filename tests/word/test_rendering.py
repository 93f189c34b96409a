"""Templates: what they may say, what they can't do, and that nothing gets lost on the way."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from support.blank import new_document
from support.own_paper import (
    Office,
    reason,
    text,
)
from support.runs import Generate

from anjuan.errors import TemplateError
from anjuan.files import digest
from anjuan.testing import case, evidence, incident, write_workbook
from anjuan.word.patching import patch
from anjuan.word.persons import without_persons
from anjuan.word.proofreading import template as proofreading
from anjuan.word.rendering import render
from anjuan.word.sandbox import Sandbox
from anjuan.word.text import document_text
from anjuan.word.views import Trace


def test_chinese_headings_and_english_attributes_name_the_same_values(office: Office) -> None:
    done = office(
        "{{ 委托人.姓名 }}={{ client.name }}={{ 委托人姓名 }}={{ 案件.委托人姓名 }}",
        "{{ 债权人 }}={{ 债权人.名称 }}={{ creditor.name }}={{ 债权人.简称 }}",
        "{% for 记录 in 骚扰记录 %}{{ 记录.时间 }}，{{ 记录.次数 }}次。{% endfor %}",
        "{% for row in incidents %}{{ row.moment }}{% endfor %}",
        "{{ 文书名 }}致{{ 收文单位 }}",
    )

    assert "张三=张三=张三=张三" in text(done)
    assert "虚构甲网络借贷有限公司=虚构甲网络借贷有限公司=虚构甲网络借贷有限公司=甲贷" in text(done)
    assert "2026年3月5日10时，5次。" in text(done)
    assert "自有文书致收件人" in text(done)


def test_an_unknown_column_is_usable_by_its_heading(office: Office) -> None:
    done = office(
        "{{ 经办人 }}{{ 案件.经办人 }}{% for 记录 in 骚扰记录 %}{{ 记录.归属地 }}{% endfor %}",
        cases=[case(经办人="丁一")],
        incidents=[incident(归属地="杭州")],
    )

    assert "丁一丁一杭州" in text(done)


def test_a_tested_blank_leaves_the_clause_out(office: Office) -> None:
    done = office("{% if 案件.备注 %}有{% else %}无{% endif %}，{{ 案件.备注 or '—' }}")

    assert "无，—" in text(done)


def test_a_misspelt_name_is_named_with_the_nearest(office: Office) -> None:
    assert "“姓各”不存在。是不是“姓名”？" in reason(office("{{ 委托人.姓各 }}"))


def test_full_width_tags_are_refused_not_printed(office: Office) -> None:
    assert "标签用了全角的括号" in reason(office("｛｛ 委托人.姓名 ｝｝"))


def test_a_syntax_error_names_the_template(office: Office) -> None:
    assert (
        "模板 own.docx 正文第 1 段“{% if 案件.备注 %}没有结束”：{% if 案件.备注 %} 没有结束"
        in reason(office("{% if 案件.备注 %}没有结束"))
    )


def test_the_capital_filter_prints_amounts(office: Office) -> None:
    assert "壹万零伍拾元整" in text(
        office("{{ 案件.借款金额|大写 }}", cases=[case(借款金额=10050)])
    )


def test_the_capital_filter_refuses_words(office: Office) -> None:
    assert "不是金额" in reason(office("{{ 委托人.姓名|大写 }}"))


def test_two_documents_from_one_template_do_not_mix(office: Office) -> None:
    done = office(
        "{{ 委托人.姓名 }}",
        cases=[case(), case(案件编号="A002", 委托人姓名="王五")],
        incidents=[incident()],
        evidence=[evidence()],
    )

    assert done.states() == {"own": ["written", "written"]}
    assert "张三" not in document_text((done.folder / done.report.outcomes[1].path).read_bytes())


def test_a_plugin_may_not_take_a_name_of_the_core(office: Office) -> None:
    done = office("{{ 委托人.姓名 }}", context=lambda brief: {"委托人": "别人"})

    assert "“委托人”是核心已有的名字" in reason(done)


def test_template_marks_from_a_plugin_are_never_interpreted(office: Office) -> None:
    done = office("{{ 话 }}", context=lambda brief: {"话": "{{ 6*7 }}"})

    assert "模板记号" in reason(done)


def test_a_missing_or_broken_template_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_text("x")

    for path in (broken, tmp_path / "无.docx"):
        with pytest.raises(TemplateError, match="打不开"):
            render(path, {}, Trace(), "")


def test_document_properties_tell_title_and_case_and_nothing_of_the_machine(
    generate: Generate, tmp_path: Path
) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx"), kinds=("police-statement",))

    properties = Document(str(done.folder / done.report.outcomes[0].path)).core_properties
    assert properties.title == "报案材料 A001"
    assert properties.last_modified_by == ""
    assert str(tmp_path) not in (done.folder / done.report.outcomes[0].path).read_bytes().decode(
        "latin-1"
    )


def test_a_paper_tells_nothing_of_those_who_made_its_template(tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("{{ 名 }}")
    document.core_properties.author = "旧律师"
    document.core_properties.last_modified_by = "旧助理"
    own = tmp_path / "t.docx"
    document.save(str(own))
    packed = zipfile.ZipFile(own)
    app = packed.read("docProps/app.xml").replace(b"</Properties>", _FIRM)
    rewritten = tmp_path / "u.docx"
    with zipfile.ZipFile(rewritten, "w") as new:
        for entry in packed.infolist():
            is_app = entry.filename == "docProps/app.xml"
            new.writestr(entry, app if is_app else packed.read(entry))

    finished = render(rewritten, {"名": "甲"}, Trace(), "题").content

    with zipfile.ZipFile(io.BytesIO(finished)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        assert b"thumbnail" not in package.read("_rels/.rels")
    for trace in ("旧律师", "旧助理", "旧律所"):
        assert trace.encode() not in everything


_FIRM = "<Manager>旧律师</Manager><Company>旧律所</Company></Properties>".encode()


def test_a_template_that_is_known_to_have_no_faults_is_not_proofread_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> bytes:
        raise TemplateError("有错")

    monkeypatch.setattr(proofreading, "refuse_faulty", refused)
    document, template = new_document(), tmp_path / "模板.docx"
    document.add_paragraph("致{{ 名 }}")
    document.save(str(template))
    source = template.read_bytes()
    known = Sandbox(proofread={digest(source): patch(without_persons(source))})

    rendered = render(template, {"名": "乙"}, Trace(), "题", known)

    assert "致乙" in document_text(rendered.content)
    with pytest.raises(TemplateError, match="有错"):
        render(template, {"名": "乙"}, Trace(), "题", Sandbox(proofread={"?": patch(source)}))
