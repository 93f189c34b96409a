"""The same tables give the same cases and the same problems, whatever they are written in."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.checking import problems
from support.drawn import EVERY, Book, Failed, changed, drawn, xlsx

from anjuan.case.records.case import Case
from anjuan.testing import case, evidence, incident, loss
from anjuan.workbook.parsing import load_workbook

# Those that differ in how they are read.
FORMATS = [
    *("xlsx", "prefixed", "strict and renamed", "xls", "ods", "xml 2003"),
    *("page", "comma", "semicolon", "tab", "bar"),
]
# Of what a format does not hold nobody can be told: in text every number is a text.
OF_TYPES = {"text-as-number", "number-as-text"}

PIECES = st.sampled_from(
    [
        *("张", "三", "𠮷", "A1", "007", "12.50", "，", "；", "、", "“", "”", "（", "·", "　", "—"),
        *(
            ",",
            ";",
            "|",
            '"',
            "'",
            '""',
            "<b>",
            "&amp;",
            "&",
            ">",
            "#",
            "=",
            "%",
            "\\",
            "/",
            " 空 ",
        ),
        *("\n", "E+10", "1.38E+10", "N/A", "{", "}}", "https://a.b/c?d=e&f"),
    ]
)
# A sign of a formula in front makes another thing of a text in some formats, and blanks at its
# ends are in none.
WORDS = st.lists(PIECES, min_size=1, max_size=6).map("".join).map(str.strip).filter(
    lambda it: it[:1] not in ("", "=")
)  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(
    lambda it: it.replace(microsecond=0)
)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "备注": WORDS | st.none() | st.booleans(),
        "损害后果": WORDS | st.just(Failed()),
        "工作单位": WORDS | st.integers(0, 10**6),
        "合同编号": WORDS,
        "借款日期": DAYS | WORDS | st.just(Failed("#REF!")),
        "借款金额": st.integers(-5, 10**6) | st.decimals(1, 10**6, places=2).map(float) | WORDS,
        "愿意协商还款": st.sampled_from(["是", "否", "也许", None]),
        "联系电话": st.integers(13000000000, 19999999999) | WORDS,
        "委托人姓名": WORDS,
    },
)
INCIDENTS = st.fixed_dictionaries(
    {},
    optional={
        "时间": MOMENTS | DAYS | WORDS,
        "次数": st.integers(-1, 2000) | WORDS | st.just(Failed("#VALUE!")),
        "内容": WORDS,
        "案件编号": st.sampled_from(["A001", "A002", "Ａ００１"]),
        "行为性质": st.sampled_from(["辱骂", "频繁拨打、辱骂", "不明", None]),
        "对方号码": st.sampled_from(["0571-00000011", "1.38E+10", 13800000009]),
    },
)
LOOKS = st.fixed_dictionaries(
    {
        "hidden_rows": st.frozensets(st.integers(2, 5)),
        "struck": st.frozensets(st.sampled_from(["A3", "B3", "I2", "H4", "H2"])),
    }
)


# An example takes a second: to look for the smallest that fails would take minutes.
@settings(max_examples=max(settings().max_examples // 3, 8), phases=[Phase.reuse, Phase.generate])
@given(CASES, st.lists(INCIDENTS, min_size=1, max_size=4), LOOKS)
def test_the_same_tables_are_read_alike_in_every_format(
    one: dict[str, object], incidents: list[dict[str, object]], looks: dict[str, frozenset[object]]
) -> None:
    book = drawn(
        cases=[case(**one), case(案件编号="A002")],
        incidents=[incident(**it) for it in incidents],
        evidence=[evidence(形成时间=date(2026, 3, 5))],
        losses=[loss(金额=1200.5)],
    )
    seen = changed(book, "骚扰记录", **looks)
    with tempfile.TemporaryDirectory() as folder:
        plain, full = read(Path(folder), "inline", book), read(Path(folder), "inline", seen)
        for name in FORMATS:
            is_text = name in ("comma", "semicolon", "tab", "bar")
            assert read(Path(folder), name, seen) == (plain if is_text else full), name


def read(folder: Path, name: str, book: Book) -> tuple[tuple[Case, ...], set[tuple[str, str]]]:
    """Cases and problems of tables in a format."""
    home = Path(tempfile.mkdtemp(dir=folder))
    path = EVERY[name](home, book)
    found = {(it.code, f"{it.sheet}!{it.cell}") for it in problems(path)}
    return tuple(load_workbook(path).cases), {it for it in found if it[0] not in OF_TYPES}


def test_the_tables_that_are_compared_are_told_apart(tmp_path: Path) -> None:
    """Lest everything be equal because nothing is read."""
    [one] = load_workbook(xlsx(tmp_path, drawn(cases=[case(备注="甲")]))).cases
    [other] = load_workbook(xlsx(tmp_path, drawn(cases=[case(备注="乙")]))).cases

    assert one != other
