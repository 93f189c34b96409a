"""Promise 1: nothing is lost silently. What can't be proved is refused, with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.cells import cell
from support.hostile_cells import FORMULAS, write_csv
from support.own_paper import (
    Office,
    reason,
    template,
    text,
)
from support.runs import Cli, Generate, shipped_plugins

from anjuan.errors import TemplateError
from anjuan.run.inspection import inspect
from anjuan.testing import TODAY, case, incident, loss, write_workbook
from anjuan.word.proving import prove
from anjuan.word.rendering import Rendered, render
from anjuan.word.text import document_text
from anjuan.word.views import Trace
from anjuan.workbook.heading_map import HeadingMap


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


# Alone in a cell, 1e+17 is a number that has lost its digits: the cell is told.
@pytest.mark.parametrize("typed", ["None", "nan", "页面显示 1e+17", "00:00:00", "undefined"])
def test_what_a_lawyer_typed_is_text_not_an_artefact(office: Office, typed: str) -> None:
    assert typed in text(office("{{ 案件.备注 }}", cases=[case(备注=typed)]))


def test_a_printed_blank_is_refused_with_its_cell(office: Office) -> None:
    place = f"案件!{cell('案件', '备注')}（备注）"
    assert f"{place}：是空的" in reason(office("备注：{{ 案件.备注 }}"))


def test_a_faulty_cell_that_a_template_only_tests_still_refuses(office: Office) -> None:
    done = office(
        "{% if 案件.借款金额 %}有{% else %}无{% endif %}", cases=[case(借款金额="两万多")]
    )

    assert "案件!AA2（借款金额）" in reason(done) or "借款金额" in reason(done)


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


def test_text_beside_a_paragraph_tag_is_refused_not_dropped(office: Office) -> None:
    assert "必须独占一段" in reason(office("不要丢{%p if 案件.备注 %}", "{%p endif %}"))
    assert "必须独占一段" in reason(office("{%p if 案件.备注 %}{%p endif %}"))


def test_a_list_or_object_is_not_printed(office: Office) -> None:
    assert "这是一份清单，不能直接印出来" in reason(office("{{ 骚扰记录 }}"))


def test_a_float_from_a_plugin_is_a_failure_not_an_artefact(office: Office) -> None:
    done = office("{{ 比例 }}", context=lambda brief: {"比例": 0.1 + 0.2})

    assert "“比例”的值是 float" in reason(done)


def test_proof_finds_a_lost_value_a_tag_and_an_artefact(tmp_path: Path) -> None:
    trace = Trace()
    own = template(tmp_path / "t.docx", "甲 {{ 值 }} 乙")
    content = render(own, {"值": "None"}, trace, "题")
    trace.printed.append("丢失的值")

    codes = {problem.code for problem in prove(content, trace)}

    assert codes == {"lost-value", "artefact"}
    broken = prove(Rendered(content.content[:-30]), trace)
    assert [problem.code for problem in broken] == ["broken"]
    leftover = Rendered(template(tmp_path / "left.docx", "｛｛ 名 ｝｝").read_bytes())
    assert "leftover-tag" in {problem.code for problem in prove(leftover, Trace())}


@pytest.mark.parametrize("text", ["甲 None 乙", "每日00:00:00起", "1e+17", "{{ 'nan' }}"])
def test_what_the_template_itself_says_is_no_artefact(text: str, tmp_path: Path) -> None:
    own = template(tmp_path / "t.docx", text, "{{ 值 }}")

    for _ in ("the whole of the first one is read", "of others what is printed"):
        trace = Trace()
        assert prove(render(own, {"值": "甲"}, trace, "题"), trace) == ()
    trace = Trace()
    assert prove(render(own, {"值": "NaN"}, trace, "题"), trace)


def test_proof_of_a_compiled_document_finds_what_is_lost_or_out_of_order(tmp_path: Path) -> None:
    own = template(tmp_path / "t.docx", "{{ 甲 }}，{{ 乙 }}")
    names = {"甲": "一&二", "乙": "三\n四"}
    first, second = Trace(), Trace()
    assert render(own, names, first, "题").parts is None
    rendered = render(own, names, second, "题")

    assert rendered.parts is not None
    assert prove(rendered, second) == ()
    for printed in (["五"], ["三\n四", "一&二"], ["一&二", "一&二"]):
        trace = Trace(printed=printed, is_awkward=True)
        assert [problem.code for problem in prove(rendered, trace)] == ["lost-value"]
    artefact = Trace(printed=["一&二"])
    artefact.printed.append("nan")
    assert {problem.code for problem in prove(rendered, artefact)} == {"lost-value", "artefact"}


@pytest.mark.parametrize("lost", ["the last", "one between", "one that was never put down"])
def test_a_paper_of_plain_values_is_searched_where_it_is_not_what_was_put_down(
    lost: str, tmp_path: Path
) -> None:
    own = template(tmp_path / "t.docx", "{{ 甲 }}，{{ 乙 }}")
    render(own, {"甲": "一", "乙": "二"}, Trace(), "题")
    trace = Trace()
    rendered = render(own, {"甲": "一", "乙": "二"}, trace, "题")

    assert prove(rendered, trace) == ()
    [text] = rendered.parts or ()
    match lost:
        case "the last":
            rendered = replace(rendered, parts=(text.replace("二", ""),))
        case "one between":
            rendered = replace(rendered, parts=(text.replace("一", ""),))
        case _:
            trace.printed.append("三")
    assert [problem.code for problem in prove(rendered, trace)] == ["lost-value"]


@pytest.mark.parametrize(
    "artefact", ["None", "nan", "NaN", "NaT", "undefined", "00:00:00", "1e+17", "2E+05"]
)
def test_each_artefact_is_found_in_a_paper_whose_template_is_known(
    artefact: str, tmp_path: Path
) -> None:
    own = template(tmp_path / "t.docx", "{{ 甲 }}")
    render(own, {"甲": "一"}, Trace(), "题")
    trace = Trace()
    rendered = render(own, {"甲": f"第 {artefact} 条"}, trace, "题")

    assert rendered.parts is not None
    assert [problem.code for problem in prove(rendered, trace)] == ["artefact"]


@pytest.mark.parametrize("value", ["甲\x0b乙", "\x00", "\ud800", "\ufffe", "甲\r乙"])
def test_what_word_cannot_hold_is_refused_and_not_dropped(tmp_path: Path, value: str) -> None:
    path = template(tmp_path / "模板.docx", "前 {{ 名 }} 后")

    with pytest.raises(TemplateError, match="存不下"):
        render(path, {"名": value}, Trace(), "题")


# What some library on the way would take for its own.
LOOKALIKES = [
    "&lt;w:br/&gt;",
    "<w:br/>",
    "]]>",
    "&#9;",
    "${jndi:ldap://127.0.0.1:1/a}",
    "%s %n {0}",
    "{ 6*7 }",
    "｛ 6*7 ｝",
    "\\u0041",
    "[red]文字[/red]",
    "\U00020bb7野家",
    "👨\u200d👩\u200d👧",
    "e\u0301é",
]


REFUSED = {
    "a number that is printed backwards": ("1380000\u202e1000", "invisible-character"),
    "an embedding": ("\u202a13800000001\u202c", "invisible-character"),
    "an isolate": ("\u2066甲\u2069", "invisible-character"),
    "a left-to-right mark": ("甲\u200e", "invisible-character"),
    "a right-to-left mark": ("甲\u200f", "invisible-character"),
    "a zero-width blank": ("张\u200b三", "invisible-character"),
    "a byte order mark": ("张\ufeff三", "invisible-character"),
    "a soft hyphen": ("张\u00ad三", "invisible-character"),
    "a line separator": ("张\u2028三", "invisible-character"),
    "a tag": ("{{ 6*7 }}", "template-mark"),
    "a statement": ("{% if 1 %}", "template-mark"),
    "an escaped tag": ("{_{ 6*7 }_}", "template-mark"),
    "a tag in full width": ("｛｛ 6*7 ｝｝", "template-mark"),
    "a bell": ("甲\x07乙", "control-character"),
    "an escape": ("甲\x1b[31m乙", "control-character"),
    "no character at all": ("甲\uffff乙", "control-character"),
}


@pytest.mark.parametrize("text", FORMULAS + LOOKALIKES)
def test_what_looks_like_code_is_printed_as_it_was_typed(
    text: str, generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(内容=f"「{text}」")])

    done = generate(book, kinds=("police-statement",))

    [outcome] = done.report.documents
    content = (done.folder / outcome.path).read_bytes()
    assert f"「{text}」" in document_text(content), done.problems()


@pytest.mark.parametrize("heading", ["案件编号", "委托人姓名", "住址", "备注", "自有列"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_printed_as_typed_is_refused_by_its_cell(
    name: str, heading: str, tmp_path: Path
) -> None:
    text, code = REFUSED[name]
    # Formats of spreadsheets can't even hold some of these.
    book = write_csv(tmp_path, case(**{heading: text}))

    found = inspect(book, TODAY, shipped_plugins(), HeadingMap()).problems

    [problem] = [it for it in found if it.code == code]
    assert problem.heading == heading
    assert problem.cell
    assert text not in problem.message


def test_the_longest_cell_is_printed_whole(generate: Generate, tmp_path: Path) -> None:
    long = "甲" * 32_767
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(内容=long)])

    done = generate(book, kinds=("police-statement",))

    assert long in done.text("police-statement")


def test_a_missing_required_cell_refuses_only_the_documents_that_print_it(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(住址=None), case(案件编号="A002")],
        incidents=[incident(), incident(案件编号="A002", 证据编号=None)],
    )

    done = cli("generate", book, "-o", "out", "--json")

    assert done.status == 1
    result = json.loads(done.out)
    states = {
        (entry["case"], entry["kind"], entry["recipient"][:5]): entry["state"]
        for entry in result["documents"]
    }
    # A letter to the platform does not say where the client lives; neither does 12321's form.
    assert states["A001", "platform-complaint", "虚构甲网络"] == "written"
    assert states["A001", "regulator-report", "12321"] == "written"
    assert states["A001", "police-statement", "虚构市公安"] == "refused"
    # Whether the court fits hangs on where the client lives: it gets no further than that.
    assert states["A001", "civil-complaint", ""] == "refused"
    assert {state for key, state in states.items() if key[0] == "A002"} == {
        "written",
        "not-applicable",
    }
    refused = next(entry for entry in result["documents"] if entry["kind"] == "police-statement")
    assert [(item["sheet"], item["cell"], item["heading"]) for item in refused["problems"]] == [
        ("案件", "K2", "住址")
    ]


def test_an_unreadable_cell_refuses_the_documents_that_look_at_it(
    generate: Generate, tmp_path: Path
) -> None:
    firm = {"委托律师": "王律师", "律师事务所": "虚构律师事务所", "愿意协商还款": "是"}
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(**firm, 要求停止日期="上个月")])

    done = generate(book)

    # They would take the unreadable date for "never objected" and leave the sentence out.
    looking = (
        "platform-complaint",
        "regulator-report",
        "police-statement",
        "civil-complaint",
        "lawyer-letter",
    )
    states = {name: set(found) for name, found in done.states().items()}
    assert {name for name, found in states.items() if found == {"refused"}} == set(looking)
    # In code or not, these say nothing of an objection.
    assert states["repayment-proposal"] == states["power-of-attorney"] == {"written"}
    assert f"案件!{cell('案件', '要求停止日期')}（要求停止日期）" in done.problems()


def test_a_fault_in_a_loss_refuses_the_civil_complaint_alone(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", losses=[loss(金额="一千多")])

    states = generate(book).states()

    assert states["civil-complaint"] == ["refused"]
    assert states["police-statement"] == ["written"]


def test_a_case_without_incidents_is_refused_not_written_empty(
    generate: Generate, tmp_path: Path
) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=[]))

    states = done.states()
    assert states.pop("evidence-list") == ["written"]
    assert {state for several in states.values() for state in several} == {"refused"}
    assert "no-rows" in done.codes()
