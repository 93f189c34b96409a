"""Rules over whole cases: what a cell alone can't show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from anjuan.case.records import Case, Incident, Loss, Record
from anjuan.case.sheets import EVIDENCE, problem_at
from anjuan.chinese import birth_date_of, sex_of, split_list
from anjuan.law.deadlines import NEAR_DAYS, deadlines
from anjuan.law.loading import shipped_catalogue
from anjuan.problems import Problem, Severity
from anjuan.workbook.parsing import Workbook

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\+?\d{8,15}")


def check(workbook: Workbook, today: date) -> tuple[Problem, ...]:
    """Every rule on every case, in the order of the workbook.

    Args:
        workbook: parsed.
        today: days after it are refused as being in the future.
    """
    return tuple(
        problem for case in workbook.cases for rule in _RULES for problem in rule(case, today)
    )


def _identity_agrees(case: Case, today: date) -> Iterator[Problem]:
    """性别 and 出生日期 must be those inside the identity number (GB 11643-1999)."""
    client, number = case.client, case.client.identity_number
    if not number:
        return
    remedy = "请对照身份证核对性别、出生日期和身份证号。"
    if client.sex != sex_of(number):
        yield problem_at(
            case, "sex", "sex-mismatch",
            f"性别写的是“{client.sex}”，身份证号却是“{sex_of(number)}”。",
            remedy, case=case, value=client.sex,
        )  # fmt: skip
    if client.birth_date != birth_date_of(number):
        yield problem_at(
            case, "birth_date", "birth-mismatch",
            f"出生日期与身份证号里的 {birth_date_of(number)} 不一致。",
            remedy, case=case, value=client.birth_date,
        )  # fmt: skip


def _dates_in_order(case: Case, today: date) -> Iterator[Problem]:
    """借款 ≤ 逾期 ≤ 落款, no harassment after the signing date, nothing in the future."""
    if case.loan_date and case.overdue_date == case.loan_date:
        yield problem_at(
            case, "overdue_date", "date-order", "与借款日期是同一天。", "请核对两处日期。",
            case=case, value=case.overdue_date,
        )  # fmt: skip
    yield from _not_before(case, "overdue_date", case.overdue_date, case.loan_date, "借款日期")
    last = max((row.moment.day for row in case.incidents if row.moment), default=None)
    yield from _collected_before_overdue(case)
    yield from _not_before(case, "signing_date", case.signing_date, last, "最后一次骚扰的日期")
    for attribute in ("loan_date", "overdue_date", "objection_date"):
        day = getattr(case, attribute)
        if day and day > today:
            yield _in_future(case, attribute, day, case)
    for row in case.incidents:
        if row.moment and row.moment.day > today:
            yield _in_future(row, "moment", row.moment.day, case)


def _not_before(
    case: Case, attribute: str, day: date | None, earlier: date | None, what: str
) -> Iterator[Problem]:
    if day and earlier and day < earlier:
        yield problem_at(
            case, attribute, "date-order",
            f"{day} 早于{what} {earlier}。",
            "请核对两处日期。", case=case, value=day,
        )  # fmt: skip


def _collected_before_overdue(case: Case) -> Iterator[Problem]:
    first = case.incidents[0].moment if case.incidents else None
    if case.overdue_date and first and first.day < case.overdue_date:
        yield problem_at(
            case, "overdue_date", "date-order",
            f"{case.overdue_date} 晚于第一次骚扰的日期 {first.day}。", "请核对两处日期。",
            case=case, value=case.overdue_date, severity=Severity.WARNING,
        )  # fmt: skip


def _in_future(record: Record, attribute: str, day: date, case: Case) -> Problem:
    return problem_at(
        record, attribute, "future-date", f"{day} 还没有到。", "请核对年份。",
        case=case, value=day,
    )  # fmt: skip


def _limitation(case: Case, today: date) -> Iterator[Problem]:
    """Warn of periods near or past on the day the papers are signed (law-facts §1.1, §2)."""
    day = case.signing_date or today
    for deadline in deadlines(case, shipped_catalogue()):
        left = deadline.days_left(day)
        if left > NEAR_DAYS or deadline.id not in _LIMITATIONS:
            continue
        code, told = (
            ("deadline-near", f"还有 {left} 天") if left >= 0 else ("deadline-past", "已过")
        )
        yield problem_at(
            case, "signing_date", code,
            f"{deadline.title}到 {deadline.day} 为止，{told}。", f"{deadline.note}。请核对。",
            case=case, value=case.signing_date or "", severity=Severity.WARNING,
        )  # fmt: skip


def _reachable(case: Case, today: date) -> Iterator[Problem]:
    """The client's own number should be one that rings: mobile or landline (law-facts §11.3)."""
    phone = case.client.phone
    if phone and not _PHONE.fullmatch(phone):
        yield problem_at(
            case, "phone", "bad-phone", f"“{phone}”不像手机或座机号码。", "请核对。",
            case=case, value=phone, severity=Severity.WARNING,
        )  # fmt: skip


def _evidence_exists(case: Case, today: date) -> Iterator[Problem]:
    """Every exhibit referred to stands in sheet 证据 under the same case."""
    known = {exhibit.number for exhibit in case.evidence}
    rows: tuple[Incident | Loss, ...] = (*case.incidents, *case.losses)
    for row in rows:
        missing = [number for number in split_list(row.evidence_numbers) if number not in known]
        if missing:
            yield problem_at(
                row, "evidence_numbers", "unknown-evidence",
                f"本案的{EVIDENCE.name}表里没有编号“{'、'.join(missing)}”。",
                f"请在{EVIDENCE.name}表补上，或改正编号。",
                case=case, value=row.evidence_numbers,
            )  # fmt: skip


_Rule = Callable[[Case, date], Iterator[Problem]]
_RULES: tuple[_Rule, ...] = (
    _identity_agrees,
    _dates_in_order,
    _evidence_exists,
    _limitation,
    _reachable,
)
# Those whose end costs the client a right; the others are told by `anjuan deadlines`.
_LIMITATIONS = ("police", "damages")
