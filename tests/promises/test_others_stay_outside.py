"""Promise 11: of numbers that are not on the list, nothing comes out of a file.

Names, numbers, words and places of other people stand in every field that a file has, in rows that
can't be read, and in what a broken reader raises and prints.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from support.call_records import COLLECTOR, START, contact, write_numbers, write_records
from support.runs import Cli

from anjuan import (
    Found,
    Importer,
    RecordError,
    RecordFile,
    RecordFormat,
    Unread,
    hookimpl,
)
from anjuan.importing.adding import Wish, imported
from anjuan.importing.copying import copy_of
from anjuan.importing.number_list import read_list
from anjuan.plugin.host import Plugins
from anjuan.testing import incident, write_workbook
from anjuan.workbook.parsing import load_workbook

# What is other people's: a number in several forms, a name, words, a place.
OTHERS = ("13900000077", "139 0000 0077", "妈妈", "晚上回家吃饭", "虚构市甲路", "20:17:-0")
NOBODY: dict[str, str] = {}
CALL = ("2026-03-04 09:15:04", "被叫", COLLECTOR, "1分5秒", "北京")
HEADINGS = ("起始时间", "通信方式", "对方号码", "通信时长", "通信地点")
ROWS = (
    CALL,
    ("2026-03-04 09:20:04", "被叫", "13900000077", "1分5秒", "虚构市甲路"),
    ("2026-03-04 09:21:04", "主叫", "139 0000 0077", "5秒", "虚构市甲路"),
    ("2026-03-04 20:17:-0", "被叫", "13900000077", "1分5秒", "虚构市甲路"),
    ("妈妈", "妈妈", "妈妈", "妈妈", "妈妈"),
    ("20:17:-0", "晚上回家吃饭", "", "虚构市甲路", "妈妈"),
    ("", "", "13900000077 妈妈", "", ""),
)


def bill(folder: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.title = "一月"
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    book.save(folder / "详单.xlsx")
    return folder / "详单.xlsx"


def table(folder: Path) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows((HEADINGS, *ROWS))
    (folder / "详单.csv").write_text(out.getvalue(), encoding="gb18030")
    return folder / "详单.csv"


def messages(folder: Path) -> Path:
    path = folder / "sms.xml"
    rows = (
        (COLLECTOR, "还钱", "(Unknown)"),
        ("139 0000 0077", "晚上回家吃饭", "妈妈"),
        ("13900000077", "妈妈 &#55357; &#1; 晚上回家吃饭", "妈妈"),
    )
    path.write_text(
        '<?xml version="1.0"?><smses count="3">'
        + "".join(
            f'<sms address="{address}" date="1772586904000" type="1" body="{body}" '
            f'readable_date="虚构市甲路" contact_name="{name}"/>'
            for address, body, name in rows
        )
        + '<sms address="13900000077" date="妈妈" type="妈妈" body="晚上回家吃饭"/></smses>',
        encoding="utf-8",
    )
    return path


def chat(folder: Path) -> Path:
    path = folder / "微信聊天记录.zip"
    said = (("法务小陈", "还钱"), ("妈妈", "晚上回家吃饭"), ("妈妈", "13900000077"))
    text = "".join(f"·{who}\n2026年3月4日 10:01\n{words}\n\n" for who, words in said)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("聊天记录.txt", text + "·妈妈\n2026年13月41日 25:01\n虚构市甲路\n")
        package.writestr("聊天记录内的图片、视频和文件/妈妈 13900000077.jpg", b"x")
    return path


def recordings(folder: Path) -> Path:
    inner = folder / "录音"
    inner.mkdir()
    (inner / "妈妈(13900000077)_20260304100000.mp3").write_bytes(b"x")
    (inner / f"通话录音@{COLLECTOR}_20260304091510.mp3").write_bytes(b"x")
    (inner / "妈妈 晚上回家吃饭.mp3").write_bytes(b"x")
    write_records(inner / "妈妈.unknown")
    bill(inner)
    return inner


@pytest.mark.parametrize("made", [bill, table, messages, chat, recordings])
def test_nothing_of_others_is_written_or_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], Path]
) -> None:
    write_workbook(tmp_path / "表.xlsx", incidents=[])
    write_numbers(tmp_path / "名单.xlsx", COLLECTOR, "法务小陈")
    records = made(tmp_path)
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    command = ("import", "表.xlsx", records, "-c", "A001", "--numbers", "名单.xlsx")
    done = [
        cli(*command, *more) for more in (("--evidence", "new"), ("--evidence", "new", "--json"))
    ]
    copy = tmp_path / "表_导入.xlsx"

    assert {it.status for it in done} <= {0, 1}, done
    said = [text for it in done for text in (it.out, it.err)]
    for text in (*said, *parts_of(copy), *map(str, room.rglob("*"))):
        for secret in OTHERS:
            assert secret not in text, secret


def parts_of(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield package.read(name).decode("utf-8", "replace")


class Broken:
    """A plug-in whose reader breaks with other people's data in its hands."""

    def __init__(self, breaking: Callable[[], object]) -> None:
        self._breaking = breaking

    @hookimpl
    def anjuan_importers(self) -> list[Importer]:
        return [
            Importer(
                name="broken",
                title="坏的",
                formats=(RecordFormat(title="坏的", how_to_get="", tried=""),),
                recognise=lambda start, name: name.endswith(".broken"),
                read=self._read,
            )
        ]

    def _read(self, file: RecordFile) -> Iterator[Found]:
        yield contact()
        yield contact(party=OTHERS[0], name=OTHERS[2], text=OTHERS[3], place=OTHERS[4])
        yield Unread(place=OTHERS[4], value=OTHERS[2], reason=OTHERS[3], party=OTHERS[0])
        yield Unread(place=OTHERS[4], value=OTHERS[2], reason=OTHERS[3])
        sys.stderr.write(OTHERS[2])
        sys.stdout.write(OTHERS[0])
        self._breaking()


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "breaking",
    [
        lambda: int(OTHERS[0] + OTHERS[2]),
        lambda: NOBODY[OTHERS[2]],
        lambda: _raise(RecordError("第 {} 行有 {}", OTHERS[4], OTHERS[0])),
        lambda: _raise(RecordError(OTHERS[2])),
        lambda: _raise(OSError(2, OTHERS[2], OTHERS[0])),
        lambda: _raise(UnicodeDecodeError("utf-8", OTHERS[2].encode(), 0, 1, OTHERS[3])),
        lambda: sys.exit(OTHERS[2]),
        lambda: datetime.fromisoformat(OTHERS[5]),
    ],
)
def test_a_reader_that_breaks_says_nothing_of_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], breaking: Callable[[], object]
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident()])
    numbers = write_numbers(tmp_path / "名单.xlsx", COLLECTOR)
    (tmp_path / "r.broken").write_bytes(b"x")
    plugins = Plugins.load(outside=False, extra=[("broken", Broken(breaking))])
    wish = Wish(
        workbook=book, records=(tmp_path / "r.broken",), case="", numbers=read_list(numbers)
    )
    workbook = load_workbook(book)

    result = imported(wish, workbook, plugins.importers.values(), _nobody)

    told = [
        *map(str, result.refusals),
        json.dumps(result.as_json(None), ensure_ascii=False),
        *capsys.readouterr(),
        repr(result),
        copy_of(book.read_bytes(), wish.headings, workbook, result).decode("latin-1"),
    ]
    assert result.refusals
    assert "broken" in str(result.refusals[0])
    for text in told:
        for secret in OTHERS:
            assert secret not in text, secret


