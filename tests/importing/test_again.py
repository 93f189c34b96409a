"""The same command again, after a kill or on another machine, ends in the same file."""

from __future__ import annotations

import signal
from pathlib import Path

from support.call_records import COLLECTOR, OWN_FORM, contact, nobody, write_numbers, write_records
from support.killer import Killed, Killer
from support.processes import POSIX, WRITTEN, contents, held
from support.runs import Cli

from anjuan.importing.adding import Wish, imported
from anjuan.importing.copying import copy_of
from anjuan.importing.number_list import read_list
from anjuan.run.beside import write_same
from anjuan.testing import write_workbook
from anjuan.workbook.parsing import load_workbook

BILL = "起始时间,通信方式,对方号码,通信时长\n2026-03-04 09:15:04,被叫,17000000009,65秒\n"


def test_killed_at_any_move_the_workbook_is_whole_and_the_copy_whole_or_missing(
    tmp_path: Path,
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[])
    wish = Wish(
        workbook=book,
        records=(write_records(tmp_path / "r.own", contact()),),
        case="",
        numbers=read_list(write_numbers(tmp_path / "名单.xlsx", COLLECTOR)),
    )
    before, workbook = book.read_bytes(), load_workbook(book)
    found = imported(wish, workbook, [OWN_FORM], nobody)
    wanted = copy_of(before, wish.headings, workbook, found)
    calm = Killer(99)
    with calm.at_work():
        write_same(tmp_path / "calm.xlsx", wanted)

    assert calm.moves >= 3
    for moves in range(calm.moves):
        copy = tmp_path / f"{moves}.xlsx"
        try:
            with Killer(moves).at_work():
                write_same(copy, wanted)
        except Killed:
            assert not copy.exists() or copy.read_bytes() == wanted
        write_same(copy, wanted)
        assert copy.read_bytes() == wanted
    assert book.read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


@POSIX
def test_a_process_that_is_killed_is_taken_up_by_the_same_command(
    process: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    book = write_workbook(folder / "表.xlsx", incidents=[])
    write_numbers(folder / "名单.xlsx", COLLECTOR)
    (folder / "详单.csv").write_text(BILL, encoding="utf-8")
    command = ("import", book, folder / "详单.csv", "--numbers", folder / "名单.xlsx", "-o")
    before = contents(folder)

    with held(tmp_path / "held", *command, folder / "副本.xlsx", moment=WRITTEN) as run:
        run.kill(signal.SIGKILL)
    left = contents(folder)
    assert {name: left[name] for name in before} == before
    assert "副本.xlsx" not in left

    assert process(*command, folder / "副本.xlsx").status == 0
    assert process(*command, folder / "另一份.xlsx").status == 0
    after = contents(folder)
    assert after.keys() == {*before, "副本.xlsx", "另一份.xlsx"}
    assert after["副本.xlsx"] == after["另一份.xlsx"]


def test_the_same_records_give_the_same_bytes_on_any_machine(process: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", incidents=[])
    write_numbers(tmp_path / "名单.xlsx", COLLECTOR)
    (tmp_path / "详单.csv").write_text(BILL, encoding="utf-8")
    stamp = '<calls><call number="17000000009" date="1772586898000" duration="65" type="1"/>'
    (tmp_path / "calls.xml").write_text(f"{stamp}</calls>", encoding="utf-8")
    command = ("import", "表.xlsx", "详单.csv", "calls.xml", "--numbers", "名单.xlsx")
    for name, zone in (("一", "UTC"), ("二", "America/New_York")):
        options = ("--evidence", "new", "-o", f"{name}.xlsx")
        done = process(*command, *options, PYTHONHASHSEED=str(len(zone)), TZ=zone)
        assert "重复（几个文件里的同一次）  1" in done.out
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
