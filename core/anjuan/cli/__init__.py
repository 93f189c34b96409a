"""The command line: one module a command, imported only when the command runs."""

from __future__ import annotations

import sys
from importlib import import_module

from anjuan.cli.app import LazyGroup, run, version_option

# Command → where it lives and what `--help` says; nothing else is imported for `--help`.
COMMANDS = {
    "new": ("anjuan.cli.commands.new:new", "生成一份空白案件表（或带示例的案件表）。"),
    "check": ("anjuan.cli.commands.check:check", "检查案件表，一次列出全部问题；不生成文书。"),
    "generate": (
        "anjuan.cli.commands.generate:generate",
        "按案件表生成 Word 文书，每个案件一个文件夹，另有 清单.xlsx。",
    ),
    "desk": (
        "anjuan.cli.commands.desk:desk",
        "在本机的浏览器里核对、预览、生成（案卷台）；不联网。",
    ),
    "explain": (
        "anjuan.cli.commands.explain:explain",
        "说明一份生成好的文书里，每处内容从哪一格、哪几行、哪一条来。",
    ),
    "diff": (
        "anjuan.cli.commands.diff:diff",
        "再生成一次会改动哪些文书、哪几段，因为哪几格；什么也不写。",
    ),
    "numbers": (
        "anjuan.cli.commands.numbers:numbers",
        "列出通话记录里的号码，供您标明哪些是催收方的。",
    ),
    "import": (
        "anjuan.cli.commands.import_records:import_records",
        "把详单、手机记录、聊天里催收号码的来电和消息加进案件表的副本。",
    ),
    "map": (
        "anjuan.cli.commands.map:map_headings",
        "为自己的表格写一份对应表：哪一列是案件表的哪一列，供您核对、改正。",
    ),
    "documents": ("anjuan.cli.commands.documents:documents", "列出文书种类：给谁、需要什么。"),
    "plugins": (
        "anjuan.cli.commands.plugins:plugins",
        "列出插件：名称、版本、来源、状态，未能加载的写明原因。",
    ),
    "fields": (
        "anjuan.cli.commands.fields:fields",
        "列出案件表的工作表、标题、类型、可选值，和模板里的名字。",
    ),
    "doctor": (
        "anjuan.cli.commands.doctor:doctor",
        "看看这台电脑上有什么、缺什么、怎么办；怎样更新和删除。",
    ),
    "kind": ("anjuan.cli.commands.kind:kind", "自己的文书种类，不用写程序：new 新建。"),
    "plugin": ("anjuan.cli.commands.plugin:plugin", "Python 插件项目：new 新建。"),
    "demo": ("anjuan.cli.commands.demo:demo", "用自带的示例案件生成一套文书，并说明放在哪里。"),
    "template": (
        "anjuan.cli.commands.template:template",
        "模板：check 检查，逐处列出毛病；export 导出自带的，改好后代替；diff 对照。",
    ),
    "law": (
        "anjuan.cli.commands.law:law",
        "查法条目录：某一天有效的是哪一条；不写法条则全部列出。",
    ),
    "deadlines": (
        "anjuan.cli.commands.deadlines:deadlines",
        "列出各案的时效和期限，以及主张赔偿的案件预计的受理费。",
    ),
}

anjuan = LazyGroup(
    "anjuan",
    COMMANDS,
    help="案卷：把案件表变成 Word 文书，用于应对催收骚扰、爆通讯录。",
    params=[version_option()],
    for_files="desk",
    epilog="先试一试：anjuan demo。自己的案件：anjuan new 案件表.xlsx，填好后 anjuan 案件表.xlsx。",
)


def main() -> None:
    """The entry point of the `anjuan` command."""
    if getattr(sys, "frozen", False):
        # A program packed into one file is started anew for each process that it needs.
        multiprocessing = import_module("multiprocessing")
        multiprocessing.freeze_support()
    run(anjuan)
