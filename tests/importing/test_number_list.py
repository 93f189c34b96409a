"""The list of numbers: written to be ticked, and read with every fault of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from support.call_records import (
    COLLECTOR,
    LANDLINE,
    MOTHER,
    OWN,
    OWN_FORM,
    START,
    contact,
    nobody,
    write_numbers,
    write_records,
)

from anjuan import Direction, Ending, Found, Method, OwnNumber
from anjuan.errors import UsageError, WorkbookError
from anjuan.importing.listing import Listing, listing
from anjuan.importing.number_list import list_in, read_list
from anjuan.importing.number_sheet import list_workbook
from anjuan.importing.parties import party_class, party_text
from anjuan.importing.reading import Told
from anjuan.testing import write_workbook

NIGHT = datetime(2026, 3, 4, 23, 30)


def listed(tmp_path: Path, *found: Found, own: str = "") -> Listing:
    path = write_records(tmp_path / "r.own", *found)
    told = Told(own_numbers=frozenset({own} if own else ()))
    return listing([path], [OWN_FORM], told, nobody)


def test_each_number_is_counted_in_whatever_way_it_is_written(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        contact(),
        contact(NIGHT, party=f"0086{COLLECTOR}", ending=Ending.MISSED),
        contact(START + timedelta(days=1), party="+86 170 0000 0009", method=Method.MESSAGE),
        contact(party=COLLECTOR, direction=Direction.OUTGOING),
    )
    (tally,) = found.tallies
    assert tally.party == COLLECTOR
    assert (tally.calls, tally.missed, tally.at_night, tally.messages, tally.outgoing) == (
        *(2, 1, 1, 1, 1),
    )
    assert len(tally.days) == 2


def test_the_most_frequent_come_first_and_whom_the_owner_knows_last(tmp_path: Path) -> None:
    friends = [contact(party=MOTHER, name="妈妈") for _ in range(5)]
    both = [
        contact(party="13900000088", direction=direction)
        for direction in (Direction.INCOMING, Direction.OUTGOING)
        for _ in range(4)
    ]
    found = listed(
        tmp_path,
        *(contact(party=LANDLINE), contact(), contact()),
        *(*friends, *both, contact(party="")),
        OwnNumber(number=OWN),
    )
    assert [tally.party for tally in found.tallies] == [COLLECTOR, LANDLINE, MOTHER, "13900000088"]
    assert found.tallies[2].name == "妈妈"
    assert (found.hidden, found.own) == (1, (OWN,))


def test_the_phones_own_number_is_left_out(tmp_path: Path) -> None:
    assert not listed(tmp_path, contact(party=OWN), own=OWN).tallies


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("17000000009", "手机号"),
        ("+86 21 0000 1234", "座机"),
        ("950130001234", "95、96 号码"),
        ("4000000000", "400、800 号码"),
        ("10690000001234567", "106 短信端口"),
        ("10086", "三到五位的服务号码"),
        ("0085200000000", "境外号码"),
        ("法务-小陈", "昵称或账号"),
        ("12345678", "其他号码"),
    ],
)
def test_a_number_has_a_class_by_its_form_and_never_an_owner(number: str, name: str) -> None:
    assert party_class(number) == name


def test_a_list_that_is_called_after_its_caller_does_not_hide_him(tmp_path: Path) -> None:
    found = listed(tmp_path, OwnNumber(number=COLLECTOR), contact(), contact(party=MOTHER))
    assert {tally.party for tally in found.tallies} == {COLLECTOR, MOTHER}
    assert found.own == ()


def test_numbers_are_written_in_their_normal_form_and_names_as_they_are() -> None:
    assert party_text("0086 170-0000-0009") == COLLECTOR
    assert party_text("008602100001234") == LANDLINE
    assert party_text("Ａnna·小 陈") == "Anna·小陈"


def test_a_list_is_read_as_it_was_ticked(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(list_workbook(listed(tmp_path, contact(), contact(party=MOTHER)).tallies))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows(min_row=3) if row[1].value == COLLECTOR)
    row[0].value, row[2].value, row[3].value = "是", "甲贷", "短信署名"
    book.save(path)

    (number,) = read_list(path).values()
    assert (number.number, number.institution, number.ground) == (COLLECTOR, "甲贷", "短信署名")
    assert number.place.endswith(f"!B{row[0].row}")


def test_the_same_records_give_the_same_list(tmp_path: Path) -> None:
    lists = {list_workbook(listed(tmp_path, contact(), contact(after=9)).tallies) for _ in "ab"}
    assert len(lists) == 1


def test_a_list_of_any_length_opens_with_its_looks_and_choices(tmp_path: Path) -> None:
    phones = (contact(party=f"170{number:08}", name="甲\x0b&<") for number in range(3_000))
    path = tmp_path / "名单.xlsx"
    path.write_bytes(list_workbook(listed(tmp_path, *phones).tallies))
    sheet = load_workbook(path).worksheets[0]

    assert (sheet.max_row, sheet.auto_filter.ref) == (3_002, "A2:N3002")
    assert sheet["E3002"].value == "甲&<"
    assert [str(it.sqref) for it in sheet.data_validations.dataValidation] == ["A3:A3002"]
    assert [cell.number_format for cell in (sheet["A2"], sheet["B3"])] == ["General", "@"]


def test_numbers_keep_their_zero_and_no_name_becomes_a_formula(tmp_path: Path) -> None:
    found = listed(tmp_path, contact(party=LANDLINE, name="=1+1"))
    path = tmp_path / "名单.xlsx"
    path.write_bytes(list_workbook(found.tallies))
    row = load_workbook(path).worksheets[0][3]
    assert (row[1].value, row[1].data_type, row[1].number_format) == (LANDLINE, "s", "@")
    assert (row[4].value, row[4].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["是", COLLECTOR, "", ""], "D2：标了“是”，却没有写“依据”"),
        (["是", "", "", "录音"], "B2：标了“是”，却没有写“号码”"),
        (["可能", COLLECTOR, "", "录音"], "A2：“可能”不在可选值之中"),
        (["是", 1069000000123456700, "", "录音"], "B2：这是一个超过 15 位的数字单元格"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_cell(
    tmp_path: Path, row: list[object], told: str
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["是催收", "号码", "机构", "依据"])
    book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    with pytest.raises(WorkbookError) as caught:
        read_list(tmp_path / "名单.xlsx")
    assert told in caught.value.message


def test_what_is_not_marked_is_not_listed(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["是催收", "号码"], ["否", COLLECTOR], ["", LANDLINE], [None, MOTHER]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert read_list(tmp_path / "名单.xlsx") == {}


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="不是催收号码的名单"):
        read_list(write_workbook(tmp_path / "表.xlsx"))


def test_the_sheet_of_the_workbook_is_the_list(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx")
    with pytest.raises(UsageError, match="anjuan numbers"):
        list_in(path)
    book = load_workbook(path)
    sheet = book.create_sheet("催收号码")
    sheet.append(["是催收", "号码", "依据"])
    sheet.append(["是", COLLECTOR, "录音"])
    book.save(path)
    assert list(list_in(path)) == [COLLECTOR]


def test_a_list_that_is_written_by_the_test_is_one(tmp_path: Path) -> None:
    assert list(read_list(write_numbers(tmp_path / "n.xlsx", LANDLINE))) == [LANDLINE]
