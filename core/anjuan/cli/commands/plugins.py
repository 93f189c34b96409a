"""`anjuan plugins`: what was loaded, and why something was not."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.tables import print_table
from anjuan.cli.terminal import print_json
from anjuan.plugin.host import Plugins


@click.command(cls=Command)
@config_option
@kinds_option
@json_option
def plugins(config: Path | None, kinds_dirs: tuple[Path, ...], as_json: bool) -> int:
    """List plug-ins; status 1 when one failed."""
    infos = list(Plugins.load(settings(Path(), config, kinds_dirs).office).infos.values())
    if as_json:
        keys = ("name", "version", "source", "state", "reason")
        print_json({"plugins": [{key: getattr(info, key) for key in keys} for info in infos]})
    else:
        rows = [
            (info.name, _STATES[info.state], info.version, info.source, info.reason)
            for info in infos
        ]
        print_table(("名称", "状态", "版本", "来源", "原因"), rows, heads=2)
    return EXIT_PROBLEMS if any(info.reason for info in infos) else 0


_STATES = {"ok": "正常", "failed": "失败", "off": "已关闭"}
