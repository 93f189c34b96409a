"""The copy of the workbook that the new rows go into: the workbook itself is never changed."""

from __future__ import annotations

from pathlib import Path

from anjuan.case.sheets import EVIDENCE, INCIDENTS
from anjuan.errors import UsageError
from anjuan.files import is_file, is_folder
from anjuan.importing.result import Imported
from anjuan.messages import public
from anjuan.workbook.appending import Added, append_rows
from anjuan.workbook.formats.recognising import Content, recognised
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.opening import named
from anjuan.workbook.parsing import Workbook
from anjuan.workbook.rows import RawSheet

# What is added to the name of the workbook.
COPY = "_导入"


def refuse_other_formats(file: Path, headings: HeadingMap) -> None:
    """Refuse a workbook that can't be changed in places, or that is read by a mapping.

    Args:
        file: the workbook.
        headings: how it is read.

    Raises:
        UsageError: it is none of Excel's newer ones, not there, or its rows are not ours.
    """
    if headings.tables:
        raise UsageError(
            "{} 是按对应表读的，通话记录还导不进去。请导入一份空白的案件表，再把各行抄过来。", file
        )
    if is_folder(file):
        raise UsageError("{} 是文件夹，不是案件表。请写出文件夹里的那一份。", file)
    if not is_file(file):
        raise UsageError("找不到案件表 {}。", file)
    with named(file), file.open("rb") as stream:
        is_excel = recognised(stream) is Content.EXCEL
    if not is_excel:
        raise UsageError("只有 .xlsx、.xlsm 的案件表能加进记录；请先把 {} 另存为 .xlsx。", file)


def copy_of(content: bytes, headings: HeadingMap, workbook: Workbook, found: Imported) -> bytes:
    """A copy of the workbook with the new rows.

    Args:
        content: of the workbook.
        headings: what the office calls its sheets and headings.
        workbook: parsed.
        found: what there is to add.

    Raises:
        WorkbookError: it can't be changed in places.
    """
    added = [
        Added(sheet_of(workbook, name), rows, headings.columns.get(name, {}))
        for name, rows in ((INCIDENTS.name, found.rows), (EVIDENCE.name, found.exhibits))
        if rows
    ]
    return append_rows(content, added)


def sheet_of(workbook: Workbook, name: str) -> RawSheet:
    """A sheet that rows are added to.

    Raises:
        UsageError: the workbook has none of this name.
    """
    raw = workbook.sheets[name]
    if not raw.columns:
        raise UsageError("案件表里没有工作表“{}”，加不进去。请按空白案件表补上。", public(name))
    return raw
