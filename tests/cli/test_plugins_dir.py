"""Every command that reads an office's settings takes its folders of kinds and plug-ins as well."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from support.runs import ROOT, Cli

from anjuan.cli import anjuan
from anjuan.testing import CASE, INSTITUTION, own_row, write_workbook

PLUGINS = str(ROOT / "docs" / "examples" / "workplace" / "plugins")
OPTIONS = {"config", "kinds_dirs", "plugins_dir"}


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """The commands by what is typed, those of groups included."""
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = command
    return found


def test_who_takes_settings_takes_folders_of_kinds_and_plugins() -> None:
    taken = {
        name: {it.name or "" for it in command.params} & OPTIONS
        for name, command in commands(anjuan).items()
    }

    assert {name for name, options in taken.items() if options == OPTIONS} >= {
        *("law", "numbers", "import", "deadlines", "map", "kind new", "kind test", "check"),
    }
    assert [name for name, options in taken.items() if options not in (OPTIONS, set())] == []


@pytest.fixture
def book(tmp_path: Path) -> Path:
    cases = [{**CASE, "用人单位": INSTITUTION["名称"], "向单位反映日期": "2026-03-02"}]
    complaints = [own_row(投诉日期="2026-03-06", 投诉对象="工会")]
    return write_workbook(tmp_path / "台账.xlsx", cases=cases, 投诉记录=complaints)


def test_law_and_map_know_what_a_folder_of_plugins_adds(cli: Cli, book: Path) -> None:
    assert "没有“workplace.harassment”" in cli("law", "workplace.harassment").err
    told = cli("law", "workplace.harassment", "--plugins-dir", PLUGINS)
    assert "第一千零一十条" in told.out, told.err

    mapped = cli("map", book.name, "--plugins-dir", PLUGINS)
    assert mapped.status == 0 and "用人单位" not in mapped.out
    checked = cli("check", book.name, "--plugins-dir", PLUGINS, "--json")
    assert "unknown-case" not in checked.out and checked.status == 0, checked.out


@pytest.mark.parametrize(
    "words",
    [
        ("law",),
        ("deadlines", "台账.xlsx"),
        ("map", "台账.xlsx"),
        ("numbers", "台账.xlsx"),
        ("import", "--formats"),
        ("kind", "new", "函", "--from", "旧函.docx"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_told(cli: Cli, book: Path, words: tuple[str, ...]) -> None:
    folder = book.parent / "插件"
    folder.mkdir()
    (folder / "bad.py").write_text("1 / 0\n", encoding="utf-8")
    template = ROOT / "templates" / "fee-relief" / "缓减免诉讼费申请书.docx"
    (book.parent / "旧函.docx").write_bytes(template.read_bytes())

    told = cli(*words, "--plugins-dir", str(folder)).err

    assert "插件 file:bad" in told and "bad.py 第 1 行" in told
