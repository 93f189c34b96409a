"""Runs: whatever is merged, all counts are the same before and after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given as tried
from hypothesis import strategies as st
from support.call_records import COLLECTOR, LANDLINE, START, contact, message

from anjuan import Contact, Ending, Incident, Moment, count_incidents
from anjuan.case.sheets import INCIDENTS
from anjuan.importing.layout import moment_text
from anjuan.importing.matching import united
from anjuan.importing.merging import Run, merged_by_day, single_rows
from anjuan.workbook.cells.days import read_moment

STOPPED = date(2026, 3, 5)
MOMENTS = st.datetimes(datetime(2026, 3, 4), datetime(2026, 3, 7)).map(
    lambda it: it.replace(microsecond=0)
)
CONTACTS = st.lists(
    st.builds(
        lambda moment, party, text: (
            message(text, moment.replace(second=0)) if text else contact(moment, party, seconds=5)
        ),
        MOMENTS,
        st.sampled_from((COLLECTOR, LANDLINE)),
        st.sampled_from(("", "", "还钱", "[图片]")),
    ),
    max_size=60,
)
COLUMN = next(it.column for it in INCIDENTS.fields if it.attribute == "moment")


def runs_of(*contacts: Contact, evidence: tuple[str, ...] = ()) -> list[Run]:
    return [Run((event,), evidence) for event in united([("文件", contacts)]).events]


def incident(run: Run) -> Incident:
    moment = read_moment(COLUMN, moment_text(run.first)).value
    assert isinstance(moment, Moment)
    empty: dict[str, Any] = {item.attribute: "" for item in INCIDENTS.fields}
    given: dict[str, Any] = {
        "moment": moment,
        "method": run.first.method,
        "number": run.first.party,
        "victim": "张三",
        "count": run.count,
    }
    return Incident(**{**empty, **given})


@tried(CONTACTS)
def test_counts_before_and_after_are_equal(contacts: list[Contact]) -> None:
    before = runs_of(*contacts)
    for after in (single_rows(before), merged_by_day(single_rows(before), STOPPED)):
        figures = [count_incidents(map(incident, runs)) for runs in (before, after)]
        assert figures[0] == figures[1]
        late = [
            sum(run.count for run in runs if run.first.moment.date() > STOPPED)
            for runs in (before, after)
        ]
        assert late[0] == late[1]


@tried(CONTACTS)
def test_no_run_crosses_what_is_counted_by(contacts: list[Contact]) -> None:
    for run in merged_by_day(runs_of(*contacts), STOPPED):
        first, last = run.first.moment, run.last
        assert first.date() == last.date()
        for hour in (8, 22):
            edge = first.replace(hour=hour, minute=0, second=0)
            assert not first < edge <= last
        assert len({event.key for event in run.events}) == 1


def test_at_eight_and_at_ten_in_the_evening_a_new_run_begins() -> None:
    clocks = ("07:59:59", "08:00:00", "21:59:59", "22:00:00", "23:59:59")
    calls = [contact(datetime.fromisoformat(f"2026-03-04 {clock}")) for clock in clocks]
    assert [run.count for run in merged_by_day(runs_of(*calls), None)] == [1, 2, 2]


def test_words_are_never_merged_unless_they_are_equal() -> None:
    later = START + timedelta(hours=1)
    runs = runs_of(message("[图片]"), message("[图片]"), message("还钱"), message("还钱", later))
    assert [run.count for run in merged_by_day(single_rows(runs), None)] == [2, 1, 1]


def test_two_pictures_of_one_minute_keep_their_names() -> None:
    runs = single_rows(runs_of(message("[图片] 一.jpg"), message("[图片] 二.jpg")))
    assert [run.first.text for run in runs] == ["[图片] 一.jpg", "[图片] 二.jpg"]


def test_calls_with_other_exhibits_are_another_run() -> None:
    runs = [*runs_of(contact(), evidence=("1",)), *runs_of(contact(after=60), evidence=("2",))]
    assert len(merged_by_day(runs, None)) == 2


def test_a_run_tells_how_many_were_answered_where_all_records_do() -> None:
    missed = contact(after=60, ending=Ending.MISSED, seconds=0)
    (run,) = merged_by_day(runs_of(contact(seconds=65), missed), None)
    assert (run.connected, run.talk_seconds) == (1, 65)

    (open_,) = merged_by_day(runs_of(contact(), missed), None)
    assert (open_.connected, open_.talk_seconds) == (None, None)
