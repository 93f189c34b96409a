"""Whom the documents of a kind without code go to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anjuan.case.columns import Field
from anjuan.case.keys import distinct, institution_key
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.text import value_text
from anjuan.messages import Message
from anjuan.plugin.kinds import Brief, Recipient
from anjuan.plugin.manifest import Manifest
from anjuan.plugin.references import (
    Named,
    NamedColumn,
    NamedSheet,
    named_column,
    named_row_column,
)

_RELATED = "相关记录"


@dataclass(frozen=True, slots=True)
class ByColumn:
    """Recipients that stand in columns of the case, or one that is the same for every case."""

    columns: tuple[NamedColumn, ...]
    fixed: str

    @property
    def things(self) -> tuple[Named, ...]:
        """What it looks at."""
        return self.columns

    def nobody(self, case: Case) -> Message | None:
        """Never: one that is not known is left open."""
        return None

    def recipients(self, case: Case) -> Iterator[Recipient]:
        """One for each that is filled, without repeats; an open one where none is."""
        found: dict[str, Recipient] = {}
        for column in self.columns:
            if text := column.text(case):
                value = column.value(case)
                institution = value if isinstance(value, Institution) else None
                recipient = Recipient(name=text, institution=institution)
                if institution or institution_key(text) not in found:
                    found[institution_key(text)] = recipient
        yield from found.values()
        if not found:
            yield Recipient(name=self.fixed)

    def context(self, brief: Brief) -> Mapping[str, object]:
        """No names of its own."""
        return {}


@dataclass(frozen=True, slots=True)
class ByValue:
    """A recipient for each distinct value of a column of a row sheet, with its rows."""

    sheet: NamedSheet
    field: Field
    left_out: tuple[NamedColumn, ...]

    @property
    def things(self) -> tuple[Named, ...]:
        """What it looks at."""
        return (self.sheet, *self.left_out)

    def nobody(self, case: Case) -> Message | None:
        """Why there is no recipient; None where there is one."""
        if any(self.recipients(case)):
            return None
        place = self.sheet.sheet.name, self.field.column.heading
        if not self.left_out:
            return Message("“{}”表的“{}”一栏里没有本案的内容。", *place)
        others = [Message("“{}”", column.name) for column in self.left_out]
        return Message("“{}”表的“{}”一栏里，除{}以外没有别人。", *place, others)

    def recipients(self, case: Case) -> Iterator[Recipient]:
        """One for each value that stands in none of the columns to leave out."""
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
        return value_text(getattr(row, self.field.attribute))


Addressing = ByColumn | ByValue


def addressing(manifest: Manifest, place: Message) -> Addressing:
    """The way that a manifest names its recipients.

    Args:
        manifest: the settings.
        place: the file, as a message begins.

    Raises:
        ConfigError: it names a column that there is not.
    """
    if manifest.each:
        sheet, field = named_row_column(manifest.each, Message("{}的 each 写的", place))
        where = Message("{}的 except 里的", place)
        others = tuple(named_column(name, where) for name in manifest.left_out)
        return ByValue(sheet, field, others)
    where = Message("{}的 recipients 里的", place)
    columns = tuple(named_column(name, where) for name in manifest.recipients)
    return ByColumn(columns, manifest.addressee)
