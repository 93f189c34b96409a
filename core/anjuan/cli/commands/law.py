"""`anjuan law`: the catalogue, as in force on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from anjuan.case.columns import Column, ColumnType
from anjuan.chinese import date_text, suggestion
from anjuan.cli.app import Command
from anjuan.cli.completion import provisions
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, kinds_option, settings
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.law.catalogue import Catalogue
from anjuan.law.records import Authority, Provision, Version
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.values import parse


class Day(click.ParamType[date]):
    """A day, written in any way the workbook accepts."""

    name = "日期"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day.

        Raises:
            click.BadParameter: it is none.
        """
        if isinstance(value, datetime | date):
            return value
        try:
            day = parse(Column(self.name, ColumnType.DATE), str(value)).value
        except CellError as error:
            self.fail(error.message + error.remedy, param, ctx)
        assert isinstance(day, date)
        return day


@click.command(cls=Command)
@click.argument("provision", metavar="[法条]", required=False, shell_complete=provisions)
@click.option("--on", "on", metavar="日期", type=Day(), help="行为发生的那一天；不写按今天。")
@config_option
@kinds_option
def law(
    provision: str | None, on: date | None, config: Path | None, kinds_dirs: tuple[Path, ...]
) -> None:
    """Show one provision with all its versions, or everything in force on a day."""
    plugins = loaded(settings(Path(), config, kinds_dirs).office)
    catalogue = plugins.law
    day = on or date.today()
    if provision is None:
        print_table(
            ("法条", "事项", "引用", "置信"), _in_force(catalogue, day), f"{date_text(day)}有效"
        )
        return
    found = catalogue.matching(provision)
    if not found:
        known = (*catalogue.provisions, *catalogue.authorities)
        raise UsageError("法条目录里没有“{}”。{}", provision, suggestion(provision, known))
    for entry in found:
        _show(entry, day)


def _in_force(catalogue: Catalogue, day: date) -> Iterator[tuple[str, str, str, str]]:
    for provision in catalogue.provisions.values():
        for citation in catalogue.cite_in_force((provision.id,), day):
            confidence = citation.version.law.confidence
            yield (provision.id, provision.topic, citation.text, confidence)


def _show(entry: Provision | Authority, day: date) -> None:
    if isinstance(entry, Authority):
        rows = [(name.name, name.span, _mark(name.covers(day))) for name in entry.names]
        title = f"{entry.id} {entry.hotline}：{entry.scope}"
        print_table(("名称", "起止", f"{date_text(day)}"), rows, title)
        say(f"要写明：{'；'.join(entry.asks)}")
        say(f"不受理：{'；'.join(entry.refuses)}")
        return
    versions = [_version_row(version, day) for version in entry.versions]
    confined = f"（只适用于：{'、'.join(entry.applies_to)}）" if entry.applies_to else ""
    headings = ("引用", "起止", date_text(day), "要点", "置信")
    print_table(headings, versions, f"{entry.id}：{entry.topic}{confined}")


def _version_row(version: Version, day: date) -> tuple[str, ...]:
    law = version.law
    edition = f"（{law.edition}）" if law.edition else ""
    text = law.title + version.place + edition
    return (text, law.span, _mark(law.covers(day)), version.gist, law.confidence)


def _mark(in_force: bool) -> str:
    return "有效" if in_force else "无效"
