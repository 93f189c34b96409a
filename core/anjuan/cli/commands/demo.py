"""`anjuan demo`: the shipped sample cases, generated."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.commands.generate import generate_all
from anjuan.cli.options import then_option
from anjuan.cli.report import show
from anjuan.cli.terminal import say
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.request import Request


@click.command(cls=Command)
@click.argument("folder", metavar="[文件夹]", required=False, type=click.Path(path_type=Path))
@then_option
def demo(folder: Path | None, steps: tuple[str, ...]) -> int:
    """Generate the samples into a folder; `anjuan-demo` where none is given."""
    output = folder or Path("anjuan-demo")
    say(f"示例案件表：{SAMPLE_WORKBOOK}")
    request = Request(SAMPLE_WORKBOOK, output, date.today(), steps=steps)
    report = generate_all(request, Plugins.load())
    show(report, output.resolve())
    program = sys.argv[0] if Path(sys.argv[0]).stem == "anjuan" else "anjuan"
    say(f"接下来用自己的案件：{program} new 案件表.xlsx")
    say(f"填好后：{program} generate 案件表.xlsx -o 文书")
    return 0 if report.is_clean else EXIT_PROBLEMS
