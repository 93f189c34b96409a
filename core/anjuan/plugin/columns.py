"""Columns and sheets that plug-ins add to the workbook: looked at, and put into the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from keyword import iskeyword

from anjuan.case.columns import Column, ColumnType
from anjuan.case.keys import label_key
from anjuan.case.own import added_field, is_added
from anjuan.case.records.own_rows import OwnRow
from anjuan.case.sheets import (
    CASE_NAMES,
    CASES,
    GUIDE_NAME,
    LIST_NAME,
    ROW_SHEETS,
    STATUS_HEADING,
    Sheet,
    Table,
)
from anjuan.chinese import split_list, suggestion
from anjuan.errors import PluginError
from anjuan.frozen import frozen
from anjuan.messages import public
from anjuan.plugin.facts import CORE_NAMES

# Where a sheet has groups, one that a plug-in gives no name.
_GROUP = "其他"
# Excel holds no longer list in a drop-down.
_MOST_CHOICES = 255
_YES_NO = ("是", "否")
_OF_CHOICES = (ColumnType.CHOICE, ColumnType.CHOICES)
_RESERVED_SHEETS = (GUIDE_NAME, LIST_NAME)
# Excel takes no longer name of a sheet.
_LONGEST_NAME = 31
# In `Owners`, where a name is that of a sheet.
_SHEET = ""


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class OwnSheet:
    """A sheet that a plug-in adds. Its rows belong to a case, by 案件编号, its first column.

    Attributes:
        sheet: what the workbook calls it. Templates go through its rows by this:
            `{% for 次 in 投诉记录 %}`.
        name: by which code asks a case for its rows, `case.own_rows["complaints"]`, and templates
            may; a Python name.
        columns: as of `SheetColumns`. A required one may not be missing where the workbook has
            the sheet.
        help: what the sheet is for, one Chinese sentence.
    """

    sheet: str
    name: str
    columns: Mapping[str, Column]
    help: str = ""


Added = SheetColumns | OwnSheet
# Who added a column: plug-in by sheet and heading, the latter in the form that is compared.
Owners = Mapping[tuple[str, str], str]


def extended(table: Table, added: Iterable[Added], owners: Owners) -> Table:
    """The table with further columns and sheets.

    Args:
        table: as it is.
        added: what one plug-in adds.
        owners: who added what is there and not ours.

    Raises:
        PluginError: a column or sheet is there already, or can't be one.
    """
    for it in added:
        if isinstance(it, OwnSheet):
            table = Table((*table.sheets, _begun(table, it, owners)))
        names = [sheet.name for sheet in table.sheets]
        if it.sheet not in names:
            near = suggestion(it.sheet, tuple(names))
            raise PluginError(
                "没有“{}”这张工作表，列加不上去。{}现有：{}。",
                *(public(it.sheet), near, public(names)),
            )
        sheet = _extended(table, table.sheet(it.sheet), it, owners)
        table = Table(tuple(sheet if old.name == it.sheet else old for old in table.sheets))
    return table


def owned(plugin: str, added: Iterable[Added]) -> Owners:
    """The columns and sheets of one plug-in."""
    return {(sheet, label_key(name)): plugin for it in added for sheet, name in _names(it)}


def _names(added: Added) -> Iterator[tuple[str, str]]:
    if isinstance(added, OwnSheet):
        yield from ((_SHEET, name) for name in (added.sheet, added.name))
    for attribute, column in added.columns.items():
        yield from ((added.sheet, name) for name in (attribute, column.heading))


def _begun(table: Table, added: OwnSheet, owners: Owners) -> Sheet:
    """A sheet without its columns yet."""
    _refuse_unfit_sheet(added)
    taken = set(map(label_key, names_of(table)))
    for name in (added.sheet, added.name):
        if label_key(name) in taken:
            whose = _whose(owners, label_key(name), (_SHEET, CASES.name))
            raise PluginError(
                "工作表“{}”不能加，“{}”已经有了，是{}。请换一个。",
                *map(public, (added.sheet, name, whose)),
            )
    if not added.columns:
        raise PluginError("工作表“{}”一列也没有。请写上它的列。", public(added.sheet))
    return Sheet(added.sheet, OwnRow, False, added.help, own_name=added.name)


def names_of(table: Table) -> Iterator[str]:
    """What templates ask for by a name alone: the core's names, columns of 案件, and sheets."""
    yield from (*CORE_NAMES, *CASE_NAMES, *ROW_SHEETS)
    yield from (name for item in table.like(CASES).added for name in item.names)
    yield from (name for sheet in table.sheets for name in (sheet.name, sheet.own_name))


