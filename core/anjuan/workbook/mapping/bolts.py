"""What is read of one file, in our layout, before several are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from anjuan.messages import Message
from anjuan.problems import Rule
from anjuan.workbook.formats.source import Flaws, MergedRange
from anjuan.workbook.heading_map import sheet_in_file
from anjuan.workbook.mapping.places import RowPlace, Spot, Strand
from anjuan.workbook.mapping.strands import WovenRow


class Told(NamedTuple):
    """Something that is told of a place of theirs."""

    rule: Rule
    spot: Spot
    message: Message
    remedy: str


@dataclass(slots=True)
class Cloth:
    """What there is of one sheet of ours.

    Attributes:
        rows: in the order of the file.
        strands: what of their sheets goes into it.
        said: our headings that anything is said of.
        own: headings of their own.
    """

    rows: list[WovenRow] = field(default_factory=list)
    strands: list[Strand] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    own: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Bolt:
    """A file in our layout.

    Attributes:
        cloths: by our sheet.
        flaws: of their sheets.
        merged: cells of their sheets that are merged and were not filled in.
        told: what is told of it.
        is_typed: False for formats that hold nothing but text.
        remark: what the file turned out to be, where its name says otherwise.
    """

    is_typed: bool
    remark: str
    cloths: defaultdict[str, Cloth] = field(default_factory=lambda: defaultdict(Cloth))
    flaws: dict[str, Flaws] = field(default_factory=dict)
    merged: dict[str, Sequence[MergedRange]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)


def of_file(bolt: Bolt, name: str) -> Bolt:
    """The same with the name of the file before those of its sheets."""
    strands: dict[int, Strand] = {}

    def spot(it: Spot) -> Spot:
        return replace(it, sheet=sheet_in_file(it.sheet, name))

    def strand(it: Strand) -> Strand:
        if id(it) not in strands:
            strands[id(it)] = replace(it, sheet=sheet_in_file(it.sheet, name))
        return strands[id(it)]

    def place(it: RowPlace) -> RowPlace:
        elsewhere = {heading: spot(of) for heading, of in it.elsewhere.items()}
        return RowPlace(strand(it.strand), it.number, elsewhere)

    def cloth(it: Cloth) -> Cloth:
        rows = [replace(row, place=place(row.place)) for row in it.rows]
        return Cloth(rows, [strand(each) for each in it.strands], it.said, it.own)

    return Bolt(
        bolt.is_typed,
        bolt.remark,
        defaultdict(Cloth, {ours: cloth(it) for ours, it in bolt.cloths.items()}),
        {sheet_in_file(sheet, name): it for sheet, it in bolt.flaws.items()},
        {sheet_in_file(sheet, name): it for sheet, it in bolt.merged.items()},
        [it._replace(spot=spot(it.spot)) for it in bolt.told],
    )
