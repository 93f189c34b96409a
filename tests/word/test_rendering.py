"""Templates: what they may say, what they can't do, and that nothing gets lost on the way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from docx import Document
from support.runs import Generated

from anjuan.case.records import Case
from anjuan.errors import TemplateError
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Brief, Kind, Recipient
from anjuan.testing import case, evidence, incident, write_workbook
from anjuan.word.proving import prove
from anjuan.word.rendering import Rendered, render
from anjuan.word.text import document_text
from anjuan.word.views import Trace

Generate = Callable[..., Generated]


def template(path: Path, *paragraphs: str, header: str = "") -> Path:
    """A Word template with these paragraphs, each in one run."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


@pytest.fixture
def office(tmp_path: Path, generate: Generate) -> Callable[..., Generated]:
    """Generate one document of an office's own kind from a template of these paragraphs."""

    def run(
        *paragraphs: str,
        header: str = "",
        context: Callable[[Brief], Mapping[str, object]] = lambda brief: {},
        **rows: object,
    ) -> Generated:
        kind = Kind(
            name="own",
            title="自有文书",
            help="",
            template=template(tmp_path / "own.docx", *paragraphs, header=header),
            recipients=one_recipient,
            context=context,
        )
        plugins = Plugins.load(
            outside=False, extra=[("office", plugin_with(kind))], faulty_templates=True
        )
        book = write_workbook(tmp_path / "表.xlsx", **rows)  # type: ignore[arg-type]
        return generate(book, plugins=plugins, kinds=("own",))

    return run


def one_recipient(case: Case) -> Iterator[Recipient]:
    yield Recipient(name="收件人")


def plugin_with(*kinds: Kind) -> object:
    from anjuan import hookimpl

    class Office:
        @hookimpl
        def anjuan_kinds(self) -> tuple[Kind, ...]:
            return kinds

    return Office()


Office = Callable[..., Generated]


def text(done: Generated) -> str:
    assert done.states() == {"own": ["written"]}, done.problems()
    return done.text("own")


def reason(done: Generated) -> str:
    assert done.states()["own"] in (["refused"], ["failed"])
    assert not list(done.folder.rglob("*.docx"))
    return done.problems()


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
    assert "2026年3月5日10时00分，5次。" in text(done)
    assert "自有文书致收件人" in text(done)


def test_an_unknown_column_is_usable_by_its_heading(office: Office) -> None:
    done = office(
        "{{ 经办人 }}{{ 案件.经办人 }}{% for 记录 in 骚扰记录 %}{{ 记录.归属地 }}{% endfor %}",
        cases=[case(经办人="丁一")],
        incidents=[incident(归属地="杭州")],
    )

    assert "丁一丁一杭州" in text(done)


@pytest.mark.parametrize(
    "value",
    [
        "A&B <c>公司",
        "“引号”'单'\"双\"",
        "第一行\n第二行",
        "甲\t乙",
        "𠮷𪚥",
        "a]]>b",
        "&amp;",
        "]{]%",
    ],
)
def test_values_survive_as_typed(office: Office, value: str) -> None:
    done = office("前{{ 案件.备注 }}后", cases=[case(备注=value)])

    shown = value.replace("\n", "⏎")
    assert f"前{shown.replace(chr(9), '')}后" in text(done).replace("\t", "")


@pytest.mark.parametrize("typed", ["None", "nan", "1e+17", "00:00:00", "undefined"])
def test_what_a_lawyer_typed_is_text_not_an_artefact(office: Office, typed: str) -> None:
    assert typed in text(office("{{ 案件.备注 }}", cases=[case(备注=typed)]))


def test_a_printed_blank_is_refused_with_its_cell(office: Office) -> None:
    assert "案件!AL2（备注）：是空的" in reason(office("备注：{{ 案件.备注 }}"))


def test_a_tested_blank_leaves_the_clause_out(office: Office) -> None:
    done = office("{% if 案件.备注 %}有{% else %}无{% endif %}，{{ 案件.备注 or '—' }}")

    assert "无，—" in text(done)


def test_a_faulty_cell_that_a_template_only_tests_still_refuses(office: Office) -> None:
    done = office("{% if 案件.借款金额 %}有{% else %}无{% endif %}", cases=[case(借款金额="两万")])

    assert "案件!Z2（借款金额）" in reason(done) or "借款金额" in reason(done)


def test_a_misspelt_name_is_named_with_the_nearest(office: Office) -> None:
    assert "“姓各”不存在。是不是“姓名”？" in reason(office("{{ 委托人.姓各 }}"))


