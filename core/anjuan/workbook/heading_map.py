"""An office's own workbook: how its sheets and headings map to ours (`anjuan.toml`).

[sheets]                      # ours = theirs; "" = the office keeps no such sheet
"案件" = "客户台账"
[columns."案件"]              # ours = theirs
"委托人姓名" = "客户姓名"
[constants]                   # 案件 columns that are the same for every case
"律师事务所" = "某某律师事务所"
[choices."骚扰记录"."方式"]   # theirs = ours
"来电" = "电话"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anjuan.case.sheets import CASES, SHEETS
from anjuan.problems import Problem
from anjuan.settings import refuse_unknown

MAP_SECTIONS = ("sheets", "columns", "constants", "choices")


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """Where our sheets and headings are found; empty mappings = the workbook is ours.

    Attributes:
        sheets: our sheet → theirs; an empty text = there is none.
        columns: our sheet → our heading → theirs.
        constants: heading of 案件 → what an empty cell (or a missing column) stands for.
        choices: our sheet → our heading → their word → our choice.
    """

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def sheet(self, ours: str) -> str:
        """Their name of our sheet; empty where the office keeps none."""
        return self.sheets.get(ours, ours)

    def heading(self, sheet: str, ours: str) -> str:
        """Their heading for ours."""
        return self.columns.get(sheet, {}).get(ours, ours)

    def constant(self, sheet: str, heading: str) -> str:
        """What stands in for an empty cell; only sheet 案件 has constants."""
        return self.constants.get(heading, "") if sheet == CASES.name else ""

    def in_file(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems under the sheet names that the lawyer sees; those without a sheet stay."""
        return tuple(
            replace(problem, sheet=self.sheet(problem.sheet) or problem.sheet)
            for problem in problems
        )

    @property
    def words(self) -> frozenset[str]:
        """Everything that the office calls a sheet or a heading."""
        theirs = (word for columns in self.columns.values() for word in columns.values())
        return frozenset((*self.sheets.values(), *theirs))


def parse_heading_map(path: Path, table: Mapping[str, Any]) -> HeadingMap:
    """The map that `anjuan.toml` describes.

    Args:
        path: the file, for messages.
        table: its content; sections that are not about the map are left alone.

    Raises:
        ConfigError: it names a sheet or heading that we don't have.
    """
    headings = {sheet.name: [item.column.heading for item in sheet.fields] for sheet in SHEETS}
    for section in ("sheets", "columns", "choices"):
        refuse_unknown(path, "工作表", table.get(section, {}), tuple(headings))
    for section in ("columns", "choices"):
        for sheet, columns in table.get(section, {}).items():
            refuse_unknown(path, f"工作表“{sheet}”的标题", columns, tuple(headings[sheet]))
    refuse_unknown(path, "标题", table.get("constants", {}), tuple(headings[CASES.name]))
    return HeadingMap(*(table.get(section, {}) for section in MAP_SECTIONS))
