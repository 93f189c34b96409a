"""`anjuan map`: which of an office's own headings are ours, for the lawyer to look at."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.left_out import loaded
from anjuan.cli.options import config_option, kinds_option, settings
from anjuan.cli.terminal import say
from anjuan.config import MAPPING_NAME, own_mapping
from anjuan.errors import UsageError
from anjuan.run.beside import write_new
from anjuan.workbook.mapping.proposing import proposed, sentences
from anjuan.workbook.mapping.writing import mapping_workbook


@click.command(cls=Command, name="map")
@click.argument(
    "files", metavar="表格...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@config_option
@kinds_option
def map_headings(
    files: tuple[Path, ...], config: Path | None, kinds_dirs: tuple[Path, ...]
) -> None:
    """Write a mapping beside each workbook; one that is there is left alone."""
    for file in files:
        if file.name.endswith(MAPPING_NAME):
            raise UsageError("{} 是对应表。请写您自己的表格。", file)
        table = loaded(settings(file.parent, config, kinds_dirs).office).table
        draft = proposed(file, table)
        target = own_mapping(file)
        write_new(target, mapping_workbook(draft, table))
        for sentence in sentences(draft, file.name):
            say(sentence)
        say(f"对应表在 {target.resolve()}。请打开核对，再运行 anjuan check {file}。")
