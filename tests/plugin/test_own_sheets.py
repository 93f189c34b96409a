"""Sheets that a plug-in adds: one way with ours, from the blank workbook to the paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.runs import Cli, Generate, shipped_plugins
from support.word_files import docx

from anjuan import Column, ColumnType, Kind, OwnSheet, Recipient, SheetColumns, hookimpl
from anjuan.cli.commands.documents import needed_headings
from anjuan.cli.commands.fields import field_entries
from anjuan.cli.redaction import Redaction
from anjuan.documents.vocabulary import Vocabulary
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import TemplateName
from anjuan.plugin.office import Office
from anjuan.problems import Problem, Rule
from anjuan.run.inspection import inspect
from anjuan.testing import CASE, INSTITUTION, TODAY, Row, case, own_row, write_workbook
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.blank import blank_workbook
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import load_workbook

COLUMNS = {
    "on": Column("投诉日期", ColumnType.DATE, required=True, help="哪天投诉的。"),
    "to": Column("投诉对象", ColumnType.LINK),
    "ways": Column("投诉方式", ColumnType.CHOICES, choices=("口头", "书面", "电话")),
    "cost": Column("花费", ColumnType.MONEY),
    "answer": Column("答复", ColumnType.NOTE),
}
SHEET = OwnSheet(sheet="投诉记录", name="complaints", columns=COLUMNS, help="每投诉一次一行。")
FILLED: Row = own_row(
    投诉日期="2026-03-06", 投诉对象=INSTITUTION["简称"], 投诉方式="书面、电话", 花费=120
)
LATER: Row = own_row(投诉日期="2026-03-20", 投诉对象=INSTITUTION["名称"], 答复="不予处理")


class Union:
    """A sheet, and a kind that needs a row of it."""

    def __init__(self, folder: Path, *paragraphs: str) -> None:
        self._template = folder / "投诉.docx"
        self._template.write_bytes(docx(*paragraphs or ("{% if 投诉记录 %}投诉过{% endif %}",)))

    @hookimpl
    def anjuan_columns(self) -> Iterator[SheetColumns | OwnSheet]:
        yield SheetColumns(sheet="案件", columns={"member_no": Column("会员号")})
        yield SHEET

    @hookimpl
    def anjuan_kinds(self) -> Iterator[Kind]:
        yield Kind(
            name="union",
            title="工会投诉书",
            help="给工会。",
            template=self._template,
            recipients=lambda matter: [Recipient()],
            context=lambda brief: {"次数": len(brief.case.own_rows["complaints"])},
            needs=("own_rows.complaints",),
        )


def loaded(plugin: object) -> Plugins:
    plugins = Plugins.load(outside=False, extra=[("union", plugin)])
    assert not plugins.infos["union"].reason, plugins.infos["union"].reason
    return plugins


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Plugins:
    return loaded(Union(tmp_path_factory.mktemp("union")))


def test_rows_are_typed_and_belong_to_their_case(union: Plugins, tmp_path: Path) -> None:
    cases = [CASE, case(案件编号="A002", 委托人姓名="李四")]
    rows = [FILLED, {**LATER, "案件编号": "A002"}, {**LATER, "经手人": "甲"}]
    book = write_workbook(tmp_path / "案件表.xlsx", cases=cases, 投诉记录=rows)

    first, second = load_workbook(book, table=union.table).cases

    row, later = first.own_rows["complaints"]
    assert {**row.own, "to": None} == {
        "on": date(2026, 3, 6),
        "to": None,
        "ways": ("书面", "电话"),
        "cost": Decimal(120),
        "answer": "",
    }
    assert row.own["to"].name == INSTITUTION["名称"]
    assert (row.place("on").sheet, row.place("on").cell) == ("投诉记录", "B2")
    assert later.extra == {"经手人": "甲"}
    assert [it.own["on"] for it in second.own_rows["complaints"]] == [date(2026, 3, 20)]


def test_a_workbook_without_the_sheet_is_as_good_as_before(
    generate: Generate, union: Plugins, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx")
    made = generate(book, plugins=union)

    assert not [it for it in made.report.problems if it.is_error]
    assert made.states()["union"] == ["refused"]
    assert "在“投诉记录”表里一行也没有，工会投诉书无从写起" in made.problems()
    again = generate(book).states()
    assert again == {name: ["unchanged"] * len(again[name]) for name in again}


def test_each_fault_of_a_row_is_told_at_its_cell(union: Plugins, tmp_path: Path) -> None:
    rows = [
        {**FILLED, "投诉日期": "去年春天", "投诉对象": "没有登记的公司", "投诉方式": "眼神"},
        {**FILLED, "花费": "许多"},
        {**FILLED, "投诉日期": None},
        {**FILLED, "案件编号": "Z9"},
        LATER,
        LATER,
    ]
    book = write_workbook(
        tmp_path / "案件表.xlsx", 投诉记录=[{**it, "投诉 对像": None} for it in rows]
    )

    found = [it for it in inspected(book, union) if it.sheet == "投诉记录"]

    assert {(it.cell, it.code) for it in found} == {
        ("B2", "bad-date"),
        ("C2", "unknown-institution"),
        ("D2", "unknown-choice"),
        ("E3", "bad-money"),
        ("B4", "missing"),
        ("A5", "unknown-case"),
        ("A7", "duplicate-row"),
    }


def inspected(book: Path, plugins: Plugins) -> tuple[Problem, ...]:
    return inspect(book, TODAY, plugins, HeadingMap()).problems


def test_a_heading_that_is_nearly_one_of_the_sheet_and_a_missing_one_are_told(
    union: Plugins, tmp_path: Path
) -> None:
    row = {"案件编号": "A001", "投诉日期": "2026-03-06", "投诉对像": "甲贷"}
    book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=[row])
    assert "是不是“投诉对象”" in "".join(str(it) for it in inspected(book, union))

    write_workbook(book, 投诉记录=[{"案件编号": "A001", "答复": "不予处理"}])
    with pytest.raises(Exception, match="工作表“投诉记录”缺少必填的列“投诉日期”"):
        load_workbook(book, table=union.table)


def test_who_looks_at_a_faulty_row_is_refused_and_nobody_else(
    generate: Generate, tmp_path: Path
) -> None:
    plugins = loaded(Union(tmp_path, "{% for 次 in 投诉记录 %}{{ 次.投诉日期 }}{% endfor %}"))

    def states(**changes: object) -> str:
        book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=[{**FILLED, **changes}])
        made = generate(book, plugins=plugins, kinds=("union", "civil-complaint"))
        assert made.states()["civil-complaint"] != ["refused"]
        return made.states()["union"][0]

    assert states() == "written"
    assert states(花费="许多") == "unchanged"
    assert states(投诉日期="去年春天") == "refused"


def test_templates_go_through_the_rows_in_text_and_in_tables(
    generate: Generate, tmp_path: Path
) -> None:
    plugin = Union(
        tmp_path,
        "共{{ 次数 }}次。{% if 投诉记录 %}投诉过{% endif %}",
        "{%p for 次 in 投诉记录 %}",
        "{{ 次.投诉日期 }}向{{ 次.投诉对象 }}（{{ 次.投诉对象.住所地 }}）投诉"
        "{% if 次.投诉日期 > '2026-03-10' %}，已经晚了{% endif %}",
        "{%p endfor %}",
        "{% for it in complaints %}{% if it.cost %}{{ it.cost }}元{% endif %}{% endfor %}",
    )
    book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=[FILLED, LATER])

    made = generate(book, plugins=loaded(plugin), kinds=("union",))

    text = made.text("union")
    assert "共2次。投诉过" in text
    name, address = INSTITUTION["名称"], INSTITUTION["住所地"]
    assert f"2026年3月6日向{name}（{address}）投诉\n" in text
    assert f"2026年3月20日向{name}（{address}）投诉，已经晚了" in text
    assert "120元" in text
    assert "投诉记录!B2" in made.cells("union", "2026年3月6日")


def test_template_check_knows_the_rows_and_their_types(union: Plugins) -> None:
    shape = Vocabulary(union).core

    def told(inner: str) -> list[str]:
        tag = f"{{% for 次 in 投诉记录 %}}{inner}{{% endfor %}}"
        return [str(it.text) for it in find_faults(docx(tag), shape)]

    assert not told("{{ 次.投诉日期 }}{{ 次.投诉对象.住所地 }}{{ 次.案件编号 }}")
    assert told("{{ 次.投诉日子 }}")
    assert told("{% if 次.花费 > '许多' %}甲{% endif %}")
    assert find_faults(docx("{% for 次 in 投诉纪录 %}{{ 次.答复 }}{% endfor %}"), shape)


def test_the_blank_workbook_has_the_sheet_with_notes_and_lists(
    union: Plugins, tmp_path: Path
) -> None:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(blank_workbook(table=union.table))

    book = openpyxl.load_workbook(path)
    cells = {cell.value: cell for cell in book["投诉记录"][1]}
    assert cells["投诉日期"].comment and "哪天投诉的。" in cells["投诉日期"].comment.text
    assert "案件编号" in cells
    assert any("每投诉一次一行。" in str(row) for row in book["说明"].iter_rows(values_only=True))
    lists = {
        str(it.sqref).split(":")[0]: str(it.formula1)
        for it in book["投诉记录"].data_validations.dataValidation
    }
    assert "案件" in lists["A2"]
    assert "A2" not in {
        str(it.sqref).split(":")[0] for it in book["案件"].data_validations.dataValidation
    }


def test_fields_and_documents_list_the_sheet(union: Plugins) -> None:
    sheets = {sheet["name"]: sheet["columns"] for sheet in field_entries(union.table)}

    names = [(it["name"], it["attribute"]) for it in sheets["投诉记录"]]
    assert names[:2] == [
        ("投诉记录.案件编号", "complaints.case_number"),
        ("投诉记录.投诉日期", "complaints.on"),
    ]
    assert needed_headings(union.kinds["union"], union.table) == ["投诉记录表"]


def test_problems_that_may_be_passed_on_name_the_sheet_and_its_heading(
    union: Plugins, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=[{**FILLED, "花费": "许多"}])
    [found] = [it for it in inspected(book, union) if it.sheet == "投诉记录"]
    redaction = Redaction()
    redaction.know(HeadingMap(), union)

    shown = redaction.problem(found)

    assert (shown.sheet, shown.heading, shown.cell) == ("投诉记录", "花费", "E2")


class Sheets:
    """Adds whatever the test gives it."""

    def __init__(self, *added: SheetColumns | OwnSheet) -> None:
        self._added = added

    @hookimpl
    def anjuan_columns(self) -> tuple[SheetColumns | OwnSheet, ...]:
        return self._added


class Name:
    """Offers a name for all templates."""

    @hookimpl
    def anjuan_names(self) -> tuple[TemplateName, ...]:
        return (TemplateName("投诉记录", "甲。", lambda brief: ""),)


def sheet(title: str = "投诉记录", name: str = "complaints", **columns: Column) -> OwnSheet:
    return OwnSheet(sheet=title, name=name, columns=columns or {"x": Column("甲")})


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (sheet("证据"), "“证据”已经有了，是自带的"),
        (sheet("债权人"), "“债权人”已经有了，是自带的"),
        (sheet("办理"), "“办理”已经有了，是自带的"),
        (sheet(name="incidents"), "“incidents”已经有了，是自带的"),
        (sheet("投诉 记录"), "“投诉 记录”不能作它的名字"),
        (sheet("说明"), "不能作它的名字"),
        (sheet("长" * 32), "不超过 31 个字"),
        (sheet(name="2nd"), "“2nd”不能作它的名字"),
        (sheet(name="in"), "“in”不能作它的名字"),
        (sheet(x=Column("案件编号")), "“投诉记录”表的标题“案件编号”已经有了，是自带的一列"),
        (OwnSheet(sheet="投诉记录", name="complaints", columns={}), "一列也没有"),
        (sheet("原告"), "工作表“原告”与插件 names 的模板变量同名"),
        (sheet(x=Column("甲", ColumnType.CHOICE)), "列“甲”要“选一项”，却没有写可选值"),
    ],
)
def test_a_sheet_that_cannot_be_is_told_with_its_reason(added: OwnSheet, told: str) -> None:
    plugins = Plugins.load(outside=False, extra=[("office", Sheets(added))])

    assert "插件 office" in plugins.infos["office"].reason
    assert told in plugins.infos["office"].reason
    assert plugins.table.own_sheets == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Sheets(sheet()), Sheets(sheet())),
        (Sheets(sheet()), Sheets(sheet(name="others"))),
        (Sheets(sheet()), Sheets(sheet("其他记录"))),
        (
            Sheets(SheetColumns(sheet="案件", columns={"x": Column("投诉记录")})),
            Sheets(sheet()),
        ),
        (
            Sheets(sheet()),
            Sheets(SheetColumns(sheet="案件", columns={"complaints": Column("乙")})),
        ),
    ],
)
def test_two_plugins_with_one_sheet_are_both_named(first: object, second: object) -> None:
    plugins = Plugins.load(outside=False, extra=[("first", first), ("second", second)])

    reason = plugins.infos["second"].reason
    assert "插件 second" in reason and "插件 first 加的" in reason
    assert plugins.infos["first"].state == "ok"


def test_a_name_for_all_templates_is_not_that_of_a_sheet() -> None:
    given = [("first", Sheets(sheet())), ("second", Name())]

    assert Plugins.load(outside=False, extra=given).infos["second"].state == "failed"


def test_another_plugin_may_add_a_column_to_the_sheet() -> None:
    more = SheetColumns(sheet="投诉记录", columns={"clerk": Column("经手人")})
    plugins = Plugins.load(
        outside=False, extra=[("first", Sheets(sheet())), ("second", Sheets(more))]
    )

    assert [it.column.heading for it in plugins.table.own_sheets[0].added] == ["甲", "经手人"]
    assert shipped_plugins().table.own_sheets == ()


COLUMNS_TOML = """
[sheets."投诉记录"]
name = "complaints"
help = "每投诉一次一行。"

