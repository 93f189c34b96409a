"""Numbered lists, and which of them begin anew in each turn of a loop.

A list whose items all stand in one loop, two or more of them in one turn, is a list of that turn:
`1. 姓名 2. 住址` for each person. One item in a turn is none: there the loop itself makes the
list, and it runs on. A list with items outside of the loop runs on as well, as everybody can see
in the template.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import W
from anjuan.word.structure.branches import Choice, Loop, Node, Units, nodes
from anjuan.word.structure.elements import BLOCKS, BODY_ELEMENT, STORIES, TBL, TR, P, number, value

NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
# Levels that show no number.
_UNNUMBERED = ("bullet", "none")
_MANY = 2


@frozen
class Item:
    """What a paragraph is in a numbered list.

    Attributes:
        series: the same for all items that are counted together.
        num: the list it belongs to (`w:numId`).
        level: from 0.
        indent: the `w:ind` of the styles that number it; None where the paragraph itself says
            which list it belongs to, or where they have none.
        is_styled: a style says which list it belongs to.
    """

    series: str
    num: str
    level: int
    indent: etree._Element | None = None
    is_styled: bool = False


@frozen
class Series:
    """A list in a loop: all its items stand there, or some do.

    Attributes:
        loop: the innermost loop in a turn of which two items may stand.
        items: its paragraphs in that loop, with what each of them is.
        begins_anew: it has no items elsewhere.
        is_bare: nothing but its items stands in the loop.
    """

    loop: Loop
    items: tuple[tuple[etree._Element, Item], ...]
    begins_anew: bool
    is_bare: bool


class Lists:
    """The lists that the paragraphs of a document may belong to.

    Args:
        numbering: root of the part that defines lists; None where there is none.
        styles: root of the part that defines styles; None likewise.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._nums = _by_id(numbering, "num", "numId")
        self._definitions = _by_id(numbering, "abstractNum", "abstractNumId")
        self._styles = _by_id(styles, "style", "styleId")

    def item(self, paragraph: etree._Element) -> Item | None:
        """What a paragraph is in a numbered list; None where it shows no number."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        own = None if numbered is None else numbered.find(f"{W}ilvl")
        num = "" if numbered is None else value(numbered.find(f"{W}numId"))
        if num:
            return self._item(num, number(own))
        chain = list(self._chain(value(paragraph.find(f"{W}pPr/{W}pStyle"))))
        for at, style in enumerate(chain):
            num = value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
            if num:
                found = self._item(num, number(own, self._level_of(style, num)))
                return found and replace(found, is_styled=True, indent=_indent(chain[: at + 1]))
        return None

    def _item(self, num: str, level: int) -> Item | None:
        entry = self._nums.get(num)
        if entry is None or value(self._level(entry, level).find(f"{W}numFmt")) in _UNNUMBERED:
            return None
        has_own_start = entry.find(f"{W}lvlOverride/{W}startOverride") is not None
        series = f"num {num}" if has_own_start else value(entry.find(f"{W}abstractNumId"))
        return Item(series, num, level)

    def _level(self, num: etree._Element, level: int) -> etree._Element:
        """The definition of a level; an empty one where there is none."""
        definition = self._definitions.get(value(num.find(f"{W}abstractNumId")))
        inside = [] if definition is None else [definition]
        for holder in (*num.findall(f"{W}lvlOverride"), *inside):
            for found in holder.iterchildren(f"{W}lvl"):
                if found.get(f"{W}ilvl") == str(level):
                    return found
        return etree.Element(f"{W}lvl")

    def _level_of(self, style: etree._Element, num: str) -> int:
        """The level at which a style numbers its paragraphs (§17.9.23)."""
        entry = self._nums.get(num)
        definition = "" if entry is None else value(entry.find(f"{W}abstractNumId"))
        for level in self._definitions.get(definition, ()):
            if value(level.find(f"{W}pStyle")) == style.get(f"{W}styleId"):
                return int(level.get(f"{W}ilvl", "0"))
        return number(style.find(f"{W}pPr/{W}numPr/{W}ilvl"))

    def _chain(self, name: str) -> Iterator[etree._Element]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = value(self._styles[name].find(f"{W}basedOn"))


def _by_id(root: etree._Element | None, name: str, key: str) -> dict[str, etree._Element]:
    entries = () if root is None else root.iterchildren(f"{W}{name}")
    return {entry.get(f"{W}{key}", ""): entry for entry in entries}


def _indent(styles: Iterable[etree._Element]) -> etree._Element | None:
    found = (style.find(f"{W}pPr/{W}ind") for style in styles)
    return next((indent for indent in found if indent is not None), None)


def series_in_loops(root: etree._Element, units: Units, lists: Lists) -> tuple[Series, ...]:
    """The lists of which a turn of a loop may print two items or more, in order."""
    items: defaultdict[str, dict[etree._Element, Item]] = defaultdict(dict)
    for paragraph in root.iter(P):
        item = lists.item(paragraph) if paragraph not in units else None
        if item:
            items[item.series][paragraph] = item
    body = root.find(BODY_ELEMENT)
    top = nodes(root if body is None else body, units)
    found = (_in_loop(top, members, units) for members in items.values())
    return tuple(series for series in found if series)


def _in_loop(
    siblings: Iterable[Node], items: Mapping[etree._Element, Item], units: Units
) -> Series | None:
    """The list as a list of the innermost loop that holds all of it, or else some of it."""
    walk = _Walk(items, units)
    loops = [loop for loop in walk.loops(siblings) if walk.most(loop.body) >= _MANY]
    found = [_series(loop, tuple(walk.elements(loop.body)), items) for loop in loops]
    return next((it for it in found if it.begins_anew), found[0] if found else None)


def _series(
    loop: Loop, printed: Sequence[etree._Element], items: Mapping[etree._Element, Item]
) -> Series:
    inside = tuple((element, items[element]) for element in printed if element in items)
    blocks = [element for element in printed if element.tag in BLOCKS]
    return Series(loop, inside, len(inside) == len(items), len(inside) == len(blocks))


class _Walk:
    """Goes through nodes, into tables too.

    Args:
        items: the paragraphs of one list.
        units: tags of the template.
    """

    def __init__(self, items: Mapping[etree._Element, Item], units: Units) -> None:
        self._items = items
        self._units = units
        self._level = min(item.level for item in items.values())

    def loops(self, siblings: Iterable[Node]) -> Iterator[Loop]:
        """Every loop, an inner one before the one around it."""
        for node in siblings:
            for branch in self._branches(node):
                yield from self.loops(branch)
            if isinstance(node, Loop):
                yield node

    def elements(self, siblings: Iterable[Node]) -> Iterator[etree._Element]:
        """Every element, in order, what it holds after itself."""
        for node in siblings:
            if not isinstance(node, Choice | Loop):
                yield node
            for branch in self._branches(node):
                yield from self.elements(branch)

    def most(self, siblings: Iterable[Node]) -> int:
        """Items of the list's outermost level that may be printed at the most; 2 for more."""
        return min(sum(map(self._most_of, siblings)), _MANY)

    def _most_of(self, node: Node) -> int:
        inside = max(map(self.most, self._branches(node)), default=0)
        if isinstance(node, Choice | Loop):
            return _MANY if inside and isinstance(node, Loop) and self.most(node.body) else inside
        item = self._items.get(node)
        return inside + (item is not None and item.level == self._level)

    def _branches(self, node: Node) -> Iterable[tuple[Node, ...]]:
        match node:
            case Choice(branches):
                return branches
            case Loop(_, body, otherwise):
                return (body, otherwise)
            case _:
                return (nodes(node, self._units),) if node.tag in (TBL, TR, *STORIES) else ()
