"""Children: a client under eighteen acts through a guardian, a child that was called is one.

Source: 民法典 arts. 19, 23 and 27; 民事诉讼法 art. 60; 个人信息保护法 arts. 28 and 31 (under 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from anjuan import (
    Case,
    Incident,
    Matter,
    Message,
    Problem,
    Rule,
    Severity,
    Witness,
    person_key,
    public,
)

MINOR_WITHOUT_GUARDIAN = Rule("minor-without-guardian", "未成年的委托人没有写法定代理人。")
ADULT_WITH_GUARDIAN = Rule("adult-with-guardian", "成年的委托人写了法定代理人。", Severity.WARNING)
RULES = (MINOR_WITHOUT_GUARDIAN, ADULT_WITH_GUARDIAN)
_ADULT = 18
# Below it every datum is sensitive.
_CHILD = 14


def age_on(birth: date, day: date) -> int:
    """Completed years on a day; the birthday itself completes one."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_minor(birth: date | None, day: date) -> bool:
    """True under eighteen; false where the day of birth is not known."""
    return birth is not None and age_on(birth, day) < _ADULT


def client_is_minor(matter: Matter) -> bool:
    """True for a client who is under eighteen on the day of filing."""
    return is_minor(matter.case.client.birth_date, matter.filing_date)


def client_is_child(matter: Matter) -> bool:
    """True for a client whose every datum is sensitive (个人信息保护法 art. 28)."""
    birth = matter.case.client.birth_date
    return birth is not None and age_on(birth, matter.filing_date) < _CHILD


def gives_no_oath(witness: Witness, day: date) -> bool:
    """True for a witness who signs no 保证书 (证据规定 art. 71, 民诉法解释 art. 119)."""
    return is_minor(witness.birth_date, day)


def reached_children(matter: Matter) -> tuple[Incident, ...]:
    """The rows that reached somebody under fourteen on that day, as 证人 and 委托人 tell."""
    case, births = matter.case, _births(matter.case)
    first = min((row.moment.day for row in case.incidents if row.moment), default=None)
    known = filter(None, (case.client.birth_date, *births.values()))
    if first is None or all(age_on(it, first) >= _CHILD for it in known):
        return ()
    return tuple(row for row in case.incidents if _is_child(case, row, births))


def _births(case: Case) -> Mapping[str, date]:
    return {person_key(it.name): it.birth_date for it in case.witnesses if it.birth_date}


def _is_child(case: Case, row: Incident, births: Mapping[str, date]) -> bool:
    own = case.client.birth_date if row.is_about_client else None
    birth = own or births.get(person_key(row.victim))
    return bool(birth and row.moment and age_on(birth, row.moment.last_day) < _CHILD)


def check(matter: Matter) -> Iterator[Problem]:
    """Refuse the papers of a minor for whom nobody acts; tell of an adult for whom somebody does.

    Source: 民法典 arts. 21 and 22: adults have a guardian who can't see what they do, or not fully.
    """
    case = matter.case
    if case.client.guardian and case.client.birth_date and not client_is_minor(matter):
        message = Message("委托人在落款日已满{}周岁，却写了法定代理人。", public(_ADULT))
        remedy = "有民事行为能力的，请把法定代理人的几格空着；没有或受限制的，可以不管。"
        yield ADULT_WITH_GUARDIAN.at(case, "guardian", message, remedy)
    if client_is_minor(matter) and not case.client.guardian:
        message = Message("委托人在落款日未满{}周岁，须由法定代理人代理。", public(_ADULT))
        remedy = "请填写法定代理人（一般是父母）及其与委托人的关系、证件号和电话。"
        yield MINOR_WITHOUT_GUARDIAN.at(case, "guardian", message, remedy)
