"""What a kind without code refuses a paper for, and what it reminds of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from anjuan.case.own import value_of
from anjuan.case.proceedings import Course
from anjuan.case.records.case import Case
from anjuan.case.records.rows import Proceeding
from anjuan.case.sheets import CASES, PROCEEDINGS
from anjuan.chinese import suggestion
from anjuan.frozen import frozen
from anjuan.law.deadlines import Deadline, deadlines
from anjuan.messages import Message, public
from anjuan.plugin.by_hand import ByHand, own_place
from anjuan.plugin.conditions import told_row
from anjuan.plugin.facts import FACTS
from anjuan.plugin.gate import Gate
from anjuan.plugin.kinds import NEEDED, Matter
from anjuan.plugin.manifest import MANIFEST_NAME
from anjuan.plugin.references import Named, NamedColumn, NamedStep
from anjuan.problems import Place, Problem, Rule, Severity

UNKNOWN_COLUMN = Rule("unknown-column", "文书种类要用的自有列，案件表里没有。")
SIGNED_BEFORE = Rule("signed-before", "落款日期早于文书里写到的事。", Severity.WARNING)


@frozen
class Needs:
    """What has to be there, and in time.

    Attributes:
        title: of the paper.
        required: columns, sheets and things done without which a case is refused.
        lines: what is written by hand where it is empty.
        within: keys of the periods that the paper has to be handed in within.
        gate: for which cases the kind is.
    """

    title: str
    required: tuple[Named, ...]
    lines: ByHand
    within: tuple[str, ...]
    gate: Gate

    def check(self, matter: Matter) -> Iterator[Problem]:
        """What is missing is an error; what is written by hand, late or too early, a reminder."""
        yield from self.lines.check(matter)
        yield from self._own_columns(matter.case)
        yield from self._institutions(matter.case)
        for it in self._periods(matter):
            if told := it.reminder(matter.filing_date):
                yield told
        if not self.gate.lacks_columns(matter.case):
            yield from self._steps(matter)
            yield from self._signed_before(matter)

    def is_late(self, matter: Matter) -> bool:
        """Whether one of the periods is past on the day of filing."""
        return any(it.days_left(matter.filing_date) < 0 for it in self._periods(matter))

    def _periods(self, matter: Matter) -> Iterator[Deadline]:
        """Those that run; of what was done, only after the rows that the paper tells of."""
        if not self.within:
            return
        steps = {rule.id: rule.step for rule in matter.law.courts.deadlines}
        told = self._told_places(matter)
        for it in deadlines(matter.case, matter.law, self.within):
            places = told.get(steps[it.id])
            if places is None or it.place in places:
                yield it

    def _told_places(self, matter: Matter) -> dict[str, set[Place]]:
        """By 事项, where the days stand of what was done last and of its answer."""
        found: dict[str, set[Place]] = {}
        for done in () if self.gate.lacks_columns(matter.case) else self._told(matter):
            rows = filter(None, (done.last, done.answered_by))
            found.setdefault(done.step.value, set()).update(row.place("day") for row in rows)
        return found

    def _told(self, matter: Matter) -> Iterator[Course]:
        for about in self.gate.meant(matter):
            yield from self.gate.told(matter, about)

    def _own_columns(self, case: Case) -> Iterator[Problem]:
        for column in self.gate.own:
            heading = case.own_heading(column.name)
            if not heading:
                known = (*(item.column.heading for item in CASES.fields), *case.extra)
                near = suggestion(column.name, known)
                yield UNKNOWN_COLUMN.on(
                    own_place(case, column),
                    Message("没有“{}”这一列，{}要用到它。{}", column.name, self.title, near),
                    Message(
                        "请在“{}”表里加上这一列，或改正 {}。", CASES.name, public(MANIFEST_NAME)
                    ),
                )
            elif column in self.required and not case.extra[heading]:
                yield NEEDED.on(own_place(case, column), *self._needed())

    def _institutions(self, case: Case) -> Iterator[Problem]:
        """The columns of institutions; the core itself looks at those of the case's own row."""
        for thing in self.required:
            if isinstance(thing, NamedColumn) and ".".join(thing.path) not in (thing.attribute, ""):
                owner = value_of(case, thing.attribute)
                if owner is not None and not thing.text(case):
                    yield NEEDED.at(owner, thing.path[-1], *self._needed(), case=case.number)

    def _steps(self, matter: Matter) -> Iterator[Problem]:
        """What is not known of things done: an error only where no row has all of it."""
        lacking = {it: self.gate.lacking(matter, it) for it in self.gate.meant(matter)}
        severity = Severity.ERROR if all(lacking.values()) else Severity.WARNING
        for about, steps in lacking.items():
            for step in steps:
                yield self._step_needed(step, step.course(matter, about), matter.case, severity)

    def _step_needed(
        self, step: NamedStep, done: Course | None, case: Case, severity: Severity
    ) -> Problem:
        if done is None:
            place = Place(PROCEEDINGS.name, case=case.number)
            message = Message("没有“{}”这一项，{}必须写明。", public(step.step.value), self.title)
            return NEEDED.on(place, message, "请补上。", severity=severity)
        attribute = FACTS[step.fact].attribute
        return NEEDED.at(done.last, attribute, *self._needed(), severity=severity)

    def _needed(self) -> tuple[str, str]:
        return Message("没有填写，{}必须写明。", self.title), "请补上。"

    def _signed_before(self, matter: Matter) -> Iterator[Problem]:
        """The paper tells of what was done only after the day that stands under it."""
        case = matter.case
        days = [day for it in self._told(matter) for day in _days(it)]
        day, row = max(days, key=lambda it: it[0], default=(date.min, None))
        if row and case.signing_date and case.signing_date < day:
            yield SIGNED_BEFORE.at(
                case,
                "signing_date",
                Message("早于{}，{}里写到了它。", told_row(row), self.title),
                "请改成文书实际签署的日期，或者核对办理记录的日期。",
                value=case.signing_date,
            )


def _days(done: Course) -> Iterator[tuple[date, Proceeding]]:
    """When it was last done and when it was answered, each with its row."""
    for row in (done.last, done.answered_by):
        if row and row.day:
            yield row.day, row
