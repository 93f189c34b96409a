"""通话记录, over real connections: from a client's files to a copy of the workbook."""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.call_records import COLLECTOR, LANDLINE, table_of, write_numbers
from support.desk import OURS, Desk, opened
from support.record_files import csv_file, xlsx
from support.runs import Cli
from support.small_pdf import pdf

from anjuan.desk import intake
from anjuan.desk.pages import records
from anjuan.testing import case, evidence, incident, write_workbook

# What is other people's, on the page of the numbers alone.
MOTHER, NAME, PLACE = "13900000077", "妈妈", "虚构市甲路"
HEADINGS = ("起始时间", "通信方式", "对方号码", "通信时长", "通信地点")
CALLS = (
    ("2026-03-04 09:15:04", "被叫", COLLECTOR, "1分5秒", PLACE),
    ("2026-03-05 00:00:00", "被叫", LANDLINE, "12秒", PLACE),
    ("2026-03-04 10:00:00", "被叫", MOTHER, "10分0秒", PLACE),
    ("2026-03-04 10:20:00", "主叫", COLLECTOR, "45秒", PLACE),
    ("2026-02-01 10:00:00", "被叫", COLLECTOR, "45秒", PLACE),
    ("2026-03-04 20:17:-0", "被叫", COLLECTOR, "45秒", PLACE),
    (NAME, NAME, "", NAME, PLACE),
)


