"""Numbers of people: each document has its own form, and papers call it by its own name."""

from __future__ import annotations

from pathlib import Path

import pytest
from stdnum.cn import ric
from support.checking import problems
from support.runs import Generate
from tools.docx_text import docx_text

from anjuan.case.choices import IdentityDocument
from anjuan.testing import IDENTITY, case, write_workbook
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.identities import read_identity
from anjuan.workbook.parsing import load_workbook

D = IdentityDocument
_STEM = "93684019880305001"
RESIDENCE = _STEM + ric.calc_check_digit(_STEM + "0")


@pytest.mark.parametrize(
    ("document", "number"),
    [
        (D.CARD, IDENTITY), (D.PASSPORT, "g12345678"), (D.PASSPORT, "C01X00T47"),
        (D.PASSPORT, "533380006"), (D.HONG_KONG_AND_MACAO, "H12345678"),
        (D.HONG_KONG_AND_MACAO, "M1234567801"), (D.TAIWAN, "12345678"), (D.TAIWAN, "1234567801"),
        (D.TAIWAN, "1234567801(B)"), (D.PERMANENT_RESIDENCE, RESIDENCE),
        (D.PERMANENT_RESIDENCE, "CAN110078011501"),
    ],
)  # fmt: skip
def test_a_number_of_its_document_is_taken(document: D, number: str) -> None:
    assert read_identity(document, number).value == number.upper()


@pytest.mark.parametrize(
    ("document", "number"),
    [
        (D.CARD, "G12345678"), (D.CARD, RESIDENCE), (D.PASSPORT, IDENTITY), (D.PASSPORT, "护照"),
        (D.PASSPORT, "ABCDEFG"), (D.HONG_KONG_AND_MACAO, "G12345678"), (D.TAIWAN, "H12345678"),
        (D.HONG_KONG_AND_MACAO, "H1234567"), (D.TAIWAN, IDENTITY),
        (D.PERMANENT_RESIDENCE, IDENTITY), (D.PERMANENT_RESIDENCE, RESIDENCE[:-1] + "Y"),
        (D.PERMANENT_RESIDENCE, "CA1100780115011"),
    ],
)  # fmt: skip
def test_a_number_of_another_document_is_refused(document: D, number: str) -> None:
    with pytest.raises(CellError) as raised:
        read_identity(document, number)

    assert raised.value.rule.code == "bad-identity"
    assert "证件种类" in raised.value.remedy


def test_a_foreign_number_without_its_document_says_where_to_name_it(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(身份证号="G12345678")])

    [told] = [it for it in problems(book) if it.code == "bad-identity"]
    assert "不是居民身份证的，请填写“证件种类”" in told.remedy


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3.30106199207142E+17", "long-number"), (330106199207142000, "long-number"),
        ("330106199207142000", "bad-identity"),
    ],
)  # fmt: skip
def test_an_identity_number_that_excel_has_cut_is_shown_in_digits_or_told_as_lost(
    tmp_path: Path, cell: object, code: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(身份证号=cell)])

    [told] = [it for it in problems(book) if it.heading == "身份证号"]
    assert told.code == code
    assert "e+17" not in told.value
    assert "丢" in told.message


def test_a_letter_for_a_digit_gets_a_proposal() -> None:
    with pytest.raises(CellError) as raised:
        read_identity(D.CARD, IDENTITY.replace("0", "O", 3))

    assert raised.value.remedy == f"是不是 {IDENTITY}？"


def test_a_number_that_may_have_been_cut_is_told_though_its_check_digit_fits() -> None:
    stems = (
        f"33010619900{month}{day:02d}{order}"
        for month in "123"
        for day in range(1, 28)
        for order in ("100",)
    )
    number = next(
        stem + "0" for stem in stems if len(stem) == 17 and ric.calc_check_digit(stem + "0") == "0"
    )

    remark = read_identity(D.CARD, number).remark
    assert (remark is not None) is number.endswith("000")


@pytest.mark.parametrize(
    ("typed", "document"),
    [(None, ""), ("居民身份证", D.CARD), ("身份证", D.CARD), ("台胞证", D.TAIWAN), ("/", "")],
)
def test_the_kind_of_document_is_read_from_its_common_names(
    tmp_path: Path, typed: str | None, document: str
) -> None:
    number = "12345678" if typed == "台胞证" else IDENTITY
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(证件种类=typed, 身份证号=number)])

    [read] = load_workbook(book).cases
    assert read.client.identity_document == document
    assert not [it for it in problems(book) if it.is_error]


def test_sex_and_birthday_come_from_numbers_that_hold_them_only(tmp_path: Path) -> None:
    rows = [
        case(证件种类="护照", 身份证号="G12345678"),
        case(案件编号="A002", 证件种类="外国人永久居留身份证", 身份证号=RESIDENCE),
        case(案件编号="A003", 证件种类="外国人永久居留身份证", 身份证号="CAN110078011501"),
    ]
    passport, residence, old = load_workbook(write_workbook(tmp_path / "表.xlsx", cases=rows)).cases

    assert (passport.client.sex, passport.client.birth_date) == ("", None)
    assert (old.client.sex, old.client.birth_date) == ("", None)
    assert (residence.client.sex, str(residence.client.birth_date)) == ("男", "1988-03-05")


def test_papers_call_the_document_by_its_name(generate: Generate, tmp_path: Path) -> None:
    foreign = case(
        **{"委托人姓名": "LEE JOHN", "证件种类": "护照", "身份证号": "G12345678", "性别": "男"},
        **{
            "出生日期": "1988-03-05",
            "愿意协商还款": "是",
            "委托律师": "王律师",
            "律师事务所": "虚构所",
        },
    )
    done = generate(write_workbook(tmp_path / "表.xlsx", cases=[foreign]))

    assert not [it for it in done.report.problems if it.is_error]
    texts = [docx_text(path) for path in sorted(done.folder.rglob("*.docx"))]
    named = [text for text in texts if "G12345678" in text]
    assert len(named) >= 5
    assert all("护照号码：G12345678" in text for text in named)
    for text in texts:
        # The lawyer has a card of his own.
        text = text.replace("公民身份号码：＿", "").replace("受托人的身份证复印件", "")
        assert "公民身份号码：" not in text
        assert "身份证复印件" not in text.replace("证人身份证复印件", "")
    assert any("护照复印件" in text for text in texts)


def test_a_document_that_cannot_be_read_refuses_the_papers_that_name_it(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(证件种类="护造")])

    done = generate(book)

    assert done.states()["police-statement"] == ["refused"]
    assert "（证件种类）：“护造”不在可选值之中。是不是“护照”？" in done.problems()
