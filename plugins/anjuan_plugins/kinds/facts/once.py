"""What is found out about a case is found out once, however many of its papers ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, overload

from anjuan import Case, Matter

_Given = TypeVar("_Given", bound=Case | Matter)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
# By who found it out, and by what else was asked.
_Findings: TypeAlias = dict[Hashable, Any]
# A case, law and day, which are None where only the case was given; and all that was found out.
_Known: TypeAlias = tuple[Case, object, object, _Findings]
# Papers ask in turn about a case, and about the same with some of its rows only; by itself, and
# under the law of a day.
_MOST_KEPT, _MOST_GIVEN = 8, 32
_NOTHING = object()
# The latest first. One tuple, put in place at once: the page asks from several threads.
_known: tuple[_Known, ...] = ()
# The same by the very record that was given, which is kept so that no other can be at its place.
_of_given: dict[int, tuple[Case | Matter, _Findings]] = {}


@overload
def once_a_case(find: Callable[[_Given], _Found]) -> Callable[[_Given], _Found]: ...


@overload
def once_a_case(
    find: Callable[Concatenate[_Given, _Asked], _Found],
) -> Callable[Concatenate[_Given, _Asked], _Found]: ...


def once_a_case(find: Any) -> Any:
    """Keep what a function found for the cases that were asked about last.

    Args:
        find: looks at nothing but the case, the catalogue, the day of filing, and what else it is
            given (voices, texts); finds what nobody can change. The very same records have to be
            given again: of an equal case that takes down what is looked at, all is found anew.
    """
    asks_no_more = find.__code__.co_argcount + find.__code__.co_kwonlyargcount == 1
    return wraps(find)(_of_the_case(find) if asks_no_more else _of_what_is_asked(find))


def _of_the_case(find: Callable[[_Given], _Found]) -> Callable[[_Given], _Found]:
    """Of what is asked without anything besides, as nearly always: looked up by that alone."""

    def found(given: _Given, /) -> _Found:
        _, known = _of_given.get(id(given)) or _now_given(given)
        value: _Found = known.get(find, _NOTHING)
        if value is _NOTHING:
            value = known[find] = find(given)
        return value

    return found


def _of_what_is_asked(
    find: Callable[Concatenate[_Given, _Asked], _Found],
) -> Callable[Concatenate[_Given, _Asked], _Found]:
    def found(given: _Given, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Found:
        _, known = _of_given.get(id(given)) or _now_given(given)
        key: Hashable = (find, asked, *named.items()) if named else (find, asked)
        value: _Found = known.get(key, _NOTHING)
        if value is _NOTHING:
            value = known[key] = find(given, *asked, **named)
        return value

    return found


def _now_given(given: Case | Matter) -> tuple[Case | Matter, _Findings]:
    """A record that was not given lately, with what is known of its case already."""
    if len(_of_given) >= _MOST_GIVEN:
        _of_given.clear()
    _of_given[id(given)] = entry = given, _known_of(given)
    return entry


def _known_of(given: Case | Matter) -> _Findings:
    """What is known of a case already."""
    global _known
    case, law, day = (
        (given.case, given.law, given.filing_date)
        if isinstance(given, Matter)
        else (given, None, None)
    )
    for of_case, of_law, of_day, known in _known:
        if of_case is case and of_law is law and of_day is day:
            return known
    fresh: _Findings = {}
    _known = ((case, law, day, fresh), *_known[: _MOST_KEPT - 1])
    return fresh
