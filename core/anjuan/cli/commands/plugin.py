"""`anjuan plugin`: plug-in projects in Python."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command, LazyGroup
from anjuan.cli.options import title_option
from anjuan.cli.terminal import say
from anjuan.plugin.scaffolding import new_plugin

plugin = LazyGroup(
    "plugin",
    {"new": ("anjuan.cli.commands.plugin:new", "新建一个 Python 插件项目，带模板和能通过的测试。")},
)


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@title_option
def new(folder: Path, title: str) -> None:
    """Write the project and say what to do next."""
    new_plugin(folder, title)
    say(f"新的插件项目在 {folder.absolute()}。接着运行：")
    say(f'  pip install -e "{folder}[test]"')
    say(f"  pytest {folder}")
    say("  anjuan plugins")
