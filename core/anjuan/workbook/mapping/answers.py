"""Answers as programs of forms give them: (空), (跳过), A┋B, 其他〖…〗."""

from __future__ import annotations

import re

from anjuan.case.columns import ColumnType
from anjuan.chinese import split_list
from anjuan.workbook.cells.cell import Cell, as_typed
from anjuan.workbook.mapping.targets import Target

# Between several choices of one question.
SEVERAL = "┋"
_EMPTY = re.compile(r"[(（【\[](?:空|跳过|未填写|未填|空白|未作答|无作答)[)）】\]]")
_OWN_WORDS = re.compile(r"^(?:其他|其它|其)?[^〖]{0,8}〖(.*)〗$", re.DOTALL)
_SEPARATORS = re.compile(r"[、,，;；┋/\n]+")


def answer(cell: Cell) -> Cell:
    """A cell as somebody would have typed it: no word for no answer, no sign of a form."""
    if not isinstance(cell, str):
        return cell
    if _EMPTY.fullmatch(cell.strip()):
        return None
    return cell.replace(SEVERAL, "、") if SEVERAL in cell else cell


def own_words(text: str) -> str:
    """What was written beside 其他; any other text as it is."""
    found = _OWN_WORDS.match(text.strip())
    return found[1].strip() if found else text


def words_of(target: Target, cell: Cell) -> tuple[str, ...]:
    """The words of a cell in a column of choices; one, where it takes one only."""
    text = as_typed(cell).strip()
    if target.column.type is ColumnType.CHOICES:
        return split_list(text.replace("/", "、").replace(SEVERAL, "、"))
    return (text,) if text else ()


def people_of(text: str) -> tuple[str, ...]:
    """The people that a cell names, one after another; none twice."""
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
