"""Where this program is installed, and how a library, or a newer version, is added there.

No registry has a package of this project's name, and anybody might register it: nobody is ever told
to install it by its name alone.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.machinery import PathFinder
from importlib.util import find_spec
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from anjuan.messages import Message, public

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

NAME = "anjuan"
_PROJECT = "pyproject.toml"
# What is noted of each library, in a folder beside it or, by older tools, beside its sources.
_NOTES, _OLD_NOTES = ".dist-info", ".egg-info"


def installed_version() -> str:
    """The version; `?` where the program runs from its sources and was never installed."""
    from importlib.metadata import PackageNotFoundError

    try:
        return version_of(NAME)
    except PackageNotFoundError:
        return "?"


def version_of(library: str) -> str:
    """The version of a library, as the folder of its notes is called.

    Python's own module that tells versions takes longer to import than a workbook to be read: it is
    asked only where there is no such folder.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    wanted = _usual(library)
    for notes in _notes():
        name, _, found = notes.name.removesuffix(_NOTES).partition("-")
        if notes.name.endswith(_NOTES) and found and _usual(name) == wanted:
            return found
    from importlib.metadata import version

    return version(library)


def entry_points_of(group: str) -> Sequence[EntryPoint]:
    """What installed libraries offer in a group, by name; likewise."""
    if not _may_be_offered(group):
        return ()
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group), key=lambda entry: entry.name)


def _usual(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _may_be_offered(group: str) -> bool:
    """False only where every library is noted in a folder, and none of these names the group."""
    finders = (it for it in sys.meta_path if it is not PathFinder)
    if any(hasattr(it, "find_distributions") for it in finders):
        return True
    if any(it.endswith(".egg") or Path(it).is_file() for it in sys.path):
        return True
    offers = (_content(f"{it.path}{os.sep}entry_points.txt") for it in _notes())
    return any(group.encode() in it for it in offers)


def _notes() -> Iterator[os.DirEntry[str]]:
    """The folders of notes, in the order in which libraries are looked for."""
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as found:
            yield from (it for it in found if it.name.endswith((_NOTES, _OLD_NOTES)))


def _content(path: str) -> bytes:
    try:
        with FileIO(path) as file:
            return file.read()
    except OSError:
        return b""


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
    from importlib.metadata import PackageNotFoundError, requires

    try:
        wanted = requires(NAME) or []
    except PackageNotFoundError:
        wanted = []
    found = (re.fullmatch(rf"([^;]+?)\s*;\s*extra == ['\"]{extra}['\"]", it) for it in wanted)
    return [it[1] for it in found if it]
