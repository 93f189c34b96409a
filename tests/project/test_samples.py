"""The sample cases: built from rows that can be read, whole, and showing what they are for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.runs import Cli
from tools.samples import SAMPLES, WORKBOOKS, built, rows

from anjuan.case.sheets import SHEETS

SHIPPED = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.xlsx"))
FAULTY, LEDGER = SAMPLES / "有错的案件表.xlsx", SAMPLES / "自有表格" / "台账.xlsx"
REMARK = "这一行的毛病"


def test_every_sample_workbook_has_rows_as_text() -> None:
    assert sorted(WORKBOOKS) == SHIPPED


def test_the_sample_cases_use_every_column() -> None:
    shown = rows("示例案件")

    for sheet in SHEETS:
        filled = {heading for row in shown[sheet.name] for heading in row}
        assert {it.column.heading for it in sheet.fields} == filled, sheet.name


@pytest.mark.parametrize("place", SHIPPED)
def test_a_sample_workbook_is_what_its_rows_give(place: str, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    made.write_bytes(built(place))

    # Compared part by part: builds of zlib differ in how they deflate.
    with zipfile.ZipFile(made) as ours, zipfile.ZipFile(SAMPLES / place) as shipped:
        assert ours.namelist() == shipped.namelist()
        for name in ours.namelist():
            assert ours.read(name) == shipped.read(name), f"{name}: run make samples"
    assert built(place) == made.read_bytes()


def test_every_exhibit_that_a_case_names_is_there_and_every_file_is_named(cli: Cli) -> None:
    told = json.loads(cli("check", SAMPLES / "示例案件.xlsx", "--json").out)["problems"]
    table = load_workbook(SAMPLES / "示例案件.xlsx")["证据"]
    [column] = [cell.column for cell in table[1] if cell.value == "文件路径"]
    named = [
        path
        for row in table.iter_rows(min_row=2, values_only=True)
        for path in str(row[column - 1] or "").split("；")
        if path
    ]

    assert named
    files = (path for path in (SAMPLES / "证据").rglob("*") if path.is_file())
    assert sorted(named) == sorted(path.relative_to(SAMPLES).as_posix() for path in files)
    assert "missing-file" not in {problem["code"] for problem in told}


def test_the_faulty_workbook_has_a_problem_in_every_row_that_says_so_and_in_no_other(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("check", FAULTY, "--mark", "标出.xlsx", "--json")

    problems = json.loads(done.out)["problems"]
    wrong = {
        (problem["sheet"], int(problem["cell"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        for problem in problems
        if problem["severity"] == "error"
    }
    said = {
        (table.title, cell.row)
        for table in load_workbook(FAULTY)
        for heading in table[1]
        if heading.value == REMARK
        for cell in table[heading.column_letter][1:]
        if cell.value
    }
    assert done.status == 1
    assert wrong == said
    assert len({problem["code"] for problem in problems}) >= 15
    assert (tmp_path / "标出.xlsx").is_file()


def test_an_offices_own_table_is_read_through_the_mapping_beside_it(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("generate", LEDGER, "-o", "out", "--json")

    report = json.loads(done.out)
    assert done.status == 0, report["problems"]
    assert {it["state"] for it in report["documents"]} == {"written", "not-applicable"}
    assert {it["kind"] for it in report["documents"]} >= {"platform-complaint", "police-statement"}
    assert {it.name for it in (tmp_path / "out").iterdir()} >= {"K26-017_唐演示", "K26-018_戴演示"}


def test_the_samples_of_new_name_no_file_that_is_not_there(cli: Cli) -> None:
    assert cli("new", "例.xlsx", "--sample").status == 0

    told = json.loads(cli("check", "例.xlsx", "--json").out)["problems"]

    assert "missing-file" not in {problem["code"] for problem in told}
