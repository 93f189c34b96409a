"""What can't all be true of one case, at the cell that is most likely wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import assert_found

from anjuan.testing import (
    Row,
    case,
    incident,
    loss,
    write_workbook,
)


# One row a rule: what is wrong, its code, its exact cell.
@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ({"cases": [case(性别="女")]}, "sex-mismatch", "案件!性别2"),
        ({"cases": [case(出生日期="1990-01-02")]}, "birth-mismatch", "案件!出生日期2"),
        (
            {"cases": [case(借款日期="2026-02-01", 逾期日期="2026-01-01")]},
            "date-order",
            "案件!逾期日期2",
        ),
        (
            {"cases": [case(借款日期="2026-01-01", 逾期日期="2026-01-01")]},
            "date-order",
            "案件!逾期日期2",
        ),
        ({"cases": [case(逾期日期="2026-03-06")]}, "date-order", "案件!逾期日期2"),
        ({"cases": [case(落款日期="2026-03-01")]}, "date-order", "案件!落款日期2"),
        ({"incidents": [incident(时间="2026-11-24")]}, "future-date", "骚扰记录!时间2"),
        ({"cases": [case(借款日期="2027-01-01")]}, "future-date", "案件!借款日期2"),
        ({"cases": [case(合同编号="6222 0210 0111 6245 702")]}, "like-a-card", "案件!合同编号2"),
        ({"incidents": [incident(证据编号="1、7")]}, "unknown-evidence", "骚扰记录!证据编号2"),
        ({"losses": [loss(证据编号="7")]}, "unknown-evidence", "损失!证据编号2"),
        ({"cases": [case(落款日期="2026-08-20")]}, "deadline-near", "骚扰记录!时间2"),
        ({"cases": [case(落款日期="2026-10-01")]}, "deadline-past", "骚扰记录!时间2"),
    ],
)
def test_what_contradicts_within_a_case_is_told(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    assert_found(write_workbook(tmp_path / "表.xlsx", **rows), code, place)
