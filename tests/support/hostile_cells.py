"""Cells made to do harm."""

from __future__ import annotations

from pathlib import Path

from anjuan.testing import Row, evidence, incident, institution

# What a spreadsheet would take for a formula, had it been typed (CWE-1236).
FORMULAS = [
    '=HYPERLINK("http://127.0.0.1:1/","点这里")',
    "=1+1",
    "+86 13800000001",
    "-1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "'=1+1",
]


def write_csv(folder: Path, row: Row) -> Path:
    """A case as .csv files, which can hold what no spreadsheet can; returns that of 案件."""
    sheets = (
        ("案件", row),
        ("机构", institution()),
        ("骚扰记录", incident()),
        ("证据", evidence()),
    )
    for sheet, cells in sheets:
        lines = (",".join(cells), ",".join(f'"{value}"' for value in cells.values()))
        content = "\n".join(lines).encode("utf-8", "surrogatepass")
        (folder / f"{sheet}.csv").write_bytes(content)
    (folder / "损失.csv").write_text("案件编号,项目,金额\n", encoding="utf-8")
    return folder / "案件.csv"
