"""`anjuan doctor`: what this machine has and lacks, and what to do about it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.runs import ROOT, Cli

from anjuan import installed
from anjuan.installed import install_command, to_remove, to_update


def test_nothing_essential_is_missing_where_papers_can_be_made(cli: Cli, tmp_path: Path) -> None:
    done = cli("doctor")

    assert done.status == 0, done.out
    assert f"在 {sys.executable}。" in done.out
    assert f"{tmp_path} 可以写。" in done.out
    assert [line[0] for line in done.out.splitlines() if "Python" in line] == ["好"]
    assert "缺" not in [line.partition(" ")[0] for line in done.out.splitlines()]


def test_what_steps_lack_is_told_once_and_is_not_essential(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anjuan_plugins.printing.needs.find_soffice", lambda: None)

    done = cli("doctor")

    told = [line for line in done.out.splitlines() if "没有找到 LibreOffice" in line]
    assert (done.status, len(told)) == (0, 1)
    for title in ("PDF", "合并打印", "证据册", "骚扰统计图"):
        assert title in told[0].partition("：")[0]
    assert "请安装 LibreOffice（免费）" in told[0]


def test_a_machine_without_chinese_fonts_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anjuan_plugins.printing.needs.has_chinese_font", lambda: False)

    assert "电脑上没有找到中文字体" in cli("doctor").out


def test_a_broken_kind_is_essential_and_told_with_its_reason(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "文书种类" / "坏"
    folder.mkdir(parents=True)
    (folder / "kind.toml").write_text("api = 1\n", encoding="utf-8")

    done = cli("doctor", "--json", "--kinds-dir", "文书种类")

    [broken] = [it for it in json.loads(done.out)["findings"] if not it["good"]]
    assert done.status == 1
    assert broken["essential"] and "folder:坏" in broken["message"]


def test_a_folder_that_can_not_be_written_to_is_told(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    done = cli("doctor")

    assert (done.status, "缺  当前文件夹：" in done.out) == (1, True)


def test_how_to_add_update_and_remove_follows_where_the_program_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert install_command("pdf") == f'{sys.executable} -m pip install -e "{ROOT}[pdf]"'
    assert str(ROOT) in to_update()

    monkeypatch.setattr(installed, "checkout", lambda: None)
    libraries = install_command("dask")
    assert '"distributed>=' in libraries and "anjuan" not in libraries.partition("install")[2]
    assert to_remove().endswith("-m pip uninstall anjuan")

    monkeypatch.setattr(sys, "argv", ["案卷.pyz"])
    assert "案卷.pyz" in to_update() and "案卷.pyz" in to_remove()

    app = tmp_path / "案卷" / "app"
    app.mkdir(parents=True)
    (app / "installed.txt").touch()
    monkeypatch.setattr(sys, "prefix", str(app))
    assert to_remove() == f"删去文件夹 {app.parent}"
