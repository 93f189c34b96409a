"""Days and moments: every spelling of a moment is that moment, and nothing is guessed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.readings import read, refusal

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.moment import Moment
from anjuan.chinese import chinese_number
from anjuan.workbook.cells.cell import READ_AS, CellError
from anjuan.workbook.cells.days import EARLIEST_YEAR, LATEST_YEAR
from anjuan.workbook.cells.values import parse

DAY = Column("落款日期", ColumnType.DATE)
MOMENT = Column("时间", ColumnType.MOMENT)
FIFTH = date(2026, 3, 5)

DAYS = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    "typed",
    [
        "2026年3月5号", "二〇二六年三月五日", "2026年三月五号", "2026-03-05（星期四）",
        "2026/3/5 周四", "46086", 46086, 46086.0, 20260305, 20260305.0,
    ],
)  # fmt: skip
def test_a_day_that_nobody_can_misread_is_read_and_told(typed: object) -> None:
    reading = parse(DAY, typed)  # type: ignore[arg-type]

    assert reading.value == FIFTH
    assert reading.remark
    assert reading.remark.rule is READ_AS
    assert "读作 2026-03-05。" in reading.remark.message


@pytest.mark.parametrize(
    "typed",
    [
        "2026/3/5 0:00",
        "2026-03-05 00:00:00",
        "2026-03-05 00:00",
        datetime(2026, 3, 5),
        "2026 年 3 月 5 日",
    ],
)
def test_a_day_with_midnight_beside_it_is_a_day(typed: object) -> None:
    reading = parse(DAY, typed)  # type: ignore[arg-type]

    assert (reading.value, reading.remark) == (FIFTH, None)


@pytest.mark.parametrize("typed", ["2026/3/5 0:00", "2026-03-05 00:00:00", "2026年3月5日 00:00"])
def test_a_moment_at_midnight_is_a_day_unless_it_says_so(typed: str) -> None:
    """Excel and others write a day so into a .csv: nobody called at night because of that."""
    reading = parse(MOMENT, typed)

    assert reading.value == Moment(FIFTH)
    assert reading.remark
    assert reading.remark.remedy == "确实是零点的，请写成 2026-03-05 凌晨0点。"
    assert parse(MOMENT, "2026-03-05 凌晨0点").value == Moment(FIFTH, time.min)
    assert parse(MOMENT, "2026-03-05 凌晨0点").remark is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("26.3.5", ["2026-03-05"]), ("26年3月5日", ["2026-03-05"]), ("260305", ["2026-03-05"]),
        ("05/03/2026", ["2026-03-05", "2026-05-03"]), ("15/03/2026", ["2026-03-15"]),
        ("90.1.5", ["1990-01-05"]), ("2O26-03-05", ["2026-03-05"]),
        ("05-03-26", ["2005-03-26", "2026-03-05", "2026-05-03"]),
        ("2026-03-05前后", ["2026-03-05"]), ("2026-03-05晚上", ["2026-03-05"]),
    ],
)  # fmt: skip
def test_a_day_that_can_be_misread_is_refused_with_what_it_may_be(
    typed: str, meant: list[str]
) -> None:
    error = refusal(DAY, typed)

    assert error.rule.code == "bad-date"
    assert f"是不是 {'，还是 '.join(meant)}？" in error.remedy
    assert [read(DAY, value) for value in meant]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3月5日", "请补上年份，如 2026-03-05"), ("12/31", "请补上年份，如 2026-12-31"),
        ("2026年3月", "没有写是哪一天"), ("2026-02-30", "没有这一天"),
        ("2026-03-05 星期五", "日期和星期对不上"), ("1899-12-30", "年份不可能"),
        ("2026年3月5日至7日", "请一格只写一天，如 2026-03-05"), ("昨天", "请写成 2026-03-05 这样"),
        ("2026-03-05、2026-03-06", "请一格只写一天，如 2026-03-05"),
    ],
)  # fmt: skip
def test_what_a_day_lacks_is_told(typed: str, told: str) -> None:
    error = refusal(DAY, typed)

    assert told in error.message + error.remedy


@pytest.mark.parametrize(
    "typed", ["去年", "2026年4月2号左右", "2026-04-02 22:41", "昨天", "x", "12", "2026-04-02 晚上"]
)
def test_a_column_of_days_never_asks_for_a_time_of_day(typed: str) -> None:
    error = refusal(DAY, typed)

    assert error.rule.code == "bad-date"
    assert ":" not in error.remedy
    assert "小时" not in error.remedy


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("2026-3-5 晚上10点", "22:00"), ("2026.3.5 下午3点半", "15:30"),
        ("2026年3月5日22时41分许", "22:41"), ("2026-03-05 凌晨1点", "01:00"),
        ("2026-03-05 中午12点", "12:00"), ("2026-03-05 上午9:30", "09:30"),
        ("2026年3月5号晚10点", "22:00"), ("2026-03-05 傍晚6点一刻", "18:15"),
        ("2026-03-05 10:30 PM", "22:30"), ("2026-03-05 22:41 PM", "22:41"),
        ("2026年三月五日晚上十点三刻", "22:45"), ("2026-03-05 下午 3 点", "15:00"),
        ("2026-03-05 早上8点整", "08:00"), ("2026-03-05 中午1点", "13:00"),
        ("2026-03-05 22时许", "22:00"), ("20260305 22:41", "22:41"), ("202603052241", "22:41"),
        ("2026-03-05（周四）晚上10点", "22:00"), ("2026-03-05 夜里11点20分", "23:20"),
        ("2026-03-05 9点20分", "09:20"), (46086.9451388889, "22:41"), ("46086.9451388889", "22:41"),
    ],
)  # fmt: skip
def test_a_time_of_day_that_nobody_can_misread_is_read(typed: object, clock: str) -> None:
    reading = parse(MOMENT, typed)  # type: ignore[arg-type]

    assert reading.value == Moment(FIFTH, time.fromisoformat(clock))
    told = reading.remark and reading.remark.message
    assert typed == "20260305 22:41" or f"读作 2026-03-05 {clock}。" in (told or "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-05 晚上12点", ["2026-03-06 凌晨0点"]),
        ("2026-03-05 24:00", ["2026-03-06 凌晨0点"]),
        ("2026-03-05 半夜1点", ["2026-03-05 01:00", "2026-03-06 01:00"]),
        ("2026-03-05 晚上12点半", ["2026-03-06 00:30"]),
        ("2026-03-05 22点左右", ["2026-03-05 22:00"]), ("2026-03-05 约22时", ["2026-03-05 22:00"]),
        ("2026-03-05 22:4", ["2026-03-05 22:04", "2026-03-05 22:40"]),
        ("2026-03-05 9:30-10:00", ["2026-03-05 09:30", "2026-03-05 10:00"]),
        ("2026-03-05 12:30 AM", ["2026-03-05 00:30", "2026-03-05 12:30"]),
        ("2026-03-05 1O:30", ["2026-03-05 10:30"]), ("2026-03-05 上午12点", ["2026-03-05 12:00"]),
        ("2026-03-05 下午9点", ["2026-03-05 21:00", "2026-03-05 09:00"]),
        ("26.3.5 晚上10点", ["2026-03-05 22:00"]),
        ("2026-03-05 3点半", ["2026-03-05 15:30", "2026-03-05 03:30"]),
        ("2026-03-05 9点", ["2026-03-05 21:00", "2026-03-05 09:00"]),
        ("2026-03-05 10点5", ["2026-03-05 10:05", "2026-03-05 10:50"]),
    ],
)  # fmt: skip
def test_a_time_that_can_be_misread_is_refused_with_what_it_may_be(
    typed: str, meant: list[str]
) -> None:
    error = refusal(MOMENT, typed)

    assert error.rule.code in ("bad-time", "bad-date")
    assert f"是不是 {'，还是 '.join(meant)}？" in error.remedy
    assert all(parse(MOMENT, value).remark is None for value in meant)


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-03-05 晚上", "2026-03-05 25:00", "2026-03-05 22:61", "2026-03-05 x"),
        *("2026-03-05 1:", "2026-03-05 2三时", "2026-03-05 5:半", "2026-03-05 9点6分6"),
    ],
)
def test_a_time_that_is_none_is_refused(typed: str) -> None:
    assert refusal(MOMENT, typed).rule.code == "bad-time"


@pytest.mark.parametrize(
    "spell",
    [
        date.isoformat,
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: f"{day.year} 年 {day.month} 月 {day.day} 号",
        lambda day: f"{day.year}.{day.month}.{day.day}",
        lambda day: f"{day:%Y%m%d}",
        lambda day: f"{day:%Y/%m/%d} 0:00",
        lambda day: f"{day}（星期{'一二三四五六日'[day.weekday()]}）",
        lambda day: f"{''.join('〇一二三四五六七八九'[int(it)] for it in str(day.year))}年"
        f"{chinese_number(day.month)}月{chinese_number(day.day)}日",
    ],
)  # fmt: skip
@given(day=DAYS)
def test_every_day_is_read_back_from_all_its_spellings(
    spell: Callable[[date], str], day: date
) -> None:
    assert read(DAY, spell(day)) == day
    assert read(MOMENT, spell(day)) == Moment(day)


@given(day=st.dates(date(1930, 1, 1), date(2099, 12, 31)), clock=CLOCKS)
def test_every_moment_is_read_back_from_the_number_that_excel_stores(
    day: date, clock: time
) -> None:
    minutes = clock.hour * 60 + clock.minute
    number = (day - date(1899, 12, 30)).days + minutes / 1440

    expected = Moment(day, clock if minutes else None)
    assert read(MOMENT, number) == read(MOMENT, f"{number:.10f}") == expected


@pytest.mark.parametrize(
    "spell",
    [
        lambda clock: f"{clock:%H:%M}",
        lambda clock: f"{clock.hour}：{clock.minute:02d}",
        lambda clock: f"{clock.hour}时{clock.minute}分许",
        lambda clock: f"{clock.hour}点{clock.minute:02d}分",
        lambda clock: f"{clock:%H%M%S}",
        lambda clock: f"{_part(clock)}{clock.hour % 12 or 12}点{clock.minute}分",
        lambda clock: f"{_part(clock)} {clock.hour % 12 or 12}:{clock.minute:02d}",
        lambda clock: (
            f"{_part(clock)}{chinese_number(clock.hour % 12 or 12)}点"
            + ("半" if clock.minute == 30 else f"{chinese_number(clock.minute)}分")
        ),
    ],
)
@given(day=DAYS, clock=CLOCKS.filter(lambda clock: clock.minute > 0 and clock.hour > 0))
def test_every_time_of_day_is_read_back_from_all_its_spellings(
    spell: Callable[[time], str], day: date, clock: time
) -> None:
    text = spell(clock)
    head = f"{day:%Y%m%d}" if text.isdigit() else f"{day} "

    assert read(MOMENT, head + text) == Moment(day, clock)


def _part(clock: time) -> str:
    parts = ((0, "凌晨"), (6, "早上"), (9, "上午"), (12, "中午"), (13, "下午"), (18, "晚上"))
    return [part for since, part in parts if clock.hour >= since][-1]


@given(day=DAYS, days=st.integers(1, 6))
def test_a_weekday_that_contradicts_its_day_is_never_passed_over(day: date, days: int) -> None:
    other = "一二三四五六日"[(day + timedelta(days)).weekday()]

    assert refusal(DAY, f"{day} 星期{other}").rule.code == "bad-date"


SIGNS = "0123456789年月日号时点分半晚上午下凌晨:.-/ 许约O，一二十至"


@given(
    st.one_of(st.text(SIGNS, max_size=20), st.text(SIGNS, max_size=12).map("2026-03-05 ".__add__))
)
def test_any_text_is_a_day_that_stands_in_it_or_is_refused(typed: str) -> None:
    for column in (DAY, MOMENT):
        with contextlib.suppress(CellError):
            value = read(column, typed)
            if typed.startswith("2026-03-05 "):
                assert (value.day if isinstance(value, Moment) else value) == FIFTH
