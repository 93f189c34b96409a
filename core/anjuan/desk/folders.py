"""Folders and files below the user's home, to open one by its path: no links lead out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from anjuan.errors import UsageError, why
from anjuan.files import is_file, is_folder
from anjuan.frozen import frozen
from anjuan.messages import Message

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
# What call records come in; what a file is, is told by its content.
RECORDS = frozenset(
    {
        *(".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt", ".htm", ".html", ".pdf", ".xml"),
        *(".zip", ".storedata", ".sqlite", ".db", ".jpg", ".jpeg", ".png"),
        *(".mp3", ".m4a", ".amr", ".aac", ".wav", ".3gp", ".mp4"),
    }
)
# Of what Excel keeps beside a workbook that is open.
_LOCKS = ("~$", ".~")
_MOST_SHOWN = 500


@frozen
class Item:
    """A folder or a file: its name, its path below the home, when it was changed."""

    name: str
    path: str
    changed: str = ""


@frozen
class Folder:
    """What a folder holds.

    Attributes:
        path: below the home; empty = the home.
        above: of the folder it lies in; None at the home.
        folders, files: in it.
        fault: why it can't be shown; empty otherwise.
    """

    path: str
    above: str | None
    folders: tuple[Item, ...] = ()
    files: tuple[Item, ...] = ()
    fault: str = ""


def folder_at(home: Path, path: str, suffixes: Collection[str] = WORKBOOKS) -> Folder:
    """What a folder below the home holds; the home for a path that leads elsewhere.

    Args:
        home: the user's.
        path: below it.
        suffixes: of the files that are shown; empty = folders alone.
    """
    folder = _inside(home, path)
    if folder is None or not is_folder(folder):
        path, folder = "", home
    above = None if folder == home else _below(home, folder.parent)
    try:
        entries = sorted(_shown(folder, suffixes), key=lambda it: it.name)[:_MOST_SHOWN]
        return Folder(
            _below(home, folder),
            above,
            tuple(Item(it.name, _below(home, it)) for it in entries if it.is_dir()),
            tuple(_file(home, it) for it in entries if it.is_file()),
        )
    except OSError as error:
        return Folder(_below(home, folder), above, fault=why(error))


def workbook_at(home: Path, path: str) -> Path:
    """A workbook below the home.

    Raises:
        UsageError: there is none, or the path leads elsewhere.
    """
    file = _inside(home, path)
    if file is None or file.suffix.lower() not in WORKBOOKS or not is_file(file):
        raise UsageError(Message("没有这份案件表，可能刚被移走。请重新选择。"))
    return file


def record_at(home: Path, path: str) -> Path:
    """A file of call records, or a folder of them, below the home.

    Raises:
        UsageError: there is none, or the path leads elsewhere.
    """
    found = _inside(home, path)
    is_one = found is not None and found.suffix.lower() in RECORDS and is_file(found)
    if found is None or found == home or not (is_one or is_folder(found)):
        raise UsageError(Message("没有这份记录，可能刚被移走。请重新选择。"))
    return found


def output_at(home: Path, path: str) -> Path:
    """A folder below the home, to put papers in.

    Raises:
        UsageError: there is none, or the path leads elsewhere.
    """
    found = _inside(home, path)
    if found is None or not is_folder(found):
        raise UsageError(Message("没有这个文件夹，可能刚被移走。请重新选择。"))
    return found


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


def _shown(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        is_wanted = path.is_dir() or path.suffix.lower() in suffixes
        if is_wanted and not path.name.startswith((".", *_LOCKS)) and not path.is_symlink():
            yield path


def _file(home: Path, path: Path) -> Item:
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    return Item(path.name, _below(home, path), f"{changed:%Y-%m-%d %H:%M}")


def _below(home: Path, path: Path) -> str:
    below = path.relative_to(home).as_posix()
    return "" if below == "." else below