def _nobody(wanted: object, name: str) -> str:
    raise AssertionError(wanted)


def test_a_fault_of_our_own_says_nothing_of_what_was_read(process: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", incidents=[])
    write_numbers(tmp_path / "名单.xlsx", COLLECTOR)
    bill(tmp_path)
    # Read by Python at its start.
    (tmp_path / "sitecustomize.py").write_text(
        "import anjuan.importing.matching as it\n"
        f"def united(files): raise LookupError('{OTHERS[2]}{OTHERS[0]}')\n"
        "it.united = united\n",
        encoding="utf-8",
    )
    done = process(
        *("import", "表.xlsx", "详单.xlsx", "--numbers", "名单.xlsx"),
        PYTHONPATH=f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    )
    assert done.status == 3
    assert "LookupError" in done.err
    for secret in OTHERS:
        assert secret not in done.out + done.err


def test_the_moment_of_the_listed_call_is_there(tmp_path: Path) -> None:
    """Without it the tests above would hold of a program that reads nothing."""
    book = write_workbook(tmp_path / "表.xlsx", incidents=[])
    numbers = write_numbers(tmp_path / "名单.xlsx", COLLECTOR, "法务小陈")
    plugins = Plugins.load(outside=False)
    for made in (bill, table, messages, chat):
        wish = Wish(workbook=book, records=(made(tmp_path),), case="", numbers=read_list(numbers))
        result = imported(wish, load_workbook(book), plugins.importers.values(), _nobody)
        assert len(result.rows) == 1, made
        assert result.runs[0].first.moment.date() == START.date()
