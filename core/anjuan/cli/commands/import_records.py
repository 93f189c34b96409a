"""`anjuan import`: contacts of listed numbers into a copy of the case workbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from anjuan.case.choosing import cases_called
from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.call_records import (
    ask,
    choose,
    nothing_of_others,
    password_in,
    password_option,
    records_argument,
    refuse_year,
    year_option,
)
from anjuan.cli.completion import cases as cases_here
from anjuan.cli.import_report import show, show_formats
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.terminal import print_json, say
from anjuan.config import Config
from anjuan.errors import UsageError
from anjuan.importing.adding import Wish, imported
from anjuan.importing.copying import COPY, copy_of, refuse_other_formats
from anjuan.importing.exhibits import NEW
from anjuan.importing.number_list import the_list
from anjuan.messages import Message
from anjuan.run.beside import write_same
from anjuan.workbook.parsing import Workbook, load_workbook


@click.command(cls=Command, name="import")
@click.argument("file", metavar="案件表", required=False, type=click.Path(path_type=Path))
@records_argument
@click.option(
    "-c",
    "--case",
    metavar="案件",
    default="",
    shell_complete=cases_here,
    help="案件编号，或委托人的姓名。",
)
@click.option(
    "--numbers",
    metavar="名单",
    type=click.Path(path_type=Path),
    help="anjuan numbers 列出、您标好的名单；不写时用案件表里的“催收号码”表。",
)
@click.option("--person", metavar="姓名", default="", help="谁的手机；不写就是委托人的。")
@click.option("--relation", metavar="关系", default="", help="这个人与委托人的关系，如 母亲。")
@year_option
@click.option(
    "--evidence",
    metavar="编号",
    default="",
    help=f"这些记录是哪份证据：证据表里的编号；{NEW} = 每个文件在证据表里加一行。",
)
@click.option(
    "--merge",
    type=click.Choice(("no", "day")),
    default="no",
    help="day = 一个号码一天的来电合成一行，夜间的分开；no = 一次一行。",
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="副本",
    type=click.Path(path_type=Path),
    help=f"副本写到哪里；不写时在案件表旁边，文件名后面加 {COPY}。",
)
@click.option("--dry-run", is_flag=True, help="只说会加进什么，不写副本。")
@password_option
@click.option("--formats", is_flag=True, help="列出能读哪些文件、怎样从手机里取得。")
@config_option
@kinds_option
@json_option
def import_records(
    file: Path | None,
    records: tuple[Path, ...],
    case: str,
    numbers: Path | None,
    person: str,
    relation: str,
    year: int | None,
    evidence: str,
    merge: str,
    target: Path | None,
    dry_run: bool,
    password_file: Path | None,
    formats: bool,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Show what is found, then write the copy; status 1 when something is doubtful."""
    if formats:
        ours = settings(file.parent if file else Path(), config, kinds_dirs, file)
        plugins = loaded(ours.office)
        return show_formats(plugins.importers.values())
    if file is None or not records:
        raise UsageError(Message("请写出案件表，和通话记录的文件或文件夹。"))
    refuse_year(year)
    with nothing_of_others():
        ours = settings(file.parent, config, kinds_dirs, file)
        refuse_other_formats(file, ours.headings)
        copy = target or file.with_name(f"{file.stem}{COPY}{file.suffix}")
        wish = Wish(
            workbook=file,
            records=records,
            case=case,
            numbers=the_list(numbers, file),
            person=person,
            relation=relation,
            evidence=evidence,
            by_day=merge == "day",
            year=year,
            password=password_in(password_file),
            headings=ours.headings,
            record_headings=ours.records,
            aside=(copy, *filter(None, (numbers,))),
        )
        return _import(wish, ours, None if dry_run else copy, as_json)


def _import(wish: Wish, ours: Config, copy: Path | None, as_json: bool) -> int:
    """Find, show and write.

    Args:
        wish: what the user asked for.
        ours: the office's settings.
        copy: where the copy goes; None = nowhere.
        as_json: print one object instead of sentences.
    """
    plugins = loaded(ours.office)
    content = wish.workbook.read_bytes()
    workbook = load_workbook(wish.workbook, wish.headings, plugins.table)
    wish = replace(
        _with_case(wish, workbook), headings=wish.headings.found(workbook.titles, workbook.places)
    )
    found = imported(wish, workbook, plugins.importers.values(), ask)
    if not as_json:
        show(found, wish, copy if found.rows else None)
    written = copy if copy and found.rows else None
    if written:
        write_same(written, copy_of(content, wish.headings, workbook, found))
    if as_json:
        print_json(found.as_json(str(written.resolve()) if written else None))
    elif written:
        _show_next(written)
    return EXIT_PROBLEMS if found.has_faults else 0


def _with_case(wish: Wish, workbook: Workbook) -> Wish:
    """The wish with a case: the only one, or the one that the user chooses."""
    found = cases_called(wish.case, workbook.cases) if wish.case else workbook.cases
    if len(found) == 1:
        return replace(wish, case=found[0].number)
    shown = [f"{case.number} {case.client.name}" for case in found]
    chosen = choose("哪一个案件", shown)
    return replace(wish, case=found[shown.index(chosen)].number) if chosen else wish


def _show_next(copy: Path) -> None:
    say(f"副本在 {copy.resolve()}，新加的行有底色；原表没有改动。")
    say("请打开核对，补上行为性质，再运行 anjuan check。")
