"""The colours of cells with problems: by a rule of the sheet, so that the cells keep their looks.

Formats of cells are never touched: a fill that the lawyer chose before, or meanwhile, is there
again as soon as the rule is gone. Our rules are known by what they compare, which Excel, WPS and
LibreOffice keep when they save.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from anjuan.workbook.editing import M, Styles, put_in_order, split_address
from anjuan.workbook.letters import column_letters

ERROR_COLOUR, WARNING_COLOUR, ROW_COLOUR = "FFF8CBAD", "FFFFF2CC", "FFC00000"
# By this a part is known to hold marks of ours, before anything is made of it.
SIGN = "anjuan:"

_FILLED = '<dxf><fill><patternFill patternType="solid"><fgColor rgb="{0}"/><bgColor rgb="{0}"/>'
_DXFS = {
    "error": f"{_FILLED}</patternFill></fill></dxf>".format(ERROR_COLOUR),
    "warning": f"{_FILLED}</patternFill></fill></dxf>".format(WARNING_COLOUR),
    "row": f'<dxf><font><b/><color rgb="{ROW_COLOUR}"/></font></dxf>',
}
# Of cells whose own format is among the lawyer's rules, ours is shown: it comes first.
_PRIORITY = f"{M}cfRule", "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}cfRule"
# So many areas a rule: programs stumble over longer lists.
_MOST_AREAS = 200


def colour(root: etree._Element, styles: Styles, cells: dict[str, Sequence[str]]) -> None:
    """Colour cells of a sheet.

    Args:
        root: the sheet, without marks of ours.
        styles: of the workbook.
        cells: addresses by what they are: `error`, `warning`, `row` (the first cell of a row with
            problems, whose letters are red).
    """
    used = [name for name in _DXFS if cells.get(name)]
    _shift(root, len(used))
    for priority, name in enumerate(used, start=1):
        areas = list(_areas(cells[name]))
        for start in range(0, len(areas), _MOST_AREAS):
            look = styles.add("dxfs", _DXFS[name])
            sqref = " ".join(areas[start : start + _MOST_AREAS])
            put_in_order(root, _rule(sqref, look, priority, name))


def discolour(root: etree._Element) -> None:
    """Take our colours out of a sheet."""
    removed = set()
    for rule in list(root.iter(f"{M}cfRule")):
        if rule.findtext(f"{M}formula", "").strip('"').startswith(SIGN):
            removed.add(rule.get("priority"))
            group = rule.getparent()
            assert group is not None
            group.remove(rule)
            if not len(group):
                root.remove(group)
    _shift(root, -len(removed))


def _rule(sqref: str, look: int, priority: int, name: str) -> etree._Element:
    group = etree.Element(f"{M}conditionalFormatting")
    group.set("sqref", sqref)
    rule = etree.SubElement(group, f"{M}cfRule")
    rule.set("type", "expression")
    rule.set("dxfId", str(look))
    rule.set("priority", str(priority))
    etree.SubElement(rule, f"{M}formula").text = f'"{SIGN}{name}"<>""'
    return group


def _shift(root: etree._Element, by: int) -> None:
    """Move the lawyer's own rules behind ours, or back."""
    for rule in root.iter(*_PRIORITY):
        if rule.get("priority", "").isdecimal():
            rule.set("priority", str(max(1, int(rule.get("priority", "1")) + by)))


def _areas(addresses: Iterable[str]) -> Iterator[str]:
    """Addresses, those that follow one another downwards as one area."""
    places = sorted({split_address(it)[::-1] for it in addresses})
    for column, group in groupby(places, key=lambda it: it[0]):
        letter, rows = column_letters(column), [row for _, row in group]
        for _, run in groupby(enumerate(rows), key=lambda it: it[1] - it[0]):
            found = [row for _, row in run]
            last = f":{letter}{found[-1]}" if len(found) > 1 else ""
            yield f"{letter}{found[0]}{last}"
