"""Which workbooks were opened last: their paths and when, in the user's own folder of states.

Nothing of what stands in them. What was dropped on the page is not among them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from anjuan.files import PRIVATE_FOLDER, digest, is_file, write_whole
from anjuan.frozen import frozen

MOST_KEPT = 10
_FILE = "recent.json"
_PRIVATE = 0o600


@frozen
class Opened:
    """A workbook that was opened.

    Attributes:
        path: of it.
        when: `2026-03-05 22:41`.
    """

    path: Path
    when: str

    @property
    def key(self) -> str:
        """By which the page asks for it: no path comes with a request."""
        return digest(os.fsencode(self.path))[:16]


def states() -> Path:
    """The folder in which programs of this user keep what they remember."""
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA", "")
        return (Path(above) if above else Path.home() / "AppData" / "Local") / "anjuan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "anjuan"
    # An XDG folder that is no absolute path is to be taken for none.
    above = os.environ.get("XDG_STATE_HOME", "")
    is_told = Path(above).is_absolute()
    return (Path(above) if is_told else Path.home() / ".local" / "state") / "anjuan"


class Recent:
    """The last workbooks, the newest first; where they can't be kept, there are none.

    Args:
        folder: where they are kept; None = the user's own.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or states()) / _FILE

    def listed(self) -> tuple[Opened, ...]:
        """Those that are still there."""
        return tuple(it for it in self._all() if is_file(it.path))

    def add(self, path: Path) -> None:
        """Remember one."""
        now = Opened(path, f"{datetime.now():%Y-%m-%d %H:%M}")
        kept = [now, *(it for it in self._all() if it.path != path)][:MOST_KEPT]
        # On a full disk, or where nothing may be written, the page works without.
        with suppress(OSError):
            self.file.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            said = [{"path": str(it.path), "when": it.when} for it in kept]
            write_whole(self.file, json.dumps(said, ensure_ascii=False).encode())
            self.file.chmod(_PRIVATE)

    def clear(self) -> None:
        """Forget all."""
        with suppress(OSError):
            self.file.unlink()

    def _all(self) -> tuple[Opened, ...]:
        try:
            return tuple(_read(json.loads(self.file.read_bytes())))
        except (OSError, ValueError, RecursionError):
            return ()


def _read(said: object) -> Iterator[Opened]:
    """What a file of ours says; nothing of what somebody else made of it."""
    for it in said if isinstance(said, list) else ():
        path, when = (it.get("path"), it.get("when")) if isinstance(it, dict) else (None, None)
        if isinstance(path, str) and isinstance(when, str) and "\0" not in path:
            yield Opened(Path(path), when)
