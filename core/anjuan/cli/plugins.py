"""`anjuan plugins`: what was loaded, and why something was not."""

from __future__ import annotations

import click

from anjuan.cli.chinese import EXIT_PROBLEMS, Command
from anjuan.cli.options import json_option
from anjuan.cli.output import print_json, print_table
from anjuan.plugins import Plugins


@click.command(cls=Command)
@json_option
def plugins(as_json: bool) -> int:
    """List plug-ins; status 1 when one failed."""
    infos = list(Plugins.load().infos.values())
    if as_json:
        keys = ("name", "version", "source", "state", "reason")
        print_json({"plugins": [{key: getattr(info, key) for key in keys} for info in infos]})
    else:
        rows = [
            (info.name, info.version, info.source, "失败" if info.reason else "正常", info.reason)
            for info in infos
        ]
        print_table(("名称", "版本", "来源", "状态", "原因"), rows)
    return EXIT_PROBLEMS if any(info.reason for info in infos) else 0
