"""Columns and sheets by the names that a manifest has for them: `债权人.机构类型`, `证据`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from anjuan.case.choices import ProceedingStep
from anjuan.case.columns import Column, ColumnType, Field
from anjuan.case.own import OWN, value_of
from anjuan.case.proceedings import Course, course
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import CASES, INSTITUTIONS, OURS, Sheet, Table
from anjuan.case.text import value_text
from anjuan.chinese import suggestion
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.plugin.facts import COUNTS, COUNTS_NAME, FACTS, STEPS_NAME
from anjuan.plugin.kinds import Matter
from anjuan.word.values import Sort


@frozen
class NamedColumn:
    """A column of the case's row, of an institution it names, or of the lawyer's own.

    Attributes:
        name: as written, e.g. `债权人.机构类型`.
        path: attributes from the case to the value; empty for a column of the lawyer's own.
    """

    name: str
    path: tuple[str, ...]

    @property
    def is_own(self) -> bool:
        """Whether only the lawyer's workbook has it."""
        return not self.path

    @property
    def attribute(self) -> str:
        """The attribute of `Case` by which a kind names it; empty for the lawyer's own."""
        return _attribute_of(self.path)

    def value(self, case: Case) -> object:
        """What stands there; None where nothing does.

        Raises:
            KeyError: it is the lawyer's own, and the sheet has no such column.
        """
        if self.is_own:
            return case.extra[case.own_heading(self.name)]
        value: Any = case
        for part in self.path:
            value = value_of(value, part) if value is not None else None
        return value

    def text(self, case: Case) -> str:
        """What stands there, as it is printed; empty where nothing does."""
        value = self.value(case)
        return value.name if isinstance(value, Institution) else value_text(value)


# Folders name a few columns, and ask for them in every case.
@lru_cache(maxsize=1000)
def _attribute_of(path: tuple[str, ...]) -> str:
    if path[:1] == (OWN,):
        return ".".join(path[:2])
    written = ".".join(path)
    known = (".".join(item.path) for item in CASES.fields)
    return next((name for name in known if f"{written}.".startswith(f"{name}.")), "")


@frozen
class NamedSheet:
    """A sheet whose rows belong to a case.

    Attributes:
        sheet: the sheet.
        attribute: the attribute of `Case` that holds its rows, or the path to them.
    """

    sheet: Sheet
    attribute: str

    def rows(self, case: Case) -> tuple[object, ...]:
        """The case's rows."""
        rows: tuple[object, ...] = value_of(case, self.attribute)
        return rows


@frozen
class NamedStep:
    """A 事项 of sheet 办理记录, or what is known of it.

    Attributes:
        name: as written, e.g. `办理.报案.机构`.
        step: the 事项.
        fact: what is asked of it; empty = whether it was done at all.
    """

    name: str
    step: ProceedingStep
    fact: str

    @property
    def sort(self) -> Sort:
        """Of which sort its values are."""
        return FACTS[self.fact].sort if self.fact else Sort.FLAG

    def course(self, matter: Matter, about: str = "") -> Course | None:
        """What was done; None where nothing was.

        Args:
            matter: the case.
            about: the institution whose rows count; empty = all.
        """
        return course(matter.case, self.step, about)

    def value(self, matter: Matter, about: str = "") -> object:
        """What is known; None where nothing is. Arguments as of `course`."""
        found = self.course(matter, about)
        return FACTS[self.fact].value(found, matter.filing_date) if found and self.fact else None

    def said(self, is_so: bool) -> str:
        """How it is told of a flag that it is so, or isn't."""
        return FACTS[self.fact].said[0 if is_so else 1]


@frozen
class NamedCount:
    """A count over the incidents.

    Attributes:
        name: as written, e.g. `统计.总次数`.
        count: its own name.
    """

    name: str
    count: str

    @property
    def sort(self) -> Sort:
        """Of which sort its values are."""
        return COUNTS[self.count].sort

    def value(self, matter: Matter) -> object:
        """What is counted; None where there is nothing to tell."""
        return COUNTS[self.count].value(matter.case, matter.filing_date)


Named = NamedColumn | NamedSheet | NamedStep | NamedCount


def named(name: str, place: Message, table: Table = OURS) -> Named:
    """A sheet, a column, a count or a 事项.

    Args:
        name: as written.
        place: where it is written, as a message begins.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        ConfigError: an institution has no such column; there is no such count or 事项; any other
            name may be the lawyer's own.
    """
    owner, dot, rest = name.partition(".")
    if dot and owner == COUNTS_NAME:
        _refuse_unknown(rest, COUNTS, place)
        return NamedCount(name, rest)
    return named_step(name, place) or _sheets(table).get(name) or named_column(name, place, table)


def named_step(name: str, place: Message) -> NamedStep | None:
    """A 事项, or what is known of it; None of a name that means something else.

    Arguments and errors as of `named`.
    """
    owner, dot, rest = name.partition(".")
    if not dot or owner != STEPS_NAME:
        return None
    step, dot, fact = rest.partition(".")
    _refuse_unknown(step, tuple(it.value for it in ProceedingStep), place)
    if dot:
        _refuse_unknown(fact, FACTS, place)
    return NamedStep(name, ProceedingStep(step), fact)


def _refuse_unknown(name: str, known: Iterable[str], place: Message) -> None:
    names = tuple(known)
    if name not in names:
        near = suggestion(name, names)
        raise ConfigError("{}“{}”没有这一项。{}可以写：{}。", place, name, near, public(names))


def named_column(name: str, place: Message, table: Table = OURS) -> NamedColumn:
    """A column of the case or of an institution it names; arguments and errors as `named`."""
    owner, dot, heading = name.partition(".")
    fields = table.like(CASES).fields
    paths = {item.column.heading: item.path for item in fields}
    if not dot:
        return NamedColumn(name, paths.get(name, ()))
    known = {item.column.heading: item.path for item in table.like(INSTITUTIONS).fields}
    links = (item.column for item in fields if item.column.type is ColumnType.LINK)
    parties = tuple(column.heading for column in links)
    if owner not in parties or heading not in known:
        all_known = tuple(f"{party}.{item}" for party in parties for item in known)
        near = suggestion(name, all_known)
        raise ConfigError(
            "{}“{}”不是一列。{}机构的内容写成 债权人.机构类型 这样。", place, name, near
        )
    return NamedColumn(name, (*paths[owner], *known[heading]))


def named_row_column(name: str, place: Message, table: Table = OURS) -> tuple[NamedSheet, Field]:
    """A column of a sheet whose rows belong to a case, as 工作表.标题; arguments as `named`.

    Raises:
        ConfigError: there is no such column.
    """
    known = {
        f"{title}.{item.column.heading}": (sheet, item)
        for title, sheet in _sheets(table).items()
        for item in sheet.sheet.fields
    }
    if name not in known:
        near = suggestion(name, tuple(known))
        raise ConfigError(
            "{}“{}”不是一列。{}写成 工作表.标题，如 骚扰记录.受扰人。", place, name, near
        )
    return known[name]


def column_of(name: str, table: Table = OURS) -> Column:
    """The column; one of the lawyer's own is free text."""
    owner, dot, heading = name.partition(".")
    sheet, sought = (INSTITUTIONS, heading) if dot else (CASES, owner)
    fields = table.like(sheet).fields
    found = (item.column for item in fields if item.column.heading == sought)
    return next(found, Column(name))


def _sheets(table: Table) -> dict[str, NamedSheet]:
    return {sheet.name: NamedSheet(sheet, path) for path, sheet in table.row_sheets.items()}
