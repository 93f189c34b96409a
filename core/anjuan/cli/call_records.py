"""What the commands that read call records share: their arguments, and what they ask for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import click

from anjuan.cli.app import unforeseen
from anjuan.cli.terminal import say
from anjuan.errors import UsageError, why
from anjuan.importing.files import Wanted
from anjuan.importing.listing import Listing
from anjuan.importing.result import Imported
from anjuan.messages import Message
from anjuan.workbook.cells.days import EARLIEST_YEAR

_OPTIONS = {Wanted.YEAR: "--year", Wanted.PASSWORD: "--password-file"}
_QUESTIONS = {
    Wanted.YEAR: "“{}”里的日期没有年份，是哪一年的",
    Wanted.PASSWORD: "“{}”的密码",
}

records_argument = click.argument(
    "records", metavar="记录…", nargs=-1, type=click.Path(path_type=Path)
)
year_option = click.option(
    "--year", metavar="年份", type=int, help="日期没有年份时是哪一年，如 2026。"
)
password_option = click.option(
    "--password-file",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="第一行写着密码的文件，用于加密的 PDF；不写时在终端里问。",
)


@contextmanager
def nothing_of_others() -> Iterator[None]:
    """Even a fault of our own says nothing of what was read when it happened."""
    hook = sys.excepthook
    sys.excepthook = partial(unforeseen, with_text=False)
    yield
    # Only where all went well: an error on its way out is still to be told.
    sys.excepthook = hook


def refuse_year(year: int | None) -> None:
    """Refuse what is no year.

    Raises:
        UsageError: it is none, or has not come yet.
    """
    if year is not None and not EARLIEST_YEAR <= year <= date.today().year:
        raise UsageError("--year 写的“{}”不是可能的年份。", year)


def password_in(path: Path | None) -> str | None:
    """The password in a file; None without a file.

    Raises:
        UsageError: the file can't be read.
    """
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise UsageError("密码文件 {} 读不了（{}）。", path, why(error)) from error
    except UnicodeError as error:
        raise UsageError("密码文件 {} 读不了：不是 UTF-8 文本。", path) from error


def complain_of_files(found: Listing | Imported) -> None:
    """Name the files that could not be read, and those that nobody knows."""
    for refusal in found.refusals:
        say(f"读不了：{refusal}", err=True)
    for name in found.unknown:
        say(f"认不出：{name}。能读哪些，见 anjuan import --formats。", err=True)


def ask(wanted: Wanted, name: str) -> str:
    """The user's answer, on a terminal.

    Raises:
        UsageError: there is no terminal.
    """
    question = Message(_QUESTIONS[wanted], name)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("{}？请用 {} 写明。", question, Message(_OPTIONS[wanted]))
    if wanted is Wanted.PASSWORD:
        return str(click.prompt(question, hide_input=True, err=True))
    latest = date.today().year
    return str(click.prompt(question, type=click.IntRange(EARLIEST_YEAR, latest), err=True))


def choose(question: str, choices: list[str]) -> str:
    """One of several, asked for on a terminal; empty where there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    for number, choice in enumerate(choices, start=1):
        say(f"  {number}  {choice}", err=True)
    chosen = click.prompt(question, type=click.IntRange(1, len(choices)), err=True)
    return choices[int(chosen) - 1]
