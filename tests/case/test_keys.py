"""One thing, one key: what differs in form only has the same key, and nothing else has it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.case.keys import (
    Key,
    distinct,
    institution_key,
    label_key,
    number_key,
    person_key,
    phone_key,
)

KEYS: tuple[Key, ...] = (number_key, label_key, institution_key, person_key, phone_key)


def one(key: Key, *texts: str) -> None:
    """All these texts have one key."""
    assert len({key(text) for text in texts}) == 1, {text: key(text) for text in texts}


def apart(key: Key, *texts: str) -> None:
    """No two of these texts have the same key."""
    assert len({key(text) for text in texts}) == len(texts), {text: key(text) for text in texts}


def test_a_case_number_is_one_in_every_form() -> None:
    one(number_key, "（2026）浙杭民代12号", "(2026)浙杭民代12号", "(2026) 浙杭民代 12 号")
    one(number_key, "〔2026〕浙12号", "［2026］浙12号", "【２０２６】浙１２号", "[2026]浙12号")
    one(number_key, "A001", "Ａ００１", "a001", " A 001", "A\u200b001")
    one(number_key, "A（甲）", "A(甲)", "a﹙甲﹚")
    one(number_key, "A：甲", "A:甲")
    one(number_key, "A-1", "A－1", "A–1", "A—1", "A——1", "A‐1", "A‑1", "A−1", "A﹣1", "a - 1")


def test_numbers_that_are_merely_alike_are_apart() -> None:
    apart(number_key, "A001", "A01", "A1", "A-1", "A.1", "A1号", "B001", "A001之一", "A一", "AI")


def test_a_name_is_one_in_every_form() -> None:
    one(person_key, "张磊", "张 磊", "张　磊", " 张磊 ", "张\u00a0磊", "张\u200d磊")
    one(person_key, *(f"买买提{dot}艾力" for dot in "·•．・･‧∙⋅●."), "买买提 · 艾力")
    one(person_key, "LEE Min-ho", "Ｌｅｅ　Ｍｉｎ－ｈｏ", "lee min–ho")
    one(person_key, "O'Neil", "O’Neil", "O＇Neil")
    one(person_key, "John Smith", "John  Smith", "John·Smith".replace("·", " "))
    one(person_key, "\u2f83\u3007", "自〇")


def test_names_that_are_merely_alike_are_apart() -> None:
    apart(person_key, "张磊", "張磊", "张雷", "张磊磊", "张磊（大）", "张磊（小）")
    apart(person_key, "买买提·艾力", "买买提艾力", "艾力·买买提")


def test_an_institution_is_one_in_every_form_and_no_word_of_its_name_is_left_out() -> None:
    one(institution_key, "虚构（甲）公司", "虚构(甲)公司", "虚构 （甲） 公司", "虚构〔甲〕公司")
    apart(institution_key, "甲股份有限公司", "甲股份公司", "甲有限公司", "甲股份有限公司杭州分公司")


def test_a_label_is_one_with_and_without_its_star() -> None:
    one(label_key, "案件编号", "案件编号*", "案件编号＊", "案件 编号", "案件\n编号", "案件编号 * ")
    one(label_key, "平台App", "平台ＡＰＰ", "平台 app")
    apart(label_key, "证据编号", "证据名称", "证据编号2")


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        (
            "13800000000",
            "13800000000|138-0000-0000|+8613800000000|8613800000000|008613800000000|138 0000 0000|"
            "１３８００００００００|013800000000|1795113800000000|12593013800000000|(+86)13800000000|"
            "+86-138-0000-0000|138.0000.0000|+86 138 0000 0000|86 138 0000 0000",
        ),
        (
            "057112345678",
            "057112345678|0571-12345678|(0571)12345678|（0571）12345678|0571－12345678|"
            "0571—12345678|+86-571-12345678|+86057112345678|0086571-12345678|8657112345678|"
            "0571 1234 5678|17951 0571 12345678",
        ),
        ("01012345678", "010-12345678|+86 10 12345678|861012345678|(010) 1234 5678"),
        (
            "057112345678转801",
            "0571-12345678转801|0571-12345678-801|057112345678#801|0571-12345678 分机 801|"
            "(0571)12345678转：801|0571-12345678 ext. 801|+8657112345678,801|057112345678总机转801",
        ),
        ("057100000012", "0571-00000012|+86 571 00000012"),
        ("4001234567", "4001234567|400-123-4567|400 1234567|+86 400 123 4567"),
        ("4001234567转2", "4001234567转2|400-123-4567 转 2"),
        ("95533", "95533|955 33|+8695533|008695533"),
        ("1069000012345678", "1069000012345678|1069 0000 1234 5678"),
        ("0085291234567", "+852 9123 4567|0085291234567|00852-9123-4567"),
        ("wxid_ab-1", "wxid_Ab-1|WXID_ab－1"),
        ("138****0000", "138****0000|138＊＊＊＊0000"),
    ],
)
def test_a_telephone_number_is_one_in_every_form(key: str, forms: str) -> None:
    assert {form: phone_key(form) for form in forms.split("|")} == dict.fromkeys(
        forms.split("|"), key
    )


def test_telephone_numbers_that_are_merely_alike_are_apart() -> None:
    apart(
        phone_key, "0571-12345678", "12345678", "010-12345678", "0571-1234567", "0571-12345678转1"
    )
    apart(phone_key, "13800000000", "+13800000000", "3800000000", "138000000000", "1380000000")
    apart(phone_key, "95533", "095533", "955330", "106900001234", "10690000123")


def test_of_texts_that_repeat_another_the_first_is_kept_as_typed() -> None:
    numbers = ("138 0000 0000", "95533", "+8613800000000", "9553 3")

    assert distinct(numbers, phone_key) == ("138 0000 0000", "95533")


@given(st.text(max_size=20), st.sampled_from(KEYS))
def test_a_key_is_its_own_key(text: str, key: Key) -> None:
    assert key(key(text)) == key(text)


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12), st.data())
def test_no_letter_and_no_digit_is_dropped(text: str, data: st.DataObject) -> None:
    """One letter more, and it is another thing; telephone numbers have rules of their own."""
    place = data.draw(st.integers(0, len(text)))
    for key in KEYS[:-1]:
        assert key(text[:place] + "甲" + text[place:]) != key(text)
        assert key(text[:place] + "7" + text[place:]) != key(text)


@given(st.from_regex(r"(1[3-9]|0[1-9])[0-9]{9}", fullmatch=True), st.data())
def test_no_digit_of_a_full_number_is_dropped(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(2, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789".replace(number[place], "")))

    assert phone_key(number[:place] + other + number[place + 1 :]) != phone_key(number)


@given(st.text("甲乙张磊A1b（）·-— 　", max_size=10), st.sampled_from(KEYS[:-1]))
def test_the_width_and_the_case_of_letters_never_count(text: str, key: Key) -> None:
    wide = text.translate({number: number + 0xFEE0 for number in range(0x21, 0x7F)})

    assert (
        key(wide) == key(text.swapcase()) == key(unicodedata.normalize("NFKC", text)) == key(text)
    )
