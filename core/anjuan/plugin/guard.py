"""The one place that catches what plug-in code raises."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pluggy

from anjuan.errors import AnjuanError, PluginError
from anjuan.plugin import hookspecs

_T = TypeVar("_T")
# A plug-in that returns more records than this from one hook is a runaway generator.
MOST_RECORDS = 1000


@contextmanager
def guard(plugin: str) -> Iterator[None]:
    """Turn whatever a plug-in's code raises into a `PluginError` that names the plug-in.

    This is the one place that catches `Exception`: plug-in code may do anything, even leave the
    program, and one plug-in must never stop another or the batch.
    """
    try:
        yield
    except AnjuanError as error:
        raise PluginError(f"插件 {plugin}：{error}") from error
    except pluggy.PluginValidationError as error:
        raise PluginError(
            f"插件 {plugin} 的钩子不对：{error}。可能是为另一个版本的 anjuan 编写的。"
        ) from error
    except ImportError as error:
        raise PluginError(f"插件 {plugin} 导入不了：{error}。{_hint(error)}") from error
    except (Exception, SystemExit) as error:
        told = f"{type(error).__name__}：{error}（{_place(error)}）"
        raise PluginError(f"插件 {plugin} 出错：{told}") from error


def bounded(items: Iterable[_T], most: int, what: str) -> tuple[_T, ...]:
    """All items, where there are not too many of them.

    Args:
        items: anything, also a generator without end.
        most: how many are allowed.
        what: what they are, for the message.

    Raises:
        PluginError: there are more.
    """
    taken = tuple(islice(items, most + 1))
    if len(taken) > most:
        raise PluginError(f"{what}超过 {most} 个。")
    return taken


def _place(error: BaseException) -> str:
    """File, line and function in which it happened, for the plug-in's author."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{Path(last.filename).name} 第 {last.lineno} 行，{last.name}"


def _hint(error: ImportError) -> str:
    is_ours = (error.name or "").partition(".")[0] == hookspecs.PROJECT
    return (
        "名字写错了，或者它是为更新的 anjuan 编写的：请核对，或升级 anjuan。"
        if is_ours
        else "请安装它缺少的包。"
    )
