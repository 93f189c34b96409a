"""`anjuan documents`: the kinds on offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from anjuan.case.sheets import CASES, OURS, Table
from anjuan.cli.app import Command
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import print_json
from anjuan.plugin.kinds import Kind

_ON_REQUEST = "点名才出。"


@click.command(cls=Command)
@config_option
@kinds_option
@json_option
def documents(config: Path | None, kinds_dirs: tuple[Path, ...], as_json: bool) -> None:
    """List the kinds of all plug-ins."""
    plugins = loaded(settings(Path(), config, kinds_dirs).office)
    entries: list[dict[str, Any]] = [
        {
            "name": kind.name,
            "title": kind.title,
            "help": kind.help,
            "needs": needed_headings(kind, plugins.table),
            "on_request": kind.on_request,
            "plugin": plugins.owners[kind.name],
        }
        for kind in plugins.kinds.values()
    ]
    if as_json:
        print_json({"documents": entries})
        return
    rows = [
        (
            entry["name"],
            entry["title"],
            f"{entry['help']}{_ON_REQUEST if entry['on_request'] else ''}",
            "、".join(entry["needs"]),
            entry["plugin"],
        )
        for entry in entries
    ]
    print_table(("名称", "文书", "给谁", "必须有", "插件"), rows, heads=2)


def needed_headings(kind: Kind, table: Table = OURS) -> list[str]:
    """What a kind can't do without, by sheet or heading."""
    by_path = {".".join(item.path): item.column.heading for item in table.like(CASES).fields}
    by_path |= {path: f"{sheet.name}表" for path, sheet in table.row_sheets.items()}
    return [by_path[need] for need in kind.needs]
