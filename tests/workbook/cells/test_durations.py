"""How long a call lasted: every spelling of it is that many seconds."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.readings import read, refusal

from anjuan.case.columns import Column, ColumnType
from anjuan.case.text import duration_text
from anjuan.workbook.cells.durations import LONGEST_SECONDS
from anjuan.workbook.cells.values import parse

LENGTH = Column("通话时长", ColumnType.DURATION)
SECONDS = st.integers(0, LONGEST_SECONDS - 1)


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1分5秒", 65), ("1小时2分3秒", 3723), ("1时2分", 3720), ("00:01:05", 65), ("1:05", 65),
        ("65", 65), (65, 65), (65.0, 65), ("65秒", 65), ("1分05秒", 65), ("1分钟", 60),
        ("１分５秒", 65), ("1 分 5 秒", 65), ("1′05″", 65), ("1'05\"", 65), ("1m5s", 65),
        (0, 0), ("90分", 5400), ("65:10", 3910), (time(0, 1, 5), 65), (timedelta(seconds=65), 65),
        (datetime(1899, 12, 30, 0, 1, 5), 65), (time(0, 5), 300), (time(1, 2, 3), 3723),
        ("2小时", 7200), ("0秒", 0), ("1分5", 65),
    ],
)  # fmt: skip
def test_a_duration_that_nobody_can_misread_is_read(typed: object, seconds: int) -> None:
    assert read(LENGTH, typed) == seconds


@given(SECONDS)
def test_what_is_printed_is_read_without_a_word(seconds: int) -> None:
    hours, rest = divmod(seconds, 3600)
    clock = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"

    for typed in (duration_text(seconds), str(seconds), f"{seconds}秒", clock, seconds):
        reading = parse(LENGTH, typed)
        assert (reading.value, reading.remark) == (seconds, None)


@given(st.text("0123456789分秒时小:'\" ", max_size=12))
def test_no_text_is_read_as_something_longer_or_breaks(text: str) -> None:
    try:
        value = parse(LENGTH, text or "x").value
    except ValueError:
        return
    assert isinstance(value, int) and 0 <= value <= LONGEST_SECONDS


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("很久", "不是时长"), ("约5分钟", "不是时长"), ("1小时70分", "不是时长"),
        ("1:75", "不是时长"),
        (-1, "不是时长"), (1.5, "不是时长"), (True, "不是时长"), ("25小时", "超过 24 小时"),
        (time(1, 5), "是不是 1分5秒，还是 1小时5分？"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(typed: object, told: str) -> None:
    error = refusal(LENGTH, typed)

    assert error.rule.code == "bad-duration"
    assert told in error.message + error.remedy
