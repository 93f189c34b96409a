"""Where something stands in a file, as a person would look it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """Names places of one table.

    Args:
        sheet: its name; empty where the file is but one table.
        number: the sheet's, from 1.
        lines: of a table that has neither rows nor columns to look at, the place of each row.
    """

    sheet: str = ""
    number: int = 1
    lines: Sequence[str] = ()

    def row(self, number: int) -> str:
        """A row by its number, from 1."""
        if self.lines:
            return self.lines[number - 1]
        return f"{self.sheet} 第 {number} 行".strip()

    def cell(self, number: int, column: int | None, *, is_anybodys: bool = False) -> str:
        """A cell by the number of its row, from 1, and its column, from 0; else its row.

        Args:
            number: of the row.
            column: None where no single one is meant.
            is_anybodys: the sheet is named by its number: its name may be somebody's whom the
                user has not listed.
        """
        if column is None or self.lines:
            return self.row(number)
        address = f"{letters(column)}{number}"
        sheet = f"第 {self.number} 张表" if is_anybodys and self.sheet else self.sheet
        return f"{sheet}!{address}" if sheet else address


def letters(column: int) -> str:
    """A for column 0, AA for column 26."""
    text, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        text = chr(ord("A") + last) + text
    return text
