"""Columns that a plug-in adds: one way with ours, from the blank workbook to the paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support.runs import Cli, Generate, shipped_plugins
from support.word_files import docx

from anjuan import (
    Column,
    ColumnType,
    Kind,
    Matter,
    Problem,
    Recipient,
    Rule,
    SheetColumns,
    hookimpl,
)
from anjuan.cli.commands.documents import needed_headings
from anjuan.cli.commands.fields import field_entries
from anjuan.documents.vocabulary import Vocabulary
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import CASE, INCIDENT, INSTITUTION, Row, write_workbook
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.blank import blank_workbook
from anjuan.workbook.parsing import load_workbook

COLUMNS = {
    "hired_on": Column("入职日期", ColumnType.DATE, required=True, help="到岗那天。"),
    "wage": Column("月工资", ColumnType.MONEY, help="应发数。"),
    "ending": Column("解除方式", ColumnType.CHOICE, choices=("辞退", "辞职")),
    "harms": Column("骚扰形式", ColumnType.CHOICES, choices=("言语", "肢体", "文字")),
    "signed": Column("签过合同", ColumnType.FLAG),
    "shifts": Column("夜班次数", ColumnType.COUNT, least=0),
    "workplace": Column("用人单位", ColumnType.LINK),
}
OF_INCIDENTS = {"heard_by": Column("在场人数", ColumnType.COUNT)}
FILLED: Row = {
    "入职日期": "2024-03-01",
    "月工资": "8,500",
    "解除方式": "辞退",
    "骚扰形式": "言语、文字",
    "签过合同": "否",
    "夜班次数": 0,
    "用人单位": INSTITUTION["名称"],
}
TOO_LONG_AGO = Rule("too-long-ago", "入职日期太早。")


class Labour:
    """Two sheets' columns, and a kind that needs one of them and reads others."""

    def __init__(self, folder: Path, *paragraphs: str) -> None:
        self._template = folder / "劳动.docx"
        self._template.write_bytes(docx(*paragraphs or ("{{ 月工资 }}元。",)))

    @hookimpl
    def anjuan_columns(self) -> Iterator[SheetColumns]:
        yield SheetColumns(sheet="案件", columns=COLUMNS, group="劳动关系")
        yield SheetColumns(sheet="骚扰记录", columns=OF_INCIDENTS)

    @hookimpl
    def anjuan_kinds(self) -> Iterator[Kind]:
        yield Kind(
            name="labour",
            title="劳动仲裁申请书",
            help="给劳动仲裁委员会。",
            template=self._template,
            recipients=lambda matter: [Recipient()],
            needs=("own.wage",),
            check=self._check,
            rules=(TOO_LONG_AGO,),
        )

    def _check(self, matter: Matter) -> Iterator[Problem]:
        if matter.case.own["hired_on"] < date(1980, 1, 1):
            yield TOO_LONG_AGO.at(matter.case, "hired_on", "太早了", "请核对。")


def loaded(plugin: object, name: str = "labour") -> Plugins:
    plugins = Plugins.load(outside=False, extra=[(name, plugin)])
    assert not plugins.infos[name].reason, plugins.infos[name].reason
    return plugins


@pytest.fixture(scope="module")
def labour(tmp_path_factory: pytest.TempPathFactory) -> Plugins:
    return loaded(Labour(tmp_path_factory.mktemp("labour")))


def test_values_are_typed_as_their_columns_say(labour: Plugins, tmp_path: Path) -> None:
    rows = {"cases": [{**CASE, **FILLED}], "incidents": [{**INCIDENT, "在场人数": 3}]}
    book = write_workbook(tmp_path / "案件表.xlsx", **rows)

    case = load_workbook(book, table=labour.table).cases[0]

    workplace = case.own["workplace"]
    assert workplace.name == INSTITUTION["名称"]
    assert {**case.own, "workplace": None} == {
        "hired_on": date(2024, 3, 1),
        "wage": Decimal(8500),
        "ending": "辞退",
        "harms": ("言语", "文字"),
        "signed": False,
        "shifts": 0,
        "workplace": None,
    }
    assert case.incidents[0].own["heard_by"] == 3
    assert not case.extra.keys() & FILLED.keys()


