"""What anjuan wrote into a marked copy is read by nobody: each reader finds what the lawyer wrote.

Two things stand in a copy that do not in the original: the column 检查结果, and the sheet 问题.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from support.call_records import contact, import_into, write_numbers, write_records
from support.ledgers import BY_CLIENT, FLAT, Ledger
from support.record_files import Call, calls, found, mobile_xlsx, moment
from support.runs import shipped_plugins

from anjuan.case.sheets import LIST_NAME, STATUS_HEADING
from anjuan.importing.files import OpenedFile
from anjuan.importing.number_list import SHEET_NAME, list_in, read_list
from anjuan.problems import Place, Rule
from anjuan.run.inspection import inspect
from anjuan.testing import TODAY, case, write_workbook
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.marking.copying import mark
from anjuan.workbook.parsing import load_workbook

RULE = Rule("x", "写错了。")


def marked(path: Path, heading_rows: Mapping[str, int] | None = None) -> Path:
    """A copy with a remark beside the first row of each sheet."""
    rows = heading_rows or {}
    book = openpyxl.load_workbook(path)
    places = [Place(it, f"A{rows.get(it, 1) + 1}", "标题") for it in book.sheetnames]
    problems = [RULE.on(it, "写错了，2026-01-03 给 17000000008 打过。", "请改。") for it in places]
    copy = path.with_name(f"{path.stem}_标注.xlsx")
    copy.write_bytes(mark(path.read_bytes(), problems, rows))
    after = openpyxl.load_workbook(copy)
    assert LIST_NAME in after.sheetnames
    for name in book.sheetnames:
        assert STATUS_HEADING in [cell.value for cell in after[name][rows.get(name, 1)]]
    return copy


def ledger(path: Path, of: Ledger) -> tuple[Path, Path]:
    """An office's own table, and its marked copy."""
    book = of.write(path)
    used = [it.used for it in proposed(book).sheets]
    return book, marked(book, {it.name: max(it.heading_rows, default=1) for it in used})


def test_a_check_finds_what_it_finds_in_the_original(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx", cases=[case(邮编="12")])

    first, again = (
        inspect(it, TODAY, shipped_plugins(), HeadingMap()) for it in (book, marked(book))
    )

    assert first.problems == again.problems != ()
    assert [it.job.case for it in first.cases] == [it.job.case for it in again.cases]


@pytest.mark.parametrize("of", [FLAT, BY_CLIENT], ids=lambda it: it.name)
def test_map_proposes_what_it_proposes_for_the_original(tmp_path: Path, of: Ledger) -> None:
    book, copy = ledger(tmp_path / "台账.xlsx", of)

    assert proposed(copy) == proposed(book)


@pytest.mark.parametrize("of", [FLAT, BY_CLIENT], ids=lambda it: it.name)
def test_a_mapping_reads_what_it_reads_in_the_original(tmp_path: Path, of: Ledger) -> None:
    book, copy = ledger(tmp_path / "台账.xlsx", of)
    headings = HeadingMap(tables=proposed(book).mapping)

    first, again = (load_workbook(it, headings) for it in (book, copy))

    assert first.cases == again.cases != ()
    assert first.problems == again.problems


def test_several_files_are_read_as_their_originals(tmp_path: Path) -> None:
    book, copy = ledger(tmp_path / "台账.xlsx", FLAT)
    main = write_workbook(tmp_path / "案件表.xlsx")
    tables = HeadingMap(tables=proposed(book).mapping)

    first, again = (
        load_workbook(path, HeadingMap(also=((other, tables),)))
        for path, other in ((main, book), (marked(main), copy))
    )

    # Each case knows its file, and these have other names.
    assert repr(first.cases) == repr(again.cases) != "()"


def test_a_list_of_calls_holds_the_calls_of_the_original(tmp_path: Path) -> None:
    log = [Call(moment("2026-01-03T09:02:10")), Call(moment("2026-01-04T09:02:10"))]
    book = mobile_xlsx(tmp_path, log)
    copy = marked(book)

    assert calls(copy) == calls(book) == log
    assert len(found(copy)) == len(found(book))
    assert LIST_NAME not in [it.name for it in OpenedFile(copy).tables()]


def test_a_list_of_numbers_says_what_the_original_says(tmp_path: Path) -> None:
    book = write_numbers(tmp_path / "号码.xlsx", "17000000008")

    assert read_list(marked(book)) == read_list(book) != {}


def test_the_sheet_of_numbers_in_a_copy_says_what_that_of_the_original_says(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx")
    listed = openpyxl.load_workbook(
        write_numbers(tmp_path / "号码.xlsx", "17000000008")
    ).worksheets[0]
    whole = openpyxl.load_workbook(book)
    sheet = whole.create_sheet(SHEET_NAME)
    for row in listed.iter_rows(values_only=True):
        sheet.append(row)
    whole.save(book)

    assert list_in(marked(book)) == list_in(book) != {}


def test_calls_are_added_to_a_copy_as_to_the_original(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx")
    copy = marked(book)
    records = write_records(tmp_path / "r.own", contact())

    first, again = (import_into(it, records) for it in (book, copy))

    assert first.rows == again.rows != ()
