"""Writing the output folder: whole files only, and never over a lawyer's own edits.

A journal remembers the digest of every file this program wrote. A file whose digest it does
not know was edited (or put there) by a person, and is left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from anjuan.errors import OutputError

_JOURNAL = Path(".anjuan") / "journal.jsonl"
_SET_ASIDE = "手改"


class State(StrEnum):
    """What became of a document (contract: design.md §5)."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {
            "written": "已生成",
            "unchanged": "未变",
            "kept": "手改过，未动",
            "refused": "未生成",
            "failed": "失败",
        }[self.value]

    @property
    def is_bad(self) -> bool:
        """True where the document that was asked for is not there."""
        return self in (State.REFUSED, State.FAILED)


class Dossiers:
    """The output folder of a run.

    Args:
        root: created where it is missing.

    Raises:
        OutputError: the folder can't be created or written to.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._journal = root / _JOURNAL
        try:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            self._journal.touch()
        except OSError as error:
            raise OutputError(
                f"输出文件夹 {root} 写不进去（{error.strerror}）。请换一个文件夹或检查权限。"
            ) from error
        self._known = _known_digests(self._journal)

    def write(self, path: Path, content: bytes, *, force: bool = False) -> State:
        """Put a document in its place.

        Args:
            path: relative to the root.
            content: the complete, proved file.
            force: where a person edited the file, set it aside as `…_手改.docx` and write anew.

        Raises:
            OSError: locked, read-only, disk full; nothing half-written remains.
        """
        target = self._root / path
        present = digest(target.read_bytes()) if target.exists() else ""
        wanted = digest(content)
        if present == wanted:
            return State.UNCHANGED
        if present and present not in self._known[path.as_posix()]:
            if not force:
                return State.KEPT
            target.rename(_free_name(target))
        self._remember(path, wanted)
        write_whole(target, content)
        return State.WRITTEN

    def _remember(self, path: Path, content_digest: str) -> None:
        """Note the digest before the file is written, lest a kill in between orphan the file."""
        line = json.dumps({"path": path.as_posix(), "sha256": content_digest}, ensure_ascii=False)
        with self._journal.open("a", encoding="utf-8", newline="\n") as journal:
            journal.write(f"{line}\n")
        self._known[path.as_posix()].add(content_digest)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that at any moment either the old or the new one is complete.

    Raises:
        OSError: the temporary file is removed again.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{digest(target.name.encode())[:16]}.tmp"
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _known_digests(journal: Path) -> defaultdict[str, set[str]]:
    known: defaultdict[str, set[str]] = defaultdict(set)
    for path, content_digest in _entries(journal):
        known[path].add(content_digest)
    return known


def _entries(journal: Path) -> Iterator[tuple[str, str]]:
    content = journal.read_bytes()
    if content and not content.endswith(b"\n"):
        # A kill cut the last line short; close it so that the next entry starts a line of its own.
        with journal.open("ab") as stream:
            stream.write(b"\n")
    for line in content.splitlines():
        try:
            entry = json.loads(line)
            yield entry["path"], entry["sha256"]
        except (ValueError, KeyError, TypeError):
            continue


def _free_name(target: Path) -> Path:
    """A name beside `target` that nothing has yet."""
    for number in range(1, 1000):
        mark = _SET_ASIDE if number == 1 else f"{_SET_ASIDE}{number}"
        free = target.with_name(f"{target.stem}_{mark}{target.suffix}")
        if not free.exists():
            return free
    raise OutputError(f"{target} 旁边已有太多手改的副本，请整理后再用 --force。")
