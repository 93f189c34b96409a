"""`--redact`: what is printed can be put into a report of a bug; 清单.xlsx stays complete.

Sheets, cells, headings, codes, kinds and states stay. Whatever stands in a cell, or is made of
what stands there (a message, a path, a recipient), is left out, and cases are numbered.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from anjuan.case.sheets import SHEETS
from anjuan.cli.app import unforeseen
from anjuan.errors import AnjuanError
from anjuan.plugin.codes import CODES
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem
from anjuan.run.outcomes import Outcome, Report
from anjuan.workbook.heading_map import Layout

HIDDEN = "＊"
HIDDEN_PATH = Path("（已隐去）")
_NO_REASON = "详情已隐去，见清单.xlsx。"
_QUOTED = re.compile(r"“([^”]*)”")
# Numbers and dates; row numbers are shorter, or said as cells.
_NUMBER = re.compile(r"[0-9][0-9Xx.:：/-]{3,}")
_PATH = re.compile(r"(?:[A-Za-z]:)?[^\s“”（）：，。、]*[/\\][^\s“”（）：，。、]*")
_PRIVATE_FILE = re.compile(r"[^\s“”（）：，。、]+\.(?:xlsx|xlsm|xls|ods|csv|docx|pdf)")


class Complete:
    """Leaves everything as it is: what is printed without `--redact`."""

    def know(self, layout: Layout, kinds: Iterable[Kind]) -> None:
        """Learn which words are no secrets."""

    def text(self, text: str) -> str:
        """A sentence."""
        return text

    def place(self, path: Path) -> Path:
        """A file or folder of the user's."""
        return path

    def problem(self, problem: Problem) -> Problem:
        """A problem of the workbook."""
        return problem

    def report(self, report: Report) -> Report:
        """Everything that a run has to say."""
        return report

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors that end the program."""
        yield


class Redaction(Complete):
    """Takes what is secret out of what is going to be printed.

    Args:
        paths: given on the command line; they are named after clients often enough.
    """

    def __init__(self, paths: Iterable[Path | None]) -> None:
        known = (path for path in paths if path is not None)
        given = {form for path in known for form in (path, path.absolute(), path.resolve())}
        self._paths = sorted(map(str, given), key=len, reverse=True)
        headings = (item.column.heading for sheet in SHEETS for item in sheet.fields)
        self._known = {*headings, *(sheet.name for sheet in SHEETS)}
        self._cases: dict[str, str] = {}

    def know(self, layout: Layout, kinds: Iterable[Kind]) -> None:
        """Sheets and headings as the office calls them, and the kinds on offer."""
        self._known.update(layout.sheets.values())
        self._known.update(theirs for it in layout.columns.values() for theirs in it.values())
        self._known.update(word for kind in kinds for word in (kind.name, kind.title))

    def place(self, path: Path) -> Path:
        """Nothing of it."""
        return HIDDEN_PATH

    def text(self, text: str) -> str:
        """A sentence without what it quotes, without paths and without numbers."""
        for path in self._paths:
            text = text.replace(path, HIDDEN)
        text = _QUOTED.sub(self._quoted, text)
        for pattern in (_PATH, _PRIVATE_FILE, _NUMBER):
            text = pattern.sub(HIDDEN, text)
        return text

    def problem(self, problem: Problem) -> Problem:
        """Where a problem is and what its code stands for."""
        return replace(
            problem,
            heading=problem.heading if problem.heading in self._known else "",
            sheet=problem.sheet if problem.sheet in self._known else HIDDEN,
            value=HIDDEN if problem.value else "",
            message=CODES.get(problem.code, _NO_REASON),
            remedy=f"（{problem.code}）",
            case=self._case(problem.case),
        )

    def outcome(self, outcome: Outcome) -> Outcome:
        """What became of a document, without whose it is."""
        return replace(
            outcome,
            case=self._case(outcome.case),
            client=HIDDEN,
            recipient=HIDDEN if outcome.recipient else "",
            channel="",
            path=HIDDEN if outcome.path else "",
            problems=tuple(map(self.problem, outcome.problems)),
            failure=_NO_REASON if outcome.failure else "",
            dates=(),
            sums=(),
        )

    def report(self, report: Report) -> Report:
        """Everything that a run has to say."""
        return replace(
            report,
            outcomes=tuple(map(self.outcome, report.outcomes)),
            problems=tuple(map(self.problem, report.problems)),
        )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors without secrets, those that nobody foresaw included."""
        sys.excepthook = partial(unforeseen, with_text=False)
        try:
            yield
        except AnjuanError as error:
            raise type(error)(self.text(str(error))) from error

    def _case(self, number: str) -> str:
        if not number:
            return ""
        return self._cases.setdefault(number, f"案件{len(self._cases) + 1}")

    def _quoted(self, found: re.Match[str]) -> str:
        return found[0] if found[1] in self._known else f"“{HIDDEN}”"
