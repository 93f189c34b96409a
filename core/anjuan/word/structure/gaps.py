"""Where a combination of branches may leave a document unsound: decided before any value is known.

Asked twice: of a template, to know where a mark has to stand (seams.py), and of the skeleton of a
compiled part, to know whether what it renders has to be looked at each time (completing.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from lxml import etree

from anjuan.opc import W
from anjuan.word.structure.branches import NO_UNITS, Sign, Units, nodes, sign_of, stretch
from anjuan.word.structure.elements import (
    APART,
    BLOCKS,
    BODY_ELEMENT,
    COMMENT_REFERENCE,
    COPIED_IDS,
    NOTE_REFERENCES,
    RANGES,
    REST,
    SDT_CONTENT,
    STORIES,
    TBL,
    TC,
    TR,
    TURN,
    WP,
    P,
    is_mark,
    nearest,
)

# What may stand in a document once only.
_SINGLE = frozenset({COMMENT_REFERENCE, f"{WP}docPr", f"{W}id"})
_COPIED = frozenset({P, TR})


def unended(root: etree._Element, units: Units = NO_UNITS) -> Iterator[etree._Element]:
    """What holds paragraphs and might come not to end with one."""
    for story in root.iter(*STORIES):
        found = stretch(nodes(story, units), BLOCKS)
        if found.can_be_empty or any(last.tag != P for last in found.last):
            yield story


def melting(root: etree._Element, units: Units = NO_UNITS) -> Iterator[etree._Element]:
    """Tables behind which another one might come to stand, of which Word would make one."""
    for holder in root.iter(BODY_ELEMENT, *STORIES):
        pairs = stretch(nodes(holder, units), BLOCKS).melting
        yield from {table: None for table, _ in pairs}


class Fragility(IntEnum):
    """What might be unsound in some output of a part, or has to be taken out of each."""

    NONE = 0
    # What holds paragraphs might not end with one; where that shows, a mark stands.
    ENDS = 1
    ANY = 2


def fragility(skeleton: etree._Element) -> Fragility:
    """What of a compiled part has to be looked at each time."""
    if _is_fragile_inside(skeleton):
        return Fragility.ANY
    is_marked = any(map(_is_seam, skeleton.iter(etree.ProcessingInstruction)))
    return Fragility.ENDS if is_marked else Fragility.NONE


def _is_seam(node: etree._Element, *wanted: str) -> bool:
    is_ours = is_mark(node) and sign_of(node) is None
    return is_ours and (not wanted or node.target in wanted)  # type: ignore[attr-defined]


def _is_fragile_inside(skeleton: etree._Element) -> bool:
    """True where more might be wanting than a paragraph at an end that is marked."""
    return (
        any(_is_seam(it, APART, TURN) for it in skeleton.iter(etree.ProcessingInstruction))
        or any(not any(_is_seam(it, REST) for it in story) for story in unended(skeleton))
        or any(True for _ in melting(skeleton))
        or any(map(_can_be_hollow, skeleton.iter(TBL, TR, SDT_CONTENT)))
        or any(map(_can_lose_what_it_continues, skeleton.iter(f"{W}vMerge")))
        or _is_torn(skeleton)
    )


def _can_be_hollow(holder: etree._Element) -> bool:
    """True where rows, cells or what a content control shows may all fall away."""
    names = {TBL: (TR,), TR: (TC,)}.get(holder.tag, ())
    return stretch(nodes(holder), names).can_be_empty


def _can_lose_what_it_continues(merge: etree._Element) -> bool:
    """True for a merged cell in a table whose rows come and go."""
    table = nearest(merge, TBL)
    return table is not None and any(sign_of(child) is not None for child in table)


def _is_torn(skeleton: etree._Element) -> bool:
    """True where one end of a range may be missing, or what is single may come several times."""
    walk = _Walk()
    return any(map(walk.is_torn, skeleton.iter())) or walk.has_open_ranges


class _Walk:
    """Goes through a skeleton, and knows in which branches it is."""

    def __init__(self) -> None:
        self._branches: list[tuple[Sign, int]] = []
        self._passed = 0
        self._opened: dict[tuple[str, str], tuple[tuple[Sign, int], ...]] = {}

    @property
    def has_open_ranges(self) -> bool:
        """True where something was opened and not closed."""
        return bool(self._opened)

    def is_torn(self, node: etree._Element) -> bool:
        """True for what a branch may tear off, or a loop repeat; notes where branches begin."""
        sign = sign_of(node)
        if sign is not None:
            self._turn(sign)
            return False
        is_repeated = any(branch is Sign.FOR for branch, _ in self._branches)
        if node.tag in RANGES:
            return self._is_apart(node) or is_repeated
        if node.tag in NOTE_REFERENCES:
            # Without it, the notes are not in the order of their references any more.
            return bool(self._branches)
        return is_repeated and (node.tag in _SINGLE or _has_copied_id(node))

    def _turn(self, sign: Sign) -> None:
        self._passed += 1
        if sign not in (Sign.IF, Sign.FOR):
            self._branches.pop()
        if sign is not Sign.END:
            self._branches.append((sign, self._passed))

    def _is_apart(self, end: etree._Element) -> bool:
        """True for the end of a range that does not stand in the branch of its start."""
        kind, is_start = RANGES[end.tag]
        key, place = (kind, end.get(f"{W}id", "")), tuple(self._branches)
        if is_start:
            self._opened[key] = place
            return False
        return self._opened.pop(key, None) != place


def _has_copied_id(node: etree._Element) -> bool:
    return node.tag in _COPIED and any(node.get(name) for name in COPIED_IDS)
