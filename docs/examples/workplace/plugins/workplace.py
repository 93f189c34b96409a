"""Harassment at the workplace: three columns for sheet 案件, and the law that the papers cite.

A plug-in of one file; the two kinds beside it are without code:

    anjuan generate 案件表.xlsx --plugins-dir plugins --kinds-dir kinds
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from anjuan import Column, ColumnType, SheetColumns, hookimpl

COLUMNS = {
    "workplace": Column(
        "用人单位", ColumnType.LINK, help="委托人工作的单位，先在机构表里登记；投诉书寄给它。"
    ),
    "harassment_forms": Column(
        "骚扰形式",
        ColumnType.CHOICES,
        choices=("言语", "文字", "图像", "肢体行为"),
        help="职场性骚扰的形式；可写几项，用顿号隔开。",
    ),
    "reported_on": Column(
        "向单位反映日期", ColumnType.DATE, help="最早向单位反映的日期；没有反映过就空着。"
    ),
}


@hookimpl
def anjuan_columns() -> Iterable[SheetColumns]:
    """Offer the columns."""
    return (SheetColumns(sheet="案件", columns=COLUMNS, group="职场骚扰"),)


@hookimpl
def anjuan_catalogue_files() -> Iterable[Path]:
    """Offer the provisions."""
    return (Path(__file__).with_name("workplace.toml"),)
