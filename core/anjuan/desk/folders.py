"""Folders and workbooks below the user's home, to open one by its path: no links lead out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from anjuan.errors import UsageError, why
from anjuan.messages import Message

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
# Of what Excel keeps beside a workbook that is open.
_LOCKS = ("~$", ".~")
_MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Item:
    """A folder or a workbook: its name, its path below the home, when it was changed."""

    name: str
    path: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds.

    Attributes:
        path: below the home; empty = the home.
        above: of the folder it lies in; None at the home.
        folders, workbooks: in it.
        fault: why it can't be shown; empty otherwise.
    """

    path: str
    above: str | None
    folders: tuple[Item, ...] = ()
    workbooks: tuple[Item, ...] = ()
    fault: str = ""


def folder_at(home: Path, path: str) -> Folder:
    """What a folder below the home holds; the home for a path that leads elsewhere."""
    folder = _inside(home, path)
    if folder is None or not folder.is_dir():
        path, folder = "", home
    above = None if folder == home else _below(home, folder.parent)
    try:
        entries = sorted(_shown(home, folder), key=lambda it: it.name)[:_MOST_SHOWN]
        return Folder(
            _below(home, folder),
            above,
            tuple(Item(it.name, _below(home, it)) for it in entries if it.is_dir()),
            tuple(_workbook(home, it) for it in entries if it.is_file()),
        )
    except OSError as error:
        return Folder(_below(home, folder), above, fault=why(error))


def workbook_at(home: Path, path: str) -> Path:
    """A workbook below the home.

    Raises:
        UsageError: there is none, or the path leads elsewhere.
    """
    file = _inside(home, path)
    if file is None or file.suffix.lower() not in _WORKBOOKS or not file.is_file():
        raise UsageError(Message("没有这份案件表，可能刚被移走。请重新选择。"))
    return file


def _inside(home: Path, path: str) -> Path | None:
    """The path, where neither it nor a link on the way leads out of the home."""
    parts = PurePosixPath(path).parts
    if any(part in ("..", "/") or "\\" in part or "\0" in part for part in parts):
        return None
    try:
        found = home.joinpath(*parts)
        return found if found.resolve().is_relative_to(home.resolve()) else None
    except (OSError, ValueError):
        return None


def _shown(home: Path, folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        is_wanted = path.is_dir() or path.suffix.lower() in _WORKBOOKS
        if is_wanted and not path.name.startswith((".", *_LOCKS)) and not path.is_symlink():
            yield path


def _workbook(home: Path, path: Path) -> Item:
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    return Item(path.name, _below(home, path), f"{changed:%Y-%m-%d %H:%M}")


def _below(home: Path, path: Path) -> str:
    below = path.relative_to(home).as_posix()
    return "" if below == "." else below
