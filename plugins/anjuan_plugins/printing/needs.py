"""What a step needs of the machine, and what is said where that is missing."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from anjuan import Message, Problem, Rule, install_command, public
from anjuan_plugins.printing.libreoffice import SOFFICE, Driver, find_soffice

MISSING_LIBRARY = Rule("missing-library", "没有安装这个步骤要用的库。")
NO_OFFICE = Rule("no-office", "没有找到 LibreOffice，不能转成 PDF。")
BROKEN_OFFICE = Rule("broken-office", "LibreOffice（没有它时是 Word、WPS）什么也转不了。")
NO_FONT = Rule("no-chinese-font", "电脑上没有中文字体。")
PDF_FAILED = Rule("pdf-failed", "这份文书没有转成 PDF。")
FONTS = "请安装中文字体（如 思源宋体、Noto CJK），再运行同样的命令。"
# Those that every step may find.
NEEDS = (MISSING_LIBRARY, NO_OFFICE, BROKEN_OFFICE)


def missing_library(title: str, extra: str, *modules: str) -> Iterable[Problem]:
    """A problem where a library that a step needs is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        message = Message("没有安装 {}，做不了{}。", public(missing), public(title))
        remedy = Message("请运行 {}，再运行同样的命令；Word 文书不受影响。", install_command(extra))
        yield MISSING_LIBRARY.on(title, message, remedy)


def lacks(
    title: str, extra: str, *modules: str, other: Callable[[], Path | None] = lambda: None
) -> str:
    """Why a step can make nothing on this machine, and what to do; empty where it can.

    Args:
        title: of the step.
        extra: that has its libraries.
        modules: those libraries.
        other: finds a program that does instead of LibreOffice.
    """
    for problem in missing_library(title, extra, *modules):
        return Message("{}{}", problem.message, problem.remedy)
    if not (find_soffice() or other()):
        problem = missing_office(title)
        return Message("{}{}", public(problem.message), public(problem.remedy))
    if not has_chinese_font():
        return Message("电脑上没有找到中文字体，汉字会印成方框。{}", Message(FONTS))
    return ""


def has_chinese_font() -> bool:
    """True where there is one, or nothing on this machine could tell."""
    program = shutil.which("fc-list")
    if program is None:
        return True
    try:
        command = [program, ":lang=zh-cn", "family"]
        return bool(subprocess.run(command, capture_output=True, timeout=30, check=False).stdout)
    except (OSError, subprocess.TimeoutExpired):
        return True


def missing_office(title: str) -> Problem:
    """What to say where there is no LibreOffice."""
    return NO_OFFICE.on(
        title,
        "没有找到 LibreOffice，不能转成 PDF。",
        "请安装 LibreOffice（免费），再运行同样的命令；Word 文书不受影响，"
        "也可以在 Word 或 WPS 里另存为 PDF。",
    )


def broken_office(title: str, error: Exception, driver: Driver = SOFFICE) -> Problem:
    """What to say where the program that is asked converts nothing."""
    note = "（Linux 上请勿用 Snap 版）" if driver is SOFFICE else ""
    return BROKEN_OFFICE.on(
        title,
        Message("{}，连空白文书也转不了，其余的没有再试。", error),
        Message(
            "请打开一次 {}，看它能否正常启动，或重新安装{}，再运行同样的命令；Word 文书不受影响。",
            *(public(driver.title), public(note)),
        ),
    )
