"""What is found out about a case is found out once, however many of its papers ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from anjuan import Case, Matter

_Given = TypeVar("_Given", bound=Case | Matter)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
# A case, and the same with the client's own rows only: papers ask about both in turn.
_MOST_KEPT = 2


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Found]):
    """What was found out about a case; law and day are None where only the case was given."""

    case: Case
    law: object
    day: object
    found: dict[Hashable, _Found] = field(default_factory=dict)


def once_a_case(
    find: Callable[Concatenate[_Given, _Asked], _Found],
) -> Callable[Concatenate[_Given, _Asked], _Found]:
    """Keep what a function found for the cases that it was asked about last.

    Args:
        find: looks at nothing but the case, the catalogue, the day of filing, and what else it is
            given (voices, texts); finds what nobody can change. The very same records have to be
            given again: of an equal case that takes down what is looked at, all is found anew.
    """
    # One tuple, put in place at once: the page asks from several threads.
    every: tuple[_Kept[_Found], ...] = ()

    @wraps(find)
    def found(given: _Given, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Found:
        nonlocal every
        case, law, day = (
            (given.case, given.law, given.filing_date)
            if isinstance(given, Matter)
            else (given, None, None)
        )
        for kept in every:
            if kept.case is case and kept.law is law and kept.day is day:
                break
        else:
            kept = _Kept(case, law, day)
            every = (kept, *every[: _MOST_KEPT - 1])
        key = (*asked, *named.items()) if named else asked
        if key not in kept.found:
            kept.found[key] = find(given, *asked, **named)
        return kept.found[key]

    return found
