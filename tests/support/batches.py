"""Workbooks of many small cases."""

from __future__ import annotations

from pathlib import Path

from anjuan.testing import case, evidence, incident, write_workbook


def many(path: Path, number: int, **changes: object) -> Path:
    """A workbook of so many cases."""
    numbers = [f"A{index:04d}" for index in range(number)]
    known = {"关联依据": "知悉合同信息"}
    return write_workbook(
        path,
        cases=[case(案件编号=it, 委托人姓名=f"张三{it}", **changes) for it in numbers],
        incidents=[incident(案件编号=it, 受扰人=f"张三{it}", **known) for it in numbers],
        evidence=[evidence(案件编号=it) for it in numbers],
    )
