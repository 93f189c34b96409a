"""Single cells of call records: moments, lengths, directions, numbers that were withheld."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Direction, Ending, RecordCell, TimePrecision
from anjuan_plugins.importers.reading.moments import read_moment
from anjuan_plugins.importers.reading.values import (
    is_number,
    read_direction,
    read_length,
    read_party,
)
from anjuan_plugins.importers.reading.years import spans_above, spans_named

MOMENT = datetime(2026, 1, 3, 20, 56, 4)
MOMENTS = st.datetimes(datetime(2001, 9, 10), datetime(2099, 12, 31)).map(
    lambda it: it.replace(microsecond=0)
)


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y.%m.%d %H:%M:%S",
        "%Y年%m月%d日 %H:%M:%S",
        "%Y年%m月%d日%H时%M分%S秒",
        "%Y%m%d%H%M%S",
        "%Y%m%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %I:%M:%S %p",
        "%Y-%m-%d %H:%M:%S.000",
        "%Y-%m-%dT%H:%M:%S+08:00",
    ],
)
@given(moment=MOMENTS)
def test_a_moment_is_read_in_every_form(form: str, moment: datetime) -> None:
    written = read_moment(f"{moment:{form}}")
    assert written is not None and written.clock is not None
    assert written.precision is TimePrecision.SECOND
    assert datetime.combine(written.date_in() or date.min, written.clock) == moment


@given(moment=MOMENTS)
def test_a_moment_is_read_from_what_counts(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=timezone(timedelta(hours=8))).timestamp())
    serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
    utc = f"{moment - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}"
    cells: list[RecordCell] = [seconds, f"{seconds}", seconds * 1000, f"{seconds}000", utc, moment]
    for cell in (*cells, serial + 1e-9):
        written = read_moment(cell)
        assert written is not None and written.clock is not None, cell
        assert datetime.combine(written.date_in() or date.min, written.clock) == moment, cell


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("下午8:56:04", time(20, 56, 4)),
        ("下午 8:56", time(20, 56)),
        ("8:56:04 PM", time(20, 56, 4)),
        ("上午12:05:00", time(0, 5)),
        ("12:05 am", time(0, 5)),
        ("下午12:05", time(12, 5)),
        ("晚上10点半", time(22, 30)),
        ("早上7:30", time(7, 30)),
        ("22点", time(22)),
        ("9时5分", time(9, 5)),
        ("00:00:00", time(0)),
    ],
)
def test_a_time_of_day_is_read_where_its_part_of_the_day_leaves_no_doubt(
    text: str, clock: time
) -> None:
    for day in ("2026-01-03 ", "1月3日"):
        written = read_moment(day + text)
        assert written is not None and written.clock == clock
        assert (written.month, written.day) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-03 20:17:-0",
        "2026-01-03 24:00:00",
        "2026-02-30 10:00:00",
        "2026-13-01",
        "02-30 10:00:00",
        "昨天 22:31",
        "3点",
        "晚上12点",
        "上午12点",
        "半夜1点",
        "2026-01-03 9",
        "26-1-3 10:00",
        "1999-01-03 10:00:00",
        "合计",
        "",
        "12345678901234567",
    ],
)
def test_what_is_flawed_or_may_be_misread_is_no_moment(text: str) -> None:
    assert read_moment(text) is None


def test_a_day_without_a_year_has_none() -> None:
    written = read_moment("02-29 10:00:00")
    assert written is not None
    assert written.date_in() is None
    assert (written.date_in(2024), written.date_in(2026)) == (date(2024, 2, 29), None)


@given(seconds=st.integers(0, 300_000))
def test_a_length_is_read_in_every_form(seconds: int) -> None:
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    assert read_length(f"{hours}小时{minutes}分{rest}秒") == seconds
    assert read_length(f"{hours}时{minutes}分钟{rest}秒") == seconds
    assert read_length(f"{hours:02}:{minutes:02}:{rest:02}") == seconds
    assert read_length(f"{seconds}秒") == seconds
    assert (
        read_length(str(seconds)) == read_length(seconds) == read_length(float(seconds)) == seconds
    )
    assert read_length(timedelta(seconds=seconds)) == seconds


@pytest.mark.parametrize("cell", ["", None, "--", "很久", "1.5分", True, -3, "9999999999"])
def test_what_tells_no_length_is_none(cell: RecordCell) -> None:
    assert read_length(cell) is None


@pytest.mark.parametrize(
    ("word", "direction", "ending"),
    [
        ("被叫", Direction.INCOMING, Ending.ANSWERED),
        ("4G高清语音被叫", Direction.INCOMING, Ending.ANSWERED),
        ("VOLTE主叫", Direction.OUTGOING, Ending.UNKNOWN),
        ("呼出未接", Direction.OUTGOING, Ending.UNKNOWN),
        ("呼入挂断", Direction.INCOMING, Ending.REJECTED),
        ("未接来电", Direction.INCOMING, Ending.MISSED),
        ("已接", Direction.INCOMING, Ending.ANSWERED),
        ("骚扰拦截", Direction.INCOMING, Ending.BLOCKED),
        ("收", Direction.INCOMING, Ending.ANSWERED),
        ("发", Direction.OUTGOING, Ending.UNKNOWN),
        ("CallType.voiceMail", Direction.INCOMING, Ending.MISSED),
        ("Notification", Direction.NEITHER, Ending.UNKNOWN),
        ("草稿", Direction.NEITHER, Ending.UNKNOWN),
    ],
)
def test_who_called_is_told_by_words_inside(
    word: str, direction: Direction, ending: Ending
) -> None:
    assert read_direction(word) == (direction, ending)


@pytest.mark.parametrize(
    "word", ["国内通话", "本地", "呼转", "主叫/被叫", "", "短信", "3", "来电转移"]
)
def test_words_of_something_else_tell_no_direction(word: str) -> None:
    assert read_direction(word) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [("-", ""), ("未知号码", ""), ("(Unknown)", ""), ("-2", ""), ("Private Number", ""),
     (17000000008.0, "17000000008"), (17000000008, "17000000008"),
     (" 021-0000 1234 ", "021-0000 1234")],
)  # fmt: skip
def test_a_number_is_handed_on_as_written(cell: RecordCell, number: str) -> None:
    assert read_party(cell) == number


@pytest.mark.parametrize(
    "cell", ["+86 170 0000 0008", "0571-00000012转801", "(021)00001234", 95013]
)
def test_a_number_has_the_looks_of_one(cell: RecordCell) -> None:
    assert is_number(cell)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("查询时段：2025年12月01日至2026年01月31日", date(2025, 12, 1), date(2026, 1, 31)),
        ("2025-12-01 00:00:00 ~ 2026-01-31 23:59:59", date(2025, 12, 1), date(2026, 1, 31)),
        ("20251201-20260131", date(2025, 12, 1), date(2026, 1, 31)),
        ("计费周期：2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026年02-04月", date(2026, 2, 1), date(2026, 4, 30)),
    ],
)
def test_the_days_of_a_list_are_told_above_it(text: str, first: date, last: date) -> None:
    assert list(spans_above(text)) == [(first, last)]


@pytest.mark.parametrize(
    "text", ["打印时间：2026-02-01 10:00:00", "2026年2月1日打印", "共202601条", "2026"]
)
def test_a_single_day_is_no_span(text: str) -> None:
    assert list(spans_above(text)) == []


@pytest.mark.parametrize("name", ["list(202601)", "2026-01", "详单_2026.01", "2026年1月语音通信"])
def test_names_tell_months(name: str) -> None:
    assert list(spans_named(name)) == [(date(2026, 1, 1), date(2026, 1, 31))]
