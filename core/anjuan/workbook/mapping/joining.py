"""One cell of ours out of several of theirs; and one of theirs put into our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from anjuan.case.columns import ColumnType
from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES
from anjuan.workbook.cells.cell import Cell, CellError, as_typed, is_empty
from anjuan.workbook.cells.clocks import read_clock
from anjuan.workbook.cells.values import parse
from anjuan.workbook.mapping.answers import SEVERAL, answer, own_words, words_of
from anjuan.workbook.mapping.targets import Target

_BETWEEN = {ColumnType.CHOICES: "、", ColumnType.KEY: "、", ColumnType.NOTE: "；"}
_TEXTS = (ColumnType.TEXT, ColumnType.NOTE)
_CHOICES = (ColumnType.CHOICE, ColumnType.CHOICES, ColumnType.FLAG)
_NUMBER = CASES.heading("number")
_DAY = timedelta(days=1)


def in_our_words(target: Target, cell: Cell, words: Mapping[str, str]) -> Cell:
    """A cell of theirs as it stands in ours.

    Args:
        target: the column of ours.
        cell: theirs.
        words: ours by the key of theirs.
    """
    if isinstance(cell, str) and SEVERAL not in cell and target.column.type in _TEXTS:
        cell = own_words(cell)
    cell = answer(cell)
    if target.heading == _NUMBER and isinstance(cell, int | float) and cell == int(cell):
        # A running number has no zeros to lose.
        return as_typed(cell)
    if is_empty(cell) or not isinstance(cell, str):
        return cell
    if target.column.type in _CHOICES:
        found = [_word(target, it, words) for it in words_of(target, cell)]
        return "、".join(dict.fromkeys(found))
    return words.get(label_key(cell), cell)


def meant(cell: Cell, words: Mapping[str, str]) -> Cell:
    """What a cell says of another column; nothing where nobody has said what it means."""
    return words.get(label_key(as_typed(cell))) if not is_empty(cell) else None


def _word(target: Target, word: str, words: Mapping[str, str]) -> str:
    if label_key(word) in words:
        return words[label_key(word)]
    inner = own_words(word)
    known = inner in target.column.choices or inner in target.column.also
    return inner if known else word


def joined(target: Target, parts: Sequence[Cell], *, looks_otherwise: bool = False) -> Cell:
    """One cell out of several, in their order; empty ones and repeats left out.

    Args:
        target: the column of ours.
        parts: the cells of theirs.
        looks_otherwise: one of them shows another thing than it holds: it must stay a day, so
            that this is told.
    """
    filled = list(dict.fromkeys(cell for cell in parts if not is_empty(cell)))
    if len(filled) < 2:
        return filled[0] if filled else None
    if target.column.type is ColumnType.MOMENT and len(filled) == 2:
        return _moment(filled[0], filled[1], looks_otherwise)
    texts = [as_typed(cell).strip() for cell in filled]
    chinese = all(not text.isascii() for text in texts)
    between = _BETWEEN.get(target.column.type, "" if chinese else " ")
    return between.join(texts)


def faulty_part(target: Target, parts: Sequence[Cell], whole: Cell) -> int | None:
    """Which of several cells is at fault where together they can't be read; None where they can.

    Args:
        target: the column of ours.
        parts: the cells of theirs.
        whole: what was made of them.
    """
    is_moment = target.column.type is ColumnType.MOMENT and len(parts) > 1
    if not is_moment or _can_be_read(target, whole):
        return None
    if is_empty(parts[1]):
        return 0
    return 1 if is_empty(parts[0]) or _can_be_read(target, parts[0]) else 0


def _can_be_read(target: Target, cell: Cell) -> bool:
    if is_empty(cell):
        return False
    try:
        parse(target.column, cell)
    except CellError:
        return False
    return True


def _moment(day: Cell, clock: Cell, looks_otherwise: bool) -> Cell:
    at = _clock(clock, looks_otherwise)
    is_day = isinstance(day, date) and not (isinstance(day, datetime) and day.time() != time.min)
    if is_day and at is not None:
        return datetime.combine(date(day.year, day.month, day.day), at)  # type: ignore[union-attr]
    said = f"{at:%H:%M}" if at is not None and not isinstance(clock, str) else as_typed(clock)
    told = f"{day:%Y-%m-%d}" if is_day else as_typed(day)
    return f"{told.strip()} {said.strip()}"


def _clock(cell: Cell, whatever: bool) -> time | None:
    """A time of day as programs store it; of a text one that is plainly written."""
    if isinstance(cell, timedelta):
        return (datetime.min + cell).time() if timedelta() <= cell < _DAY else None
    if isinstance(cell, time):
        return cell
    found = read_clock(cell.strip()) if isinstance(cell, str) else None
    return found.time if found and (found.is_plain or whatever) else None
