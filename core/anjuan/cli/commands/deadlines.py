"""`anjuan deadlines`: what ends when in each case, nearest first, and the expected court fee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from anjuan.case.packed import Head, head_of
from anjuan.case.records.case import Case
from anjuan.chinese import date_text
from anjuan.cli.app import Command
from anjuan.cli.left_out import loaded
from anjuan.cli.options import case_workbook, config_option, json_option, kinds_option, settings
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import print_members, say
from anjuan.law.catalogue import Catalogue
from anjuan.law.deadlines import Deadline, by_nearness, told_place, told_unlimited
from anjuan.law.deadlines import deadlines as deadlines_of
from anjuan.law.fees import told_fee
from anjuan.run.beside import write_same
from anjuan.workbook.parsing import load_workbook

# Not with the case itself: a workbook may have very many.
_Found = tuple[Head, Deadline]


@click.command(cls=Command)
@case_workbook
@click.option(
    "--ics",
    metavar="日历",
    type=click.Path(path_type=Path),
    help="另存为日历文件（.ics），手机和电脑的日历都能导入；每个期限一条，提前七天提醒。",
)
@config_option
@kinds_option
@json_option
def deadlines(
    file: Path,
    ics: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show the periods of every case as of today, the nearest first."""
    ours = settings(file.parent, config, kinds_dirs, file)
    plugins = loaded(ours.office)
    law = plugins.law
    workbook = load_workbook(file, ours.headings, plugins.table)
    headings = ours.headings.found(workbook.titles, workbook.places)
    today = date.today()
    found = sorted(
        (
            (head_of(case), replace(it, place=headings.place(it.place)))
            for case in workbook.cases
            for it in deadlines_of(case, law)
        ),
        key=lambda each: by_nearness(each[1].days_left(today)),
    )
    if ics:
        # The library of calendars is loaded for those who want one.
        from anjuan.run.calendar import calendar

        write_same(ics, calendar(found))
        say(f"日历在 {ics.resolve()}。", err=True)
    if as_json:
        print_members([("deadlines", _entries(found, today))])
        return
    _show(found, workbook.cases, law, today)


def _show(found: Iterable[_Found], cases: Sequence[Case], law: Catalogue, today: date) -> None:
    headings = ("案件编号", "委托人", "事项", "到期日", "还有几天", "算自", "依据", "说明")
    print_table(headings, [_row(case, it, today) for case, it in found], heads=5)
    say(told_unlimited(law, today))
    for case in cases:
        if case.damages:
            say(told_fee(case, law))


def _row(case: Head, it: Deadline, today: date) -> tuple[str, ...]:
    return (
        case.number,
        case.client,
        it.title,
        date_text(it.day),
        it.told_left(today),
        told_place(it.place),
        it.told_source,
        it.note,
    )


def _entries(found: Iterable[_Found], today: date) -> Iterator[dict[str, Any]]:
    for case, it in found:
        yield {
            "case": case.number,
            "client": case.client,
            "id": it.id,
            "title": it.title,
            "day": it.day.isoformat(),
            "days_left": it.days_left(today),
            "sheet": it.place.sheet,
            "cell": it.place.cell,
            "source": it.source,
            "confidence": it.confidence.value if it.confidence else "",
            "note": it.note,
            "limits_rights": it.limits_rights,
        }
