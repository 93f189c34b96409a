"""What people who were reached are called: by kinship where that is a plain word, and once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from anjuan import Case, as_told, how_many
from anjuan_plugins.kinds.facts.kinship import is_plain_relation, relations
from anjuan_plugins.kinds.facts.once import once_a_case

# More people than this are told by their number.
MOST_NAMED = 6


def _closed_up(word: str) -> str:
    """A word without the blanks that made it fill a cell: 母 亲."""
    return as_told("".join(word.split()), word)


def with_kin(kin: str, name: str) -> str:
    """`母亲李某`; the name alone where it says so itself (同事唐某), or no plain word does."""
    kin = _closed_up(kin)
    if not is_plain_relation(kin) or tells_kin(kin, name):
        return name
    return f"{kin}{name}"


def tells_kin(kin: str, name: str) -> bool:
    """True for a name that holds what its bearer is: 同事唐某, 张磊妻子."""
    return bool(kin) and kin in name


def named(people: Iterable[tuple[str, str]], me: str, most: int = MOST_NAMED) -> str:
    """`本人的父亲陈某、母亲李某、唐某`: whose they are is said once.

    Args:
        people: name and relation to the client of each, relation empty where it is not told.
        me: how the paper calls the client.
        most: how many are named; of more it is said how many they are.
    """
    found = list(people)
    told = [with_kin(kin, name) for name, kin in found[:most]]
    # 本人的同事唐某, whether 同事 stands in one cell or the other; never 本人的唐某.
    joined = [
        is_plain_relation(kin) and (not tells_kin(kin, name) or name.startswith(kin))
        for name, kin in ((name, _closed_up(kin)) for name, kin in found[:most])
    ]
    kin = "、".join(text for text, is_so in zip(told, joined, strict=True) if is_so)
    others = "、".join(text for text, is_so in zip(told, joined, strict=True) if not is_so)
    rest = f"等{how_many(name for name, _ in found)}人" if len(found) > most else ""
    return "、".join(filter(None, (f"{me}的{kin}" if kin else "", others))) + rest


def listing(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """`甲、乙、丙`; a longer list is cut to `甲、乙等8人`."""
    if len(words) <= most:
        return "、".join(words)
    return f"{'、'.join(words[:most])}等{how_many(words)}人"


class _Reached(NamedTuple):
    """Whether client and debtor were reached, and the others with what they are to the client."""

    client: bool
    debtor: bool
    others: Mapping[str, str]


@once_a_case
def _reached(case: Case) -> _Reached:
    rows = case.incidents
    others = relations(row for row in rows if not row.is_about_debtor and not row.is_about_client)
    client = any(row.is_about_client for row in rows)
    return _Reached(client, any(row.is_about_debtor for row in rows), others)


def reached(case: Case, me: str) -> str:
    """Everybody who was reached: `本人以及本人的母亲李某`, `债务人张某`, each once."""
    found = _reached(case)
    parts = [me] if found.client else []
    if found.debtor:
        parts.append(f"债务人{case.debtor_name}")
    if found.others:
        parts.append(named(found.others.items(), me))
    return "以及".join(parts)


def unusual_relations(case: Case, me: str) -> tuple[str, ...]:
    """A sentence for each relation that is no plain word, as it was typed."""
    return tuple(
        f"{name}与{me}的关系：{relation}。"
        for name, relation in _reached(case).others.items()
        if relation and not is_plain_relation(relation)
    )
