"""What a cell shows is seen in every format that has formats of numbers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from support.cells import cell
from support.checking import problems
from support.drawn import PACKAGES, Book, Write, changed, drawn, ods, xls, xml_2003

from anjuan.case.records.moment import Precision
from anjuan.testing import case, incident, loss
from anjuan.workbook.parsing import load_workbook

SHOWING: dict[str, Write] = {**PACKAGES, "xls": xls, "ods": ods, "xml 2003": xml_2003}
WHEN, MUCH = (cell("骚扰记录", "时间", row) for row in (2, 3)), cell("损失", "金额")
FIRST, SECOND = WHEN


def book() -> Book:
    rows = [incident(时间=date(2026, 3, 1)), incident(时间=datetime(2026, 3, 5, 22, 41))]
    return drawn(cases=[case(借款日期=date(2026, 2, 1))], incidents=rows, losses=[loss(金额=3)])


@pytest.fixture(params=SHOWING)
def write(request: pytest.FixtureRequest) -> Write:
    return SHOWING[request.param]


def test_what_is_not_shown_is_told_or_refused(write: Write, tmp_path: Path) -> None:
    shown = changed(book(), "骚扰记录", formats={FIRST: 'yyyy"年"m"月"', SECOND: 'm"月"d"日"'})
    shown = changed(shown, "损失", formats={MUCH: '0"万"'})
    shown = changed(shown, "案件", formats={cell("案件", "借款日期"): 'yyyy"年"m"月"'})
    path = write(tmp_path, shown)

    told = {(it.code, f"{it.sheet}!{it.cell}") for it in problems(path)}
    assert {
        ("read-as", f"骚扰记录!{FIRST}"),
        ("read-as", f"骚扰记录!{SECOND}"),
        ("shown-otherwise", f"损失!{MUCH}"),
        ("bad-date", f"案件!{cell('案件', '借款日期')}"),
    } <= told
    [first, second] = load_workbook(path).cases[0].incidents
    assert first.moment and first.moment.precision is Precision.MONTH
    assert second.moment and second.moment.precision is Precision.MINUTE


@pytest.mark.parametrize("code", ["0%", "[$$-409]0"])
def test_a_share_or_money_of_elsewhere_is_no_sum(write: Write, code: str, tmp_path: Path) -> None:
    path = write(tmp_path, changed(book(), "损失", formats={MUCH: code}))

    assert ("shown-otherwise", MUCH) in {(it.code, it.cell) for it in problems(path)}


def test_formats_that_show_the_value_are_no_fault(write: Write, tmp_path: Path) -> None:
    shown = changed(book(), "骚扰记录", formats={FIRST: 'yyyy"年"m"月"d"日"'})
    path = write(tmp_path, changed(shown, "损失", formats={MUCH: '0"元"'}))

    assert {it.code for it in problems(path)}.isdisjoint({"read-as", "shown-otherwise"})
