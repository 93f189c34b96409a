"""The summary workbook 清单.xlsx: documents, problems and deadlines, written row by row.

Rows go to disk as they come, so that a summary of any length takes little memory. Text from
cells is written as text, never as a formula (CWE-1236).
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.chinese import spelled_out
from anjuan.errors import OutputError, why
from anjuan.files import write_whole
from anjuan.messages import public
from anjuan.opc import copy_reproducibly
from anjuan.problems import Problem
from anjuan.run.outcomes import NOTHING, CaseResult, Outcome, StepFile
from anjuan.run.signoffs import Seen

SUMMARY_NAME = "清单.xlsx"
# Points a line, and the most that a row may have (ECMA-376 Part 1, 18.3.1.73).
_LINE, _MOST_HEIGHT = 17.0, 409.0
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.4)
_FIXED_TIME = datetime(1980, 1, 1)
# Links are held in memory until the end; further files are named without one.
MOST_LINKS = 20_000
# Excel takes this many characters a cell.
_MOST_CHARACTERS = 32_767

_SHEETS: dict[str, Sequence[tuple[str, int]]] = {
    "文书": (
        ("案件编号", 12), ("委托人", 10), ("文书", 20), ("收文单位", 28), ("状态", 12),
        ("说明", 34), ("文件", 34), ("印出的日期", 24), ("印出的金额", 16),
        ("核对人", 14), ("核对时间", 17), ("核对是否有效", 16),
    ),
    "问题": (
        ("案件编号", 12), ("程度", 6), ("工作表", 10), ("单元格", 8), ("标题", 16),
        ("内容", 20), ("问题", 44), ("怎样处理", 44),
    ),
    "时效": (("案件编号", 14), ("委托人", 12), ("事项", 30), ("到期日", 18), ("依据", 60)),
    "打印件": (("案件编号", 14), ("委托人", 12), ("步骤", 12), ("文件", 60), ("说明", 44)),
}  # fmt: skip
# Only where steps follow.
_PRINTED = "打印件"


class _Look(StrEnum):
    """How a cell looks."""

    PLAIN = "plain"
    HEADING = "heading"
    BAD = "bad"
    QUIET = "quiet"
    LINK = "link"


class _SheetWriter(WorksheetWriter):
    """Writes a sheet into a file that is opened here.

    Where lxml is given a path it takes `%30` in a folder's name for the sign that has this code.
    """

    def get_stream(self) -> Generator[Any, bool | None, None]:
        """What takes the sheet's elements."""
        path: Any = self.out
        with open(path, "wb") as self.out:  # noqa: PTH123  # openpyxl knows paths as texts
            stream = super().get_stream()
            next(stream)
            # By its path the finished sheet is packed.
            self.out = path
            yield from stream


