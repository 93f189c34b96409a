"""click in Chinese: help pages, usage errors, and one place where errors become exit statuses."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from anjuan.chinese import suggestion
from anjuan.cli.terminal import ReaderLeftError, keep_stdout_for_results, say, say_as_it_is
from anjuan.cli.width import width, wrapped
from anjuan.errors import AnjuanError
from anjuan.files import is_file

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
# As of a program that the system ends by SIGPIPE.
EXIT_BROKEN_PIPE = 141
# So many things are made before Python looks whether some can go that hold each other.
_SELDOM = 200_000
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


class _Formatter(click.HelpFormatter):
    """Help pages whose columns stand under each other: a Chinese character is two wide."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that begins a page."""
        self._write_lines(f"{prefix or ''}{prog} {args}", hanging=4)

    def write_heading(self, heading: str) -> None:
        """The line above a section."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """A paragraph."""
        self._write_lines(text)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Names and what they mean."""
        rows = list(rows)
        first = min(col_max, max(width(name) for name, _ in rows)) + col_spacing
        indent = " " * (self.current_indent + first)
        for name, meaning in rows:
            begin = f"{' ' * self.current_indent}{name}"
            if width(name) + col_spacing > first:
                self.write(f"{begin}\n")
                begin = ""
            room = max(self.width - width(indent), 10)
            for number, line in enumerate(wrapped(meaning, room)):
                left = begin if number == 0 else ""
                self.write(f"{left}{' ' * (width(indent) - width(left))}{line}\n")

    def _write_lines(self, text: str, hanging: int = 0) -> None:
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent, hanging):
            self.write(f"{indent}{line}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help page has Chinese headings."""

    context_class = _Context

    # Told in our own words, below.
    allow_extra_args = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the help page."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of the help page."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(
                [(name, text.replace("[required]", "（必填）")) for name, text in records]
            )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left over; only a group may have such.

        Raises:
            click.UsageError: there are some.
        """
        rest = super().parse_args(ctx, args)
        # While a shell asks what may follow, the last option has no value yet.
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            ctx.fail(f"多出了参数：{' '.join(rest)}。")
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助后退出。"
            option.callback = _show_help
        return option


class LazyGroup(Command, click.Group):
    """A group that imports a command's module only when that command is run.

    Args:
        name: of the program.
        commands: command → (`module:attribute`, short help).
        for_files: the command that is meant where a file stands in the place of one.
    """

    def __init__(
        self,
        name: str,
        commands: Mapping[str, tuple[str, str]],
        for_files: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(name, subcommand_metavar="命令 [参数]…", **kwargs)
        self._lazy, self._for_files = commands, for_files

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are used."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None for an unknown one."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        # Said once: in the table from which the list of commands is printed too.
        command.help = self._lazy[cmd_name][1]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for, and its arguments.

        Raises:
            click.UsageError: there is none of that name.
        """
        if args[0] not in self._lazy:
            if self._for_files and _is_file(args[0]):
                # As a file that is dropped onto the program's icon.
                args = [self._for_files, *args]
                return super().resolve_command(ctx, args)
            near = suggestion(args[0], tuple(self._lazy))
            ctx.fail(f"没有这个命令：{args[0]}。{near}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options, from the table: to offer a command does not import it."""
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=text)
            for name, (_, text) in self._lazy.items()
            if name.startswith(incomplete)
        ]
        if not named and self._for_files and not incomplete.startswith("-"):
            return [CompletionItem(incomplete, type="file")]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands, of the help page."""
        Command.format_options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in self._lazy.items()])
        formatter.write_paragraph()
        formatter.write_text(f"某个命令的用法：{ctx.command_path} 命令 --help")


def _is_file(word: str) -> bool:
    path = Path(word)
    return path.suffix.lower() in _WORKBOOKS or is_file(path)


def version_option() -> click.Option:
    """`--version`: prints it and leaves."""
    return click.Option(
        ["-V", "--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help="显示版本后退出。",
    )


def _show_help(ctx: click.Context, _: click.Parameter, is_asked_for: bool) -> None:
    if is_asked_for and not ctx.resilient_parsing:
        say_as_it_is(ctx.get_help())
        ctx.exit()


def _show_version(ctx: click.Context, _: click.Parameter, is_asked_for: bool) -> None:
    if is_asked_for:
        # Not at the top: nothing else at the start needs it, and it is slow to import.
        from importlib.metadata import version

        say(f"anjuan {version('anjuan')}")
        ctx.exit()


def run(command: click.Command) -> NoReturn:
    """Run the program and leave with the exit status that its errors have (errors.py)."""
    # Chinese must come out whole whatever the console's code page; a lone surrogate in a file
    # name must not break the message that complains about it.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.excepthook = unforeseen
    # Modules and templates stay: to look for rubbish among them takes a sixteenth of a short run.
    gc.set_threshold(_SELDOM)
    keep_stdout_for_results()
    try:
        status = command.main(standalone_mode=False)
        # What is held back may meet a reader that has left: here, and not when all is over.
        sys.stdout.flush()
    except NoArgsIsHelpError as error:
        say_as_it_is(error.message, err=True)
        sys.exit(EXIT_USAGE)
    except click.UsageError as error:
        _complain(f"{_in_chinese(error)}\n{_hint(error)}".rstrip())
        sys.exit(EXIT_USAGE)
    except AnjuanError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _complain("已中断。已经写好的文书是完整的；再运行一次同样的命令即可继续。")
        sys.exit(EXIT_INTERRUPTED)
    except (BrokenPipeError, ReaderLeftError):
        # Nobody is left to tell, nor to be told at the end what Python could not print.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_BROKEN_PIPE)
    # All that is left goes with the process: not looked through for rubbish once more, which takes
    # a tenth of a run in which nothing changed.
    gc.freeze()
    sys.exit(status if isinstance(status, int) else 0)


def unforeseen(
    kind: type[BaseException], error: BaseException, trace: object, *, with_text: bool = True
) -> None:
    """Tell of a bug in one line instead of a traceback, and leave with status 3."""
    place = ""
    while isinstance(trace, TracebackType):
        place = f"{Path(trace.tb_frame.f_code.co_filename).name} 第 {trace.tb_lineno} 行"
        trace = trace.tb_next
    text = f"：{error}" if with_text else ""
    _complain(
        f"程序出了没有料到的错：{kind.__name__}{text}（{place}）。已写好的文书不受影响；"
        "请把这句话和出错的操作告诉我们。"
    )
    sys.stdout.flush()
    sys.stderr.flush()
    # An exception hook can't choose the exit status in any other way.
    os._exit(AnjuanError.exit_code)


def _complain(message: str) -> None:
    say(f"错误：{message}", err=True)


def _hint(error: click.UsageError) -> str:
    return f"用法见 {error.ctx.command_path} --help" if error.ctx else ""


def _in_chinese(error: click.UsageError) -> str:
    """The usage errors of click in our words; those that were ours already as they are."""
    if isinstance(error, click.NoSuchOption):
        near = f"是不是“{error.possibilities[0]}”？" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项。{near}"
    if isinstance(error, click.MissingParameter):
        if isinstance(error.param, click.Option):
            return f"缺少选项 {error.param.opts[0]}（{_parameter(error)}）。"
        return f"缺少参数 {_parameter(error)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”后面缺少内容，或不该有内容。"
    if isinstance(error, click.BadParameter):
        return f"参数 {_parameter(error)} 不对：{error.message}"
    return error.message


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    return error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name)
