"""Rules over whole cases: what a cell alone can't show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from anjuan.case.choices import sex_of
from anjuan.case.keys import number_key, phone_key
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.rows import Loss
from anjuan.case.sheets import EVIDENCE
from anjuan.chinese import birth_date_of, split_list
from anjuan.law.deadlines import NEAR_DAYS, deadlines
from anjuan.law.loading import shipped_catalogue
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity
from anjuan.workbook.cells.phones import BAD_PHONE, doubtful, numbers_in, rings
from anjuan.workbook.parsing import Workbook
from anjuan.workbook.rules.people import check_people

SEX_MISMATCH = Rule("sex-mismatch", "性别与身份证号不一致。")
BIRTH_MISMATCH = Rule("birth-mismatch", "出生日期与身份证号不一致。")
DATE_ORDER = Rule("date-order", "日期先后不对。")
FUTURE_DATE = Rule("future-date", "日期还没有到。")
DEADLINE_NEAR = Rule("deadline-near", "时效即将届满。", Severity.WARNING)
DEADLINE_PAST = Rule("deadline-past", "时效已过。", Severity.WARNING)
OWN_NUMBER = Rule("own-number", "对方号码是委托人自己的电话。", Severity.WARNING)
DUPLICATE_ROW = Rule("duplicate-row", "两行骚扰记录相同，或只有写法不同。", Severity.WARNING)
UNKNOWN_EVIDENCE = Rule("unknown-evidence", "本案的证据表里没有这个编号。")


def check(workbook: Workbook, today: date) -> tuple[Problem, ...]:
    """Every rule on every case, in the order of the workbook.

    Args:
        workbook: parsed.
        today: days after it are refused as being in the future.
    """
    return tuple(
        problem for case in workbook.cases for rule in _CHECKS for problem in rule(case, today)
    )


def _identity_agrees(case: Case, today: date) -> Iterator[Problem]:
    """性别 and 出生日期 must be those inside the identity number (GB 11643-1999)."""
    client, number = case.client, case.client.identity_number
    # A passport says nothing of either.
    if not sex_of(number):
        return
    remedy = "请对照身份证核对性别、出生日期和身份证号。"
    if client.sex != sex_of(number):
        message = Message("性别写的是“{}”，身份证号却是“{}”。", client.sex, sex_of(number))
        yield SEX_MISMATCH.at(case, "sex", message, remedy, value=client.sex)
    if client.birth_date != birth_date_of(number):
        message = Message("出生日期与身份证号里的 {} 不一致。", birth_date_of(number))
        yield BIRTH_MISMATCH.at(case, "birth_date", message, remedy, value=client.birth_date)


def _dates_in_order(case: Case, today: date) -> Iterator[Problem]:
    """借款 ≤ 逾期 ≤ 落款, no harassment after the signing date, nothing in the future."""
    if case.loan_date and case.overdue_date == case.loan_date:
        yield _out_of_order(case, "overdue_date", "与借款日期是同一天。")
    yield from _not_before(case, "overdue_date", case.overdue_date, case.loan_date, "借款日期")
    last = max((row.moment.day for row in case.incidents if row.moment), default=None)
    yield from _collected_before_overdue(case)
    yield from _not_before(case, "signing_date", case.signing_date, last, "最后一次骚扰的日期")
    for attribute in ("loan_date", "overdue_date", "objection_date"):
        day = getattr(case, attribute)
        if day and day > today:
            yield _in_future(case, attribute, day)
    for row in case.incidents:
        if row.moment and row.moment.day > today:
            yield _in_future(row, "moment", row.moment.day)


def _not_before(
    case: Case, attribute: str, day: date | None, earlier: date | None, what: str
) -> Iterator[Problem]:
    if day and earlier and day < earlier:
        yield _out_of_order(case, attribute, Message("{} 早于{} {}。", day, public(what), earlier))


def _collected_before_overdue(case: Case) -> Iterator[Problem]:
    days = (row.moment.last_day for row in case.incidents if row.moment)
    first = min(days, default=None)
    if case.overdue_date and first and first < case.overdue_date:
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
    day = case.signing_date or today
    for deadline in deadlines(case, shipped_catalogue()):
        left = deadline.days_left(day)
        if left > NEAR_DAYS or not deadline.limits_rights:
            continue
        past, near = (DEADLINE_PAST, Message("已过")), (DEADLINE_NEAR, Message("还有 {} 天", left))
        rule, told = past if left < 0 else near
        yield rule.at(
            case,
            "signing_date",
            Message("{}到 {} 为止，{}。", public(deadline.title), deadline.day, told),
            Message("{}。请核对。", public(deadline.note)),
            value=case.signing_date or "",
        )


def _reachable(case: Case, today: date) -> Iterator[Problem]:
    """The client's own number should be one that rings: mobile or landline."""
    phone = case.client.phone
    if phone and not rings(phone) and not doubtful(phone):
        message = Message("“{}”不像手机或座机号码。", phone)
        yield BAD_PHONE.at(case, "phone", message, value=phone, severity=Severity.WARNING)


