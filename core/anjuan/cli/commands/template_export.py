"""`anjuan template export`: the templates in use, to be changed and used instead."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.options import config_option, kinds_option, settings
from anjuan.cli.terminal import say
from anjuan.config import CONFIG_NAME
from anjuan.errors import UsageError
from anjuan.plugin.host import Plugins
from anjuan.plugin.scaffolding import export_templates


@click.command(cls=Command)
@click.argument("places", metavar="[文书] 文件夹", nargs=-1, required=True)
@config_option
@kinds_option
def export(places: tuple[str, ...], config: Path | None, kinds_dirs: tuple[Path, ...]) -> None:
    """Copy the templates of all kinds, or of one, and say how they come into use."""
    *names, folder = places
    if len(names) > 1:
        raise UsageError("一次只导出一种文书，或全部；多出了“{}”。", names[1])
    plugins = Plugins.load(settings(Path(), config, kinds_dirs).office)
    kinds = [plugins.kind(name) for name in names] or list(plugins.kinds.values())
    for path in export_templates(kinds, Path(folder)):
        say(f"{path}")
    say(f"改好以后，在案件表旁边的 {CONFIG_NAME} 里写明，就用这里的模板：")
    say(f'  [templates]\n  folder = "{folder}"')
