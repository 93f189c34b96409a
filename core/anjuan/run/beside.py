"""Files that are written beside what the user has: never over anything."""

from __future__ import annotations

import re
from itertools import chain, count
from pathlib import Path

from anjuan.errors import OutputError, why
from anjuan.files import is_file, is_there, write_whole


def free_name(file: Path, word: str, content: bytes | None = None) -> Path:
    """A name beside a file that nothing has: `表_采用.xlsx`, then `表_采用2.xlsx`.

    Args:
        file: a copy of that sort itself is counted on, and not named twice.
        word: behind the name of the file.
        content: a file that has this very content keeps its name; None = none does.
    """
    stem = re.sub(rf"{re.escape(word)}\d*$", "", file.stem)
    names = (f"{stem}{word}{number}{file.suffix}" for number in chain([""], count(2)))
    return next(it for it in map(file.with_name, names) if not is_there(it) or _has(it, content))


def _has(path: Path, content: bytes | None) -> bool:
    try:
        return content is not None and path.read_bytes() == content
    except OSError:
        return False


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        OutputError: there is something of that name, or it can't be written.
    """
    try:
        if is_there(path):
            raise OutputError("{} 已经存在，没有改动。请换一个文件名，或先把它移走。", path)
        write_whole(path, content)
    except OSError as error:
        raise OutputError(
            "{} 写不进去（{}）。请换一个位置或检查权限。", path, why(error)
        ) from error


def write_same(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet, or is there as it is to be.

    Returns:
        Whether it had to be written.

    Raises:
        OutputError: there is another of that name, or it can't be written.
    """
    try:
        if is_file(path) and path.read_bytes() == content:
            return False
    except OSError as error:
        raise OutputError("{} 读不了（{}）。请检查权限。", path, why(error)) from error
    write_new(path, content)
    return True
