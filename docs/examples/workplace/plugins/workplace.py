"""Harassment at the workplace: columns for sheet 案件, a sheet, and the law that the papers cite.

A plug-in of one file; the two kinds beside it are without code:

    anjuan generate 案件表.xlsx --plugins-dir plugins --kinds-dir kinds
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from anjuan import Column, ColumnType, OwnSheet, SheetColumns, hookimpl

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
COMPLAINTS = OwnSheet(
    sheet="投诉记录",
    name="complaints",
    help="向单位、工会、主管部门每投诉一次一行。",
    columns={
        "complained_on": Column("投诉日期", ColumnType.DATE, required=True, help="哪天投诉的。"),
        "addressee": Column("投诉对象", required=True, help="向谁投诉的，如 人力资源部、工会。"),
        "means": Column("投诉方式", ColumnType.CHOICE, choices=("口头", "书面", "电子邮件")),
        "answer": Column("答复", ColumnType.NOTE, help="对方怎样答复；没有得到答复就空着。"),
    },
)


@hookimpl
def anjuan_columns() -> Iterable[SheetColumns | OwnSheet]:
    """Offer the columns, and the sheet."""
    return (SheetColumns(sheet="案件", columns=COLUMNS, group="职场骚扰"), COMPLAINTS)


@hookimpl
def anjuan_catalogue_files() -> Iterable[Path]:
    """Offer the provisions."""
    return (Path(__file__).with_name("workplace.toml"),)
