"""Numbers by which a person could be robbed or found out: shown in part only, wherever they stand.

Bank cards, identity cards and passports come into a case with what callers said, with names of
exhibits, with remarks. Papers go to other people. What a cell is made for is printed in full:
the client's identity number where a template names that cell, a caller's number, a credit code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from operator import attrgetter
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

from anjuan.case.columns import Column, ColumnType, fields_of
from anjuan.case.records.case import Case
from anjuan.case.sheets import records_of
from anjuan.chinese import birth_date_of, split_list
from anjuan.patterns import seldom

# Shorter than any number that is looked for.
_SHORTEST = 7
_DIGIT = "[0-9０-９]"
_SIGN = f"(?:{_DIGIT}|[A-Za-zＡ-Ｚａ-ｚ])"
# Between the groups of a number: blanks, or one hyphen of any sort.
_BLANK = "[ \u00a0\u3000]"
# A hyphen first: the blank before it is not all of the gap.
_GAP = f"(?:{_BLANK}?[-\u2010-\u2015－_]{_BLANK}?|{_BLANK}{{1,3}})"
_RUN = seldom(rf"(?<!{_SIGN}){_DIGIT}+(?:{_GAP}{_DIGIT}+)*[XxＸｘ]?(?!{_SIGN})")
_GAPS = seldom(_GAP)
# What a bank card has (ISO/IEC 7812-1); what a resident identity card has (GB 11643-1999).
_CARD_DIGITS = range(13, 20)
_IDENTITY_LENGTH = 18
_IN_A_GAP = " \u00a0\u3000\u2010-\u2015－_-"
# With so many digits and gaps in a row all numbers begin that are looked for.
_SUSPECT = re.compile(f"{_DIGIT}[0-9０-９{_IN_A_GAP}]{{{_SHORTEST - 1}}}")
# Every card and identity number has so many digits, with no more than gaps between them. Written
# out, for each text of each paper is looked at, and a repeated group takes ten times as long; where
# a telephone number began and was too short, no digit inside of it is tried. (That no digit stands
# before the first is asked behind it: what begins with a sign is found much faster.)
_LONG = re.compile(
    f"{_DIGIT}(?<!{_DIGIT}{_DIGIT})" + f"[{_IN_A_GAP}]{{0,3}}+{_DIGIT}" * (_CARD_DIGITS[0] - 1)
)
# Nothing but digits and gaps, as long as the shortest of these at least: few texts have any.
_STRETCH = re.compile(f"{_DIGIT}[0-9０-９{_IN_A_GAP}]{{{_CARD_DIGITS[0] - 1},}}")
# Groups beside even ones: 622200 0000000000, 3700 000000 00000.
_CARD_GROUPS = ((6,), (4, 6))
_MOST_GROUPS = 7
# A passport or permit is known by the word in front: its number alone could be anything.
_DOCUMENT = seldom(
    "(?P<word>(?:护照|通行证|回乡证|台胞证|居留证|居留身份证)(?:号码|号)?[是为:： ]{0,2})"
    "(?P<number>[A-Za-z]{0,3}[0-9]{7,12})(?![0-9A-Za-z])"
)
# The last sign of each such word, and as much of what follows as tells a number from other words.
# (A pattern that begins with one sign is found much faster than one that begins with either.)
_NAMED = tuple(
    re.compile(f"{sign}(?:号码|号)?[是为:： ]{{0,2}}[A-Za-z]{{0,3}}[0-9]{{7}}") for sign in "照证"
)
_OPEN_TYPES = (ColumnType.PHONE, ColumnType.CREDIT_CODE, ColumnType.IDENTITY)
# Of columns of another type: what only stands for a row, or tells who a lawyer is.
_OPEN_ATTRIBUTES = frozenset(
    {"number", "case_number", "evidence_numbers", "objection_evidence", "lawyer_license"}
)

Hide = Callable[[str], str]


def masked_numbers(text: str, spared: frozenset[str] = frozenset()) -> str:
    """A text in which card numbers, identity numbers and passports are shown in part only.

    Args:
        text: of a cell, or a sentence made of cells.
        spared: numbers that stay as they are, digits and letters only (`bare`).

    Nearly no text has such a number; the others are passed over by one look.

    Source: 个人信息保护法 arts. 6, 28: no more than the purpose needs.
    """
    return _masked(text, spared) if _SUSPECT.search(text) and _may_hold_one(text) else text


def _masked(text: str, spared: frozenset[str]) -> str:
    text = _RUN.sub(partial(_of_run, spared), text)
    return _DOCUMENT.sub(lambda found: found["word"] + _of_document(found["number"]), text)


def _may_hold_one(text: str) -> bool:
    """False for a suspect text that yet has no number which is looked for."""
    is_long = any(map(_LONG.search, _STRETCH.findall(text)))
    return is_long or any(it.search(text) for it in _NAMED)


def bare(number: str) -> str:
    """A number without what stands between its groups: `６２２２-0000` → `62220000`."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", number)).upper()


