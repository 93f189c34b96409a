"""Columns that a folder of kinds adds are paired with an office's headings as ours are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.runs import Cli
from support.word_files import docx

from anjuan.case.records.case import Case
from anjuan.config import find_config, own_mapping
from anjuan.errors import ConfigError
from anjuan.plugin.host import Plugins
from anjuan.testing import CASE, write_workbook
from anjuan.workbook.mapping.layout import FIRST_ROW, OUR_COLUMN, PAIRS, THEIR_HEADING
from anjuan.workbook.parsing import load_workbook

COLUMNS = """
[columns."案件"."入职日期"]
type = "日期"
name = "hired_on"
required = true

[columns."案件"."月工资"]
type = "金额（元）"
name = "wage"

[columns."案件"."解除方式"]
type = "选一项"
name = "ending"
choices = ["辞退", "辞职"]
"""
SETTINGS = """
[kinds]
folders = ["种类"]
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with settings that name a folder of kinds, which adds columns."""
    kind = tmp_path / "种类" / "申请书"
    kind.mkdir(parents=True)
    (kind / "kind.toml").write_text("api = 1\n", encoding="utf-8")
    (kind / "模板.docx").write_bytes(docx("{{ 月工资 }}元。"))
    (kind.parent / "columns.toml").write_text(COLUMNS, encoding="utf-8")
    (tmp_path / "anjuan.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def case_of(book: Path) -> Case:
    """The case of a workbook, as the settings beside it have it."""
    ours = find_config(book.parent, workbook=book)
    workbook = load_workbook(book, ours.headings, Plugins.load(ours.office).table)
    return workbook.cases[0]


def test_settings_name_an_added_column_and_what_its_words_mean(office: Path) -> None:
    theirs = {"上班日": "2024-03-01", "工资": "8,500", "解除方式": "开除"}
    book = write_workbook(office / "案件表.xlsx", cases=[{**CASE, **theirs}])
    pairs = '[columns."案件"]\n"入职日期" = "上班日"\n"月工资" = "工资"\n'
    words = '[choices."案件"."解除方式"]\n"开除" = "辞退"\n'
    (office / "anjuan.toml").write_text(f"{SETTINGS}{pairs}{words}", encoding="utf-8")

    own = case_of(book).own

    assert dict(own) == {"hired_on": date(2024, 3, 1), "wage": Decimal(8500), "ending": "辞退"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[columns."案件"]\n"入职日其" = "上班日"\n', "入职日期"),
        ('[choices."案件"."解除方式"]\n"开除" = "开掉"\n', "开掉"),
    ],
)
def test_what_no_plug_in_adds_is_refused_as_before(office: Path, said: str, told: str) -> None:
    (office / "anjuan.toml").write_text(f"{SETTINGS}{said}", encoding="utf-8")

    with pytest.raises(ConfigError, match=told):
        find_config(office)


def test_map_proposes_an_added_column_and_its_mapping_reads_it(cli: Cli, office: Path) -> None:
    """A required one that the table lacks is not asked for: a workbook may be without it."""
    write_workbook(office / "台账.xlsx", cases=[{**CASE, "月工资": "8,500", "解除方式": "辞职"}])

    done = cli("map", "台账.xlsx")

    assert done.status == 0, done.err
    assert "入职日期" not in done.out
    sheet = openpyxl.load_workbook(own_mapping(office / "台账.xlsx"))[PAIRS.name]
    rows = list(sheet.iter_rows(min_row=FIRST_ROW, values_only=True))
    ours = {row[PAIRS.place(THEIR_HEADING) - 1]: row[PAIRS.place(OUR_COLUMN) - 1] for row in rows}
    assert ours["月工资"] == "案件：月工资"
    assert ours["解除方式"] == "案件：解除方式"
    own = case_of(office / "台账.xlsx").own
    assert dict(own) == {"hired_on": None, "wage": Decimal(8500), "ending": "辞职"}
    checked = cli("check", "台账.xlsx", "--json")
    assert "入职日期" not in checked.out
