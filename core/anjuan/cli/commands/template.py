"""`anjuan template`: checking templates before they are used, and changing the shipped ones."""

from __future__ import annotations

from anjuan.cli.app import LazyGroup

COMMANDS = {
    "check": (
        "anjuan.cli.commands.template_check:check",
        "检查 Word 模板，一次列出全部问题；模板本身不动。",
    ),
    "export": (
        "anjuan.cli.commands.template_export:export",
        "导出自带的模板，改好后代替自带的。",
    ),
    "diff": (
        "anjuan.cli.commands.template_diff:diff",
        "自己改过的模板和现在自带的模板，一段一段对照；什么也不写。",
    ),
}

template = LazyGroup("template", COMMANDS)
