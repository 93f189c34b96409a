"""How a record's field says which column of the workbook it comes from.

The records (records/) annotate their fields with `Column`; reader, checks, blank
workbook, template names and reference page are all derived from these annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from anjuan.case.keys import Key, institution_key, number_key, person_key, phone_key
from anjuan.frozen import frozen
from anjuan.problems import Rule

_M = TypeVar("_M")

# Of `Column.required` and `required_if`: reading raises it, planning and drafts ask about it.
MISSING = Rule("missing", "必填的单元格没有填写。")


class ColumnType(Enum):
    """What a cell may hold; the value is the word shown to the lawyer."""

    TEXT = "文字"
    NOTE = "文字，可分行"
    KEY = "编号"
    CHOICE = "选一项"
    CHOICES = "可选多项，用顿号隔开"
    FLAG = "是/否"
    DATE = "日期"
    MOMENT = "日期和时间"
    MONEY = "金额（元）"
    COUNT = "正整数"
    DURATION = "时长"
    IDENTITY = "身份证号"
    CREDIT_CODE = "统一社会信用代码"
    PHONE = "电话号码"
    LINK = "机构名称或简称"

    # Members are singletons: identity hashes them faster, a million times a workbook.
    __hash__ = object.__hash__


_KEYS = {
    ColumnType.KEY: number_key,
    ColumnType.LINK: institution_key,
    ColumnType.PHONE: phone_key,
}


@frozen
class Column:
    """One column of a sheet.

    Attributes:
        heading: text of row 1, unique in its sheet.
        type: what the cell may hold.
        required: the cell may not be empty.
        required_if: (heading, value): the cell may not be empty where that cell has that value.
        choices: allowed values of a CHOICE or CHOICES column.
        short: the name inside its group in templates (`姓名` of `委托人.姓名`); empty = heading.
        least: the least number that a COUNT cell may hold.
        if_empty: the value of an empty COUNT cell; None = an empty cell stays empty.
        units: measure words that a COUNT cell may have behind its number.
        also: other words for the choices: what nobody can misread.
        of: heading of the column that says of which document an IDENTITY cell has the number;
            empty = always a resident identity card.
        is_rare: few cases need it: the blank workbook has it folded away.
        nothing_is_meant: 无, / and the like are an answer here, not an empty cell.
        help: what to write, one Chinese sentence; shown in the workbook and in the reference.
    """

    heading: str
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    required_if: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()
    short: str = ""
    least: int = 1
    if_empty: int | None = None
    units: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict, hash=False)
    of: str = ""
    is_rare: bool = False
    nothing_is_meant: bool = False
    help: str = ""

    @property
    def name(self) -> str:
        """The Chinese name in templates."""
        return self.short or self.heading

    @property
    def key(self) -> Key:
        """What tells whether two texts of this column are one thing."""
        return _KEYS.get(self.type, person_key)


@frozen
class Derived:
    """Of a field that was read from other columns: who looks at it looks at their cells.

    Attributes:
        sources: attributes of the same record.
    """

    sources: tuple[str, ...]


@frozen
class Field:
    """A column together with the record attribute that holds its value.

    Attributes:
        column: the column.
        attribute: the English name in code and templates.
        path: attribute path from the sheet's record (`("client", "name")`).
    """

    column: Column
    attribute: str
    path: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """All by which a template may ask a row for it."""
        return self.attribute, self.column.heading, self.column.name


def fields_of(record: type[Any]) -> tuple[Field, ...]:
    """Every column of a record class, nested blocks included, in the order of the sheet."""
    if record not in _FIELDS:
        _FIELDS[record] = tuple(_walk(record, ()))
    return _FIELDS[record]


def derived_of(record: type[Any]) -> Mapping[str, tuple[str, ...]]:
    """The sources of every derived field of a record class."""
    if record not in _DERIVED:
        hints = get_type_hints(record, include_extras=True)
        found = {name: _mark(hint, Derived) for name, hint in hints.items()}
        _DERIVED[record] = {name: mark.sources for name, mark in found.items() if mark}
    return _DERIVED[record]


def heading_of(record: type[Any], attribute: str) -> str:
    """The heading of an attribute, so that code never types a heading again.

    Raises:
        LookupError: no column of the record has this attribute.
    """
    if record not in _HEADINGS:
        # Of two the first counts.
        items = reversed(fields_of(record))
        _HEADINGS[record] = {item.attribute: item.column.heading for item in items}
    if attribute not in _HEADINGS[record]:
        raise LookupError(f"{record.__name__} has no column {attribute!r}")
    return _HEADINGS[record][attribute]


# Reading type hints is slow, and every cell of every row asks for them.
_FIELDS: dict[type[Any], tuple[Field, ...]] = {}
_DERIVED: dict[type[Any], Mapping[str, tuple[str, ...]]] = {}
_HEADINGS: dict[type[Any], Mapping[str, str]] = {}


def _walk(record: type[Any], prefix: tuple[str, ...]) -> Iterator[Field]:
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        hint = hints[item.name]
        path = (*prefix, item.name)
        column = _mark(hint, Column)
        if column is not None:
            yield Field(column, item.name, path)
        elif get_origin(hint) is None and is_dataclass(hint) and isinstance(hint, type):
            yield from _walk(hint, path)


def _mark(hint: Any, of: type[_M]) -> _M | None:
    return next((it for it in get_args(hint) if isinstance(it, of)), None)
