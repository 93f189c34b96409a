"""One definition of the marks of the language, for all who look for them."""

from __future__ import annotations

from itertools import product

import pytest
from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import escape

from anjuan.opc import ILLEGAL
from anjuan.word.marks import (
    BRACES,
    BRACKET,
    CLOSERS,
    HALF_WIDTH_BRACKETS,
    MARK,
    MEANT_TAG,
    TAG,
    is_awkward,
)
from anjuan.word.mending import LISTING


def texts(signs: str, longest: int) -> list[str]:
    return ["".join(it) for length in range(1, longest + 1) for it in product(signs, repeat=length)]


SHORT, LONG = texts("{}%#_a", 4), texts("{}%#_｛｝％＃a", 5)


def test_a_text_without_a_mark_is_left_as_it_is_by_jinja_and_by_docxtpl() -> None:
    jinja = Environment()
    for text in SHORT:
        if not MARK.search(text):
            shown = jinja.from_string(text).render()
            for mark, tag in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
                shown = shown.replace(mark, tag)
            assert shown == text


def test_every_mark_that_jinja_takes_for_a_tag_is_one() -> None:
    jinja = Environment()
    for text in SHORT:
        try:
            is_text = jinja.from_string(text).render() == text
        except TemplateSyntaxError:
            is_text = False
        assert is_text or TAG.search(text), text


def test_who_finds_less_finds_nothing_else() -> None:
    for text in LONG:
        half = text.translate(HALF_WIDTH_BRACKETS)
        assert not TAG.search(text) or (BRACKET.search(text) and MEANT_TAG.search(text))
        assert not BRACKET.search(text) or MARK.search(text)
        assert bool(MEANT_TAG.search(text)) == bool(TAG.search(half))
        assert not MARK.search(text) or any(brace in text for brace in BRACES)


@pytest.mark.parametrize(("opener", "closer"), CLOSERS.items())
def test_tags_are_closed_as_jinja_closes_them(opener: str, closer: str) -> None:
    inside = "set a = 1" if opener == "{%" else "1"

    assert "{" not in Environment().from_string(f"{opener} {inside} {closer}").render()
    assert BRACKET.findall(f"{opener}{closer}") == [opener, closer]


def test_awkward_is_what_is_escaped_or_broken_into_lines_or_may_be_a_mark_or_illegal() -> None:
    for sign in map(chr, (*range(0x10000), 0x10000, 0x1F600, 0x10FFFF)):
        means_more = (
            escape(sign) != sign or LISTING.search(sign) or ILLEGAL.search(sign) or sign in BRACES
        )
        assert is_awkward(sign) == bool(means_more), hex(ord(sign))
