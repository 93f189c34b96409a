"""`--redact`: what is printed can be put into a report of a bug; 清单.xlsx stays complete.

Sheets, cells, headings, codes, kinds and states stay, and of each message our own words. What
stands in a cell, or may (names, numbers, paths: the fields of a message), is left out, and cases
are numbered. Nothing is searched for secrets: what is not known to be none is hidden.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from anjuan.case.keys import label_key
from anjuan.case.sheets import SHEETS
from anjuan.cli.app import unforeseen
from anjuan.errors import AnjuanError
from anjuan.messages import HIDDEN, Message
from anjuan.plugin.host import Plugins
from anjuan.problems import Place, Problem
from anjuan.run.outcomes import Newer, Outcome, Report, StepFile
from anjuan.workbook.heading_map import HeadingMap

HIDDEN_PATH = Path("（已隐去）")
_NO_REASON = "详情已隐去，见清单.xlsx。"


class Complete:
    """Leaves everything as it is: what is printed without `--redact`."""

    def know(self, headings: HeadingMap, plugins: Plugins) -> None:
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

    def cell(self, place: Place) -> Place:
        """A cell that something in a paper comes from."""
        return place

    def outcome(self, outcome: Outcome) -> Outcome:
        """What became of a document."""
        return outcome

    def report(self, report: Report) -> Report:
        """Everything that a run has to say."""
        return report

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors that end the program."""
        yield


class Redaction(Complete):
    """Takes what is secret out of what is going to be printed."""

    def __init__(self) -> None:
        headings = (item.column.heading for sheet in SHEETS for item in sheet.fields)
        # Choices are not among them: they are words of ours, but which one is chosen is a secret.
        self._known = {*headings, *(sheet.name for sheet in SHEETS)}
        # A file may have the name of a sheet in another form.
        self._sheets = {label_key(sheet.name) for sheet in SHEETS}
        self._cases: dict[str, str] = {}

    def know(self, headings: HeadingMap, plugins: Plugins) -> None:
        """Sheets and headings as the office calls them, and what the plug-ins offer."""
        self._known.update(headings.words, plugins.infos, plugins.kinds, plugins.steps)
        self._known.update(step.title for step in plugins.steps.values())
        self._known.update(sheet.name for sheet in plugins.table.own_sheets)
        self._known.update(
            it.column.heading for sheet in plugins.table.sheets for it in sheet.added
        )
        self._sheets.update(map(label_key, self._known))
        for kind in plugins.kinds.values():
            self._known.update((kind.title, kind.template.name))

    def place(self, path: Path) -> Path:
        """Nothing of it."""
        return HIDDEN_PATH

    def text(self, text: str) -> str:
        """Our own words of a sentence; nothing of one that is not known to be ours."""
        return self._own_words(text, text and _NO_REASON)

    def problem(self, problem: Problem) -> Problem:
        """Where a problem is, its code, and what can be said of it."""
        return replace(
            problem,
            heading=problem.heading if problem.heading in self._known else "",
            sheet=problem.sheet if label_key(problem.sheet) in self._sheets else HIDDEN,
            value=HIDDEN if problem.value else "",
            message=self._own_words(problem.message, problem.rule.meaning),
            remedy=f"{self._own_words(problem.remedy, '')}（{problem.code}）",
            case=self._case(problem.case),
            proposal=None,
        )

    def cell(self, place: Place) -> Place:
        """Where it stands, without whose it is."""
        return replace(
            place,
            heading=place.heading if place.heading in self._known else "",
            sheet=place.sheet if label_key(place.sheet) in self._sheets else HIDDEN,
            case=self._case(place.case),
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
            failure=self.text(outcome.failure),
            spared=self.text(outcome.spared),
            prompt=self.text(outcome.prompt),
            dates=(),
            sums=(),
            newer=outcome.newer and Newer(HIDDEN if outcome.newer.path else ""),
            seen=tuple(replace(it, by=HIDDEN, at=HIDDEN) for it in outcome.seen),
        )

    def file(self, file: StepFile) -> StepFile:
        """What a step made, without whose it is."""
        return replace(
            file,
            case=self._case(file.case),
            client=HIDDEN,
            path=HIDDEN,
            newer=file.newer and HIDDEN,
        )

    def report(self, report: Report) -> Report:
        """Everything that a run has to say."""
        return replace(
            report,
            outcomes=tuple(map(self.outcome, report.outcomes)),
            problems=tuple(map(self.problem, report.problems)),
            bare=tuple(map(self._case, report.bare)),
            files=tuple(map(self.file, report.files)),
        )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors without secrets, those that nobody foresaw included."""
        sys.excepthook = partial(unforeseen, with_text=False)
        try:
            yield
        except AnjuanError as error:
            raise type(error)(self.text(error.message)) from error

    def _case(self, number: str) -> str:
        if not number:
            return ""
        return self._cases.setdefault(number, f"案件{len(self._cases) + 1}")

    def _own_words(self, text: str, otherwise: str) -> str:
        return text.redacted(self._part) if isinstance(text, Message) else otherwise

    def _part(self, part: str) -> str:
        return part if part in self._known else HIDDEN
