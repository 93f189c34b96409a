"""The main command: what it writes, what it refuses, how it ends."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.runs import Generate
from tools.docx_text import docx_text

from anjuan.testing import case, evidence, incident, institution, write_workbook


def test_changed_input_rewrites_our_own_document(generate: Generate, tmp_path: Path) -> None:
    generate(write_workbook(tmp_path / "表.xlsx"))

    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=[incident(次数=9)]))

    assert done.states()["police-statement"] == ["written"]
    assert "来电9次" in done.text("police-statement")


def test_unknown_columns_are_kept_and_blank_trailing_rows_ignored(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(经办人="丁一")])
    workbook = openpyxl.load_workbook(book)
    workbook["案件"].cell(30, 1).value = "   "
    workbook.save(book)

    assert generate(book).report.is_clean


def test_two_runs_of_incidents_do_not_leak_between_documents(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="报案材料"), case(案件编号="A002", 委托人姓名="王五", 文书="报案材料")],
        incidents=[
            incident(内容="甲案原话"),
            incident(案件编号="A002", 受扰人="王五", 内容="乙案原话", 证据编号=None),
        ],
        evidence=[evidence()],
    )

    done = generate(book)

    second = done.report.outcomes[1]
    assert second.case == "A002"
    text = docx_text(done.folder / second.path)
    assert "乙案原话" in text
    assert "甲案原话" not in text
    assert "通话详单" not in text


def test_institutions_are_found_by_full_or_short_name(generate: Generate, tmp_path: Path) -> None:
    collector = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="虚构甲网络借贷有限公司", 催收机构="乙催")],
        institutions=[institution(), collector],
    )

    assert "被告二：虚构乙催收公司" in generate(book).text("civil-complaint")


def test_a_row_of_no_case_is_told_even_when_one_case_is_asked_for(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [incident(), incident(案件编号="A009")]
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows)

    done = generate(book, cases=("A001",))

    assert "案件表里没有编号“A009”" in done.problems()
    assert not done.report.is_clean


@pytest.mark.parametrize(("typed", "known"), [("a001", True), ("A 001", True), ("A002", False)])
def test_a_row_belongs_to_the_case_whose_number_differs_in_form_only(
    generate: Generate, tmp_path: Path, typed: str, known: bool
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(), incident(案件编号=typed)])

    done = generate(book)

    assert (f"案件表里没有编号“{typed}”。请改正" in done.problems()) is not known
    assert ("来电10次" in done.text("police-statement")) is known
