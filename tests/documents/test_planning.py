"""Which documents a case gets, in which order, under which names."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import assert_found
from support.runs import Cli, Generate

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import (
    Row,
    case,
    loss,
    write_workbook,
)


def test_all_kinds_of_a_case_are_written_with_contract_names(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", losses=[loss()])

    done = cli("generate", book, "-o", "out")

    assert done.status == 0, done.err
    folder = tmp_path / "out" / "A001_张三"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01_平台投诉函_虚构甲网络借贷有限公司.docx",
        "02_监管举报投诉材料_中国互联网金融协会互联网金融举报信息平台.docx",
        "03_监管举报投诉材料_12321网络不良与垃圾信息举报受理中心.docx",
        "04_监管举报投诉材料_12345政务服务便民热线.docx",
        "05_报案材料_虚构市公安局甲派出所.docx",
        "06_民事起诉状_虚构市甲区人民法院.docx",
        "07_证据目录.docx",
    ]
    assert (tmp_path / "out" / "清单.xlsx").is_file()


def test_one_kind_of_one_case_writes_exactly_one_file_under_its_usual_name(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("generate", SAMPLE_WORKBOOK, "-d", "police-statement", "-c", "A001", "-o", "out")

    assert done.status == 0, done.err
    written = [path.name for path in (tmp_path / "out").rglob("*.docx")]
    assert written == ["07_报案材料_虚构市公安局西城分局样板路派出所.docx"]


def test_the_kinds_of_the_wenshu_cell_are_those_written(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料,platform-complaint")])

    assert set(generate(book).states()) == {"platform-complaint", "police-statement"}


def test_an_unknown_kind_in_the_wenshu_cell_is_a_problem_with_its_cell(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案才料")])

    done = generate(book)

    assert "unknown-kind" in done.codes()
    assert "是不是“报案材料”" in done.problems()
    assert not done.report.is_clean


# One row a rule: what is wrong, its code, its exact cell.
@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ({"cases": [case(文书="报案才料")]}, "unknown-kind", "案件!文书2"),
        ({"cases": [case(公安机关=None)]}, "left-open", "案件!公安机关2"),
        (
            {"cases": [case(精神损害抚慰金=100, 损害后果=None)]},
            "solatium-without-harm",
            "案件!损害后果2",
        ),
        ({"cases": [case(道歉方式="公开")]}, "apology-without-scope", "案件!道歉范围2"),
        ({"incidents": []}, "no-rows", "骚扰记录!"),
    ],
)
def test_what_a_kind_misses_in_a_case_is_told(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    assert_found(write_workbook(tmp_path / "表.xlsx", **rows), code, place)
