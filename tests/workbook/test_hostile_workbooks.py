"""Workbooks made to do harm, or broken: refused with a message or read, soon and in little memory.

Each is opened in a fork of a process, which tells how much memory it took. The bounds have room for
a slow machine: these files are read or refused in about a second of processor time. What is refused
is dropped on the page in the browser as well, which says the same.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from fuzz.targets import packed, parts_of
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet
from support.checking import UNSAID
from support.desk import Desk
from support.desk import opened as opened_desk
from support.forks import forks
from support.runs import ROOT, Cli

from anjuan.desk.pages.opening import MOST_UPLOADED
from anjuan.errors import WorkbookError
from anjuan.testing import write_workbook
from anjuan.workbook.formats.bounds import MOST_ENTRIES
from anjuan.workbook.parsing import load_workbook

Parts = dict[str, bytes]
Change = Callable[[Parts], None]

SECONDS = 30
MEGABYTES = 500
CASES, INCIDENTS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"


@dataclass(frozen=True)
class Opened:
    """What came of opening a file: a refusal, or the problems found."""

    message: str
    found: list[list[str]]

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.found}


Open = Callable[[Path], Opened]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Open a file as `anjuan check` does; it stays within bounds, and the page says the same."""
    out = tmp_path_factory.mktemp("out")
    with forks("support.forked") as forked, opened_desk(None, out) as desk:

        def run(path: Path) -> Opened:
            done = forked.run("inspected", path, seconds=SECONDS)
            assert done.megabytes < MEGABYTES, done
            found = Opened(**done.result)
            # Tables with a file each are no one file that could be dropped.
            if found.message and path.suffix != ".csv":
                _refused_by_the_page(desk, path, found.message)
            return found

        yield run


def _refused_by_the_page(desk: Desk, path: Path, message: str) -> None:
    answer = desk.put(path.read_bytes())
    if path.stat().st_size > MOST_UPLOADED:
        assert answer.status == 409 and "超过 50 MB" in answer.json["error"]
        return
    assert answer.status == 200
    desk.idle()
    page = unescape(desk.get("check").text)
    assert "这份案件表用不了" in page
    # It lies elsewhere, under a name of the page's own.
    assert message.replace(str(path), "").replace(path.name, "案件表.xlsx") in page


@cache
def sound() -> Mapping[str, bytes]:
    """The parts of a workbook without a fault, its texts shared."""
    out = io.BytesIO()
    write_workbook(out)  # type: ignore[arg-type]  # openpyxl saves to a stream as well
    return parts_of(out.getvalue())


def changed(path: Path, change: Change) -> Path:
    """The sound workbook with its parts changed, deflated."""
    parts = dict(sound())
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def rows(text: str, part: str = INCIDENTS) -> Change:
    """Further rows at the end of a sheet."""

    def change(parts: Parts) -> None:
        parts[part] = parts[part].replace(b"</sheetData>", text.encode() + b"</sheetData>")

    return change


def instead(part: str, old: str, new: str) -> Change:
    """Something else in a part."""

    def change(parts: Parts) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return change


def in_front(part: str, text: str, encoding: str = "utf-8") -> Change:
    """Something in front of the root of a part."""

    def change(parts: Parts) -> None:
        body = parts[part].decode().partition("?>")[2] or parts[part].decode()
        parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{text}{body}'.encode(encoding)

    return change


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)
) + "]>"  # fmt: skip


def shared_text_bomb(parts: Parts) -> None:
    """One text of 32,767 characters, to which 60,000 cells refer: 6 GB from 100 KB."""
    parts[STRINGS] = f"<sst xmlns='{MAIN}'><si><t>{'长' * 32767}</t></si></sst>".encode()
    cell = '<c r="H{0}" t="s"><v>0</v></c>'
    rows("".join(f'<row r="{n}">{cell.format(n)}</row>' for n in range(3, 60_003)))(parts)


def far(cell: str, row: str = "1048576") -> Change:
    return rows(f'<row r="{row}">{cell}</row>')