NAMES = (
    *("../../x.xlsx", "..\\..\\x.xlsx", "/etc/passwd", "CON.xlsx", "长" * 300, "", "a\0b.xlsx"),
    *("<img src=x onerror=alert(1)>.xlsx", "a\u202eb.xlsx", "{{ 7*7 }}.xlsx", "=1+1.xlsx"),
)


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xlsx(tmp_path_factory.mktemp("详单") / "详单.xlsx", {"一月": (HEADINGS, *CALLS)})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "案").mkdir()
    rows = [incident(时间="2026-02-01 10:00", 次数="1", 对方号码=COLLECTOR)]
    cases = [case(), case(案件编号="A002", 委托人姓名="李四")]
    return write_workbook(tmp_path / "案" / "表.xlsx", cases=cases, incidents=rows)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private copies lie."""
    (tmp_path / "room").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "room"))
    return tmp_path / "room"


@pytest.fixture
def desk(book: Path, room: Path, tmp_path: Path) -> Iterator[Desk]:
    with opened(book, tmp_path / "out") as desk:
        yield desk


def drop(desk: Desk, content: bytes, name: str = "详单.xlsx") -> int:
    return desk.ask("PUT", f"/{desk.secret}/records?name={name}", content, **OURS).status


def done(desk: Desk, act: str, **asked: object) -> str:
    """The page after something was done on it."""
    answer = desk.post(f"records-{act}", asked)
    assert answer.status == 200, answer.text
    desk.idle()
    return page(desk)


def page(desk: Desk) -> str:
    return unescape(desk.get("records").text)


def tick(desk: Desk, number: str, ground: str = "录音", *, on: bool = True) -> str:
    place = re.search(f'id="n-([0-9]+)"[^>]*aria-label="{number} 是催收"', page(desk))
    assert place, number
    return done(desk, "tick", n=int(place[1]), on=on, ground=ground)


def weighed(desk: Desk, bill: Path, **asked: str) -> str:
    """The page with what an import of two numbers would add to the first case."""
    assert drop(desk, bill.read_bytes()) == 200
    done(desk, "read")
    for number in (COLLECTOR, LANDLINE):
        tick(desk, number)
    return done(desk, "weigh", **{"case": "0", **asked})


def test_the_copy_is_the_one_that_the_commands_make(
    cli: Cli, desk: Desk, bill: Path, book: Path, tmp_path: Path
) -> None:
    before = book.read_bytes(), book.stat().st_mtime_ns
    shown = weighed(desk, bill)
    for told in (
        *("2 行（2026-03-04 至 2026-03-05；电话 2 次；夜间 1 次）", "详单.xlsx 一月 第 2 行"),
        *("表里已有的 1 次", "骚扰记录 第 2 行", "2026-03-04 20:17:-0", "名单以外：1"),
        *("去电、去信：1", "未接、拒接的来电不在其中", "待补：行为性质 2 行"),
    ):
        assert told in shown, told
    assert not book.with_name("表_导入.xlsx").exists()
    assert desk.get("imported.xlsx").status == 409

    assert "副本写好了" in done(desk, "write")
    copy = book.with_name("表_导入.xlsx")
    content = copy.read_bytes()
    assert desk.get("imported.xlsx").content == content
    assert (book.read_bytes(), book.stat().st_mtime_ns) == before

    write_numbers(tmp_path / "名单.xlsx", COLLECTOR, LANDLINE)
    copy.unlink()
    cli("import", book, bill, "-c", "A001", "--numbers", tmp_path / "名单.xlsx")
    assert copy.read_bytes() == content

    # A second import finds nothing to add; and the page goes on with the copy.
    assert desk.post("records-open").json == {"go": "check"}
    desk.idle()
    assert "表_导入.xlsx" in desk.get("check").text
    assert "没有要加的行" in weighed(desk, bill)
    assert desk.post("records-write").status == 409


def test_nothing_of_others_is_anywhere_but_in_the_list(
    desk: Desk, bill: Path, book: Path, room: Path
) -> None:
    shown = weighed(desk, bill)
    assert MOTHER in shown
    assert MOTHER not in shown.split("4 会加进什么")[1]
    others = (MOTHER, NAME, PLACE)
    pages = ("", "check?only=0", "papers", "result", "deadlines", "about", "state")
    for text in (*map(str, room.rglob("*")), *(desk.get(it).text for it in pages)):
        assert not [it for it in others if it in text], text
    # Masked, not even there; and nothing can be changed, which would write stars.
    desk.post("mask", {"on": True})
    masked = page(desk)
    for secret in (*others, COLLECTOR, LANDLINE, "张三", "详单.xlsx"):
        assert secret not in masked, secret
    assert 'name="ground" list="grounds" value="＊" aria-label="＊ 的依据"' in masked
    assert masked.count("disabled") >= 6 and 'name="person"' not in masked
    desk.post("mask", {"on": False})

    private = [it for it in room.rglob("*") if it.is_file() and "records" in it.parts]
    assert [it.name for it in private] == ["1.xlsx"]
    assert stat.S_IMODE(private[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(private[0].parent.stat().st_mode) == 0o700
    shown = done(desk, "write")
    for secret in others:
        assert secret not in shown
        with zipfile.ZipFile(book.with_name("表_导入.xlsx")) as package:
            for part in package.namelist():
                assert secret.encode() not in package.read(part)
    assert not private[0].exists()
    assert not [it for it in desk.told if any(secret in it for secret in others)]


def test_all_is_forgotten_by_a_word_and_when_another_workbook_is_opened(
    desk: Desk, bill: Path, book: Path, room: Path
) -> None:
    for forget in (lambda: done(desk, "forget"), lambda: desk.put(book.read_bytes())):
        weighed(desk, bill)
        assert list(room.rglob("records/*"))
        forget()
        desk.idle()
        assert not list(room.rglob("records/*"))
        assert MOTHER not in page(desk)
        assert desk.post("records-write").status == 409


def test_a_name_is_no_path_and_no_markup(
    desk: Desk, bill: Path, room: Path, tmp_path: Path
) -> None:
    before = {it for it in tmp_path.rglob("*") if "room" not in it.parts}
    for name in NAMES:
        assert drop(desk, bill.read_bytes(), name.replace("\0", "%00")) == 200
    assert "<img" not in desk.get("records").text
    assert MOTHER in done(desk, "read")
    stored = list(room.rglob("records/*"))
    assert len(stored) == len(NAMES)
    assert all(re.fullmatch(r"[0-9]+(\.xlsx)?", it.name) for it in stored)
    assert {it for it in tmp_path.rglob("*") if "room" not in it.parts} == before
    tick(desk, COLLECTOR)
    done(desk, "weigh", case="0")
    done(desk, "write")
    # One call in so many files is one.
    assert len(table_of(tmp_path / "案" / "表_导入.xlsx")) == 2


def test_files_are_bounded_by_size_and_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_DROPPED", 1 << 20)
    answer = desk.ask("PUT", f"/{desk.secret}/records?name=x", b"x" * ((1 << 20) + 1), **OURS)
    assert (answer.status, "1 MB" in answer.json["error"]) == (409, True)
    monkeypatch.setattr(intake, "MOST_FILES", 2)
    assert [drop(desk, b"x", f"{it}.csv") for it in range(3)] == [200, 200, 409]
    assert page(desk).count("移去") == 2 * 2


def test_a_workbook_that_was_saved_meanwhile_is_looked_at_again(
    desk: Desk, bill: Path, book: Path
) -> None:
    weighed(desk, bill)
    write_workbook(book.with_name("新.xlsx")).replace(book)
    answer = desk.post("records-write")
    assert (answer.status, "刚刚保存过" in answer.json["error"]) == (409, True)
    assert not book.with_name("表_导入.xlsx").exists()


def test_a_copy_never_takes_the_place_of_another_file(desk: Desk, bill: Path, book: Path) -> None:
    book.with_name("表_导入.xlsx").write_bytes(b"mine")
    weighed(desk, bill)
    assert "表_导入2.xlsx" in done(desk, "write")
    assert book.with_name("表_导入.xlsx").read_bytes() == b"mine"


def test_two_tabs_show_the_same_and_a_stale_one_does_nothing(desk: Desk, bill: Path) -> None:
    weighed(desk, bill)
    key = desk.get("state").json["key"]
    # In another tab.
    done(desk, "remove", n=0)
    assert desk.get("state").json["key"] != key
    for act, asked in (
        *(("tick", {"n": 0, "on": True, "ground": "录音"}), ("write", {}), ("remove", {"n": 0})),
        *(("read", {}), ("tick", {"n": "0"})),
    ):
        assert desk.post(f"records-{act}", asked).status == 409, act


def test_a_number_without_a_reason_and_our_own_side_are_refused(
    desk: Desk, tmp_path: Path, book: Path
) -> None:
    own = "13800000000"
    write_workbook(book, cases=[case(联系电话=own)], incidents=[])
    desk.until(lambda: "A002" not in desk.get("records").text or not desk.get("state"))
    desk.idle()
    call = ("2026-03-04 09:15:04", "被叫", own, "1分5秒", PLACE)
    drop(desk, xlsx(tmp_path / "x.xlsx", {"一月": (HEADINGS, CALLS[0], call)}).read_bytes())
    assert "不是催收方的：是案件 A001 的“联系电话”" in done(desk, "read")
    tick(desk, COLLECTOR, "")
    answer = desk.post("records-weigh", {"case": "0"})
    assert "却没有写“依据”" in answer.json["error"]
    tick(desk, COLLECTOR)
    tick(desk, own)
    assert "不是催收方的。请在名单里改正" in done(desk, "weigh", case="0")
    tick(desk, own, on=False)
    assert "写入副本" in done(desk, "weigh", case="0")
    for place in ("", "9", "-1", "A001"):
        assert desk.post("records-weigh", {"case": place}).status == 409


def test_what_a_file_lacks_is_asked_for_on_the_page(desk: Desk, tmp_path: Path) -> None:
    rows = [HEADINGS, *((it[0][5:], *it[1:]) for it in CALLS[:3])]
    drop(desk, csv_file(tmp_path / "无年份.csv", rows).read_bytes(), "无年份.csv")
    assert "“无年份.csv”里的日期没有年份。请在“年份”里写明" in done(desk, "read")
    for year in ("明年", "1700", "9999"):
        assert desk.post("records-read", {"year": year}).status == 409, year
    shown = done(desk, "read", year="2026", password="不许显示")
    assert "2026-03-04 09:15" in shown
    assert "不许显示" not in shown and "已填" in shown


def test_exhibits_and_whose_phone_it_is_are_those_of_the_command(
    desk: Desk, bill: Path, book: Path
) -> None:
    weighed(desk, bill, evidence="new", person="张母", relation="母亲", by_day="on")
    done(desk, "write")
    copy = book.with_name("表_导入.xlsx")
    first, last = table_of(copy)[-2:]
    assert (first["受扰人"], first["与委托人关系"]) == ("张母", "母亲")
    [exhibit] = [it for it in table_of(copy, "证据") if "SHA-256" in it]
    # Where the file of a copy lies, nobody has told.
    assert "文件路径" not in exhibit and last["证据编号"] == exhibit["证据编号"]


def test_records_are_listed_below_the_home_and_no_link_leads_out(
    bill: Path, room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "手机").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    for folder in (home / "手机", tmp_path / "outside"):
        (folder / "详单.xlsx").write_bytes(bill.read_bytes())
    (home / "手机" / "钥匙.pem").write_text("x")
    (home / "link").symlink_to(tmp_path / "outside")
    monkeypatch.setattr(Path, "home", lambda: home)
    book = write_workbook(home / "表.xlsx", incidents=[], evidence=[evidence()])
    with opened(book, tmp_path / "out") as desk:
        shown = desk.get("records?folder=手机").text
        assert "加上 详单.xlsx" in shown and "钥匙" not in shown
        for path in ("../outside", "link", "link/详单.xlsx", "/etc", "", "手机/钥匙.pem", "\0"):
            assert desk.post("records-add", {"path": path}).status == 409, path
        done(desk, "add", path="手机")
        done(desk, "read")
        tick(desk, COLLECTOR)
        done(desk, "weigh", case="0", evidence="new")
        done(desk, "write")
    rows = table_of(home / "表_导入.xlsx", "证据")
    assert rows[-1]["文件路径"] == "手机/详单.xlsx"


def test_a_fault_of_our_own_says_nothing_of_what_was_read(
    desk: Desk, bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError(MOTHER)

    monkeypatch.setattr(intake, "listing", broken)
    drop(desk, bill.read_bytes())
    shown = done(desk, "read")
    assert "没有料到的错" in shown
    assert MOTHER not in shown + "".join(desk.told)
    assert any("LookupError" in it for it in desk.told)


def test_a_password_opens_a_file_and_is_shown_and_stored_nowhere(
    desk: Desk, room: Path, tmp_path: Path
) -> None:
    lefts = (40, 160, 240, 340)
    lines = [
        ("起始时间", "通信方式", "对方号码", "通信时长"),
        ("2026-03-04 09:15:04", "被叫", COLLECTOR, "1分5秒"),
        ("2026-03-04 10:00:00", "被叫", MOTHER, "10分0秒"),
    ]
    words = [
        (left, 800.0 - 20 * number, text)
        for number, line in enumerate(lines)
        for left, text in zip(lefts, line, strict=True)
    ]
    drop(desk, pdf(tmp_path / "x.pdf", [words], "geheim").read_bytes(), "详单.pdf")
    assert "“详单.pdf”加了密码。请在“密码”里写明" in done(desk, "read")
    assert "读不了：详单.pdf" in done(desk, "read", password="falsch")
    # Once told it is known until the records are let go of.
    shown = done(desk, "read", password="geheim")
    assert COLLECTOR in shown and COLLECTOR in done(desk, "read")
    tick(desk, COLLECTOR)
    assert "写入副本" in (shown := done(desk, "weigh", case="0"))
    assert "geheim" not in shown + "".join(desk.told)
    for file in (it for it in room.rglob("*") if it.is_file()):
        assert b"geheim" not in file.read_bytes()
    assert "已填" not in done(desk, "forget")


def test_the_copy_of_a_workbook_that_was_dropped_is_given_as_a_download(
    bill: Path, book: Path, room: Path, tmp_path: Path
) -> None:
    with opened(None, tmp_path / "out") as desk:
        desk.put(book.read_bytes())
        desk.idle()
        weighed(desk, bill)
        shown = done(desk, "write")
        assert "退出时删去，请下载" in shown and str(room) not in shown
        (tmp_path / "下载.xlsx").write_bytes(desk.get("imported.xlsx").content)
        assert desk.post("records-open").status == 200
        desk.idle()
        assert COLLECTOR in desk.get("check?only=0&sheet=2").text
    assert len(table_of(tmp_path / "下载.xlsx")) == 3
    assert not list(room.rglob("*.xlsx"))
    assert [it.name for it in book.parent.iterdir()] == ["表.xlsx"]
