"""`anjuan check`: every problem of a workbook at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.findings import Teller
from anjuan.cli.left_out import tell_left_out
from anjuan.cli.options import (
    case_workbooks,
    config_option,
    json_option,
    kinds_option,
    redact_option,
    settings_together,
)
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.run.inspection import inspect


@click.command(cls=Command)
@case_workbooks
@click.option(
    "--mark",
    "copy",
    metavar="副本",
    type=click.Path(path_type=Path),
    help="另存一份标出问题的副本，原表不动；在副本里改过的，对副本自己再标一次，旧的标记换成新的。",
)
@click.option(
    "--accept",
    "accepts",
    is_flag=True,
    help="案件表写标注过的副本：把“问题”表里选了“采用”的建议填好，另存一份新的副本。",
)
@click.option(
    "-o",
    "--output",
    metavar="新副本",
    type=click.Path(path_type=Path),
    help="新副本的名字，与 --accept 一起用；不写时叫 …_采用.xlsx。",
)
@click.option("--all", "shows_all", is_flag=True, help="选了“已阅”的提醒也列出来。")
@config_option
@kinds_option
@redact_option
@json_option
def check(
    files: tuple[Path, ...],
    copy: Path | None,
    accepts: bool,
    output: Path | None,
    shows_all: bool,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """List the problems; status 1 when one of them is an error."""
    shown = Redaction() if redact else Complete()
    file, today = files[0], date.today()
    with shown.errors():
        ours = settings_together(files, config, kinds_dirs)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        tell_left_out(plugins, shown)
        _refuse_odd_options(copy, output, accepts=accepts)
        teller = Teller(shown, plugins.kinds.values(), shows_all=shows_all, as_json=as_json)
        if not copy and not accepts:
            return teller.tell(inspect(file, today, plugins, ours.headings, keeps_cases=False))
        _refuse_several(files)
        # Who only wants to know what is wrong waits for nothing that writes workbooks.
        from anjuan.cli import marked

        marked.refuse_unmarkable(file)
        if accepts:
            return marked.accept(file, output, today, plugins, ours.headings, teller)
        assert copy is not None
        found = inspect(file, today, plugins, ours.headings, keeps_cases=False)
        status = teller.tell(found)
        # After the list, which is there even where a workbook can't be marked.
        marked.write_marked(file, copy, found)
        say(f"标出问题的副本在 {shown.place(copy.resolve())}。", err=True)
    return status


def _refuse_several(files: tuple[Path, ...]) -> None:
    if len(files) > 1:
        raise UsageError(Message("标注和采用建议一次只能一份案件表。"))


def _refuse_odd_options(copy: Path | None, output: Path | None, *, accepts: bool) -> None:
    if output and not accepts:
        raise UsageError(Message("-o 要与 --accept 一起用。"))
    if copy and accepts:
        raise UsageError(
            Message(
                "--mark 与 --accept 不能一起用：--accept 自己会标注新的副本，名字写在 -o 后面。"
            )
        )
