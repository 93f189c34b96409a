"""Plug-ins of one file, from a folder that the user names; and the example that ships as such."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.runs import ROOT, Cli, Generate

from anjuan.config import find_config
from anjuan.errors import ConfigError
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import CASE, INSTITUTION, kind_tests, own_row, write_workbook

WORKPLACE = ROOT / "docs" / "examples" / "workplace"
FILTER = """from anjuan import hookimpl

@hookimpl
def anjuan_filters():
    return {{"{0}": lambda text: text + "{0}"}}
"""


def loaded(folder: Path, **office: tuple[str, ...]) -> Plugins:
    return Plugins.load(Office(plugin_folders=(folder,), off=office.get("off", ())), outside=False)


def test_each_file_is_a_plugin_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("乙", "甲"):
        (tmp_path / f"{name}.py").write_text(FILTER.format(name), encoding="utf-8")
    (tmp_path / "_shared.py").write_text("raise ValueError", encoding="utf-8")

    plugins = loaded(tmp_path)

    names = [name for name in plugins.infos if name.startswith("file:")]
    assert names == sorted(["file:乙", "file:甲"])
    assert {"乙", "甲"} <= plugins.filters.keys()
    assert plugins.filters["甲"]("字") == "字甲"
    assert loaded(tmp_path, off=("file:甲",)).infos["file:甲"].state == "off"
    assert [it.name for it in tmp_path.iterdir() if it.is_dir()] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\ndef f(:\n", "bad.py 第 2 行"),
        ("import json\n\n1 / 0\n", "bad.py 第 3 行"),
        ("import json\n\ndef f():\n    json.loads('{')\n\nf()\n", "bad.py 第 4 行，f"),
        ("import not_there\n", "导入不了"),
        ("raise SystemExit(1)\n", "SystemExit"),
        (FILTER.format("a").replace("anjuan_filters", "anjuan_filter"), "是不是“anjuan_filters”"),
        (FILTER.format("a").replace("@hookimpl\n", ""), "前面缺 @hookimpl"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_stops_no_other(
    tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "bad.py").write_text(text, encoding="utf-8")
    (tmp_path / "good.py").write_text(FILTER.format("甲"), encoding="utf-8")

    plugins = loaded(tmp_path)

    assert told in plugins.infos["file:bad"].reason
    assert plugins.infos["file:good"].state == "ok"


@pytest.mark.parametrize(
    ("hook", "returned", "told"),
    [
        ("kinds", "5", "请对照 docs/hooks.md 改正"),
        ("kinds", '["函"]', "应当是 Kind"),
        ("kinds", "iter(list, 1)", "请给它一个尽头"),
        ("kinds", "map(int, 'x')", "invalid literal"),
        ("filters", "{1: str}", "应当是文字"),
        ("filters", "[str]", "请对照 docs/hooks.md 改正"),
        ("catalogue_files", "[__file__ + '.toml']", "请检查路径"),
        ("columns", "[SheetColumns(sheet='案子', columns={})]", "是不是“案件”"),
        ("columns", "[SheetColumns(sheet='案件', columns=[Column('甲')])]", "请对照 docs/hooks.md"),
        ("columns", "[SheetColumns(sheet='案件', columns={'x': Column('甲 乙')})]", "请改正"),
        ("columns", "[OwnSheet(sheet='证据', name='x', columns={})]", "请换一个"),
        ("columns", "[OwnSheet(sheet='甲表', name='x', columns={})]", "请写上它的列"),
        ("names", "[TemplateName('案件', '一句。')]", "请换一个名字"),
        ("names", "[TemplateName('函头', '一句。', phrase='{{ 甲')]", "标签写错了"),
    ],
)
def test_what_a_hook_may_not_return_is_told_with_the_hooks_line_and_a_remedy(
    tmp_path: Path, hook: str, returned: str, told: str
) -> None:
    text = f"from anjuan import *\n\n\n@hookimpl\ndef anjuan_{hook}():\n    return {returned}\n"
    (tmp_path / "bad.py").write_text(text, encoding="utf-8")

    plugins = loaded(tmp_path)

    reason = plugins.infos["file:bad"].reason
    assert told in reason
    assert f"bad.py 第 4 行，anjuan_{hook}" in reason
    assert plugins.broken == ("file:bad",)
    assert plugins.table.own_sheets == ()


def test_a_changed_file_is_read_anew_and_has_another_edition(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text(FILTER.format("甲"), encoding="utf-8")
    before = loaded(tmp_path)
    path.write_text(FILTER.format("乙"), encoding="utf-8")
    after = loaded(tmp_path)

    assert "乙" in after.filters and "甲" not in after.filters
    assert before.infos["file:own"].version != after.infos["file:own"].version


def test_a_folder_without_plugins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有插件"):
        loaded(tmp_path)


def test_settings_that_merely_lie_beside_the_workbook_run_no_code(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx")
    folder = tmp_path / "插件"
    folder.mkdir()
    (folder / "theirs.py").write_text(
        f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\n", encoding="utf-8"
    )
    toml = tmp_path / "anjuan.toml"
    toml.write_text('[plugins]\nfolders = ["插件"]\n', encoding="utf-8")

    told = cli("check", str(book)).err
    assert "要载入插件文件夹" in told and "--plugins-dir" in told
    assert not (tmp_path / "ran").exists()
    assert find_config(tmp_path).office.plugin_folders == ()

    told = cli("check", str(book), "--config", str(toml)).err
    assert "要载入插件文件夹" not in told
    assert (tmp_path / "ran").exists()

    (tmp_path / "ran").unlink()
    assert "要载入插件文件夹" not in cli("check", str(book), "--plugins-dir", str(folder)).err
    assert (tmp_path / "ran").exists()


test_complaint, test_keeping = (
    kind_tests(WORKPLACE / "kinds" / name, plugin_folders=[WORKPLACE / "plugins"])
    for name in ("用人单位投诉书", "保存证据函")
)


def test_the_example_of_a_workplace_makes_its_two_papers(
    generate: Generate, tmp_path: Path
) -> None:
    office = Office(kind_folders=(WORKPLACE / "kinds",), plugin_folders=(WORKPLACE / "plugins",))
    plugins = Plugins.load(office, outside=False)
    assert [it.reason for it in plugins.infos.values() if it.reason] == []
    filled = {
        **CASE,
        "用人单位": INSTITUTION["名称"],
        "性别": "女",
        "身份证号": "000000200002290029",
        "骚扰形式": "言语、文字",
        "向单位反映日期": date(2026, 3, 2),
        "落款日期": date(2026, 4, 1),
    }
    kinds = ("用人单位投诉书", "保存证据函")

    complaints = [
        own_row(投诉日期="2026-03-02", 投诉对象="人力资源部", 投诉方式="书面"),
        own_row(投诉日期="2026-03-09", 投诉对象="工会", 答复="已转交处理"),
    ]
    book = write_workbook(tmp_path / "案件表.xlsx", cases=[filled], 投诉记录=complaints)

    made = generate(book, plugins=plugins, kinds=kinds)

    text = made.text("用人单位投诉书")
    assert "言语、文字形式的性骚扰" in text
    assert "已于2026年3月2日向贵单位反映" in text
    assert "2026年3月2日向人力资源部以书面方式投诉，没有得到答复。" in text
    assert "2026年3月9日向工会投诉，答复是：已转交处理。" in text
    assert "《中华人民共和国民法典》第一千零一十条第二款" in text
    assert "《中华人民共和国妇女权益保障法》第二十三条和第二十五条" in text
    assert "2026年3月2日" in made.text("保存证据函")
    assert INSTITUTION["名称"] in text

    plain = write_workbook(tmp_path / "案件表.xlsx")
    assert not made.states().keys() - set(kinds)
    assert not generate(plain, plugins=plugins).states().keys() & set(kinds)
