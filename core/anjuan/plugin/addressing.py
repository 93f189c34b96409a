"""Whom the documents of a kind without code go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from anjuan.case.columns import Field
from anjuan.case.keys import distinct, institution_key
from anjuan.case.own import value_of
from anjuan.case.proceedings import institution_named, institutions_of
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import Table
from anjuan.case.text import value_text
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.plugin.facts import STEPS_NAME
from anjuan.plugin.kinds import Brief, Matter, Recipient
from anjuan.plugin.manifest import Manifest
from anjuan.plugin.references import (
    Named,
    NamedColumn,
    NamedSheet,
    NamedStep,
    named_column,
    named_row_column,
    named_step,
)

_RELATED = "相关记录"


@frozen
class ByColumn:
    """Recipients that stand in columns of the case or in 办理记录, or one for every case."""

    columns: tuple[NamedColumn | NamedStep, ...]
    fixed: str

    @property
    def things(self) -> tuple[Named, ...]:
        """What it looks at."""
        return self.columns

    def candidates(self, case: Case) -> tuple[str, ...]:
        """The institutions of 办理记录 that the conditions are asked of one by one."""
        steps = [it.step for it in self.columns if isinstance(it, NamedStep)]
        return distinct(
            (it for step in steps for it in institutions_of(case, step)), institution_key
        )

    def nobody(self, case: Case) -> Message | None:
        """Why there is no recipient; None where there is one, or one is left open."""
        steps = [it.step for it in self.columns if isinstance(it, NamedStep)]
        done = {row.step for row in case.proceedings}
        if not steps or len(steps) < len(self.columns) or done.intersection(steps):
            return None
        return Message("办理记录里没有{}。", [public(f"“{it.value}”") for it in steps])

    def recipients(self, matter: Matter, is_meant: Callable[[str], bool]) -> Iterator[Recipient]:
        """One for each that is filled, without repeats; an open one where none is.

        Args:
            matter: the case.
            is_meant: whether an institution of 办理记录 meets the conditions.
        """
        found: dict[str, Recipient] = {}
        for column in self.columns:
            for it in _named_in(column, matter.case, is_meant):
                if it.institution or institution_key(it.name) not in found:
                    found[institution_key(it.name)] = it
        yield from found.values()
        if not found:
            yield Recipient(name=self.fixed)

    def context(self, brief: Brief) -> Mapping[str, object]:
        """No names of its own."""
        return {}


def _named_in(
    column: NamedColumn | NamedStep, case: Case, is_meant: Callable[[str], bool]
) -> Iterator[Recipient]:
    if isinstance(column, NamedStep):
        for name in filter(is_meant, institutions_of(case, column.step)):
            yield Recipient(name=name, institution=institution_named(case, name))
    elif text := column.text(case):
        value = column.value(case)
        institution = value if isinstance(value, Institution) else None
        yield Recipient(name=text, institution=institution)


@frozen
class ByValue:
    """A recipient for each distinct value of a column of a row sheet, with its rows."""

    sheet: NamedSheet
    field: Field
    left_out: tuple[NamedColumn, ...]

    @property
    def things(self) -> tuple[Named, ...]:
        """What it looks at."""
        return (self.sheet, *self.left_out)

    def candidates(self, case: Case) -> tuple[str, ...]:
        """None: the conditions are asked of the case as a whole."""
        return ()

    def nobody(self, case: Case) -> Message | None:
        """Why there is no recipient; None where there is one."""
        if any(self._found(case)):
            return None
        place = self.sheet.sheet.name, self.field.column.heading
        if not self.left_out:
            return Message("“{}”表的“{}”一栏里没有本案的内容。", *place)
        others = [Message("“{}”", column.name) for column in self.left_out]
        return Message("“{}”表的“{}”一栏里，除{}以外没有别人。", *place, others)

    def recipients(self, matter: Matter, is_meant: Callable[[str], bool]) -> Iterator[Recipient]:
        """One for each value that stands in none of the columns to leave out."""
        yield from self._found(matter.case)

    def _found(self, case: Case) -> Iterator[Recipient]:
        key = self.field.column.key
        left_out = {"", *(key(column.text(case)) for column in self.left_out)}
        for value in distinct(map(self._text, self.sheet.rows(case)), key):
            if key(value) not in left_out:
                yield Recipient(name=value)

    def context(self, brief: Brief) -> Mapping[str, object]:
        """The rows of this recipient."""
        key, rows = self.field.column.key, self.sheet.rows(brief.case)
        asked = key(brief.recipient.name)
        return {_RELATED: [row for row in rows if key(self._text(row)) == asked]}

    def _text(self, row: object) -> str:
        return value_text(value_of(row, ".".join(self.field.path)))


Addressing = ByColumn | ByValue


def addressing(manifest: Manifest, place: Message, table: Table) -> Addressing:
    """The way that a manifest names its recipients.

    Args:
        manifest: the settings.
        place: the file, as a message begins.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        ConfigError: it names a column that there is not.
    """
    if manifest.each:
        sheet, field = named_row_column(manifest.each, Message("{}的 each 写的", place), table)
        where = Message("{}的 except 里的", place)
        others = tuple(named_column(name, where, table) for name in manifest.left_out)
        return ByValue(sheet, field, others)
    where = Message("{}的 recipients 里的", place)
    columns = tuple(_recipient_column(name, where, table) for name in manifest.recipients)
    return ByColumn(columns, manifest.addressee)


def _recipient_column(name: str, place: Message, table: Table) -> NamedColumn | NamedStep:
    step = named_step(name, place)
    if step and step.fact != "机构":
        remedy = public(f"{STEPS_NAME}.{step.step.value}.机构")
        raise ConfigError("{}“{}”不是收文单位，请写成 {}。", place, name, remedy)
    return step or named_column(name, place, table)
