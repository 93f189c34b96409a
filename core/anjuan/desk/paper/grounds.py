"""What stands under the text of a paper: from a cell, put together, or the template's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from lxml import etree
from markupsafe import Markup, escape

from anjuan.documents.origins import Paragraph, Piece, Sort
from anjuan.frozen import frozen
from anjuan.messages import HIDDEN
from anjuan.opc import Package, W
from anjuan.problems import Place
from anjuan.word.text import TEXT_PARTS, text_pieces

# White: what a template numbers and draws is its own, too.
_WHITE = (Sort.TEMPLATE, Sort.RECKONED)


@frozen
class Mark:
    """A piece of a paper that comes from somewhere else than its template.

    Attributes:
        number: by which it is found, from 0 in the order of the paper; all words of a paragraph
            that were put together under one name have one.
        line: its paragraph (`document_text`), from 1.
        text: as printed.
        origin: the piece without its text; of words that were put together, with all cells that
            are printed beside them under the same name.
    """

    number: int
    line: int
    text: str
    origin: Piece


# A sign of a paragraph, as it is shown, and what it is a part of.
Sign: TypeAlias = tuple[str, Mark | None]


def marks_of(paragraphs: Iterable[Paragraph]) -> Iterator[Mark]:
    """All pieces with a ground of their own, in the order of the paper."""
    number = 0
    for line, paragraph in enumerate(paragraphs, 1):
        sentences: dict[str, int] = {}
        for piece in filter(has_ground, paragraph.pieces):
            own = number
            if piece.sort is Sort.COMPOSED:
                own = sentences.setdefault(piece.name, number)
            yield Mark(own, line, piece.text, _origin(piece, paragraph))
            number += own == number


def has_ground(piece: Piece) -> bool:
    """False for the template's own text, and for blanks."""
    return piece.sort not in _WHITE and not piece.text.isspace()


def _origin(piece: Piece, paragraph: Paragraph) -> Piece:
    cells: Iterable[Place] = piece.cells
    if piece.sort is Sort.COMPOSED:
        cells = (cell for it in paragraph.pieces if it.name == piece.name for cell in it.cells)
    return replace(piece, text="", cells=tuple(dict.fromkeys(cells)))


class Grounds:
    """The pieces of a paper, for whoever draws it; serves one drawing.

    Args:
        document: the paper.
        paragraphs: what is known of it (`run.tracing`).
        is_drawn: they are to be seen; otherwise they are only known.
        is_masked: what stands in a cell is shown as stars, in whatever words it is printed.

    Attributes:
        origins: number of each origin, in the order in which they are first met.
    """

    def __init__(
        self,
        document: bytes,
        paragraphs: Sequence[Paragraph],
        *,
        is_drawn: bool = True,
        is_masked: bool = False,
    ) -> None:
        self._is_drawn = is_drawn
        self._is_masked = is_masked
        marks = list(marks_of(paragraphs))
        self.origins: dict[Piece, int] = {}
        for mark in marks:
            self.origins.setdefault(mark.origin, len(self.origins))
        self._lines = list(_by_line(paragraphs, marks))
        self._first_lines = dict(_first_lines(Package(document)))
        self._begun: set[int] = set()

    def of_part(
        self, part: str, root: etree._Element
    ) -> dict[etree._Element, list[list[Mark | None]]]:
        """For each paragraph of a part what its signs belong to, line by line."""
        found, line = {}, self._first_lines.get(part, 0)
        for paragraph in root.iter(f"{W}p"):
            count = _lines_in(paragraph)
            found[paragraph] = self._lines[line : line + count]
            line += count
        return found

    def drawn(self, signs: Iterable[Sign]) -> Markup:
        """Signs with what stands under them."""
        return Markup("").join(
            self._mark(mark, "".join(sign for sign, _ in group))
            for mark, group in groupby(signs, itemgetter(1))
        )

    def _mark(self, mark: Mark | None, text: str) -> Markup:
        if mark and self._is_masked:
            text = starred(mark.origin, text)
        if mark is None or not self._is_drawn:
            return escape(text)
        more = ""
        # Of what goes on in other letters, or behind a value, the keyboard reaches the beginning.
        if mark.number not in self._begun:
            self._begun.add(mark.number)
            origin = self.origins[mark.origin]
            more = f' role="button" tabindex="-1" aria-describedby="d-{origin}"'
            more += f' data-origin="{origin}"'
        head = Markup(f'<mark class="{mark.origin.sort}" data-piece="{mark.number}"{more}>')
        return head + escape(text) + Markup("</mark>")


def starred(piece: Piece, text: str) -> str:
    """What is shown of a piece where cells are not."""
    return HIDDEN * len(text) if piece.sort is Sort.CELL else text


def signs_of(paragraph: etree._Element, lines: list[list[Mark | None]]) -> Iterator[Mark | None]:
    """What each sign of a paragraph belongs to; breaks and tabs, which Word makes, left out."""
    known = iter([mark for line in lines for mark in (*line, None)])
    for text, is_typed in text_pieces(paragraph):
        for _ in text:
            mark = next(known, None)
            if is_typed:
                yield mark


def _by_line(paragraphs: Iterable[Paragraph], marks: Iterable[Mark]) -> Iterator[list[Mark | None]]:
    waiting = iter(marks)
    for paragraph in paragraphs:
        line: list[Mark | None] = []
        for piece in paragraph.pieces:
            line += [next(waiting) if has_ground(piece) else None] * len(piece.text)
        yield line


def _first_lines(package: Package) -> Iterator[tuple[str, int]]:
    """The line of `document_text` with which each part begins."""
    line = 0
    for part in filter(TEXT_PARTS.fullmatch, package.parts):
        yield part, line
        line += sum(map(_lines_in, package.tree(part).iter(f"{W}p")))


def _lines_in(paragraph: etree._Element) -> int:
    return 1 + sum(text.count("\n") for text, _ in text_pieces(paragraph))
