"""Records that are made once and never changed.

As `dataclass(frozen=True, slots=True)` makes them, which writes and compiles six functions for each
class: of a first check that took a sixth. Here one is compiled, and what compares, hashes and
prints a record is the same code for all. (Python 3.13 compiles the six at once, and takes as long.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

_C = TypeVar("_C", bound=type[Any])


class _Made:
    """Stands in a signature for a value that is made for each record."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE = _Made()


@overload
def frozen(cls: _C) -> _C: ...


@overload
def frozen(*, kw_only: bool = False) -> Callable[[_C], _C]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, *, kw_only: bool = False) -> Any:
    """A class of annotated fields as that of records with slots, which can't be changed.

    Args:
        cls: the class.
        kw_only: its fields have to be named where a record is made.
    """

    def made(it: type[Any]) -> type[Any]:
        record = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(it)
        for name, method in _methods(record):
            # What a class says itself goes before.
            if it.__dict__.get(name) is None:
                setattr(record, name, method)
        return record

    return made if cls is None else made(cls)


def _methods(record: type[Any]) -> Iterator[tuple[str, Any]]:
    known = fields(record)
    printed = [it.name for it in known if it.repr]
    pattern = ", ".join(f"{name}=%r" for name in printed)
    shown = _values(printed)
    compared = _values([it.name for it in known if it.compare])
    hashed = _values([it.name for it in known if (it.compare if it.hash is None else it.hash)])
    # Many go to other processes, or to a file and back.
    packed = _values([it.name for it in known])
    fills = [getattr(record, it.name).__set__ for it in known]

    def as_text(self: Any) -> str:
        return f"{type(self).__qualname__}({pattern % shown(self)})"

    def equals(self: Any, other: object) -> Any:
        is_same = other.__class__ is self.__class__
        return compared(self) == compared(other) if is_same else NotImplemented

    def hash_of(self: Any) -> int:
        return hash(hashed(self))

    def state_of(self: Any) -> tuple[Any, ...]:
        return packed(self)

    def take_state(self: Any, state: tuple[Any, ...]) -> None:
        for fill, value in zip(fills, state, strict=True):
            fill(self, value)

    yield "__init__", _constructor(record, known)
    yield from (("__repr__", as_text), ("__eq__", equals), ("__hash__", hash_of))
    yield from (("__setattr__", _refuse_new_value), ("__delattr__", _refuse_deletion))
    yield from (("__getstate__", state_of), ("__setstate__", take_state))


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the values of these fields from a record."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _constructor(record: type[Any], known: tuple[Field[Any], ...]) -> Callable[..., None]:
    """`__init__`: as one would write it by hand, but that it goes past `__setattr__`."""
    given: dict[str, Any] = {"_MADE": _MADE}
    lines = []
    for it in known:
        given[f"_set_{it.name}"] = getattr(record, it.name).__set__
        given[f"_make_{it.name}"], given[f"_default_{it.name}"] = it.default_factory, it.default
        if value := _value(it):
            lines.append(f"_set_{it.name}(self, {value})")
    if hasattr(record, "__post_init__"):
        lines.append("self.__post_init__()")
    asked = [it for it in known if it.init]
    named = [_parameter(it) for it in asked if it.kw_only]
    parameters = ["self", *(_parameter(it) for it in asked if not it.kw_only)]
    parameters += ["*", *named] if named else []
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines) or 'pass'}", given)
    constructor: Callable[..., None] = given["__init__"]
    constructor.__qualname__ = f"{record.__qualname__}.__init__"
    constructor.__annotations__ = {it.name: it.type for it in asked} | {"return": None}
    return constructor


def _parameter(it: Field[Any]) -> str:
    if it.default is not MISSING:
        return f"{it.name}=_default_{it.name}"
    return it.name if it.default_factory is MISSING else f"{it.name}=_MADE"


def _value(it: Field[Any]) -> str:
    """What a new record has in a field; empty where nobody says it."""
    if it.default_factory is not MISSING:
        made = f"_make_{it.name}()"
        return f"{made} if {it.name} is _MADE else {it.name}" if it.init else made
    if it.init:
        return it.name
    return "" if it.default is MISSING else f"_default_{it.name}"


def _refuse_new_value(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
