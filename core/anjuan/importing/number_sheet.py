"""The list of numbers as a workbook to be ticked.

Its rows are written as XML straight into the package: a phone may hold a hundred thousand numbers,
which are other people's and go into no temporary file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.importing.hints import GROUNDS
from anjuan.importing.number_list import GROUND, INSTITUTION, IS_LISTED, NUMBER, READ, SHEET_NAME
from anjuan.importing.survey import Tally
from anjuan.opc import ILLEGAL, reproducible

_WARNING = (
    "本表列出了手机里所有人的号码，只供办案人自己核对，不要提交，也不要外传。"
    "是催收方的，在“是催收”里写“是”，并写明依据（" + "、".join(GROUNDS) + "）。"
)
# Heading and width, in characters of the standard font.
_COLUMNS = (
    (IS_LISTED.heading, 10), (NUMBER.heading, 22), (INSTITUTION.heading, 24),
    (GROUND.heading, 24), ("通讯录姓名", 14), ("首次", 18), ("末次", 18), ("天数", 8),
    ("来电", 8), ("未接", 8), ("夜间", 8), ("短信和聊天", 12), ("去电和去信", 12), ("号码类别", 22),
)  # fmt: skip
_FIXED_TIME = datetime(1980, 1, 1)
_TO_FILL, _TOLD = PatternFill("solid", fgColor="FFC94D"), PatternFill("solid", fgColor="DDE6F0")
_HEADING_ROW = 2


# Where the rows belong that openpyxl does not write; and what counts them without.
_SHEET, _ROWS_END = "xl/worksheets/sheet1.xml", b"</sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


def list_workbook(tallies: Sequence[Tally]) -> bytes:
    """The list to be ticked, in the order given."""
    frame, style = _frame(_HEADING_ROW + len(tallies))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(frame)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            before, mark, after = old.read(entry).partition(_ROWS_END)
            with new.open(entry, "w") as part:
                part.write(_DIMENSION.sub(b"", before))
                if entry.filename == _SHEET:
                    for number, tally in enumerate(tallies, start=_HEADING_ROW + 1):
                        part.write(_row(number, tally, style).encode())
                part.write(mark + after)
    return out.getvalue()


def _frame(last: int) -> tuple[bytes, int]:
    """The workbook without its rows, and the style of their texts."""
    workbook = Workbook()
    workbook.properties.creator = "anjuan"
    workbook.properties.created = workbook.properties.modified = _FIXED_TIME
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET_NAME
    sheet.append([_WARNING])
    sheet.append([heading for heading, _ in _COLUMNS])
    # A cell of no sheet, for its style: numbers are texts, which keep their 0.
    sample = Cell(sheet, 1, 1)
    sample.number_format = "@"
    style = sample.style_id
    _set_up(sheet, last)
    out = io.BytesIO()
    workbook.save(out)
    return reproducible(out.getvalue()), style


def _row(number: int, tally: Tally, style: int) -> str:
    cells = (
        _cell(f"{get_column_letter(column)}{number}", value, style)
        for column, value in enumerate(_values(tally), start=1)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str | int, style: int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    # A text that begins with = is no formula (CWE-1236).
    text = escape(ILLEGAL.sub("", value), quote=False)
    words = f'<is><t xml:space="preserve">{text}</t></is>' if text else ""
    return f'<c r="{place}" s="{style}" t="inlineStr">{words}</c>'


def _values(tally: Tally) -> tuple[str | int, ...]:
    return (
        *("", tally.party, "", "", tally.name),
        *(f"{moment:%Y-%m-%d %H:%M}" for moment in (tally.first, tally.last)),
        *(len(tally.days), tally.calls, tally.missed, tally.at_night),
        *(tally.messages, tally.outgoing, tally.party_class),
    )


def _set_up(sheet: Worksheet, last: int) -> None:
    for number, (heading, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(_HEADING_ROW, number)
        cell.font = Font(bold=True)
        cell.fill = _TO_FILL if heading in (it.heading for it in READ) else _TOLD
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.cell(1, 1).font = Font(bold=True, color="C00000")
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 3).coordinate
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    choices = DataValidation(type="list", formula1=f'"{",".join(IS_LISTED.choices)}"')
    choices.add(f"A{_HEADING_ROW + 1}:A{max(last, _HEADING_ROW + 1)}")
    sheet.add_data_validation(choices)
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(_COLUMNS))}{last}"
