"""Files of every format that is read give the same papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.office import Order, needs_office, saved_as
from support.runs import Generate

from anjuan.testing import (
    write_workbook,
)


@pytest.mark.parametrize("suffix", [".xlsm", ".csv-utf8", ".csv-bom", ".csv-gb18030"])
def test_other_formats_give_the_same_papers(
    generate: Generate, tmp_path: Path, suffix: str
) -> None:
    reference_text = generate(write_workbook(tmp_path / "表.xlsx")).texts()
    folder = tmp_path / "other"
    folder.mkdir()

    if suffix == ".xlsm":
        book = folder / "表.xlsm"
        book.write_bytes((tmp_path / "表.xlsx").read_bytes())
    else:
        encoding = {"utf8": "utf-8", "bom": "utf-8-sig", "gb18030": "gb18030"}[suffix[5:]]
        book = _as_csv(tmp_path / "表.xlsx", folder, encoding)

    assert generate(book).texts() == reference_text


def _as_csv(book: Path, folder: Path, encoding: str) -> Path:
    import csv

    for sheet in openpyxl.load_workbook(book):
        with (folder / f"{sheet.title}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(sheet.iter_rows(values_only=True))
    return folder / "案件.csv"


def a_workbook(folder: Path) -> None:
    write_workbook(folder / "表.xlsx")


@needs_office
@pytest.mark.parametrize("order", [saved_as("xls")(a_workbook), saved_as("ods")(a_workbook)])
def test_older_and_open_formats_give_the_same_papers(
    order: Order, office_suite: Callable[[Order], Path], generate: Generate, tmp_path: Path
) -> None:
    reference_text = generate(write_workbook(tmp_path / "表.xlsx")).texts()

    assert generate(office_suite(order) / f"表{order.suffix}").texts() == reference_text
