"""Filters for every template: numbers that a paper shows only in part, and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from anjuan import chinese_number, hookimpl

# Long enough to point at a person: phone numbers, identity numbers, cards.
_NUMBER = re.compile(r"[0-9]{7,}[0-9Xx]?")
_MOST = 99_999_999


def masked(text: str) -> str:
    """A text with the middle of each long number hidden: 138****0001, 110101********0018.

    Source: papers that go outside show another's numbers in part only (law-facts §11.3, §13).
    """
    return _NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    number = found[0]
    shown = 6 if len(number) > 15 else 3
    return f"{number[:shown]}{'*' * (len(number) - shown - 4)}{number[-4:]}"


def in_chinese(text: str) -> str:
    """A whole number as words: 12 → 十二; anything else stays as it is."""
    is_number = text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST
    return chinese_number(int(text)) if is_number else text


@hookimpl
def anjuan_filters() -> Mapping[str, Callable[[str], str]]:
    """Offer the filters by the names that templates use."""
    return {"遮号": masked, "中文数": in_chinese}
