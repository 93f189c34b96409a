"""What may come out of the branches of a template: what first, what last, what side by side.

A stretch of siblings is read like a regular expression: elements follow one another, a condition
chooses one of its branches, a loop repeats its body. Which elements can begin it, end it and meet
in it is then known for every combination at once, whatever the values will be.

Branches show in two ways. In a template a paragraph, row or cell that holds a tag with a prefix
stands for the tag, for docxtpl puts the tag in its place (`tag_units`); in the skeleton of a
compiled part (mending.py) instructions do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import W
from anjuan.word.structure.elements import TBL, P, held, is_mark, nearest


class Sign(StrEnum):
    """What the place of a tag does; in a skeleton, the target of the instruction."""

    IF = "if"
    FOR = "for"
    OR = "or"
    ELSE = "else"
    END = "end"
    # Nothing is left of it: an assignment, a comment.
    GONE = "gone"


Units: TypeAlias = Mapping[etree._Element, Sign]
NO_UNITS: Units = MappingProxyType({})
_SIGNS = {
    "if": Sign.IF, "for": Sign.FOR, "elif": Sign.OR, "else": Sign.ELSE,
    "endif": Sign.END, "endfor": Sign.END,
}  # fmt: skip
_UNIT_TAG = re.compile(r"\{[%#](p|tr|tc)\s+(\w*)")


@frozen
class Choice:
    """A condition: one of its branches is printed; an empty one stands for none."""

    branches: tuple[tuple[Node, ...], ...]


@frozen
class Loop:
    """A loop: its body any number of times, or what stands for none."""

    opener: etree._Element
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]


Node: TypeAlias = etree._Element | Choice | Loop


def tag_units(root: etree._Element) -> Units:
    """The paragraphs, rows and cells of a template that are tags, and what each does."""
    found: dict[etree._Element, Sign] = {}
    for paragraph in root.iter(P):
        tag = _UNIT_TAG.search(_own_text(paragraph))
        if tag:
            unit = paragraph if tag[1] == "p" else nearest(paragraph, f"{W}{tag[1]}")
            sign = _SIGNS.get(tag[2], Sign.GONE) if tag[0][1] == "%" else Sign.GONE
            if unit is not None:
                found[unit] = sign
    return found


def _own_text(paragraph: etree._Element) -> str:
    """Without that of text boxes in it."""
    texts = paragraph.iter(f"{W}t")
    return "".join(text.text or "" for text in texts if nearest(text, P) is paragraph)


def nodes(parent: etree._Element, units: Units = NO_UNITS) -> tuple[Node, ...]:
    """What an element holds, its branches as such; what wraps blocks is opened."""
    return _sequence(held(parent), units)[0]


def _sequence(items: Iterator[etree._Element], units: Units) -> tuple[tuple[Node, ...], Sign]:
    """Nodes up to the end of a branch, and the sign that ended it."""
    found: list[Node] = []
    for item in items:
        match sign_of(item, units):
            case Sign.IF:
                branches, has_else = _branches(items, units)
                found.append(Choice((*branches, *(() if has_else else ((),)))))
            case Sign.FOR:
                (body, *others), _ = _branches(items, units)
                found.append(Loop(item, body, others[0] if others else ()))
            case Sign.OR | Sign.ELSE | Sign.END as sign:
                return tuple(found), sign
            case Sign.GONE:
                found.append(Choice(((),)))
            case None:
                found.append(item)
    return tuple(found), Sign.END


def _branches(items: Iterator[etree._Element], units: Units) -> tuple[list[tuple[Node, ...]], bool]:
    """Branches up to the end of their tag, and whether one of them is an else."""
    branches, signs = [], [Sign.OR]
    while signs[-1] is not Sign.END:
        branch, sign = _sequence(items, units)
        branches.append(branch)
        signs.append(sign)
    return branches, Sign.ELSE in signs


def sign_of(node: etree._Element, units: Units = NO_UNITS) -> Sign | None:
    """What a node does as a tag; None for what is printed, and for our marks."""
    if is_mark(node):
        return _BY_TARGET.get(node.target)  # type: ignore[attr-defined]
    return units.get(node)


_BY_TARGET = {sign.value: sign for sign in Sign}


@frozen
class Stretch:
    """What may come out of siblings.

    Attributes:
        first: elements that may be the first one.
        last: elements that may be the last one.
        can_be_empty: nothing at all may come out.
        melting: tables that may come to stand side by side because of a branch: Word makes one
            of them. Those that do so in the template, where everybody sees it, are not meant.
    """

    first: frozenset[etree._Element] = frozenset()
    last: frozenset[etree._Element] = frozenset()
    can_be_empty: bool = True
    melting: frozenset[tuple[etree._Element, etree._Element]] = frozenset()


def stretch(siblings: Iterable[Node], names: Iterable[str] = ()) -> Stretch:
    """What may come out of siblings.

    Args:
        siblings: from `nodes`.
        names: of the elements that count; none = all do.
    """
    counted = frozenset(names)
    found = Stretch()
    neighbour: etree._Element | None = None
    for node in siblings:
        if isinstance(node, Choice | Loop):
            found, neighbour = _joined(found, _alone(node, counted)), None
        elif _counts(node, counted):
            found, neighbour = _joined(found, _alone(node, counted), neighbour), node
    return found


def _counts(element: etree._Element, names: frozenset[str]) -> bool:
    return not is_mark(element) and (not names or element.tag in names)


def _alone(node: Node, names: frozenset[str]) -> Stretch:
    match node:
        case Choice(branches):
            return _either(stretch(branch, names) for branch in branches)
        case Loop(_, body, otherwise):
            turn = stretch(body, names)
            return _either((_joined(turn, turn), stretch(otherwise, names)))
        case _:
            return Stretch(frozenset({node}), frozenset({node}), False)


def _either(stretches: Iterable[Stretch]) -> Stretch:
    every = tuple(stretches)
    return Stretch(
        frozenset().union(*(it.first for it in every)),
        frozenset().union(*(it.last for it in every)),
        any(it.can_be_empty for it in every),
        frozenset().union(*(it.melting for it in every)),
    )


def _joined(left: Stretch, right: Stretch, neighbour: etree._Element | None = None) -> Stretch:
    """One after the other; `neighbour` stands before the right one in the template already."""
    ends = [table for table in left.last if table.tag == TBL and table is not neighbour]
    met = {(table, other) for table in ends for other in right.first if other.tag == TBL}
    return Stretch(
        left.first | right.first if left.can_be_empty else left.first,
        right.last | left.last if right.can_be_empty else right.last,
        left.can_be_empty and right.can_be_empty,
        left.melting | right.melting | met,
    )
