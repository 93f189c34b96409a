"""The rows of a long workbook a few thousand cases at a time, so that never all are in memory.

Rows of a case may stand anywhere in their sheets. Each sheet is gone through once, and its rows are
put away with those of the cases among which theirs is; then one window of cases after the other
can be read as if it were a workbook of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from anjuan.case.keys import number_key
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, Sheet, Table
from anjuan.frozen import frozen
from anjuan.shelf import Shelf
from anjuan.workbook.row_parsing import RowParser
from anjuan.workbook.rows import RawRow, RawSheet
from anjuan.workbook.rules.register import Directory, Register
from anjuan.workbook.shelved_rows import RowPile
from anjuan.workbook.totals import Totals

_CASE_NUMBER = CASES.heading("number")


@frozen
class Window:
    """Some cases of a workbook.

    Attributes:
        number: from 0; the last one has the rows that belong to no case.
        sheets: with these cases and their rows alone, both in the order of the file.
    """

    number: int
    sheets: Mapping[str, RawSheet]


class Windows:
    """A workbook in windows.

    Args:
        rows: of sheet 案件.
        sheets: by our names.
        table: our sheets, with the columns that plug-ins add.
        constants: what an empty cell of sheet 案件 stands for, by heading.
        size: how many cases a window has.
    """

    def __init__(
        self,
        rows: Iterable[RawRow],
        sheets: Mapping[str, RawSheet],
        table: Table,
        constants: Mapping[str, str],
        size: int,
    ) -> None:
        self._sheets = sheets
        self._shelf = Shelf()
        # The window of each case, by the key of its number; and keys that stand in several rows.
        self._of_case: dict[str, int] = {}
        self._repeated: set[str] = set()
        self._piles: dict[str, Mapping[int, RowPile]] = {}
        self._count = self._put_cases(rows, table.like(CASES), constants, size)
        for sheet in table.row_sheets.values():
            self._put_rows(sheet)

    def __iter__(self) -> Iterator[Window]:
        for number in range(self._count + 1):
            own = {
                name: replace(self._sheets[name], rows=piles.get(number, ()))
                for name, piles in self._piles.items()
            }
            yield Window(number, {**self._sheets, **own})

    def is_first(self, case: Case, window: Window) -> bool:
        """Whether no row with its number stands in a window before this one."""
        return self._of_case.get(number_key(case.number)) == window.number

    def is_repeated(self, case: Case) -> bool:
        """Whether its number stands in another row too."""
        return number_key(case.number) in self._repeated

    def _put_cases(
        self, rows: Iterable[RawRow], sheet: Sheet, constants: Mapping[str, str], size: int
    ) -> int:
        """Put the rows of sheet 案件 away, and tell how many windows they are."""
        raw = self._sheets[sheet.name]
        parser = RowParser(sheet, raw, Directory(), constants, Register(), [])
        totals = Totals(sheet, raw)
        piles = self._new_piles(sheet)
        window = 0
        for place, row in enumerate(it for it in rows if not totals.is_total(it)):
            window = place // size
            piles[window].add(row)
            key = number_key(parser.number(row))
            if key in self._of_case:
                self._repeated.add(key)
            elif key:
                self._of_case[key] = window
        return window + 1

    def _put_rows(self, sheet: Sheet) -> None:
        """Put the rows of a sheet away with those of their cases."""
        raw = self._sheets[sheet.name]
        parser = RowParser(sheet, raw, Directory(), {}, Register(), [])
        has_looks = bool(raw.flaws.cells or raw.flaws.looks)
        piles = self._new_piles(sheet)
        for row in raw.rows:
            cell = raw.value(row, _CASE_NUMBER)
            # However a text is read, or can't be, its key stays the same; and rows are many.
            is_text = isinstance(cell, str) and not has_looks
            key = number_key(cell if is_text else parser.number(row))
            piles[self._of_case.get(key, self._count)].add(row)
        for pile in piles.values():
            pile.put_away()

    def _new_piles(self, sheet: Sheet) -> defaultdict[int, RowPile]:
        piles: defaultdict[int, RowPile] = defaultdict(partial(RowPile, self._shelf))
        self._piles[sheet.name] = piles
        return piles
