"""The summary workbook 清单.xlsx: one row a document, one row a problem."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.outcomes import Outcome
from anjuan.packages import reproducible
from anjuan.problems import Problem

SUMMARY_NAME = "清单.xlsx"
_FIXED_TIME = datetime(1980, 1, 1)
_HEADING_FILL = PatternFill("solid", fgColor="DDE6F0")
_BAD_FILL = PatternFill("solid", fgColor="F8D7DA")


def summary_workbook(outcomes: Iterable[Outcome], problems: Iterable[Problem]) -> bytes:
    """Build the workbook; text from cells is written as text, never as a formula (CWE-1236)."""
    workbook = Workbook()
    workbook.properties.creator = "anjuan"
    workbook.properties.created = workbook.properties.modified = _FIXED_TIME
    documents = workbook.active
    assert isinstance(documents, Worksheet)
    documents.title = "文书"
    _fill_documents(documents, outcomes)
    _fill_problems(workbook.create_sheet("问题"), problems)
    out = io.BytesIO()
    workbook.save(out)
    return reproducible(out.getvalue())


def _fill_documents(sheet: Worksheet, outcomes: Iterable[Outcome]) -> None:
    _heading(sheet, ("案件编号", "委托人", "文书", "收文单位", "状态", "说明", "文件"))
    for outcome in outcomes:
        document = outcome.document
        row = _append(
            sheet,
            (
                document.case.number,
                document.case.client.name,
                document.kind.title,
                document.recipient.name,
                outcome.state.word,
                outcome.reason,
                outcome.path,
            ),
        )
        if outcome.state.is_bad:
            sheet.cell(row, 5).fill = _BAD_FILL
        elif outcome.path:
            link = sheet.cell(row, 7)
            link.hyperlink = outcome.path
            link.font = Font(color="0563C1", underline="single")
    _finish(sheet, (14, 12, 28, 40, 14, 60, 60))


def _fill_problems(sheet: Worksheet, problems: Iterable[Problem]) -> None:
    _heading(sheet, ("案件编号", "程度", "工作表", "单元格", "标题", "内容", "问题", "怎样处理"))
    for problem in problems:
        row = _append(
            sheet,
            (
                problem.case,
                problem.severity.word,
                problem.sheet,
                problem.cell,
                problem.heading,
                problem.value,
                problem.message,
                problem.remedy,
            ),
        )
        if problem.is_error:
            sheet.cell(row, 2).fill = _BAD_FILL
    _finish(sheet, (14, 8, 12, 10, 18, 24, 50, 50))


def _heading(sheet: Worksheet, titles: Sequence[str]) -> None:
    _append(sheet, titles)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = _HEADING_FILL
    sheet.freeze_panes = "A2"


def _append(sheet: Worksheet, texts: Sequence[str]) -> int:
    row = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column, text)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return row


def _finish(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.auto_filter.ref = sheet.dimensions
