"""The list of numbers that the user confirms to be collectors', each with the reason.

It is a workbook of its own, or the sheet of that name in the case workbook. It is the firm's own
and isn't filed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.columns import Column, ColumnType
from anjuan.case.keys import label_key
from anjuan.errors import UsageError, WorkbookError
from anjuan.importing.parties import party_key, party_text
from anjuan.importing.survey import Tally
from anjuan.messages import Message, public
from anjuan.opc import reproducible
from anjuan.workbook.cells.cell import Cell, CellError, as_typed, is_empty
from anjuan.workbook.cells.values import parse
from anjuan.workbook.formats.source import Source, UnsoundError, address
from anjuan.workbook.opening import named, opened_alone
from anjuan.workbook.rows import HIGHEST_HEADING_ROW

SHEET_NAME = "催收号码"
_IS_LISTED = Column("是催收", ColumnType.FLAG, choices=("是", "否"))
_NUMBER = Column("号码", ColumnType.PHONE)
_INSTITUTION, _GROUND = Column("机构"), Column("依据")
_READ = (_IS_LISTED, _NUMBER, _INSTITUTION, _GROUND)
_WARNING = (
    "本表列出了手机里所有人的号码，只供办案人自己核对，不要提交，也不要外传。"
    "是催收方的，在“是催收”里写“是”，并写明依据（自报机构、短信署名、录音、回拨核实）。"
)
# Heading and width, in characters of the standard font.
_COLUMNS = (
    (_IS_LISTED.heading, 10), (_NUMBER.heading, 22), (_INSTITUTION.heading, 24),
    (_GROUND.heading, 24), ("通讯录姓名", 14), ("首次", 18), ("末次", 18), ("天数", 8),
    ("来电", 8), ("未接", 8), ("夜间", 8), ("短信和聊天", 12), ("去电和去信", 12), ("号码类别", 22),
)  # fmt: skip
_FIXED_TIME = datetime(1980, 1, 1)
_TO_FILL, _TOLD = PatternFill("solid", fgColor="FFC94D"), PatternFill("solid", fgColor="DDE6F0")
_HEADING_ROW = 2


@dataclass(frozen=True, slots=True)
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


def list_workbook(tallies: Iterable[Tally]) -> bytes:
    """The list to be ticked, in the order given."""
    workbook = Workbook()
    workbook.properties.creator = "anjuan"
    workbook.properties.created = workbook.properties.modified = _FIXED_TIME
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET_NAME
    sheet.append([_WARNING])
    sheet.append([heading for heading, _ in _COLUMNS])
    last = _HEADING_ROW
    for last, tally in enumerate(tallies, start=_HEADING_ROW + 1):
        for column, value in enumerate(_row(tally), start=1):
            cell = sheet.cell(last, column, value)
            if isinstance(value, str):
                # Numbers keep their 0, and a text that begins with = is no formula (CWE-1236).
                cell.data_type, cell.number_format = "s", "@"
    _set_up(sheet, last)
    out = io.BytesIO()
    workbook.save(out)
    return reproducible(out.getvalue())


def _row(tally: Tally) -> list[str | int]:
    return [
        *("", tally.party, "", "", tally.name),
        *(f"{moment:%Y-%m-%d %H:%M}" for moment in (tally.first, tally.last)),
        *(len(tally.days), tally.calls, tally.missed, tally.at_night),
        *(tally.messages, tally.outgoing, tally.party_class),
    ]


def _set_up(sheet: Worksheet, last: int) -> None:
    for number, (heading, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(_HEADING_ROW, number)
        cell.font = Font(bold=True)
        cell.fill = _TO_FILL if heading in (it.heading for it in _READ) else _TOLD
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.cell(1, 1).font = Font(bold=True, color="C00000")
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 3).coordinate
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    choices = DataValidation(type="list", formula1=f'"{",".join(_IS_LISTED.choices)}"')
    choices.add(f"A{_HEADING_ROW + 1}:A{max(last, _HEADING_ROW + 1)}")
    sheet.add_data_validation(choices)
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(_COLUMNS))}{last}"


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
        *(path, public(_IS_LISTED.heading), public(_NUMBER.heading)),
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
    found = {it.heading: known.get(label_key(it.heading), -1) for it in _READ}
    return found if min(found[_IS_LISTED.heading], found[_NUMBER.heading]) >= 0 else {}


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
    column = _IS_LISTED
    try:
        if is_empty(row.cell(column)) or not parse(column, row.cell(column)).value:
            return
        column = _NUMBER
        typed = str(parse(column, row.cell(column)).value) if row.cell(column) else ""
        ground = as_typed(row.cell(_GROUND)).strip()
    except CellError as error:
        where = public(row.place(number, column))
        faults.append(Message("{}：{}{}", where, error.message, error.remedy))
        return
    if not typed or not ground:
        lacking = _GROUND if typed else _NUMBER
        faults.append(
            Message(
                "{}：标了“是”，却没有写“{}”。请补上。",
                *map(public, (row.place(number, lacking), lacking.heading)),
            )
        )
        return
    institution = as_typed(row.cell(_INSTITUTION)).strip()
    place = f"{sheet}!{row.place(number, _NUMBER)}"
    found.setdefault(party_key(typed), Listed(party_text(typed), institution, ground, place))


def marked(numbers: NumberList) -> Iterator[str]:
    """The numbers of a list in their normal form."""
    return (it.number for it in numbers.values())
