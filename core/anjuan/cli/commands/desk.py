"""`anjuan desk`: the same work on a page in the browser of this machine."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.options import (
    MOST_SHOWN,
    config_option,
    kinds_option,
    plugins_dirs,
    whole_number,
)
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.files import is_there

_HIGHEST_PORT = 65535
# As Python does it. Plug-ins of a look that is over hold each other: with what is set for commands
# that soon end, 200 MB of them lay about after some dozens of looks.
_OFTEN = 700


class Port(click.ParamType[int]):
    """A port of this machine."""

    name = "端口"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The port; 0 = any that is free.

        Raises:
            click.BadParameter: it is none.
        """
        text = str(value)
        number = whole_number(text)
        if number is None or number > _HIGHEST_PORT:
            typed = text[:MOST_SHOWN]
            self.fail(f"“{typed}”不是端口：要 0 到 {_HIGHEST_PORT} 的整数。", param, ctx)
        return number


@click.command(cls=Command)
@click.argument("file", metavar="[案件表]", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="放文书的文件夹；不写时用案件表旁边的“文书”。",
)
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只印出地址。")
@click.option(
    "--port", metavar="端口", type=Port(), default=0, help="用这个端口；不写时用空着的任何一个。"
)
@config_option
@kinds_option
def desk(
    file: Path | None,
    output: Path | None,
    no_browser: bool,
    port: int,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
) -> None:
    """Serve the page until its user leaves."""
    # The server is loaded by nobody else.
    from anjuan.desk.looking import Settings
    from anjuan.desk.serving import serve

    if file and not is_there(file):
        raise UsageError("找不到 {}。请检查路径和文件名。", file)
    gc.set_threshold(_OFTEN)
    serve(
        file,
        output and output.absolute(),
        Settings(config and config.absolute(), kinds_dirs, plugins_dirs()),
        port=port,
        with_browser=not no_browser,
        tell=partial(say, err=True),
    )
