"""The notes on cells with problems, as large as their text; those of the lawyer stay as they are.

A cell that has a note already gets none of ours: what is wrong there is told beside its row and
in the list. Ours are known by their first line, for LibreOffice drops authors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil

from lxml import etree

from anjuan.opc import Package, parse_xml, write_text
from anjuan.workbook.editing import MAIN_NS, M, R, cell_text, put_in_order, split_address
from anjuan.workbook.letters import column_letters

AUTHOR = "anjuan"
# The first line of our notes.
SIGN = "【anjuan 核对】\n"

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_OFFICE = "urn:schemas-microsoft-com:office"
_X = f"{{{_OFFICE}:excel}}"
_VML_HEAD = (
    f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="{_OFFICE}:office"'
    f' xmlns:x="{_OFFICE}:excel"><v:shapetype id="_x0000_t202"'
    ' coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/></xml>'
)
_VML_SHAPE = (
    f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="{_OFFICE}:office"'
    f' xmlns:x="{_OFFICE}:excel" id="anjuan_{{row}}_{{column}}" type="#_x0000_t202"'
    ' style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:{width}px;height:{height}px;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:textbox/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# In pixels; signs of half the width of a Chinese character that fit into a line.
_WIDTH, _LINE, _PADDING, _HALVES = 320, 18, 14, 44


def annotate(package: Package, part: str, root: etree._Element, texts: Mapping[str, str]) -> None:
    """Add notes to a sheet: their texts in one part, their boxes in an old-style drawing.

    Args:
        package: the workbook.
        part: the sheet, without notes of ours.
        root: its XML.
        texts: by address.
    """
    name = package.related(part, "comments")
    comments = package.tree(name) if name else _empty_comments()
    found = comments.find(f"{M}commentList")
    assert found is not None
    taken = {comment.get("ref", "") for comment in found}
    new = {
        address: SIGN + cell_text(text) for address, text in texts.items() if address not in taken
    }
    if not new:
        return
    if not name:
        name = package.add("xl/comments{}.xml", _COMMENTS_TYPE)
        package.relate(part, "comments", name)
    author = _author(comments)
    found.extend(_comment(address, author, text) for address, text in new.items())
    found[:] = sorted(found, key=lambda comment: split_address(comment.get("ref", "A1")))
    package.store(name, comments)
    _write_boxes(package, part, root, new)


def clear(package: Package, part: str, root: etree._Element) -> None:
    """Take our notes out of a sheet, and the parts that hold nothing else."""
    name = package.related(part, "comments")
    if name not in package.parts:
        return
    comments = package.tree(name)
    authors, found = comments.find(f"{M}authors"), comments.find(f"{M}commentList")
    assert authors is not None
    assert found is not None
    removed = [comment for comment in found if _text(comment).startswith(SIGN)]
    for comment in removed:
        found.remove(comment)
    _forget_author(authors, found)
    _remove_boxes(package, part, root, {comment.get("ref", "") for comment in removed})
    if len(found):
        package.store(name, comments)
    elif removed:
        package.unrelate(part, name)


def _text(comment: etree._Element) -> str:
    """The text of a note, as it began when it was written."""
    runs = (it.text or "" for it in comment.iter(f"{M}t"))
    return "".join(runs).replace("\r\n", "\n").lstrip()


def _forget_author(authors: etree._Element, found: etree._Element) -> None:
    """Take our author out where he is the last: others go by their numbers."""
    last = len(authors) - 1
    is_idle = all(comment.get("authorId") != str(last) for comment in found)
    if last >= 0 and authors[last].text == AUTHOR and is_idle:
        authors.remove(authors[last])


def _empty_comments() -> etree._Element:
    return parse_xml(f'<comments xmlns="{MAIN_NS}"><authors/><commentList/></comments>'.encode())


def _author(comments: etree._Element) -> str:
    """The number of our author, who is added where he is not there yet."""
    authors = comments.find(f"{M}authors")
    assert authors is not None
    for place, author in enumerate(authors):
        if author.text == AUTHOR:
            return str(place)
    etree.SubElement(authors, f"{M}author").text = AUTHOR
    return str(len(authors) - 1)


def _comment(address: str, author: str, text: str) -> etree._Element:
    comment = etree.Element(f"{M}comment")
    comment.set("ref", address)
    comment.set("authorId", author)
    body = etree.SubElement(comment, f"{M}text")
    write_text(etree.SubElement(etree.SubElement(body, f"{M}r"), f"{M}t"), text)
    return comment


def _write_boxes(
    package: Package, part: str, root: etree._Element, texts: Mapping[str, str]
) -> None:
    """A note without a box in the drawing is not shown by Excel."""
    name = _drawing_of(package, part, root)
    drawing = package.tree(name, _VML_HEAD.encode())
    for address in sorted(texts, key=split_address):
        row, column = split_address(address)
        height = _height(texts[address])
        box = {"row": row - 1, "column": column - 1, "width": _WIDTH, "height": height}
        drawing.append(parse_xml(_VML_SHAPE.format(**box)))
    if name not in package.parts:
        package.declare_extension("vml", _VML_TYPE)
        name = package.free_name("xl/drawings/anjuanNotes{}.vml")
        link = etree.Element(f"{M}legacyDrawing")
        link.set(f"{R}id", package.relate(part, "vmlDrawing", name))
        put_in_order(root, link)
    package.parts[name] = etree.tostring(drawing)


def _height(text: str) -> int:
    """Room for all lines of a note, in pixels."""
    widths = (sum(1 if it.isascii() else 2 for it in line) for line in text.split("\n"))
    return sum(max(1, ceil(it / _HALVES)) for it in widths) * _LINE + _PADDING


def _drawing_of(package: Package, part: str, root: etree._Element) -> str:
    link = root.find(f"{M}legacyDrawing")
    return "" if link is None else package.targets(part).get(link.get(f"{R}id", ""), "")


def _remove_boxes(package: Package, part: str, root: etree._Element, addresses: set[str]) -> None:
    name = _drawing_of(package, part, root)
    if not addresses or name not in package.parts:
        return
    drawing = package.tree(name)
    for shape in [it for it in drawing if _place_of(it) in addresses]:
        drawing.remove(shape)
    if any(it.find(f"{_X}ClientData") is not None for it in drawing):
        package.parts[name] = etree.tostring(drawing)
        return
    link = root.find(f"{M}legacyDrawing")
    assert link is not None
    root.remove(link)
    package.unrelate(part, name)


def _place_of(shape: etree._Element) -> str:
    """The address of the cell whose note a shape shows; empty for other shapes."""
    row, column = (shape.findtext(f"{_X}ClientData/{_X}{it}", "") for it in ("Row", "Column"))
    if not re.fullmatch("[0-9]+", row) or not re.fullmatch("[0-9]+", column):
        return ""
    return f"{column_letters(int(column) + 1)}{int(row) + 1}"
