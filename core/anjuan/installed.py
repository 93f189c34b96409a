"""Where this program is installed, and how a library, or a newer version, is added there.

No registry has a package of this project's name, and anybody might register it: nobody is ever told
to install it by its name alone.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from anjuan.messages import Message, public

NAME = "anjuan"
_PROJECT = "pyproject.toml"


def installed_version() -> str:
    """The version; `?` where the program runs from its sources and was never installed."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "?"


def home() -> Path:
    """The folder that the program is loaded from."""
    return Path(__file__).parent


def checkout() -> Path | None:
    """The folder of the sources that are in use; None where a copy of them is installed."""
    folder = Path(__file__).parents[2]
    return folder if (folder / _PROJECT).is_file() else None


def install_command(extra: str) -> Message:
    """The command that adds the libraries of an extra to this very Python.

    Args:
        extra: as `pyproject.toml` calls it: `pdf`.
    """
    if folder := checkout():
        return _command(Message('-e "{}[{}]"', folder, public(extra)))
    return _command(public(" ".join(f'"{it}"' for it in _libraries(extra))))


def to_update() -> Message:
    """What is to be done to take in a newer version."""
    if folder := checkout():
        command = _command(Message('-e "{}"', folder))
        return Message("把 {} 换成新版本的源代码，再运行 {}", folder, command)
    if folder := _unpacked():
        return Message("把新版本的压缩包解压到另一个文件夹，双击“安装”；然后删去 {}", folder)
    if file := _packed():
        return Message("用新版本的文件代替 {}", file)
    command = _command(public("anjuan-….whl"))
    return Message("取得新版本的 whl 文件，运行 {}（文件名照实写）", command)


def to_remove() -> Message:
    """What is to be done to remove the program."""
    if folder := _unpacked():
        return Message("删去文件夹 {}", folder)
    if file := _packed():
        return Message("删去文件 {} 和用户文件夹里的 .shiv", file)
    if find_spec("pip"):
        return Message("运行 {} -m pip uninstall {}", sys.executable, public(NAME))
    return Message("运行 uv pip uninstall --python {} {}", sys.executable, public(NAME))


def _unpacked() -> Path | None:
    """The release folder whose environment this is, with the mark that its installer leaves."""
    environment = Path(sys.prefix)
    return environment.parent if (environment / "installed.txt").is_file() else None


def _packed() -> Path | None:
    """The file that holds the whole program."""
    file = Path(sys.argv[0])
    return file if file.suffix == ".pyz" else None


def _command(what: Message) -> Message:
    if find_spec("pip"):
        return Message("{} -m pip install {}", sys.executable, what)
    # Environments that uv makes have no pip.
    return Message("uv pip install --python {} {}", sys.executable, what)


def _libraries(extra: str) -> list[str]:
    try:
        wanted = requires(NAME) or []
    except PackageNotFoundError:
        wanted = []
    found = (re.fullmatch(rf"([^;]+?)\s*;\s*extra == ['\"]{extra}['\"]", it) for it in wanted)
    return [it[1] for it in found if it]