def _one_caller(case: Case, today: date) -> Iterator[Problem]:
    """A row tells of one number: two in one cell are counted as a third."""
    for row in case.incidents:
        if len(numbers_in(row.number)) > 1:
            message = Message("“{}”像是几个号码。", row.number)
            remedy = "请一个号码一行，次数各算各的。"
            yield BAD_PHONE.at(
                row, "number", message, remedy, value=row.number, severity=Severity.WARNING
            )


def _evidence_exists(case: Case, today: date) -> Iterator[Problem]:
    """Every exhibit referred to stands in sheet 证据 under the same case."""
    known = {number_key(exhibit.number) for exhibit in case.evidence}
    rows: tuple[Incident | Loss, ...] = (*case.incidents, *case.losses)
    for row in rows:
        named = split_list(row.evidence_numbers)
        missing = [number for number in named if number_key(number) not in known]
        if missing:
            yield UNKNOWN_EVIDENCE.at(
                row,
                "evidence_numbers",
                Message("本案的{}表里没有编号“{}”。", EVIDENCE.name, missing),
                Message("请在{}表补上，或改正编号。", EVIDENCE.name),
                value=row.evidence_numbers,
            )


def _repeated_rows(case: Case, today: date) -> Iterator[Problem]:
    """The same incident twice counts twice: a copied row is more likely than a twin."""
    seen: dict[tuple[object, ...], Incident] = {}
    # What can't be read is not the same as what can't be read elsewhere.
    for row in (row for row in case.incidents if row.moment):
        first = seen.setdefault(_told(row), row)
        if first is not row:
            message = Message("与第 {} 行相同，次数会算两遍。", public(first.origin.row))
            value = row.case_number
            yield DUPLICATE_ROW.at(row, "case_number", message, "重复的请删去。", value=value)


def _told(row: Incident) -> tuple[object, ...]:
    """All that a row tells, whatever form it has."""
    relation = "" if row.is_about_client else row.relation
    texts = (relation, row.content, row.evidence_numbers, *row.extra.values())
    values = (row.moment, row.method, row.victim, row.count, row.natures, phone_key(row.number))
    return (*values, *map(number_key, texts))


def _not_called_by_oneself(case: Case, today: date) -> Iterator[Problem]:
    """The client's own number among those that called is most likely in the wrong column."""
    own = phone_key(case.client.phone)
    for row in case.incidents if own else ():
        if phone_key(row.number) == own:
            message = Message("对方号码是委托人自己的电话（{}）。", case.place("phone").cell)
            remedy = "请核对；确是对方冒用这个号码的，可以不管。"
            yield OWN_NUMBER.at(row, "number", message, remedy, value=row.number)


def _people_agree(case: Case, today: date) -> Iterator[Problem]:
    return check_people(case)


_Check = Callable[[Case, date], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    _identity_agrees,
    _people_agree,
    _not_called_by_oneself,
    _repeated_rows,
    _dates_in_order,
    _evidence_exists,
    _limitation,
    _reachable,
    _one_caller,
)
