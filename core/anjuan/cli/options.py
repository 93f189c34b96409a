"""Arguments and options that several commands share; said once, so that they read alike."""

from __future__ import annotations

from pathlib import Path

import click

case_workbook = click.argument("file", metavar="案件表", type=click.Path(path_type=Path))
config_option = click.option(
    "--config",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="自有表格的对应关系 anjuan.toml。",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="在标准输出印 JSON，供程序读取。"
)
