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
from anjuan.messages import Message, public
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
        raise PluginError("插件 {}：{}", plugin, error.message) from error
    except pluggy.PluginValidationError as error:
        raise PluginError(
            "插件 {} 的钩子不对：{}。可能是为另一个版本的 anjuan 编写的。", plugin, error
        ) from error
    except ImportError as error:
        raise PluginError("插件 {} 导入不了：{}。{}", plugin, error, _hint(error)) from error
    except (Exception, SystemExit) as error:
        sort, place = public(type(error).__name__), public(_place(error))
        raise PluginError("插件 {} 出错：{}：{}（{}）。", plugin, sort, error, place) from error


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
        raise PluginError("{}超过 {} 个。", public(what), public(most))
    return taken


def _place(error: BaseException) -> str:
    """File, line and function in which it happened, for the plug-in's author."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{Path(last.filename).name} 第 {last.lineno} 行，{last.name}"


def _hint(error: ImportError) -> Message:
    if (error.name or "").partition(".")[0] == hookspecs.PROJECT:
        return Message("名字写错了，或者它是为更新的 anjuan 编写的：请核对，或升级 anjuan。")
    return Message("请安装它缺少的包。")
