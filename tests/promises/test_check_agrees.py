"""What `check` says of each case and kind is what `generate` does."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.runs import ROOT, Cli

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import case, institution, write_workbook

FAULTY = ROOT / "sample_cases" / "有错的案件表.xlsx"
MADE = {"written": "possible", "failed": "refused"}


def told(documents: list[dict[str, Any]]) -> Counter[tuple[str, str, str, str]]:
    return Counter(
        (it["case"], it["kind"], it["recipient"], MADE.get(it["state"], it["state"]))
        for it in documents
    )


def assert_same(cli: Cli, book: Path) -> list[dict[str, Any]]:
    checked: list[dict[str, Any]] = json.loads(cli("check", book, "--json").out)["documents"]
    made = json.loads(cli("generate", book, "-o", "out", "--json").out)["documents"]

    assert told(checked) == told(made)
    assert all(it["reason"] for it in checked if it["state"] != "possible")
    return checked


@pytest.mark.parametrize("book", [SAMPLE_WORKBOOK, FAULTY], ids=["samples", "faulty"])
def test_of_the_sample_workbooks(cli: Cli, book: Path) -> None:
    assert assert_same(cli, book)


@pytest.mark.parametrize("shift", range(4))
def test_of_sample_cases_that_each_lack_another_cell(cli: Cli, tmp_path: Path, shift: int) -> None:
    workbook = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    for sheet in ("案件", "机构", "骚扰记录"):
        table = workbook[sheet]
        for row in range(2, table.max_row + 1):
            # Another column in each row; now and then with something that can't be read.
            column = 2 + (row * 5 + shift * 7) % (table.max_column - 1)
            table.cell(row, column).value = "？？" if (row + shift) % 3 == 0 else None
    workbook.save(tmp_path / "表.xlsx")

    assert {it["state"] for it in assert_same(cli, tmp_path / "表.xlsx")} >= {"refused"}


def test_of_a_cell_that_only_a_template_prints(cli: Cli, tmp_path: Path) -> None:
    # No kind looks at the seat of an institution; the complaint prints it.
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="民事起诉状")],
        institutions=[institution(住所地=None)],
    )

    [complaint] = assert_same(cli, book)

    assert complaint["state"] == "refused"
    assert "住所地" in complaint["reason"]
