"""Columns that plug-ins add to our sheets: their values in a row, and the sheets with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from anjuan.case.columns import Column, Field
from anjuan.case.keys import label_key

# The first step of the path to such a value: `row.own["hired_on"]`.
OWN = "own"


def added_field(attribute: str, column: Column) -> Field:
    """A column of a plug-in's, as one of ours is known."""
    return Field(column, attribute, (OWN, attribute))


def is_added(field: Field) -> bool:
    """True for a column that a plug-in has added."""
    return field.path[0] == OWN


class Own(Mapping[str, Any]):
    """The values of such columns in one row, by attribute.

    A value is of the type of its column, as with ours: `date` or None of a DATE, `Decimal` or None
    of MONEY, `int` or None of a COUNT, `bool` or None of a FLAG, a tuple of CHOICES, an
    `Institution` or None of a LINK, otherwise `str`. A workbook that lacks the column has an empty
    cell there.

    Args:
        fields: the columns, in the order of the sheet.
        values: by attribute, one for each.
    """

    __slots__ = ("_values", "fields")

    def __init__(self, fields: Iterable[Field] = (), values: Mapping[str, Any] | None = None):
        self.fields = tuple(fields)
        self._values = dict(values or {})

    def __getitem__(self, attribute: str) -> Any:
        return self._values[attribute]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        # What a document was made from is known by it.
        return repr(self._values)

    def field(self, name: str) -> Field | None:
        """A column by its attribute, or its heading in any form; None where there is none."""
        same = (it for it in self.fields if it.attribute == name)
        key = label_key(name)
        alike = (it for it in self.fields if label_key(it.column.heading) == key)
        return next(same, None) or next(alike, None)

    def changed(self, change: Callable[[Field, Any], Any]) -> Own:
        """The same columns with other values.

        Args:
            change: gets a column and its value, and returns the other one.
        """
        return Own(
            self.fields, {it.attribute: change(it, self[it.attribute]) for it in self.fields}
        )


NO_OWN = Own()


def value_of(record: Any, path: str) -> Any:
    """What stands at an attribute path: `client.name`, `own.hired_on`, `own_rows.complaints`."""
    for part in path.split("."):
        record = record[part] if isinstance(record, Mapping) else getattr(record, part)
    return record
