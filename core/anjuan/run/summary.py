"""The summary workbook 清单.xlsx: documents, problems and deadlines, written row by row.

Rows go to disk as they come (text_book.py), so that a summary of any length takes little memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from anjuan.chinese import date_text
from anjuan.errors import OutputError, why
from anjuan.files import write_whole
from anjuan.law.deadlines import told_place
from anjuan.messages import public
from anjuan.problems import Problem
from anjuan.run.outcomes import NOTHING, CaseResult, Outcome, Period, StepFile
from anjuan.run.signoffs import Seen
from anjuan.run.text_book import Columns, Look, Looks, TextSheet, write_book
from anjuan.workbook.formats.source import LAST_ROW

SUMMARY_NAME = "清单.xlsx"
# Links are held in memory until the end; further files are named without one.
MOST_LINKS = 20_000

_SHEETS: dict[str, Columns] = {
    "文书": (
        ("案件编号", 12), ("委托人", 10), ("文书", 20), ("收文单位", 28), ("状态", 12),
        ("说明", 34), ("文件", 34), ("印出的日期", 24), ("印出的金额", 16),
        ("核对人", 14), ("核对时间", 17), ("核对是否有效", 16),
    ),
    "问题": (
        ("案件编号", 12), ("程度", 6), ("工作表", 10), ("单元格", 8), ("标题", 16),
        ("内容", 20), ("问题", 44), ("怎样处理", 44),
    ),
    "时效": (
        ("案件编号", 14), ("委托人", 12), ("事项", 40), ("到期日", 18), ("还有几天", 14),
        ("算自", 16), ("依据", 44), ("说明", 60),
    ),
    "打印件": (("案件编号", 14), ("委托人", 12), ("步骤", 12), ("文件", 60), ("说明", 44)),
}  # fmt: skip
# Only where steps follow.
_PRINTED = "打印件"
_BAD_STATE: Looks = ((4, Look.BAD),)
_NEAR_END: Looks = ((4, Look.BAD),)
_ERROR: Looks = ((1, Look.BAD),)


class Summary:
    """The summary of one run; it takes the place of the last one when it is saved.

    Args:
        room: a private folder for what is held on disk until then.
        is_followed: steps follow, of whose files a sheet tells.
    """

    def __init__(self, room: Path, *, is_followed: bool = False) -> None:
        self._room = room
        self._links = 0
        # Each with those that follow it where it is full.
        self._sheets = {
            name: [TextSheet(name, columns, room)]
            for name, columns in _SHEETS.items()
            if is_followed or name != _PRINTED
        }

    def __enter__(self) -> Summary:
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the half-written sheets; where a run broke off, they go nowhere."""
        for sheet in self._every:
            sheet.close()

    @property
    def _every(self) -> list[TextSheet]:
        return [sheet for sheets in self._sheets.values() for sheet in sheets]

    def add_case(self, result: CaseResult) -> None:
        """What became of a case: rows of 文书 for its documents, of 时效 for its periods."""
        for outcome in result.outcomes:
            self._add_document(outcome)
        for about in dict.fromkeys((it.case, it.client) for it in result.outcomes):
            for period in result.deadlines:
                self._add_period(about, period)

    def _add_document(self, outcome: Outcome) -> None:
        """One row; two where a new version stands beside an edited paper."""
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
        quiet = Look.QUIET if outcome.is_quiet else Look.PLAIN
        bad = _BAD_STATE if outcome.state.is_bad else ()
        self._append("文书", texts, bad + self._link(outcome.path, 6), quiet)
        if (newer := outcome.newer) and newer.path:
            state, remark = "新的一份，备对照", "按现在的案件表生成；手改的那份没有这些改动。"
            printed = "、".join(newer.dates), "、".join(newer.sums)
            texts = (*texts[:4], state, remark, newer.path, *printed, *_told(()))
            self._append("文书", texts, self._link(newer.path, 6))

    def _add_period(self, about: tuple[str, str], it: Period) -> None:
        told = (it.title, date_text(it.day), it.left, told_place(it.place), it.source, it.note)
        self._append("时效", (*about, *told), _NEAR_END if it.is_near else ())

    def _link(self, path: str, column: int) -> Looks:
        if not path or self._links >= MOST_LINKS:
            return ()
        self._links += 1
        return ((column, Look.LINK),)

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
        self._append("问题", texts, _ERROR if problem.is_error else ())

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
        with tempfile.TemporaryFile(dir=self._room) as finished:
            write_book(self._every, finished)
            finished.seek(0)
            write_whole(root / SUMMARY_NAME, finished, self._room)

    def _append(
        self,
        name: str,
        texts: Sequence[str],
        looks: Looks = (),
        otherwise: Look = Look.PLAIN,
    ) -> None:
        try:
            self._open_sheet(name).append(texts, looks, otherwise)
        except OSError as error:
            raise OutputError(
                "{} 写不进去（{}）。已写好的文书是完整的；请腾出磁盘空间，再运行同样的命令。",
                public(SUMMARY_NAME),
                why(error),
            ) from error

    def _open_sheet(self, name: str) -> TextSheet:
        """The sheet that takes the next row; `文书（2）` after one that is full."""
        sheets = self._sheets[name]
        if sheets[-1].rows >= LAST_ROW:
            further = f"{name}（{len(sheets) + 1}）"
            sheets.append(TextSheet(further, _SHEETS[name], self._room))
        return sheets[-1]


def _told(seen: Sequence[Seen]) -> tuple[str, str, str]:
    """Who looked at a paper, when, and whether that holds: a line each in three cells."""
    who, when, validity = zip(*(it.told for it in seen), strict=True) if seen else ((), (), ())
    return "\n".join(who), "\n".join(when), "\n".join(validity)
