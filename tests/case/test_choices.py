"""The words of cells: typed once, offered by their column, read as what they mean."""

from __future__ import annotations

import json
import pickle
from enum import StrEnum

import pytest

from anjuan.case import choices
from anjuan.case.choices import Choice, Nature, Role
from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import SHEETS
from anjuan.case.text import value_text
from anjuan.workbook.cells.values import parse

ENUMS = [
    it
    for it in vars(choices).values()
    if isinstance(it, type) and issubclass(it, Choice) and it is not Choice
]
COLUMNS = [
    item.column
    for sheet in SHEETS
    for item in sheet.fields
    if item.column.type in (ColumnType.CHOICE, ColumnType.CHOICES)
]
assert len(ENUMS) >= 18


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_the_words_of_an_enum_are_the_choices_of_one_sort_of_column(enum: type[StrEnum]) -> None:
    headings = {column.heading for column in COLUMNS if column.choices == tuple(enum)}

    assert len(headings) == 1


def test_every_column_of_choices_takes_them_from_an_enum() -> None:
    assert {column.choices for column in COLUMNS} == set(map(tuple, ENUMS))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.heading)
def test_a_word_typed_into_its_column_is_read_as_what_it_means(column: Column) -> None:
    for word in column.choices:
        read = parse(column, str(word)).value
        assert (word,) == (read if isinstance(read, tuple) else (read,))
        assert word is (read[0] if isinstance(read, tuple) else read)


def test_a_word_prints_as_it_is_written_and_travels() -> None:
    role = Role.CONTACT

    assert f"{role}、{role!s}" == "联系人、联系人"
    assert repr(role) == "'联系人'"
    assert "、".join((Nature.INSULT, Nature.THREAT)) == "辱骂、威胁恐吓"
    assert json.loads(json.dumps({"身份": role}, ensure_ascii=False)) == {"身份": "联系人"}
    assert pickle.loads(pickle.dumps(role)) is role
    # What a template gets is a plain text, which has no name and no value to ask for.
    assert type(value_text(role)) is str


READ_TOO = [
    (item.column, word, meant)
    for sheet in SHEETS
    for item in sheet.fields
    for word, meant in item.column.also.items()
]


@pytest.mark.parametrize(("column", "word", "meant"), READ_TOO, ids=lambda it: str(it)[:12])
def test_another_word_for_a_choice_is_read_as_it_and_told(
    column: Column, word: str, meant: str
) -> None:
    reading = parse(column, word)

    assert reading.value in (meant, (meant,), meant == column.choices[0])
    assert meant in column.choices
    assert word not in column.choices
    assert reading.remark
    assert reading.remark.message == f"“{word}”读作 {meant}。"
