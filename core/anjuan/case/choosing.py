"""Which case is meant: by its number in any form, or by the client's name."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.case.keys import number_key, person_key
from anjuan.case.records.case import Case
from anjuan.errors import UsageError


def cases_called(asked: str, cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases of a number; where there is none, those of the client who is called so.

    Raises:
        UsageError: there is none either way.
    """
    known = tuple(cases)
    by_number = tuple(it for it in known if number_key(it.number) == number_key(asked))
    name = person_key(asked)
    found = by_number or tuple(it for it in known if person_key(it.client.name) == name)
    if not found:
        raise UsageError("案件表里没有案件“{}”。也没有叫这个姓名的委托人。", asked)
    return found
