"""What `anjuan kind new` and `anjuan plugin new` write works as it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support.blank import new_document
from support.runs import ROOT, Cli
from tools.docx_text import docx_text

from anjuan import ColumnType
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import write_workbook


def test_a_new_kind_makes_documents_at_once(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx")

    done = cli("kind", "new", "种类/催告函")
    made = cli("generate", "表.xlsx", "-o", "out", "--kinds-dir", "种类", "-d", "催告函")

    assert done.status == 0, done.err
    assert "--kinds-dir" in done.out
    assert made.status == 0, made.err
    [paper] = (tmp_path / "out").rglob("*_催告函_*.docx")
    text = docx_text(paper)
    assert "[抬头] 虚构甲网络借贷有限公司：" in text
    assert "骚扰共计5次" in text
    assert "2026年5月1日" in text


def test_every_setting_shown_in_a_new_manifest_works_once_uncommented(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx")
    cli("kind", "new", "种类/催告函")
    path = tmp_path / "种类" / "催告函" / "kind.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    settings = [line.removeprefix("# ") for line in lines if " = " in line or "# [" in line]
    alone = [line for line in settings if not line.startswith(("addressee", "each", "except"))]
    path.write_text("\n".join(alone), encoding="utf-8")

    done = cli("plugins", "--kinds-dir", "种类")

    assert len(alone) >= 9
    assert done.status == 0, done.out


def test_every_column_and_sheet_shown_for_a_new_kind_works_once_uncommented(
    cli: Cli, tmp_path: Path
) -> None:
    cli("kind", "new", "种类/催告函")
    path = tmp_path / "种类" / "催告函" / "columns.toml"
    told = path.read_text(encoding="utf-8").splitlines()
    lines = [line.removeprefix("# ") for line in told if " = " in line or "# [" in line]
    path.write_text("\n".join(lines), encoding="utf-8")

    plugins = Plugins.load(Office(kind_folders=(path.parent,)), outside=False)

    assert not plugins.infos["folder:催告函"].reason, plugins.infos["folder:催告函"].reason
    added = {it.column.heading: it.column.type for it in plugins.table.sheet("案件").added}
    assert added == {"入职日期": ColumnType.DATE, "解除方式": ColumnType.CHOICE}
    assert [it.name for it in plugins.table.own_sheets] == ["投诉记录"]


def test_a_new_kind_can_begin_with_a_word_file_of_the_office(cli: Cli, tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("尊敬的{{ 收文单位 }}：")
    document.save(str(tmp_path / "旧函.docx"))
    write_workbook(tmp_path / "表.xlsx")

    cli("kind", "new", "种类/reminder", "--title", "提醒函", "--from", "旧函.docx")
    cli("generate", "表.xlsx", "-o", "out", "--kinds-dir", "种类", "-d", "reminder")

    [paper] = (tmp_path / "out").rglob("*_提醒函_*.docx")
    assert "尊敬的虚构甲网络借贷有限公司：" in docx_text(paper)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("kind", "new", "有了"), 3, "已经存在，没有改动"),
        (("kind", "new", "甲、乙"), 3, "不能作文书种类的名字"),
        (("kind", "new", "甲", "--title", "a/b"), 3, "不能作文书种类的名字"),
        (("kind", "new", "甲", "--from", "无.docx"), 2, "读不了模板 无.docx"),
        (("plugin", "new", "有了"), 2, "要用小写英文字母"),
        (("plugin", "new", "class"), 2, "要用小写英文字母"),
        (("plugin", "new", "taken"), 3, "已经存在，没有改动"),
    ],
)
def test_what_cannot_be_begun_is_explained(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    for name in ("有了", "taken"):
        (tmp_path / name).mkdir()

    done = cli(*arguments)

    assert done.status == status
    assert words in done.err


def assert_counts_five(output: Path) -> None:
    [paper] = output.rglob("*_催告函_*.docx")
    assert "据现有记录共计受到骚扰5次" in docx_text(paper)


def test_a_new_plugin_and_its_tests_have_types_that_hold(cli: Cli, tmp_path: Path) -> None:
    cli("plugin", "new", "demand-letter")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ROOT / ".mypy_cache/authors",
         "src", "tests"],
        cwd=tmp_path / "demand-letter",
        env={**os.environ, "MYPYPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert "Success: no issues found in 2 source files" in done.stdout, done.stdout + done.stderr


def test_authors_types_hold_for_pyright_too(cli: Cli, tmp_path: Path) -> None:
    """In strict mode: a new project, the examples, and a plug-in that uses every hook."""
    cli("plugin", "new", "demand-letter")
    examples = ROOT / "docs" / "examples"
    known = [examples / "embedding.py", *(examples / "workplace" / "plugins").glob("*.py")]
    for path in (*known, ROOT / "tests" / "outsider" / "plugin.py"):
        shutil.copy(path, tmp_path / "demand-letter" / "src")
    settings = {"typeCheckingMode": "strict", "include": ["src", "tests"], "extraPaths": ["src"]}
    config = tmp_path / "demand-letter" / "pyrightconfig.json"
    config.write_text(json.dumps(settings), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"],
        cwd=config.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    told = json.loads(done.stdout)
    assert told["generalDiagnostics"] == []
    assert told["summary"]["filesAnalyzed"] == 5


@pytest.mark.long
def test_a_new_plugin_passes_its_own_tests_and_works_in_a_fresh_environment(
    cli: Cli, tmp_path: Path
) -> None:
    assert cli("plugin", "new", "demand-letter", "--title", "催告函").status == 0
    write_workbook(tmp_path / "表.xlsx")
    venv.create(tmp_path / "venv", with_pip=True)
    bin_ = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(bin_ / arguments[0]), *arguments[1:]],
            capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    constraints = ("-c", str(ROOT / "constraints.txt"))
    run("pip", "install", "--quiet", *constraints, str(ROOT))
    run("pip", "install", "--quiet", *constraints, "-e", "demand-letter[test]")

    assert "4 passed" in run("pytest", "-q", "-W", "error", "demand-letter")
    assert "anjuan-demand-letter" in run("anjuan", "plugins")
    run("anjuan", "generate", "表.xlsx", "-o", "out", "-d", "demand-letter", "--jobs", "2")
    assert_counts_five(tmp_path / "out")
