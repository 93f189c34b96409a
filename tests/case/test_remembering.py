"""Values that remember their cells: plain in everything but what they tell of themselves."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.case.marks import Ledger, Memory, memory_of, without_marks
from anjuan.case.records.moment import Moment
from anjuan.case.remembering import (
    Amount,
    Clock,
    Day,
    Number,
    Text,
    as_told,
    how_many,
    printed_length,
)
from anjuan.case.text import moment_text
from anjuan.chinese import amount_text, date_text, split_list


def _text(ledger: Ledger, text: str, source: str = "A1") -> Text:
    return Text.of(text, Memory(ledger, source))


def _number(ledger: Ledger, number: int, source: str) -> Number:
    return Number.of(number, Memory(ledger, source))


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_a_sentence_without_its_marks_is_the_plain_sentence(one: str, other: str) -> None:
    ledger = Ledger()
    first, second = _text(ledger, one), _text(ledger, other, "B2")

    sentence = f"甲{first}，{second:>3}乙" + second + "。"

    assert without_marks(sentence) == f"甲{one}，{other:>3}乙" + other + "。"
    assert "".join(it.text for it in ledger.read(sentence)) == without_marks(sentence)


def test_each_part_of_a_sentence_tells_its_own_source() -> None:
    ledger = Ledger()
    name, count = _text(ledger, "陈示例", "C2"), _number(ledger, 6, "J4")

    found = list(ledger.read(f"致{name}：共{count}次"))

    assert [(it.text, it.sources) for it in found] == [
        ("致", ()),
        ("陈示例", (("C2",),)),
        ("：共", ()),
        ("6", (("J4",),)),
        ("次", ()),
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_sum_comes_from_all_that_it_is_made_of(number: int) -> None:
    ledger = Ledger()
    rows = [_number(ledger, row, f"J{row}") for row in range(number)]

    total = sum(rows)

    assert total == sum(range(number))
    memory = memory_of(total)
    assert set(memory.sources if memory else ()) == {f"J{row}" for row in range(number)}


def test_a_sum_of_many_rows_is_as_quick_as_one_of_few() -> None:
    ledger = Ledger()

    total = sum(_number(ledger, 1, f"J{row}") for row in range(20_000))

    memory = memory_of(total)
    assert memory is not None
    assert len(memory.sources) == 20_000


def test_a_difference_comes_from_both() -> None:
    ledger = Ledger()

    memory = memory_of(_number(ledger, 9, "J2") - _number(ledger, 4, "K2"))

    assert memory is not None
    assert set(memory.sources) == {"J2", "K2"}


def test_what_is_cut_off_a_text_still_comes_from_its_cell() -> None:
    text = _text(Ledger(), " 今晚不还。\n明天 ")

    for part in (text.strip(), text[2:4], text.rstrip("天 "), *text.split("\n")):
        memory = memory_of(part)
        assert memory is not None
        assert memory.sources == ("A1",)


def test_values_equal_the_plain_ones_and_sort_among_them() -> None:
    ledger = Ledger()
    memory = Memory(ledger, "A1")

    names: dict[str, int] = {_text(ledger, "甲"): 1}
    assert names["甲"] == 1
    assert Day.of(date(2026, 3, 5), memory) in {date(2026, 3, 5)}
    assert Amount.of(Decimal("3.50"), memory) == Decimal("3.5")
    assert sorted([_number(ledger, 2, "A1"), 1]) == [1, 2]
    assert time(8) < Clock.of(time(22, 41), memory)


def test_days_and_amounts_are_printed_as_the_plain_ones_are() -> None:
    ledger = Ledger()
    memory = Memory(ledger, "A1")
    day, amount = date(2026, 3, 5), Decimal("3500.00")

    for told, plain in (
        (date_text(Day.of(day, memory)), date_text(day)),
        (date_text(Day.of(day, memory) + timedelta(days=30)), date_text(day + timedelta(days=30))),
        (amount_text(Amount.of(amount, memory)), amount_text(amount)),
        (amount_text(Amount.of(amount, memory) + Decimal("0.5")), amount_text(Decimal("3500.5"))),
    ):
        assert told != plain
        assert without_marks(told) == plain


def test_a_number_of_people_comes_from_their_cells() -> None:
    ledger = Ledger()

    memory = memory_of(how_many([_text(ledger, "陈父", "G2"), _text(ledger, "陈母", "G3")]))

    assert memory is not None
    assert set(memory.sources) == {"G2", "G3"}
    assert how_many(["陈父", "陈母"]) == 2


def test_a_cell_in_other_words_comes_from_that_cell() -> None:
    memory = memory_of(as_told("原告", _text(Ledger(), "我", "M2")))

    assert memory is not None
    assert memory.sources == ("M2",)
    assert as_told("原告", "我") == "原告"


def test_a_text_that_was_cut_through_a_mark_is_read_all_the_same() -> None:
    ledger = Ledger()
    whole = f"致{_text(ledger, '陈示例')}：共{_number(ledger, 6, 'J4')}次"

    for cut in range(len(whole)):
        for part in (whole[:cut], whole[cut:]):
            assert "".join(it.text for it in ledger.read(part)).strip(whole) == ""


def test_the_length_of_a_text_is_that_of_what_is_printed() -> None:
    assert printed_length(f"致{_text(Ledger(), '陈示例')}：") == 5


@pytest.mark.parametrize("cell", ["1", "证1、证2", "公证书"])
def test_the_items_of_a_list_are_plain_texts(cell: str) -> None:
    items = split_list(_text(Ledger(), cell, "J2"))

    assert items == split_list(cell)
    assert {type(it) for it in items} == {str}


def test_a_moment_tells_its_own_cell_whoever_told_of_an_equal_one_before() -> None:
    ledger = Ledger()
    plain = Moment(date(2026, 3, 5), time(22, 40))

    def told(source: str) -> list[tuple[object, ...]]:
        memory = Memory(ledger, source)
        text = moment_text(Moment(Day.of(plain.day, memory), Clock.of(time(22, 40), memory)))
        assert without_marks(text) == moment_text(plain) == "2026年3月5日22时40分"
        return [it.sources for it in ledger.read(text) if it.text.isdigit()]

    assert moment_text(plain) == moment_text(plain)
    assert set(told("B2")) == {(("B2",),)}
    assert set(told("B3")) == {(("B3",),)}
    assert [it.sources for it in ledger.read(moment_text(plain))] == [()]
