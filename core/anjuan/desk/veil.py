"""遮屏: what a shoulder, or a shared screen, must not see is not in the page at all.

As with `--redact`, nothing is searched for secrets: our own words are shown, and every part of a
message that is not is left out. Cases are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from anjuan.case.records.case import Case
from anjuan.case.text import typed_texts
from anjuan.messages import HIDDEN, own_words
from anjuan.problems import Problem

_DIGITS = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_ONE_SIGN = 1


class Open:
    """Shows everything."""

    is_masked = False

    def text(self, text: str) -> str:
        """What stands in a cell, a name, a path."""
        return text

    def told(self, message: str) -> str:
        """A sentence of ours about what stands there."""
        return message

    def problem(self, problem: Problem) -> str:
        """Where a problem is, and what it is."""
        return f"{problem.place}：{self.told(problem.message)}"

    def case(self, number: str, place: int) -> str:
        """What a case is called; its place among all, from 0."""
        return number

    def named(self, case: Case, place: int) -> str:
        """A case with its client; its place likewise."""
        return f"{self.case(case.number, place)} {self.text(case.client.name)}"

    def of_paper(self, case: Case) -> Callable[[str], str]:
        """What shows a paragraph of a paper."""
        return self.text


class Masked(Open):
    """Shows our own words."""

    is_masked = True

    def text(self, text: str) -> str:
        """A star, where there is anything."""
        return HIDDEN if text else ""

    def told(self, message: str) -> str:
        """Our own words of a sentence."""
        return own_words(message) if message else ""

    def case(self, number: str, place: int) -> str:
        """Its place."""
        return f"案件{place + 1}" if number else ""

    def of_paper(self, case: Case) -> Callable[[str], str]:
        """Stars for numbers and for what was typed into cells, sign for sign."""
        typed = {text.strip() for text in typed_texts(case)}
        lines = {line for text in typed for line in (text, *text.splitlines())}
        words = sorted((it for it in lines if len(it) > _ONE_SIGN), key=len, reverse=True)
        return lambda text: _starred(text, words)


def _starred(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, HIDDEN * len(word))
    return _DIGITS.sub(lambda found: HIDDEN * len(found[0]), text)


def veil(is_masked: bool) -> Open:
    """What shows the page."""
    return Masked() if is_masked else Open()
