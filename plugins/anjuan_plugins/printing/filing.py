"""What the steps that print have in common: how far they are, what they lack, equal bytes."""

from __future__ import annotations

import importlib.util
import re
import time
from collections.abc import Callable, Iterable

from anjuan import Problem, Rule
from anjuan.files import digest

PDF_FAILED = Rule("pdf-failed", "这份文书没有转成 PDF。")

_MOMENT = re.compile(rb"/(?:CreationDate|ModDate) ?\(D:[^)]*\)")
_IDENTITY = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
_TRAILER = 4096
_TELL_SECONDS = 15.0


class Progress:
    """Tells how far a step is, now and then.

    Args:
        title: of the step.
        total: how many there are to do.
        tell: says it.
    """

    def __init__(self, title: str, total: int, tell: Callable[[str], None]) -> None:
        self._title, self._total, self._tell = title, total, tell
        self._done = 0
        self._began = self._told = time.monotonic()

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS and self._done < self._total:
            self._told = now
            left = (now - self._began) / self._done * (self._total - self._done)
            self._tell(f"{self._title}：{self._done}/{self._total}，约还要 {_duration(left)}。")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"


def without_moment(pdf: bytes, source: str) -> bytes:
    """A PDF of LibreOffice without the moment it was made: same paper, same bytes.

    Args:
        pdf: the file; lengths inside stay as they are.
        source: digest of what it was made from, which becomes its identity.
    """
    pdf = _MOMENT.sub(lambda found: b" " * len(found.group()), pdf)
    name = source[:32].upper().encode()
    return pdf[:-_TRAILER] + _IDENTITY.sub(name, pdf[-_TRAILER:])


def key_of(*parts: object) -> str:
    """A key for all that a file is made from; their `repr` counts."""
    return digest("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass"))


def missing_library(title: str, extra: str, *modules: str) -> Iterable[Problem]:
    """A problem where a library that a step needs is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        yield Problem(
            code="missing-library",
            sheet=title,
            message=f"没有安装 {'、'.join(missing)}，{title}没有做。",
            remedy=f"请运行 pip install 'anjuan[{extra}]'，再运行同样的命令；Word 文书不受影响。",
        )


def missing_office(title: str) -> Problem:
    """What to say where there is no LibreOffice."""
    return Problem(
        code="no-office",
        sheet=title,
        message="没有找到 LibreOffice，不能转成 PDF。",
        remedy="请安装 LibreOffice（免费），再运行同样的命令；Word 文书不受影响，"
        "也可以在 Word 或 WPS 里另存为 PDF。",
    )


def broken_office(title: str, error: Exception) -> Problem:
    """What to say where LibreOffice converts nothing."""
    return Problem(
        code="broken-office",
        sheet=title,
        message=f"{error}，连空白模板也转不了，其余的没有再试。",
        remedy="请打开一次 LibreOffice，看它能否正常启动，或重新安装（Linux 上请勿用 Snap 版），"
        "再运行同样的命令；Word 文书不受影响。",
    )
