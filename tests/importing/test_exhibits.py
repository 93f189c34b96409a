"""Exhibits for new rows: one for each file, recordings by number and time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.call_records import (
    COLLECTOR,
    LANDLINE,
    MOTHER,
    START,
    contact,
    import_into,
    message,
    write_records,
)

from anjuan import EvidenceType, FileOfMoment
from anjuan.errors import UsageError
from anjuan.files import digest
from anjuan.testing import evidence, write_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "表.xlsx", incidents=[], evidence=[evidence(证据编号="7")])


def recording(path: Path, after: float, party: str = COLLECTOR, moment: datetime = START) -> Path:
    found = FileOfMoment(
        moment=moment + timedelta(seconds=after),
        evidence_type=EvidenceType.CALL_RECORDING,
        party=party,
    )
    return write_records(path, found)


def test_each_file_with_new_rows_becomes_an_exhibit(book: Path, tmp_path: Path) -> None:
    calls = write_records(tmp_path / "手机" / "calls.own", contact())
    chat = write_records(tmp_path / "手机" / "聊天.own", message("还钱"))
    others = write_records(tmp_path / "手机" / "z.own", contact(party=MOTHER))
    result = import_into(book, calls, chat, others, evidence="new")

    assert [row["证据编号"] for row in result.rows] == ["8", "9"]
    assert [dict(row) for row in result.exhibits] == [
        {
            "案件编号": "A001", "证据编号": "8", "证据名称": "通话记录（calls.own）",
            "证据种类": "通话记录", "文件路径": "手机/calls.own",
            "SHA-256": digest(calls.read_bytes()),
        },
        {
            "案件编号": "A001", "证据编号": "9", "证据名称": "微信聊天记录（聊天.own）",
            "证据种类": "其他", "法定种类": "电子数据", "文件路径": "手机/聊天.own",
            "SHA-256": digest(chat.read_bytes()),
        },
    ]  # fmt: skip


def test_a_number_without_end_is_not_counted_on_from(tmp_path: Path) -> None:
    rows = [evidence(证据编号="7"), evidence(证据编号="9" * 5000)]
    book = write_workbook(tmp_path / "表.xlsx", incidents=[], evidence=rows)
    calls = write_records(tmp_path / "calls.own", contact())
    assert [row["证据编号"] for row in import_into(book, calls, evidence="new").rows] == ["8"]


def test_a_file_that_is_an_exhibit_already_stays_that_one(tmp_path: Path) -> None:
    known = evidence(证据编号="3", 文件路径="手机/calls.own")
    book = write_workbook(tmp_path / "表.xlsx", incidents=[], evidence=[known])
    calls = write_records(tmp_path / "手机" / "calls.own", contact())
    result = import_into(book, calls, evidence="new")
    assert result.exhibits == ()
    assert result.rows[0]["证据编号"] == "3"


def test_a_recording_belongs_to_the_call_in_which_it_was_made(book: Path, tmp_path: Path) -> None:
    calls = write_records(
        tmp_path / "calls.own", contact(seconds=200), contact(after=600, seconds=9)
    )
    records = [
        recording(tmp_path / "一.own", after=6),
        recording(tmp_path / "二.own", after=6, party=LANDLINE),
        recording(tmp_path / "三.own", after=5000),
    ]
    result = import_into(book, calls, *records, evidence="new")

    assert [row["证据编号"] for row in result.rows] == ["8、9", "8"]
    (_, exhibit) = result.exhibits
    assert exhibit["证据种类"] == "通话录音"
    assert exhibit["形成时间"] == "2026-03-04 09:00:06"
    assert exhibit["证据名称"] == f"通话录音（{COLLECTOR}，2026-03-04 09:00）"
    assert any("2 个通话录音没有配上" in remark for remark in result.remarks)


def test_of_two_calls_the_nearest_has_the_recording_and_each_one(
    book: Path, tmp_path: Path
) -> None:
    calls = write_records(tmp_path / "calls.own", contact(), contact(after=20))
    records = [recording(tmp_path / f"{it}.own", after=it) for it in (4, 25)]
    result = import_into(book, calls, *records, evidence="new")
    numbers = {row["证据编号"]: row["文件路径"] for row in result.exhibits}
    bound = [str(row["证据编号"]).split("、")[1] for row in result.rows]
    assert [numbers[it] for it in bound] == ["4.own", "25.own"]


def test_a_recording_of_nobody_on_the_list_is_no_exhibit(book: Path, tmp_path: Path) -> None:
    records = recording(tmp_path / "妈妈.own", after=6, party=MOTHER)
    result = import_into(
        book, write_records(tmp_path / "calls.own", contact()), records, evidence="new"
    )
    assert len(result.exhibits) == 1


def test_without_the_wish_nothing_is_an_exhibit(book: Path, tmp_path: Path) -> None:
    calls = write_records(tmp_path / "calls.own", contact())
    result = import_into(book, calls, recording(tmp_path / "一.own", after=6))
    assert result.exhibits == ()
    assert "证据编号" not in result.rows[0]


@pytest.mark.parametrize(("sheet", "wanted"), [("证据", "new"), ("骚扰记录", "")])
def test_a_sheet_that_is_missing_is_told_before_anything_is_read(
    tmp_path: Path, book: Path, sheet: str, wanted: str
) -> None:
    workbook = load_workbook(book)
    workbook.remove(workbook[sheet])
    workbook.save(book)
    broken = tmp_path / "没有.own"
    with pytest.raises(UsageError, match=f"没有工作表“{sheet}”"):
        import_into(book, broken, evidence=wanted)
