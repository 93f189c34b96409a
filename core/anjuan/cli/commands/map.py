"""`anjuan map`: a first mapping of an office's own headings."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.terminal import say
from anjuan.config import CONFIG_NAME
from anjuan.run.beside import write_new
from anjuan.workbook.map_draft import first_mapping


@click.command(cls=Command, name="map")
@click.argument("file", metavar="表格", type=click.Path(path_type=Path))
def map_headings(file: Path) -> None:
    """Write `anjuan.toml` beside the workbook; an existing one is left alone."""
    text = first_mapping(file)
    target = file.parent / CONFIG_NAME
    write_new(target, text.encode())
    say(f"初稿在 {target.resolve()}。请打开核对，再运行 anjuan check {file}。")
