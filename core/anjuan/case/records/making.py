"""Records from values that are all at hand: of the many rows of a workbook, one each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeAlias, TypeVar

_R = TypeVar("_R")
# Puts a value into a record.
Fill: TypeAlias = Callable[[Any, Any], None]


def made(record: type[_R], values: Mapping[str, Any]) -> _R:
    """A record of a class; the same as from its own constructor, in two thirds of the time.

    Args:
        record: a frozen dataclass with slots, and nothing to be done once it is there.
        values: of every field by its name (`defaults` has those that need not be given).

    Raises:
        KeyError: one is missing.
    """
    it = object.__new__(record)
    # A frozen class asks for each value whether it may be set; its slots don't.
    for name, fill in _slots(record):
        fill(it, values[name])
    return it


def remade(record: _R, **changes: Any) -> _R:
    """The record with other values, as from `dataclasses.replace`."""
    kind = type(record)
    if kind not in _BLANK:
        # What is no argument of the constructor is worked out from the others.
        names = {it.name for it in fields(kind) if not it.init}  # type: ignore[arg-type]
        _BLANK[kind] = {it: value for it, value in defaults(kind).items() if it in names}
    values = {name: getattr(record, name) for name, _ in _slots(kind)}
    return made(kind, {**values, **_BLANK[kind], **changes})


def defaults(record: type[Any]) -> Mapping[str, Any]:
    """What the fields hold that need not be given; all of it immutable."""
    given = {it.name: it.default for it in fields(record) if it.default is not MISSING}
    for it in fields(record):
        if it.default_factory is not MISSING:
            given[it.name] = it.default_factory()
    return given


def fills_of(record: type[Any]) -> Mapping[str, Fill]:
    """By field, what puts its value into a record that nobody has seen yet."""
    return dict(_slots(record))


def _slots(record: type[Any]) -> tuple[tuple[str, Fill], ...]:
    """The fields of a class, and what fills each."""
    if record not in _SLOTS:
        _SLOTS[record] = tuple((it.name, getattr(record, it.name).__set__) for it in fields(record))
    return _SLOTS[record]


_SLOTS: dict[type[Any], tuple[tuple[str, Fill], ...]] = {}
_BLANK: dict[type[Any], Mapping[str, Any]] = {}
