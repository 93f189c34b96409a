"""Help: in Chinese for every command, and there at once."""

from __future__ import annotations

import tomllib

import pytest
from support.runs import ROOT, Cli, Finished

from anjuan.cli import COMMANDS


@pytest.mark.parametrize(
    "command",
    ["", *COMMANDS, "kind new", "plugin new", "template check", "template export", "template diff"],
)
def test_every_command_has_a_chinese_help_page(cli: Cli, command: str) -> None:
    done = cli(*command.split(), "--help")

    assert done.status == 0, done.err
    assert done.out.startswith("用法：")
    assert "选项" in done.out
    assert "Usage" not in done.out
    assert "Show this message" not in done.out


@pytest.mark.parametrize("group", ["", "kind"])
def test_a_group_alone_shows_its_help_and_complains_of_nothing(cli: Cli, group: str) -> None:
    done = cli(*group.split())

    assert (done.status, done.out) == (2, "")
    assert done.err.rstrip() == cli(*group.split(), "--help").out.rstrip()


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
