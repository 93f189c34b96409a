"""A row of totals is one hint; what holds anything of an entry is an entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import UNSAID, edited, problems
from support.runs import generate_into

from anjuan.testing import INCIDENT, Row, evidence, incident, loss, write_workbook
from anjuan.workbook.parsing import load_workbook


@pytest.mark.parametrize(
    "row",
    [
        {"案件编号": "合计", "次数": 15},
        {"案件编号": "总 计", "次数": "15次"},
        {"受扰人": "小计：", "次数": 5},
        {"案件编号": "A001", "时间": "小计", "次数": 5},
        {"案件编号": "共计15次"},
        {"时间": "合计（次）", "次数": 9},
        {"案件编号": "合计", "次数": 15, "内容": "以上均有录音"},
        {"案件编号": "本案合计", "次数": 15.0},
        {"方式": "累计", "次数": 15, "自己的列": 3},
    ],
)  # fmt: skip
def test_a_row_of_totals_is_one_hint_and_counts_nothing(tmp_path: Path, row: Row) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[INCIDENT, row], losses=[loss()])

    told = [it for it in problems(book) if it.cell.endswith("3") and it.sheet == "骚扰记录"]
    assert [(it.code, it.is_error) for it in told] == [("total-row", False)]
    assert load_workbook(book).cases[0].figures.total == 5


@pytest.mark.parametrize("label", [{"案件编号": "合计"}, {"案件编号": "A001", "项目": "合计"}])
def test_totals_of_losses_are_not_claimed(tmp_path: Path, label: Row) -> None:
    paid = loss(票据="收入证明 1 张")
    book = write_workbook(tmp_path / "表.xlsx", losses=[paid, {**label, "金额": 1200}, paid])

    assert load_workbook(book).cases[0].total_loss == 2400
    assert [it.code for it in problems(book) if it.sheet == "损失"] == ["total-row"]


@pytest.mark.parametrize(
    "row",
    [
        incident(受扰人="合计"),
        incident(内容="共计骂了三次"),
        {"案件编号": "合计", "方式": "电话"},
        {"案件编号": "A001", "时间": "2026-03-05", "受扰人": "合计"},
        {"案件编号": "统计", "次数": 3},
        incident(案件编号="会计"),
    ],
)  # fmt: skip
def test_a_row_that_holds_more_than_a_total_is_an_entry(tmp_path: Path, row: Row) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[INCIDENT, row])

    assert "total-row" not in {it.code for it in problems(book)}


def test_an_exhibit_whose_name_begins_like_a_total_is_an_exhibit(tmp_path: Path) -> None:
    rows = [evidence(证据编号="1"), evidence(证据编号="2", 证据名称="合计")]
    book = write_workbook(tmp_path / "表.xlsx", evidence=rows)

    assert len(load_workbook(book).cases[0].evidence) == 2


def test_totals_with_merged_hidden_or_struck_cells_are_one_hint_too(tmp_path: Path) -> None:
    def change(workbook: object) -> None:
        table = workbook["骚扰记录"]  # type: ignore[index]
        table.merge_cells("A3:C3")
        table.row_dimensions[3].hidden = True

    book = edited(tmp_path, change, incidents=[INCIDENT, {"案件编号": "合计", "次数": 5}])

    codes = [it.code for it in problems(book) if it.sheet == "骚扰记录"]
    assert [it for it in codes if it not in UNSAID] == ["total-row"]


def test_papers_are_made_as_if_the_totals_were_not_there(tmp_path: Path) -> None:
    plain = write_workbook(tmp_path / "甲.xlsx", losses=[loss()])
    summed = write_workbook(
        tmp_path / "乙.xlsx",
        incidents=[INCIDENT, {"案件编号": "合计", "次数": 5}],
        losses=[loss(), {"案件编号": "合计", "金额": 1200}],
    )

    papers = [generate_into(tmp_path / path.stem, path).folder for path in (plain, summed)]
    made = [{path.name: path.read_bytes() for path in it.rglob("*.docx")} for it in papers]
    assert made[0]
    assert made[0] == made[1]
