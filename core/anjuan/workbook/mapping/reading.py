"""The mapping workbook read again, as the lawyer has corrected it: every fault of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from anjuan.case.columns import ColumnType
from anjuan.case.keys import label_key
from anjuan.case.sheets import OURS, Table
from anjuan.chinese import split_list, suggestion
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.settings import refuse
from anjuan.workbook.cells.cell import Cell, CellError, as_typed
from anjuan.workbook.cells.values import parse
from anjuan.workbook.formats.source import Source
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.layout import (
    CONSTANTS,
    CONTENT,
    EACH_A_ROW,
    FIRST_ROW,
    GROUP,
    HEADING_ROW,
    HEADINGS_AT,
    LIKE,
    MEANING,
    OUR_COLUMN,
    PAIRS,
    SHEETS_USED,
    SPLIT,
    SURE,
    THEIR_HEADING,
    THEIR_SHEET,
    THEIR_WORD,
    WORDS,
    Part,
)
from anjuan.workbook.mapping.model import Pair, Sure, TableMap, Used, Word
from anjuan.workbook.mapping.targets import UNUSED, Target, targets
from anjuan.workbook.opening import named, opened

_ROWS = re.compile(r"([1-9][0-9]{0,3})(?:[-—~、,，至到]([1-9][0-9]{0,3}))?")
# Of these, an unreadable constant would be told at each row; of the others the cell decides.
_FREE = (ColumnType.LINK, ColumnType.IDENTITY)
# What the column of ours may say.
Known: TypeAlias = Mapping[str, Target]


@frozen
class _Row:
    """A row of the mapping: its number and its cells by heading."""

    part: Part
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def at(self, heading: str) -> Message:
        """Where a cell of it is."""
        letter = column_letters(self.part.place(heading))
        return Message("{}!{}{}", public(self.part.name), public(letter), public(self.number))


class _Faults(list[Message]):
    """What is wrong with a mapping, with the cell."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def note(self, row: _Row, heading: str, said: Message) -> None:
        self.append(Message("对应表 {} 的 {}：{}", self._path, row.at(heading), said))


def read_mapping(path: Path, table: Table = OURS) -> TableMap:
    """The mapping of a workbook that `writing.py` has written.

    Args:
        path: of the mapping.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        ConfigError: it is none, or says what can't be; tells all of it.
    """
    faults = _Faults(path)
    known = targets(table)
    with named(path):
        source = opened(path)
        _refuse_other(path, source)
        pairs = tuple(_pairs(source, known, faults))
        words = tuple(_words(source, known, faults))
        constants = dict(_constants(source, known, faults))
        sheets = tuple(_sheets(source, faults))
        rows = [row for part in (PAIRS, WORDS) for row in _rows(source, part)]
        unchecked = sum(row[SURE] == Sure.GUESS for row in rows)
    refuse(list(faults))
    return TableMap(path.name, sheets, pairs, words, constants, unchecked)


def _refuse_other(path: Path, source: Source) -> None:
    for part in (PAIRS, SHEETS_USED):
        if part.name not in source.names:
            raise ConfigError(
                "{} 不是对应表：没有工作表“{}”。对应表用 anjuan map 生成。",
                path,
                public(part.name),
            )


def _rows(source: Source, part: Part) -> Iterator[_Row]:
    if part.name not in source.names:
        return
    places: dict[str, int] = {}
    for number, cells in enumerate(source.rows(part.name), start=1):
        texts = [_text(cell) for cell in cells]
        if number == HEADINGS_AT:
            places = {text: place for place, text in enumerate(texts) if text}
        elif number >= FIRST_ROW and any(texts):
            found = {it: texts[place] for it, place in places.items() if place < len(texts)}
            yield _Row(part, number, found)


def _text(cell: Cell) -> str:
    return as_typed(cell).strip()


def _pairs(source: Source, known: Known, faults: _Faults) -> Iterator[Pair]:
    for row in _rows(source, PAIRS):
        if not row[THEIR_HEADING]:
            if row[OUR_COLUMN]:
                faults.note(row, THEIR_HEADING, Message("没有写您的标题。"))
            continue
        split = row[SPLIT]
        if split not in ("", EACH_A_ROW):
            faults.note(row, SPLIT, Message("只能写“{}”，或空着。", public(EACH_A_ROW)))
        group = row[GROUP]
        if group and not group.isdecimal():
            faults.note(row, GROUP, Message("“{}”不是数字。", group))
            group = ""
        yield Pair(
            row[THEIR_SHEET],
            row[THEIR_HEADING],
            _target(row, known, faults),
            is_unused=row[OUR_COLUMN] == UNUSED,
            is_split=split == EACH_A_ROW,
            group=int(group or 0),
        )


def _target(row: _Row, known: Known, faults: _Faults) -> Target | None:
    typed = row[OUR_COLUMN]
    if not typed or typed == UNUSED:
        return None
    key = label_key(typed)
    found = next((it for name, it in known.items() if label_key(name) == key), None)
    if found is None:
        near = suggestion(typed, tuple(known))
        said = Message("没有“{}”这一列。{}请从下拉列表里选。", typed, near)
        faults.note(row, OUR_COLUMN, said)
    return found


def _words(source: Source, known: Known, faults: _Faults) -> Iterator[Word]:
    for row in _rows(source, WORDS):
        target = _target(row, known, faults)
        if target is None or not row[MEANING]:
            continue
        choices = target.column.choices
        wrong = [it for it in split_list(row[MEANING]) if choices and it not in choices]
        if wrong:
            said = Message("“{}”的可选值里没有“{}”。", public(str(target)), wrong)
            faults.note(row, MEANING, said)
        yield Word(row[THEIR_HEADING], target, row[THEIR_WORD], row[MEANING])


def _constants(source: Source, known: Known, faults: _Faults) -> Iterator[tuple[Target, str]]:
    for row in _rows(source, CONSTANTS):
        target = _target(row, known, faults)
        if target is None or not row[CONTENT]:
            continue
        try:
            if target.column.type not in _FREE:
                parse(target.column, row[CONTENT])
        except CellError as error:
            faults.note(row, CONTENT, Message("{}{}", error.message, error.remedy))
        yield target, row[CONTENT]


def _sheets(source: Source, faults: _Faults) -> Iterator[Used]:
    rows = list(_rows(source, SHEETS_USED))
    names = {row[THEIR_SHEET] for row in rows}
    for row in rows:
        found = _ROWS.fullmatch(row[HEADING_ROW])
        if row[HEADING_ROW] and not found:
            faults.note(
                row, HEADING_ROW, Message("“{}”不是行号，请写 2 或 2-3。", row[HEADING_ROW])
            )
        like = row[LIKE] or row[THEIR_SHEET]
        if like not in names:
            faults.note(row, LIKE, Message("没有工作表“{}”。", like))
        numbers: Sequence[int] = ()
        if found:
            first, last = int(found[1]), int(found[2] or found[1])
            if last not in (first, first + 1):
                said = Message("标题只能是一行，或上下相邻的两行。")
                faults.note(row, HEADING_ROW, said)
            numbers = tuple(range(first, last + 1))
        yield Used(row[THEIR_SHEET], tuple(numbers), like)
