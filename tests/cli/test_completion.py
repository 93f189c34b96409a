"""What a shell offers after a press of Tab."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.runs import Cli

from anjuan.cli import COMMANDS
from anjuan.testing import case, incident, write_workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(), case(案件编号="A002", 委托人姓名="李四")],
        incidents=[incident(), incident(案件编号="A002", 受扰人="李四", 证据编号=None)],
    )
    (tmp_path / "便条.txt").write_text("不是案件表", encoding="utf-8")
    return tmp_path


def offered(cli: Cli, *words: str) -> list[str]:
    """What bash is given for the last word of a command line."""
    done = cli(
        COMP_WORDS=" ".join(("anjuan", *words)),
        COMP_CWORD=str(len(words)),
        _ANJUAN_COMPLETE="bash_complete",
    )
    assert (done.status, done.err) == (0, "")
    return [line.partition(",")[2] for line in done.out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("che",), ["check"]),
        (("template", "e"), ["export"]),
        (("generate", "表.xlsx", "-d", "police"), ["police-statement"]),
        (("generate", "表.xlsx", "-d", "报"), ["报案材料"]),
        (("generate", "表.xlsx", "-c", "A"), ["A001", "A002"]),
        (("generate", "表.xlsx", "--pdf", "-c", "李"), ["李四"]),
        (("diff", "表.xlsx", "-c", "A002"), ["A002"]),
        (("import", "表.xlsx", "-c", "张"), ["张三"]),
        (("generate", "表.xlsx", "--then", "证"), ["证据册"]),
        (("demo", "--then", "bu"), ["bundle"]),
        (("law", "security.harass"), ["security.harassment"]),
        (("template", "check", "-d", "civil"), ["civil-complaint"]),
        (("generate", "便条.txt", "-c", "A"), []),
        (("generate", "没有.xlsx", "-c", "A"), []),
        (("generate", "-c", "A"), []),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, tuple) else "",
)
def test_kinds_cases_steps_and_provisions_are_offered(
    cli: Cli, folder: Path, words: tuple[str, ...], wanted: list[str]
) -> None:
    assert offered(cli, *words) == wanted


def test_a_word_that_begins_no_command_may_be_a_file(cli: Cli, folder: Path) -> None:
    done = cli(COMP_WORDS="anjuan 表", COMP_CWORD="1", _ANJUAN_COMPLETE="bash_complete")

    assert done.out == "file,表\n"


def test_all_commands_are_offered_with_what_they_do(cli: Cli, folder: Path) -> None:
    done = cli(COMP_WORDS="anjuan ", COMP_CWORD="", _ANJUAN_COMPLETE="fish_complete")

    told = [line.removeprefix("plain,") for line in done.out.splitlines()]
    assert [line.partition("\t")[0] for line in told][: len(COMMANDS)] == [*COMMANDS]
    assert "\t检查案件表" in next(line for line in told if line.startswith("check"))


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_what_bash_is_given_it_can_read(cli: Cli) -> None:
    script = cli(_ANJUAN_COMPLETE="bash_source").out

    subprocess.run(["bash", "-n"], input=script, encoding="utf-8", check=True)
    assert "complete -o nosort -F _anjuan_completion anjuan" in script
