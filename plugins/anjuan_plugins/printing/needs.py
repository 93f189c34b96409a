"""What a step needs of the machine, and what is said where that is missing."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable

from anjuan import Message, Problem, Rule, public

MISSING_LIBRARY = Rule("missing-library", "没有安装这个步骤要用的库。")
NO_OFFICE = Rule("no-office", "没有找到 LibreOffice，不能转成 PDF。")
BROKEN_OFFICE = Rule("broken-office", "LibreOffice 什么也转不了。")
NO_FONT = Rule("no-chinese-font", "电脑上没有中文字体。")
PDF_FAILED = Rule("pdf-failed", "这份文书没有转成 PDF。")
# Those that every step may find.
NEEDS = (MISSING_LIBRARY, NO_OFFICE, BROKEN_OFFICE)


def missing_library(title: str, extra: str, *modules: str) -> Iterable[Problem]:
    """A problem where a library that a step needs is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        message = Message("没有安装 {}，{}没有做。", public(missing), title)
        command = public(f'-m pip install "anjuan[{extra}]"')
        remedy = Message(
            "请运行 {} {}，再运行同样的命令；Word 文书不受影响。", sys.executable, command
        )
        yield MISSING_LIBRARY.on(title, message, remedy)


def missing_office(title: str) -> Problem:
    """What to say where there is no LibreOffice."""
    return NO_OFFICE.on(
        title,
        "没有找到 LibreOffice，不能转成 PDF。",
        "请安装 LibreOffice（免费），再运行同样的命令；Word 文书不受影响，"
        "也可以在 Word 或 WPS 里另存为 PDF。",
    )


def broken_office(title: str, error: Exception) -> Problem:
    """What to say where LibreOffice converts nothing."""
    return BROKEN_OFFICE.on(
        title,
        Message("{}，连空白文书也转不了，其余的没有再试。", error),
        "请打开一次 LibreOffice，看它能否正常启动，或重新安装（Linux 上请勿用 Snap 版），"
        "再运行同样的命令；Word 文书不受影响。",
    )
