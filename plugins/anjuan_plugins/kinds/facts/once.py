"""What is found out about a case is found out once, however many of its papers ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from operator import is_
from typing import Concatenate, ParamSpec, TypeVar

from anjuan import Case, Matter

_Given = TypeVar("_Given", bound=Case | Matter)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
# A case, and the same with the client's own rows only: papers ask about both in turn.
_MOST_KEPT = 2


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
    kept: tuple[tuple[tuple[object, ...], dict[Hashable, _Found]], ...] = ()

    @wraps(find)
    def found(given: _Given, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Found:
        nonlocal kept
        about = _about(given)
        answers = next((its for known, its in kept if all(map(is_, known, about))), None)
        if answers is None:
            answers = {}
            kept = ((about, answers), *kept[: _MOST_KEPT - 1])
        key = (*asked, *named.items())
        if key not in answers:
            answers[key] = find(given, *asked, **named)
        return answers[key]

    return found


def _about(given: Case | Matter) -> tuple[object, object, object]:
    """The case, the catalogue and the day of filing: the latter of a matter only."""
    if isinstance(given, Matter):
        return given.case, given.law, given.filing_date
    return given, None, None
