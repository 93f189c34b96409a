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

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anjuan.errors import ConfigError
from anjuan.records import CASES, SHEETS
from anjuan.values import suggestion

CONFIG_NAME = "anjuan.toml"
_SECTIONS = ("sheets", "columns", "constants", "choices")


@dataclass(frozen=True, slots=True)
class Layout:
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


def find_layout(workbook: Path, config: Path | None = None) -> Layout:
    """The layout named on the command line, else `anjuan.toml` beside the workbook, else ours.

    Raises:
        ConfigError: the file can't be read, or names a sheet or heading that we don't have.
    """
    beside = workbook.parent / CONFIG_NAME
    path = config or (beside if beside.is_file() else None)
    return _checked(path, _table(path)) if path else Layout()


def _table(path: Path) -> dict[str, Any]:
    try:
        # Editors on Windows put a byte order mark in front.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"读不了配置文件 {path}（{error.strerror}）。请检查路径。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"配置文件 {path} 的写法不对：{error}。请对照 anjuan map 的输出。"
        ) from error


def _checked(path: Path, table: dict[str, Any]) -> Layout:
    headings = {sheet.name: [item.column.heading for item in sheet.fields] for sheet in SHEETS}
    _refuse_unknown(path, "小节", table, _SECTIONS)
    for section in _SECTIONS:
        if not isinstance(table.get(section, {}), dict):
            raise ConfigError(f"配置文件 {path} 的 {section} 应当是一个小节。")
    for section in ("sheets", "columns", "choices"):
        _refuse_unknown(path, "工作表", table.get(section, {}), tuple(headings))
    for section in ("columns", "choices"):
        for sheet, columns in table.get(section, {}).items():
            _refuse_unknown(path, f"工作表“{sheet}”的标题", columns, tuple(headings[sheet]))
    _refuse_unknown(path, "标题", table.get("constants", {}), tuple(headings[CASES.name]))
    return Layout(*(table.get(section, {}) for section in _SECTIONS))


def _refuse_unknown(path: Path, what: str, found: object, known: tuple[str, ...]) -> None:
    if not isinstance(found, dict):
        raise ConfigError(f"配置文件 {path} 里“{what}”的写法不对。")
    for name in found:
        if name not in known:
            raise ConfigError(
                f"配置文件 {path} 里的{what}“{name}”不是案件表的。{suggestion(name, known)}"
                f"可以写：{'、'.join(known)}。"
            )
