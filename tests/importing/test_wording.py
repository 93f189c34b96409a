"""Words of messages: whole, and so that the workbook takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.importing.wording import cleaned, is_changed, quoted
from anjuan.workbook.cells.cell import plain_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('看到回电话,\n不然去你单位"坐坐"', '“看到回电话,\n不然去你单位"坐坐"”'),
        ("装死是吧😡", "“装死是吧😡”"),
        ("一行\r\n二行\r三行", "“一行\n二行\n三行”"),
        ("{{姓名}}欠款", "“｛姓名｝欠款”"),
        ("{%if%}", "“｛％if％｝”"),
        ("隐\u200b形\x07\ufeff", "“隐形”"),
        ("  \n ", ""),
        ("=1+1", "“=1+1”"),
        ("#N/A", "“#N/A”"),
        ("1.2E+16", "“1.2E+16”"),
    ],
)
def test_words_stand_in_quotation_marks(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


@given(st.text(st.sampled_from("{}%#_｛｝a\u200b\x00\r\n") | st.characters(), max_size=20))
def test_whatever_was_written_the_workbook_takes_it(text: str) -> None:
    if quoted(text):
        assert plain_text(quoted(text)) == quoted(text)
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.sampled_from("还钱，上门。 ab1!?“”\n"), max_size=20))
def test_plain_words_are_left_as_they_are(text: str) -> None:
    assert cleaned(text) == text.strip()
    assert not is_changed(text)
