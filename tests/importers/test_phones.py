"""Backups of phones: Android's XML, the iPhone's database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.record_files import (
    Call,
    Text,
    calls,
    calls_xml,
    contacts,
    found,
    iphone_base,
    moment,
    sms_xml,
    xml,
)

from anjuan import Contact, Direction, Ending, FileRemark, Method, Origin, Unread
from anjuan.errors import RecordError

NINE = moment("2026-01-03T09:02:10")
MS = 1767402130000


def one(path: Path) -> Contact:
    (contact,) = contacts(path)
    return contact


def sms(folder: Path, *lines: str) -> Path:
    return xml(folder / "sms.xml", "smses", lines)


def test_midnight_of_beijing_is_midnight_wherever_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    log = [Call(moment("2026-01-03T00:00:00"))]
    assert calls(calls_xml(tmp_path, log)) == log


@pytest.mark.parametrize("number", ["", "-1", "-2", "-3"])
def test_a_number_that_was_withheld_is_a_call_of_nobody(tmp_path: Path, number: str) -> None:
    line = f'<call number="{number}" date="{MS}" duration="0" type="3" presentation="2"/>'
    assert one(xml(tmp_path / "c.xml", "calls", [line])).party == ""


@pytest.mark.parametrize(
    ("sort", "ending"),
    [(1, Ending.ANSWERED), (3, Ending.MISSED), (4, Ending.MISSED), (5, Ending.REJECTED),
     (6, Ending.BLOCKED), (7, Ending.ANSWERED)],
)  # fmt: skip
def test_whatever_rang_came_in(tmp_path: Path, sort: int, ending: Ending) -> None:
    line = f'<call number="17000000008" date="{MS}" duration="5" type="{sort}" contact_name="某"/>'
    contact = one(xml(tmp_path / "c.xml", "calls", [line]))
    assert (contact.direction, contact.ending, contact.name, contact.origin) == (
        Direction.INCOMING, ending, "某", Origin.PHONE,
    )  # fmt: skip


def test_a_sort_of_call_that_nobody_knows_is_told(tmp_path: Path) -> None:
    line = f'<call number="17000000008" date="{MS}" duration="5" type="1000"/>'
    (row,) = found(xml(tmp_path / "c.xml", "calls", [line]))
    assert row == Unread(
        place="第 1 条", value="1000", reason="不认识的通话类型", party="17000000008"
    )


@pytest.mark.parametrize("date", ["", "null", "99999999999999999999"])
def test_a_call_without_a_time_is_told(tmp_path: Path, date: str) -> None:
    line = f'<call number="17000000008" date="{date}" duration="5" type="1"/>'
    (row,) = found(xml(tmp_path / "c.xml", "calls", [line]))
    assert isinstance(row, Unread) and row.party == "17000000008"


@pytest.mark.parametrize("sort", [3, 4, 5, 6])
def test_drafts_and_what_was_not_sent_reach_nobody(tmp_path: Path, sort: int) -> None:
    line = f'<sms address="17000000008" date="{MS}" type="{sort}" body="x"/>'
    assert one(sms(tmp_path, line)).direction is Direction.NEITHER


def test_words_come_whole(tmp_path: Path) -> None:
    words = '看到回电话,\n不然去你单位"坐坐"<b>&amp;😡\'👨‍👩‍👧'
    assert one(sms_xml(tmp_path, [Text(NINE, "17000000008", words)])).text == words


def test_a_message_with_pictures_is_by_whom_it_says_it_is_from(tmp_path: Path) -> None:
    def mms(box: int, sender: str, address: str) -> str:
        return (
            f'<mms date="{MS}" address="{address}" msg_box="{box}"><parts>'
            '<part ct="application/smil" text="&lt;smil/&gt;"/><part ct="text/plain" text="还钱"/>'
            f'<part ct="image/jpeg" text="null" data="{"A" * 99}"/></parts><addrs>'
            f'<addr address="{sender}" type="137"/><addr address="1" type="151"/></addrs></mms>'
        )

    path = sms(
        tmp_path,
        mms(1, "17000000008", "17000000008~13900000077"),
        mms(2, "insert-address-token", "17000000008"),
        f'<sms address="10086" date="{MS}" type="1" body="x"/>',
    )
    assert [(it.party, it.text, it.direction, it.method) for it in contacts(path)] == [
        ("17000000008", "还钱", Direction.INCOMING, Method.MESSAGE),
        ("17000000008", "还钱", Direction.OUTGOING, Method.MESSAGE),
        ("10086", "x", Direction.INCOMING, Method.MESSAGE),
    ]


@pytest.mark.parametrize(
    ("readable", "hours"),
    [("2026年1月3日 09:02:10", 0), ("2026年1月3日 01:02:10", 8), ("Jan 3, 2026 9:02:10 AM", 0),
     ("2026-01-03 10:02:59", 1), ("2026年1月3日 09:17:10", 0)],
)  # fmt: skip
def test_a_phone_set_to_another_zone_is_told_once(
    tmp_path: Path, readable: str, hours: int
) -> None:
    line = f'<sms address="1" date="{MS}" type="1" body="x" readable_date="{readable}"/>'
    items = found(sms(tmp_path, line, line))
    remarks = [it.message for it in items if isinstance(it, FileRemark)]
    assert [f"相差 {hours} 小时" in it for it in remarks] == [True] * bool(hours)
    assert {it.moment for it in items if isinstance(it, Contact)} == {NINE}


def test_of_a_file_that_was_cut_off_no_part_passes_for_the_whole(tmp_path: Path) -> None:
    path = calls_xml(tmp_path, [Call(NINE)] * 3)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(RecordError, match="之后读不了"):
        found(path)


def test_a_backup_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="没有通话，也没有短信"):
        found(sms(tmp_path))


def test_the_iphones_numbers_may_be_bytes_and_its_columns_fewer(tmp_path: Path) -> None:
    log = [Call(NINE), Call(NINE, "", ending="未接", seconds=0), Call(NINE, is_in=False, ending="")]
    path = iphone_base(tmp_path, log)
    before = path.read_bytes()
    assert calls(path) == log
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("ALTER TABLE ZCALLRECORD DROP COLUMN ZDURATION")
    assert [it.seconds for it in contacts(path)] == [None] * 3
    assert before != path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "CallHistory.storedata"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE other (x)")
    with pytest.raises(RecordError, match="没有 iPhone 的通话记录"):
        found(path)
    path.write_bytes(path.read_bytes()[:100] + bytes(4000))
    with pytest.raises(RecordError, match="通话库"):
        found(path)


def test_calls_that_wait_beside_the_database_are_told(tmp_path: Path) -> None:
    path = iphone_base(tmp_path, [Call(NINE)])
    path.with_name(f"{path.name}-wal").write_bytes(b"x")
    assert any(isinstance(it, FileRemark) for it in found(path))
