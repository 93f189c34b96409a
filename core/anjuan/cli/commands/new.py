"""`anjuan new`: a blank workbook, or one with the sample cases."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.case.sheets import EVIDENCE, GUIDE_NAME
from anjuan.cli.app import Command
from anjuan.cli.left_out import loaded
from anjuan.cli.options import case_workbook, config_option, kinds_option, settings
from anjuan.cli.terminal import say
from anjuan.errors import UsageError
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.beside import write_new
from anjuan.workbook.blank import Rows, blank_workbook, read_rows

_SUFFIX = ".xlsx"


@click.command(cls=Command)
@case_workbook
@config_option
@kinds_option
@click.option("--sample", is_flag=True, help="填入自带的示例案件（全是虚构的），供对照。")
def new(file: Path, config: Path | None, kinds_dirs: tuple[Path, ...], sample: bool) -> None:
    """Write the workbook; an existing file is left alone."""
    if file.suffix.lower() != _SUFFIX:
        raise UsageError("案件表的文件名要以 .xlsx 结尾，如 案件表.xlsx；现在是“{}”。", file)
    plugins = loaded(settings(file.parent, config, kinds_dirs).office)
    content = blank_workbook(_samples() if sample else {}, plugins.table)
    write_new(file, content)
    what = "带示例的案件表" if sample else "空白案件表"
    say(f"{what}在 {file.resolve()}。")
    say(f"请用 Excel 或 WPS 打开，先看“{GUIDE_NAME}”；填好后运行 anjuan check {file}。")


def _samples() -> Rows:
    """The sample cases without their exhibits, whose files lie beside the shipped workbook only."""
    rows = read_rows(SAMPLE_WORKBOOK)
    path = EVIDENCE.heading("file")
    evidence = [
        {heading: value for heading, value in row.items() if heading != path}
        for row in rows[EVIDENCE.name]
    ]
    return {**rows, EVIDENCE.name: evidence}
