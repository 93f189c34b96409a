"""`anjuan doctor`: what this machine has and lacks, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.terminal import print_json, say
from anjuan.plugin.host import Plugins
from anjuan.run.health import findings, upkeep


@click.command(cls=Command)
@config_option
@kinds_option
@json_option
def doctor(config: Path | None, kinds_dirs: tuple[Path, ...], as_json: bool) -> int:
    """Look; status 1 when something is missing without which no papers can be made."""
    plugins = Plugins.load(settings(Path(), config, kinds_dirs).office)
    found = list(findings(plugins, Path()))
    if as_json:
        print_json({"findings": [it.as_json() for it in found], "upkeep": list(upkeep())})
    else:
        for it in found:
            say(f"{it.word}  {it.name}：{it.told}{it.remedy}")
        for line in upkeep():
            say(line)
    is_lacking = any(not it.is_good and it.is_essential for it in found)
    return EXIT_PROBLEMS if is_lacking else 0
