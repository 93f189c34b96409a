"""The mapping workbook: a proposal to be looked at, corrected in its cells, and read as it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.sheets import OURS, Table
from anjuan.opc import reproducible
from anjuan.workbook.mapping.draft import Draft, ProposedPair, ProposedSheet, ProposedWord
from anjuan.workbook.mapping.judging import listed
from anjuan.workbook.mapping.layout import (
    CHECKED,
    CHOICES,
    CONSTANTS,
    CONTENT,
    EACH_A_ROW,
    EXAMPLES,
    FIRST_ROW,
    HEADINGS_AT,
    LIKE,
    MEANING,
    OUR_COLUMN,
    PAIRS,
    PARTS,
    SHEETS_USED,
    SPLIT,
    SURE,
    TOLD,
    WORDS,
    Part,
)
from anjuan.workbook.mapping.model import Sure
from anjuan.workbook.mapping.targets import UNUSED, Target, targets

_FIXED_TIME = datetime(1980, 1, 1)
# Rows below what is written that may be filled in by hand.
_ROOM = 60
_GRAY = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_GRAY, right=_GRAY, top=_GRAY, bottom=_GRAY)
_HEAD, _GUIDE = PatternFill("solid", fgColor="DDE6F0"), PatternFill("solid", fgColor="F3F6FA")
_TO_FILL_IN = PatternFill("solid", fgColor="FFC94D")
# What the lawyer fills in or corrects.
_HERS = {OUR_COLUMN, SPLIT, SURE, MEANING, CONTENT, LIKE}
_COLOURS = {
    Sure.YES.value: "E2EFDA",
    CHECKED: "E2EFDA",
    Sure.GUESS.value: "FFE699",
    Sure.OPEN.value: "EDEDED",
}
_LINE, _PADDING = 15, 5
Cells = Sequence[str | int]


def mapping_workbook(draft: Draft, table: Table = OURS) -> bytes:
    """The workbook of a proposal.

    Args:
        draft: the proposal.
        table: our sheets, with the columns that plug-ins add.
    """
    known = targets(table)
    book = Workbook()
    book.properties.creator = "anjuan"
    book.properties.created = book.properties.modified = _FIXED_TIME
    first = book.active
    assert isinstance(first, Worksheet)
    rows: dict[Part, Sequence[Cells]] = {
        PAIRS: [_pair(it) for it in draft.pairs],
        WORDS: [_word(it) for it in draft.words],
        CONSTANTS: [(str(it.target), it.text, it.told) for it in draft.constants],
        SHEETS_USED: [_sheet(it) for it in draft.sheets],
        CHOICES: list(_choices(known)),
    }
    for part in PARTS:
        sheet = first if part is PAIRS else book.create_sheet()
        sheet.title = part.name
        _fill(sheet, part, rows[part])
    for part in (PAIRS, WORDS, CONSTANTS):
        _choose_column(book[part.name], part, len(rows[part]), len(known))
    _choose(book[PAIRS.name], PAIRS, SPLIT, (EACH_A_ROW,), len(draft.pairs))
    for part in (PAIRS, WORDS):
        sure = (*(it.value for it in Sure), CHECKED)
        _choose(book[part.name], part, SURE, sure, len(rows[part]))
        _colour(book[part.name], part, len(rows[part]))
    _choose_meanings(book[WORDS.name], draft)
    out = io.BytesIO()
    book.save(out)
    return reproducible(out.getvalue())


def _pair(it: ProposedPair) -> Cells:
    pair = it.pair
    ours = UNUSED if pair.is_unused else str(pair.target or "")
    split = EACH_A_ROW if pair.is_split else ""
    head = (pair.sheet, pair.heading, listed(it.examples), ours, split)
    return (*head, pair.group or "", it.sure.value, it.told)


def _word(it: ProposedWord) -> Cells:
    word, sure, count = it.word, it.sure, it.count
    return (word.heading, word.theirs, count, str(word.target), word.ours, sure.value)


def _sheet(it: ProposedSheet) -> Cells:
    used = it.used
    numbers = used.heading_rows
    where: str | int = "-".join(map(str, numbers)) if len(numbers) > 1 else ""
    where = numbers[0] if len(numbers) == 1 else where
    return (used.name, where, used.like, it.rows, it.told)


def _choices(known: Mapping[str, Target]) -> Iterable[Cells]:
    yield (UNUSED, "", "这一列不读。")
    for name, target in known.items():
        column = target.column
        told = f"可选：{'、'.join(column.choices)}。" if column.choices else ""
        yield (name, column.type.value, f"{'必填。' if column.required else ''}{told}{column.help}")


def _fill(table: Worksheet, part: Part, rows: Sequence[Cells]) -> None:
    for number, (heading, width) in enumerate(part.columns, start=1):
        table.column_dimensions[get_column_letter(number)].width = width
        cell = table.cell(HEADINGS_AT, number, heading)
        cell.font = Font(bold=True)
        cell.fill = _TO_FILL_IN if heading in _HERS and part is not CHOICES else _HEAD
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    table.row_dimensions[HEADINGS_AT].height = 24
    for number, row in enumerate(rows, start=FIRST_ROW):
        _fill_row(table, part, number, row)
    _write_guide(table, part)
    table.freeze_panes = table.cell(FIRST_ROW, 3 if part is PAIRS else 1).coordinate
    table.sheet_view.showGridLines = False
    _set_up_page(table)


def _fill_row(table: Worksheet, part: Part, number: int, row: Cells) -> None:
    for place, value in enumerate(row, start=1):
        cell = table.cell(number, place)
        if value != "":
            cell.value = value
        if isinstance(value, str):
            # A text that begins with = is a text, never a formula (CWE-1236).
            cell.data_type = "s" if value else "n"
            cell.number_format = "@"
        cell.border = _BOX
        centred = isinstance(value, int) or part.columns[place - 1][0] in (SURE, SPLIT)
        cell.alignment = Alignment(
            horizontal="center" if centred else "left", vertical="center", wrap_text=True
        )
        if part.columns[place - 1][0] in (EXAMPLES, TOLD):
            cell.font = Font(color="595959")
    lines = (
        ceil(_extent(str(value)) / (width - 1))
        for value, (_, width) in zip(row, part.columns, strict=True)
    )
    table.row_dimensions[number].height = max(1, *lines) * _LINE + _PADDING


def _write_guide(table: Worksheet, part: Part) -> None:
    last = len(part.columns)
    cell = table.cell(1, 1, part.guide)
    table.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    cell.font = Font(size=11, color="1F3864")
    cell.fill = _GUIDE
    cell.alignment = Alignment(vertical="center", wrap_text=True, indent=1)
    width = sum(it for _, it in part.columns)
    table.row_dimensions[1].height = ceil(_extent(part.guide) / (width - 4)) * 17 + 12


def _extent(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def _choose_column(table: Worksheet, part: Part, rows: int, columns: int) -> None:
    last = FIRST_ROW + columns
    where = f"{quote_sheetname(CHOICES.name)}!$A${FIRST_ROW}:$A${last}"
    _validate(table, part, OUR_COLUMN, where, rows)


def _choose(table: Worksheet, part: Part, heading: str, words: Iterable[str], rows: int) -> None:
    _validate(table, part, heading, f'"{",".join(words)}"', rows)


def _validate(table: Worksheet, part: Part, heading: str, formula: str, rows: int) -> None:
    letter = get_column_letter(part.place(heading))
    validation = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=heading,
        error="请从下拉列表里选。",
    )
    validation.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + rows + _ROOM}")
    table.add_data_validation(validation)


def _choose_meanings(table: Worksheet, draft: Draft) -> None:
    """A drop-down of the choices of each column; for several of them any may be typed."""
    letter = get_column_letter(WORDS.place(MEANING))
    by_choices: dict[str, DataValidation] = {}
    for number, it in enumerate(draft.words, start=FIRST_ROW):
        choices = ",".join(it.word.target.column.choices)
        if choices not in by_choices:
            by_choices[choices] = DataValidation(
                type="list", formula1=f'"{choices}"', allow_blank=True
            )
            table.add_data_validation(by_choices[choices])
        by_choices[choices].add(f"{letter}{number}")


def _colour(table: Worksheet, part: Part, rows: int) -> None:
    """The colour follows the word, so that what has been looked at turns green."""
    sure = get_column_letter(part.place(SURE))
    ours = get_column_letter(part.place(OUR_COLUMN if part is PAIRS else MEANING))
    last = FIRST_ROW + rows + _ROOM
    for word, colour in _COLOURS.items():
        fill = PatternFill("solid", bgColor=colour, fgColor=colour)
        formula = [f'${sure}{FIRST_ROW}="{word}"']
        rule = Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=formula)
        for letter in dict.fromkeys((sure, ours)):
            table.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{last}", rule)


def _set_up_page(table: Worksheet) -> None:
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = 9
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = 1, 0
    assert table.sheet_properties.pageSetUpPr is not None
    table.sheet_properties.pageSetUpPr.fitToPage = True
    table.print_title_rows = f"{HEADINGS_AT}:{HEADINGS_AT}"
