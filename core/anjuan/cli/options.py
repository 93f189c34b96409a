"""Arguments and options that several commands share; said once, so that they read alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from anjuan.cli.completion import steps
from anjuan.config import OUTPUT_NAME, Config, find_config
from anjuan.errors import UsageError
from anjuan.messages import Message

# A number of more digits is a slip; int() takes no thousands of them.
_MOST_DIGITS = 6
_TOO_LARGE = 10**_MOST_DIGITS
# Of what was typed so much is repeated.
MOST_SHOWN = 20
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Count(click.ParamType[int]):
    """A whole number from 1 on."""

    name = "数目"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number.

        Raises:
            click.BadParameter: it is none.
        """
        text = str(value)
        number = whole_number(text)
        if not number:
            self.fail(f"“{text[:MOST_SHOWN]}”不是正整数。", param, ctx)
        if number >= _TOO_LARGE:
            self.fail(f"“{text[:MOST_SHOWN]}”太大。", param, ctx)
        return number


def whole_number(text: str) -> int | None:
    """A number from 0 on; None of what is none, a million of whatever has too many digits."""
    if not text.isdecimal():
        return None
    return int(text) if len(text) <= _MOST_DIGITS else _TOO_LARGE


case_workbook = click.argument("file", metavar="案件表", type=click.Path(path_type=Path))
case_workbooks = click.argument(
    "files", metavar="案件表...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
config_option = click.option(
    "--config",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="自己的设置 anjuan.toml，或对应表（anjuan map 写的 .xlsx）；不写时用案件表旁边的。",
)
output_option = click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help=f"放文书的文件夹；不写时用案件表旁边的“{OUTPUT_NAME}”。",
)
_kinds_option = click.option(
    "--kinds-dir",
    "kinds_dirs",
    metavar="文件夹",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另有文书种类（kind.toml 和 .docx）的文件夹；可重复。",
)
_PLUGINS = "anjuan.plugins_dirs"


def _remember(ctx: click.Context, _: click.Parameter, value: tuple[Path, ...]) -> None:
    ctx.meta[_PLUGINS] = value


_plugins_option = click.option(
    "--plugins-dir",
    metavar="文件夹",
    multiple=True,
    expose_value=False,
    callback=_remember,
    type=click.Path(path_type=Path),
    help="放自己的插件（.py 文件）的文件夹；插件是程序，请只用自己的；可重复。",
)


def kinds_option(command: _Command) -> _Command:
    """Both options for what is added to the kinds on offer; `settings` asks for the second."""
    return _kinds_option(_plugins_option(command))


def plugins_dirs() -> tuple[Path, ...]:
    """The folders of plug-ins that the running command was given."""
    ctx = click.get_current_context(silent=True)
    found: tuple[Path, ...] = ctx.meta.get(_PLUGINS, ()) if ctx else ()
    return found


then_option = click.option(
    "--then",
    "steps",
    metavar="步骤",
    shell_complete=steps,
    multiple=True,
    help="文书生成后再做这一步，如 证据册、骚扰统计图，或写英文名 evidence-book、chart；可重复。",
)
title_option = click.option(
    "--title", metavar="文书名", default="", help="中文文书名，印在文书和文件名上。"
)
redact_option = click.option(
    "--redact",
    is_flag=True,
    help="屏幕上不显示单元格的内容、人名和路径，便于把输出贴进故障报告；清单.xlsx 照旧完整。",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="在标准输出印 JSON，供程序读取。"
)


def settings(
    folder: Path,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    workbook: Path | None = None,
) -> Config:
    """The office's settings, with the folders of kinds named on the command line.

    Args:
        folder: where `anjuan.toml` is looked for.
        config: given instead.
        kinds_dirs: further folders.
        workbook: the workbook that is going to be read; None = none is.

    Raises:
        ConfigError: the file is wrong.
    """
    return find_config(folder, config, workbook, kinds_dirs, plugins_dirs())


def settings_together(
    files: tuple[Path, ...], config: Path | None, kinds_dirs: tuple[Path, ...]
) -> Config:
    """The office's settings for several workbooks of one folder that are read together.

    Args:
        files: one at least; each is read by its own mapping, where it has one.
        config: given instead.
        kinds_dirs: further folders.

    Raises:
        ConfigError: a file of settings is wrong.
        UsageError: the workbooks lie in several folders, or one is named twice.
    """
    first, *others = files
    found = settings(first.parent, config, kinds_dirs, first)
    if len({it.absolute().parent for it in files}) > 1:
        raise UsageError(Message("几份案件表请放在同一个文件夹里：证据文件是从那里找的。"))
    if len({it.absolute() for it in files}) < len(files):
        raise UsageError(Message("有一份案件表写了两遍。"))
    also = tuple((it, settings(it.parent, config, kinds_dirs, it).headings) for it in others)
    return replace(found, headings=replace(found.headings, also=also))
