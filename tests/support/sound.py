"""Every Word file that a run writes in a test is looked at: would it open without repair?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from anjuan.word.structure.soundness import flaws

# Papers of the same sample cases are made over and over.
_MOST_KEPT = 512


def assert_sound(files: Iterable[Path]) -> None:
    """Fail where Word would have to repair one of these files."""
    found = {str(file): _flaws(file.read_bytes()) for file in files}
    assert {file: told for file, told in found.items() if told} == {}


def word_files(folder: Path) -> Mapping[Path, tuple[int, int]]:
    """The Word files in a folder and below it, each with what changes when it is written."""
    states = {path: path.stat() for path in folder.rglob("*.docx") if path.is_file()}
    return {path: (state.st_ino, state.st_mtime_ns) for path, state in states.items()}


@lru_cache(maxsize=_MOST_KEPT)
def _flaws(document: bytes) -> tuple[str, ...]:
    return tuple(map(str, flaws(document)))
