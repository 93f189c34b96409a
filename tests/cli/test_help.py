"""Help: in Chinese for every command, and there at once."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.runs import ROOT, Cli, Finished

from anjuan.cli import COMMANDS


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "sys.argv = ['anjuan', '--help']\n"
        "from anjuan.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'docxtpl', 'openpyxl', 'docx', 'jinja2', 'rich', 'python_calamine', 'lxml'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT / "core"), "PYTHONIOENCODING": "utf-8"},
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    ["", *COMMANDS, "kind new", "plugin new", "template check", "template export"],
)
def test_every_command_has_a_chinese_help_page(cli: Cli, command: str) -> None:
    done = cli(*command.split(), "--help")

    assert done.status == 0, done.err
    assert done.out.startswith("用法：")
    assert "选项" in done.out
    assert "Usage" not in done.out
    assert "Show this message" not in done.out


def test_what_is_said_is_the_same_whatever_a_console_can_show(cli: Cli, process: Cli) -> None:
    """What a process says where nothing is known of Chinese, and what it says in the tests."""
    for command in (("--help",), ("check", "没有.xlsx"), ("chekc",)):
        apart = process(*command, PYTHONIOENCODING="ascii")

        assert "\ufffd" not in apart.out + apart.err
        said = [text.replace("python -m anjuan", "anjuan") for text in (apart.out, apart.err)]
        assert Finished(apart.status, *said) == cli(*command)


def test_the_version_is_that_of_the_project(cli: Cli) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    done = cli("--version")

    assert (done.status, done.out, done.err) == (0, f"anjuan {project['version']}\n", "")