def _of_run(spared: frozenset[str], found: re.Match[str]) -> str:
    """A run of digits as it is shown; several numbers may stand in it, blanks between them."""
    if len(found[0]) < _CARD_DIGITS.start:
        # Days, sums, counts: too short for any number that is looked for here.
        return found[0]
    groups, gaps = _GAPS.split(found[0]), [*_GAPS.findall(found[0]), ""]
    shown, first = "", 0
    while first < len(groups):
        last, text = _next_number(groups, gaps, first, spared)
        shown += text + gaps[last]
        first = last + 1
    return shown


def _next_number(
    groups: list[str], gaps: list[str], first: int, spared: frozenset[str]
) -> tuple[int, str]:
    """The longest number that begins at a group, as it is shown; and the last group it has."""
    for last in reversed(range(first, min(first + _MOST_GROUPS, len(groups)))):
        parts = groups[first : last + 1]
        whole = bare("".join(parts))
        if whole in spared:
            break
        if _is_identity(whole):
            return last, f"{whole[:6]}{'*' * 8}{whole[-4:]}"
        alike = len({gap.strip() for gap in gaps[first:last]}) < 2
        if alike and _is_card(whole) and _is_grouped_like_a_card([len(part) for part in parts]):
            return last, f"尾号{whole[-4:]}"
    else:
        return first, groups[first]
    return last, "".join(map("".join, zip(parts, [*gaps[first:last], ""], strict=True)))


def _is_identity(number: str) -> bool:
    is_one = len(number) == _IDENTITY_LENGTH and number[:-1].isdigit()
    # Digits of a contract may look like it; they seldom hold a birthday and a check digit.
    return (
        is_one and birth_date_of(number) is not None and ric.calc_check_digit(number) == number[-1]
    )


def _is_card(number: str) -> bool:
    return len(number) in _CARD_DIGITS and number.isdigit() and bool(luhn.is_valid(number))


def _is_grouped_like_a_card(groups: list[int]) -> bool:
    """False for days and telephone numbers side by side: a card is typed in even groups."""
    size, last = groups[0], groups[-1]
    even = size >= 3 and set(groups[:-1]) <= {size} and last <= size
    return len(groups) == 1 or (even and len(groups) > 2) or tuple(groups[:-1]) in _CARD_GROUPS


def _of_document(number: str) -> str:
    return f"{number[:1]}{'*' * (len(number) - 4)}{number[-3:]}"


def hiding(case: Case) -> Hide:
    """What shows the texts of a case: their numbers in part, but for those it is about.

    Args:
        case: as it was read; a number in a cell for telephone numbers or credit codes, and what
            only stands for a row, is told in full in sentences too.
    """
    global _hiding  # of the case that was asked about last
    known = _hiding
    if known is None or known[0] is not case:
        # One tuple, put in place at once: the page asks from several threads.
        known = _hiding = (case, _hiding_of(case))
    return known[1]


def _hiding_of(case: Case) -> Hide:
    @cache
    def spared() -> frozenset[str]:
        return frozenset(_open_numbers(case))

    def hide(text: str) -> str:
        # The open numbers of nearly all cases are never asked for.
        return _masked(text, spared()) if _SUSPECT.search(text) and _may_hold_one(text) else text

    return hide


# All papers of a case hide the same.
_hiding: tuple[Case, Hide] | None = None


def is_open(attribute: str, column: Column) -> bool:
    """True for a cell whose number is what the cell is made for: printed as it stands there."""
    return column.type in _OPEN_TYPES or attribute in _OPEN_ATTRIBUTES


def _open_numbers(case: Case) -> Iterator[str]:
    """Numbers that sentences tell in full; identity numbers are not among them."""
    for record in records_of(case):
        for value_of in _open_values(type(record)):
            value = value_of(record)
            if isinstance(value, str) and len(value) >= _SHORTEST:
                # Two lawyers have two numbers in one cell, a caller sometimes too.
                yield from map(bare, (value, *split_list(value)))


def _open_values(record: type[Any]) -> tuple[attrgetter[Any], ...]:
    """What reads the open cells of a record."""
    if record not in _OPEN_VALUES:
        _OPEN_VALUES[record] = tuple(
            attrgetter(".".join(item.path))
            for item in fields_of(record)
            if is_open(item.attribute, item.column) and item.column.type is not ColumnType.IDENTITY
        )
    return _OPEN_VALUES[record]


# Found out once: a case may have many rows.
_OPEN_VALUES: dict[type[Any], tuple[attrgetter[Any], ...]] = {}
