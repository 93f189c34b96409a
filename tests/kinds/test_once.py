"""What is found out about a case is found out once, and never told of another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from anjuan import Case, Matter
from anjuan.plugin.host import Plugins
from anjuan.testing import write_workbook
from anjuan.workbook.parsing import load_workbook
from anjuan_plugins.kinds.facts.once import once_a_case


def test_what_was_found_is_kept_for_the_same_records_only(tmp_path: Path) -> None:
    [case] = load_workbook(write_workbook(tmp_path / "表.xlsx")).cases
    asked: list[Case] = []

    @once_a_case
    def rows(given: Case) -> int:
        asked.append(given)
        return len(given.incidents)

    assert rows(case) == rows(case) == len(case.incidents) > 0
    assert len(asked) == 1
    # As if nothing had happened: an equal beginning, another case.
    assert rows(case.with_incidents(())) == 0
    # An equal twin may take down what is looked at.
    rows(replace(case))
    assert len(asked) == 3


def test_another_question_is_answered_anew(tmp_path: Path) -> None:
    [case] = load_workbook(write_workbook(tmp_path / "表.xlsx")).cases

    @once_a_case
    def called(given: Case, who: str, *, times: int = 1) -> str:
        return f"{given.number}{who}" * times

    assert called(case, "甲") != called(case, "乙")
    assert called(case, "甲", times=2) == called(case, "甲") * 2


def test_another_catalogue_and_another_day_are_asked_anew(tmp_path: Path) -> None:
    [case] = load_workbook(write_workbook(tmp_path / "表.xlsx")).cases
    law = Plugins.load(outside=False).law
    asked: list[Matter] = []

    @once_a_case
    def titles(given: Matter) -> tuple[str, ...]:
        asked.append(given)
        return tuple(it.title for it in given.law.laws.values())

    first, next_day = (Matter(case, law, date(2026, 11, day)) for day in (26, 27))
    assert titles(first) == titles(replace(first)) == titles(next_day)
    assert asked == [first, next_day]
    assert titles(Matter(case, replace(law, laws={}), date(2026, 11, 26))) == ()


def test_a_record_that_takes_the_place_of_another_is_asked_anew(tmp_path: Path) -> None:
    [case] = load_workbook(write_workbook(tmp_path / "表.xlsx")).cases

    @once_a_case
    def rows(given: Case) -> int:
        return len(given.incidents)

    # Each is gone before the next is made, which then has its address.
    assert all(rows(case.with_incidents(case.incidents * n)) == n for n in range(100))
