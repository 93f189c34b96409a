"""The filters that come with the program."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.case.records.moment import Moment
from anjuan.case.text import moment_text
from anjuan.chinese import date_text
from anjuan_plugins.kinds.filters import day_of, in_chinese, law_once, masked, time_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800000001", "138****0001"),
        ("000000199001010018", "000000********0018"),
        ("00000019880808888X", "000000********888X"),
        ("电话13800000001，另13900000002", "电话138****0001，另139****0002"),
        ("0571-00000011", "0571-00****11"),
        ("X00001234", "X00****34"),
        ("138 0000 0001", "138 **** 0001"),
        ("+86 138-0000-0001", "+86 138-****-0001"),
        ("１３８００００　０００１", "１３８****　０００１"),
        ("2026-03-05 22:41", "2026-03-05 22:41"),
        ("12321", "12321"),
        ("2026年3月5日", "2026年3月5日"),
        ("", ""),
    ],
)
def test_the_middle_of_a_long_number_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text())
def test_masking_never_changes_the_length_or_anything_but_digits(text: str) -> None:
    hidden = masked(text)

    assert len(hidden) == len(text)
    changed = [(old, new) for old, new in zip(text, hidden, strict=True) if old != new]
    assert all(new == "*" and old in "0123456789０１２３４５６７８９" for old, new in changed)


@pytest.mark.parametrize(
    ("text", "words"),
    [("3", "三"), ("12", "十二"), ("0", "0"), ("三", "三"), ("-1", "-1"), ("9" * 20, "9" * 20)],
)
def test_a_whole_number_is_put_into_words(text: str, words: str) -> None:
    assert in_chinese(text) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("《甲法》第一条、《甲法》第二条和《甲法》第三条", "《甲法》第一条、第二条和第三条"),
        ("《甲法》第一条、《甲〈乙〉》第二条", "《甲法》第一条、《甲〈乙〉》第二条"),
        ("《甲》一条、《乙》二条、《甲》三条", "《甲》一条、《乙》二条、《甲》三条"),
        ("《甲法》第一条", "《甲法》第一条"),
        ("没有法条", "没有法条"),
    ],
)
def test_a_law_cited_twice_in_a_row_is_named_once(text: str, shown: str) -> None:
    assert law_once(text) == shown


@given(st.dates(), st.none() | st.times())
def test_day_and_time_together_are_the_moment(day: date, clock: time | None) -> None:
    text = moment_text(Moment(day, clock))

    assert day_of(text) == date_text(day)
    assert day_of(text) + time_of(text) == text
    assert bool(time_of(text)) == (clock is not None)
