"""What was meant, as the cell is to hold it: a number is a number, a day a day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anjuan.case.sheets import CASES, INCIDENTS
from anjuan.problems import Problem, Proposal
from anjuan.run.embedding import check
from anjuan.testing import case, incident, institution, write_workbook
from anjuan.workbook.cells.proposing import proposed

TODAY = date(2026, 4, 1)
COLUMNS = {
    item.column.heading: item.column for sheet in (CASES, INCIDENTS) for item in sheet.fields
}


@pytest.mark.parametrize(
    ("heading", "meant", "value"),
    [
        ("时间", "2026-03-05", date(2026, 3, 5)),
        ("时间", "2026-03-05 22:00", datetime(2026, 3, 5, 22)),
        # Excel shows a day and its midnight alike: what tells them apart stays a text.
        ("时间", "2026-03-05 凌晨0点", "2026-03-05 凌晨0点"),
        ("时间", "2026年3月上旬", "2026年3月上旬"),
        ("次数", "12", Decimal(12)),
        ("逾期日期", "2026-01-20", date(2026, 1, 20)),
        ("精神损害抚慰金", "30,000.50", Decimal("30000.50")),
        ("行为性质", "辱骂、威胁恐吓", "辱骂、威胁恐吓"),
        ("联系电话", "0571-00000012", "0571-00000012"),
    ],
)
def test_a_proposal_has_the_type_of_its_cell(heading: str, meant: str, value: Any) -> None:
    assert proposed(COLUMNS[heading], meant) == Proposal(value)


@pytest.mark.parametrize("meant", ["", "三千五", "3万", "-1", "2026-03-05"])
def test_what_would_be_complained_of_again_is_no_proposal(meant: str) -> None:
    assert proposed(COLUMNS["精神损害抚慰金"], meant) is None


def proposals(tmp_path: Path, **rows: Any) -> dict[str, Proposal | None]:
    book = write_workbook(tmp_path / "表.xlsx", **rows)
    problems: tuple[Problem, ...] = check(book, today=TODAY)
    return {f"{it.sheet}!{it.cell}": it.proposal for it in problems if it.value}


@pytest.mark.parametrize(
    ("heading", "typed", "meant"),
    [
        ("时间", "2026.3.5 晚上10点", datetime(2026, 3, 5, 22)),
        ("时间", "2O26-03-05", date(2026, 3, 5)),
        ("次数", "5次", Decimal(5)),
        ("次数", "十余次", Decimal(10)),
        ("次数", "3-5次", None),
        ("行为性质", "恐吓威胁、辱骂", "威胁恐吓、辱骂"),
        ("行为性质", "骂人", "辱骂"),
        ("行为性质", "辱骂、完全无关的话", None),
    ],
)
def test_a_problem_that_knows_what_was_meant_carries_it(
    heading: str, typed: str, meant: object, tmp_path: Path
) -> None:
    found = proposals(tmp_path, cases=[case()], incidents=[incident(**{heading: typed})])

    [told] = [it for place, it in found.items() if place.startswith("骚扰记录!")]
    assert (told and told.value) == meant


def test_an_institution_is_proposed_where_only_one_is_near(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="示例消费金融公词")],
        institutions=[institution(名称="示例消费金融公司")],
    )
    [told] = [it for it in check(book, today=TODAY) if it.code == "unknown-institution"]
    assert told.proposal == Proposal("示例消费金融公司")
    assert told.as_json()["proposal"] == {"type": "text", "value": "示例消费金融公司"}


def test_values_are_written_for_programs_as_one_types_them() -> None:
    day, moment = date(2026, 3, 5), datetime(2026, 3, 5, 22, 1)
    values: list[str | Decimal | date | datetime] = [Decimal("30000.00"), day, moment, "辱骂"]
    assert [Proposal(it).as_json() for it in values] == [
        {"type": "number", "value": "30000"},
        {"type": "date", "value": "2026-03-05"},
        {"type": "datetime", "value": "2026-03-05 22:01"},
        {"type": "text", "value": "辱骂"},
    ]
