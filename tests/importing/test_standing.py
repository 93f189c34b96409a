"""What stands in the workbook already is neither changed nor added again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.call_records import (
    COLLECTOR,
    START,
    contact,
    import_into,
    message,
    write_records,
)

from anjuan import Contact, Ending, Method, Origin, TimePrecision
from anjuan.importing.result import Imported
from anjuan.testing import Row, incident, write_workbook


def found(tmp_path: Path, rows: list[Row], *contacts: Contact, **changes: Any) -> Imported:
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows)
    return import_into(book, write_records(tmp_path / "r.own", *contacts), **changes)


def typed(**changes: Any) -> Row:
    """A row as a lawyer types it: one call, to the minute."""
    given = {"时间": "2026-03-04 09:00", "对方号码": "170 0000 0009", "次数": 1, "内容": "催款"}
    return incident(**{**given, **changes})


def test_a_row_typed_by_hand_is_the_call_of_its_minute(tmp_path: Path) -> None:
    result = found(tmp_path, [typed()], contact(after=40), contact(after=61))
    assert (len(result.rows), len(result.known)) == (1, 1)


def test_one_row_stands_for_one_call(tmp_path: Path) -> None:
    result = found(tmp_path, [typed()], contact(after=5), contact(after=40))
    assert (len(result.rows), len(result.known)) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        typed(受扰人="韦某兰"),
        typed(对方号码="17000000008"),
        typed(方式="短信"),
        typed(时间="2026-03-04 09:01"),
        typed(案件编号="A002"),
    ],
)
def test_a_row_of_something_else_stands_for_nothing(tmp_path: Path, other: Row) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[other])
    result = import_into(book, write_records(tmp_path / "r.own", contact()))
    assert (len(result.rows), len(result.known), result.doubts) == (1, 0, ())


@pytest.mark.parametrize(
    "run",
    [
        typed(次数=12),
        typed(时间="2026-03-04"),
        typed(时间="2026-03-04 22:30", 次数=3),
        typed(时间="2026年3月上旬", 次数=20),
        typed(时间="2026年3月", 次数=20),
    ],
)
def test_a_run_typed_by_hand_may_count_a_call_already(tmp_path: Path, run: Row) -> None:
    result = found(tmp_path, [run], contact(), contact(START + timedelta(days=40)))

    assert len(result.rows) == 1
    (doubt,) = result.doubts
    assert "骚扰记录第 2 行" in doubt.reason
    assert (doubt.file, doubt.place, doubt.value) == ("r.own", "第 1 行", "2026-03-04 09:00:00")


def imported_rows(result: Imported) -> list[Row]:
    return [dict(cells) for cells in result.rows]


CONTACTS = (
    contact(seconds=65, ending=Ending.ANSWERED),
    contact(after=20, seconds=0, ending=Ending.MISSED),
    contact(datetime(2026, 3, 5)),
    contact(datetime(2026, 3, 5, 23, 59, 55), seconds=9),
    message("明天上门"),
    message("[图片]"),
    message("[图片]"),
)


@pytest.mark.parametrize("by_day", [False, True])
def test_a_second_import_adds_nothing(tmp_path: Path, by_day: bool) -> None:
    first = found(tmp_path, [], *CONTACTS, by_day=by_day)
    again = found(tmp_path, imported_rows(first), *CONTACTS, by_day=by_day)

    assert first.rows
    assert (again.rows, again.doubts, len(again.known)) == ((), (), len(CONTACTS))


@pytest.mark.parametrize("first_is_phone", [True, False])
def test_a_bill_after_the_log_of_the_phone_adds_nothing(
    tmp_path: Path, first_is_phone: bool
) -> None:
    phone = [contact(after=it, seconds=9) for it in (0, 20, 53995)]
    bill = [contact(after=it, seconds=10, origin=Origin.CARRIER) for it in (6, 27, 54002)]
    one, other = (phone, bill) if first_is_phone else (bill, phone)
    first = found(tmp_path, [], *one)
    again = found(tmp_path, imported_rows(first), *other)

    assert len(first.rows) == 3
    assert (again.rows, len(again.known)) == ((), 3)


def test_more_calls_than_a_run_of_ours_counted_are_doubtful(tmp_path: Path) -> None:
    calls = [contact(after=60 * number) for number in range(5)]
    first = found(tmp_path, [], calls[0], calls[4], by_day=True)
    again = found(tmp_path, imported_rows(first), *calls, by_day=True)

    assert len(first.rows) == 1
    assert (again.rows, len(again.known), len(again.doubts)) == ((), 2, 3)


def test_the_number_may_be_spelled_in_any_way(tmp_path: Path) -> None:
    row = typed(对方号码=f"+86 {COLLECTOR}")
    assert len(found(tmp_path, [row], contact(party=f"0086{COLLECTOR}")).known) == 1


def test_a_message_told_to_the_second_is_the_one_that_was_told_to_the_minute(
    tmp_path: Path,
) -> None:
    exact = TimePrecision.SECOND
    later = message("明天上门", START + timedelta(seconds=48), precision=exact)
    other = message("还钱", START + timedelta(seconds=50), precision=exact)
    first = found(tmp_path, [], message("明天上门"))
    again = found(tmp_path, imported_rows(first), later, other)
    assert (len(again.rows), len(again.known)) == (1, 1)


def test_words_of_a_message_that_was_imported_without_are_told(tmp_path: Path) -> None:
    billed = contact(method=Method.MESSAGE, origin=Origin.CARRIER)
    worded = contact(after=3, method=Method.MESSAGE, text="还钱")

    first = found(tmp_path, [], billed)
    again = found(tmp_path, imported_rows(first), worded)
    assert (again.rows, len(again.doubts)) == ((), 1)

    first = found(tmp_path, [], worded)
    again = found(tmp_path, imported_rows(first), billed)
    assert (again.rows, len(again.known), again.doubts) == ((), 1, ())