class Summary:
    """The summary of one run; it takes the place of the last one when it is saved.

    Args:
        room: a private folder for what is held on disk until then.
        is_followed: steps follow, of whose files a sheet tells.
    """

    def __init__(self, room: Path, *, is_followed: bool = False) -> None:
        self._columns = {
            name: columns for name, columns in _SHEETS.items() if is_followed or name != _PRINTED
        }
        self._room = room
        self._links = 0
        self._is_closed = False
        self._rows = dict.fromkeys(self._columns, 0)
        self._book = Workbook(write_only=True)
        self._book.properties.creator = "anjuan"
        self._book.properties.created = self._book.properties.modified = _FIXED_TIME
        sheets = {name: self._book.create_sheet(name) for name in self._columns}
        self._styles = _styles(sheets["文书"])
        for name, columns in self._columns.items():
            sheet = sheets[name]
            sheet.freeze_panes = "A2"
            # Printed on as few pages as can be read, with the headings on each.
            sheet.page_setup.orientation = "landscape"
            sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            sheet.print_title_rows = "1:1"
            sheet.page_margins = _MARGINS
            sheet.print_options.gridLines = True
            sheet.oddFooter.center.text = f"{name} 第 &P 页，共 &N 页"
            for number, (_, width) in enumerate(columns, start=1):
                sheet.column_dimensions[get_column_letter(number)].width = width
            with _temporary_in(room):
                sheet._writer = _SheetWriter(sheet)
                sheet._writer.write_top()
                self._append(name, [title for title, _ in columns], default=_Look.HEADING)

    def __enter__(self) -> Summary:
        return self

    def __exit__(self, *error: object) -> None:
        """Where a run broke off, end the half-written sheets in good order; they go nowhere."""
        for sheet in () if self._is_closed else self._book:
            with suppress(OSError), _disk_faults():
                sheet.close()

    def add_document(self, outcome: Outcome) -> None:
        """One row of sheet 文书; two where a new version stands beside an edited paper."""
        texts = (
            outcome.case,
            outcome.client,
            outcome.title or NOTHING,
            outcome.recipient,
            outcome.state.word,
            outcome.reason or outcome.remark,
            outcome.path,
            "、".join(outcome.dates),
            "、".join(outcome.sums),
            *_told(outcome.seen),
        )
        quiet = _Look.QUIET if outcome.is_quiet else _Look.PLAIN
        looks = {4: _Look.BAD} if outcome.state.is_bad else {}
        self._append("文书", texts, looks | self._link(outcome.path, 6), quiet)
        if (newer := outcome.newer) and newer.path:
            state, remark = "新的一份，备对照", "按现在的案件表生成；手改的那份没有这些改动。"
            printed = "、".join(newer.dates), "、".join(newer.sums)
            texts = (*texts[:4], state, remark, newer.path, *printed, *_told(()))
            self._append("文书", texts, self._link(newer.path, 6))

    def _link(self, path: str, column: int) -> dict[int, _Look]:
        if not path or self._links >= MOST_LINKS:
            return {}
        self._links += 1
        return {column: _Look.LINK}

    def add_problem(self, problem: Problem) -> None:
        """One row of sheet 问题."""
        texts = (
            problem.case,
            problem.severity.word,
            problem.sheet,
            problem.cell,
            problem.heading,
            problem.value,
            problem.message,
            problem.remedy,
        )
        self._append("问题", texts, {1: _Look.BAD} if problem.is_error else {})

    def add_deadlines(self, result: CaseResult) -> None:
        """A row of sheet 时效 for each period of a case."""
        for case, client in dict.fromkeys((item.case, item.client) for item in result.outcomes):
            for deadline in result.deadlines:
                self._append("时效", (case, client, *deadline))

    def add_file(self, file: StepFile) -> None:
        """A row of sheet 打印件; two where a new version stands beside one of a person's.

        Whether this run or an earlier one made it is not told: a run that was killed and one that
        goes on after it end in the same words.
        """
        texts = (file.case, file.client, file.step)
        remark = f"{file.state.word}；新的一份见下一行。" if file.newer else ""
        self._append(_PRINTED, (*texts, file.path, remark), self._link(file.path, 3))
        if file.newer:
            told = (*texts, file.newer, "新的一份，备对照。")
            self._append(_PRINTED, told, self._link(file.newer, 3))

    def save(self, root: Path) -> None:
        """Put the finished workbook into the output folder.

        Raises:
            OSError: it can't be written; the last one still stands.
        """
        for name, columns in self._columns.items():
            last = get_column_letter(len(columns))
            self._book[name].auto_filter.ref = f"A1:{last}{self._rows[name]}"
        self._is_closed = True
        with (
            tempfile.TemporaryFile(dir=self._room) as raw,
            tempfile.TemporaryFile(dir=self._room) as finished,
            _temporary_in(self._room),
            _disk_faults(),
        ):
            self._book.save(raw)
            copy_reproducibly(raw, finished)
            finished.seek(0)
            write_whole(root / SUMMARY_NAME, finished, self._room)

    def _append(
        self,
        name: str,
        texts: Sequence[str],
        looks: Mapping[int, _Look] = MappingProxyType({}),
        default: _Look = _Look.PLAIN,
    ) -> None:
        sheet = self._book[name]
        cells = [
            _cell(sheet, text, looks.get(column, default), self._styles)
            for column, text in enumerate(texts)
        ]
        self._rows[name] += 1
        # Not every program makes a row as high as its text.
        sheet.row_dimensions[self._rows[name]].height = _height(texts, _SHEETS[name])
        try:
            with _disk_faults():
                sheet.append(cells)
        except OSError as error:
            raise OutputError(
                "{} 写不进去（{}）。已写好的文书是完整的；请腾出磁盘空间，再运行同样的命令。",
                public(SUMMARY_NAME),
                why(error),
            ) from error
        # Rows of any number take no memory.
        del sheet.row_dimensions[self._rows[name]]


def _told(seen: Sequence[Seen]) -> tuple[str, str, str]:
    """Who looked at a paper, when, and whether that holds: a line each in three cells."""
    who, when, validity = zip(*(it.told for it in seen), strict=True) if seen else ((), (), ())
    return "\n".join(who), "\n".join(when), "\n".join(validity)


def _height(texts: Sequence[str], columns: Sequence[tuple[str, int]]) -> float:
    """Points that a row needs: a Chinese character is as wide as two others."""
    lines = 1
    for text, (_, width) in zip(texts, columns, strict=True):
        # One column is left for words that are carried over whole.
        widths = (len(line.encode("gb18030", "replace")) for line in text.split("\n"))
        lines = max(lines, sum(max(1, -(-it // (width - 1))) for it in widths))
    return min(lines * _LINE, _MOST_HEIGHT)


@contextmanager
def _disk_faults() -> Iterator[None]:
    """Turn what the XML library calls a full or broken disk into what everybody else does."""
    try:
        yield
    except etree.SerialisationError as error:
        number = errno.ENOSPC if "ENOSPC" in str(error) else errno.EIO
        raise OSError(number, str(error)) from error


@contextmanager
def _temporary_in(folder: Path) -> Iterator[None]:
    """Have openpyxl begin its temporary files in a folder: it asks nobody where to."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _cell(sheet: Any, text: str, look: _Look, styles: Mapping[_Look, Any]) -> Any:
    if not text:
        return None
    cell: Any = WriteOnlyCell(sheet, spelled_out(text)[:_MOST_CHARACTERS])
    cell.data_type = "s"
    cell._style = styles[look]
    if look is _Look.LINK:
        # A link is an address: there, these two begin a place inside the file, and a code.
        cell.hyperlink = text.replace("%", "%25").replace("#", "%23")
    return cell


def _styles(sheet: Any) -> Mapping[_Look, Any]:
    """One style of the book for each look: setting fonts and fills cell by cell is slow."""
    cells: dict[_Look, Any] = {look: WriteOnlyCell(sheet) for look in _Look}
    for cell in cells.values():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    cells[_Look.HEADING].font = Font(bold=True)
    cells[_Look.HEADING].fill = PatternFill("solid", fgColor="DDE6F0")
    cells[_Look.BAD].fill = PatternFill("solid", fgColor="F8D7DA")
    cells[_Look.QUIET].font = Font(color="7F7F7F")
    cells[_Look.LINK].font = Font(color="0563C1", underline="single")
    return {look: cell._style for look, cell in cells.items()}
