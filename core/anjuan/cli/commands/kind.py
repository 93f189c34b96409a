"""`anjuan kind`: kinds of documents without code."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command, LazyGroup
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, kinds_option, settings, title_option
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.plugin.scaffolding import beginning, new_kind
from anjuan.trying.proposing import Proposed, propose, sample_cells

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
    metavar="旧文书",
    type=click.Path(path_type=Path),
    help="从现有的 Word 文件开始，其中案件的内容换成标签；原件不动。不写时用自带的样例。",
)
@click.option(
    "--workbook",
    metavar="案件表",
    type=click.Path(path_type=Path),
    help="旧文书写的案件在哪份案件表里；不写时用自带的示例案件。",
)
@click.option(
    "-c",
    "--case",
    metavar="案件编号",
    default="",
    help="是其中的哪个案件；不写时用与旧文书相同之处最多的。",
)
@config_option
@kinds_option
def new(
    folder: Path,
    title: str,
    template: Path | None,
    workbook: Path | None,
    case: str,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
) -> None:
    """Write the folder and say what to do next."""
    if template is None and (workbook or case):
        raise UsageError(Message("--workbook 和 --case 要和 --from 一起用。"))
    proposed = None
    if template:
        ours = settings(workbook.parent if workbook else Path(), config, kinds_dirs, workbook)
        plugins = loaded(ours.office)
        headings = ours.headings if workbook else None
        proposed = propose(beginning(template), workbook, case, headings, plugins.table)
    cells = sample_cells(proposed.proposals) if proposed else {}
    written = new_kind(folder, title, proposed.content if proposed else None, cells)
    say(f"新的文书种类在 {written.parent}。")
    if proposed:
        _show(proposed)
    _tell_what_next(folder, written.name, workbook)


def _tell_what_next(folder: Path, template: str, workbook: Path | None) -> None:
    """The commands that follow, with the folder as it was typed."""
    by = f" --workbook {workbook}" if workbook else ""
    book = workbook or "案件表.xlsx"
    say(f"用 Word 打开其中的 {template} 改成您的内容，保存后运行：")
    say(f"  anjuan template check {folder / template}{by}")
    say(f"  anjuan kind test {folder}")
    say(f"  anjuan generate {book} -o 文书 --kinds-dir {folder.parent} -d {folder.name}")


def _show(proposed: Proposed) -> None:
    """What became a tag, for the lawyer to judge."""
    case = proposed.case
    if not proposed.proposals:
        say("旧文书里没有找到案件的内容，没有换成标签。请用 --workbook 指明案件表。")
        return
    rows = [(it.value, it.tag, str(it.count), "、".join(it.others)) for it in proposed.proposals]
    title = f"按案件 {case.number}（{case.client.name}）换成标签的内容，请逐项核对："
    print_table(("旧文书里是", "换成", "处", "也可能是"), rows, title=title)
    say("是按字面找的：同样的字若另有所指，请在 Word 里改回来。逐条的骚扰记录要自己写成循环。")
    if proposed.left:
        say(f"还有这些数字没有换，会印进每个案件，请逐个看：{'、'.join(proposed.left)}。")
