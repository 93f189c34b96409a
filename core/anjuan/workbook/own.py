"""What anjuan itself writes into a marked copy, and no reader takes for the lawyer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anjuan.case.sheets import LIST_NAME
from anjuan.opc import ILLEGAL
from anjuan.problems import Severity
from anjuan.workbook.cells.cell import Cell, as_typed
from anjuan.workbook.formats.source import Flaws, MergedRange, Source, UnsoundError

# What we write into the column of that heading begins so; anything else there is the lawyer's.
STATUS_SIGNS = tuple(f"{severity.word}：" for severity in Severity)

# The headings of the sheet that lists all problems, by which it is known.
LIST_HEADINGS = (
    *("级别", "工作表", "单元格", "案件", "栏目", "写的是", "问题", "怎么办"),
    *("建议改为", "采用", "已阅", "规则"),
)
# How a line of it is ticked.
YES = "是"
# What a cell holds (Excel: 32,767 signs), with room to spare.
_MOST_SIGNS = 30_000
_LIST_NAMES = re.compile(rf"{LIST_NAME}\d*")


def may_be_list(name: str) -> bool:
    """True for a name that the sheet of problems may have."""
    return _LIST_NAMES.fullmatch(name) is not None


def is_list(headings: Sequence[str]) -> bool:
    """True for the first row of a sheet of problems."""
    return tuple(headings[: len(LIST_HEADINGS)]) == LIST_HEADINGS


def as_listed(text: str) -> str:
    """A text as the list has it: without what a cell can't hold, and no longer than it can be."""
    return ILLEGAL.sub("", text)[:_MOST_SIGNS]


def list_of(source: Source) -> str | None:
    """The name of the sheet of problems in a file; None where there is none."""
    names = filter(may_be_list, source.names)
    return next((name for name in names if is_list(_first_row(source, name))), None)


def _first_row(source: Source, name: str) -> Sequence[str]:
    try:
        row: Sequence[Cell] = next(source.rows(name), ())
    except UnsoundError:
        return ()
    return [as_typed(cell) for cell in row]


class WithoutList(Source):
    """A file as the lawyer has made it: without the sheet of problems.

    Args:
        source: the file.
        name: of the sheet.
    """

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name

    @property
    def is_typed(self) -> bool:
        """As in the file."""
        return self._source.is_typed

    @property
    def remark(self) -> str:
        """As in the file."""
        return self._source.remark

    @property
    def names(self) -> list[str]:
        """The tables, without ours."""
        return [name for name in self._source.names if name != self._name]

    def rows(self, name: str) -> Iterator[Sequence[Cell]]:
        """As in the file."""
        return self._source.rows(name)

    def merged(self, name: str) -> list[MergedRange]:
        """As in the file."""
        return self._source.merged(name)

    def flaws(self, name: str) -> Flaws:
        """As in the file."""
        return self._source.flaws(name)
