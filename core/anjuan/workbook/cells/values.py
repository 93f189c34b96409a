"""From one cell to one typed value: pure functions, one for each column type.

A cell arrives as the reader gives it (text, int, float, date, datetime, time, bool) and
leaves as a `Reading`. What can't be understood raises `CellError`; nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import TypeAlias

from anjuan.case.choices import IdentityDocument
from anjuan.case.columns import Column, ColumnType
from anjuan.chinese import nearest, split_list, suggestion
from anjuan.messages import Message, public
from anjuan.problems import Rule
from anjuan.workbook.cells.amounts import read_count, read_money
from anjuan.workbook.cells.cell import (
    Cell,
    CellError,
    Reading,
    code_text,
    lost_digits,
    normal_text,
    one_line,
    plain_text,
    read_as,
)
from anjuan.workbook.cells.days import read_day, read_moment
from anjuan.workbook.cells.durations import read_duration
from anjuan.workbook.cells.identities import read_credit_code, read_identity
from anjuan.workbook.cells.nothing import is_nothing, says_none, written_nothing
from anjuan.workbook.cells.phones import read_phone

UNKNOWN_CHOICE = Rule("unknown-choice", "不在可选值之中。")
DITTO = Rule("ditto", "写的是“同上”。")
MADE_A_DAY = Rule("made-a-day", "要写文字的格子里是日期、时间或 TRUE、FALSE。")

# Rows are put in another order, and each cell stands for itself.
_DITTO = ("同上", "同前", "同上行", "同上一行", "〃", "″")


def parse(column: Column, cell: Cell) -> Reading:
    """What a non-empty cell says; words for nothing are read as an empty one, and told.

    Raises:
        CellError: the cell does not hold what the column asks for.
    """
    if is_nothing(column, cell):
        return Reading(empty(column), written_nothing(column, cell))
    if isinstance(cell, str) and cell.strip() in _DITTO:
        message = Message("“{}”在文书里不知道指什么。", cell)
        raise CellError(DITTO, message, "请写出内容，与上一行一样也要写。")
    if column.type in _OF_TEXT and isinstance(cell, _NO_TEXT):
        raise _made_a_day(cell)
    return _READERS[column.type](column, cell)


def _made_a_day(cell: Cell) -> CellError:
    """The complaint about what a table program makes of 1-2, 3/4, 12:30 and TRUE."""
    what = "TRUE 或 FALSE" if isinstance(cell, bool) else "日期或时间"
    return CellError(
        MADE_A_DAY,
        Message(
            "这一格是{}（{}），不是文字：1-2 之类会被 Excel 改成日期。", what, plain_text(cell)
        ),
        "请把这一列设为文本格式，再重新填写。",
    )


def empty(column: Column) -> object:
    """The value that stands for an empty cell of this column."""
    return _EMPTY.get(column.type, "") if column.if_empty is None else column.if_empty


def _note(column: Column, cell: Cell) -> Reading:
    text = plain_text(cell)
    return read_as(text, cell, text) if isinstance(cell, _NO_NOTE) else Reading(text)


def _text(column: Column, cell: Cell) -> Reading:
    return Reading(one_line(plain_text(cell)))


def _key(column: Column, cell: Cell) -> Reading:
    return Reading(one_line(plain_text(cell)), lost_digits(code_text(cell)))


def _choice(column: Column, cell: Cell) -> Reading:
    text = normal_text(cell)
    for choice in column.choices:
        if unicodedata.normalize("NFKC", choice) == text:
            return Reading(choice)
    if text in column.also:
        return read_as(column.also[text], cell, column.also[text])
    raise CellError(
        UNKNOWN_CHOICE,
        Message("“{}”不在可选值之中。{}", text, suggestion(text, column.choices)),
        Message("请从 {} 中选一项。", public(column.choices)),
        nearest(text, column.choices),
    )


def _choices(column: Column, cell: Cell) -> Reading:
    parts = split_list(plain_text(cell))
    try:
        found = [_choice(column, part) for part in parts]
    except CellError as error:
        error.meant = _all_meant(column, parts)
        raise
    values = tuple(dict.fromkeys(reading.value for reading in found))
    if any(reading.remark for reading in found):
        return read_as(values, cell, "、".join(map(str, values)))
    return Reading(values)


def _all_meant(column: Column, parts: Sequence[str]) -> str:
    """What all words of a cell mean; empty where nobody can know it of one of them."""
    near = [nearest(normal_text(part), (*column.choices, *column.also)) for part in parts]
    meant = dict.fromkeys(column.also.get(word, word) for word in near)
    return "、".join(meant) if all(near) else ""


def _flag(column: Column, cell: Cell) -> Reading:
    yes, no = column.choices
    if says_none(cell):
        message = Message("“{}”说不准是不是“{}”。", normal_text(cell), public(no))
        remedy = Message("是的话请写 {}；没有表示过的，请把这一格空着。", public(no))
        raise CellError(UNKNOWN_CHOICE, message, remedy)
    reading = _choice(column, cell)
    return Reading(reading.value == yes, reading.remark)


def _card_number(column: Column, cell: Cell) -> Reading:
    return read_identity(IdentityDocument.CARD, cell)


# What is none of these was changed by the table program: 1-2 into 2 January.
_NO_TEXT = (date, time, timedelta, bool)
_NO_NOTE = (date, time, timedelta)
_OF_TEXT = (ColumnType.TEXT, ColumnType.KEY, ColumnType.PHONE)

_Reader: TypeAlias = Callable[[Column, Cell], Reading]
_READERS: dict[ColumnType, _Reader] = {
    ColumnType.TEXT: _text,
    ColumnType.NOTE: _note,
    ColumnType.KEY: _key,
    ColumnType.CHOICE: _choice,
    ColumnType.CHOICES: _choices,
    ColumnType.FLAG: _flag,
    ColumnType.DATE: read_day,
    ColumnType.MOMENT: read_moment,
    ColumnType.MONEY: read_money,
    ColumnType.COUNT: read_count,
    ColumnType.DURATION: read_duration,
    # Of another document, if the row says so: parsing.py.
    ColumnType.IDENTITY: _card_number,
    ColumnType.CREDIT_CODE: read_credit_code,
    ColumnType.PHONE: read_phone,
    ColumnType.LINK: _text,
}
_EMPTY: dict[ColumnType, object] = {
    ColumnType.CHOICES: (),
    ColumnType.FLAG: None,
    ColumnType.DATE: None,
    ColumnType.MOMENT: None,
    ColumnType.MONEY: None,
    ColumnType.COUNT: None,
    ColumnType.DURATION: None,
    ColumnType.LINK: None,
}
