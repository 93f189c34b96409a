"""Which case is meant: by its number in any form, or by the client's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from anjuan.case.keys import number_key, person_key
from anjuan.case.packed import Head, heads_of
from anjuan.case.records.case import Case
from anjuan.errors import UsageError


def cases_called(asked: str, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases of a number; where there is none, those of the client who is called so.

    Raises:
        UsageError: there is none either way.
    """
    numbers = numbers_called((asked,), heads_of(cases))
    return tuple(case for case in cases if case.number in numbers)


def numbers_called(asked: Iterable[str], heads: Iterable[Head]) -> frozenset[str]:
    """案件编号 of all cases that are meant, each by either.

    Raises:
        UsageError: there is none for one of them.
    """
    by_number: defaultdict[str, list[str]] = defaultdict(list)
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for head in heads:
        by_number[number_key(head.number)].append(head.number)
        by_name[person_key(head.client)].append(head.number)
    found: set[str] = set()
    for it in asked:
        numbers = by_number.get(number_key(it)) or by_name.get(person_key(it))
        if not numbers:
            raise UsageError("案件表里没有案件“{}”。也没有叫这个姓名的委托人。", it)
        found.update(numbers)
    return frozenset(found)
