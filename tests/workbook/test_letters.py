"""Letters of columns: the same as in Excel."""

from __future__ import annotations

from openpyxl.utils import column_index_from_string, get_column_letter

from anjuan.workbook.formats.source import LAST_COLUMN
from anjuan.workbook.letters import column_letters, column_number


def test_every_column_that_excel_has_is_called_as_in_excel() -> None:
    numbers = range(1, LAST_COLUMN + 1)

    letters = [column_letters(number) for number in numbers]

    assert letters == [get_column_letter(number) for number in numbers]
    assert [column_number(it.lower()) for it in letters] == list(numbers)
    assert all(column_index_from_string(it) == column_number(it) for it in letters)
