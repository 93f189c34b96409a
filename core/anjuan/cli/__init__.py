"""The command line: one module a command, imported only when the command runs."""

from __future__ import annotations

from anjuan.cli.chinese import LazyGroup, run

# Command → where it lives and what `--help` says; nothing else is imported for `--help`.
COMMANDS = {
    "new": ("anjuan.cli.new:new", "生成一份空白案件表（或带示例的案件表）。"),
    "check": ("anjuan.cli.check:check", "检查案件表，一次列出全部问题。"),
    "generate": ("anjuan.cli.generate:generate", "按案件表生成 Word 文书。"),
    "documents": ("anjuan.cli.documents:documents", "列出文书种类：给谁、需要什么。"),
    "plugins": ("anjuan.cli.plugins:plugins", "列出插件及其状态。"),
    "fields": ("anjuan.cli.fields:fields", "列出案件表的各列和模板里的名字。"),
    "demo": ("anjuan.cli.demo:demo", "用自带的示例案件生成一套文书。"),
    "law": ("anjuan.cli.law:law", "查法条：某一天有效的是哪一条。"),
    "deadlines": ("anjuan.cli.deadlines:deadlines", "列出各案的时效和期限。"),
}

anjuan = LazyGroup(
    "anjuan",
    COMMANDS,
    help="案卷：把案件表变成 Word 文书，用于应对催收骚扰、爆通讯录。",
)


def main() -> None:
    """The entry point of the `anjuan` command."""
    run(anjuan)
