"""docs/commands.md, made from the command line itself: `make reference`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from anjuan.cli import anjuan


def commands() -> str:
    """The page: every command with what its `--help` says."""
    return "\n".join((*_head(), *_pages(_context(anjuan, "anjuan")))) + "\n"


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    # As a run makes it: a command keeps the help option of its first context.
    return command.context_class(command, parent, name, **command.context_settings)


def _head() -> Iterator[str]:
    yield "# 命令"
    yield ""
    yield "本页由程序生成（`make reference`），请勿手改。每个命令都可以加 `--help`。"
    yield ""
    yield "退出码：0 全部完成；1 有文书没有生成或有单元格出错；2 用法不对；3 无法运行。"


def _pages(ctx: click.Context) -> Iterator[str]:
    command = ctx.command
    pieces = " ".join(command.collect_usage_pieces(ctx))
    yield from ("", f"## `{ctx.command_path}`", "", command.help or "", "")
    yield f"    {ctx.command_path} {pieces}"
    yield from ("", "| 选项 | 作用 |", "|---|---|")
    for option in command.get_params(ctx):
        record = option.get_help_record(ctx)
        if isinstance(option, click.Option) and record:
            names, text = (part.replace("|", "\\|") for part in record)
            yield f"| `{names}` | {text.replace('  [required]', '（必填）')} |"
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below
            yield from _pages(_context(below, name, ctx))
