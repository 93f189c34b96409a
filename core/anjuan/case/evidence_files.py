"""The files of an exhibit: which ones a cell of 证据.文件路径 names, and whether they are there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from anjuan.case.records.case import Case
from anjuan.case.records.rows import Evidence
from anjuan.files import is_there
from anjuan.messages import Message
from anjuan.problems import Problem, Rule, Severity

MISSING_FILE = Rule("missing-file", "找不到证据文件。")
_SEVERAL = Message("几个文件请用分号隔开。")

# Never 、 or a comma: names such as “3、聊天记录.png” are common.
_SEPARATORS = re.compile(r"[;；\n]")
# What “复制为路径” of the Windows Explorer puts around a path.
_QUOTES = "\"'“”"


def evidence_files(exhibit: Evidence, folder: Path) -> tuple[Path, ...]:
    """The files of an exhibit, in the order of its cell; they need not exist.

    Args:
        exhibit: a row of sheet 证据; several files are separated by ； or stand on lines of
            their own.
        folder: of the workbook: relative paths begin there.
    """
    texts = (text.strip().strip(_QUOTES).strip() for text in _SEPARATORS.split(exhibit.file))
    return tuple(dict.fromkeys(folder / _portable(text) for text in texts if text))


def stamps(case: Case, folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of each exhibit's file that is there: they change when it does.

    Args:
        case: with its exhibits.
        folder: of the workbook; None = none is there.
    """
    if folder is None:
        return ()
    named = (exhibit for exhibit in case.evidence if exhibit.file)
    found = (path for exhibit in named for path in evidence_files(exhibit, folder))
    there = [(path, path.stat()) for path in found if is_there(path)]
    return tuple((path.name, it.st_size, it.st_mtime_ns) for path, it in there)


def missing_files(cases: Iterable[Case], folder: Path) -> Iterator[Problem]:
    """Warn of files that sheet 证据 names and that are not there; documents don't need them."""
    for case in cases:
        for exhibit in case.evidence:
            for path in evidence_files(exhibit, folder):
                if not is_there(path):
                    yield missing_file(exhibit, path, Severity.WARNING)


def missing_file(exhibit: Evidence, path: Path, severity: Severity) -> Problem:
    """What to say of a file that is not there."""
    hint = _SEVERAL if "、" in exhibit.file or "，" in exhibit.file else ""
    remedy = Message("请核对路径（从案件表所在的文件夹算起）。{}", hint)
    message = Message("找不到证据文件 {}。", path)
    return MISSING_FILE.at(exhibit, "file", message, remedy, value=exhibit.file, severity=severity)


def _portable(text: str) -> str:
    """A path typed on Windows, usable here as well."""
    return text if os.name == "nt" else text.replace("\\", "/")
