"""A faulty cell refuses the documents whose kind or template looks at it, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.cells import cell
from support.own_paper import plugin_with, template
from support.runs import Generated, generate_into

from anjuan import Brief, Kind, Matter, Problem, Recipient
from anjuan.plugin.host import Plugins
from anjuan.testing import case, incident, institution, write_workbook
from anjuan.word.rendering import is_compiled

Own = Callable[..., Generated]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Generate the documents of a kind in code, whose functions the test gives."""

    def run(paragraph: str = "正文", *, rows: Mapping[str, Any], **functions: Any) -> Generated:
        functions = {"recipients": to_somebody, **functions}
        kind = Kind(
            name="own",
            title="自有文书",
            help="",
            template=template(tmp_path / "own.docx", paragraph),
            **functions,
        )
        plugins = Plugins.load(outside=False, extra=[("office", plugin_with(kind))])
        book = write_workbook(tmp_path / "表.xlsx", **rows)
        return generate_into(tmp_path / "out", book, plugins=plugins, kinds=("own",))

    return run


def to_somebody(matter: Matter) -> Iterator[Recipient]:
    yield Recipient(name="收件人")


FAULTY = {"cases": [case(要求停止日期="上个月")]}
CELL = f"案件!{cell('案件', '要求停止日期')}（要求停止日期）"


def test_a_kind_in_code_that_does_not_look_is_written(own: Own) -> None:
    done = own(
        "{{ 摘要 }}",
        rows=FAULTY,
        applies=lambda matter: bool(matter.case.creditor),
        context=lambda brief: {"摘要": brief.case.client.name},
    )

    assert done.states() == {"own": ["written"]}, done.problems()
    assert "张三" in done.text("own")


def stated(matter: Matter) -> str:
    return "说过" if matter.case.objection_date else "没有说过"


def look_and_yield(matter: Matter) -> Iterator[Recipient]:
    yield Recipient(name=stated(matter))


def look_and_find(matter: Matter) -> Iterator[Problem]:
    stated(matter)
    return iter(())


@pytest.mark.parametrize(
    "function",
    [
        {"applies": lambda matter: stated(matter) == "说过"},
        {"recipients": look_and_yield},
        {"check": look_and_find},
        {"context": lambda brief: {"摘要": stated(brief)}},
        {"context": lambda brief: {"摘要": (stated(brief) for _ in range(1))}},
        {"needs": ("objection_date",)},
        {"context": lambda brief: {"摘要": brief.case.after_objection}},
    ],
    ids=["applies", "recipients", "check", "context", "lazy", "needs", "figures"],
)
def test_whichever_function_looks_the_document_is_refused_with_the_cell(
    own: Own, function: dict[str, Any]
) -> None:
    done = own(rows=FAULTY, **function)

    assert done.states() == {"own": ["refused"]}
    [outcome] = done.report.outcomes
    assert [problem.place for problem in outcome.problems] == [CELL]


def test_a_count_is_refused_for_the_cells_it_counts_only(own: Own) -> None:
    told = own("{{ 统计.总次数 }}{{ 行为时法条['civil.private-peace'] }}", rows=FAULTY)
    since = own("{{ 统计.要求停止后次数 }}", rows=FAULTY)

    assert told.states() == {"own": ["written"]}, told.problems()
    [outcome] = since.report.outcomes
    assert [problem.place for problem in outcome.problems] == [CELL]


def test_a_kind_that_goes_on_after_the_look_is_refused_all_the_same(own: Own) -> None:
    def careless(brief: Brief) -> Mapping[str, object]:
        try:
            return {"摘要": stated(brief)}
        except Exception:  # noqa: BLE001  # as an author may do
            return {"摘要": "没有说过"}

    def very_careless(matter: Matter) -> Iterator[Recipient]:
        try:
            yield Recipient(name=stated(matter))
        except BaseException:  # noqa: BLE001
            yield Recipient(name="没有说过")

    assert own("{{ 摘要 }}", rows=FAULTY, context=careless).states() == {"own": ["refused"]}
    assert own(rows=FAULTY, recipients=very_careless).states() == {"own": ["refused"]}


def test_a_template_that_tests_a_count_of_unreadable_rows_is_refused(own: Own) -> None:
    rows = {"incidents": [incident(), incident(时间="三月")]}

    counted = own("{% if 统计.夜间次数 %}夜间{% endif %}正文", rows=rows)
    cited = own("{{ 行为时法条['civil.private-peace'] }}", rows=rows)
    untouched = own("{{ 委托人.姓名 }}", rows=rows)

    assert "骚扰记录!B3（时间）" in counted.problems()
    assert counted.states() == cited.states() == {"own": ["refused"]}
    assert untouched.states() == {"own": ["written"]}


