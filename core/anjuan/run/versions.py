"""Two versions of a paper, paragraph by paragraph: what differs, and because of which cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from anjuan.documents.origins import Paragraph, Piece, Sort
from anjuan.frozen import frozen
from anjuan.problems import Place
from anjuan.word.text import standing_text

# A number changes as a whole.
_SIGNS = re.compile("[0-9]+|.", re.DOTALL)


@frozen
class Part:
    """A stretch of a changed paragraph.

    Attributes:
        text: what stands there.
        is_changed: whether the other version has it not.
    """

    text: str
    is_changed: bool


@frozen
class Change:
    """A place where two versions differ.

    Attributes:
        number: of the paragraph in the paper that stands, from 1; where one is added, of that
            before which it comes.
        old, new: the paragraph in both versions, part by part; nothing where there is none.
        cells: that the new words come from.
    """

    number: int
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    cells: tuple[Place, ...]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "number": self.number,
            "old": [{"text": it.text, "changed": it.is_changed} for it in self.old],
            "new": [{"text": it.text, "changed": it.is_changed} for it in self.new],
            "cells": [
                {"sheet": it.sheet, "cell": it.cell, "heading": it.heading} for it in self.cells
            ],
        }


def between(old: bytes, new: bytes) -> tuple[Change, ...] | None:
    """Where two papers that stand differ; None where one of them can't be read."""
    one, other = standing_text(old), standing_text(new)
    if one is None or other is None:
        return None
    paragraphs = tuple(Paragraph((Piece(it, Sort.TEMPLATE),)) for it in other.split("\n"))
    return tuple(changes(one.split("\n"), paragraphs))


def changes(old: list[str], new: tuple[Paragraph, ...]) -> Iterator[Change]:
    """Where a paper differs from its new version.

    Args:
        old: the paragraphs that stand.
        new: those of the new version.
    """
    matcher = SequenceMatcher(None, old, [it.text for it in new], autojunk=False)
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            continue
        for number in range(max(last - first, end - start)):
            before = old[first + number] if first + number < last else ""
            after = new[start + number] if start + number < end else Paragraph(())
            if before.strip() or after.text.strip():
                yield _change(min(first + number, last) + 1, before, after)


def _change(number: int, before: str, after: Paragraph) -> Change:
    one, other = _SIGNS.findall(before), _SIGNS.findall(after.text)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    old, new, changed = [], [], []
    begin = 0
    for operation, first, last, start, end in matcher.get_opcodes():
        is_changed = operation != "equal"
        gone, come = "".join(one[first:last]), "".join(other[start:end])
        old += [Part(gone, is_changed)] if gone else []
        new += [Part(come, is_changed)] if come else []
        changed += [(begin, begin + len(come))] if is_changed else []
        begin += len(come)
    return Change(number, tuple(old), tuple(new), tuple(_cells(after, changed)))


def _cells(paragraph: Paragraph, changed: Iterable[tuple[int, int]]) -> Iterable[Place]:
    """The cells of those pieces that a change touches."""
    stretches = list(changed)
    found: dict[Place, None] = {}
    begin = 0
    for piece in paragraph.pieces:
        end = begin + len(piece.text)
        if any(start < end and begin < stop for start, stop in stretches):
            found.update(dict.fromkeys(piece.cells))
        begin = end
    return found
