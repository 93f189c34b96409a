"""What docxtpl mends in its own output, and for which templates there is nothing to mend.

Its recovering parser mends what is not well-formed, its `fix_tables` rows that do not fill their
grid, its `resolve_listing` line breaks. What a template holds may prove, before any value is
known, that they find nothing to do, so that they can be left out:

* every branch is well-formed by itself, and values are always escaped, so that every output is
  well-formed;
* no loop or condition changes the cells of a row, and one row always fills the grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat  # noqa: TID251  # a branch declares no namespaces: lxml takes none

from jinja2 import nodes
from lxml import etree

from anjuan.errors import TemplateError
from anjuan.opc import W, parse_xml
from anjuan.word.marks import REWRITTEN
from anjuan.word.structure.branches import Sign, sign_of

# What docxtpl turns into line breaks, tabs, paragraphs and pages (its `resolve_listing`).
LISTING = re.compile("[\t\n\a\f]")
# Stand-ins in a skeleton: neither may occur inside a tag or a name, so a misplaced one is found.
_VALUE, _MARK = "★", "<?{}?>"
_DEPTHS = {Sign.IF: 1, Sign.FOR: 1, Sign.END: -1}


class UnprovableError(TemplateError):
    """The template has to be rendered by docxtpl itself; the message says why."""


def proved_skeleton(tree: nodes.Template, around: tuple[str, str] = ("", "")) -> etree._Element:
    """Make sure that docxtpl would find nothing to mend in any output of a part.

    Args:
        tree: what is rendered of the part.
        around: what stands before and after that, and makes one element of it.

    Returns:
        The part with stand-ins for values, and instructions where branches begin and end.

    Raises:
        UnprovableError: it might.
    """
    _prove_branches(tree.body)
    outline = _skeleton(tree.body, deep=True)
    # It leaves as it is what is printed without being asked, too.
    if LISTING.search(outline) or REWRITTEN.search(outline):
        raise UnprovableError("固定文字里有换行或模板记号")
    skeleton = parse_xml(outline.join(around))
    _prove_tables(skeleton)
    return skeleton


def _prove_branches(body: Sequence[nodes.Node]) -> None:
    """Every branch closes what it opens."""
    _prove_well_formed(_skeleton(body))
    for node in body:
        for branch in _branches(node):
            _prove_branches(branch)


def _branches(node: nodes.Node) -> list[list[nodes.Node]]:
    """What a condition or a loop may render; nothing for other nodes."""
    match node:
        case nodes.If():
            return [node.body, *(other.body for other in node.elif_), node.else_]
        case nodes.For():
            return [node.body, node.else_]
        case _:
            return []


def _skeleton(body: Sequence[nodes.Node], *, deep: bool = False) -> str:
    """Fixed text with stand-ins for values and for branches; the branches themselves if `deep`."""
    return "".join(_outline(node, deep) for node in body)


def _outline(node: nodes.Node, deep: bool) -> str:
    match node:
        case nodes.Output():
            return "".join(
                part.data if isinstance(part, nodes.TemplateData) else _VALUE for part in node.nodes
            )
        case nodes.If() | nodes.For():
            inner = [_skeleton(it, deep=True) if deep else "" for it in _branches(node)]
            signs = [Sign.IF if isinstance(node, nodes.If) else Sign.FOR]
            signs += [Sign.OR] * (len(inner) - 2) + [Sign.ELSE]
            pieces = [_MARK.format(sign) + text for sign, text in zip(signs, inner, strict=True)]
            return "".join((*pieces, _MARK.format(Sign.END)))
        case nodes.Assign():
            return ""
        case _:
            raise UnprovableError(f"用了 {type(node).__name__}")


def _prove_well_formed(skeleton: str) -> None:
    try:
        expat.ParserCreate().Parse(f"<part>{skeleton}</part>", True)
    except expat.ExpatError as error:
        raise UnprovableError(f"有的分支自身不成对（{error}）") from error


def _prove_tables(root: etree._Element) -> None:
    if root.find(f".//{W}txbxContent") is not None:
        raise UnprovableError("有文本框")
    if root.find(".//{*}docPr") is not None:
        raise UnprovableError("有图形")
    for table in root.iter(f"{W}tbl"):
        _prove_table(table)


def _prove_table(table: etree._Element) -> None:
    """Make sure that docxtpl's `fix_tables` has nothing to do: one row always fills the grid."""
    grid = table.find(f"{W}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
    depth, filled = 0, False
    for child in table:
        sign = sign_of(child)
        if sign is not None:
            depth += _DEPTHS.get(sign, 0)
        elif child.tag == f"{W}tr":
            cells = _cells(child)
            if cells > columns:
                raise UnprovableError("表格的行比列宽")
            filled = filled or (cells == columns and depth == 0)
    if not filled:
        raise UnprovableError("表格没有一行总是占满各列")


def _cells(row: etree._Element) -> int:
    """Grid columns a row takes; a nested table or a conditional cell can't be foreseen."""
    if any(sign_of(child) is not None for child in row) or row.find(f".//{W}tbl") is not None:
        raise UnprovableError("表格的单元格随条件增减")
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row if cell.tag == f"{W}tc")
    return sum(1 if span is None else _span(span) for span in spans)


def _span(span: etree._Element) -> int:
    width = span.get(f"{W}val") or ""
    if not width.isdigit():
        raise UnprovableError("单元格的跨列数不是数")
    return int(width)
