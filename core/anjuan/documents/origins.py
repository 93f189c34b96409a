"""Where what is printed comes from: plain records, for the command line and for pages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from anjuan.frozen import frozen
from anjuan.law.records import Confidence, InForce
from anjuan.problems import Place


class Sort(StrEnum):
    """What sort of origin a piece of text has: in these words for programs, too.

    A cell's own text; what several cells add up to; a provision of the law; other words of the
    catalogue, such as what a provision says or an authority is called; a sentence of the kind's;
    a number that the template gave to what it lists, or reckoned; the template's own text.
    """

    CELL = "cell"
    COUNT = "count"
    LAW = "law"
    CATALOGUE = "catalogue"
    COMPOSED = "composed"
    RECKONED = "reckoned"
    TEMPLATE = "template"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {
            "cell": "单元格",
            "count": "由几格算出",
            "law": "法条",
            "catalogue": "目录",
            "composed": "程序组句",
            "reckoned": "模板编排",
            "template": "模板原文",
        }[self.value]


@frozen(kw_only=True)
class Provided(InForce):
    """A provision that a piece of text cites or rests on.

    Attributes:
        key: in the catalogue.
        text: as it is cited: title and article.
        edition: the amendment or issuing order; empty where there is none to tell.
        confidence: how the law is known.
        days: the days for which it was cited, in order; none where only a figure of it is used.
        gist: what it says, in the catalogue's words.
    """

    key: str
    text: str
    edition: str
    confidence: Confidence
    days: tuple[date, ...] = ()
    gist: str = ""

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "key": self.key,
            "text": self.text,
            "edition": self.edition,
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "days": [day.isoformat() for day in self.days],
        }


@frozen
class Piece:
    """A stretch of printed text of one origin.

    Attributes:
        text: as printed.
        sort: what sort of origin it has.
        name: the template's name for the value that it is a part of; empty of the template's own
            text, and of what a template prints of a cell.
        cells: those it comes from, or that were counted; of a provision those of the days.
        provisions: that it cites, or whose figures it uses.
        is_found: the origin was found by comparing texts: it stands in these cells in these
            words. Without it, the value was followed from the cell to the paper.
    """

    text: str
    sort: Sort
    name: str = ""
    cells: tuple[Place, ...] = ()
    provisions: tuple[Provided, ...] = ()
    is_found: bool = False

    def as_json(self) -> dict[str, object]:
        """For programs, as `explain --json` prints it."""
        return {
            "text": self.text,
            "origin": self.sort.value,
            "name": self.name,
            "cells": [
                {"sheet": it.sheet, "cell": it.cell, "heading": it.heading} for it in self.cells
            ],
            "provisions": [it.as_json() for it in self.provisions],
            "found": self.is_found,
        }


@frozen
class Paragraph:
    """A paragraph of a paper.

    Attributes:
        pieces: its text, piece by piece; none of an empty one.
    """

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text as it is read."""
        return "".join(piece.text for piece in self.pieces)