def test_a_workbook_that_lacks_the_columns_is_as_good_as_before(
    generate: Generate, labour: Plugins, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx")
    made = generate(book, plugins=labour)

    assert not [it for it in made.report.problems if it.is_error]
    assert made.states()["labour"] == ["refused"]
    assert "needed" in made.codes()
    again = generate(book).states()
    assert again == {name: ["unchanged"] * len(again[name]) for name in again}
    assert again.keys() == made.states().keys() - {"labour"}


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("入职日期", "去年春天", "date"),
        ("月工资", "一大笔", "money"),
        ("解除方式", "开除", "unknown-choice"),
        ("骚扰形式", "言语、眼神", "unknown-choice"),
        ("签过合同", "也许", ""),
        ("夜班次数", "许多", ""),
        ("用人单位", "没有登记的公司", "unknown-institution"),
        ("入职日期", None, "missing"),
    ],
)
def test_a_faulty_cell_is_named(
    labour: Plugins, tmp_path: Path, heading: str, cell: object, code: str
) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx", cases=[{**CASE, **FILLED, heading: cell}])

    found = load_workbook(book, table=labour.table).problems

    assert [it.heading for it in found if it.is_error] == [heading]
    assert found[0].cell.endswith("2")
    assert code in found[0].code or not code


def test_who_looks_at_a_faulty_cell_is_refused_and_nobody_else(
    generate: Generate, tmp_path: Path
) -> None:
    plugins = loaded(Labour(tmp_path, "{{ 月工资 }}元，{{ 解除方式 }}。"))

    def states(**changes: object) -> list[str]:
        cases = [{**CASE, **FILLED, **changes}]
        book = write_workbook(tmp_path / "案件表.xlsx", cases=cases)
        made = generate(book, plugins=plugins, kinds=("labour", "civil-complaint"))
        assert made.states()["civil-complaint"] != ["refused"]
        return made.states()["labour"]

    assert states() == ["written"]
    assert states(解除方式="开除") == ["refused"]
    assert states(入职日期="去年春天") == ["refused"]
    assert states(骚扰形式="眼神") == ["unchanged"]


def test_templates_print_and_compare_typed_values(generate: Generate, tmp_path: Path) -> None:
    plugin = Labour(
        tmp_path,
        "{{ 入职日期 }}到岗，{{ 案件.wage }}元，{{ 案件.骚扰形式 }}。",
        "{% if 月工资 > 5000 and 入职日期 < '2024-04-01' %}工资高{% endif %}",
        "{% if not 签过合同 %}没有签{% endif %}{% if 夜班次数 == 0 %}没有夜班{% endif %}",
        "{{ 用人单位 }}，住所地{{ 用人单位.住所地 }}",
        "{% for 记录 in 骚扰记录 %}{{ 记录.在场人数 }}人在场{% endfor %}",
    )

    made = generate(
        write_workbook(
            tmp_path / "案件表.xlsx",
            cases=[{**CASE, **FILLED}],
            incidents=[{**INCIDENT, "在场人数": 3}],
        ),
        plugins=loaded(plugin),
        kinds=("labour",),
    )

    text = made.text("labour")
    assert "2024年3月1日到岗，8500元，言语、文字。" in text
    assert "工资高" in text
    assert "没有签没有夜班" in text
    assert f"{INSTITUTION['名称']}，住所地{INSTITUTION['住所地']}" in text
    assert "3人在场" in text


def test_template_check_knows_the_columns_and_their_types(labour: Plugins) -> None:
    shape = Vocabulary(labour).core

    def told(tag: str) -> list[str]:
        return [str(it.text) for it in find_faults(docx(tag), shape)]

    assert not told("{{ 月工资 }}{{ 案件.hired_on }}{{ 用人单位.住所地 }}")
    assert told("{{ 月工资额 }}")
    assert told("{% if 月工资 > '许多' %}甲{% endif %}")
    assert told("{% if 解除方式 == '开除' %}甲{% endif %}")