[columns."投诉记录"."投诉日期"]
type = "日期"
required = true

[columns."投诉记录"."投诉对象"]
help = "向谁投诉的。"
"""
KIND_TOML = """
api = 1
each = "投诉记录.投诉对象"
required = ["投诉记录"]

[applies]
"投诉记录" = true
"""
TEST_TOML = """
[[test]]
name = "向工会投诉过"
must = ["致工会：2026年3月6日"]
[test.cells]
"投诉记录.投诉对象" = "工会"
"投诉记录.投诉日期" = "2026-03-06"

[[test]]
name = "没有投诉过"
refused = "没有本案的内容"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A kind without code, with a sheet of its own."""
    inner = tmp_path / "种类" / "投诉函"
    inner.mkdir(parents=True)
    for name, text in (("kind", KIND_TOML), ("columns", COLUMNS_TOML), ("test", TEST_TOML)):
        (inner / f"{name}.toml").write_text(text, encoding="utf-8")
    (inner / "模板.docx").write_bytes(
        docx("致{{ 收文单位 }}：{% for 次 in 相关记录 %}{{ 次.投诉日期 }}{% endfor %}")
    )
    return inner


def test_a_folder_without_code_has_a_sheet_of_its_own(
    generate: Generate, tmp_path: Path, folder: Path
) -> None:
    plugins = Plugins.load(Office(kind_folders=(folder.parent,)), outside=False)
    assert not plugins.infos["folder:投诉函"].reason, plugins.infos["folder:投诉函"].reason
    rows = [own_row(投诉日期="2026-03-06", 投诉对象=to) for to in ("工会", "人力资源部", "工会")]
    rows[2] = {**rows[2], "投诉日期": "2026-03-09"}
    book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=rows)

    made = generate(book, plugins=plugins, kinds=("投诉函",))

    assert made.states() == {"投诉函": ["written"] * 2}
    assert "2026年3月6日2026年3月9日" in made.text("投诉函", "工会")


def test_kind_test_fills_in_the_sheet(cli: Cli, folder: Path) -> None:
    done = cli("kind", "test", str(folder))

    assert done.status == 0, done.out + done.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('sheets."投诉记录"', 'sheets."证据"', "“证据”已经有了，是自带的"),
        ('help = "每投诉一次一行。"', 'helpp = "每投诉一次一行。"', "是不是“help”"),
        ('sheets."投诉记录"', 'sheets."投诉纪录"', "工作表“投诉纪录”一列也没有"),
        ('name = "complaints"', 'name = "my complaints"', "不能作它的名字"),
    ],
)
def test_a_wrong_file_of_sheets_is_told_with_what_to_write(
    folder: Path, old: str, new: str, told: str
) -> None:
    file = folder / "columns.toml"
    file.write_text(COLUMNS_TOML.replace(old, new), encoding="utf-8")

    plugins = Plugins.load(Office(kind_folders=(folder,)), outside=False)

    assert told in plugins.infos["folder:投诉函"].reason


def test_map_check_and_mark_know_the_sheet(cli: Cli, tmp_path: Path, folder: Path) -> None:
    """The commands one after the other, as an office uses them."""
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["种类"]\n', encoding="utf-8")
    row = own_row(投诉日期="去年春天", 投诉对象="工会")
    write_workbook(tmp_path / "台账.xlsx", 投诉记录=[row, own_row(投诉日期="2026-03-06")])

    assert cli("map", "台账.xlsx").status == 0
    told = json.loads(cli("check", "台账.xlsx", "--json", "--mark", "标.xlsx").out)

    [found] = [it for it in told["problems"] if it["severity"] == "error"]
    assert (found["sheet"], found["cell"]) == ("投诉记录", "B2")
    marked = openpyxl.load_workbook(tmp_path / "标.xlsx")["投诉记录"]
    assert marked["B2"].comment is not None


def test_a_rule_of_a_plugin_finds_its_cell(union: Plugins, tmp_path: Path) -> None:
    late = Rule("too-late", "晚了。")
    book = write_workbook(tmp_path / "案件表.xlsx", 投诉记录=[FILLED])
    [row] = load_workbook(book, table=union.table).cases[0].own_rows["complaints"]

    assert late.at(row, "on", "晚了", "请核对。").cell == "B2"
