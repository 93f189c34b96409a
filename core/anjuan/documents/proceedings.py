"""What was done in a case and what came of it, as templates ask for it: 办理.报案.日期."""

from __future__ import annotations

from functools import partial

from anjuan.case.choices import ProceedingStep
from anjuan.case.faulty import FaultyCellError
from anjuan.case.proceedings import Course, course
from anjuan.case.sheets import PROCEEDINGS
from anjuan.documents.record_views import (
    PRINTED_BLANK,
    _blank,
    _empty_cell,
    template_value,
    unreadable,
)
from anjuan.messages import Message, public
from anjuan.plugin.facts import FACTS, STEPS_NAME
from anjuan.plugin.kinds import Brief
from anjuan.problems import Place, Problem
from anjuan.word.views import Blank, Trace, View

# The rows of a 事项, for a loop.
EACH = "各次"


class Steps(View):
    """Answers each 事项 of sheet 办理记录."""

    __slots__ = ("_brief", "_trace")

    def __init__(self, brief: Brief, trace: Trace) -> None:
        super().__init__({}, _blank(STEPS_NAME))
        self._brief = brief
        self._trace = trace

    def names(self) -> tuple[str, ...]:
        """Every 事项 that there is."""
        return tuple(it.value for it in ProceedingStep)

    def _found(self, name: str) -> object:
        """What was done under a 事项; false where nothing was.

        Raises:
            KeyError: there is no such 事项.
        """
        if name not in self.names():
            raise KeyError(name)
        step = ProceedingStep(name)
        try:
            found = course(self._brief.case, step, self._brief.recipient.name)
        except FaultyCellError as error:
            return unreadable(error)
        return _Step(step, found, self._brief, self._trace)


class _Step(View):
    """Answers what is known of one 事项; printed itself it is the day."""

    __slots__ = ("_brief", "_course", "_step", "_trace")

    def __init__(
        self, step: ProceedingStep, found: Course | None, brief: Brief, trace: Trace
    ) -> None:
        super().__init__({}, "")
        self._step = step
        self._course = found
        self._brief = brief
        self._trace = trace

    def __bool__(self) -> bool:
        return self._course is not None

    @property
    def label(self) -> object:
        """The last day."""
        return self.look_up("日期")

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return (*FACTS, EACH)

    def _found(self, name: str) -> object:
        """What is known; blank, with the reason, where nothing is.

        Raises:
            KeyError: nothing is known under this name.
        """
        try:
            return self._made(name)
        except FaultyCellError as error:
            return unreadable(error)

    def _made(self, name: str) -> object:
        if name == EACH:
            return template_value(self._course.rows if self._course else (), self._trace, name)
        fact = FACTS[name]
        if self._course is None:
            return Blank(partial(_never, self._step, self._brief.case.number))
        value = fact.value(self._course, self._brief.filing_date)
        if value not in (None, ""):
            return template_value(value, self._trace, f"{STEPS_NAME}.{self._step.value}.{name}")
        if not fact.attribute:
            return _blank(f"{STEPS_NAME}.{self._step.value}.{name}")
        row = self._course.last
        return _empty_cell(row.origin, PROCEEDINGS.heading(fact.attribute), row.belongs_to)


def _never(step: ProceedingStep, case: str) -> Problem:
    return PRINTED_BLANK.on(
        Place(PROCEEDINGS.name, case=case),
        Message("没有“{}”这一项，而模板要把它印出来。", public(step.value)),
        "办过的请补上；没有办过的，请在模板里用 {% if %} 判断。",
    )
