"""Columns and sheets without code: `columns.toml` in the folder of a kind, or above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated

from anjuan.case.columns import Column, ColumnType
from anjuan.files import is_file
from anjuan.frozen import frozen
from anjuan.plugin.columns import Added, OwnSheet, SheetColumns
from anjuan.plugin.hookspecs import hookimpl
from anjuan.settings import Setting, read_record

COLUMNS_NAME = "columns.toml"


@frozen(kw_only=True)
class OneColumn:
    """What is said of a column.

    Attributes:
        type: what a cell may hold.
        help: what to write there.
        choices: what may be chosen.
        required: the cell may not be empty.
        name: the English name in templates; empty = there is none.
    """

    type: Annotated[
        ColumnType,
        Setting("单元格里写什么：文字、日期、金额（元）、正整数、选一项等。", 'type = "日期"'),
    ] = ColumnType.TEXT
    help: Annotated[
        str, Setting("怎样填，一句话；显示在标题的批注里。", 'help = "劳动合同上的日期。"')
    ] = ""
    choices: Annotated[
        tuple[str, ...],
        Setting(
            "可选值；类型写 选一项 或 可选多项，用顿号隔开。",
            'type = "选一项"\nchoices = ["辞退", "辞职"]',
        ),
    ] = ()
    required: Annotated[bool, Setting("有这一列的案件表里，每一行都要填。", "required = true")] = (
        False
    )
    name: Annotated[str, Setting("模板里还可以用的英文名。", 'name = "hired_on"')] = ""


@frozen(kw_only=True)
class OneSheet:
    """What is said of a sheet of its own.

    Attributes:
        help: what it is for.
        name: the English name in templates; empty = there is none.
    """

    help: Annotated[
        str, Setting("这张表写什么，一句话；印在空白案件表的说明里。", 'help = "每投诉一次一行。"')
    ] = ""
    name: Annotated[str, Setting("模板里还可以用的英文名。", 'name = "complaints"')] = ""


@frozen(kw_only=True)
class ColumnsFile:
    """All that `columns.toml` may say.

    Attributes:
        columns: sheet → heading → the column.
        sheets: sheets of its own, whose columns stand in `columns`.
        groups: sheet → what its added columns are called together.
    """

    columns: Annotated[
        Mapping[str, Mapping[str, OneColumn]],
        Setting(
            "加一列：小节的名字是工作表和标题。",
            'type = "日期"',
            header='columns."案件"."入职日期"',
        ),
    ] = field(default_factory=dict)
    sheets: Annotated[
        Mapping[str, OneSheet],
        Setting(
            "加一张自己的工作表，第一列是案件编号；它的各列照样写在 columns 里。",
            'help = "每投诉一次一行。"',
            header='sheets."投诉记录"',
        ),
    ] = field(default_factory=dict)
    groups: Annotated[
        Mapping[str, str],
        Setting("某张工作表里，这几列合称什么；不写就是“其他”。", '"案件" = "劳动关系"'),
    ] = field(default_factory=dict)


class ColumnsPlugin:
    """A `columns.toml`, as a plug-in.

    Args:
        columns: what it adds.
    """

    def __init__(self, columns: Iterable[Added]) -> None:
        self.columns = tuple(columns)

    @hookimpl
    def anjuan_columns(self) -> Iterable[Added]:
        """Offer the columns."""
        return self.columns


def read_columns(folder: Path) -> tuple[Added, ...]:
    """The columns and sheets of a folder; none where it has no such file.

    Raises:
        ConfigError: the file is wrong; names the column and the key.
    """
    path = folder / COLUMNS_NAME
    if not is_file(path):
        return ()
    file = read_record(path, ColumnsFile)
    names = dict.fromkeys((*file.sheets, *file.columns))
    return tuple(_added(file, sheet) for sheet in names)


def _added(file: ColumnsFile, sheet: str) -> Added:
    said = file.columns.get(sheet, {})
    columns = {it.name or heading: _column(heading, it) for heading, it in said.items()}
    own = file.sheets.get(sheet)
    if own:
        return OwnSheet(sheet=sheet, name=own.name or sheet, columns=columns, help=own.help)
    return SheetColumns(sheet=sheet, columns=columns, group=file.groups.get(sheet, ""))


def _column(heading: str, it: OneColumn) -> Column:
    return Column(heading, it.type, required=it.required, choices=it.choices, help=it.help)