HARMFUL: dict[str, tuple[Change, str]] = {
    "a part that grows a thousandfold": (rows(" " * (60 << 20)), "压缩炸弹"),
    "a part larger than any sheet": (lambda it: it.update(x=bytes(401 << 20)), "超过 400 MB"),
    "too many parts": (
        lambda it: it.update({f"xl/{n}.xml": b"" for n in range(MOST_ENTRIES + 1)}),
        "超过 10000 个",
    ),
    "entities in the workbook": (in_front(BOOK, LAUGHS), "实体炸弹"),
    "entities in a sheet": (in_front(CASES, LAUGHS), "实体炸弹"),
    "entities in the texts": (
        lambda it: it.update({STRINGS: f"{LAUGHS}<sst><si><t>&a9;</t></si></sst>".encode()}),
        "实体炸弹",
    ),
    "entities in UTF-16": (in_front("docProps/app.xml", LAUGHS, "utf-16"), "实体炸弹"),
    "an entity that is a file": (
        in_front(BOOK, "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
        "实体炸弹",
    ),
    "a far cell": (far('<c r="XFD1048576"><v>1</v></c>'), "XFD 列"),
    "a far cell in single quotes": (far("<c r='XFD1048576'><v>1</v></c>"), "XFD 列"),
    "a far cell with blanks": (far('<c s="0" r\n= "XFD1048576"><v>1</v></c>'), "XFD 列"),
    "a far cell in small letters": (far('<c r="xfd1048576"><v>1</v></c>'), "XFD 列"),
    "a far cell with a prefix": (far('<x:c r="XFD1048576"><x:v>1</x:v></x:c>'), "XFD 列"),
    "a far cell in a near row": (far('<c r="XFD1048576"><v>1</v></c>', "3"), "XFD 列"),
    "a far row of unplaced cells": (far("<c><v>1</v></c>" * 40), "第 1048576 行"),
    "a text used too often": (shared_text_bomb, "文字合起来"),
    "16,384 headings": (
        instead(
            INCIDENTS,
            "</row>",
            "".join(f'<c r="{letter(n)}1"><v>{n}</v></c>' for n in range(12, 16385)) + "</row>",
        ),
        "超过 1000 个",
    ),
    "one name for two sheets": (instead(BOOK, 'name="证据"', 'name="案件"'), "不止一个"),
    "a broken index": (instead(BOOK, "<sheets>", "<sheets"), "已损坏"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_workbook_is_refused_with_what_was_found(
    opened: Open, name: str, tmp_path: Path
) -> None:
    change, said = HARMFUL[name]

    message = opened(changed(tmp_path / "表.xlsx", change)).message

    assert said in message
    assert "表.xlsx" in message
    assert "请" in message


def test_names_of_sheets_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    (tmp_path / "anjuan.toml").write_text('[sheets]\n"案件" = "Cases"\n', encoding="utf-8")
    change = instead(BOOK, 'name="案件"', 'name="Cases"')
    book = changed(tmp_path / "表.xlsx", change)
    parts = parts_of(book.read_bytes())
    instead(BOOK, 'name="证据"', 'name="CASES"')(parts)
    book.write_bytes(packed(parts))

    from anjuan.config import find_config

    with pytest.raises(WorkbookError, match="叫“Cases”的工作表不止一个"):
        load_workbook(book, find_config(tmp_path).headings)


def lying(path: Path, said: int, check: int | None = None) -> Path:
    """A workbook one part of which holds more than its directory says."""
    changed(path, rows(" " * (30 << 20)))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(INCIDENTS)
    actual, crc = struct.pack("<I", info.file_size), struct.pack("<I", info.CRC)
    for old, new in ((actual, said), (crc, info.CRC if check is None else check)):
        while old in data and old != struct.pack("<I", new):
            place = data.index(old)
            data[place : place + 4] = struct.pack("<I", new)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("said", [0, 1000, 5000])
def test_a_part_that_holds_more_than_it_declares_is_refused(
    opened: Open, said: int, tmp_path: Path
) -> None:
    assert "比标明的" in opened(lying(tmp_path / "表.xlsx", said)).message


def test_the_reader_of_spreadsheets_would_have_believed_no_declared_size(
    opened: Open, tmp_path: Path
) -> None:
    """Why sizes are not taken on trust: the prefix that is declared has the right checksum."""
    book = lying(tmp_path / "表.xlsx", 10, zlib_crc(dict(sound())[INCIDENTS][:10]))
    with zipfile.ZipFile(book) as package:
        assert len(package.read(INCIDENTS)) == 10

    assert "比标明的" in opened(book).message


def zlib_crc(content: bytes) -> int:
    import zlib

    return zlib.crc32(content)


def test_parts_that_lie_over_each_other_are_refused(opened: Open, tmp_path: Path) -> None:
    """Many entries, one content (the bomb without nesting)."""
    book = tmp_path / "表.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", bytes(range(256)) * 4000)
        first = package.getinfo("a")
        for number in range(50):
            twin = zipfile.ZipInfo(f"xl/{number}.xml")
            for name in ("header_offset", "compress_type", "CRC", "compress_size", "file_size"):
                setattr(twin, name, getattr(first, name))
            package.filelist.append(twin)

    assert "互相重叠" in opened(book).message


def test_a_file_with_two_directories_is_refused(opened: Open, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    book.write_bytes(book.read_bytes() + packed(dict(sound())))

    assert "两个目录" in opened(book).message


def entries(book: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    """A workbook with its directory changed."""
    with zipfile.ZipFile(book, "a") as package:
        change(package.getinfo(INCIDENTS))
        package.comment = b"changed"
    return book


def encrypt(entry: zipfile.ZipInfo) -> None:
    entry.flag_bits |= 1


def pack_oddly(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_LZMA


def name_twice(entry: zipfile.ZipInfo) -> None:
    entry.filename = CASES.upper()


@pytest.mark.parametrize(
    ("change", "said"),
    [(encrypt, "加了密码"), (pack_oddly, "压缩方式"), (name_twice, "有 2 份")],
)
def test_packages_that_readers_may_read_differently_are_refused(
    opened: Open, change: Callable[[zipfile.ZipInfo], None], said: str, tmp_path: Path
) -> None:
    assert said in opened(entries(write_workbook(tmp_path / "表.xlsx"), change)).message


def test_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "表.xlsx").read_bytes()

    for part in range(20):
        (tmp_path / "表.xlsx").write_bytes(whole[: len(whole) * part // 20])
        with pytest.raises(WorkbookError, match=r"表\.xlsx"):
            load_workbook(tmp_path / "表.xlsx")


def test_a_flipped_bit_never_changes_what_is_read(tmp_path: Path) -> None:
    """Refused, or the same values: checksums are looked at, which the reader itself may not."""
    book = write_workbook(tmp_path / "表.xlsx")
    whole, cases = book.read_bytes(), repr(load_workbook(book).cases)
    refused = 0

    for place in range(0, len(whole), 41):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        book.write_bytes(flipped)
        try:
            assert repr(load_workbook(book).cases) == cases
        except WorkbookError:
            refused += 1

    assert refused > 100


def many_rows(cells: str) -> Change:
    return rows("".join(f'<row r="{n}" s="1">{cells.format(n)}</row>' for n in range(3, 1048577)))


@pytest.mark.parametrize("cells", ["", '<c r="A{0}" s="1"/><c r="K{0}" s="1"/>'])
def test_a_million_empty_formatted_rows_are_read(opened: Open, cells: str, tmp_path: Path) -> None:
    done = opened(changed(tmp_path / "表.xlsx", many_rows(cells)))

    assert done.message == ""


def test_a_wide_row_without_headings_is_read(opened: Open, tmp_path: Path) -> None:
    cells = "".join(f'<c r="{letter(n)}2"><v>1</v></c>' for n in range(20, 16385))

    assert opened(changed(tmp_path / "表.xlsx", rows(cells))).message == ""


def test_a_column_filled_to_the_end_of_the_sheet_is_refused_with_examples(
    opened: Open, tmp_path: Path
) -> None:
    numbers = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 100_000))
    message = opened(changed(tmp_path / "表.xlsx", rows("".join(numbers), CASES))).message

    assert "整列填充到了表底" in message
    assert "案件!B3（委托人身份）：没有填写" in message


def test_very_many_merged_ranges_take_no_time(opened: Open, tmp_path: Path) -> None:
    merged = "".join(f'<mergeCell ref="A2:C{n}"/>' for n in range(3, 60_000))
    change = instead(INCIDENTS, "</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")

    assert "merged-cells" in opened(changed(tmp_path / "表.xlsx", change)).codes


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_sheet_that_is_hidden_is_read_and_told(
    opened: Open, state: Literal["hidden", "veryHidden"], tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    workbook = openpyxl.load_workbook(book)
    workbook["骚扰记录"].sheet_state = state
    workbook.save(book)

    done = opened(book)

    assert done.message == ""
    assert ["hidden-sheet", "骚扰记录：工作表“骚扰记录”是隐藏的，但里面的内容仍会用到。"
            "请取消隐藏，核对内容。"] in done.found  # fmt: skip


def test_a_protected_sheet_is_read(opened: Open, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["案件"]
    assert isinstance(sheet, Worksheet)
    sheet.protection.set_password("x")
    sheet.protection.enable()
    workbook.save(book)

    assert opened(book).codes == UNSAID


def test_links_to_other_workbooks_are_not_followed(opened: Open, tmp_path: Path) -> None:
    """What was stored when the lawyer saved is read; nothing is fetched."""
    link = "<f>'http://127.0.0.1:1/[x.xlsx]表'!A1</f><v>7</v>"
    rels = "xl/_rels/workbook.xml.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def change(parts: Parts) -> None:
        instead(
            rels,
            "</Relationships>",
            f'<Relationship Id="rIdX" Type="{office}/externalLink" TargetMode="External"'
            ' Target="http://127.0.0.1:1/x.xlsx"/></Relationships>',
        )(parts)
        rows(f'<row r="3"><c r="F3">{link}</c></row>')(parts)

    done = opened(changed(tmp_path / "表.xlsx", change))

    assert done.message == ""
    assert "missing" in done.codes


def calc(path: Path, table: str) -> Path:
    """An .ods file whose first table is given."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(f' xmlns:{it}="{oasis}:{it}:1.0"' for it in ("office", "table", "text"))
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="案件">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    index = b"<manifest:manifest/>"
    path.write_bytes(
        packed({"mimetype": kind, "META-INF/manifest.xml": index, "content.xml": content.encode()})
    )
    return path


def test_an_ods_file_that_repeats_a_cell_without_end_is_refused(
    opened: Open, tmp_path: Path
) -> None:
    table = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        ' table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>甲</text:p></table:table-cell></table:table-row>"
    )

    less = table.replace("1048576", "6000")
    assert "超过 10000000 个" in opened(calc(tmp_path / "表.ods", table)).message
    assert "超过 10000000 个" in opened(calc(tmp_path / "表.ods", less)).message


def test_entities_in_an_ods_file_are_refused(opened: Open, tmp_path: Path) -> None:
    book = calc(tmp_path / "表.ods", "")
    parts = parts_of(book.read_bytes())
    in_front("content.xml", LAUGHS)(parts)
    book.write_bytes(packed(parts))

    assert "实体炸弹" in opened(book).message


def test_an_xls_file_that_asks_for_all_memory_is_refused(opened: Open, tmp_path: Path) -> None:
    """Found by fuzzing: a length in its header."""
    found = ROOT / "tests" / "fuzz" / "findings" / "reader-xls-asks-for-all-memory"
    (tmp_path / "表.xls").write_bytes(found.read_bytes()[1:])

    assert "已损坏" in opened(tmp_path / "表.xls").message


PAGES = {
    "cells that cover everything": (
        "<table>" + "<tr>" + "<td rowspan=65534 colspan=16384>甲</td>" * 3 + "</tr>" * 9,
        "超过 10000000 个",
    ),
    "rows below a cell that covers them all": (
        "<table><tr><td rowspan=65534 colspan=9000>甲</td></tr>" + "<tr><td>乙</td></tr>" * 60_000,
        "超过 10000000 个",
    ),
    "elements without end": ("<table><tr><td>" + "<div>" * 300_000 + "甲", ""),
    "tables without end": ("<table><tr><td>" * 100_000 + "甲", ""),
    "a page larger than any table": ("<table>" + " " * (65 << 20), "超过 64 MB"),
    "entities": (f"{LAUGHS}<table><tr><td>&a9;</td></tr></table>", ""),
    "a style without end": ("<style>" + ".a{" * 300_000 + "</style><table><tr><td>甲", ""),
    "a comment without end": ("<!--" * 300_000 + "<table><tr><td>甲", ""),
    "many tables": ("<table><tr><td>甲</td></tr></table>" * 100_000, ""),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_harmful_page_is_refused_or_read_soon(opened: Open, name: str, tmp_path: Path) -> None:
    body, said = PAGES[name]
    (tmp_path / "表.xls").write_text(f"<html>{body}", encoding="utf-8")

    message = opened(tmp_path / "表.xls").message
    assert said in message
    assert "表.xls" in message
    assert len(message) < 5000


def xml_2003(rows: str) -> str:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet'
        f' ss:Name="案件"><Table>{rows}</Table></Worksheet></Workbook>'
    )


@pytest.mark.parametrize(
    "rows",
    [
        '<Row ss:Index="99999999"/>',
        '<Row><Cell ss:Index="99999999"><Data ss:Type="String">甲</Data></Cell></Row>',
        '<Row ss:Span="99999999"/><Row><Cell/></Row>',
        '<Row><Cell ss:MergeAcross="99999999"/><Cell/></Row>',
        '<Row><Cell ss:Index="16000"><Data ss:Type="String">甲</Data></Cell></Row>' * 700,
    ],
)
def test_an_xml_spreadsheet_that_reaches_too_far_is_refused(
    opened: Open, rows: str, tmp_path: Path
) -> None:
    (tmp_path / "表.xls").write_text(xml_2003(rows), encoding="utf-8")

    assert "超过 10000000 个" in opened(tmp_path / "表.xls").message


def csv_folder(folder: Path, extra: str = "") -> Path:
    """The sound workbook as .csv files, with something after the rows of 案件."""
    workbook = openpyxl.load_workbook(write_workbook(folder / "表.xlsx"))
    for sheet in workbook.worksheets:
        lines = [",".join("" if it is None else str(it) for it in row) for row in sheet.values]
        text = "\n".join(lines) + (extra if sheet.title == "案件" else "")
        (folder / f"{sheet.title}.csv").write_text(text, encoding="utf-8")
    return folder / "案件.csv"


def test_a_csv_cell_without_end_is_refused_with_its_line(opened: Open, tmp_path: Path) -> None:
    book = csv_folder(tmp_path, '\n"' + "甲" * 200_000)

    assert "第 3 行读不了" in opened(book).message


def test_a_csv_heading_further_right_than_excel_goes_is_refused(
    opened: Open, tmp_path: Path
) -> None:
    """Found by fuzzing: such a column has no letter."""
    book = csv_folder(tmp_path)
    headings, row = book.read_text(encoding="utf-8").splitlines()
    book.write_text(f"{headings}{',' * 40_000}经办人\n{row}\n", encoding="utf-8")

    assert "Excel 只有 16384 列" in opened(book).message


def test_a_line_separator_of_unicode_ends_no_csv_row(tmp_path: Path) -> None:
    book = csv_folder(tmp_path, "")
    book.write_text(book.read_text(encoding="utf-8").replace("虚构市甲路", "甲\u2028乙"), "utf-8")

    [one] = load_workbook(book).cases
    assert one.client.name == "张三"


def test_a_command_tells_in_one_line(cli: Cli, tmp_path: Path) -> None:
    changed(tmp_path / "表.xlsx", far('<c r="XFD1048576"><v>1</v></c>'))

    for command in (("check", "表.xlsx"), ("generate", "表.xlsx", "-o", "out"), ("map", "表.xlsx")):
        done = cli(*command)
        assert (done.status, done.out) == (3, "")
        assert "读不了" in done.err
