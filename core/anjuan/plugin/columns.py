"""Columns that plug-ins add to the sheets of the workbook: looked at, and put into the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from anjuan.case.columns import Column, ColumnType
from anjuan.case.keys import label_key
from anjuan.case.own import added_field, is_added
from anjuan.case.sheets import STATUS_HEADING, Sheet, Table
from anjuan.chinese import split_list, suggestion
from anjuan.errors import PluginError
from anjuan.messages import public

# Where a sheet has groups, one that a plug-in gives no name.
_GROUP = "其他"
# Excel holds no longer list in a drop-down.
_MOST_CHOICES = 255
_YES_NO = ("是", "否")
_OF_CHOICES = (ColumnType.CHOICE, ColumnType.CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumns:
    """Columns that a plug-in adds to a sheet, behind those that are there.

    Attributes:
        sheet: the sheet's name: `案件`.
        columns: from the attribute by which code asks for a value, `row.own["hired_on"]`, to the
            column; a Python name. Templates ask for it by its heading, or by this. A required one
            may not be empty where the workbook has it.
        group: what they are called together, where the sheet has groups; empty = 其他.
    """

    sheet: str
    columns: Mapping[str, Column]
    group: str = ""


# Who added a column: plug-in by sheet and heading, the latter in the form that is compared.
Owners = Mapping[tuple[str, str], str]


def extended(table: Table, added: Iterable[SheetColumns], owners: Owners) -> Table:
    """The table with further columns.

    Args:
        table: as it is.
        added: what one plug-in adds.
        owners: who added what is there and not ours.

    Raises:
        PluginError: a column is there already, or can't be one.
    """
    for it in added:
        names = [sheet.name for sheet in table.sheets]
        if it.sheet not in names:
            near = suggestion(it.sheet, tuple(names))
            raise PluginError(
                "没有“{}”这张工作表，列加不上去。{}现有：{}。",
                *(public(it.sheet), near, public(names)),
            )
        sheet = _extended(table.sheet(it.sheet), it, owners)
        table = Table(tuple(sheet if old.name == it.sheet else old for old in table.sheets))
    return table


def owned(plugin: str, added: Iterable[SheetColumns]) -> Owners:
    """The columns of one plug-in."""
    return {
        (it.sheet, label_key(name)): plugin
        for it in added
        for attribute, column in it.columns.items()
        for name in (attribute, column.heading)
    }


def _extended(sheet: Sheet, added: SheetColumns, owners: Owners) -> Sheet:
    for attribute, column in added.columns.items():
        _refuse_unfit(column)
        _refuse_taken(sheet, attribute, column, owners)
        field = added_field(attribute, _whole(column))
        is_first = attribute == next(iter(added.columns))
        begun = ((added.group or _GROUP, attribute),) if sheet.groups and is_first else ()
        sheet = replace(sheet, added=(*sheet.added, field), groups=(*sheet.groups, *begun))
    return sheet


def _whole(column: Column) -> Column:
    return replace(column, choices=_YES_NO) if column.type is ColumnType.FLAG else column


def _refuse_taken(sheet: Sheet, attribute: str, column: Column, owners: Owners) -> None:
    taken = {label_key(name): item for item in sheet.fields for name in item.names}
    for name, what in ((column.heading, "标题"), (attribute, "名字")):
        if label_key(name) in taken:
            owner = owners.get((sheet.name, label_key(name)), "它自己")
            is_ours = not is_added(taken[label_key(name)])
            whose = "自带的一列" if is_ours else f"插件 {owner} 加的一列"
            raise PluginError(
                "“{}”表的{}“{}”已经有了，是{}。请换一个。",
                *map(public, (sheet.name, what, name, whose)),
            )
    if not attribute.isidentifier():
        raise PluginError(
            "“{}”表的列“{}”的名字“{}”不能用：要像 hired_on 这样，由字母、数字和下划线组成。",
            *map(public, (sheet.name, column.heading, attribute)),
        )


def _refuse_unfit(column: Column) -> None:
    for message in _faults(column):
        raise PluginError("列“{}”{}", public(column.heading), public(message))


def _faults(column: Column) -> Iterator[str]:
    if not column.heading or column.heading != "".join(column.heading.split()):
        yield "的标题不能是空的，也不能有空格。"
    if column.heading == STATUS_HEADING:
        yield "的标题是留给程序的，请换一个。"
    if column.type in _OF_CHOICES and not column.choices:
        yield f"要“{column.type.value}”，却没有写可选值（choices）。"
    if column.choices and column.type not in (*_OF_CHOICES, ColumnType.FLAG):
        yield f"写了可选值，类型却是“{column.type.value}”。请改成“{ColumnType.CHOICE.value}”。"
    if column.type is not ColumnType.FLAG:
        yield from _choice_faults(column)
    if column.required_if or column.of or column.short:
        yield "写了 required_if、of 或 short：这几项只有自带的列能用。"


def _choice_faults(column: Column) -> Iterator[str]:
    for choice in column.choices:
        if split_list(choice) != (choice,):
            yield f"的可选值“{choice}”不能用：不能是空的，也不能有顿号、逗号、分号。"
    if len(set(column.choices)) < len(column.choices):
        yield "的可选值有重复的。"
    if len(",".join(column.choices)) > _MOST_CHOICES:
        yield f"的可选值太多：连同逗号不能超过 {_MOST_CHOICES} 个字，Excel 的下拉列表放不下。"
    unknown = [word for word in column.also.values() if word not in column.choices]
    if unknown:
        yield f"的 also 指到“{unknown[0]}”，它不在可选值里。"
