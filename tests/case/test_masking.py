"""Numbers of cards and people: found however they are typed, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from anjuan.case import masking
from anjuan.case.masking import bare, masked_numbers

CARD, CARD_16, AMEX = "6222021001116245702", "4111111111111111", "378282246310005"
IDENTITY = "000000199001010018"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (CARD, "尾号5702"),
        ("6222 0210 0111 6245 702", "尾号5702"),
        ("6222-0210-0111-6245-702", "尾号5702"),
        ("6222　0210　0111　6245　702", "尾号5702"),
        ("6222 - 0210 - 0111 - 6245 - 702", "尾号5702"),
        ("6222　—　0210　—　0111　—　6245　—　702", "尾号5702"),
        ("6222   0210   0111   6245   702", "尾号5702"),
        ("622202 1001116245702", "尾号5702"),
        ("3782 822463 10005", "尾号0005"),
        ("６２２２０２１００１１１６２４５７０２", "尾号5702"),
        (f"转到{CARD}，名下", "转到尾号5702，名下"),
        ("转到4111 1111 1111 1111 13800000001", "转到尾号1111 13800000001"),
        (f"他说“身份证{IDENTITY}，”", "他说“身份证000000********0018，”"),
        ("000000 19900101 0018", "000000********0018"),
        ("护照：E12345678", "护照：E*****678"),
        ("其护照号码为EA1234567", "其护照号码为E*****567"),
        ("台胞证 00000001、居留身份证号： 0000000", "台胞证 0****001、居留身份证号： 0***000"),
    ],
)
def test_r26_numbers_are_shown_in_part_however_they_are_typed(text: str, shown: str) -> None:
    assert masked_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "13800000001",
        "138 0000 0001 139 0000 0002",
        "13800000001 13900000002",
        "0571-00000011、0571-00000012",
        "400-000-0005 400-000-0006",
        "0086 13800000001",
        "+86 138-0000-0001",
        "2026-03-05 2026-03-09",
        "2026-03-05 22:41",
        "（2025）借字第0000000001号",
        "AJT-2025-000123",
        "XJ4111111111111111",
        "1,234,567,890,123.00",
        "人民币4111111.11元",
        "编号E12345678",
        "6222021001116245703",
        "330106202502300001",
        "",
    ],
)
def test_r26_what_is_no_such_number_stays(text: str) -> None:
    assert masked_numbers(text) == text


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A card number, typed as people type them."""
    body = draw(st.text("0123456789", min_size=12, max_size=18))
    number = body + luhn.calc_check_digit(body)
    gap = draw(st.sampled_from(["", " ", "-", "　", " - ", " －", "_　"]))
    groups = [number[start : start + 4] for start in range(0, len(number), 4)]
    return gap.join(groups)


around = st.text("电话转到，。：（）账户", max_size=5)


@given(around, cards(), around)
def test_r26_no_card_is_printed_whole_whatever_stands_around(
    before: str, card: str, after: str
) -> None:
    shown = masked_numbers(before + card + after)

    assert shown in (f"{before}尾号{bare(card)[-4:]}{after}", f"{before}{_identity(card)}{after}")


def _identity(card: str) -> str:
    number = bare(card)
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


@given(st.dates(), st.integers(0, 999), around, around)
def test_r26_no_identity_number_is_printed_whole(
    born: object, order: int, before: str, after: str
) -> None:
    body = f"000000{str(born).replace('-', '')}{order:03d}"
    number = body + ric.calc_check_digit(f"{body}0")

    assert masked_numbers(before + number + after) == before + _identity(number) + after


@given(st.text("0123456789", min_size=13, max_size=19))
def test_r26_a_number_that_fails_its_check_digit_stays(digits: str) -> None:
    shown = masked_numbers(digits)

    assert shown == digits or luhn.is_valid(digits) or shown == _identity(digits)


@given(st.decimals(0, 10**11, places=2), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_r26_amounts_and_telephone_numbers_stay(amount: object, phone: str) -> None:
    text = f"{amount}元，电话{phone}、0571-{phone[:8]}"

    assert masked_numbers(text) == text


@given(st.text())
def test_r26_what_is_hidden_once_is_hidden_for_good(text: str) -> None:
    assert masked_numbers(masked_numbers(text)) == masked_numbers(text)


@given(
    st.lists(
        st.sampled_from([*"0１２9 -—　\n年X", "护照", "证号：", "AB", "6222", CARD]), max_size=30
    )
)
def test_r26_what_is_passed_over_by_a_look_holds_nothing_to_hide(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert masked_numbers(text) == masking._masked(text, frozenset())


def test_r26_a_number_that_the_case_is_about_stays() -> None:
    assert masked_numbers(f"号码{CARD_16}", frozenset({CARD_16})) == f"号码{CARD_16}"
    assert masked_numbers(f"号码{AMEX}", frozenset({CARD_16})) == "号码尾号0005"
