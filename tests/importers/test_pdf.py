"""Carriers' lists as PDF: every row is proved, or the file is refused with page and line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.record_files import Call, calls, found, own_numbers, spoken
from support.small_pdf import Words, pdf, scan, width

from anjuan import Contact
from anjuan.errors import RecordError, UsageError

HEAD = ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型")
LEFT = (40, 140, 190, 240, 340, 420)
ABOVE = "客户姓名：某某　手机号码：13900000002　查询时段：2026-01-01 至 2026-01-31"
LOG = [
    Call(
        datetime(2026, 1, 3, 9) + timedelta(minutes=37 * it),
        "17000000008" if it % 3 else "02100001234",
        bool(it % 4),
        20 + it,
    )
    for it in range(60)
]
Align = Callable[[int, str], float]


def left(column: int, text: str) -> float:
    return LEFT[column]


def centred(column: int, text: str) -> float:
    return ((*LEFT, 500)[column] + (*LEFT, 500)[column + 1] - width(text)) / 2


def right(column: int, text: str) -> float:
    return (*LEFT[1:], 500)[column] - 8 - width(text)


def cells(call: Call) -> Sequence[str]:
    way = "被叫" if call.is_in else "主叫"
    when = f"{call.moment:%Y-%m-%d %H:%M:%S}"
    return (when, "杭州", way, call.number or "-", spoken(call.seconds), "国内")


def table(
    rows: Iterable[Sequence[str]], align: Align = left, per_page: int = 25, repeat: bool = True
) -> list[list[tuple[float, float, str]]]:
    """The rows, so many a page, with headings above and a number below."""
    lines = list(rows)
    pages = []
    for start in range(0, len(lines), per_page):
        height = 800.0
        page: list[tuple[float, float, str]] = [(40, height, "中国移动客户语音详单")]
        page.append((40, height - 16, ABOVE))
        if repeat or not start:
            page += [(align(it, text), height - 32, text) for it, text in enumerate(HEAD)]
        for number, row in enumerate(lines[start : start + per_page], 3):
            at = height - 16 * number
            page += [(align(it, text), at, text) for it, text in enumerate(row) if text]
        page.append((280, 30, f"第 {start // per_page + 1} 页"))
        pages.append(page)
    return pages


def written(folder: Path, pages: Iterable[Words], password: str = "") -> Path:
    return pdf(folder / "详单.pdf", pages, password)


@pytest.mark.parametrize("align", [left, centred, right])
@pytest.mark.parametrize("repeat", [True, False])
def test_every_row_of_all_pages_is_read(tmp_path: Path, align: Align, repeat: bool) -> None:
    path = written(tmp_path, table(map(cells, LOG), align, repeat=repeat))

    assert calls(path) == LOG
    items = found(path)
    assert own_numbers(items) == {"13900000002"}
    assert next(it for it in items if isinstance(it, Contact)).place == "第 1 页第 4 行"


CALLS = st.builds(
    Call,
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 31)).map(
        lambda it: it.replace(microsecond=0)
    ),
    st.sampled_from(["17000000008", "02100001234", "10690000001234567", "95013"]),
    st.booleans(),
    st.integers(1, 9000),
)


@settings(max_examples=6)
@given(log=st.lists(CALLS, min_size=1, max_size=40), align=st.sampled_from([left, centred, right]))
def test_every_call_comes_back(
    log: list[Call], align: Align, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("pdf"), table(map(cells, log), align, per_page=15))
    assert calls(path) == log


def test_a_number_that_touches_the_cell_before_it_is_refused_and_not_lost(tmp_path: Path) -> None:
    def touching(column: int, text: str) -> float:
        return left(2, text) + width("主叫") + 1 if text.startswith("1069") else left(column, text)

    log = [replace(LOG[0], number="10690000001234567")]

    with pytest.raises(RecordError, match="第 1 页第 4 行的格子对不上标题"):
        found(written(tmp_path, table(map(cells, log), touching)))


def test_a_number_that_was_withheld_is_left_empty(tmp_path: Path) -> None:
    rows = [cells(it) for it in LOG[:3]]
    rows[1] = (*rows[1][:3], "", *rows[1][4:])
    assert [it.number for it in calls(written(tmp_path, table(rows)))][1] == ""


def test_a_file_with_a_password_is_opened_in_memory(tmp_path: Path) -> None:
    path = written(tmp_path, table(map(cells, LOG[:4])), "geheim")

    with pytest.raises(UsageError, match="密码"):
        found(path)
    with pytest.raises(RecordError, match="密码不对"):
        found(path, password="falsch")
    assert calls(path, password="geheim") == LOG[:4]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_be_turned(tmp_path: Path, turn: int) -> None:
    # In Latin letters: of a font that is not there, nothing else is known on a turned page.
    rows = [("Date", "Call Type", "Number", "Duration")]
    rows += [
        (f"{it.moment:%Y-%m-%d %H:%M:%S}", "Incoming", it.number, f"00:00:{it.seconds}")
        for it in LOG[:20]
    ]
    page = [
        (40.0 + 130 * column, 500.0 - 14 * number, text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    log = [replace(it, is_in=True) for it in LOG[:20]]
    assert calls(pdf(tmp_path / "详单.pdf", [page], turn=turn)) == log


def test_a_scan_says_that_it_is_one(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"第 1 页里没有文字，是扫描件.*Excel"):
        found(scan(tmp_path / "详单.pdf"))


@pytest.mark.parametrize("page", [0, 1])
def test_a_number_that_goes_on_in_the_next_line_refuses_the_file(tmp_path: Path, page: int) -> None:
    pages = table(map(cells, LOG[:30]), repeat=False)
    pages[page].append((LEFT[3], 800 - 16 * 4 + 5 - 13, "567"))
    with pytest.raises(RecordError, match=rf"第 {page + 1} 页第 \d+ 行的格子对不上标题"):
        found(written(tmp_path, pages))


def test_a_time_outside_of_all_rows_refuses_the_file(tmp_path: Path) -> None:
    pages = table(map(cells, LOG[:3]))
    pages[0].insert(0, (40, 820, "2026-01-09 10:00:00"))
    with pytest.raises(RecordError, match="有 4 个时间，却只认出 3 行"):
        found(written(tmp_path, pages))


@pytest.mark.parametrize("said", ["共 4 条", "合计4条", "总记录数：4"])
def test_a_file_that_says_it_holds_more_is_refused(tmp_path: Path, said: str) -> None:
    pages = table(map(cells, LOG[:3]))
    pages[-1].append((40, 60, said))
    with pytest.raises(RecordError, match="共 4 条，认出 3 行"):
        found(written(tmp_path, pages))


def test_each_page_may_say_how_many_it_holds(tmp_path: Path) -> None:
    pages = table(map(cells, LOG))
    for page, count in zip(pages, (25, 25, 10), strict=True):
        page.append((40, 60, f"本页共{count}条"))
    assert calls(written(tmp_path, pages)) == LOG


def test_the_time_of_printing_is_no_row(tmp_path: Path) -> None:
    pages = table(map(cells, LOG[:3]))
    pages[0].append((40, 60, "打印时间：2026-02-01 10:00:00"))
    pages[0].append((300, 60, "共3条"))
    assert calls(written(tmp_path, pages)) == LOG[:3]


@pytest.mark.parametrize("column", [2, 3])
def test_a_cell_under_the_wrong_heading_refuses_the_file(tmp_path: Path, column: int) -> None:
    rows = [list(cells(it)) for it in LOG[:5]]
    rows[3][column] = "国际漫游"
    with pytest.raises(RecordError, match="第 1 页第 7 行"):
        found(written(tmp_path, table(rows)))


def test_what_is_no_list_of_calls_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="没有认出通话详单的标题"):
        found(written(tmp_path, [[(40, 800, "民事判决书")]]))


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "详单.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(RecordError, match="已损坏"):
        found(path)


def test_without_its_library_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(RecordError, match=r"-m pip install -e .*\[pdf\]"):
        found(written(tmp_path, table(map(cells, LOG[:3]))))
