"""A private folder while the page is open; what a kill leaves there goes at the next start."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from anjuan.errors import OutputError, why
from anjuan.files import PRIVATE_FOLDER


@contextmanager
def private_room() -> Iterator[Path]:
    """An empty folder of the user's own; it is removed at the end.

    Raises:
        OutputError: it can't be made.
    """
    home = _home()
    name = secrets.token_hex(8)
    lock, room = FileLock(home / f"{name}.lock"), home / name
    with FileLock(home / "lock"):
        _remove_leftovers(home)
        lock.acquire()
    try:
        room.mkdir(PRIVATE_FOLDER)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        lock.release()
        with suppress(OSError):
            (home / f"{name}.lock").unlink()


def _home() -> Path:
    """The folder of all rooms of this user, which nobody else may look into."""
    user = str(os.getuid()) if hasattr(os, "getuid") else ""
    home = Path(tempfile.gettempdir()) / f"anjuan-desk-{user}"
    try:
        home.mkdir(PRIVATE_FOLDER, exist_ok=True)
        if _is_foreign(home):
            raise OutputError("临时文件夹 {} 不是您的，不能用。请把它删去再试。", home)
        home.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise OutputError("临时文件夹 {} 用不了（{}）。", home, why(error)) from error
    return home


def _is_foreign(home: Path) -> bool:
    """True where somebody else laid it there, or a link that leads elsewhere."""
    found = home.lstat()
    return home.is_symlink() or (hasattr(os, "getuid") and found.st_uid != os.getuid())


def _remove_leftovers(home: Path) -> None:
    for path in home.glob("*.lock"):
        lock = FileLock(path, timeout=0)
        with suppress(Timeout, OSError):
            lock.acquire()
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            lock.release()
            path.unlink()
