"""The summary workbook 清单.xlsx: documents, problems and deadlines, written row by row.

Text from cells is written as text, never as a formula (CWE-1236).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter

from anjuan.outcomes import CaseResult, Outcome
from anjuan.problems import Problem

SUMMARY_NAME = "清单.xlsx"
_SCRATCH = Path(".anjuan") / "tmp"
_FIXED_TIME = datetime(1980, 1, 1)
# Excel takes this many links a sheet; further files are named without one.
MOST_LINKS = 65_530

_SHEETS: dict[str, Sequence[tuple[str, int]]] = {
    "文书": (
        ("案件编号", 14), ("委托人", 12), ("文书", 28), ("收文单位", 40), ("状态", 14),
        ("说明", 60), ("文件", 60), ("印出的日期", 40), ("印出的金额", 30),
    ),
    "问题": (
        ("案件编号", 14), ("程度", 8), ("工作表", 12), ("单元格", 10), ("标题", 18),
        ("内容", 24), ("问题", 50), ("怎样处理", 50),
    ),
    "时效": (("案件编号", 14), ("委托人", 12), ("事项", 30), ("到期日", 18), ("依据", 60)),
}  # fmt: skip


class Summary:
    """The summary of one run; it takes the place of the last one when it is saved.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._target = root / SUMMARY_NAME
        self._scratch = root / _SCRATCH
        self._links = 0

    def __enter__(self) -> Summary:
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(mode=0o700, parents=True)
        self._draft = self._scratch / SUMMARY_NAME
        self._book = xlsxwriter.Workbook(
            self._draft, {"constant_memory": True, "tmpdir": str(self._scratch)}
        )
        self._book.set_properties({"author": "anjuan", "created": _FIXED_TIME})
        self._plain = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._bad = self._book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#F8D7DA"}
        )
        self._link = self._book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#0563C1", "underline": 1}
        )
        heading = self._book.add_format({"bold": True, "bg_color": "#DDE6F0", "valign": "top"})
        self._sheets = {name: self._sheet(name, heading) for name in _SHEETS}
        self._rows = dict.fromkeys(_SHEETS, 1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)

    def add_document(self, outcome: Outcome) -> None:
        """One row of sheet 文书."""
        row = self._append(
            "文书",
            (
                outcome.case, outcome.client, outcome.title, outcome.recipient,
                outcome.state.word, outcome.reason, "",
                "、".join(outcome.dates), "、".join(outcome.sums),
            ),
            marked=4 if outcome.state.is_bad else None,
            skipped=6,
        )  # fmt: skip
        sheet = self._sheets["文书"]
        if outcome.path and self._links < MOST_LINKS:
            self._links += 1
            sheet.write_url(row, 6, outcome.path, self._link, outcome.path)
        else:
            sheet.write_string(row, 6, outcome.path, self._plain)

    def add_problem(self, problem: Problem) -> None:
        """One row of sheet 问题."""
        self._append(
            "问题",
            (
                problem.case, problem.severity.word, problem.sheet, problem.cell,
                problem.heading, problem.value, problem.message, problem.remedy,
            ),
            marked=1 if problem.is_error else None,
        )  # fmt: skip

    def add_deadlines(self, result: CaseResult) -> None:
        """A row of sheet 时效 for each period of a case."""
        for case, client in dict.fromkeys((item.case, item.client) for item in result.outcomes):
            for deadline in result.deadlines:
                self._append("时效", (case, client, *deadline))

    def save(self) -> None:
        """Put the finished workbook in its place.

        Raises:
            OSError: it can't be written; the last one still stands.
        """
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, self._rows[name] - 1, len(_SHEETS[name]) - 1)
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        self._draft.replace(self._target)

    def _sheet(self, name: str, heading: Any) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(_SHEETS[name]):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, heading)
        return sheet

    def _append(
        self,
        name: str,
        texts: Sequence[str],
        marked: int | None = None,
        skipped: int | None = None,
    ) -> int:
        row = self._rows[name]
        self._rows[name] += 1
        for column, text in enumerate(texts):
            if column != skipped:
                look = self._bad if column == marked else self._plain
                self._sheets[name].write_string(row, column, text[:32_767], look)
        return row
