"""Names that every system accepts, and no two that are one to some."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.files import MOST_BYTES, distinct_names, safe_name


@given(st.text())
def test_any_text_becomes_a_name_that_every_system_accepts(text: str) -> None:
    name = safe_name(text)

    assert name
    assert not set('<>:"/\\|?*') & set(name)
    assert all(unicodedata.category(sign) != "Cc" for sign in name)
    assert not name.endswith((".", " "))
    assert not name.startswith(" ")
    assert name not in (".", "..")
    assert len(name.encode("utf-8", "replace")) <= MOST_BYTES
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("..", "_"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("甲. ", "甲"),
        ("a:b", "a：b"),
        ("", "_"),
        ("甲\u202e乙", "甲乙"),
    ],
)
def test_dangerous_names_are_disarmed(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_chinese_names_are_cut_between_characters_and_stay_distinct() -> None:
    one, other = safe_name("债" * 300), safe_name("债" * 299 + "权")

    assert one != other
    assert one.startswith("债债债")
    assert len(one.encode()) <= MOST_BYTES


@given(st.lists(st.text(max_size=8), max_size=12, unique=True))
def test_different_cases_never_share_a_folder(texts: list[str]) -> None:
    names = distinct_names(texts)

    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    assert len(folded) == len(texts)


def test_twins_of_case_and_of_normal_form_get_folders_of_their_own() -> None:
    names = ["é", "e\u0301", "É", "A1", "a1", "Ａ1", "ﬁ", "fi", "ß", "ss", "Å", "\u212b"]

    found = distinct_names(names)

    folded = {unicodedata.normalize("NFKC", name).casefold() for name in found}
    assert len(folded) == len(names)
