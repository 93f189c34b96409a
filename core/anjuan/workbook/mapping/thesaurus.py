"""What offices, courts and forms call our columns, and what their words mean (thesaurus.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, INSTITUTIONS, Table
from anjuan.frozen import frozen
from anjuan.workbook.mapping.tables import ABOVE
from anjuan.workbook.mapping.targets import ROLES, Target, target_of, targets

# How much of a heading is known: it is ours, it is a name of it, it may be a name of it.
OURS, NAME, MAYBE = 4, 3, 2

_NUMBERED = re.compile(r"^(?:q|第)?[0-9]{1,3}(?:题)?[.、:)](?=\D)|^\*")
_BRACKETS = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"[?？!！:：*。\s]+$")
# 第2次时间, 骚扰2内容: the number of a repetition stands inside of a heading or at its end.
_REPEATED = re.compile(r"^(.*?)第?([0-9]{1,2}|[一二三四五六七八九十])(?:次|条|笔|通|个)?(.*)$")
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
# Of whose institution these speak is a guess.
_ANYBODYS = ("机构", "银行", "公司", "被告", "对方")


@frozen
class Match:
    """A column of ours that a heading may mean, and how much speaks for it."""

    target: Target
    level: int


class Thesaurus:
    """What headings mean in our sheets.

    Args:
        table: our sheets, with the columns that plug-ins add.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._targets = targets(table)
        self._names = _names(table)

    def matches(self, heading: str) -> tuple[Match, ...]:
        """What a heading may mean in each of our sheets, the likeliest first; empty for others."""
        found: dict[Target, int] = {}
        upper, _, lower = heading.partition(ABOVE)
        variants = tuple(_variants(f"{upper}{lower}"))
        for target, level in self._direct(variants):
            found[target] = max(level, found.get(target, 0))
        if lower and not _is_role(upper):
            most = NAME if _says_nothing(upper) else MAYBE
            for target, level in self._direct(tuple(_variants(lower))):
                found[target] = max(min(level, most), found.get(target, 0))
        for target, level in self._of_institutions(heading, variants):
            found[target] = max(level, found.get(target, 0))
        ordered = sorted(found.items(), key=lambda it: -it[1])
        return tuple(Match(target, level) for target, level in ordered)

    def is_known(self, heading: str) -> bool:
        """True for a text that stands above columns in tables of such offices."""
        base, number = repetition(heading)
        return (
            bool(self.matches(heading))
            or is_ignored(heading)
            or bool(number and self.matches(base))
        )

    def _direct(self, variants: tuple[str, ...]) -> Iterator[tuple[Target, int]]:
        for place, variant in enumerate(variants):
            for target, level in self._names.get(variant, ()):
                # What had to be cut down is no heading of ours any more.
                yield target, min(level, NAME) if place else level

    def _of_institutions(
        self, heading: str, variants: tuple[str, ...]
    ) -> Iterator[tuple[Target, int]]:
        """Columns of an institution that stand in a case's own row."""
        roles: Mapping[str, list[str]] = data()["roles"]
        upper, _, lower = (_key(part) for part in heading.partition(ABOVE))
        for role in ROLES:
            for alias in map(_key, roles.get(role, ())):
                level = MAYBE if alias in map(_key, _ANYBODYS) else NAME
                rests = [it.removeprefix(alias).removeprefix("的") for it in variants]
                if lower and upper.startswith(alias):
                    rests.append(lower)
                for rest, full in zip(rests, (*variants, ""), strict=False):
                    if rest and rest != full:
                        yield from self._in_role(role, rest, level)
        for variant in variants if not lower else ():
            for target, level in self._names.get(variant, ()):
                if target.sheet == INSTITUTIONS.name and variant.startswith("机构"):
                    yield from self._in_role(ROLES[0], variant, min(level, MAYBE))

    def _in_role(self, role: str, name: str, level: int) -> Iterator[tuple[Target, int]]:
        for found, _ in self._names.get(name, ()):
            if found.sheet != INSTITUTIONS.name or found.role:
                continue
            target = replace(found, role=role)
            if str(target) in self._targets:
                yield target, level
            else:
                yield target_of(CASES, role), level


def is_ignored(heading: str) -> bool:
    """True for what a program of forms adds to the answers."""
    names = data()["ignored"]["names"]
    return any(_key(heading) == _key(name) for name in names)


def is_of_forms(heading: str) -> bool:
    """True for what is of no use where a program of forms has added it, and else may be."""
    return any(_key(heading) == _key(name) for name in data()["ignored"]["of_forms"])


def repetition(heading: str) -> tuple[str, int]:
    """A heading without the number of a repetition, and that number; 0 where it has none."""
    found = _REPEATED.match(label_key(heading))
    if not found or not (found[1] or found[3]):
        return heading, 0
    return found[1] + found[3], _DIGITS.get(found[2]) or int(found[2])


def meaning(target: Target, word: str) -> str:
    """Our word for one of theirs, as a guess; empty where there is none."""
    known = data()["words"].get(target.sheet, {}).get(target.heading, {})
    return str({_key(theirs): ours for theirs, ours in known.items()}.get(_key(word), ""))


def type_by_name(name: str) -> str:
    """What type an institution is by its name, as a guess; empty where the name doesn't say."""
    return next((str(it) for part, it in data()["types_by_name"].items() if part in name), "")


def _variants(heading: str) -> Iterator[str]:
    """A heading, and what is left of it without what says nothing of it."""
    whole = _key(heading)
    before, behind = _around("before"), _around("behind")
    short = next((whole.removeprefix(it) for it in before if whole.startswith(it)), whole)
    again = next((short.removeprefix(it) for it in before if short.startswith(it)), short)
    yield whole
    for text in dict.fromkeys((short, again)):
        yield text
        yield next((text.removesuffix(it) for it in behind if text.endswith(it)), text)


def _around(place: str) -> list[str]:
    return sorted(map(_key, data()["around"][place]), key=len, reverse=True)


def _is_role(upper: str) -> bool:
    """True for a heading above others that speaks of an institution."""
    aliases = (alias for names in data()["roles"].values() for alias in names)
    return any(_key(upper).startswith(_key(alias)) for alias in aliases)


def _says_nothing(upper: str) -> bool:
    """True for a heading above others that only says that they belong together."""
    return any(_key(upper).startswith(it) for it in (*_around("before"), *_around("above")))


def _key(text: str) -> str:
    bare = _NUMBERED.sub("", label_key(text))
    return _SIGNS.sub("", _BRACKETS.sub("", bare)) or bare


def _names(table: Table) -> Mapping[str, tuple[tuple[Target, int], ...]]:
    """By key, what a name may mean and how sure that is."""
    found: dict[str, dict[Target, int]] = {}
    known = data()["headings"]
    for sheet in table.sheets:
        for item in sheet.fields:
            heading = item.column.heading
            of_ours = Target(sheet.name, heading, column=item.column)
            entry = known.get(sheet.name, {}).get(heading, {})
            levels = [(heading, OURS)]
            levels += [(name, NAME) for name in entry.get("names", ())]
            levels += [(name, MAYBE) for name in entry.get("maybe", ())]
            for name, level in levels:
                of_name = found.setdefault(_key(name), {})
                of_name.setdefault(of_ours, level)
    return {name: tuple(of_name.items()) for name, of_name in found.items()}


@cache
def data() -> Mapping[str, Any]:
    """The file itself."""
    text = files("anjuan.workbook.mapping").joinpath("thesaurus.toml").read_text("utf-8")
    return tomllib.loads(text)
