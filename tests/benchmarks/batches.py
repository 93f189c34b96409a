"""Workbooks of any size for benchmarks: each case gets exactly four documents."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from anjuan.case.sheets import SHEETS
from anjuan.testing import CASE, EVIDENCE, INCIDENT, INSTITUTION

DOCUMENTS_PER_CASE = 4
INCIDENTS_PER_CASE = 4
_CASE = {
    **CASE,
    "借款产品": "信用卡",
    "精神损害抚慰金": 5000,
    "文书": "平台投诉函、监管举报投诉材料、民事起诉状",
}
_TEXTS = ("「再不还钱就去你单位」", "「你是老赖」", "", "要求转告还款")


def write_batch(path: Path, cases: int) -> Path:
    """A workbook of so many cases, with incidents, an exhibit and a loss each."""
    workbook = Workbook(write_only=True)
    rows = {
        "案件": (
            {**_CASE, "案件编号": f"A{number:06d}", "委托人姓名": f"张三{number}"}
            for number in range(cases)
        ),
        "机构": iter([{**INSTITUTION, "机构类型": "商业银行"}]),
        "骚扰记录": (
            {
                **INCIDENT,
                "案件编号": f"A{number:06d}",
                "受扰人": f"张三{number}",
                "时间": f"2026-03-{5 + turn:02d} {8 + turn * 4:02d}:30",
                "内容": _TEXTS[turn % len(_TEXTS)],
            }
            for number in range(cases)
            for turn in range(INCIDENTS_PER_CASE)
        ),
        "证据": ({**EVIDENCE, "案件编号": f"A{number:06d}"} for number in range(cases)),
        "损失": (
            {"案件编号": f"A{number:06d}", "项目": "律师费", "金额": 3000}
            for number in range(cases)
        ),
    }
    for sheet in SHEETS:
        table = workbook.create_sheet(sheet.name)
        headings = [item.column.heading for item in sheet.fields]
        table.append(headings)
        for row in rows.get(sheet.name, ()):
            table.append([row.get(heading) for heading in headings])
    workbook.save(path)
    return path
