"""Figures are computed from the rows."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from anjuan.case.counting import count_incidents, is_at_night
from anjuan.case.records.case import Case
from anjuan.testing import case, incident, write_workbook
from anjuan.workbook.parsing import load_workbook


def load(tmp_path: Path, **rows: object) -> Case:
    return load_workbook(write_workbook(tmp_path / "表.xlsx", **rows)).cases[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clock", "night"),
    [
        ("21:59", False), ("22:00", True), ("23:59", True), ("00:00:01", True),
        ("7:59", True), ("8:00", False), ("12:00", False), ("", False),
    ],
)  # fmt: skip
def test_night_runs_from_22_to_8(tmp_path: Path, clock: str, night: bool) -> None:
    row = load(tmp_path, incidents=[incident(时间=f"2026-03-05 {clock}".strip())]).incidents[0]

    assert is_at_night(row) is night


def test_counts_weigh_runs_and_split_days_at_midnight(tmp_path: Path) -> None:
    rows = [
        incident(时间="2026-03-05 23:59", 次数=3),
        incident(时间="2026-03-06 00:01", 次数=4, 受扰人="母亲甲"),
        incident(时间="2026-03-06", 次数=None, 对方号码="10010"),
        incident(时间="2026-03-04", 次数=1),
    ]
    counted = load(tmp_path, incidents=rows).figures

    assert counted.total == 9
    assert (counted.first, counted.last) == (date(2026, 3, 4), date(2026, 3, 6))
    assert (counted.busiest_day, counted.highest_per_day) == (date(2026, 3, 6), 5)
    assert counted.at_night == 7
    assert counted.victims == ("张三", "母亲甲")
    assert counted.numbers == ("0571-00000011", "10010")


def test_only_days_after_the_objection_come_after_it(tmp_path: Path) -> None:
    rows = [
        incident(时间="2026-03-05 23:59", 次数=3),
        incident(时间="2026-03-06 00:01", 次数=4),
        incident(时间="2026-03-06", 次数=None),
    ]

    objected = load(tmp_path, cases=[case(要求停止日期="2026-03-05")], incidents=rows)

    assert objected.after_objection == 5
    assert load(tmp_path, incidents=rows).after_objection == 0


def test_a_case_counts_once_and_one_of_other_incidents_anew(tmp_path: Path) -> None:
    whole = load(tmp_path, incidents=[incident(次数=3), incident(次数=4)])

    assert whole.figures is whole.figures
    assert whole.with_incidents(whole.incidents[:1]).figures.total == 3
    again = pickle.loads(pickle.dumps(whole))
    assert (again, again.figures) == (whole, whole.figures)


def test_no_incidents_count_as_nothing() -> None:
    counted = count_incidents(())

    assert (counted.total, counted.first, counted.highest_per_day) == (0, None, 0)
