"""Records from values that are all at hand: of the many rows of a workbook, one each.

A frozen class asks for each value whether it may be set. Here a record begins as a draft, an object
of a class with the same slots that asks nothing, and becomes a record when it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeAlias, TypeVar

_R = TypeVar("_R")
# Makes a draft: of values, or of another record.
Begin: TypeAlias = Callable[[Any], Any]


def beginning(record: type[Any], names: Iterable[str], rest: Mapping[str, Any]) -> Begin:
    """What makes a draft of a class from values; whoever has filled in what it lacks, finishes it.

    Args:
        record: a frozen class with slots, and nothing to be done once it is there.
        names: fields, in the order in which their values will be given.
        rest: the same in all drafts, by field.
    """
    targets = "".join(f"it.{name}, " for name in names)
    return _compiled(record, [f"({targets}) = given"], rest)


def finished(draft: Any, record: type[_R]) -> _R:
    """The draft as a record of its class, which nobody changes any more."""
    draft.__class__ = record
    whole: _R = draft
    return whole


def remade(record: _R, **changes: Any) -> _R:
    """The record with other values, as from `dataclasses.replace`."""
    kind: Any = type(record)
    draft = _copying(kind)(record)
    for name, value in changes.items():
        setattr(draft, name, value)
    whole: _R = finished(draft, kind)
    return whole


def defaults(record: type[Any]) -> Mapping[str, Any]:
    """What the fields hold that need not be given; all of it immutable."""
    given = {it.name: it.default for it in fields(record) if it.default is not MISSING}
    for it in fields(record):
        if it.default_factory is not MISSING:
            given[it.name] = it.default_factory()
    return given


@cache
def _copying(record: Any) -> Begin:
    known = fields(record)
    # What is no argument of the constructor is worked out from the others.
    worked_out = {it.name for it in known if not it.init}
    rest = {name: value for name, value in defaults(record).items() if name in worked_out}
    copied = [f"it.{it.name} = given.{it.name}" for it in known if it.init]
    return _compiled(record, copied, rest)


def _compiled(record: Any, filling: list[str], rest: Mapping[str, Any]) -> Begin:
    """What makes a draft of `given`, written out for its class: rows are many."""
    known = {**rest, "_new": object.__new__, "_Draft": _draft_of(record)}
    lines = ["it = _new(_Draft)", *filling, *(f"it.{name} = {name}" for name in rest), "return it"]
    exec(f"def begun(given): {'; '.join(lines)}", known)
    begun: Begin = known["begun"]
    return begun


@cache
def _draft_of(record: Any) -> type[Any]:
    """A class whose objects can become records: the same slots below the same class."""
    # Both: Python sets slots directly only where neither is anybody's own.
    free = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    own = {"__slots__": record.__slots__, "__module__": record.__module__}
    return type(record.__name__, record.__bases__, own | free)
