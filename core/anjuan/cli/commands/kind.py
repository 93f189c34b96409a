"""`anjuan kind`: kinds of documents without code."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command, LazyGroup
from anjuan.cli.options import title_option
from anjuan.cli.terminal import say
from anjuan.plugin.scaffolding import new_kind

kind = LazyGroup(
    "kind",
    {
        "new": ("anjuan.cli.commands.kind:new", "新建一种文书，不用写程序，当即可用。"),
        "test": (
            "anjuan.cli.commands.kind_test:test",
            "按文件夹里的 test.toml 试一种文书：该有的话有没有，模板的条件走到了哪些。",
        ),
    },
)


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@title_option
@click.option(
    "--from",
    "template",
    metavar="模板",
    type=click.Path(path_type=Path),
    help="从现有的 Word 文件开始；不写时用自带的样例。",
)
def new(folder: Path, title: str, template: Path | None) -> None:
    """Write the folder and say what to do next."""
    written = new_kind(folder, title, template)
    say(f"新的文书种类在 {written.parent}。")
    say(f"用 Word 打开其中的 {written.name} 改成您的内容，保存后运行：")
    say(f"  anjuan template check {written} --workbook 案件表.xlsx")
    say(f"  anjuan generate 案件表.xlsx -o 文书 --kinds-dir {written.parents[1]} -d {folder.name}")
