"""How a command is begun and left: files in the place of commands, short options, closed pipes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import SOURCES
from support.processes import POSIX
from support.runs import Cli

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import case, write_workbook


def test_a_workbook_in_the_place_of_a_command_is_opened_on_the_desk(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("anjuan.desk.serving.serve", lambda file, *_, **__: opened.append(file))
    write_workbook(tmp_path / "案件表.xlsx")

    assert cli("案件表.xlsx").status == 0
    assert opened == [Path("案件表.xlsx")]
    missing = cli("没有.xlsx")
    assert (missing.status, "找不到 没有.xlsx" in missing.err) == (2, True)


def test_short_options_do_what_the_long_ones_do(cli: Cli) -> None:
    assert cli("-V") == cli("--version")
    assert cli("check", "-h") == cli("check", "--help")


def test_papers_go_beside_the_workbook_where_no_folder_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "案件").mkdir()
    write_workbook(tmp_path / "案件" / "表.xlsx", cases=[case(文书="报案材料")])

    assert cli("generate", "案件/表.xlsx", "-c", "张三").status == 0

    assert (tmp_path / "案件" / "文书" / "清单.xlsx").is_file()
    assert "不变 1 份" in cli("diff", "案件/表.xlsx").out


@POSIX
@pytest.mark.parametrize("command", [("-V",), ("-h",), ("law",), ("check", "表.xlsx", "--json")])
def test_a_reader_that_leaves_ends_the_command_as_sigpipe_would(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    shutil.copy(SAMPLE_WORKBOOK, tmp_path / "表.xlsx")
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [sys.executable, "-m", "anjuan", *command],
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": SOURCES},
        check=False,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (141, b"")
