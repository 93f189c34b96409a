"""The blank workbook that a lawyer fills in, built from the table of columns (case/records/)."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import (
    CASES,
    EVIDENCE,
    GUIDE_NAME,
    OURS,
    SHEETS,
    STATUS_HEADING,
    Sheet,
    Table,
)
from anjuan.opc import reproducible
from anjuan.workbook.drop_downs import LAST_VALIDATED_ROW, position, validate
from anjuan.workbook.guide import TITLE, Duty, Line, guide

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]

# Cells are formatted one by one so far down; below, the format of the whole column applies.
LAST_FORMATTED_ROW = 200

_FILLS = {
    Duty.REQUIRED: PatternFill("solid", fgColor="FFC94D"),
    Duty.CONDITIONAL: PatternFill("solid", fgColor="FFEBB8"),
    Duty.OPTIONAL: PatternFill("solid", fgColor="DDE6F0"),
}

_STATUS = Column(
    STATUS_HEADING,
    help="留给程序的一列：anjuan check --mark 在副本里把每一行的问题写在这里。请不要填写，"
    "写在这里的内容不会读进文书。",
)
_FIXED_TIME = datetime(1980, 1, 1)
_DAY_FORMAT = "yyyy-mm-dd"
_TEXT_FORMAT = "@"
# What is not named here stays text: Excel keeps 15 digits of a number, and no leading zero.
_FORMATS = {
    ColumnType.DATE: _DAY_FORMAT,
    ColumnType.MOMENT: f"{_DAY_FORMAT} hh:mm",
    ColumnType.MONEY: "#,##0.00",
    ColumnType.COUNT: "0",
}
# Formats of cells are numbered from 164 on; that of a rule must not be taken for one of them.
_RULE_FORMAT_ID = 200
# In characters of the standard font; a Chinese character takes two.
_WIDTHS = {
    ColumnType.NOTE: 36,
    ColumnType.KEY: 14,
    ColumnType.CHOICES: 30,
    ColumnType.DATE: 13,
    ColumnType.MOMENT: 18,
    ColumnType.MONEY: 14,
    ColumnType.COUNT: 8,
    ColumnType.IDENTITY: 22,
    ColumnType.CREDIT_CODE: 22,
    ColumnType.PHONE: 16,
    ColumnType.LINK: 24,
}
_OTHER_WIDTH = 20
_STATUS_WIDTH = 28
_HEADING_HEIGHT = 32
_LINE_HEIGHT, _ROW_PADDING, _GUIDE_PADDING = 15, 3, 6
_GUIDE_WIDTHS = (16, 110)
# A landscape page of A4 holds this many characters at a size that can still be read; on a
# single page 案件, the widest sheet, could not be.
_PAGE_WIDTH = 165
_A4 = 9
# What stays in view when a wide sheet is scrolled: up to the column of this attribute.
_FROZEN_THROUGH = {CASES.name: "name", EVIDENCE.name: "number"}

_NOTE_WIDTH, _NOTE_SIGNS, _NOTE_LINE = 280, 16, 20
# Text begins at the left, amounts end at the right, what has one length stands in the middle.
_CENTRED = (ColumnType.DATE, ColumnType.MOMENT, ColumnType.COUNT, ColumnType.FLAG)
# One a group, in the order of the sheet; the note on a heading names the group.
_BANDS = ("2F75B5", "C55A11", "548235", "7030A0", "BF8F00", "1F7F7F")
_GRAY = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_GRAY, right=_GRAY, top=_GRAY, bottom=_GRAY)


def blank_workbook(rows: Rows = MappingProxyType({}), table: Table = OURS) -> bytes:
    """Build the workbook.

    Args:
        rows: sample cases to fill in, by sheet: each row by heading; an unknown heading becomes
            a further column.
        table: our sheets, with the columns that plug-ins add.
    """
    workbook = Workbook()
    workbook.properties.creator = "anjuan"
    workbook.properties.created = workbook.properties.modified = _FIXED_TIME
    first = workbook.active
    assert isinstance(first, Worksheet)
    first.title = GUIDE_NAME
    _fill_guide(first, table, is_sample=bool(rows))
    for sheet in table.sheets:
        _fill_sheet(
            workbook.create_sheet(sheet.name), sheet, rows.get(sheet.name, ()), is_blank=not rows
        )
    out = io.BytesIO()
    workbook.save(out)
    return reproducible(out.getvalue())


def read_rows(path: Path) -> Rows:
    """The rows of a workbook whose headings stand in row 1, with the values as they are stored."""
    workbook = load_workbook(path)
    names = [sheet.name for sheet in SHEETS if sheet.name in workbook.sheetnames]
    return {name: list(_stored_rows(workbook[name])) for name in names}


def _stored_rows(table: Worksheet) -> Iterator[Mapping[str, Any]]:
    headings, *rows = table.iter_rows(values_only=True)
    for values in rows:
        filled = {
            str(heading): value
            for heading, value in zip(headings, values, strict=True)
            if value is not None
        }
        if filled:
            yield filled


def _fill_sheet(
    table: Worksheet, sheet: Sheet, rows: Sequence[Mapping[str, Any]], *, is_blank: bool
) -> None:
    columns = [item.column for item in sheet.fields]
    known = {column.heading for column in columns}
    own = dict.fromkeys(heading for row in rows for heading in row if heading not in known)
    columns += [Column(heading) for heading in own]
    if is_blank:
        # Reserved: marks go there, and are in view.
        columns.insert(1, _STATUS)
    groups = sheet.group_of
    for number, column in enumerate(columns, start=1):
        _write_heading(table, number, column, groups)
        _write_column(table, number, column, [row.get(column.heading) for row in rows])
        validate(table, number, sheet, column)
    table.row_dimensions[1].height = _HEADING_HEIGHT
    _set_heights(table, columns, rows)
    if sheet.required:
        table.sheet_properties.tabColor = _FILLS[Duty.REQUIRED].fgColor
    _fold(table, columns, {heading for row in rows for heading in row})
    _set_up_page(table, _frozen_columns(sheet) + (_STATUS in columns))


def _fold(table: Worksheet, columns: Sequence[Column], filled: Collection[str]) -> None:
    """Fold away what few cases need; the sign to unfold stands above the column behind.

    Nothing that is filled in: what can't be seen is overlooked, and the checks tell so.
    """
    was_folded = False
    for number, column in enumerate(columns, start=1):
        dimension = table.column_dimensions[get_column_letter(number)]
        is_folded = column.is_rare and column.heading not in filled
        if is_folded:
            dimension.outlineLevel = 1
            dimension.hidden = True
        dimension.collapsed = was_folded and not is_folded
        was_folded = is_folded


def _write_heading(
    table: Worksheet, number: int, column: Column, groups: Mapping[str, str]
) -> None:
    cell = table.cell(1, number, column.heading)
    cell.font = Font(bold=True)
    cell.fill = _FILLS[Duty.of(column)]
    group = groups.get(column.heading, "")
    cell.border = _banded(list(dict.fromkeys(groups.values())).index(group)) if group else _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.comment = _note([column.help]) if column is _STATUS else _comment(column, group)


def _banded(place: int) -> Border:
    """A box whose lower edge has the colour of a group: a row above would displace headings."""
    band = Side(style="thick", color=_BANDS[place % len(_BANDS)])
    return Border(left=_GRAY, right=_GRAY, top=_GRAY, bottom=band)


def _comment(column: Column, group: str) -> Comment:
    """The note on a heading, with room for all of its text."""
    lines = [_duty(column), f"写法：{column.type.value}"]
    if column.choices:
        lines.append(f"可选：{'、'.join(column.choices)}")
    if column.help:
        lines.append(column.help)
    if group:
        lines.append(f"组别：{group}")
    return _note(lines)


def _note(lines: Sequence[str]) -> Comment:
    height = sum(ceil(len(line) / _NOTE_SIGNS) for line in lines) * _NOTE_LINE + _NOTE_LINE
    return Comment("\n".join(lines), "anjuan", height=height, width=_NOTE_WIDTH)


def _duty(column: Column) -> str:
    if column.required_if and not column.required:
        heading, value = column.required_if
        return f"“{heading}”为“{value}”时必填"
    return Duty.of(column)


def _write_column(table: Worksheet, number: int, column: Column, values: Sequence[Any]) -> None:
    """Format a column, empty cells included, and put its values in."""
    dimension = table.column_dimensions[get_column_letter(number)]
    dimension.width = _width(column)
    dimension.number_format = number_format = _FORMATS.get(column.type, _TEXT_FORMAT)
    dimension.alignment = alignment = _alignment(column)
    # One look for all of them: openpyxl compares each new one with all that it knows.
    cell: Any = table.cell(2, number)
    cell.number_format, cell.alignment = number_format, alignment
    style = copy(cell._style)
    for row in range(2, max(LAST_FORMATTED_ROW, len(values) + 1) + 1):
        cell = table.cell(row, number)
        if row - 2 < len(values):
            cell.value = values[row - 2]
            if isinstance(cell.value, str):
                # A text that begins with = is a text, never a formula (CWE-1236).
                cell.data_type = "s"
        cell._style = copy(style)
    if column.type is ColumnType.MOMENT:
        _hide_midnight(table, get_column_letter(number))


def _alignment(column: Column) -> Alignment:
    if column.type in _CENTRED:
        return Alignment(horizontal="center", vertical="center")
    if column.type is ColumnType.MONEY:
        return Alignment(horizontal="right", vertical="center", indent=1)
    return Alignment(vertical="center", wrap_text=True)


def _width(column: Column) -> int:
    """Room for the heading on one line and for what usually stands below it."""
    if column is _STATUS:
        return _STATUS_WIDTH
    usual = _WIDTHS.get(column.type, _OTHER_WIDTH)
    if column.choices and column.type is not ColumnType.CHOICES:
        usual = 2 * max(map(len, column.choices)) + 4
    return max(usual, 2 * len(column.heading) + 3)


def _set_heights(
    table: Worksheet, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Make filled rows as high as their text; empty ones grow by themselves when filled."""
    widths = [_width(column) for column in columns]
    for number, row in enumerate(rows, start=2):
        cells = [row.get(column.heading) for column in columns]
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        table.row_dimensions[number].height = _height(texts, widths, _ROW_PADDING)


