"""What this machine has and lacks for the work: one finding after the other, nothing is changed."""

from __future__ import annotations

import locale
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from anjuan.errors import why
from anjuan.frozen import frozen
from anjuan.installed import (
    checkout,
    home,
    install_command,
    installed_version,
    to_remove,
    to_update,
)
from anjuan.messages import Message, public
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK, shipped


@frozen
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        is_good: it is there, and works.
        told: how it is, and what follows from that.
        remedy: what to do; empty where nothing has to be done.
        is_essential: without it papers can't be made.
    """

    name: str
    is_good: bool
    told: str
    remedy: str = ""
    is_essential: bool = True

    @property
    def word(self) -> str:
        """The word on screen."""
        return "好" if self.is_good else "缺" if self.is_essential else "提醒"

    def as_json(self) -> dict[str, object]:
        """For programs, as `doctor --json` prints it."""
        return {
            "name": self.name,
            "good": self.is_good,
            "essential": self.is_essential,
            "message": self.told,
            "remedy": self.remedy,
        }


def findings(plugins: Plugins, folder: Path) -> Iterator[Finding]:
    """Everything that is looked at.

    Args:
        plugins: loaded by the settings in `folder`.
        folder: where the user works.
    """
    yield Finding(
        "Python", True, Message("{}，在 {}。", public(platform.python_version()), sys.executable)
    )
    yield _program()
    yield _resources()
    yield _folder(folder)
    yield from _plugins(plugins)
    yield from _steps(plugins)
    yield _dask()
    yield _console()


def _program() -> Finding:
    source = checkout()
    where = Message("源代码在 {}", source) if source else Message("装在 {}", home())
    told = Message("{}，{}。", public(installed_version()), where)
    return Finding("案卷", True, told)


def _resources() -> Finding:
    missing = [it for it in (SAMPLE_WORKBOOK, shipped("templates")) if not it.exists()]
    if missing:
        told = Message("找不到 {}，没有它生成不了自带的文书。", missing)
        return Finding("自带的模板和示例", False, told, "请重新安装。")
    return Finding("自带的模板和示例", True, "齐全。")


def _folder(folder: Path) -> Finding:
    name, where = "当前文件夹", folder.absolute()
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding(name, True, Message("{} 可以写。", where))
    except OSError as error:
        told = Message("{} 写不进去（{}），文书不能放在这里。", where, why(error))
        remedy = "请换一个文件夹，或者用 -o 指定放文书的文件夹。"
        return Finding(name, False, told, remedy)


def _plugins(plugins: Plugins) -> Iterator[Finding]:
    failed = [info for info in plugins.infos.values() if info.reason]
    for info in failed:
        told = Message("{} 不能用：{}", info.name, info.reason)
        yield Finding("插件", False, told, "它的文书和步骤都没有；改正以后再看一次。")
    if not failed:
        count = public(sum(info.state == "ok" for info in plugins.infos.values()))
        yield Finding("插件", True, Message("{} 个，都能用。", count))


def _steps(plugins: Plugins) -> Iterator[Finding]:
    """What follows the papers; steps that lack the same are told together."""
    titles: dict[str, list[str]] = {}
    for step in plugins.steps.values():
        titles.setdefault(step.lacks(), []).append(step.title)
    for lacks, named in titles.items():
        name = "、".join(named)
        if lacks:
            yield Finding(name, False, lacks, "Word 文书不受影响。", is_essential=False)
        else:
            yield Finding(name, True, "要用的都有。", is_essential=False)


def _dask() -> Finding:
    if find_spec("distributed"):
        return Finding("Dask", True, "装了，可以用 --dask。", is_essential=False)
    told = "没有装；只有在几台电脑上一起生成（--dask）才用得着。"
    remedy = Message("要用的话，请运行 {}。", install_command("dask"))
    return Finding("Dask", True, told, remedy, is_essential=False)


def _console() -> Finding:
    name = "终端的编码"
    encoding = os.device_encoding(1) or locale.getencoding()
    if encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        return Finding(name, True, Message("{}。", public(encoding)), is_essential=False)
    told = Message("{}，不是 UTF-8：屏幕上的中文可能是乱码，文书不受影响。", public(encoding))
    remedy = "Windows 上请先运行 chcp 65001；Linux 上请把 LANG 设为 zh_CN.UTF-8 或 C.UTF-8。"
    return Finding(name, False, told, remedy, is_essential=False)


def upkeep() -> Iterator[Message]:
    """How the program is updated and removed."""
    yield Message("更新：{}。", to_update())
    yield Message("删除：{}。", to_remove())
    yield Message("案件表、文书、anjuan.toml 都在您自己的文件夹里，更新和删除都不动它们。")
