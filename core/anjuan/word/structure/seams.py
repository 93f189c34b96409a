"""A template made ready for what its branches may leave out: marks where that will show.

The marks are instructions in the XML, which docxtpl and the compiler carry along like any other
element; who finishes a document replaces them (completing.py):

    <?anjuan-rest P?>    at the end of a cell or the like: P, unless a paragraph stands there
    <?anjuan-apart P?>   behind a table: P, if another table follows
    <?anjuan-turn 3 5?>  where a turn of a loop begins: the lists 3 and 5 begin anew

P is a paragraph without text that takes as much room as the one for which it stands.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from anjuan.opc import Package, W
from anjuan.word.structure.branches import Sign, Units, tag_units
from anjuan.word.structure.elements import (
    APART,
    BLOCKS,
    COPIED_IDS,
    REST,
    TBL,
    TURN,
    P,
    held,
    put_in_order,
)
from anjuan.word.structure.gaps import melting, unended
from anjuan.word.structure.lists import NUMBERING, STYLES, Item, Lists, series_in_loops
from anjuan.word.text import TEXT_PARTS

# What an empty paragraph must not have of the one for which it stands.
_NOT_COPIED = frozenset(
    f"{W}{name}"
    for name in ("numPr", "pageBreakBefore", "framePr", "outlineLvl", "sectPr", "pPrChange")
)
_DECLARATION = re.compile(r'\sxmlns:\w+="[^"]*"')


def seamed(template: bytes) -> bytes:
    """The template with the marks it needs; the same bytes where it needs none.

    Raises:
        zipfile.BadZipFile, etree.XMLSyntaxError: it is no sound package.
    """
    package = Package(template)
    lists = lists_of(package)
    changed = False
    for part in filter(TEXT_PARTS.fullmatch, package.parts):
        root = package.tree(part)
        units = tag_units(root)
        if units and _is_marked(root, units, lists):
            package.store(part, root)
            changed = True
    return package.packed() if changed else template


def lists_of(package: Package) -> Lists:
    """The numbered lists that a package defines."""
    numbering, styles = (
        package.tree(part) if part in package.parts else None for part in (NUMBERING, STYLES)
    )
    return Lists(numbering, styles)


def _is_marked(root: etree._Element, units: Units, lists: Lists) -> bool:
    """Put marks into a part; true if there were any to put, or anything else to prepare."""
    told = (
        _mark_ends(root, units, lists),
        _mark_tables(root, units, lists),
        _mark_turns(root, units, lists),
        Sign.FOR in units.values() and _without_ids(root),
    )
    return any(told)


def _mark_ends(root: etree._Element, units: Units, lists: Lists) -> bool:
    stories = list(unended(root, units))
    for story in stories:
        blocks = [block for block in held(story) if block.tag == P and block not in units]
        story.append(etree.ProcessingInstruction(REST, _stand_in(blocks[-1:], lists)))
    return bool(stories)


def _mark_tables(root: etree._Element, units: Units, lists: Lists) -> bool:
    tables = list(melting(root, units))
    for table in tables:
        between = [block for block in _up_to_next_table(table) if block not in units]
        table.addnext(etree.ProcessingInstruction(APART, _stand_in(between[:1], lists)))
    return bool(tables)


def _up_to_next_table(table: etree._Element) -> Iterator[etree._Element]:
    for block in table.itersiblings(*BLOCKS):
        if block.tag == TBL:
            return
        yield block


def _mark_turns(root: etree._Element, units: Units, lists: Lists) -> bool:
    anew = [series for series in series_in_loops(root, units, lists) if series.begins_anew]
    for series in anew:
        nums = dict.fromkeys(item.num for _, item in series.items)
        series.loop.opener.addnext(etree.ProcessingInstruction(TURN, " ".join(nums)))
        for paragraph, item in series.items:
            if item.is_styled:
                _say_directly(paragraph, item)
    return bool(anew)


def _say_directly(paragraph: etree._Element, item: Item) -> None:
    """Let a paragraph say itself what its style says of its list: only then it can be changed."""
    properties = _properties(paragraph)
    found = properties.find(f"{W}numPr")
    if found is not None:
        properties.remove(found)
    put_in_order(properties, _numbered(item.num, item.level))
    # What a paragraph says of its list goes before the indent of its style (§17.9.22).
    if item.indent is not None and properties.find(f"{W}ind") is None:
        put_in_order(properties, copy.deepcopy(item.indent))


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = etree.Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def _numbered(num: str, level: int) -> etree._Element:
    numbered = etree.Element(f"{W}numPr")
    for name, said in (("ilvl", str(level)), ("numId", num)):
        etree.SubElement(numbered, f"{W}{name}").set(f"{W}val", said)
    return numbered


def _without_ids(root: etree._Element) -> bool:
    """Take away what Word numbers by itself: a loop would repeat the numbers (§17.5.2.18)."""
    numbered = [it for it in root.iter(etree.Element) if any(it.get(key) for key in COPIED_IDS)]
    for element in numbered:
        for key in COPIED_IDS:
            element.attrib.pop(key, "")
    controls = list(root.iterfind(f".//{W}sdtPr/{W}id"))
    for identity in controls:
        parent = identity.getparent()
        assert parent is not None
        parent.remove(identity)
    return bool(numbered or controls)


def _stand_in(paragraphs: list[etree._Element], lists: Lists) -> str:
    """A paragraph without text in place of the one that is given, if one is."""
    empty = etree.Element(P, nsmap={"w": W[1:-1]})
    for paragraph in paragraphs:
        item = lists.item(paragraph)
        properties = _kept(paragraph.find(f"{W}pPr"))
        if item and item.is_styled:
            put_in_order(properties, _numbered("0", 0))
        if len(properties):
            empty.append(properties)
    return _DECLARATION.sub("", etree.tostring(empty, encoding="unicode"))


def _kept(properties: etree._Element | None) -> etree._Element:
    """What an empty paragraph may have of another one's properties."""
    kept = etree.Element(f"{W}pPr") if properties is None else copy.deepcopy(properties)
    for child in list(kept.iter(etree.Element)):
        parent = child.getparent()
        is_foreign = not str(child.tag).startswith(W)
        if parent is not None and (child.tag in _NOT_COPIED or is_foreign):
            parent.remove(child)
    return kept
