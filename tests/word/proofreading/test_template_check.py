"""`anjuan template check`: every fault of a template, its place, and the nearest right name."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from support.blank import new_document
from support.office import Order, needs_office, saved_as
from support.proofread import CORE, KNOWN, codes, only
from support.runs import Cli, shipped_plugins
from support.word_files import docx, repacked, run, saved, with_xml
from tools.reference import fault_rules

from anjuan.documents.vocabulary import Vocabulary
from anjuan.testing import case, incident, write_workbook
from anjuan.word.proofreading.comments import annotate
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.parsing import load_workbook

PLUGINS = shipped_plugins()
SHIPPED = {kind.name: kind.template for kind in PLUGINS.kinds.values()}


# Sound templates


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_shipped_templates_have_no_fault(kind: str) -> None:
    source = SHIPPED[kind].read_bytes()

    known = KNOWN.of(PLUGINS.kinds[kind])
    assert find_faults(source, known, sandbox=PLUGINS.sandbox) == ()
    assert find_faults(source, None, sandbox=PLUGINS.sandbox) == ()


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{{ 委托人.姓名 }}{{ client.name }}{{ 委托人姓名 }}{{ 债权人.简称 }}{{ 收文单位 }}",),
        ("{% for 记录 in 骚扰记录 %}{{ loop.index }}{{ 记录.时间 }}{% endfor %}",),
        ("{%p if 案件.备注 %}", "甲", "{%p elif 委托人.性别 == '男' %}", "乙", "{%p endif %}"),
        ("{%- if 案件.备注 %}", "跨段", "{% endif -%}"),
        ("{% if 案件.备注 and not 证据|length > 1 %}甲{% endif %}",),
        ("{% set 称呼 = 委托人.姓名 %}{{ 称呼 or '（无），' }}",),
        ("{# 注：｛ 不印 ，#}正文",),
        ("{%p for a in 证据 %}", "{% for b in 证据 %}{{ a.来源 }}{% endfor %}", "{%p endfor %}"),
        ("{% if 骚扰记录 %}{{ 骚扰记录[0].时间 }}{% endif %}{{ 案件['备注']|default('无') }}",),
        ("{% for 项 in 损失 %}{{ 损失[-1].项目 }}{% endfor %}",),
        ("{{ 损失[0].项目 if 损失 else '无' }}",),
        ("{{ 案件.备注|default('无', boolean=true) }}{{ '甲' ~ 案件.借款金额 }}",),
        ("{{ 案件.借款金额 // 3 + 1 }}{{ -案件.借款金额 }}{{ 损失合计|大写 }}",),
        ("每日 00:00:00 至 06:00:00，编号 1e+17，None，nan",),
        ("{%r if 案件.备注 %}甲{%r endif %}",),
        ("法释〔2020〕17号，适用第一百条；{一}、50%}",),
    ],
)  # fmt: skip
def test_a_sound_template_has_no_fault(paragraphs: tuple[str, ...]) -> None:
    found = [fault for fault in find_faults(docx(*paragraphs), CORE) if "50%}" not in fault.text]

    assert found == [], [str(fault) for fault in found]


# Names


@pytest.mark.parametrize(
    ("text", "unknown", "near"),
    [
        ("{{ 委托人.姓各 }}", "姓各", "姓名"),
        ("{{ 委托入.姓名 }}", "委托入", "委托人"),
        ("{% if 案件.备住 %}x{% endif %}", "备住", "备注"),
        ("{% for 记录 in 骚扰纪录 %}{% endfor %}", "骚扰纪录", "骚扰记录"),
        ("{% for 记录 in 骚扰记录 %}{{ 记录.时间x }}{% endfor %}", "时间x", "时间"),
        ("{% if 案件.备注 %}{% else %}{{ 案件.法院 }}{% endif %}", "法院", "管辖法院"),
        ("{% if 案件.备注 %}{% elif 案件.借款产 %}x{% endif %}", "借款产", "借款产品"),
        ("{{ 案件.备注 or 委托人.住趾 }}", "住趾", "住址"),
        ("{% for 记录 in 骚扰记录 %}{{ loop.indx }}{% endfor %}", "indx", "index"),
        ("{% set 甲 = 债权人 %}{{ 甲.名 }}", "名", "名称"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(text: str, unknown: str, near: str) -> None:
    fault = only(docx(text))

    assert fault.code == "unknown-name"
    assert f"“{unknown}”" in fault.message
    assert f"是不是“{near}”？" in fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        "{% for 记录 in 骚扰记录 %}{% endfor %}{{ 记录.时间 }}",
        "{% for 记录 in 骚扰记录 %}{% else %}{{ 记录.时间 }}{% endfor %}",
        "{% for 记录 in 骚扰记录 %}{% endfor %}{{ loop.index }}",
    ],
)
def test_what_a_loop_binds_is_known_inside_of_it_only(text: str) -> None:
    assert only(docx(text)).code == "unknown-name"


def test_what_is_set_in_a_loop_is_not_known_behind_it() -> None:
    text = "{% for 项 in 证据 %}{% set 甲 = 项.来源 %}{{ 甲 }}{% endfor %}{{ 甲 }}"

    assert "“甲”" in only(docx(text)).message


def test_names_are_not_judged_without_a_vocabulary() -> None:
    assert codes(docx("{{ 不存在.甲 }}{% for x in 乙 %}{{ x.y }}{% endfor %}"), None) == []


def test_a_name_that_is_only_asked_for_is_a_warning() -> None:
    fault = only(docx("{% if 经办人 is defined %}有{% endif %}"))

    assert (fault.code, fault.is_error) == ("doubtful-name", False)


def test_unknown_filters_and_tests_are_told() -> None:
    assert codes(docx("{{ 案件.借款金额|大寫 }}")) == ["unknown-filter"]
    assert codes(docx("{% if 案件.备注 is definde %}x{% endif %}")) == ["unknown-test"]


def test_a_list_can_not_be_printed_nor_a_text_gone_through() -> None:
    assert codes(docx("{{ 骚扰记录 }}")) == ["unprintable"]
    assert codes(docx("{% for 字 in 委托人.姓名 %}{% endfor %}")) == ["not-a-list"]
    assert codes(docx("{{ 委托人.姓名.拼音 }}")) == ["unknown-name"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ 委托人.姓名|大写 }}", "refused"),
        ("{{ 案件.落款日期|大写 }}", "refused"),
        ("{{ 骚扰记录|大写 }}", "unprintable"),
        ("{{ 委托人.姓名|join('、') }}", "not-a-list"),
        ("{{ 委托人|join }}", "not-a-list"),
        ("{{ 委托人|length }}", "refused"),
        ("{{ 5|length }}", "refused"),
        ("{{ 委托人.姓名|length(1) }}", "wrong-arguments"),
        ("{{ 案件.借款金额|大写('元') }}", "wrong-arguments"),
        ("{{ 案件.备注|default('甲', '乙', '丙') }}", "wrong-arguments"),
        ("{{ 案件.备注|default(是='甲') }}", "wrong-arguments"),
        ("{% if 案件.借款金额 is divisibleby %}x{% endif %}", "wrong-arguments"),
        ("{% if 案件.借款金额 is eq(1, 2) %}x{% endif %}", "wrong-arguments"),
        ("{% if 骚扰记录 is odd %}x{% endif %}", "unmeant-comparison"),
        ("{% if 骚扰记录 is true %}x{% endif %}", "unmeant-comparison"),
        ("{% if (案件.借款金额 and 委托人.姓名) is eq(1) %}x{% endif %}", "doubtful-value"),
        ("{% if (委托人.姓名 or 损失合计) == 5 %}x{% endif %}", "doubtful-value"),
        ("{% if (委托人.姓名 and 案件.借款金额) is true %}x{% endif %}", "doubtful-value"),
        ("{% if (案件.愿意协商还款 or 损失合计) is false %}x{% endif %}", "doubtful-value"),
        ("{% if (损失合计 or 委托人.姓名) is odd %}x{% endif %}", "doubtful-value"),
        ("{{ (-案件.借款金额|大写) }}", "doubtful-value"),
        ("{{ (案件.借款金额 - 损失合计)|大写 }}", "doubtful-value"),
        ("{{ (+(案件.借款金额 - 1) * 2)|大写 }}", "doubtful-value"),
    ],
)
def test_a_filter_or_a_test_that_can_make_nothing_of_a_value_is_told(text: str, code: str) -> None:
    assert only(docx(text)).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ 委托人.性别 + 1 }}", "refused"),
        ("{% if 委托人.身份证号 + 0 > 5 %}x{% endif %}", "doubtful-value"),
        ("{{ (损失合计 if 案件.备注 else '无') + 1 }}", "doubtful-value"),
        ("{% if (损失合计 if 案件.备注 else '无') > 1 %}x{% endif %}", "doubtful-value"),
        ("{{ 案件.借款金额 // 统计.总次数 }}", "doubtful-value"),
        ("{{ 委托人 + 1 }}", "refused"),
        ("{{ -案件.落款日期 }}", "refused"),
        ("{{ 案件.借款金额 // 0 }}", "refused"),
        ("{% if 案件.借款金额 is divisibleby(0) %}x{% endif %}", "refused"),
        ("{{ 案件.借款金额 / 3 }}", "doubtful-value"),
        ("{{ 案件.借款金额 * 0.0005 }}", "doubtful-value"),
        ("{{ 损失[0].项目 }}", "doubtful-item"),
        ("{{ 损失[-1].项目 }}", "doubtful-item"),
        ("{% if 证据 %}{{ 损失[0].项目 }}{% endif %}", "doubtful-item"),
        ("{{ 委托人[案件.备注] }}", "refused"),
        ("{% for 甲, 乙 in 骚扰记录 %}{{ 甲 }}{% endfor %}", "not-a-list"),
    ],
)
def test_what_can_not_be_reckoned_or_may_not_be_there_is_told(text: str, code: str) -> None:
    fault = only(docx(text))

    assert (fault.code, fault.is_error) == (code, not code.startswith("doubtful"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ none }}",
        "{{ 1.5 }}",
        r"{{ '甲\f乙' }}",
        "{{ 委托人.姓名 if 案件.备注 else none }}",
        "{{ 委托人.姓名 ~ 骚扰记录 }}",
        "{{ 案件.备注|default(证据) }}",
        "{% for 项 in 损失 %}{{ loop }}{% endfor %}",
    ],
)
def test_what_no_paper_takes_is_told(text: str) -> None:
    assert only(docx(text)).code == "unprintable"


@pytest.mark.parametrize("name", ["previtem", "nextitem", "cycle", "changed"])
def test_what_the_ends_of_a_loop_lack_or_has_to_be_called_is_unknown(name: str) -> None:
    assert codes(docx(f"{{% for 项 in 损失 %}}{{{{ loop.{name} }}}}{{% endfor %}}")) == [
        "unknown-name"
    ]


def test_names_of_a_kind_are_known_to_its_templates_only() -> None:
    known = KNOWN.of(PLUGINS.kinds["civil-complaint"])

    assert codes(docx("{% for 方 in 被告们 %}{{ 方.机构.名称 }}{% endfor %}"), known) == []
    assert (
        "是不是“称谓”"
        in only(docx("{% for 方 in 被告们 %}{{ 方.称胃 }}{% endfor %}"), known).remedy
    )
    assert codes(docx("{% for 方 in 被告们 %}{{ 方.称胃 }}{% endfor %}")) == ["unknown-name"]


def test_an_own_column_is_known_when_the_workbook_has_it(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(经办人="丁一")], incidents=[incident(归属地="杭州")]
    )
    known = Vocabulary(PLUGINS, load_workbook(book)).core
    source = docx("{{ 经办人 }}{% for 记录 in 骚扰记录 %}{{ 记录.归属地 }}{% endfor %}")

    assert codes(source, known) == []
    assert ["--workbook" in fault.remedy for fault in find_faults(source, CORE)] == [True, True]
    assert "--workbook" not in only(docx("{{ 承办人 }}"), known).remedy


# Brackets, words, blocks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲{{ 委托人.姓名 乙", "unclosed-tag"),
        ("甲{% if 案件.备注", "unclosed-tag"),
        ("{{ 委托人.姓名 } 后", "unclosed-tag"),
        ("姓名 }} 后", "stray-bracket"),
        ("endif %} 后", "stray-bracket"),
        ("{{ 委托人.姓名 %}", "stray-bracket"),
        ("｛｛ 委托人.姓名 ｝｝", "full-width-bracket"),
        ("｛{ 委托人.姓名 }｝", "full-width-bracket"),
        ("｛％ set 甲 = 委托人 ％｝", "full-width-bracket"),
        ("{{ 案件.备注 or 委托人。姓名 }}", "full-width-sign"),
        ("{% if （案件.备注） %}x{% endif %}", "full-width-sign"),
        ("{{ 案件.备注|default('无'，true) }}", "full-width-sign"),
        ("{{ 案件.备注 == “无” }}", "curly-quote"),
        ("{{ 委托人 姓名 }}", "syntax"),
        ("{{ }}", "syntax"),
        ("{{ 案件.备注 == }}", "syntax"),
        ("{% for 记录 骚扰记录 %}{% endfor %}", "syntax"),
        ("{% if 案件.备注 %}{% else 甲 %}{% endif %}", "syntax"),
        ("{{ 委托人.姓名? }}", "syntax"),
        ("{% iff 案件.备注 %}x{% endif %}", "unknown-tag"),
        ("{% 委托人.姓名 %}", "unknown-tag"),
        ("{% %}", "unknown-tag"),
        ("{% p if 案件.备注 %}", "detached-prefix"),
        ("{%pif 案件.备注 %}", "detached-prefix"),
        ("{{ 案件.借款金额 + '元' }}", "refused"),
        ("{{r 委托人.姓名 }}", "prefixed-print"),
        ("{% include 'x' %}", "refused"),
        ("{{ 委托人.姓名 ~ '&' }}", "ampersand"),
        ("{% if 债权人.名称 == 'A&B公司' %}x{% endif %}", "ampersand"),
        ("{_{ 甲", "rewritten-sign"),
        ("百分之三十%_}", "rewritten-sign"),
        ("{% cellbg 'FF0000' %}{{ 委托人.姓名 }}", "refused"),
        ("{% cellbg 委托人.性别 %}红", "refused"),
        ("{% colspan 2 %}甲", "refused"),
        ("{% vm %}{{ 委托人.姓名 }}", "refused"),
        ("{%vm%}", "refused"),
        ("{% hm %}甲", "refused"),
        ("{{ 委托人.look_up('姓名') }}", "refused"),
        ("{{ 2 ** 99 }}", "refused"),
        ("{% if 案件.备注 %}没完", "unclosed-block"),
        ("{% endif %}", "stray-end"),
        ("{% else %}", "stray-end"),
        ("{% if 案件.备注 %}{% for a in 证据 %}{% endif %}{% endfor %}", "crossed-blocks"),
        ("{%tr for a in 证据 %}", "outside-table"),
        ("{委托人.姓名}", "single-bracket"),
    ],
)  # fmt: skip
def test_a_fault_of_one_paragraph(text: str, code: str) -> None:
    found = find_faults(docx("无关的一段", text), CORE)

    assert found[0].code == code, [str(fault) for fault in found]
    assert found[0].place == "正文第 2 段"
    assert all(re.search("[一-鿿]", fault.message) for fault in found)


@pytest.mark.parametrize(
    ("paragraphs", "code"),
    [
        (("{% if 案件.备注 %}甲", "乙{% endif %}"), "other-paragraph"),
        (("{%p if 案件.备注 %}", "乙{% endif %}"), "other-prefix"),
        (("不要丢{%p if 案件.备注 %}", "{%p endif %}"), "text-beside"),
        (("{%p if 案件.备注 %}{%p endif %}",), "text-beside"),
        (("{%p if 案件.借款金额 % 2 %}", "{%p endif %}"), "sign-in-tag"),
    ],
)
def test_a_fault_between_paragraphs(paragraphs: tuple[str, ...], code: str) -> None:
    assert codes(docx(*paragraphs))[0] == code


def test_a_misspelt_tag_is_told_once_and_its_end_not_at_all() -> None:
    fault = only(docx("{% iff 案件.备注 %}甲{% endif %}"))

    assert "是不是“if”？" in fault.remedy


def table(*rows: tuple[str, ...]) -> bytes:
    document = new_document()
    document.add_paragraph("前")
    grid = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("后")
    return saved(document)


def test_rows_of_a_loop_are_sound_and_their_places_are_told() -> None:
    head, end = ("{%tr for 项 in 证据 %}", ""), ("{%tr endfor %}", "")

    assert codes(table(head, ("{{ 项.来源 }}", "{{ loop.index }}"), end)) == []
    fault = only(table(("头", ""), head, ("", "{{ 项.来原 }}"), end))
    assert (fault.place, fault.part) == ("表 1 第 3 行第 2 格", "word/document.xml")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("{%tr for 项 in 证据 %}", "会丢"), ("{%tr endfor %}", "")), "text-beside"),
        ((("{%tr for 项 in 证据 %}", "{%tr endfor %}"),), "text-beside"),
        ((("{%p if 案件.备注 %}", "{%p endif %}"),), "other-place"),
        ((("{% if 案件.备注 %}", "{% endif %}"),), "other-paragraph"),
        ((("{%tc if 案件.备注 %}", "甲"), ("{%tc endif %}", "")), "other-place"),
    ],
)
def test_a_fault_in_a_table(rows: tuple[tuple[str, ...], ...], code: str) -> None:
    assert codes(table(*rows))[0] == code


def test_rows_of_a_loop_must_end_in_the_same_table() -> None:
    document = new_document()
    for text in ("{%tr for 项 in 证据 %}", "{%tr endfor %}"):
        document.add_table(1, 1).cell(0, 0).text = text
        document.add_paragraph("中间")

    assert only(saved(document)).code == "other-place"


def test_a_page_break_beside_a_paragraph_tag_would_be_lost() -> None:
    source = with_xml(f'{run("{%p if 案件.备注 %}")}<w:r><w:br w:type="page"/></w:r>')

    assert codes(source)[0] == "text-beside"


# What interrupts a tag


def rendered(source: bytes) -> str:
    """The first paragraph as docxtpl makes it."""
    template = DocxTemplate(io.BytesIO(source))
    template.render({"名": "张三"}, autoescape=True)
    return str(template.docx.paragraphs[0].text)


LINK, END_LINK = '<w:hyperlink w:anchor="a">', "</w:hyperlink>"
BOOKMARK, END_BOOKMARK = '<w:bookmarkStart w:id="7" w:name="a"/>', '<w:bookmarkEnd w:id="7"/>'
CONTROL, END_CONTROL = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
TYPED = '<w:rFonts w:hint="eastAsia"/><w:lang w:val="zh-CN"/>'
MENDED = {
    "spell-check": f'{run("{{ ")}<w:proofErr w:type="spellStart"/>{run("名")}{run(" }}后")}',
    "brackets": run("{") + run("{ 名 }") + run("}后"),
    "hint": run("{{ ") + run("名", TYPED) + run(" }}后"),
    "bookmark": run("{{ 名") + BOOKMARK + END_BOOKMARK + run(" }}后"),
    "inside-link": LINK + run("{{ 名 }}后") + END_LINK,
}


@pytest.mark.parametrize("inner", MENDED.values(), ids=MENDED)
def test_what_docxtpl_mends_is_no_fault(inner: str) -> None:
    assert rendered(with_xml(inner)) == "张三后"
    assert codes(with_xml(inner), None) == []


TAB, BEGIN = "<w:r><w:tab/></w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SPLIT = {
    "bold": (run("{{ 名") + run(" }}后", "<w:b/>"), "split-looks"),
    "tab": (run("{{ ") + TAB + run("名 }}后"), "split-content"),
    "break": ("<w:r><w:t>{{ </w:t><w:br/><w:t>名 }}后</w:t></w:r>", "split-content"),
    "field": (run("{{ ") + BEGIN + run("名 }}"), "split-content"),
    "link": (run("{{ ") + LINK + run("名 }}") + END_LINK + run("后"), "split-boundary"),
    "bookmark": (run("{{ ") + BOOKMARK + run("名 }}") + END_BOOKMARK, "split-boundary"),
    "control": (run("{{ ") + CONTROL + run("名") + END_CONTROL + run(" }}"), "split-boundary"),
}


@pytest.mark.parametrize(("inner", "code"), SPLIT.values(), ids=SPLIT)
def test_what_interrupts_a_tag_is_told(inner: str, code: str) -> None:
    fault = only(with_xml(inner), None)

    assert fault.code == code
    assert fault.is_error == (code != "split-looks")


def test_a_tag_across_a_hyperlink_loses_text_in_docxtpl() -> None:
    assert "后" not in rendered(with_xml(SPLIT["link"][0]))


def test_a_block_may_not_begin_outside_and_end_inside_of_a_hyperlink() -> None:
    link = '<w:hyperlink w:anchor="a">' + run("b{% endif %}") + "</w:hyperlink>"

    assert only(with_xml(run("{% if 甲 %}a") + link), None).code == "other-place"


# Places that nothing fills, or that should not be filled


def tracked(name: str, inner: str) -> str:
    return f'<w:{name} w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z">{inner}</w:{name}>'


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (tracked("ins", run("{{ 名 }}")), "tracked-tag"),
        (tracked("moveTo", run("{{ 名 }}")), "tracked-tag"),
        (tracked("del", "<w:r><w:delText>{{ 名 }}</w:delText></w:r>"), "tracked-tag"),
        (tracked("moveFrom", run("{{ 名 }}")), "tracked-tag"),
        ("<w:r><w:instrText> MERGEFIELD {{ 名 }} </w:instrText></w:r>", "field-tag"),
        (
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ 名 }}</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            "boxed-tag",
        ),
        (tracked("ins", run("新")), "tracked-change"),
        (tracked("del", "<w:r><w:delText>旧</w:delText></w:r>"), "tracked-change"),
        (run("藏", "<w:vanish/>"), "hidden-text"),
    ],
)
def test_doubtful_places(inner: str, code: str) -> None:
    assert only(with_xml(inner), None).code == code


def test_text_that_is_not_hidden_after_all_is_no_fault() -> None:
    assert codes(with_xml(run("见", '<w:vanish w:val="0"/>')), None) == []


def test_a_tag_in_a_text_box_is_found_once_and_its_place_told() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{{ 委托人.姓各 }}</w:t></w:r></w:p></w:txbxContent>"
    inner = (
        f"<w:r><mc:AlternateContent {nsdecls('w')}"
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = find_faults(with_xml(inner), CORE)

    assert sorted(fault.code for fault in found) == ["boxed-tag", "unknown-name"]
    assert {fault.place for fault in found} == {"正文第 1 段的文本框第 1 段"}


def test_a_header_is_named() -> None:
    document = new_document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ 委托人.姓各 }}"
    section.footer.paragraphs[0].text = "{{ 案件.备住 }}"

    places = [fault.place for fault in find_faults(saved(document), CORE)]
    assert places == ["首页页眉第 1 段", "页脚第 1 段"]


NOTES = (
    f'<w:{{0}}s {nsdecls("w")}><w:{{0}} w:type="separator" w:id="0"><w:p/></w:{{0}}>'
    '<w:{0} w:id="1"><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:{0}></w:{0}s>'
)


def test_footnotes_are_filled_endnotes_are_not() -> None:
    footnotes = NOTES.format("footnote", "{{ 委托人.姓各 }}").encode()
    endnotes = NOTES.format("endnote", "{{ 委托人.姓名 }}").encode()

    fault = only(repacked(docx(), {"word/footnotes.xml": footnotes}))
    assert (fault.code, fault.place) == ("unknown-name", "脚注 1 第 1 段")
    fault = only(repacked(docx(), {"word/endnotes.xml": endnotes}))
    assert (fault.code, fault.place) == ("unfilled-tag", "尾注 1 第 1 段")


def test_tags_in_comments_charts_and_properties_are_not_filled() -> None:
    document = new_document()
    paragraph = document.add_paragraph("正文")
    document.add_comment(paragraph.runs, text="{{ 委托人.姓名 }}", author="王律师")
    document.core_properties.keywords = "{{ 委托人.姓名 }}"
    document.core_properties.subject = "{{ 委托人.姓名 }}"
    chart = b"<c:chart xmlns:c='c'><t>{</t><t>{ \xe5\x90\x8d }}</t></c:chart>"
    found = find_faults(repacked(saved(document), {"word/charts/chart1.xml": chart}), CORE)

    assert {(fault.code, fault.place) for fault in found} == {
        ("unfilled-tag", "批注 1 第 1 段"),
        ("unfilled-tag", "图表"),
        ("unfilled-tag", "文档属性"),
        ("comment-author", "批注"),
    }


# All at once


def test_all_faults_are_told_at_once_in_reading_order() -> None:
    source = docx(
        "{{ 委托人.姓各 }}｛｛ 案件.备注 ｝｝", "{% iff 1 %}", "电话13800138000", header="{{ 甲 }"
    )
    found = find_faults(source, CORE)

    assert [(fault.place, fault.code) for fault in found] == [
        ("正文第 1 段", "unknown-name"),
        ("正文第 1 段", "full-width-bracket"),
        ("正文第 2 段", "unknown-tag"),
        ("正文第 2 段", "unclosed-block"),
        ("正文第 3 段", "old-phone"),
        ("页眉第 1 段", "unclosed-tag"),
    ]


WORDS = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "｛｛", "％｝", "{%p ", "{%tr ", " ", "13800138000"),
    *("if", "for", "endif", "endfor", "else", "elif", "in", "set", "raw", "loop", "r ", "委托人"),
    *("姓名", ".", "(", "'", "“", "，", "|", "=", "[0]", "-", "**"),
)
PRINTABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
PIECES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(PRINTABLE, max_size=6)),
    max_size=25,
)


@given(PIECES, PIECES)
def test_no_text_can_stop_the_search(first: list[str], second: list[str]) -> None:
    found = find_faults(docx("".join(first), "".join(second)), CORE)

    assert {fault.rule for fault in found} <= set(fault_rules())


# The marked copy


def comments(package: bytes) -> dict[str, str]:
    """Text of each comment, by the text of the paragraph it is at."""
    document = Document(io.BytesIO(package))
    texts = {
        str(item.comment_id): "\n".join(paragraph.text for paragraph in item.paragraphs)
        for item in document.comments
    }
    found = {}
    for paragraph in document.element.body.iter("{*}p"):
        text = "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for mark in paragraph.iter("{*}commentReference"):
            found[text] = texts[next(value for name, value in mark.items() if name.endswith("}id"))]
    return found


def test_the_copy_has_comments_at_the_paragraphs() -> None:
    third = "{% iff 案件.备注 %}{{ 甲乙丙丁 }}"
    source = docx("题目", "{{ 委托人.姓各 }}", "好", third, header="{{ 案件.备住 }}")
    told = comments(annotate(source, find_faults(source, CORE)))

    assert set(told) == {"题目", "{{ 委托人.姓各 }}", third}
    assert "是不是“姓名”？" in told["{{ 委托人.姓各 }}"]
    assert told["题目"].startswith("错误：页眉第 1 段：")
    assert "iff" in told[third] and "“甲乙丙丁”" in told[third]


def test_comments_that_are_there_are_kept_and_ours_are_not_checked() -> None:
    document = new_document()
    paragraph = document.add_paragraph("{{ 委托人.姓各 }}")
    document.add_comment(paragraph.runs, text="自己的话", author="王律师")
    source = saved(document)
    marked = annotate(source, find_faults(source, CORE))

    texts = [item.text for item in Document(io.BytesIO(marked)).comments]
    assert texts[0] == "自己的话"
    assert len(texts) > 1
    assert set(codes(marked)) == {"unknown-name", "comment-author"}


def test_everything_else_stays_byte_for_byte() -> None:
    source = docx("{{ 甲 }}")
    with zipfile.ZipFile(io.BytesIO(source)) as old:
        before = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(io.BytesIO(annotate(source, find_faults(source, CORE)))) as new:
        after = {name: new.read(name) for name in new.namelist()}

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert set(after) - set(before) == {"word/comments.xml"}


@saved_as("docx:MS Word 2007 XML")
def annotated_copy(folder: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('{{ 甲 }}')}</w:p></w:txbxContent></w:pict></w:r>"
    source = with_xml(run("{{ 委托人.姓各 }}") + box)
    (folder / "副本.docx").write_bytes(annotate(source, find_faults(source, CORE)))


@needs_office
def test_an_office_suite_opens_the_copy_and_keeps_the_comments(
    office_suite: Callable[[Order], Path],
) -> None:
    again = Document(str(office_suite(annotated_copy) / "副本.docx"))

    assert any("姓名" in paragraph.text for item in again.comments for paragraph in item.paragraphs)


# The command


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "自己的.docx"
    path.write_bytes(docx("{{ 委托人.姓各 }}", "电话13800138000"))
    return path


def test_the_command_lists_everything_and_tells_by_its_status(
    cli: Cli, tmp_path: Path, broken: Path
) -> None:
    done = cli("template", "check", broken)

    assert done.status == 1
    assert "错误  正文第 1 段“{{ 委托人.姓各 }}”：" in done.out
    assert "共 1 处错误，1 处提醒。" in done.out
    (tmp_path / "提醒.docx").write_bytes(docx("电话13800138000"))
    assert cli("template", "check", tmp_path / "提醒.docx").status == 0


def test_several_files_are_checked_and_an_unreadable_one_is_status_3(
    cli: Cli, tmp_path: Path, broken: Path
) -> None:
    (tmp_path / "不是.docx").write_bytes(b"x")
    done = cli("template", "check", tmp_path / "不是.docx", broken, tmp_path / "没有.docx")

    assert done.status == 3
    assert "不是.docx：不是 Word 文档" in done.err
    assert "没有.docx 打不开" in done.err
    assert "姓各" in done.out


def test_the_kind_is_found_by_the_name_of_the_file_or_of_its_folder(
    cli: Cli, tmp_path: Path
) -> None:
    text = "{% for 方 in 被告们 %}{{ 方.称谓 }}{% endfor %}"
    (tmp_path / "civil-complaint").mkdir()
    for name in ("civil-complaint.docx", "civil-complaint/别的.docx", "别的.docx"):
        (tmp_path / name).write_bytes(docx(text))

    assert cli("template", "check", tmp_path / "civil-complaint.docx").status == 0
    assert cli("template", "check", tmp_path / "civil-complaint" / "别的.docx").status == 0
    assert cli("template", "check", tmp_path / "别的.docx").status == 1
    assert cli("template", "check", tmp_path / "别的.docx", "-d", "民事起诉状").status == 0
    assert cli("template", "check", tmp_path / "别的.docx", "-d", "没有这种").status == 2


def test_the_kind_is_found_by_the_manifest_beside_the_file(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "证人函"
    folder.mkdir()
    (folder / "kind.toml").write_text('each = "骚扰记录.受扰人"\n', encoding="utf-8")
    (folder / "函.docx").write_bytes(docx("{% for 行 in 相关记录 %}{{ 行.时间 }}{% endfor %}"))

    done = cli("template", "check", folder / "函.docx")
    assert done.status == 0, done.out


def test_the_workbook_makes_own_columns_known(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(经办人="丁一")])
    (tmp_path / "函.docx").write_bytes(docx("{{ 经办人 }}"))

    assert cli("template", "check", tmp_path / "函.docx").status == 1
    assert cli("template", "check", tmp_path / "函.docx", "--workbook", book).status == 0


def test_the_marked_copy_is_a_new_file_for_one_template(
    cli: Cli, tmp_path: Path, broken: Path
) -> None:
    before, copy = broken.read_bytes(), tmp_path / "副本.docx"

    assert cli("template", "check", broken, "--mark", copy).status == 1
    assert "姓名" in comments(copy.read_bytes())["{{ 委托人.姓各 }}"]
    assert broken.read_bytes() == before
    again = cli("template", "check", broken, "--mark", copy)
    assert again.status == 3 and "已经存在" in again.err
    assert cli("template", "check", broken, broken, "--mark", tmp_path / "x.docx").status == 2


def test_json_names_file_kind_and_faults(cli: Cli, broken: Path) -> None:
    found = json.loads(cli("template", "check", broken, "--json").out)["templates"]

    assert found[0]["file"] == str(broken)
    assert [fault["code"] for fault in found[0]["faults"]] == ["unknown-name", "old-phone"]
