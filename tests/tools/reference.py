"""Writes the pages, and parts of pages, that are made from the code: `make reference`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import anjuan
import anjuan_plugins
from anjuan.cli.commands.fields import field_entries, other_names
from anjuan.plugin.host import Plugins
from anjuan.plugin.sorts import HOW_TO_COMPARE, column_types
from anjuan.problems import Rule
from tools.commands import commands
from tools.hooks_page import hooks
from tools.modules import modules
from tools.papers_page import papers_page
from tools.proofread import proofread
from tools.settings_pages import (
    columns_scaffold,
    config_page,
    kind_page,
    scaffold,
    trials_page,
    trials_scaffold,
)

_TEMPLATES = "anjuan.word.proofreading"
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def reference() -> str:
    """The page: every column, then every problem code."""
    return "\n".join((*_columns(), *_comparing(), *_names(), *_codes())) + "\n"


def _columns() -> Iterator[str]:
    yield "# 案件表各列与问题代码"
    yield ""
    yield "本页由程序生成（`make reference`），请勿手改。"
    for sheet in field_entries():
        yield from ("", f"## {sheet['name']}", "", str(sheet["help"]), "")
        yield "| 标题 | 必填 | 类型 | 可选值 | 说明 | 模板里写 | 英文名 |"
        yield "|---|---|---|---|---|---|---|"
        for column in sheet["columns"]:
            yield "| " + " | ".join(_row(column)) + " |"


def _comparing() -> Iterator[str]:
    yield from ("", "## 模板里怎样比较", "", "| 类型 | 模板里是 | 怎样比较 |", "|---|---|---|")
    for sort, how in HOW_TO_COMPARE.items():
        yield f"| {column_types(sort)} | {sort.value} | {how} |"


def _names() -> Iterator[str]:
    yield from ("", "## 不属于哪一列的名字", "", "| 模板里写 | 说明 |", "|---|---|")
    for name, meaning in other_names(Plugins.load(outside=False)).items():
        yield f"| `{name}` | {meaning} |"


def _row(column: dict[str, object]) -> Iterator[str]:
    condition = column["required_if"]
    assert isinstance(condition, list)
    assert isinstance(column["choices"], list)
    required = "是" if column["required"] else ""
    yield str(column["heading"])
    yield f"{condition[0]}为“{condition[1]}”时" if condition else required
    yield str(column["type"])
    yield "、".join(column["choices"])
    yield str(column["help"])
    yield f"`{column['name']}`"
    yield f"`{column['attribute']}`"


def _codes() -> Iterator[str]:
    yield from ("", "## 问题代码", "", "| 代码 | 意思 |", "|---|---|")
    yield from map(_rule, sorted(problem_rules(), key=attrgetter("code")))
    yield from ("", "## 模板问题代码", "", "| 代码 | 意思 |", "|---|---|")
    yield from map(_rule, fault_rules())


def _rule(rule: Rule) -> str:
    return f"| `{rule.code}` | {rule.meaning} |"


def problem_rules() -> list[Rule]:
    """Every rule of problems in a workbook, a document or a run."""
    return [rule for rule, module in declared_rules().items() if _TEMPLATES not in module]


def fault_rules() -> list[Rule]:
    """Every rule of faults in a template."""
    return [rule for rule, module in declared_rules().items() if _TEMPLATES in module]


def declared_rules() -> dict[Rule, str]:
    """Every rule that a module of the core or of the shipped plug-ins declares, with the module."""
    found: dict[Rule, str] = {}
    for package in (anjuan, anjuan_plugins):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__"):
                things = vars(import_module(info.name)).values()
                for rule in (thing for thing in things if isinstance(thing, Rule)):
                    found.setdefault(rule, info.name)
    return found


PAGES = {
    "docs/commands.md": commands,
    "docs/modules.md": modules,
    "docs/reference.md": reference,
    "docs/hooks.md": hooks,
    "docs/settings.zh-CN.md": config_page,
    "docs/write-a-kind.zh-CN.md": kind_page,
    "docs/papers.zh-CN.md": papers_page,
    "docs/try-a-kind.zh-CN.md": trials_page,
    "core/anjuan/plugin/scaffolds/kind/kind.toml": scaffold,
    "core/anjuan/plugin/scaffolds/kind/test.toml": trials_scaffold,
    "core/anjuan/plugin/scaffolds/kind/columns.toml": columns_scaffold,
    "templates/PROOFREAD.json": proofread,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8", newline="\n")