@pytest.mark.parametrize(
    "expression",
    [
        "{% if 不存在 %}x{% endif %}",
        "{{ 不存在 }}",
        "{% for x in 不存在 %}{% endfor %}",
        "{{ 不存在.甲 }}",
    ],
)
def test_an_unknown_name_never_reads_as_empty(office: Office, expression: str) -> None:
    assert "“不存在”不存在" in reason(office(expression))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 委托人.__class__ }}",
        "{{ 委托人._values }}",
        "{{ 委托人.look_up('姓名') }}",
        "{{ 委托人['__init__'] }}",
        "{{ 骚扰记录.__len__() }}",
        "{{ '%s'|format(委托人) }}",
        "{{ '{0.__class__}'.format(委托人) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(999999999) }}",
        "{{ lipsum() }}",
        "{% for x in 骚扰记录 %}{{ loop.__init__ }}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ 委托人|attr('__class__') }}",
        "{{ 委托人|map(attribute='__class__')|list }}",
    ],
)
@pytest.mark.parametrize("place", ["body", "header"])
def test_a_template_is_data(office: Office, attack: str, place: str) -> None:
    done = office(attack) if place == "body" else office("正文", header=attack)

    assert "模板 own.docx" in reason(done)


def test_text_beside_a_paragraph_tag_is_refused_not_dropped(office: Office) -> None:
    assert "必须独占一段" in reason(office("不要丢{%p if 案件.备注 %}", "{%p endif %}"))
    assert "必须独占一段" in reason(office("{%p if 案件.备注 %}{%p endif %}"))


def test_full_width_tags_are_refused_not_printed(office: Office) -> None:
    assert "标签用了全角的括号" in reason(office("｛｛ 委托人.姓名 ｝｝"))


def test_a_syntax_error_names_the_template(office: Office) -> None:
    assert (
        "模板 own.docx 正文第 1 段“{% if 案件.备注 %}没有结束”：{% if 案件.备注 %} 没有结束"
        in reason(office("{% if 案件.备注 %}没有结束"))
    )


def test_a_list_or_object_is_not_printed(office: Office) -> None:
    assert "列表或非文字" in reason(office("{{ 骚扰记录 }}"))


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


def test_a_float_from_a_plugin_is_a_failure_not_an_artefact(office: Office) -> None:
    done = office("{{ 比例 }}", context=lambda brief: {"比例": 0.1 + 0.2})

    assert "“比例”的值是 float" in reason(done)


def test_a_plugin_may_not_take_a_name_of_the_core(office: Office) -> None:
    done = office("{{ 委托人.姓名 }}", context=lambda brief: {"委托人": "别人"})

    assert "“委托人”是核心已有的名字" in reason(done)


def test_template_marks_from_a_plugin_are_never_interpreted(office: Office) -> None:
    done = office("{{ 话 }}", context=lambda brief: {"话": "{{ 6*7 }}"})

    assert "模板记号" in reason(done)


def test_proof_finds_a_lost_value_a_tag_and_an_artefact(tmp_path: Path) -> None:
    trace = Trace({})
    own = template(tmp_path / "t.docx", "甲 None 乙")
    content = render(own, {}, trace, "题")
    trace.printed.append("丢失的值")

    codes = {problem.code for problem in prove(content, trace)}

    assert codes == {"lost-value", "artefact"}
    broken = prove(Rendered(content.content[:-30]), trace)
    assert [problem.code for problem in broken] == ["broken"]
    leftover = Rendered(template(tmp_path / "left.docx", "｛｛ 名 ｝｝").read_bytes())
    assert "leftover-tag" in {problem.code for problem in prove(leftover, Trace({}))}


def test_proof_of_a_compiled_document_finds_what_is_lost_or_out_of_order(tmp_path: Path) -> None:
    own = template(tmp_path / "t.docx", "{{ 甲 }}，{{ 乙 }}")
    names = {"甲": "一&二", "乙": "三\n四"}
    first, second = Trace({}), Trace({})
    assert render(own, names, first, "题").parts is None
    rendered = render(own, names, second, "题")

    assert rendered.parts is not None
    assert prove(rendered, second) == ()
    for printed in (["五"], ["三\n四", "一&二"], ["一&二", "一&二"]):
        trace = Trace({}, printed=printed)
        assert [problem.code for problem in prove(rendered, trace)] == ["lost-value"]
    artefact = Trace({}, printed=["一&二"])
    artefact.printed.append("nan")
    assert {problem.code for problem in prove(rendered, artefact)} == {"lost-value", "artefact"}


def test_a_missing_or_broken_template_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_text("x")

    for path in (broken, tmp_path / "无.docx"):
        with pytest.raises(TemplateError, match="打不开"):
            render(path, {}, Trace({}), "")


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
    document = Document()
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

    finished = render(rewritten, {"名": "甲"}, Trace({}), "题").content

    with zipfile.ZipFile(io.BytesIO(finished)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        assert b"thumbnail" not in package.read("_rels/.rels")
    for trace in ("旧律师", "旧助理", "旧律所"):
        assert trace.encode() not in everything


_FIRM = "<Manager>旧律师</Manager><Company>旧律所</Company></Properties>".encode()
