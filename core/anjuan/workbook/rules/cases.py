"""Rules over whole cases: what a cell alone can't show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from anjuan.case.keys import number_key, phone_key
from anjuan.case.masking import masked_numbers
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.own_rows import OwnRow
from anjuan.case.text import duration_text
from anjuan.chinese import split_list
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity
from anjuan.workbook.cells.phones import BAD_PHONE, doubtful, numbers_in, rings
from anjuan.workbook.letters import row_of
from anjuan.workbook.rules.dates import check_dates
from anjuan.workbook.rules.links import LINKS, check_institutions, named_by
from anjuan.workbook.rules.people import PEOPLE

CALLED_BY_ITSELF = Rule("called-by-itself", "受扰人电话是对方用过的号码。")
MORE_CONNECTED = Rule("more-connected", "接通次数比次数还多。")
TALKED_UNCONNECTED = Rule("talked-unconnected", "一次也没有接通，却有通话时长。")
ODD_FORM = Rule("odd-form", "邮编、邮箱、执业证号不像是这样的。", Severity.WARNING)
LIKE_A_CARD = Rule("like-a-card", "合同编号像银行卡号，文书只印末四位。", Severity.WARNING)
OWN_NUMBER = Rule("own-number", "对方号码是委托人自己的电话。", Severity.WARNING)
DUPLICATE_ROW = Rule("duplicate-row", "两行相同，或只有写法不同。", Severity.WARNING)


class Checks:
    """Every rule on every case, told in the order of the workbook once all cases were seen.

    Args:
        today: days after it are refused as being in the future.
        further: of a case, what is told behind all else.
    """

    def __init__(
        self, today: date, further: Callable[[Case], Iterable[Problem]] = lambda case: ()
    ) -> None:
        self._rules = _rules(today)
        self._further = further
        self._of_cases: list[Problem] = []
        self._repeated: list[Problem] = []
        self._last: list[Problem] = []
        self._named: dict[int, Institution] = {}

    def see(self, cases: Iterable[Case], problems: Iterable[Problem]) -> None:
        """Some cases more.

        Args:
            cases: in the order of the workbook.
            problems: of their rows.
        """
        unread = {(it.sheet, row_of(it.cell)) for it in problems}
        for case in cases:
            for rule in self._rules:
                self._of_cases += rule(case)
            self._repeated += _repeated_own_rows(case, unread)
            self._named |= named_by(case)
            self._last += self._further(case)

    @property
    def told(self) -> tuple[Problem, ...]:
        """All that was found."""
        institutions = check_institutions(self._named.values())
        return (*self._of_cases, *self._repeated, *institutions, *self._last)


def _reachable(case: Case) -> Iterator[Problem]:
    """The client's own number should be one that rings: mobile or landline."""
    phone = case.client.phone
    if phone and not rings(phone) and not doubtful(phone):
        message = Message("“{}”不像手机或座机号码。", phone)
        yield BAD_PHONE.at(case, "phone", message, value=phone, severity=Severity.WARNING)


def _one_caller(case: Case) -> Iterator[Problem]:
    """A row tells of one number: two in one cell are counted as a third."""
    several = {it for it in {row.number for row in case.incidents} if len(numbers_in(it)) > 1}
    for row in case.incidents if several else ():
        if row.number in several:
            message = Message("“{}”像是几个号码。", row.number)
            remedy = "请一个号码一行，次数各算各的。"
            yield BAD_PHONE.at(
                row, "number", message, remedy, value=row.number, severity=Severity.WARNING
            )


def _repeated_rows(case: Case) -> Iterator[Problem]:
    """The same incident twice counts twice: a copied row is more likely than a twin."""
    known = [row.moment for row in case.incidents if row.moment]
    if len(set(known)) == len(known):
        return
    moments = Counter(known)
    seen: dict[tuple[object, ...], Incident] = {}
    # What can't be read is not the same as what can't be read elsewhere.
    for row in (row for row in case.incidents if row.moment and moments[row.moment] > 1):
        first = seen.setdefault(_told(row), row)
        if first is not row:
            message = Message("与第 {} 行相同，次数会算两遍。", public(first.origin.shown))
            value = row.case_number
            yield DUPLICATE_ROW.at(row, "case_number", message, "重复的请删去。", value=value)


def _repeated_own_rows(case: Case, unread: Container[tuple[str, int]]) -> Iterator[Problem]:
    """A row of a plug-in's sheet twice, likewise; what can't be read is the same as nothing."""
    for rows in case.own_rows.values():
        seen: dict[str, OwnRow] = {}
        for row in (it for it in rows if (it.origin.sheet, it.origin.row) not in unread):
            first = seen.setdefault(repr((row.own, sorted(row.extra.items()))), row)
            if first is not row:
                message = Message("与第 {} 行相同。", public(first.origin.shown))
                value = row.case_number
                yield DUPLICATE_ROW.at(row, "case_number", message, "重复的请删去。", value=value)


