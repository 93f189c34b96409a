"""When a case's periods end: limitation, answers, review and appeal, preservation of recordings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache

from anjuan.case.choices import ProceedingStep
from anjuan.case.counting import first_and_last
from anjuan.case.proceedings import AWAITING, Course, course, institutions_of
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.sheets import PROCEEDINGS
from anjuan.frozen import frozen
from anjuan.law.catalogue import Catalogue
from anjuan.law.records import Confidence, DeadlineRule, Event
from anjuan.messages import Message, public
from anjuan.problems import Place, Problem, Rule, Severity

# A lawyer is warned this many days ahead.
NEAR_DAYS = 30

DEADLINE_NEAR = Rule("deadline-near", "时效即将届满。", Severity.WARNING)
DEADLINE_PAST = Rule("deadline-past", "时效已过。", Severity.WARNING)


@frozen
class Deadline:
    """One period of a case.

    Attributes:
        id: key in the catalogue (courts.toml).
        title: what ends, and of which institution where there may be several.
        start: the day after which it runs.
        day: its last day.
        source: the provision it rests on, as cited on the day it began to run; empty where that
            was not in force, or where the row itself gives the day.
        note: what to mind.
        limits_rights: whether its end costs the client a right.
        place: the cell that it follows from.
        confidence: how the rule is known; None where there is none.
    """

    id: str
    title: str
    start: date
    day: date
    source: str
    note: str
    limits_rights: bool
    place: Place
    confidence: Confidence | None

    def days_left(self, today: date) -> int:
        """Whole days from today to the last day; negative when it is past."""
        return (self.day - today).days

    def told_left(self, today: date) -> str:
        """`还有 90 天`, of a near one `只剩 3 天`, `今天是最后一天`, of a past one `已过 3 天`."""
        return told_left(self.days_left(today))

    @property
    def told_confidence(self) -> str:
        """How the rule is known, in a word on screen; empty without a rule."""
        return self.confidence.word if self.confidence else ""

    @property
    def told_source(self) -> str:
        """The rule, and how it is known where that is not by its text; empty without a rule."""
        unsure = self.confidence and not self.confidence.is_printable
        return f"{self.source}（{self.told_confidence}）" if unsure else self.source

    def reminder(self, signed: date) -> Problem | None:
        """At the cell that it follows from: that it is past, or near; None while it is neither.

        Args:
            signed: 落款日期 of the papers, which need not be the day on which this is read.
        """
        left = self.days_left(signed)
        if left > NEAR_DAYS:
            return None
        rule = DEADLINE_PAST if left < 0 else DEADLINE_NEAR
        source = public(f"（{self.told_source}）" if self.source else "")
        told = f"那天{self.told_left(signed)}" if left else "就是最后一天"
        return rule.on(
            self.place,
            Message("{}到 {} 为止，落款日期{}{}。", self.title, self.day, told, source),
            Message("{}。请核对。", public(self.note)),
            value=self.start,
        )


def nearest_first(found: Iterable[Deadline], today: date) -> list[Deadline]:
    """Those that are still to come, the nearest first; then those that are past, the last first."""
    return sorted(found, key=lambda it: by_nearness(it.days_left(today)))


def told_left(left: int) -> str:
    """How many days there are to the last one, in words.

    Args:
        left: negative when it is past.
    """
    if left < 0:
        return f"已过 {-left} 天"
    if left == 0:
        return "今天是最后一天"
    return f"{'只剩' if left <= NEAR_DAYS else '还有'} {left} 天"


def told_place(place: Place) -> str:
    """`办理记录 B5`: the cell that a period follows from."""
    return f"{place.sheet} {place.cell}".strip()


def told_unlimited(law: Catalogue, today: date) -> str:
    """Which claims never lapse, and what says so."""
    unlimited = law.courts.unlimited
    source = law.cite(unlimited.provision, today).text
    return f"不适用诉讼时效：{'、'.join(unlimited.claims)}（{source}）。"


def by_nearness(left: int) -> tuple[bool, int]:
    """What periods are sorted by.

    Args:
        left: days to the last one; negative when it is past.
    """
    return left < 0, abs(left)


@frozen
class _Start:
    """What a period begins with: the day, the cell, and the institution where there is one.

    Attributes:
        day: the day.
        row, attribute: where it stands.
        about: the institution; empty where there is none.
    """

    day: date
    row: Record
    attribute: str
    about: str = ""
    _place: Place | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def place(self) -> Place:
        """The cell; looked up once, when first asked for."""
        if self._place is None:
            place = self.row.place(self.attribute)
            object.__setattr__(self, "_place", place)
            return place
        return self._place


def deadlines(case: Case, law: Catalogue, only: Collection[str] = ()) -> Iterator[Deadline]:
    """Every period of the catalogue that runs in a case, by the case's own dates.

    Args:
        case: the case.
        law: the catalogue.
        only: keys of those that are asked for; empty = all.

    A period runs from the day after its event and ends on the day of the same number, or on the
    last day of a shorter month (Civil Code arts. 201 and 202 count so).
    """
    rules = (it for it in law.courts.deadlines if not only or it.id in only)
    return (_deadline(*found, law) for found in _running(rules, case))


def reminders(case: Case, law: Catalogue, signed: date) -> Iterator[Problem]:
    """Of periods whose end costs the client a right, those that are past, or near.

    Args:
        case: the case.
        law: the catalogue.
        signed: 落款日期 of the papers.
    """
    rules = (it for it in law.courts.deadlines if it.limits_rights)
    for rule, start in _running(rules, case):
        # Cases are many, and of nearly all nothing ends soon.
        if (rule.after(start.day) - signed).days <= NEAR_DAYS:
            yield from filter(None, (_deadline(rule, start, law).reminder(signed),))


def _running(rules: Iterable[DeadlineRule], case: Case) -> Iterator[tuple[DeadlineRule, _Start]]:
    """What runs in a case, and since when."""
    # Cases are many, and in most of them nothing has been done yet.
    possible = _STARTS if case.proceedings else _BEFORE_PROCEEDINGS
    begun: dict[Event, tuple[_Start, ...]] = {}
    for rule in rules:
        if rule.event in possible and _applies(rule, case):
            for start in _starts(rule, case, begun):
                if not rule.over_by or not _is_over(rule, start, case):
                    yield rule, start


def _starts(
    rule: DeadlineRule, case: Case, begun: dict[Event, tuple[_Start, ...]]
) -> Iterable[_Start]:
    """What a period begins with; what begins several of the case is found once.

    Args:
        rule: of the period.
        case: the case.
        begun: what was found, by event.
    """
    event = rule.event
    if event in _OF_ONE_STEP:
        return _STARTS[event](rule, case)
    if event not in begun:
        begun[event] = tuple(_STARTS[event](rule, case))
    return begun[event]


def _deadline(rule: DeadlineRule, start: _Start, law: Catalogue) -> Deadline:
    keys = (rule.provision,) if rule.provision else ()
    cited = law.cite_in_force(keys, start.day)
    known = rule.confidence or (cited[0].version.law.confidence if cited else None)
    title = _title(rule.title)
    if start.about:
        title = Message("{}（{}）", title, start.about)
    return Deadline(
        rule.id,
        title,
        start.day,
        rule.after(start.day),
        cited[0].text if cited else "",
        rule.note,
        rule.limits_rights,
        start.place,
        known,
    )


# A batch tells of the same few periods.
@lru_cache(maxsize=100)
def _title(title: str) -> Message:
    return public(title)


def _by_incidents(rule: DeadlineRule, case: Case) -> Iterator[_Start]:
    first, last = first_and_last(case.incidents)
    day = first if rule.event is Event.FIRST else last
    for row in case.incidents if day else ():
        if row.moment and day in (row.moment.day, row.moment.last_day):
            yield _Start(day, row, "moment")
            return


def _by_signing(rule: DeadlineRule, case: Case) -> Iterator[_Start]:
    if case.signing_date:
        yield _Start(case.signing_date, case, "signing_date")


def _courses(case: Case, step: ProceedingStep) -> Iterator[tuple[str, Course]]:
    """What was done under a 事项, for each institution."""
    if all(row.step != step for row in case.proceedings):
        return
    for about in institutions_of(case, step) or ("",):
        if done := course(case, step, about):
            yield about, done


def _by_step(rule: DeadlineRule, case: Case) -> Iterator[_Start]:
    for about, done in _courses(case, ProceedingStep(rule.step)):
        if rule.answers and done.answer.value not in rule.answers:
            continue
        row, day = done.last, done.last.day
        if rule.event is Event.ANSWER and done.answered_on and done.answered_by:
            row, day = done.answered_by, done.answered_on
        if day:
            yield _Start(day, row, "day", about)


def _by_due_day(rule: DeadlineRule, case: Case) -> Iterator[_Start]:
    for step in ProceedingStep:
        for about, done in _courses(case, step) if step in AWAITING else ():
            if done.last.answer_due and not done.answered_by:
                what = f"{step.value}，{about}" if about else step.value
                yield _Start(done.last.answer_due, done.last, "answer_due", what)


def _by_proof(rule: DeadlineRule, case: Case) -> Iterator[_Start]:
    days: dict[date, _Start] = {}
    if case.proof_deadline:
        days[case.proof_deadline] = _Start(case.proof_deadline, case, "proof_deadline")
    for row in case.proceedings:
        if row.step == ProceedingStep.PROOF_DEADLINE and row.day:
            days.setdefault(row.day, _Start(row.day, row, "day"))
    yield from days.values()


_STARTS: Mapping[Event, Callable[[DeadlineRule, Case], Iterator[_Start]]] = {
    Event.FIRST: _by_incidents,
    Event.LAST: _by_incidents,
    Event.SIGNING: _by_signing,
    Event.STEP: _by_step,
    Event.ANSWER: _by_step,
    Event.DUE: _by_due_day,
    Event.PROOF: _by_proof,
}
# What begins a period of its own for each 事项.
_OF_ONE_STEP = frozenset(it for it in Event if it.has_step)
# What a case can run into of which no row of 办理记录 tells anything.
_BEFORE_PROCEEDINGS = frozenset(Event) - {Event.STEP, Event.ANSWER, Event.DUE}


def _is_over(rule: DeadlineRule, start: _Start, case: Case) -> bool:
    """Whether what the period is for was done."""
    # The day on which papers are signed only stands for that on which they are handed in.
    estimated = start.row.origin.sheet != PROCEEDINGS.name
    done = (row for row in case.proceedings if row.step == rule.over_by)
    return any(estimated or row.day is None or row.day >= start.day for row in done)


def _applies(rule: DeadlineRule, case: Case) -> bool:
    lender = case.creditor.type if case.creditor else ""
    if rule.lenders and lender not in rule.lenders:
        return False
    if case.is_contact and rule.client_only:
        return False
    words = rule.products
    return not words or any(word in case.loan_product for word in words)
