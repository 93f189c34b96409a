"""Filters for every template: numbers shown only in part, Chinese numerals, day and time apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping

from anjuan import chinese_number, hookimpl
from anjuan_plugins.kinds.prose.phrases import sentence
from anjuan_plugins.kinds.prose.voices import APPLICANT, COURT, LETTER

# Long enough to point at a person: phone numbers, identity numbers, cards; also typed in groups.
_NUMBER = re.compile(
    r"1[3-9][0-9]([ -])[0-9]{4}\1[0-9]{4}|D(?:[ 　]?D){6,}[Xx]?".replace("D", "[0-9０-９]")
)
_DIGIT = re.compile("[0-9０-９Xx]")
_MOST = 99_999_999
_DAY_ENDS = "日"
_LAW = re.compile("《[^《》]*》")


def masked(text: str) -> str:
    """A text with the middle of each long number hidden: 138****0001, 110101********0018.

    Source: papers that go outside show another's numbers in part only.
    """
    return _NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = len(_DIGIT.findall(found[0]))
    # Of a passport or a number without its area, what is hidden must not be the least of it.
    first, last = (6, 4) if digits > 15 else (3, 4) if digits > 10 else (2, 2)
    place = itertools.count()
    return _DIGIT.sub(
        lambda digit: "*" if first <= next(place) < digits - last else digit[0], found[0]
    )


def in_chinese(text: str) -> str:
    """A whole number as words: 12 → 十二; anything else stays as it is."""
    is_number = text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST
    return chinese_number(int(text)) if is_number else text


def day_of(text: str) -> str:
    """The day of a moment as printed: 2026年3月5日22时40分 → 2026年3月5日.

    In a narrow column day and time stand on a line each, so that neither is broken.
    """
    return text[: text.find(_DAY_ENDS) + 1] if _DAY_ENDS in text else text


def time_of(text: str) -> str:
    """The time of day of a moment as printed; empty where only the day is known."""
    return text.partition(_DAY_ENDS)[2]


def law_once(text: str) -> str:
    """Citations one after another, each law named once.

    《甲法》第一条、《甲法》第二条和《乙法》第三条 → 《甲法》第一条、第二条和《乙法》第三条
    """
    named = [""]

    def shown(found: re.Match[str]) -> str:
        named.append(found[0])
        return found[0] if named[-1] != named[-2] else ""

    return _LAW.sub(shown, text)


@hookimpl
def anjuan_filters() -> Mapping[str, Callable[[str], str]]:
    """Offer the filters by the names that templates use."""
    return {
        "遮号": masked,
        "中文数": in_chinese,
        "日期": day_of,
        "时刻": time_of,
        "成句": sentence,
        "法名一次": law_once,
        "称本人": LETTER.cell,
        "称原告": COURT.cell,
        "称申请人": APPLICANT.cell,
    }
