"""`anjuan fields`: every column, its type and allowed values, and its name in templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from anjuan.case.columns import Column
from anjuan.case.sheets import OURS, Table
from anjuan.cli.app import Command
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import print_json, say
from anjuan.documents.computed import OTHER_NAMES
from anjuan.documents.names import template_names
from anjuan.plugin.host import Plugins
from anjuan.plugin.sorts import HOW_TO_COMPARE, column_types


@click.command(cls=Command)
@config_option
@kinds_option
@json_option
def fields(config: Path | None, kinds_dirs: tuple[Path, ...], as_json: bool) -> None:
    """List all columns."""
    plugins = loaded(settings(Path(), config, kinds_dirs).office)
    entries, names = field_entries(plugins.table), other_names(plugins)
    if as_json:
        print_json({"sheets": entries, "names": dict(names)})
        return
    for sheet in entries:
        rows = [
            (
                column["heading"] + ("*" if column["required"] else ""),
                column["type"],
                "、".join(column["choices"]) or column["help"],
                f"{{{{ {column['name']} }}}}",
                f"{{{{ {column['attribute']} }}}}",
            )
            for column in sheet["columns"]
        ]
        headings = ("标题（*必填）", "类型", "可选值或说明", "模板里写", "英文名")
        print_table(headings, rows, f"工作表 {sheet['name']}：{sheet['help']}", heads=2)
        say("")
    sorts = [(column_types(sort), sort.value, how) for sort, how in HOW_TO_COMPARE.items()]
    print_table(("类型", "模板里是", "怎样比较"), sorts, title="模板里怎样比较")
    say("")
    others = [(f"{{{{ {name} }}}}", help_) for name, help_ in names.items()]
    print_table(("模板里写", "说明"), others, title="不属于哪一列的名字")


def other_names(plugins: Plugins) -> Mapping[str, str]:
    """What belongs to no column, by name: the core's, and what plug-ins offer all templates."""
    return {**OTHER_NAMES, **{it.name: it.help for it, _ in plugins.names.values()}}


def field_entries(table: Table = OURS) -> list[dict[str, Any]]:
    """Sheets and columns as plain data."""
    names = template_names(table)
    return [
        {
            "name": sheet.name,
            "help": sheet.help,
            "columns": [
                _entry(item.column, *names[f"{sheet.name}!{item.column.heading}"])
                for item in sheet.fields
            ],
        }
        for sheet in table.sheets
    ]


def _entry(column: Column, name: str, attribute: str) -> dict[str, Any]:
    return {
        "heading": column.heading,
        "type": column.type.value,
        "required": column.required,
        "required_if": list(column.required_if or ()),
        "choices": list(column.choices),
        "help": column.help,
        "name": name,
        "attribute": attribute,
    }
