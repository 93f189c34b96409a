"""Rules over the days of a case: which comes first, which has not come yet, which run out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from anjuan.case.choices import ProceedingStep
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.law.deadlines import reminders
from anjuan.law.loading import shipped_catalogue
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity

DATE_ORDER = Rule("date-order", "日期先后不对。")
FUTURE_DATE = Rule("future-date", "日期还没有到。")

# What is entered before it happens.
_COMING = (ProceedingStep.HEARING, ProceedingStep.PROOF_DEADLINE)
_FILED = (ProceedingStep.SUIT, ProceedingStep.DOCKETING)
_PAST_DAYS = ("loan_date", "overdue_date", "assignment_notice_date", "objection_date")


def check_dates(case: Case, today: date) -> Iterator[Problem]:
    """Every rule on one case; days after `today` are refused as being in the future."""
    found = [problem for rule in _CHECKS for problem in rule(case, today)]
    yield from found
    # Of a day that is wrong it is not told what ends because of it.
    wrong = {(it.sheet, it.cell) for it in found if it.is_error}
    yield from (it for it in _limitation(case, today) if (it.sheet, it.cell) not in wrong)


def _dates_in_order(case: Case, today: date) -> Iterator[Problem]:
    """借款 ≤ 逾期 ≤ 落款, no harassment after the signing date, nothing in the future."""
    if case.loan_date and case.overdue_date == case.loan_date:
        yield _out_of_order(case, "overdue_date", "与借款日期是同一天。")
    yield from _not_before(case, "overdue_date", case.overdue_date, case.loan_date, "借款日期")
    told = case.assignment_notice_date
    yield from _not_before(case, "assignment_notice_date", told, case.loan_date, "借款日期")
    last = max([row.moment.day for row in case.incidents if row.moment], default=None)
    yield from _collected_before_overdue(case)
    yield from _not_before(case, "signing_date", case.signing_date, last, "最后一次骚扰的日期")
    for attribute in _PAST_DAYS:
        day = getattr(case, attribute)
        if day and day > today:
            yield _in_future(case, attribute, day)
    for row in case.incidents if last and last > today else ():
        if row.moment and row.moment.day > today:
            yield _in_future(row, "moment", row.moment.day)


def _not_before(
    case: Case, attribute: str, day: date | None, earlier: date | None, what: str
) -> Iterator[Problem]:
    if day and earlier and day < earlier:
        yield _out_of_order(case, attribute, Message("{} 早于{} {}。", day, public(what), earlier))


def _collected_before_overdue(case: Case) -> Iterator[Problem]:
    if not case.overdue_date:
        return
    days = [row.moment.last_day for row in case.incidents if row.moment]
    first = min(days, default=None)
    if first and first < case.overdue_date:
        message = Message("{} 晚于第一次骚扰的日期 {}。", case.overdue_date, first)
        yield _out_of_order(case, "overdue_date", message, Severity.WARNING)


def _out_of_order(
    case: Case, attribute: str, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    value = getattr(case, attribute)
    return DATE_ORDER.at(
        case, attribute, message, "请核对两处日期。", value=value, severity=severity
    )


def _in_future(record: Record, attribute: str, day: date) -> Problem:
    message = Message("{} 还没有到。", day)
    return FUTURE_DATE.at(record, attribute, message, "请核对年份。", value=day)


def _limitation(case: Case, today: date) -> Iterator[Problem]:
    """Warn of periods near or past on the day the papers are signed (law/deadlines.py)."""
    return reminders(case, shipped_catalogue(), case.signing_date or today)


def _proceedings_in_order(case: Case, today: date) -> Iterator[Problem]:
    """An answer is due after it was asked for; what was done or received has happened."""
    for row in case.proceedings:
        if row.day and row.day > today and row.step not in _COMING:
            yield _in_future(row, "day", row.day)
        if row.day and row.answer_due and row.answer_due < row.day:
            message = Message("答复期限 {} 早于日期 {}。", row.answer_due, row.day)
            yield DATE_ORDER.at(
                row, "answer_due", message, "请核对两处日期。", value=row.answer_due
            )


def _proof_after_filing(case: Case, today: date) -> Iterator[Problem]:
    """The court sets the day up to which proof is taken when the suit is there."""
    filed = [row.day for row in case.proceedings if row.step in _FILED and row.day]
    day = max(filed, default=None)
    yield from _not_before(case, "proof_deadline", case.proof_deadline, day, "起诉或立案的日期")


_CHECKS: tuple[Callable[[Case, date], Iterator[Problem]], ...] = (
    _dates_in_order,
    _proceedings_in_order,
    _proof_after_filing,
)
