"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import re

import pytest

from anjuan.patterns import seldom


def test_a_pattern_is_compiled_when_it_is_first_asked_and_answers_as_any_other() -> None:
    broken = seldom("(")
    pattern = seldom(r"(?P<year>\d+)年", re.ASCII)

    assert pattern.sub("X", "2026年 ２０２６年") == "X ２０２６年"
    assert pattern.findall("2026年，2027年") == ["2026", "2027"]
    assert pattern.pattern == r"(?P<year>\d+)年"
    with pytest.raises(re.error):
        broken.search("x")
