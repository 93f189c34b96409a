"""How well the values below a heading fit a column of ours: names alone decide nothing.

The readers of cells are asked themselves, so that what is said to fit can be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from anjuan.case.columns import ColumnType
from anjuan.case.sheets import CASES
from anjuan.workbook.cells.cell import Cell, CellError, as_typed, is_empty
from anjuan.workbook.cells.clocks import read_clock
from anjuan.workbook.cells.values import parse
from anjuan.workbook.mapping.answers import answer, words_of
from anjuan.workbook.mapping.targets import Target
from anjuan.workbook.mapping.thesaurus import meaning

# From here on, most of the values fit; below, they speak against it.
FITS, SPEAKS_AGAINST = 0.7, 0.4
# Words of theirs for a choice are few; what has more is no choice.
_MOST_WORDS = 12
_LONGEST_WORD = 10
_INSTITUTIONS = ("公司", "银行", "平台", "法院")

_PHONE = re.compile(r"\+?[0-9][0-9\s\-()（）转]{4,}|[0-9]{3,4}-?[0-9*]{4,}")
_IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_CREDIT_CODE = re.compile(r"9[0-9A-Z]{17}")
_DAY = re.compile(
    r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}[日号]?|月)?[T\s0-9:：时点分]*"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_TEXTS = (ColumnType.TEXT, ColumnType.NOTE, ColumnType.KEY, ColumnType.LINK)
_CHOICES = (ColumnType.CHOICE, ColumnType.CHOICES, ColumnType.FLAG)
_NAMED = ("姓名", "受扰人", "债务人姓名", "委托律师", "法定代理人", "监护人", "权利人")
# Who was born later is no client of ours yet; debts and calls are later.
_LATEST_BIRTH, _EARLIEST_EVENT = 2015, 2005


def fit(target: Target, values: Sequence[Cell]) -> float:
    """The share of the values that can be what the column holds; 1 where there are none.

    Args:
        target: the column.
        values: some of those below the heading.
    """
    filled = [answer(cell) for cell in values]
    filled = [cell for cell in filled if not is_empty(cell)]
    if not filled:
        return 1.0
    column = target.column
    if column.type in _CHOICES:
        return _fit_of_words(target, filled)
    return sum(_fits(target, cell) for cell in filled) / len(filled)


def are_clocks(values: Sequence[Cell]) -> bool:
    """True where most values are times of day without a day."""
    filled = [cell for cell in values if not is_empty(cell)]
    return bool(filled) and sum(map(is_clock, filled)) / len(filled) >= FITS


def is_clock(cell: Cell) -> bool:
    """True for a time of day without a day."""
    if isinstance(cell, time | timedelta):
        return True
    return isinstance(cell, str) and read_clock(cell.strip()) is not None


def _fits(target: Target, cell: Cell) -> bool:
    column, text = target.column, as_typed(cell).strip()
    if column.type is ColumnType.PHONE:
        return not _IDENTITY.fullmatch(text) and _PHONE.match(text) is not None
    if column.type in _TEXTS:
        named = column.name in _NAMED or column.heading in _NAMED
        return not (_is_of_its_own(cell, text) or (named and _has_digits(text)))
    try:
        value = parse(column, cell).value
    except CellError:
        return column.type is ColumnType.IDENTITY and _IDENTITY.fullmatch(text) is not None
    return column.type is not ColumnType.DATE or _is_likely(target, value)


def _has_digits(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _is_of_its_own(cell: Cell, text: str) -> bool:
    """True for what is a day, a telephone number or a number of a person, and no mere text."""
    if isinstance(cell, date | datetime | time | timedelta):
        return True
    signs = (_IDENTITY, _CREDIT_CODE, _DAY, _MOBILE)
    return len(text) < 30 and any(it.fullmatch(text) for it in signs)


def _is_likely(target: Target, value: object) -> bool:
    if not isinstance(value, date):
        return True
    if target.heading == CASES.heading("birth_date"):
        return value.year <= _LATEST_BIRTH
    return value.year >= _EARLIEST_EVENT


def _fit_of_words(target: Target, filled: Sequence[Cell]) -> float:
    words = [word for cell in filled for word in words_of(target, cell)]
    known = sum(is_known_word(target, word) for word in words)
    share = known / max(1, len(words))
    different = set(words)
    are_words = len(different) <= min(_MOST_WORDS, max(2, len(filled) // 2 + 1))
    unknown = [word for word in different if not is_known_word(target, word)]
    short = not any(_is_no_choice(word) for word in unknown)
    # Words of their own can be told what they mean; a column of anything else can't.
    return max(share, FITS - 0.2 if are_words and short else 0.0)


def _is_no_choice(word: str) -> bool:
    """True for what is too long for a choice of anybody's, or names an institution."""
    named = any(it in word for it in _INSTITUTIONS)
    return len(word) > _LONGEST_WORD or named or _is_of_its_own(word, word)


def is_known_word(target: Target, word: str) -> bool:
    """True for a word that is read as it is, or that is known to mean one of ours."""
    try:
        parse(target.column, word)
    except CellError:
        return bool(meaning(target, word))
    return True
