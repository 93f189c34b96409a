"""A long workbook is read some cases at a time: what comes of it is the same as of all at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.runs import STORY_WORKBOOK

from anjuan import Column, ColumnType, OwnSheet, SheetColumns
from anjuan.case.records.case import Case
from anjuan.case.sheets import OURS, Table
from anjuan.plugin.columns import extended, owned
from anjuan.problems import Problem
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import CASE, EVIDENCE, INCIDENT, INSTITUTION, Row, case, incident
from anjuan.workbook import parsing, row_parsing
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.formats.source import UnsoundError
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.applying import read_mapped
from anjuan.workbook.parsing import Extent, Workbook, parse_workbook, uncollected
from anjuan.workbook.rows import RawRow, RawSheet
from anjuan.workbook.rules.cases import Checks

TODAY = date(2026, 4, 1)
ADDED = (
    SheetColumns(sheet="案件", columns={"member_no": Column("会员号")}),
    OwnSheet(
        sheet="投诉记录",
        name="complaints",
        columns={
            "on": Column("投诉日期", ColumnType.DATE, required=True),
            "to": Column("投诉对象", ColumnType.LINK),
        },
        help="每投诉一次一行。",
    ),
)
TABLE = extended(OURS, ADDED, owned("union", ADDED))
WINDOWS = (1, 2, 3)
# One case in several forms, cases that are merely alike, what is no number, what can't be read.
NUMBERS: tuple[Cell, ...] = (
    *("A001", "a001 ", "Ａ001", "A01", "B-1", "B—1", "（2026）一号", "(2026) 一号", "C3", "D4"),
    *("", None, "无", "合计", "同上", "E\u200b5", "E5", "F\x006", 1001, "1001", 1001.0, True),
    date(2026, 1, 2),
)
number = st.sampled_from(NUMBERS)


@dataclass(frozen=True)
class Told:
    """All that a workbook comes to."""

    cases: Sequence[Case]
    shown: str
    problems: tuple[Problem, ...]
    found: tuple[Problem, ...]


def told(sheets: Mapping[str, RawSheet], extent: Extent, table: Table = OURS) -> Told | str:
    try:
        book = parse_workbook(sheets, {}, table, partial(Checks, TODAY), extent)
    except UnsoundError as error:
        return str(error)
    cases = tuple(book.cases)
    return Told(cases, repr(cases), book.problems, book.told)


def assert_the_same(sheets: Mapping[str, RawSheet], table: Table = OURS) -> None:
    expected = told(sheets, Extent(), table)
    for window in WINDOWS:
        assert told(sheets, Extent(held=0, window=window), table) == expected


def raw_sheets(rows: Mapping[str, Iterable[Mapping[str, Cell]]]) -> dict[str, RawSheet]:
    """Sheets as if read from a file."""
    sheets = {}
    for sheet in TABLE.sheets:
        headings = [item.column.heading for item in sheet.fields]
        numbered = enumerate(rows.get(sheet.name, ()), start=2)
        found = [RawRow(place, tuple(map(row.get, headings))) for place, row in numbered]
        columns = {heading: place for place, heading in enumerate(headings)}
        sheets[sheet.name] = RawSheet(sheet.name, sheet.name, 1, columns, found)
    return sheets


def rows_of(sample: Row, **cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[list[Row]]:
    row = st.fixed_dictionaries(dict(cells)).map(lambda own: {**sample, **own})
    return st.lists(row, max_size=12)


text = st.sampled_from(("本人", "母亲", "", "李四", "李 四", "孙晓雯（本人）", None, "合计"))
day = st.sampled_from(("2026-03-05 22:40", "2026-03-01", "去年", "", "2027-01-01", "2026年3月"))
WORKBOOKS = st.fixed_dictionaries(
    {
        "案件": rows_of(CASE, 案件编号=number, 联系电话=text, 借款日期=day, 会员号=text).filter(
            bool
        ),
        "机构": st.just([INSTITUTION]),
        "骚扰记录": rows_of(
            INCIDENT, 案件编号=number, 受扰人=text, 与委托人关系=text, 时间=day, 次数=text
        ),
        "证据": rows_of(EVIDENCE, 案件编号=number, 证据编号=st.sampled_from(("1", "１", "2", ""))),
        "损失": rows_of({"项目": "律师费", "金额": 3000}, 案件编号=number, 说明=text),
        "证人": rows_of({}, 案件编号=number, 姓名=text, 与委托人关系=text),
        "办理记录": rows_of({"事项": "报案"}, 案件编号=number, 日期=day),
        "投诉记录": rows_of({"投诉对象": "甲"}, 案件编号=number, 投诉日期=day),
    }
)


@settings(phases=(Phase.explicit, Phase.generate))
@given(WORKBOOKS)
def test_rows_in_any_order_of_cases_in_any_spelling_come_to_the_same(
    rows: dict[str, list[Row]],
) -> None:
    assert_the_same(raw_sheets(rows), TABLE)


@pytest.mark.parametrize(
    "book",
    [
        SAMPLE_WORKBOOK,
        STORY_WORKBOOK,
        SAMPLE_WORKBOOK.parent / "有错的案件表.xlsx",
    ],
    ids=lambda it: it.stem,
)
def test_a_workbook_of_the_samples_comes_to_the_same(book: Path) -> None:
    assert_the_same(read_mapped(book, HeadingMap()))


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("limit", ["MOST_ERRORS", "MOST_PROBLEMS"])
def test_too_many_problems_are_refused_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch, most: int, limit: str
) -> None:
    for module in (parsing, row_parsing):
        monkeypatch.setattr(module, limit, most)
    rows = {
        "案件": [case(案件编号=it, 借款金额="3 000元") for it in ("A1", "A2", "A3")],
        "机构": [INSTITUTION],
        "骚扰记录": [
            incident(案件编号=number, 次数=count)
            for number, count in (("A3", "x"), ("A1", "两次"), ("A2", "y"), ("A1", "z"), ("B", "u"))
        ],
    }

    assert_the_same(raw_sheets(rows))


def live_cases() -> int:
    return sum(type(it) is Case for it in gc.get_objects())


class _Counting(Checks):
    """Counts how many cases there are in memory whenever some more are seen."""

    def __init__(self, counts: list[int]) -> None:
        super().__init__(TODAY)
        self._counts = counts

    def see(self, cases: Iterable[Case], problems: Iterable[Problem]) -> None:
        super().see(cases, problems)
        self._counts.append(live_cases())


def _read(cases: int, counts: list[int]) -> Workbook:
    numbers = [f"A{number:04d}" for number in range(cases)]
    rows = {
        "案件": [case(案件编号=it) for it in numbers],
        "机构": [INSTITUTION],
        # As if noted by the day: no case has its rows together.
        "骚扰记录": [incident(案件编号=it) for _ in range(2) for it in reversed(numbers)],
    }
    checks = partial(_Counting, counts)
    return parse_workbook(raw_sheets(rows), {}, OURS, checks, Extent(held=0, window=20))


def test_however_many_cases_there_are_few_of_them_are_in_memory() -> None:
    before = live_cases()
    counts: list[int] = []
    # Nobody looks for garbage meanwhile, so that nothing may hold itself.
    with uncollected():
        book = _read(400, counts)
    for place, one in enumerate(book.cases):
        if place % 50 == 0:
            counts.append(live_cases())
        assert len(one.incidents) == 2

    # Those of a window twice, with their rows and without, and those that are put away together.
    assert max(counts) - before <= 200
    assert len(book.cases) == 400


def test_cases_on_a_shelf_are_asked_for_like_any_others(tmp_path: Path) -> None:
    sheets = read_mapped(SAMPLE_WORKBOOK, HeadingMap())
    held = tuple(parse_workbook(sheets, {}).cases)
    cases = parse_workbook(sheets, {}, extent=Extent(held=0, window=2)).cases

    assert len(cases) == len(held)
    assert [cases[it] for it in range(len(held))] == list(held)
    assert cases[-1] == held[-1]
    assert tuple(cases[1:3]) == held[1:3]
    assert list(reversed(cases)) == list(reversed(held))
    with pytest.raises(IndexError):
        cases[len(held)]
