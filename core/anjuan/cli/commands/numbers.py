"""`anjuan numbers`: which numbers stand in call records, as a list to be ticked."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.case.keys import phone_key
from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.call_records import (
    ask,
    complain_of_files,
    nothing_of_others,
    password_in,
    password_option,
    records_argument,
    refuse_year,
    year_option,
)
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, kinds_option, settings
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.importing.listing import Listing, listing
from anjuan.importing.number_list import SHEET_NAME
from anjuan.importing.number_sheet import list_workbook
from anjuan.importing.reading import Told
from anjuan.importing.telling import read_text
from anjuan.messages import Message
from anjuan.run.beside import write_same


@click.command(cls=Command)
@records_argument
@click.option(
    "-o",
    "--output",
    "target",
    metavar="名单",
    type=click.Path(path_type=Path),
    default=Path(f"{SHEET_NAME}.xlsx"),
    help=f"名单写到哪里；不写时是当前文件夹的 {SHEET_NAME}.xlsx。",
)
@click.option("--own", metavar="号码", multiple=True, help="本机号码，不列入名单；可重复。")
@year_option
@password_option
@config_option
@kinds_option
def numbers(
    records: tuple[Path, ...],
    target: Path,
    own: tuple[str, ...],
    year: int | None,
    password_file: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
) -> int:
    """Write the list; status 1 when a file could not be read."""
    if not records:
        raise UsageError(Message("请写出通话记录的文件或文件夹。"))
    refuse_year(year)
    with nothing_of_others():
        ours = settings(Path(), config, kinds_dirs)
        plugins = loaded(ours.office)
        keys = frozenset(map(phone_key, own))
        told = Told(year, password_in(password_file), keys, ours.records)
        found = listing(records, plugins.importers.values(), told, ask, (target,))
        _show(found)
        if found.tallies:
            write_same(target, list_workbook(found.tallies))
            _show_next(target)
    return EXIT_PROBLEMS if found.refusals or found.unknown else 0


def _show(found: Listing) -> None:
    say(read_text(found))
    if found.own:
        say(f"本机号码：{'、'.join(found.own)}（不列入名单）。")
    if found.hidden:
        say(f"没有显示号码的 {found.hidden:,} 条，不在名单里。")
    if found.files > 1:
        say("同一通电话在几个文件里都有的，名单里会重复计数；导入时只算一次。")
    complain_of_files(found)


def _show_next(target: Path) -> None:
    say(f"号码名单在 {target.resolve()}。")
    say("名单里有手机里所有人的号码，只供办案人核对，不要提交，也不要外传。")
    say("请打开名单，在“是催收”里写“是”，并写明依据；存好后运行 anjuan import --numbers。")
