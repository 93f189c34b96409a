"""`anjuan deadlines`: limitation and answer dates of each case, and the expected court fee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from anjuan.case.records.case import Case
from anjuan.chinese import amount_text, date_text
from anjuan.cli.app import Command
from anjuan.cli.options import case_workbook
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import say
from anjuan.config import find_config
from anjuan.law.catalogue import Catalogue
from anjuan.law.deadlines import deadlines as deadlines_of
from anjuan.law.fees import court_fee
from anjuan.plugin.host import Plugins
from anjuan.workbook.parsing import load_workbook


@click.command(cls=Command)
@case_workbook
def deadlines(file: Path) -> None:
    """Show the periods of every case as of today."""
    ours = find_config(file.parent, workbook=file)
    law = Plugins.load(ours.office).law
    cases = load_workbook(file, ours.headings).cases
    today = date.today()
    rows = [row for case in cases for row in _rows(case, law, today)]
    print_table(("案件编号", "委托人", "事项", "到期日", "还有几天", "依据", "说明"), rows, heads=5)
    unlimited = law.courts.unlimited
    source = law.cite(unlimited.provision, today).text
    say(f"不适用诉讼时效：{'、'.join(unlimited.claims)}（{source}）。")
    for case in cases:
        if case.damages:
            say(_fee_text(case, law))


def _rows(case: Case, law: Catalogue, today: date) -> Iterator[tuple[str, ...]]:
    for deadline in deadlines_of(case, law):
        left = deadline.days_left(today)
        told = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
        yield (
            case.number,
            case.client.name,
            deadline.title,
            date_text(deadline.day),
            told,
            deadline.source,
            deadline.note,
        )


def _fee_text(case: Case, law: Catalogue) -> str:
    fee = court_fee(case.damages, law)
    half = fee.halved()
    return (
        f"{case.number} 主张赔偿 {amount_text(case.damages)} 元，预计受理费 "
        f"{amount_text(fee.low)}—{amount_text(fee.high)} 元"
        f"（适用简易程序的 {amount_text(half.low)}—{amount_text(half.high)} 元），以法院核定为准。"
    )