def test_the_blank_workbook_has_them_with_notes_lists_and_groups(
    labour: Plugins, tmp_path: Path
) -> None:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(blank_workbook(table=labour.table))

    table = openpyxl.load_workbook(path)["案件"]
    cells = {cell.value: cell for cell in table[1]}
    hired, ending = cells["入职日期"], cells["解除方式"]
    assert hired.comment
    assert "到岗那天。" in hired.comment.text and "组别：劳动关系" in hired.comment.text
    lists = {
        str(it.sqref).split(":")[0]: it.formula1 for it in table.data_validations.dataValidation
    }
    assert lists[f"{get_column_letter(ending.column or 0)}2"] == '"辞退,辞职"'
    assert blank_workbook() == blank_workbook(table=shipped_plugins().table)


def test_fields_lists_them(labour: Plugins) -> None:
    sheets = {sheet["name"]: sheet["columns"] for sheet in field_entries(labour.table)}

    found = {it["heading"]: it for it in sheets["案件"]}["入职日期"]
    assert (found["type"], found["name"], found["attribute"]) == (
        *("日期", "案件.入职日期"),
        "case.hired_on",
    )
    assert needed_headings(labour.kinds["labour"], labour.table) == ["月工资"]


class Columns:
    """Adds whatever the test gives it."""

    def __init__(self, sheet: str = "案件", **columns: Any) -> None:
        self._added = SheetColumns(sheet=sheet, columns=columns)

    @hookimpl
    def anjuan_columns(self) -> tuple[SheetColumns, ...]:
        return (self._added,)


_CHOICE = ColumnType.CHOICE


@pytest.mark.parametrize(
    ("plugin", "told"),
    [
        (Columns(x=Column("债权人")), "“案件”表的标题“债权人”已经有了，是自带的一列"),
        (Columns(court=Column("法庭")), "“案件”表的名字“court”已经有了"),
        (Columns("案件表", x=Column("甲")), "没有“案件表”这张工作表"),
        (Columns(x=Column("甲 乙")), "不能有空格"),
        (Columns(x=Column("甲", _CHOICE)), "却没有写可选值"),
        (Columns(x=Column("甲", choices=("一",))), "类型却是“文字”"),
        (Columns(x=Column("甲", _CHOICE, choices=("一、二",))), "可选值“一、二”不能用"),
        (Columns(x=Column("甲", _CHOICE, choices=("甲" * 300,))), "可选值太多"),
        (Columns(x=Column("检查结果")), "留给程序"),
        (Columns("案件", **{"hired on": Column("甲")}), "不能用：要像 hired_on"),
        (Columns(x=Column("甲"), y=Column("甲")), "已经有了"),
        (Columns(x=Column("甲", cast("ColumnType", "日期"))), "列的 type"),
        (Columns(x="甲"), "anjuan_columns 的一列"),
        (Columns(x=Column("原告")), "与插件 names 的模板变量同名"),
    ],
)
def test_a_column_that_cannot_be_is_told_with_its_reason(plugin: object, told: str) -> None:
    plugins = Plugins.load(
        outside=False, extra=[("office", plugin), ("after", Columns(z=Column("癸")))]
    )

    assert told in plugins.infos["office"].reason
    assert "插件 office" in plugins.infos["office"].reason
    assert plugins.infos["after"].state == "ok"
    assert [it.column.heading for it in plugins.table.sheet("案件").added] == ["癸"]


@pytest.mark.parametrize("second", [Columns(x=Column("入职日期")), Columns(hired_on=Column("甲"))])
def test_two_plugins_with_one_column_are_both_named(second: object) -> None:
    first = Columns(hired_on=Column("入职日期"))

    plugins = Plugins.load(outside=False, extra=[("first", first), ("second", second)])

    reason = plugins.infos["second"].reason
    assert "插件 second" in reason and "插件 first 加的一列" in reason
    assert plugins.infos["first"].state == "ok"


COLUMNS_TOML = """
[columns."案件"."入职日期"]
type = "日期"
name = "hired_on"
help = "到岗那天。"

[columns."案件"."月工资"]
type = "金额（元）"

[columns."案件"."解除方式"]
type = "选一项"
choices = ["辞退", "辞职"]

[groups]
"案件" = "劳动关系"
"""
KIND_TOML = """
api = 1
required = ["月工资"]

[applies]
"解除方式" = ["辞退"]
"月工资" = { at_least = 5000 }
"""