@pytest.mark.parametrize(
    ("paragraph", "state"), [("{{ 委托人.姓名 }}", "written"), ("{{ 统计.总次数 }}", "refused")]
)
def test_a_template_that_docxtpl_renders_looks_at_what_it_asks_for(
    own: Own, tmp_path: Path, paragraph: str, state: str
) -> None:
    def to_docxtpl(matter: Matter) -> Iterator[Recipient]:
        # A tag in a property is what our own compiler leaves to docxtpl.
        document = Document(str(tmp_path / "own.docx"))
        document.core_properties.subject = "{{ 委托人.姓名 }}"
        document.save(str(tmp_path / "own.docx"))
        assert not is_compiled(tmp_path / "own.docx")
        yield from to_somebody(matter)

    rows = {"cases": [case(要求停止日期="上个月")], "incidents": [incident(时间="三月")]}

    done = own(paragraph, rows=rows, recipients=to_docxtpl)

    assert done.states() == {"own": [state]}, done.problems()


def test_the_day_of_filing_of_an_unreadable_signing_date_is_unreadable(own: Own) -> None:
    rows = {"cases": [case(落款日期="开春")]}

    looking = own("{{ 日子 }}", rows=rows, context=lambda brief: {"日子": brief.filing_date})
    citing = own("{{ 现行法条['civil.private-peace'] }}", rows=rows)
    other = own("{{ 委托人.姓名 }}", rows=rows)

    assert looking.states() == citing.states() == {"own": ["refused"]}
    assert "（落款日期）" in looking.problems()
    assert other.states() == {"own": ["written"]}


def test_a_faulty_institution_refuses_those_who_look_at_that_cell(own: Own) -> None:
    rows = {"institutions": [institution(统一社会信用代码="123")]}

    def to_creditor(matter: Matter) -> Iterator[Recipient]:
        creditor = matter.case.creditor
        assert creditor and creditor == matter.case.creditor
        yield Recipient(name=creditor.name, institution=creditor)

    address = own("{{ 收文机构.住所地 }}", rows=rows, recipients=to_creditor)
    code = own("{{ 收文机构.统一社会信用代码 }}", rows=rows, recipients=to_creditor)
    by_kind = own(
        rows=rows,
        recipients=to_creditor,
        context=lambda brief: {"代码": brief.recipient.institution.credit_code},
    )

    assert address.states() == {"own": ["written"]}, address.problems()
    assert code.states() == by_kind.states() == {"own": ["refused"]}
    assert f"机构!{cell('机构', '统一社会信用代码')}（统一社会信用代码）" in code.problems()


def test_an_unknown_institution_is_no_missing_one(own: Own) -> None:
    rows = {"cases": [case(催收机构="查无此司")]}

    done = own("{% if 催收机构 %}有{% else %}没有{% endif %}催收机构", rows=rows)

    assert done.states() == {"own": ["refused"]}
    assert "机构表里没有“查无此司”" in done.problems()


def test_an_unreadable_cell_of_the_lawyers_own_is_no_empty_one(own: Own) -> None:
    rows = {"cases": [case(自有="甲{{ 乙")]}

    by_kind = own(rows=rows, context=lambda brief: {"甲": brief.case.extra["自有"]})
    by_template = own("{% if 案件.自有 %}有{% endif %}", rows=rows)

    assert by_kind.states() == by_template.states() == {"own": ["refused"]}


def test_what_was_empty_and_became_unreadable_is_not_unchanged(own: Own) -> None:
    paragraph = "{% if 案件.要求停止日期 %}说过{% else %}没有说过{% endif %}"

    before = own(paragraph, rows={})
    after = own(paragraph, rows=FAULTY)

    assert before.states() == {"own": ["written"]}
    assert after.states() == {"own": ["refused"]}


def test_a_kind_that_breaks_for_another_reason_has_failed(own: Own) -> None:
    def broken(brief: Brief) -> Mapping[str, object]:
        raise ValueError("甲")

    done = own(rows=FAULTY, context=broken)

    assert done.states() == {"own": ["failed"]}


def test_a_faulty_owner_of_a_branch_refuses_who_looks_at_it(own: Own) -> None:
    rows = {"institutions": [institution(主体性质="分支机构", 所属法人="不在表里的公司")]}

    done = own("{{ 债权人.所属法人.名称 }}", rows=rows)
    assert done.states() == {"own": ["refused"]}
    assert f"机构!{cell('机构', '所属法人')}（所属法人）" in done.problems()
    assert own("{{ 委托人.姓名 }}", rows=rows).states() == {"own": ["written"]}
