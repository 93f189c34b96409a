"""The list of numbers that the user confirms to be collectors', each with the reason.

It is a workbook of its own, or the sheet of that name in the case workbook. It is the firm's own
and isn't filed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anjuan.case.columns import Column, ColumnType
from anjuan.case.keys import label_key, phone_key
from anjuan.errors import UsageError, WorkbookError
from anjuan.frozen import frozen
from anjuan.importing.parties import party_text
from anjuan.messages import Message, public
from anjuan.workbook.cells.cell import Cell, CellError, as_typed, is_empty
from anjuan.workbook.cells.values import parse
from anjuan.workbook.formats.source import Source, UnsoundError, address
from anjuan.workbook.opening import named, opened_alone
from anjuan.workbook.rows import HIGHEST_HEADING_ROW

SHEET_NAME = "催收号码"
IS_LISTED = Column("是催收", ColumnType.FLAG, choices=("是", "否"))
NUMBER = Column("号码", ColumnType.PHONE)
INSTITUTION, GROUND = Column("机构"), Column("依据")
READ = (IS_LISTED, NUMBER, INSTITUTION, GROUND)


@frozen
class Listed:
    """A number that is the collector's.

    Attributes:
        number: in its normal form.
        institution: whose it is, as the user wrote it; empty where that is open.
        ground: why it is taken for the collector's.
        place: where it stands in the list.
    """

    number: str
    institution: str
    ground: str
    place: str


NumberList = Mapping[str, Listed]


def the_list(path: Path | None, workbook: Path) -> NumberList:
    """The confirmed numbers of a list, or of the sheet of that name in the workbook.

    Args:
        path: of the list; None = the sheet 催收号码 of the workbook.
        workbook: the case workbook.

    Raises:
        UsageError: there is no such sheet.
        WorkbookError: it is no such list, or a row of it can't be used.
    """
    return read_list(path) if path else list_in(workbook)


def read_list(path: Path) -> NumberList:
    """The numbers of a list that are marked as the collector's, by key.

    Raises:
        WorkbookError: it is no such list, or a row of it can't be used; each is named.
    """
    with named(path):
        source = opened_alone(path)
        for sheet in source.names:
            found = _listed(source, sheet)
            if found is not None:
                return found
    raise WorkbookError(
        "{} 里没有“{}”和“{}”这两列，不是催收号码的名单。请用 anjuan numbers 生成一份。",
        *(path, public(IS_LISTED.heading), public(NUMBER.heading)),
    )


def list_in(path: Path) -> NumberList:
    """The numbers on the sheet of that name in a case workbook, likewise.

    Raises:
        UsageError: there is no such sheet.
        WorkbookError: a row of it can't be used.
    """
    with named(path):
        source = opened_alone(path)
        for sheet in source.names:
            if label_key(sheet) == label_key(SHEET_NAME):
                return _listed(source, sheet) or {}
    raise UsageError(
        Message(
            "还没有催收号码的名单。请先运行 anjuan numbers 列出号码，"
            "打开名单标明哪些是催收方的，再用 --numbers 指明这份名单。"
        )
    )


def _listed(source: Source, sheet: str) -> NumberList | None:
    """The marked numbers of a sheet; None where it has not the headings."""
    columns: dict[str, int] = {}
    found: dict[str, Listed] = {}
    faults: list[Message] = []
    for row, cells in enumerate(source.rows(sheet)):
        if columns:
            _take(sheet, row, _Row(cells, columns), found, faults)
        elif row < HIGHEST_HEADING_ROW:
            columns = _positions(cells)
    if faults:
        raise UnsoundError("{}", Message("；".join(["{}"] * len(faults)), *faults))
    return found if columns else None


def _positions(cells: Sequence[Cell]) -> dict[str, int]:
    known = {label_key(as_typed(cell)): position for position, cell in enumerate(cells)}
    found = {it.heading: known.get(label_key(it.heading), -1) for it in READ}
    return found if min(found[IS_LISTED.heading], found[NUMBER.heading]) >= 0 else {}


class _Row:
    """Cells by column."""

    def __init__(self, cells: Sequence[Cell], columns: Mapping[str, int]) -> None:
        self._cells = cells
        self._columns = columns

    def cell(self, column: Column) -> Cell:
        """What stands in a column; None where there is none."""
        position = self._columns[column.heading]
        return self._cells[position] if 0 <= position < len(self._cells) else None

    def place(self, row: int, column: Column) -> str:
        """The address of a cell."""
        return address(row, self._columns[column.heading])


def _take(
    sheet: str, number: int, row: _Row, found: dict[str, Listed], faults: list[Message]
) -> None:
    column = IS_LISTED
    try:
        if is_empty(row.cell(column)) or not parse(column, row.cell(column)).value:
            return
        column = NUMBER
        typed = str(parse(column, row.cell(column)).value) if row.cell(column) else ""
        ground = as_typed(row.cell(GROUND)).strip()
    except CellError as error:
        where = public(row.place(number, column))
        faults.append(Message("{}：{}{}", where, error.message, error.remedy))
        return
    if not typed or not ground:
        lacking = GROUND if typed else NUMBER
        faults.append(
            Message(
                "{}：标了“是”，却没有写“{}”。请补上。",
                *map(public, (row.place(number, lacking), lacking.heading)),
            )
        )
        return
    institution = as_typed(row.cell(INSTITUTION)).strip()
    place = f"{sheet}!{row.place(number, NUMBER)}"
    found.setdefault(phone_key(typed), Listed(party_text(typed), institution, ground, place))