def collection(folder: Path, columns: str, kind: str, *, shared: bool) -> Plugins:
    """A folder with one kind without code, and columns beside it or shared."""
    inner = folder / "申请书"
    inner.mkdir(exist_ok=True)
    (inner / "kind.toml").write_text(kind, encoding="utf-8")
    (inner / "模板.docx").write_bytes(docx("{{ 月工资 }}元，{{ 案件.hired_on }}到岗。"))
    place = folder if shared else inner
    (place / "columns.toml").write_text(columns, encoding="utf-8")
    return Plugins.load(Office(kind_folders=(folder,)), outside=False)


@pytest.mark.parametrize("shared", [True, False])
def test_a_folder_without_code_adds_columns_and_asks_for_them_by_their_types(
    generate: Generate, tmp_path: Path, shared: bool
) -> None:
    plugins = collection(tmp_path, COLUMNS_TOML, KIND_TOML, shared=shared)
    assert not plugins.infos["folder:申请书"].reason, plugins.infos["folder:申请书"].reason
    assert [it.column.heading for it in plugins.table.sheet("案件").added] == [
        *("入职日期", "月工资", "解除方式"),
    ]

    def made(**changes: object) -> dict[str, list[str]]:
        filled = {"入职日期": "2024-03-01", "月工资": 8000, "解除方式": "辞退", **changes}
        book = write_workbook(tmp_path / "案件表.xlsx", cases=[{**CASE, **filled}])
        return generate(book, plugins=plugins, kinds=("申请书",)).states()

    assert made() == {"申请书": ["written"]}
    # A kind asked for by name is listed even where it does not concern the case.
    assert made(解除方式="辞职")["申请书"] != ["written"]
    assert made(月工资=4000)["申请书"] != ["written"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('type = "日期"', 'type = "日子"', "可以写：文字"),
        ('"案件"."月工资"', '"案件"."债权人"', "标题“债权人”已经有了，是自带的一列"),
        ('choices = ["辞退", "辞职"]', "", "却没有写可选值"),
        ('help = "到岗那天。"', 'helpp = "到岗那天。"', "是不是“help”"),
        ('columns."案件"."月工资"', 'columns."案子"."月工资"', "没有“案子”这张工作表"),
    ],
)
def test_a_wrong_file_of_columns_is_told_with_what_to_write(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    plugins = collection(tmp_path, COLUMNS_TOML.replace(old, new), KIND_TOML, shared=False)

    assert plugins.infos["folder:申请书"].reason
    assert told in plugins.infos["folder:申请书"].reason


def test_a_condition_is_held_against_the_choices_of_an_added_column(tmp_path: Path) -> None:
    wrong = KIND_TOML.replace("辞退", "开除")

    plugins = collection(tmp_path, COLUMNS_TOML, wrong, shared=True)

    assert "“开除”不是“解除方式”的可选值" in plugins.infos["folder:申请书"].reason


def test_a_kind_named_alone_has_the_columns_of_the_folder_above_and_nothing_twice(
    tmp_path: Path,
) -> None:
    collection(tmp_path, COLUMNS_TOML, KIND_TOML, shared=True)

    for named in ((tmp_path / "申请书",), (tmp_path, tmp_path / "申请书")):
        plugins = Plugins.load(Office(kind_folders=named), outside=False)

        own = {name: it.state for name, it in plugins.infos.items() if ":" in name}
        assert own == {f"columns:{tmp_path.name}": "ok", "folder:申请书": "ok"}


def test_who_tries_or_checks_one_kind_is_told_that_the_shared_columns_are_wrong(
    cli: Cli, tmp_path: Path
) -> None:
    collection(tmp_path, "[columns", KIND_TOML, shared=True)
    trial = '[[test]]\nname = "样例"\nmust = ["到岗"]\n'
    (tmp_path / "申请书" / "test.toml").write_text(trial, encoding="utf-8")

    tried = cli("kind", "test", "申请书")
    checked = cli("template", "check", "申请书/模板.docx")

    assert (tried.status, checked.status) == (3, 1)
    for it in (tried, checked):
        assert "columns.toml 的写法不对" in it.err
