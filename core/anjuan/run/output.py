"""The output folder: held by one run at a time, which knows its number.

What is being written lies in a folder of the user's own, `.anjuan/tmp…`, until it is whole; what a
kill leaves there is gone at the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from anjuan.errors import OutputError, why
from anjuan.files import PRIVATE_FOLDER, write_whole

OWN_FOLDER = ".anjuan"
CASES = "cases"
_LOCK = "lock"
_RUNS = "runs"


@lru_cache(maxsize=8)
def private_room(root: Path) -> Path:
    """Where files lie while they are written: each user has one, for others may run here too."""
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    return root / OWN_FOLDER / f"tmp{user}"


@contextmanager
def only_run(root: Path) -> Iterator[Path]:
    """Make the output folder, and hold it against other runs; yields its private room, empty.

    Raises:
        OutputError: it can't be written to, or another run is at work in it.
    """
    # Whoever only looks at what stands holds nothing.
    from filelock import FileLock, Timeout

    try:
        (root / OWN_FOLDER / CASES).mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / OWN_FOLDER / _LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            "另一次运行正在往 {} 里生成文书。请等它结束，或换一个文件夹。", root
        ) from error
    except OSError as error:
        raise OutputError(
            "输出文件夹 {} 写不进去（{}）。请换一个文件夹或检查权限。", root, why(error)
        ) from error
    room = private_room(root)
    shutil.rmtree(room, ignore_errors=True)
    try:
        _make_private(room)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        lock.release()


def _make_private(room: Path) -> None:
    try:
        room.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "输出文件夹 {} 写不进去（{}）。请换一个文件夹或检查权限。", room.parent, why(error)
        ) from error


def run_number(root: Path) -> int:
    """How many runs were finished in this folder, plus one."""
    try:
        return int((root / OWN_FOLDER / _RUNS).read_text("ascii")) + 1
    except (OSError, ValueError):
        return 1


def finish_run(root: Path) -> None:
    """Note that the run is finished.

    Raises:
        OSError: it can't be written.
    """
    number = str(run_number(root)).encode()
    write_whole(root / OWN_FOLDER / _RUNS, number, private_room(root))


def known_folders(root: Path) -> set[str]:
    """Folder names of all cases this program ever wrote here."""
    try:
        with os.scandir(root / OWN_FOLDER / CASES) as found:
            return {it.name.removesuffix(".json") for it in found if it.name.endswith(".json")}
    except OSError:
        # There has been no run.
        return set()
