"""Whatever stands in a file, a reader finds something or says what is wrong; it never breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.record_files import found

from anjuan import RecordCell, RecordTable
from anjuan.errors import RecordError
from anjuan.importing.files import OpenedFile
from anjuan_plugins.importers.reading.moments import read_moment
from anjuan_plugins.importers.reading.names import read_name
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.tables import read_tables
from anjuan_plugins.importers.reading.values import read_length

WORDS = [
    *("起始时间", "日期", "时间", "对方号码", "主叫号码", "被叫号码", "通信方式", "类型", "时长"),
    *("内容", "本机号码", "被叫", "主叫", "呼转", "合计", "--", "17000000008", "2026-01-03"),
    *("01-03", "09:02:10", "1分5秒", "发送者", "消息类型", "strcontent", "issender", "createtime"),
    *("msg", "10690000001234567"),
]
CELLS: st.SearchStrategy[RecordCell] = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.just("9" * 5000),
    st.just('{"msg":' * 3000),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=14)
HEADED = st.builds(
    lambda head, rows: [head, *rows],
    st.permutations(WORDS[:11]).map(lambda it: it[:6]),
    st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=10),
)


class Rows(OpenedFile):
    """A file that holds one table."""

    def __init__(self, rows: Sequence[Sequence[RecordCell]]) -> None:
        super().__init__(Path("详单.xlsx"), year=2026)
        self.rows = rows

    def tables(self) -> Iterator[RecordTable]:
        yield RecordTable("Sheet1", iter(self.rows))


@pytest.mark.parametrize("sort", ["any", "headed"])
@given(data=st.data())
def test_no_cells_break_the_reader_of_tables(sort: str, data: st.DataObject) -> None:
    rows = data.draw(ROWS if sort == "any" else HEADED)
    file = Rows(rows)
    try:
        items = list(read_tables(file, ((it, Places()) for it in file.tables())))
    except RecordError:
        return
    assert len(items) <= 4 * len(rows)


@given(name=st.text(max_size=60), suffix=st.sampled_from([".mp3", ".jpg", ""]))
def test_no_name_breaks_the_reader_of_names(name: str, suffix: str) -> None:
    item = read_name(name.replace("/", "") + suffix)
    assert item.moment is None or 2000 <= item.moment.year < 2100


STARTS = (
    b"PK\3\4", b"%PDF-1.7\n", b"SQLite format 3\0", b"<calls><call ",
    "·甲\n2026年1月3日 10:01\n".encode(), "消息对象:甲\n2026-01-03 10:01:00 甲(1)\n".encode(),
    "甲 和 乙 在微信上的聊天记录如下，请查收。\n".encode(), "起始时间,对方号码\n".encode(),
)  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
@settings(max_examples=4)
@given(rest=st.binary(max_size=200))
def test_no_bytes_break_a_reader(
    start: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("callhistory.txt", "a.zip"):
        path = tmp_path_factory.mktemp("bytes") / name
        path.write_bytes(start + rest)
        # A reader that breaks is told of by another sort of error.
        with suppress(RecordError, StopIteration):
            found(path)


@pytest.mark.parametrize("line", ["甲" + "  " * 200_000, "1" * 400_000, "·" + " " * 400_000])
def test_a_long_line_takes_no_long_time(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"甲 和 乙 在微信上的聊天记录如下，请查收。\n\n{line}\n\n{line}x\n", encoding="utf-8"
    )
    with pytest.raises(RecordError, match="没有找到消息"):
        found(path)


def test_the_largest_numbers_are_no_times() -> None:
    for cell in (math.inf, -math.inf, math.nan, 10**400, "9" * 5000, datetime.max, date.min):
        assert read_moment(cell) is None or isinstance(cell, date)
        assert read_length(cell) is None
    assert read_length(timedelta.max) is None
    assert read_length(time(0, 0, 9)) == 9
