"""Values in templates are what they are: 是/否, numbers and days compare as such, print as ever."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from support.own_paper import Office, reason, text
from support.proofread import CORE
from support.runs import Cli, Generated, shipped_plugins
from support.word_files import docx
from tools.reference import DOCS

from anjuan.case.columns import ColumnType, fields_of
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment
from anjuan.case.records.rows import Evidence, Loss
from anjuan.case.text import duration_text, value_text
from anjuan.documents.names import Names
from anjuan.documents.record_views import RecordView
from anjuan.documents.shapes import core, record_shape
from anjuan.documents.vocabulary import Vocabulary
from anjuan.plugin.kinds import Brief, Recipient
from anjuan.plugin.sorts import HOW_TO_COMPARE
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import case, incident, loss, write_workbook
from anjuan.word.comparing import sort_of
from anjuan.word.language import RefusedError
from anjuan.word.proofreading.shapes import Shape
from anjuan.word.proofreading.template import find_faults
from anjuan.word.sandbox import PLAIN
from anjuan.word.values import Day, Typed
from anjuan.word.views import Trace
from anjuan.workbook.parsing import load_workbook

SAMPLES = load_workbook(SAMPLE_WORKBOOK).cases


def lines(done: Generated) -> list[str]:
    """Its paragraphs, without what is told of their looks."""
    return [line.removeprefix("[] ") for line in text(done).splitlines()]


def asked(condition: str) -> str:
    return f"{{% if {condition} %}}成立{{% else %}}不成立{{% endif %}}"


def in_rows(condition: str) -> str:
    return "{% for 记录 in 骚扰记录 %}" + asked(condition) + "{% endfor %}"


@pytest.mark.parametrize(
    ("filled", "condition", "holds"),
    [
        ("否", "案件.愿意协商还款", False),
        ("是", "案件.愿意协商还款", True),
        ("", "案件.愿意协商还款", False),
        ("否", "not 案件.愿意协商还款", True),
        ("否", "愿意协商还款 or case.will_negotiate", False),
        ("否", "案件.愿意协商还款 is false", True),
        ("", "案件.愿意协商还款 is false", False),
        ("", "案件.愿意协商还款 is none", True),
        ("否", "案件.愿意协商还款 is none", False),
        ("否", "案件.愿意协商还款 == '否'", True),
        ("否", "案件.愿意协商还款 != '是'", True),
        ("否", "案件.愿意协商还款 == false", True),
        ("", "案件.愿意协商还款 == '否'", False),
        ("", "案件.愿意协商还款 == ''", True),
        ("否", "案件.愿意协商还款 in ['是', '否']", True),
    ],
)
def test_yes_and_no_are_true_and_false(
    office: Office, filled: str, condition: str, holds: bool
) -> None:
    done = office(asked(condition), cases=[case(愿意协商还款=filled)])

    assert lines(done)[0] == ("成立" if holds else "不成立")


def test_the_paragraph_for_no_is_printed_for_no(office: Office) -> None:
    # a03: an admission that the client refused.
    done = office(
        "{% if 案件.愿意协商还款 %}同意与贵司协商还款。{% else %}不同意协商。{% endif %}",
        "{{ 案件.愿意协商还款 }}{{ 案件.愿意协商还款 or '未填' }}"
        "{{ 案件.愿意协商还款|default('未填', true) }}{{ '答' ~ 案件.愿意协商还款 }}",
        cases=[case(愿意协商还款="否")],
    )

    assert lines(done)[:2] == ["不同意协商。", "否否否答否"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("记录.次数 == 12", True),
        ("记录.次数 > 5", True),
        ("记录.次数 >= 12.5", False),
        ("5 < 记录.次数 < 13", True),
        ("记录.次数 in [11, 12]", True),
        ("记录.次数 is divisibleby 5", False),
        ("记录.次数 is even", True),
        ("-记录.次数 < 0", True),
        ("损失合计 > 50", True),
        ("损失合计 == 100.5", True),
        ("损失合计 > 案件.借款金额", False),
        ("损失合计 + 案件.借款金额 == 9100.5", True),
        ("统计.总次数 == 记录.次数", True),
        ("记录.时间 > 案件.要求停止日期", True),
        ("记录.时间 == 案件.落款日期", True),
        ("案件.要求停止日期 < '2026年10月5日'", True),
        ("案件.落款日期 == '2026-10-05'", True),
        ("案件.落款日期 > 案件.要求停止日期", True),
        ("记录.时间 < '2026-10-05 22:41'", True),
        ("记录.方式 in ['电话', '短信']", True),
        ("'2026年' in 案件.落款日期", True),
        ("债权人 != 催收机构", True),
    ],
)
def test_numbers_and_days_compare_as_what_they_are(
    office: Office, condition: str, holds: bool
) -> None:
    # a04 and a05; as text, 10月5日 would come before 9月6日, and 9000 after 100.5.
    done = office(
        in_rows(condition),
        cases=[case(借款金额=9000, 要求停止日期=date(2026, 9, 6), 落款日期=date(2026, 10, 5))],
        incidents=[incident(时间="2026-10-05 22:40", 次数=12)],
        losses=[loss(金额="100.50")],
    )

    assert lines(done)[0] == ("成立" if holds else "不成立")


def test_a_plugins_values_keep_what_they_are(office: Office) -> None:
    done = office(
        "{% if 额 > 9 and 数 < 9 and 日 < 刻 and not 否 and 刻 > 日 %}成立{% endif %}",
        "{{ 额 }}、{{ 数 }}、{{ 日 }}、{{ 刻 }}、{{ 否 }}、{{ 否 ~ '' }}",
        context=lambda brief: {
            "额": Decimal("10.00"),
            "数": 3,
            "日": date(2026, 3, 5),
            "刻": Moment(date(2026, 10, 1), time(8, 5)),
            "否": False,
        },
    )

    assert lines(done)[:2] == [
        "成立",
        "10、3、2026年3月5日、2026年10月1日8时05分、否、否",
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("案件.落款日期 > 案件.要求停止日期", "落款日期）：是空的，而模板要拿它比大小"),
        ("案件.借款金额 + 1 > 5", "借款金额）：是空的，而模板要拿它比大小"),
    ],
)
def test_an_empty_value_is_neither_more_nor_less(office: Office, condition: str, said: str) -> None:
    done = office(asked(condition), cases=[case(借款金额="", 落款日期="")])

    assert said in reason(done)


def test_an_empty_value_put_together_with_a_text_is_told(office: Office) -> None:
    assert "民族" in reason(office("{{ 委托人.民族 ~ '人' }}", cases=[case(民族="")]))


# What can't be meant

UNMEANT = [
    ("记录.次数 == '12'", "数目不加引号，请写 12。"),
    ("记录.次数 > '9000'", "数目不加引号，请写 9000。"),
    ("记录.次数 == '很多'", "“记录.次数”是数目，不能和文字“很多”比较"),
    ("记录.次数 in ['1', '2']", "数目不加引号"),
    ("'1' in 记录.次数", "“记录.次数”是数目，不能在里面找"),
    ("记录.次数 is gt('5')", "数目不加引号"),
    ("记录.次数 == 案件.落款日期", "是数目，“案件.落款日期”是日期"),
    ("记录.次数 is true", "“记录.次数”是数目，不能用 is true 判断"),
    ("损失合计 > '一万'", "是数目"),
    ("统计.总次数 >= '3'", "请写 3"),
    ("案件.愿意协商还款 == '愿意'", "“案件.愿意协商还款”只有是和否"),
    ("案件.愿意协商还款 > 0", "不能用 > 比较"),
    ("案件.愿意协商还款 == 1", "是是/否，“1”是数目"),
    ("案件.落款日期 > '3月5日'", "请写成 '2026-03-05' 这样"),
    ("案件.落款日期 == '2026-02-30'", "请写成 '2026-03-05' 这样"),
    ("案件.落款日期 > 2026", "是日期，“2026”是数目"),
    ("记录.方式 == '打电话'", "“打电话”不是“记录.方式”的可选值。是不是“电话”？"),
    ("案件.债务责任 == '担保'", "是不是“担保人”？"),
    ("(案件.债务责任 or '无') == '没有'", "不是“这里的内容”的可选值"),
    ("债权人.机构类型 in ['银行', '商业银行']", "“银行”不是“债权人.机构类型”的可选值"),
    ("'羞辱' in 记录.行为性质", "“羞辱”不是“记录.行为性质”的可选值"),
    ("案件.合同编号 > '100'", "> 不能用于文字“案件.合同编号”和文字“100”之间"),
    ("委托人.姓名 < 债权人.名称", "文字只能用 == 或 != 比较"),
    ("证据 > 2", "要看有几项请写 证据|length > 2"),
    ("证据 == ''", "清单不能用 == 比较"),
    ("案件.落款日期 + 1 > 2", "“案件.落款日期”不是数目"),
    ("案件.落款日期 > none", "> 不能用于空的内容"),
]


@pytest.mark.parametrize(("condition", "said"), UNMEANT)
def test_a_comparison_that_cant_be_meant_is_a_fault_of_the_template(
    condition: str, said: str
) -> None:
    faults = find_faults(docx(in_rows(condition)), CORE)

    assert faults and all(fault.is_error for fault in faults)
    assert said in str(faults[0]) and faults[0].place == "正文第 1 段"


@pytest.mark.parametrize(("condition", "said"), UNMEANT)
def test_generate_refuses_it_alike_though_no_row_gets_there(
    office: Office, condition: str, said: str
) -> None:
    done = office("{% if 案件.备注 %}" + in_rows(condition) + "{% endif %}", cases=[case(备注="")])

    assert said in reason(done)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("数 > '5'", "数目不加引号，请写 5。"),
        ("文 > 5", "“虚构”"),
        ("是 == '行'", "只有是和否"),
        ("日 > '明天'", "是日期"),
        ("数 is true", "is true"),
        ("文 + 1 > 0", "只能用于数目之间"),
        ("-文", "只能用于数目之间"),
        ("文 < 文", "不能用于文字"),
    ],
)
def test_what_only_the_run_can_see_is_told_in_chinese(
    office: Office, condition: str, said: str
) -> None:
    done = office(
        asked(condition),
        context=lambda brief: {"数": 3, "文": "虚构", "是": True, "日": date(2026, 3, 5)},
    )

    assert said in reason(done)
    assert "instance" not in reason(done) and "supported" not in reason(done)


def test_an_order_is_asked_of_a_number_not_of_a_list(office: Office) -> None:
    done = office("{% for 项 in 统计.总次数 %}{% endfor %}")

    assert "不是清单" in reason(done)


def test_and_prints_no_where_a_clause_was_meant() -> None:
    faults = find_faults(docx("{{ 案件.愿意协商还款 and '同意协商' }}"), CORE)

    assert ["为否时，这里印出来的是“否”" in str(fault) for fault in faults] == [True]


@pytest.fixture(scope="module")
def with_own_columns(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    """What may be asked for where the lawyer has columns of her own."""
    own = {"经办人": "丁一", "期数": "4", "到期": "2026-10-05"}
    path = tmp_path_factory.mktemp("own") / "表.xlsx"
    book = load_workbook(write_workbook(path, cases=[case(**own)]))
    return Vocabulary(shipped_plugins(), book).core


@pytest.mark.parametrize(
    "condition",
    [
        "案件.经办人 == '丁一'",
        "案件.期数 + 0 > 3",
        "案件.到期 > 案件.落款日期",
        "'银行' in 债权人.机构类型",
        "案件.备注 == '12'",
        "案件.落款日期 == ''",
        "loop.index > 1",
        "记录.次数 or 5 > 3",
        "证据|length > 2",
    ],
)
def test_what_can_be_meant_is_no_fault(with_own_columns: Shape, condition: str) -> None:
    assert find_faults(docx(in_rows(condition)), with_own_columns) == ()


def test_a_name_that_a_branch_set_anew_is_either(office: Office) -> None:
    done = office(
        "{% set 称 = '贵司' %}{% if 案件.备注 %}{% set 称 = '贵行' %}{% endif %}"
        "{% if 称 == '贵司' %}成立{% endif %}"
    )

    assert "成立" in text(done)


# For every column, and for any values

RECORDS = (Case, Client, Institution, Incident, Evidence, Loss)


def rows_of(record: type[object]) -> list[Any]:
    of_case: dict[type[object], Callable[[Case], Iterable[Any]]] = {
        Case: lambda it: [it],
        Client: lambda it: [it.client],
        Institution: lambda it: [it.creditor],
        Incident: lambda it: it.incidents,
        Evidence: lambda it: it.evidence,
        Loss: lambda it: it.losses,
    }
    return [row for it in SAMPLES for row in of_case[record](it) if row is not None]


@pytest.mark.parametrize("record", RECORDS)
def test_every_column_prints_what_it_printed(record: type[object]) -> None:
    rows = rows_of(record)
    assert rows
    for row in rows:
        view = RecordView(row, Trace(), SAMPLES[0].origin)
        for item in fields_of(record):
            value = getattr(row, item.attribute, None) if len(item.path) == 1 else None
            if value is None or isinstance(value, Institution) or value == ():
                continue
            shown = view.look_up(item.column.name)
            # A duration is a number, said in hours and minutes.
            is_duration = item.column.type is ColumnType.DURATION
            printed = duration_text(value) if is_duration else value_text(value)
            code = PLAIN.from_string("{{ 值 }}")
            assert PLAIN.text(code, {"值": shown}, Trace()) == escape(printed)


@pytest.mark.parametrize("record", RECORDS)
def test_every_column_is_of_the_sort_that_the_checker_says(record: type[object]) -> None:
    shapes = record_shape(record).names
    seen = 0
    for row in rows_of(record):
        view = RecordView(row, Trace(), SAMPLES[0].origin)
        for item in fields_of(record):
            value = view.look_up(item.attribute)
            if len(value) if isinstance(value, str) else True:
                assert sort_of(value) is shapes[item.column.heading].sort, item.column
                seen += 1
    assert seen


OPERATIONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(
    -(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def told(left: object, sign: str, right: object) -> bool:
    names = {"左": left, "右": right}
    code = PLAIN.from_string("{% if 左 " + sign + " 右 %}是{% endif %}")
    return PLAIN.text(code, names, Trace()) == "是"


@given(NUMBERS, NUMBERS, st.sampled_from(list(OPERATIONS)))
def test_numbers_compare_as_python_compares_them(
    one: int | Decimal, other: int | Decimal, sign: str
) -> None:
    left, right = (Typed(value_text(it), it) for it in (one, other))

    assert told(left, sign, right) is OPERATIONS[sign](one, other)


@given(DAYS, st.none() | st.times(), DAYS, st.none() | st.times(), st.sampled_from([*OPERATIONS]))
def test_days_compare_by_the_calendar(
    day: date, clock: time | None, other: date, at: time | None, sign: str
) -> None:
    known = clock is not None and at is not None
    keys = ((day, clock), (other, at)) if known else (day, other)

    assert told(Typed("甲", Day(day, clock)), sign, Typed("乙", Day(other, at))) is OPERATIONS[
        sign
    ](*keys)


def names_of(sort: str) -> list[str]:
    return [
        f"{owner}.{item.column.name}"
        for owner, record in (("案件", Case), ("委托人", Client), ("债权人", Institution))
        for item in fields_of(record)
        if len(item.path) == 1 and item.column.type.name in sort.split()
    ]


NAMES = names_of(" ".join(it.name for it in ColumnType))
LITERALS = ["12", "0.5", "'12'", "'是'", "'否'", "'2026-03-05'", "'张三'", "''", "true", "none"]
LITERALS += ["'联系人'", "'无'", "'书面'", "['是', '电话']", "统计.首日", "统计.总次数", "损失合计"]
SIGNS = [*OPERATIONS, "in", "not in"]


@given(
    st.sampled_from(NAMES + LITERALS),
    st.sampled_from(SIGNS),
    st.sampled_from(NAMES + LITERALS),
    st.sampled_from(SAMPLES),
)
def test_what_the_checker_passes_never_fails_for_its_sorts(
    left: str, sign: str, right: str, sample: Case
) -> None:
    condition = "{% if " + f"{left} {sign} {right}" + " %}是{% endif %}"
    if find_faults(docx(condition), CORE):
        return
    assert not find_faults(docx(condition), core())
    names = shown_of(sample)
    try:
        PLAIN.text(PLAIN.from_string(condition), names, Trace())
    except RefusedError as error:
        raise AssertionError(condition) from error


def shown_of(sample: Case) -> dict[str, object]:
    brief = Brief(sample, shipped_plugins().law, date(2026, 7, 1), Recipient())
    names = Names(brief, "文书", Trace())
    return {name: names[name] for name in names}


def test_check_and_generate_tell_the_same_of_a_template(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(docx(in_rows("记录.次数 > '9000'")))

    done = cli("template", "check", str(path))

    assert done.status == 1
    assert "数目不加引号，请写 9000。" in done.out


GUIDE = (DOCS / "write-a-kind.zh-CN.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("### 条件里怎样比较")[2].partition("## 三")[0]
SOUND = re.findall(r"^\|.*?`\{% if (.+?) %\}`", SECTION, re.MULTILINE)
FAULTY = re.findall(r"^- `\{% if (.+?) %\}`", SECTION, re.MULTILINE)


@pytest.mark.parametrize("condition", SOUND)
def test_the_conditions_on_the_lawyers_page_hold_and_fail_as_told(
    office: Office, condition: str
) -> None:
    flag = {"== '否'": "否", "is none": ""}
    filled = next((word for sign, word in flag.items() if sign in condition), "是")
    row = case(
        愿意协商还款=filled,
        委托人身份="联系人",
        债务人姓名="李四",
        与债务人关系="同事",
        借款金额=50,
        要求停止日期=date(2026, 3, 5),
        落款日期=date(2026, 6, 30),
        期数="12",
    )
    call = incident(时间="2026-03-06 09:00", 次数=12, 方式="电话", 行为性质="辱骂、威胁恐吓")
    other = case(愿意协商还款="否" if filled != "否" else "是", 借款金额=500, 期数="2")
    rare = incident(时间="2026-03-05 09:00", 次数=2, 方式="微信", 行为性质="")
    other = {**other, "要求停止日期": date(2026, 3, 5), "落款日期": date(2026, 7, 1)}

    holds = office(in_rows(condition), cases=[row], incidents=[call], losses=[loss(金额=100)])
    assert lines(holds)[0] == "成立"
    fails = office(in_rows(condition), cases=[other], incidents=[rare], losses=[loss(金额=100)])
    assert lines(fails)[0] == "不成立"


@pytest.mark.parametrize("condition", FAULTY)
def test_the_faulty_conditions_on_the_lawyers_page_are_faults(condition: str) -> None:
    faults = find_faults(docx(in_rows(condition)), CORE)

    assert [fault.code for fault in faults] == ["unmeant-comparison"]


def test_the_lawyers_page_shows_both() -> None:
    assert (len(SOUND), len(FAULTY)) == (11, 5)


@pytest.mark.parametrize("how", HOW_TO_COMPARE.values())
def test_what_the_reference_says_of_comparing_is_no_fault(how: str) -> None:
    conditions = re.findall(r"\{% if (.+?) %\}", how)

    assert conditions
    for condition in conditions:
        assert find_faults(docx(in_rows(condition)), CORE) == ()
