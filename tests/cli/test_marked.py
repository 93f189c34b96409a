"""The command `check` on marked copies: in place, taken over, and reminders that were read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from support.runs import Cli

from anjuan.testing import case, incident, write_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [incident(时间="2026.3.5 晚上10点", 次数="十余次")]
    return write_workbook(tmp_path / "表.xlsx", cases=[case(公安机关=None)], incidents=rows)


def tick(path: Path, heading: str, codes: tuple[str, ...]) -> None:
    """Choose 是 in lines of the list, as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book["问题"]
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, columns["规则"]).value in list(codes):
            sheet.cell(row, columns[heading], "是")
    book.save(path)


def problems(cli: Cli, *arguments: str) -> dict[str, dict[str, object]]:
    found = json.loads(cli("check", *arguments, "--json").out)["problems"]
    return {f"{it['sheet']}!{it['cell']} {it['code']}": it for it in found}


def test_a_marked_copy_is_marked_again_in_its_place(cli: Cli, book: Path) -> None:
    before = book.read_bytes()
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    copy = book.with_name("标.xlsx")
    once = copy.read_bytes()

    assert cli("check", "标.xlsx", "--mark", "标.xlsx").status == 1
    assert copy.read_bytes() == once
    assert book.read_bytes() == before
    # What we wrote into the copy is read as nothing.
    assert problems(cli, "标.xlsx") == problems(cli, "表.xlsx")


@pytest.mark.parametrize("lock", ["~$标.xlsx", ".~lock.标.xlsx#"])
def test_a_copy_that_is_open_elsewhere_is_not_written(cli: Cli, book: Path, lock: str) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    book.with_name(lock).touch()

    done = cli("check", "标.xlsx", "--mark", "标.xlsx")
    assert done.status == 3
    assert lock in done.err


def test_neither_the_original_nor_another_file_is_written_over(cli: Cli, book: Path) -> None:
    before = book.read_bytes()
    cli("check", "表.xlsx", "--mark", "标.xlsx")

    done = cli("check", "表.xlsx", "--mark", "表.xlsx")
    assert (done.status, book.read_bytes()) == (3, before)
    assert "不是标注过的副本" in done.err
    assert cli("check", "表.xlsx", "--mark", "标.xlsx").status == 3


def test_ticked_proposals_are_taken_over_into_a_new_copy(cli: Cli, book: Path) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    copy = book.with_name("标.xlsx")
    tick(copy, "采用", ("read-as", "bad-count"))
    before = {it: it.read_bytes() for it in (book, copy)}

    done = cli("check", "--accept", "标.xlsx", "-o", "新.xlsx")
    assert "骚扰记录!B2（时间）：2026.3.5 晚上10点 → 2026-03-05 22:00" in done.out
    assert "骚扰记录!J2（次数）：十余次 → 10" in done.out
    assert {it: it.read_bytes() for it in before} == before
    sheet = openpyxl.load_workbook(book.with_name("新.xlsx"))["骚扰记录"]
    assert (sheet["B2"].value, sheet["J2"].value) == (datetime(2026, 3, 5, 22), 10)
    assert not {"read-as", "bad-count"} & {it.split()[1] for it in problems(cli, "新.xlsx")}
    # The new copy is one, too.
    assert cli("check", "新.xlsx", "--mark", "新.xlsx").status == 0


def test_programs_are_told_what_was_taken_over(cli: Cli, book: Path) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    tick(book.with_name("标.xlsx"), "采用", ("bad-count",))

    told = json.loads(cli("check", "--accept", "标.xlsx", "--json").out)
    assert told["accepted"] == [
        {
            "sheet": "骚扰记录",
            "cell": "J2",
            "heading": "次数",
            "before": "十余次",
            "after": {"type": "number", "value": "10"},
        }
    ]
    assert told["left"] == []
    assert book.with_name("标_采用.xlsx").exists()


def test_without_a_tick_nothing_is_written(cli: Cli, book: Path) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")

    done = cli("check", "--accept", "标.xlsx", "-o", "新.xlsx")
    assert "没有选“采用”" in done.out
    assert not book.with_name("新.xlsx").exists()
    assert "不是标注过的副本" in cli("check", "--accept", "表.xlsx").err


def test_what_is_taken_over_is_hidden_where_it_is_asked_for(cli: Cli, book: Path) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    tick(book.with_name("标.xlsx"), "采用", ("bad-count", "read-as"))

    done = cli("check", "--accept", "标.xlsx", "--redact")
    assert "骚扰记录!J2（次数）" in done.out
    assert "十余次" not in done.out + done.err
    assert "晚上10点" not in done.out + done.err


def test_a_reminder_that_was_read_stays_away_and_is_counted(cli: Cli, book: Path) -> None:
    cli("check", "表.xlsx", "--mark", "标.xlsx")
    copy = book.with_name("标.xlsx")
    tick(copy, "已阅", ("read-as",))

    done = cli("check", "标.xlsx")
    assert "读作" not in done.out
    assert "另有 1 处提醒选了“已阅”" in done.out
    assert "读作" in cli("check", "标.xlsx", "--all").out
    assert "读作" not in cli("generate", "标.xlsx", "-o", "out", "-d", "evidence-list").err
    # Marked again, it is still known; changed, it comes back.
    cli("check", "标.xlsx", "--mark", "标.xlsx")
    assert "读作" not in cli("check", "标.xlsx").out
    changed = openpyxl.load_workbook(copy)
    changed["骚扰记录"]["B2"] = "2026.3.6 晚上10点"
    changed.save(copy)
    assert "读作" in cli("check", "标.xlsx").out


def test_a_mended_copy_has_no_marks_left(cli: Cli, book: Path) -> None:
    whole = write_workbook(
        book.with_name("好.xlsx"),
        cases=[case()],
        incidents=[incident(次数="x", 对方自称="该公司催收员", 关联依据="还款链接")],
    )
    cli("check", "好.xlsx", "--mark", "标.xlsx")
    copy = whole.with_name("标.xlsx")
    mended = openpyxl.load_workbook(copy)
    mended["骚扰记录"]["J2"] = 3
    mended.save(copy)

    assert cli("check", "标.xlsx", "--mark", "标.xlsx").status == 0
    clean = openpyxl.load_workbook(copy)
    assert clean.sheetnames == openpyxl.load_workbook(whole).sheetnames
    assert "检查结果" not in [cell.value for cell in clean["骚扰记录"][1]]


def test_options_that_do_not_go_together_are_told(cli: Cli, book: Path) -> None:
    assert book.exists()
    assert cli("check", "表.xlsx", "-o", "新.xlsx").status == 2
    assert cli("check", "表.xlsx", "--accept", "--mark", "标.xlsx").status == 2