def _height(texts: Iterable[str], widths: Iterable[int], padding: int) -> int:
    """Room for the wrapped texts of a row: not every office suite finds it when it opens a file."""
    lines = (
        sum(max(1, ceil(_extent(line) / (width - 1))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return max(lines) * _LINE_HEIGHT + padding


def _extent(text: str) -> int:
    """Characters of the standard font that a text takes up."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def _hide_midnight(table: Worksheet, letter: str) -> None:
    """Show a day without a time of day as a day: 00:00 would look like a time somebody wrote."""
    first = f"{letter}2"
    day_only = DifferentialStyle(
        numFmt=NumberFormat(numFmtId=_RULE_FORMAT_ID, formatCode=_DAY_FORMAT)
    )
    formula = f"AND(ISNUMBER({first}),INT({first})={first})"
    rule = Rule(type="expression", dxf=day_only, formula=[formula])
    table.conditional_formatting.add(f"{first}:{letter}{LAST_VALIDATED_ROW}", rule)


def _frozen_columns(sheet: Sheet) -> int:
    through = _FROZEN_THROUGH.get(sheet.name)
    return position(sheet, through) if through else 1


def _set_up_page(table: Worksheet, frozen: int) -> None:
    """Freeze and, in print, repeat the headings and the first columns."""
    table.freeze_panes = table.cell(2, frozen + 1).coordinate
    table.print_title_rows = "1:1"
    table.print_title_cols = f"A:{get_column_letter(frozen)}"
    table.print_options.gridLines = True
    footer = table.oddFooter
    assert footer is not None
    footer.center.text = "&A　第 &P 页，共 &N 页"
    width = sum(dimension.width for dimension in table.column_dimensions.values())
    _fit(table, pages=max(1, round(width / _PAGE_WIDTH)))


def _fit(table: Worksheet, pages: int) -> None:
    """Lay the sheet out on so many landscape pages side by side."""
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = _A4
    table.page_setup.fitToWidth = pages
    table.page_setup.fitToHeight = 0
    table.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, footer=0.3)
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill_guide(table: Worksheet, of: Table, *, is_sample: bool) -> None:
    table.sheet_view.showGridLines = False
    for letter, width in zip("AB", _GUIDE_WIDTHS, strict=True):
        table.column_dimensions[letter].width = width
    title = table.cell(1, 1, TITLE)
    title.font = Font(bold=True, size=18, color="1F3864")
    table.row_dimensions[1].height = 34
    row = 2
    for heading, lines in guide(of, is_sample=is_sample):
        _write_section(table, row, heading)
        for number, line in enumerate(lines, start=row + 1):
            _write_line(table, number, line)
        row += len(lines) + 1
    _fit(table, pages=1)
    table.page_setup.fitToHeight = 1


def _write_section(table: Worksheet, row: int, heading: str) -> None:
    cell = table.cell(row, 1, heading)
    cell.font = Font(bold=True, size=12, color="1F3864")
    cell.alignment = Alignment(vertical="bottom")
    table.row_dimensions[row].height = 26


def _write_line(table: Worksheet, row: int, line: Line) -> None:
    label, text = table.cell(row, 1, line.label), table.cell(row, 2, line.text)
    label.font = Font(bold=True)
    for cell in (label, text):
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        # A template tag or a command is a text, whatever it begins with.
        cell.data_type = "s"
    height = _height((line.label, line.text), _GUIDE_WIDTHS, _GUIDE_PADDING)
    table.row_dimensions[row].height = height
    if line.duty:
        label.fill = _FILLS[line.duty]
    if line.sheet:
        label.font = Font(bold=True, color="0563C1", underline="single")
        label.hyperlink = Hyperlink(
            ref=label.coordinate, location=f"{quote_sheetname(line.sheet)}!A2"
        )
