"""Cells as they are read, and why they are not."""

from __future__ import annotations

from typing import Any

import pytest

from anjuan.case.columns import Column
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.values import parse


def read(column: Column, cell: Any) -> Any:
    """The value of a cell."""
    return parse(column, cell).value


def refusal(column: Column, cell: Any) -> CellError:
    """Why a cell is refused."""
    with pytest.raises(CellError) as raised:
        parse(column, cell)
    return raised.value
