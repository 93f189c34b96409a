"""What ECMA-376-1 says of the elements that a Word document is built of.

Where a rule stands: paragraphs §17.3.1, tables §17.4, content controls §17.5.2, headers and
footers §17.10, notes §17.11, fields §17.16; the sequences of properties in annex A.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from anjuan.opc import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
P, TBL, TR, TC, R = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r"))
# What makes a row take more grid columns than it has cells.
_WIDENING = tuple(f"{W}{name}" for name in ("gridSpan", "gridBefore", "gridAfter"))
SDT, SDT_CONTENT, BOX = f"{W}sdt", f"{W}sdtContent", f"{W}txbxContent"
BODY_ELEMENT, FALLBACK = f"{W}body", f"{MC}Fallback"
BLOCKS = (P, TBL, f"{W}altChunk")
# All that holds paragraphs and tables and has to end with a paragraph: the schema asks for one
# block (§17.10.3, §17.11.10, §17.4.65, …), Word for a last paragraph. A body needs none.
STORIES = tuple(
    f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent")
)
# They hold what the element around them may hold, and are no place of their own.
WRAPPERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del", "moveFrom", "moveTo")
)
BOOKMARK = "bookmark"
# Ranges with a start and an end that carry the same number (§17.13).
RANGES: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        f"{W}{name}{end}": (name, end.endswith("Start"))
        for name, ends in {
            BOOKMARK: ("Start", "End"),
            "perm": ("Start", "End"),
            "comment": ("RangeStart", "RangeEnd"),
            "moveFrom": ("RangeStart", "RangeEnd"),
            "moveTo": ("RangeStart", "RangeEnd"),
        }.items()
        for end in ends
    }
)
COMMENT_REFERENCE = f"{W}commentReference"
NOTE_REFERENCES: Mapping[str, str] = MappingProxyType(
    {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
)
# What Word itself numbers; a copy must not carry the number of its original.
COPIED_IDS = (f"{W14}paraId", f"{W14}textId")

_PARAGRAPH_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip
_TABLE_PROPERTIES = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize",
    "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar",
    "tblLook", "tblCaption", "tblDescription", "tblPrChange",
)  # fmt: skip
_CELL_PROPERTIES = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel",
    "cellMerge", "tcPrChange",
)  # fmt: skip
# Header and footer references come first, in any order among themselves.
_SECTION_PROPERTIES = (
    "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType",
    "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi",
    "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
# Children that have to come in this order; those that are not named may stand anywhere.
SEQUENCES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        f"{W}{parent}": {f"{W}{name}": at for at, name in enumerate(names)}
        for parent, names in {
            "pPr": _PARAGRAPH_PROPERTIES,
            "tblPr": _TABLE_PROPERTIES,
            "tcPr": _CELL_PROPERTIES,
            "sectPr": _SECTION_PROPERTIES,
            "numPr": ("ilvl", "numId"),
            "sdt": ("sdtPr", "sdtEndPr", "sdtContent"),
            "numbering": ("numPicBullet", "abstractNum", "num", "numIdMacAtCleanup"),
            "num": ("abstractNumId", "lvlOverride"),
            "lvlOverride": ("startOverride", "lvl"),
        }.items()
    }
)
# Which child comes before all others.
FIRST: Mapping[str, str] = MappingProxyType(
    {P: f"{W}pPr", R: f"{W}rPr", TC: f"{W}tcPr", TBL: f"{W}tblPr"}
)


# What our marks say of the place where they stand (seams.py).
REST, APART, TURN = "anjuan-rest", "anjuan-apart", "anjuan-turn"


def is_mark(node: etree._Element) -> bool:
    """True for a processing instruction: ours, for no others stand in a Word document."""
    return isinstance(node, etree._ProcessingInstruction)


def held(parent: etree._Element) -> Iterator[etree._Element]:
    """What an element holds, content controls and tracked changes opened."""
    for child in parent:
        if child.tag in WRAPPERS:
            yield from held(child)
        else:
            yield child


def nearest(element: etree._Element, *names: str) -> etree._Element | None:
    """The nearest element of one of these names around it."""
    return next(element.iterancestors(*names), None)


def value(element: etree._Element | None) -> str:
    """The `w:val` of an element; empty where it has none, or where there is no element."""
    return "" if element is None else element.get(f"{W}val", "")


def number(element: etree._Element | None, otherwise: int = 0) -> int:
    """The `w:val` of an element as a number; what else where it is none."""
    found = value(element)
    return int(found) if found.isdecimal() else otherwise


def span(cell: etree._Element) -> int:
    """Grid columns that a cell takes (§17.4.17)."""
    return max(1, number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))


def cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row, each with the grid column at which it begins."""
    at = _left_free(row, "Before")
    for cell in (child for child in held(row) if child.tag == TC):
        yield at, cell
        at += span(cell)


def width(row: etree._Element) -> int:
    """Grid columns that a row takes, those left free included."""
    if next(row.iter(*_WIDENING), None) is None:
        return sum(child.tag == TC for child in held(row))
    taken = sum(span(cell) for _, cell in cells(row))
    return _left_free(row, "Before") + taken + _left_free(row, "After")


def _left_free(row: etree._Element, side: str) -> int:
    """Grid columns left free beside the cells of a row (§17.4.14, §17.4.15)."""
    return number(row.find(f"{W}trPr/{W}grid{side}"))


def last_block(story: etree._Element) -> etree._Element | None:
    """The last paragraph, table or foreign piece of what holds such."""
    blocks = [child for child in held(story) if child.tag in BLOCKS]
    return blocks[-1] if blocks else None


def shown(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Elements that are no second copy, for older programs, of another one."""
    fallbacks = root.find(f".//{FALLBACK}") is not None
    for element in root.iter(*names):
        if not fallbacks or nearest(element, FALLBACK) is None:
            yield element


def put_in_order(parent: etree._Element, child: etree._Element) -> None:
    """Put a child where the sequence of its parent wants it."""
    order = SEQUENCES[parent.tag]
    rank = order[child.tag]
    later = (at for at, other in enumerate(parent) if order.get(other.tag, -1) > rank)
    parent.insert(next(later, len(parent)), child)
