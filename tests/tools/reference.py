"""Writes the pages, and parts of pages, that are made from the code: `make reference`."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from textwrap import indent
from typing import Any

import anjuan
import anjuan_plugins
from anjuan.case import choices
from anjuan.case.counting import Figures
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment, Span
from anjuan.case.records.rows import Evidence, Loss, Proceeding, Witness
from anjuan.cli.commands.fields import field_entries, other_names
from anjuan.plugin import hookspecs, importers
from anjuan.plugin.host import BUILT_IN, Plugins
from anjuan.plugin.importers import (
    Contact,
    FileOfMoment,
    FileRemark,
    Importer,
    OwnNumber,
    RecordFile,
    RecordFormat,
    RecordTable,
    Unread,
)
from anjuan.plugin.kinds import API_VERSION, Brief, Kind, Matter, Recipient, TemplateName
from anjuan.plugin.sorts import HOW_TO_COMPARE, column_types
from anjuan.plugin.steps import Finished, FinishedCase, FinishedRun, Step, StepFiles
from anjuan.problems import Place, Problem, Rule
from tools.commands import commands
from tools.modules import modules
from tools.papers_page import papers_page
from tools.public_names import public_names
from tools.settings_pages import (
    catalogue_tables,
    config_page,
    kind_page,
    scaffold,
    trials_page,
    trials_scaffold,
)

_TEMPLATES = "anjuan.word.proofreading"
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# What plug-ins hand over, and what they are handed.
RECORDS = (
    Kind, Recipient, TemplateName, Matter, Brief, Rule, Problem, Place,
    Step, FinishedRun, FinishedCase, Finished, StepFiles,
    Importer, RecordFormat, RecordFile, RecordTable,
    Contact, Unread, OwnNumber, FileOfMoment, FileRemark,
    Case, Client, Institution, Incident, Evidence, Loss, Witness, Proceeding,
    Moment, Span, Figures,
)  # fmt: skip


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


def hooks() -> str:
    """The page of hooks and records, for authors of plug-ins."""
    return "\n".join((*_hooks(), *public_names(), *_records(), *_words(), *_catalogue())) + "\n"


def _catalogue() -> Iterator[str]:
    yield from ("", "## Catalogue files", "")
    yield "What `anjuan_catalogue_files` points to is TOML. Unknown, missing and mistyped keys are"
    yield "refused, and so are unknown laws, keys taken already, and versions or names that do not"
    yield from ("follow one another in time; every fault is named with its file and entry.", "")
    yield from catalogue_tables()


def _hooks() -> Iterator[str]:
    yield "# Hooks and records"
    yield ""
    yield f"Version {API_VERSION} of the interface. Made from the code (`make reference`)."
    for name, hook in inspect.getmembers(hookspecs, inspect.isfunction):
        if name.startswith("anjuan_"):
            yield from ("", f"## `{name}{_signature(hook)}`", "", inspect.getdoc(hook) or "")
            yield from ("", f"Used by: {', '.join(_users(name))}.")


def _users(hook: str) -> Iterator[str]:
    """The shipped plug-ins that use a hook, from their source."""
    root = ROOT / "plugins"
    for place in (it.place for it in BUILT_IN if not it.is_folder):
        path = root / f"{place.replace('.', '/')}.py"
        if f"def {hook}(" in path.read_text(encoding="utf-8"):
            yield f"`{place}`"


def _records() -> Iterator[str]:
    for record in RECORDS:
        assert record.__doc__
        yield from ("", f"## `{record.__name__}`", "", "```")
        yield from _attributes(record) if is_dataclass(record) else ()
        yield from _methods(record)
        yield from ("```", "", inspect.cleandoc(record.__doc__))


def _attributes(record: type[Any]) -> Iterator[str]:
    known = (item for item in fields(record) if not item.name.startswith("_"))
    yield from (f"{item.name}: {_type(item.type)}" for item in known)
    for name, made in inspect.getmembers(record, lambda thing: isinstance(thing, property)):
        told = (inspect.getdoc(made) or "").partition("\n")[0]
        yield f"{name}: {inspect.signature(made.fget).return_annotation}  # {told}"


def _methods(record: type[Any]) -> Iterator[str]:
    """What it does, each with what comes of it."""
    for name, method in vars(record).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield f"{name}{_signature(method)}"
            yield indent(inspect.getdoc(method) or "", "    ")


def _signature(function: Callable[..., Any]) -> str:
    """As it is typed: annotations come as texts."""
    typed = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))
    return re.sub(r"\(self(?:, )?", "(", typed)


def _words() -> Iterator[str]:
    """The words that cells and readers' records may hold, as plug-ins name them."""
    things = (*vars(choices).values(), *vars(importers).values())
    enums = dict.fromkeys(thing for thing in things if isinstance(thing, type))
    for enum in (it for it in enums if issubclass(it, StrEnum) and it is not StrEnum):
        assert enum.__doc__
        yield from ("", f"## `{enum.__name__}`", "", "```")
        yield from (f"{word.name} = {word}" for word in enum)
        yield from ("```", "", inspect.cleandoc(enum.__doc__))


def _type(annotation: object) -> str:
    """Without the description of the column, which the reference of columns has."""
    text = str(annotation)
    return re.sub(r"^Annotated\[(.+?), Column\(.*$", r"\1", text, flags=re.DOTALL)


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
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8", newline="\n")
