"""What is shown on terminals of 60, 80 and 120 columns, and in a pipe."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.processes import POSIX
from support.runs import ROOT, Cli
from support.terminals import screens, without_codes

from anjuan.cli import COMMANDS
from anjuan.cli.width import longest_unit, width, wrapped
from anjuan.resources import SAMPLE_WORKBOOK

COLUMNS = (60, 80, 120)
FAULTY = ROOT / "sample_cases" / "有错的案件表.xlsx"
TEMPLATE = ROOT / "templates" / "police-statement" / "报案材料.docx"
TABLES: tuple[tuple[str, ...], ...] = (
    ("law",),
    ("law", "security.harassment"),
    ("law", "12345"),
    ("fields",),
    ("documents",),
    ("plugins",),
    ("deadlines", "表.xlsx"),
    ("check", "表.xlsx"),
    ("check", "有错.xlsx"),
    ("generate", "有错.xlsx", "-o", "out"),
    ("diff", "表.xlsx", "-c", "A001"),
    ("template", "check", "police-statement.docx"),
    ("chek",),
    *((*command.split(), "-h") for command in ("", *COMMANDS)),
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, tuple[str, ...]], str]:
    """What each command shows on each terminal."""
    folder = tmp_path_factory.mktemp("桌面")
    shutil.copy(SAMPLE_WORKBOOK, folder / "表.xlsx")
    shutil.copy(FAULTY, folder / "有错.xlsx")
    shutil.copy(TEMPLATE, folder / "police-statement.docx")
    asked = [(columns, command) for columns in COLUMNS for command in TABLES]
    return dict(zip(asked, screens(folder, asked), strict=True))


@POSIX
@pytest.mark.parametrize("command", TABLES, ids=" ".join)
@pytest.mark.parametrize("columns", COLUMNS)
def test_no_line_is_wider_than_the_terminal(
    shown: dict[tuple[int, tuple[str, ...]], str], columns: int, command: tuple[str, ...]
) -> None:
    lines = without_codes(shown[columns, command]).splitlines()

    assert any(lines)
    for line in lines:
        # What is copied from the screen stays whole, whatever its length.
        assert width(line) <= columns or longest_unit(line.strip()) > columns - 8, line


@POSIX
@pytest.mark.parametrize("command", TABLES, ids=" ".join)
@pytest.mark.parametrize("columns", COLUMNS)
def test_no_column_is_empty_and_no_tag_is_broken(
    shown: dict[tuple[int, tuple[str, ...]], str], columns: int, command: tuple[str, ...]
) -> None:
    lines = without_codes(shown[columns, command]).splitlines()

    assert all(line.count("{{") == line.count("}}") for line in lines)
    assert not set("│┃┏└") & set("".join(lines))
    for number, line in enumerate(lines):
        if line and set(line) == {"-", " "}:
            below = [it for it in lines[number + 1 :] if it.strip()]
            for rule in re.finditer("-+", line):
                cells = [_within(it, rule.start(), rule.end()) for it in below]
                assert any(cell.strip() for cell in cells), (lines[number - 1], rule.span())


def _within(line: str, first: int, last: int) -> str:
    """What stands in these columns."""
    at, found = 0, ""
    for sign in line:
        found += sign if first <= at < last else ""
        at += width(sign)
    return found


@POSIX
def test_colour_is_for_terminals_that_want_it_and_says_nothing_alone(tmp_path: Path) -> None:
    shutil.copy(FAULTY, tmp_path / "有错.xlsx")
    asked = [(80, ("check", "有错.xlsx"))]

    [coloured] = screens(tmp_path, asked)
    [plain] = screens(tmp_path, asked, NO_COLOR="1")
    [dumb] = screens(tmp_path, asked, TERM="dumb")

    assert "\x1b[31m错误\x1b[0m" in coloured
    assert "\x1b[33m提醒\x1b[0m" in coloured
    assert "\x1b" not in plain + dumb
    assert without_codes(coloured) == plain == dumb


def test_a_pipe_gets_plain_lines_with_tabs(cli: Cli, process: Cli) -> None:
    told = cli("documents").out.splitlines()

    assert told[0] == "名称\t文书\t给谁\t必须有\t插件"
    assert {line.count("\t") for line in told} == {4}
    forced = process("plugins", FORCE_COLOR="1").out
    assert "\t\x1b[32m正常\x1b[0m\t" in forced
    assert "\x1b" not in process("plugins", FORCE_COLOR="1", NO_COLOR="1").out


@POSIX
def test_what_a_step_says_does_not_collide_with_its_bar(tmp_path: Path) -> None:
    shutil.copy(SAMPLE_WORKBOOK, tmp_path / "表.xlsx")
    command = ("generate", "表.xlsx", "-c", "陈示例", "-d", "报案材料", "--pdf")

    [shown] = screens(tmp_path, [(80, command)], PATH=str(tmp_path))

    lines = without_codes(shown).splitlines()
    assert "PDF：要转 1 份，另有 0 份未变。" in lines
    assert (tmp_path / "文书" / "清单.xlsx").is_file()


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("请改正“后果”一栏。", 12, ["请改正“后", "果”一栏。"]),
        ("没有改动。请看", 10, ["没有改动。", "请看"]),
        ("模板里写 {{ 案件.案件编号 }} 即可", 14, ["模板里写", "{{ 案件.案件编号 }}", "即可"]),
        ("运行 anjuan check 案件表.xlsx。", 12, ["运行", "anjuan check 案件表.xlsx。"]),
        ("在 /tmp/案件 甲/文书/清单.xlsx 里", 12, ["在 /tmp/案件", "甲/文书/清单.xlsx", "里"]),
        ("", 10, [""]),
    ],
)
def test_a_line_ends_where_chinese_may_and_never_within_what_is_copied(
    text: str, columns: int, lines: list[str]
) -> None:
    assert wrapped(text, columns) == lines
