"""What decides whether and where a paper may be filed: time, place, and what had to come first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from anjuan import (
    Case,
    Catalogue,
    Incident,
    Institution,
    Matter,
    Proceeding,
    ProceedingStep,
    institution_key,
)
from anjuan_plugins.kinds.facts.once import once_a_case

# ---------------------------------------------------------------- time

LIMITATION = "police"
# A course is continuous as long as nothing interrupts it for longer.
_MOST_GAP = timedelta(days=30)


def courses(rows: Iterable[Incident]) -> tuple[tuple[Incident, ...], ...]:
    """The rows as courses, each without a gap of more than thirty days; oldest first."""
    dated = sorted((row for row in rows if row.moment), key=_started)
    found: list[list[Incident]] = []
    ended = date.min
    for row in dated:
        if not found or _started(row) - ended > _MOST_GAP:
            found.append([])
        found[-1].append(row)
        ended = max(ended, _ended(row))
    return tuple(map(tuple, found))


def _started(row: Incident) -> date:
    assert row.moment
    return row.moment.day


def _ended(row: Incident) -> date:
    assert row.moment
    return row.moment.last_day


@once_a_case
def barred(matter: Matter) -> tuple[Incident, ...]:
    """The rows of courses that had ended more than six months before the police learned of them.

    Source: 治安管理处罚法 art. 25 (art. 22 until 2025): six months, from the end of a continuous
    course; what was reported within the time is not barred.
    """
    return tuple(
        row
        for course in courses(matter.case.incidents)
        if _is_barred(matter, course)
        for row in course
    )


def _is_barred(matter: Matter, course: tuple[Incident, ...]) -> bool:
    last = last_day_to_report(matter.law, course)
    begun = _started(course[0])
    reports = (it.day for it in reports_to_police(matter.case) if it.day and it.day >= begun)
    return min(reports, default=matter.filing_date) > last


def last_day_to_report(law: Catalogue, course: tuple[Incident, ...]) -> date:
    """The last day on which the police may learn of a course for it to be punished."""
    rule = next(rule for rule in law.courts.deadlines if rule.id == LIMITATION)
    return rule.after(max(map(_ended, course)))


def reports_to_police(case: Case) -> tuple[Proceeding, ...]:
    """The rows of 办理记录 in which the case was reported."""
    return steps(case, ProceedingStep.POLICE_REPORT)


def steps(case: Case, *wanted: ProceedingStep) -> tuple[Proceeding, ...]:
    """The rows of 办理记录 with one of these 事项."""
    return tuple(it for it in case.proceedings if it.step in wanted)


# ---------------------------------------------------------------- what had to come first


def complained_to(case: Case, institution: Institution) -> tuple[Proceeding, ...]:
    """The complaints to an institution itself, before anybody who supervises it was told."""
    return tuple(
        it for it in steps(case, ProceedingStep.PLATFORM_COMPLAINT) if _is(it, institution)
    )


def refused_deletions(case: Case, filing_date: date) -> tuple[Proceeding, ...]:
    """The requests for deletion that were refused, or not answered in time (个保法 art. 50(2)).

    A request counts as refused where its own row or the answer's says so, or where 答复期限 has
    passed without an answer.
    """
    answers = steps(case, ProceedingStep.ANSWER)
    return tuple(
        request
        for request in steps(case, ProceedingStep.DELETION_REQUEST)
        if _is_refused(request, answers, filing_date)
    )


_REFUSED = re.compile(
    "拒|不予|未予|不同意|不处理|未删|没有删|没删|未答复|没有答复|不答复|无答复|未回复|没有回复|不回复|无回复|不理"
)


def _is_refused(request: Proceeding, answers: tuple[Proceeding, ...], filing_date: date) -> bool:
    later = [it for it in answers if _answers(it, request)]
    if any(_REFUSED.search(it.result) for it in (request, *later)):
        return True
    expired = request.answer_due is not None and request.answer_due < filing_date
    return expired and not later and not request.result


def _answers(answer: Proceeding, request: Proceeding) -> bool:
    in_time = answer.day is not None and request.day is not None and answer.day >= request.day
    key = institution_key
    return in_time and key(answer.institution) == key(request.institution)


def _is(step: Proceeding, institution: Institution) -> bool:
    """Whether a row of 办理记录 names an institution; one that names none means the creditor."""
    names = {institution_key(it) for it in (institution.name, institution.short_name) if it}
    return not step.institution or institution_key(step.institution) in names


def suits(case: Case) -> tuple[Proceeding, ...]:
    """The rows of 办理记录 that bring the case to court; what the police put on file is none."""
    filed = steps(case, ProceedingStep.SUIT)
    docketed = steps(case, ProceedingStep.DOCKETING, ProceedingStep.HEARING)
    return (*filed, *(it for it in docketed if "公安" not in it.institution))