def _whose(owners: Owners, key: str, places: Iterable[str]) -> str:
    """Of whom a name is, in the places where it may stand."""
    owner = next((owners[place, key] for place in places if (place, key) in owners), "")
    return f"插件 {owner} 加的" if owner else "自带的"


def _refuse_unfit_sheet(added: OwnSheet) -> None:
    for name in (added.sheet, added.name):
        is_name = name.isidentifier() and not iskeyword(name)
        if not is_name or len(name) > _LONGEST_NAME or name in _RESERVED_SHEETS:
            raise PluginError(
                "工作表“{}”不能加：“{}”不能作它的名字。只能由汉字、字母、数字和下划线组成，"
                "不以数字开头，不超过 {} 个字，也不能是{}。",
                *map(public, (added.sheet, name, _LONGEST_NAME, "或者".join(_RESERVED_SHEETS))),
            )


def _extended(table: Table, sheet: Sheet, added: Added, owners: Owners) -> Sheet:
    group = added.group if isinstance(added, SheetColumns) else ""
    for attribute, column in added.columns.items():
        _refuse_unfit(column)
        _refuse_taken(table, sheet, attribute, column, owners)
        field = added_field(attribute, _whole(column))
        is_first = attribute == next(iter(added.columns))
        begun = ((group or _GROUP, attribute),) if sheet.groups and is_first else ()
        sheet = replace(sheet, added=(*sheet.added, field), groups=(*sheet.groups, *begun))
    return sheet


def _whole(column: Column) -> Column:
    return replace(column, choices=_YES_NO) if column.type is ColumnType.FLAG else column


def _refuse_taken(
    table: Table, sheet: Sheet, attribute: str, column: Column, owners: Owners
) -> None:
    taken = {label_key(name): item for item in sheet.fields for name in item.names}
    # Templates ask for columns of sheet 案件 as they do for sheets.
    sheets = table.own_sheets if sheet.name == CASES.name else ()
    of_sheets = {label_key(name) for it in sheets for name in (it.name, it.own_name)}
    for name, what in ((column.heading, "标题"), (attribute, "名字")):
        key = label_key(name)
        if key in taken or key in of_sheets:
            owner = owners.get((sheet.name, key)) or owners.get((_SHEET, key), "它自己")
            is_ours = key in taken and not is_added(taken[key])
            of_another = f"插件 {owner} 加的一{'列' if key in taken else '张工作表'}"
            whose = "自带的一列" if is_ours else of_another
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
        raise PluginError("列“{}”{}请改正。", public(column.heading), public(message))


def _faults(column: Column) -> Iterator[str]:
    if not column.heading or column.heading != "".join(column.heading.split()):
        yield "的标题不能是空的，也不能有空格。"
    if column.heading == STATUS_HEADING:
        yield "的标题是留给程序的。"
    if column.type in _OF_CHOICES and not column.choices:
        yield f"要“{column.type.value}”，却没有写可选值（choices）。"
    if column.choices and column.type not in (*_OF_CHOICES, ColumnType.FLAG):
        yield f"写了可选值，类型却是“{column.type.value}”，不是“{ColumnType.CHOICE.value}”。"
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
