"""What is found out about a case is found out once, however many of its papers ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from anjuan import Case, Catalogue, Matter

_Given = TypeVar("_Given", bound=Case | Matter)
_Found = TypeVar("_Found")


def once_a_case(find: Callable[[_Given], _Found]) -> Callable[[_Given], _Found]:
    """Keep what a function found for the case that it was asked about last.

    Args:
        find: looks at nothing but the case and the catalogue, not at the day of filing, and finds
            what nobody can change. The very same records have to be given again: of an equal case
            that takes down what is looked at, all is found anew.
    """
    # One tuple, put in place at once: the page asks from several threads.
    kept: tuple[Case, Catalogue | None, _Found] | None = None

    @wraps(find)
    def found(given: _Given) -> _Found:
        nonlocal kept
        case, law = (given.case, given.law) if isinstance(given, Matter) else (given, None)
        known = kept
        if known is None or known[0] is not case or known[1] is not law:
            known = kept = (case, law, find(given))
        return known[2]

    return found