def _told(row: Incident) -> tuple[object, ...]:
    """All that a row tells, whatever form it has."""
    relation = "" if row.is_about_client else row.relation
    texts = (relation, row.content, row.evidence_numbers, *row.extra.values())
    values = (row.moment, row.method, row.victim, row.count, row.natures, phone_key(row.number))
    return (*values, *map(number_key, texts))


def _not_called_by_oneself(case: Case) -> Iterator[Problem]:
    """The client's own number among those that called is most likely in the wrong column."""
    own = phone_key(case.client.phone)
    called = {it for it in {row.number for row in case.incidents} if phone_key(it) == own}
    for row in case.incidents if own and called else ():
        if row.number in called:
            message = Message("对方号码是委托人自己的电话（{}）。", case.place("phone").cell)
            remedy = "请核对；确是对方冒用这个号码的，可以不管。"
            yield OWN_NUMBER.at(row, "number", message, remedy, value=row.number)


def _victims_phones(case: Case) -> Iterator[Problem]:
    """The number that was reached is not the one that called, in its own row or in another."""
    reached = [row for row in case.incidents if row.victim_phone]
    callers: dict[str, Incident] = {}
    for row in case.incidents if reached else ():
        if row.number:
            callers.setdefault(phone_key(row.number), row)
    for row in reached:
        caller = callers.get(phone_key(row.victim_phone))
        if caller:
            cell = caller.place("number").cell
            message = Message("受扰人电话“{}”是对方用过的号码（{}）。", row.victim_phone, cell)
            remedy = "请核对这两格，多半有一格填错了列。"
            yield CALLED_BY_ITSELF.at(row, "victim_phone", message, remedy, value=row.victim_phone)


def _connected_calls(case: Case) -> Iterator[Problem]:
    """Not more calls are answered than made, and none is talked in that was not answered."""
    for row in case.incidents:
        if row.connected is not None and row.connected > row.count:
            numbers = (public(row.connected), public(row.count), row.place("count").cell)
            message = Message("接通 {} 次，次数却是 {}（{}）。", *numbers)
            yield MORE_CONNECTED.at(
                row, "connected", message, "请核对这两格。", value=row.connected
            )
        elif row.connected == 0 and row.talk_seconds:
            talked = public(duration_text(row.talk_seconds))
            message = Message(
                "一次也没有接通（{}），却说了{}。", row.place("connected").cell, talked
            )
            yield TALKED_UNCONNECTED.at(
                row, "talk_seconds", message, "请核对这两格。", value=talked
            )


def _forms(case: Case) -> Iterator[Problem]:
    """What has one form whoever gives it out."""
    own = (("postcode", case.client.postcode), ("email", case.client.email))
    licenses = (("lawyer_license", it) for it in split_list(case.lawyer_license))
    for attribute, value in (*own, *licenses):
        pattern, told = _FORMS[attribute]
        if value and not pattern.fullmatch(unicodedata.normalize("NFKC", value)):
            message = Message("“{}”{}。", value, public(told))
            yield ODD_FORM.at(case, attribute, message, "请核对。", value=value)


_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "postcode": (re.compile("[0-9]{6}"), "不是 6 位数字的邮编"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"), "不像电子邮箱"),
    # 司法部关于律师执业证号的编制: region, year, sort, sex and number, 17 digits in all.
    "lawyer_license": (re.compile("[0-9]{17}"), "不是 17 位数字的执业证号"),
}


def _contract_or_card(case: Case) -> Iterator[Problem]:
    """A card's number is printed in part only; a contract's that looks like one would be too."""
    number = case.contract_number
    shown = masked_numbers(number)
    if shown != number:
        message = Message("“{}”像银行卡号，文书只印“{}”。", number, shown)
        remedy = "是卡号的请删去，只填“卡号后四位”；是合同编号的，请连同前面的字母、汉字一起写。"
        yield LIKE_A_CARD.at(case, "contract_number", message, remedy, value=number)


def _rules(today: date) -> tuple[Callable[[Case], Iterable[Problem]], ...]:
    """Every rule, in the order in which they are told."""
    return (
        *PEOPLE,
        _not_called_by_oneself,
        _victims_phones,
        _connected_calls,
        _repeated_rows,
        partial(check_dates, today=today),
        *LINKS,
        _reachable,
        _one_caller,
        _forms,
        _contract_or_card,
    )
