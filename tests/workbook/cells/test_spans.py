"""About when something was: read as the span of days it leaves open, and never narrower."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.readings import read, refusal

from anjuan.case.columns import Column, ColumnType
from anjuan.case.counting import is_at_night
from anjuan.case.records.case import Case
from anjuan.case.records.moment import Precision
from anjuan.case.text import moment_text
from anjuan.testing import case, incident, write_workbook
from anjuan.workbook.cells.cell import READ_AS
from anjuan.workbook.cells.spans import AROUND
from anjuan.workbook.cells.values import parse
from anjuan.workbook.parsing import load_workbook
from anjuan.workbook.rules.cases import Checks

MOMENT = Column("时间", ColumnType.MOMENT)
MONTHS = st.dates(date(1950, 1, 1), date(2099, 12, 1)).map(lambda day: day.replace(day=1))
PARTS = st.sampled_from(["上旬", "中旬", "下旬", "初", "中", "底", "末", "", "份", "某日"])


@pytest.mark.parametrize(
    ("typed", "first", "last", "precision"),
    [
        ("2026年3月上旬", (3, 1), (3, 10), Precision.TEN_DAYS),
        ("2026年3月初", (3, 1), (3, 10), Precision.TEN_DAYS),
        ("2026年3月中旬", (3, 11), (3, 20), Precision.TEN_DAYS),
        ("2026年2月下旬", (2, 21), (2, 28), Precision.TEN_DAYS),
        ("2026年4月底", (4, 21), (4, 30), Precision.TEN_DAYS),
        ("2026年3月", (3, 1), (3, 31), Precision.MONTH),
        ("2026年3月某日", (3, 1), (3, 31), Precision.MONTH),
        ("2026年3月5日前后", (3, 2), (3, 8), Precision.ABOUT_DAY),
        ("2026年3月1日左右", (2, 26), (3, 4), Precision.ABOUT_DAY),
    ],
)
def test_what_leaves_the_day_open_is_read_so_and_prints_as_typed(
    typed: str, first: tuple[int, int], last: tuple[int, int], precision: Precision
) -> None:
    reading = parse(MOMENT, typed)
    moment = read(MOMENT, typed)

    assert reading.remark is None
    assert (moment.day, moment.last_day) == (date(2026, *first), date(2026, *last))
    assert (moment.precision, moment.clock, moment.exact_day) == (precision, None, None)
    assert moment_text(moment) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("二〇二六年三月上旬", "2026年3月上旬"), ("2026-03上旬", None),
        ("2026年 3月 底", "2026年3月底"), ("2026年03月月底", "2026年3月底"),
        ("2026年3月份", "2026年3月"), ("2026-03-05前后", "2026年3月5日前后"),
        ("2026年3月5号左右", "2026年3月5日左右"),
    ],
)  # fmt: skip
def test_other_spellings_are_read_and_told(typed: str, meant: str | None) -> None:
    if meant is None:
        refusal(MOMENT, typed)
        return
    reading = parse(MOMENT, typed)

    assert moment_text(read(MOMENT, typed)) == meant
    assert reading.remark and reading.remark.rule is READ_AS
    assert f"读作 {meant}。" in reading.remark.message


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3月上旬", "请补上年份，如 2026年3月上旬"), ("3月5日左右", "如 2026年3月5日左右"),
        ("26年3月上旬", "是不是 2026年3月上旬？"), ("2026年13月", "请写成"),
        ("2026-03", "2026年3月"),
        ("2026年3月5日前", "2026-03-05"), ("2026年3月上旬至中旬", "请写成"),
        ("2026年2月30日前后", ""),
        ("2026年3月5日22时左右", "是不是 2026-03-05 22:00？"), ("1850年3月", "年份不可能"),
    ],
)  # fmt: skip
def test_what_lacks_its_year_or_can_be_misread_is_refused(typed: str, told: str) -> None:
    error = refusal(MOMENT, typed)

    assert told in error.message + error.remedy


def test_a_column_of_days_takes_no_span() -> None:
    for typed in ("2026年3月上旬", "2026年3月", "2026年3月5日前后"):
        assert refusal(Column("借款日期", ColumnType.DATE), typed).rule.code == "bad-date"


@given(MONTHS, PARTS)
def test_a_span_is_inside_its_month_and_its_parts_cover_it(month: date, part: str) -> None:
    moment = read(MOMENT, f"{month.year}年{month.month}月{part}")

    assert month <= moment.day <= moment.last_day
    assert (moment.last_day.year, moment.last_day.month) == (month.year, month.month)
    thirds = [read(MOMENT, f"{month.year}年{month.month}月{it}旬") for it in "上中下"]
    assert [it.day for it in thirds[1:]] == [it.last_day + timedelta(1) for it in thirds[:-1]]
    assert (thirds[-1].last_day + timedelta(1)).day == 1


@given(st.dates(date(1950, 1, 10), date(2099, 12, 1)), st.sampled_from(["前后", "左右", "上下"]))
def test_about_a_day_stands_in_the_order_of_that_day(day: date, word: str) -> None:
    moment = read(MOMENT, f"{day}{word}")

    assert moment.day + AROUND == day == moment.last_day - AROUND
    assert moment.sort_key.date() == day


def load(tmp_path: Path, *times: str, **changes: object) -> Case:
    rows = [incident(时间=it, 次数=3) for it in times]
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(**changes)], incidents=rows)
    return load_workbook(book).cases[0]


def test_it_counts_in_totals_and_never_by_day_or_night(tmp_path: Path) -> None:
    counted = load(tmp_path, "2026年3月上旬", "2026年3月", "2026-03-09 23:00").figures

    assert counted.total == 9
    assert (counted.busiest_day, counted.highest_per_day) == (date(2026, 3, 9), 3)
    assert counted.at_night == 3
    assert (counted.first, counted.last) == (date(2026, 3, 1), date(2026, 3, 9))
    assert counted.began and counted.ended
    assert moment_text(counted.began) == "2026年3月上旬"
    assert moment_text(counted.ended) == "2026年3月"


def test_without_any_known_day_there_is_no_busiest(tmp_path: Path) -> None:
    found = load(tmp_path, "2026年3月上旬")

    assert (found.figures.busiest_day, found.figures.highest_per_day) == (None, 0)
    assert not is_at_night(found.incidents[0])


@pytest.mark.parametrize(
    ("since", "after"), [("2026-02-28", 3), ("2026-03-01", 0), ("2026-03-05", 0)]
)
def test_it_came_after_a_day_only_where_all_of_it_did(
    tmp_path: Path, since: str, after: int
) -> None:
    assert load(tmp_path, "2026年3月上旬", 要求停止日期=since).after_objection == after


@pytest.mark.parametrize(
    ("typed", "overdue", "code"),
    [
        ("2026年3月上旬", "2026-03-20", "date-order"), ("2026年3月上旬", "2026-03-05", None),
        ("2026年12月", None, "future-date"), ("2026年11月", None, None),
    ],
)  # fmt: skip
def test_rules_of_dates_speak_only_where_they_are_sure(
    tmp_path: Path, typed: str, overdue: str | None, code: str | None
) -> None:
    rows = [incident(时间=typed)]
    one = case(逾期日期=overdue, 落款日期=None)
    book = write_workbook(tmp_path / "表.xlsx", cases=[one], incidents=rows)

    checks = Checks(date(2026, 11, 23))
    checks.see(load_workbook(book).cases, ())
    found = {it.code for it in checks.told}

    assert found & {"date-order", "future-date"} == ({code} if code else set())
