"""From files to rows: what is written, what is left to a person, what is refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from support.call_records import (
    COLLECTOR,
    LANDLINE,
    MOTHER,
    OWN,
    contact,
    import_into,
    message,
    write_numbers,
    write_records,
)

from anjuan import Direction, Ending, Found, Method, Origin, OwnNumber, TimePrecision, Unread
from anjuan.errors import UsageError
from anjuan.importing.result import Imported
from anjuan.testing import case, evidence, incident, write_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "表.xlsx", incidents=[])


def test_a_call_fills_what_it_tells_and_nothing_else(book: Path, tmp_path: Path) -> None:
    midnight = contact(datetime(2026, 3, 4), seconds=65, ending=Ending.ANSWERED)
    (row,) = import_into(book, write_records(tmp_path / "r.own", midnight)).rows
    assert row == {
        "案件编号": "A001",
        "时间": "2026-03-04 凌晨0点",
        "方式": "电话",
        "对方号码": COLLECTOR,
        "受扰人": "张三",
        "与委托人关系": "本人",
        "次数": 1,
        "接通次数": 1,
        "通话时长": "1分5秒",
        "来源": "r.own 第 1 行",
        "接听情况": "接听",
    }


@pytest.mark.parametrize("ending", [Ending.MISSED, Ending.REJECTED, Ending.BLOCKED])
def test_a_call_that_rang_is_a_call(book: Path, tmp_path: Path, ending: Ending) -> None:
    (row,) = import_into(book, write_records(tmp_path / "r.own", contact(ending=ending))).rows
    assert (row["接通次数"], row["接听情况"]) == (0, str(ending))
    assert "通话时长" not in row


def test_words_of_a_message_are_quoted_and_those_of_a_call_are_the_clients_note(
    book: Path, tmp_path: Path
) -> None:
    noted = contact(text="说我欠钱不还", origin=Origin.HAND, precision=TimePrecision.MINUTE)
    records = write_records(tmp_path / "r.own", message("明天\n上门"), noted)
    result = import_into(book, records)
    assert {row["内容"] for row in result.rows} == {"“明天\n上门”", "说我欠钱不还"}
    # Programs get the words as they were written.
    entries = [run["内容"] for run in result.as_json(None)["rows"]]  # type: ignore[attr-defined]
    assert set(entries) == {"明天\n上门", "说我欠钱不还"}


@pytest.mark.parametrize(
    "other",
    [
        contact(party=MOTHER),
        contact(direction=Direction.OUTGOING),
        contact(direction=Direction.NEITHER),
        contact(party=""),
        Unread(place="Sheet1!B3", value="x", reason="不是时间", party=MOTHER),
        Unread(place="Sheet1!B3", value="x", reason="不是时间"),
    ],
)
def test_what_is_no_contact_of_a_listed_number_is_counted_only(
    book: Path, tmp_path: Path, other: Found
) -> None:
    result = import_into(book, write_records(tmp_path / "r.own", other))
    assert (result.rows, result.doubts) == ((), ())
    assert sum(result.skipped.values()) == 1


def test_an_unreadable_row_of_a_listed_number_is_told_with_its_place(
    book: Path, tmp_path: Path
) -> None:
    unread = Unread(place="一月!C11", value="20:17:-0", reason="不是时间", party=COLLECTOR)
    result = import_into(book, write_records(tmp_path / "r.own", unread))
    (doubt,) = result.doubts
    assert doubt.as_json() == {
        "file": "r.own", "place": "一月!C11", "value": "20:17:-0", "reason": "不是时间"
    }  # fmt: skip
    assert result.has_faults


def test_a_zero_that_is_missing_is_never_put_in(book: Path, tmp_path: Path) -> None:
    result = import_into(book, write_records(tmp_path / "r.own", contact(party=LANDLINE[1:])))
    assert result.rows == ()
    (doubt,) = result.doubts
    assert LANDLINE in doubt.reason
    assert doubt.value == LANDLINE[1:]


def test_whose_phone_it_is_can_be_said(book: Path, tmp_path: Path) -> None:
    records = write_records(tmp_path / "r.own", contact())
    result = import_into(book, records, person="韦某兰", relation="母亲")
    (row,) = result.rows
    assert (row["受扰人"], row["与委托人关系"]) == ("韦某兰", "母亲")
    assert any("同意" in remark for remark in result.remarks)

    (row,) = import_into(book, records, person="张 三").rows
    assert (row["受扰人"], row["与委托人关系"]) == ("张三", "本人")


@pytest.mark.parametrize("ours", ["13800000001", "13700000002", "13600000003"])
def test_a_list_with_a_number_of_our_own_side_is_refused(tmp_path: Path, ours: str) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(律师电话="137 0000 0002")],
        incidents=[incident(受扰人="韦某兰", 受扰人电话="+8613600000003")],
    )
    write_numbers(tmp_path / "名单.xlsx", ours)
    with pytest.raises(UsageError, match=ours):
        import_into(book, write_records(tmp_path / "r.own", contact()))


def test_the_number_of_another_persons_phone_is_written_where_one_is_told(
    book: Path, tmp_path: Path
) -> None:
    def phones(*owners: str, person: str) -> tuple[str, ...]:
        told = [OwnNumber(number=it) for it in owners]
        records = write_records(tmp_path / "r.own", *told, contact())
        (row,) = import_into(book, records, person=person).rows
        return (str(row.get("受扰人电话", "")), str(row["受扰人"]))

    assert phones(MOTHER, person="韦某兰") == (MOTHER, "韦某兰")
    assert phones(MOTHER, OWN, person="韦某兰") == ("", "韦某兰")
    assert phones(MOTHER, person="")[0] == ""


def test_a_list_that_is_called_after_its_caller_tells_no_number_of_the_phone(
    book: Path, tmp_path: Path
) -> None:
    records = write_records(tmp_path / "r.own", OwnNumber(number=COLLECTOR), contact())
    result = import_into(book, records, person="韦某兰")
    assert (result.own, [row.get("受扰人电话") for row in result.rows]) == ((), [None])


def test_a_phone_of_the_clients_with_another_persons_name_is_told(
    book: Path, tmp_path: Path
) -> None:
    records = write_records(tmp_path / "r.own", OwnNumber(number="13800000001"), contact())
    result = import_into(book, records, person="韦某兰")
    assert any("13800000001 是委托人的联系电话" in it for it in result.remarks)


def test_a_list_with_the_phones_own_number_is_refused(book: Path, tmp_path: Path) -> None:
    write_numbers(tmp_path / "名单.xlsx", OWN)
    with pytest.raises(UsageError, match="本机号码"):
        import_into(book, write_records(tmp_path / "r.own", OwnNumber(number=OWN)))


def test_a_listed_number_that_stands_in_no_file_is_told(book: Path, tmp_path: Path) -> None:
    result = import_into(book, write_records(tmp_path / "r.own", contact()))
    assert result.unmet == (LANDLINE, "法务小陈")


@pytest.mark.parametrize(
    ("phone_days", "told"),
    [
        ((), ["2026-03-01 至 2026-03-09"]),
        ((3, 4), ["2026-03-01", "2026-03-09"]),
        ((1, 9), []),
        ((3, 9), ["2026-03-01"]),
    ],
)
def test_days_without_a_log_of_the_phone_are_told(
    book: Path, tmp_path: Path, phone_days: tuple[int, ...], told: list[str]
) -> None:
    bill = [contact(datetime(2026, 3, it), origin=Origin.CARRIER) for it in (1, 9)]
    phone = [contact(datetime(2026, 3, it), party=MOTHER) for it in phone_days]
    files = write_records(tmp_path / "b.own", *bill), write_records(tmp_path / "p.own", *phone)
    remarks = [it for it in import_into(book, *files).remarks if "运营商" in it]
    assert len(remarks) == len(told)
    for remark, days in zip(remarks, told, strict=True):
        assert remark.startswith(days)


def test_phones_of_two_people_are_told(book: Path, tmp_path: Path) -> None:
    owners: list[Found] = [OwnNumber(number=OWN), OwnNumber(number=MOTHER), contact()]
    result = import_into(book, write_records(tmp_path / "r.own", *owners))
    assert any("几个本机号码" in remark for remark in result.remarks)


def test_a_phone_that_is_not_the_clients_is_told(book: Path, tmp_path: Path) -> None:
    other = write_records(tmp_path / "r.own", OwnNumber(number=OWN), contact())
    own = write_records(tmp_path / "s.own", OwnNumber(number="+8613800000001"), contact())
    told = [
        [it for it in import_into(book, records).remarks if "联系电话" in it]
        for records in (other, own)
    ]
    assert [len(it) for it in told] == [1, 0]
    assert OWN in told[0][0]


def test_a_phone_of_somebody_else_in_the_workbook_is_refused_until_he_is_named(
    tmp_path: Path,
) -> None:
    row = incident(受扰人="韦某兰", 与委托人关系="母亲", 受扰人电话="139 0000 0001")
    book = write_workbook(tmp_path / "表.xlsx", incidents=[row])
    records = write_records(tmp_path / "r.own", OwnNumber(number=OWN), contact())
    with pytest.raises(UsageError, match="韦某兰"):
        import_into(book, records)
    assert import_into(book, records, person="韦某兰", relation="母亲").rows


def test_a_list_on_which_nothing_is_marked_is_told(book: Path, tmp_path: Path) -> None:
    write_numbers(tmp_path / "名单.xlsx")
    with pytest.raises(UsageError, match="标了“是”"):
        import_into(book, write_records(tmp_path / "r.own", contact()))


def test_an_exhibit_is_named_in_each_row(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", evidence=[evidence(证据编号="证1")], incidents=[])
    records = write_records(tmp_path / "r.own", contact())
    (row,) = import_into(book, records, evidence="证１").rows
    assert row["证据编号"] == "证1"
    with pytest.raises(UsageError, match="没有编号“9”"):
        import_into(book, records, evidence="9")


def test_a_case_has_to_be_named_where_there_are_several(tmp_path: Path) -> None:
    cases = [case(), case(案件编号="A002", 委托人姓名="李四")]
    book = write_workbook(tmp_path / "表.xlsx", cases=cases)
    records = write_records(tmp_path / "r.own", contact())
    with pytest.raises(UsageError, match="-c"):
        import_into(book, records)
    (row,) = import_into(book, records, case="李四").rows
    assert row["案件编号"] == "A002"


def test_messages_without_words_are_counted(book: Path, tmp_path: Path) -> None:
    sms = [contact(method=Method.MESSAGE, origin=Origin.CARRIER) for _ in range(2)]
    (row,) = import_into(book, write_records(tmp_path / "r.own", *sms)).rows
    assert row["次数"] == 2
    assert "内容" not in row


def same(result: Imported, other: Imported) -> bool:
    return (result.rows, result.exhibits) == (other.rows, other.exhibits)


def test_the_order_of_files_in_a_folder_is_that_of_their_names(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "手机"
    for name in ("b", "a", "c"):
        write_records(folder / f"{name}.own", contact(), message("还钱"))
    files = [folder / f"{name}.own" for name in "abc"]
    assert same(import_into(book, folder), import_into(book, *files))


def test_files_that_nobody_knows_are_told_where_they_were_named(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "手机"
    write_records(folder / "a.own", contact())
    other = folder / "合同.docx"
    other.write_bytes(b"x")
    within = import_into(book, folder)
    assert (within.unknown, within.unknown_within) == ((), 1)
    assert not within.has_faults
    assert import_into(book, folder / "a.own", other).unknown == ("合同.docx",)
