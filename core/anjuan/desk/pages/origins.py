"""Where what a paper prints comes from, as the side of the preview tells it."""

from __future__ import annotations

from anjuan.chinese import date_text, some
from anjuan.desk.looking import Grid, Look
from anjuan.desk.pages.checking import link_to_cell
from anjuan.desk.paper.grounds import Grounds
from anjuan.desk.veil import Open
from anjuan.documents.origins import Piece, Provided, Sort
from anjuan.frozen import frozen
from anjuan.problems import Place
from anjuan.workbook.cells.cell import as_typed
from anjuan.workbook.letters import column_number, row_of

# A count of more rows than anybody follows one by one.
_MOST_PLACES = 300
_MOST_DAYS = 5
_SAID = {
    Sort.CELL: "来自单元格",
    Sort.COUNT: "由几格算出",
    Sort.LAW: "引用法条",
    Sort.CATALOGUE: "法条目录里的字句",
    Sort.COMPOSED: "程序组的句子",
}


@frozen
class ShownPlace:
    """A cell: where the page shows it, its name, its heading, and what stands in it."""

    link: str
    name: str
    heading: str
    text: str


@frozen
class ShownProvision:
    """A provision: as it is cited, what it says, its edition, when it holds, and why this one."""

    text: str
    gist: str
    edition: str
    span: str
    why: str
    known: str


@frozen
class ShownOrigin:
    """Where pieces of a paper come from.

    Attributes:
        number: of the origin in the paper.
        sort: what sort it has, for its ground.
        said: that in a few words: the first cell or provision, or the name in the template.
        is_found: it was found by comparing texts.
        places: cells; of a sentence those that are printed in it.
        more: how many others there are.
        provisions: that are cited.
    """

    number: int
    sort: Sort
    said: str
    is_found: bool
    places: tuple[ShownPlace, ...]
    more: int
    provisions: tuple[ShownProvision, ...]


def origins_of(grounds: Grounds, look: Look, shown: Open) -> list[ShownOrigin]:
    """The origins of a paper, in the order of their numbers."""
    return [shown_origin(it, number, look, shown) for it, number in grounds.origins.items()]


def shown_origin(origin: Piece, number: int, look: Look, shown: Open) -> ShownOrigin:
    """An origin as the page tells it."""
    cells = origin.cells[:_MOST_PLACES]
    places = tuple(shown_place(it, look, shown) for it in cells)
    return ShownOrigin(
        number,
        origin.sort,
        _said(origin, places),
        origin.is_found,
        places,
        len(origin.cells) - len(cells),
        tuple(_provision(it, origin, shown) for it in origin.provisions),
    )


def _said(origin: Piece, places: tuple[ShownPlace, ...]) -> str:
    said = _SAID[origin.sort]
    if origin.sort is Sort.COMPOSED:
        return f"{said}（模板里的“{origin.name}”）" if origin.name else said
    named = [it.text for it in origin.provisions] or [f"{it.name} {it.heading}" for it in places]
    return f"{said}：{some(named, 1)}" if named else said


def shown_place(place: Place, look: Look, shown: Open) -> ShownPlace:
    """A cell under the names that the workbook itself has for it."""
    grid = look.grid_of(place.sheet)
    if grid is None:
        return ShownPlace("", f"{place.sheet} {place.cell}", place.heading, "")
    heading = _text(grid, place.cell, grid.heading_row) or place.heading
    text = shown.text(_text(grid, place.cell, row_of(place.cell)))
    return ShownPlace(
        link_to_cell(grid, place.cell, look), f"{grid.name} {place.cell}", heading, text
    )


def _text(grid: Grid, address: str, row: int) -> str:
    column = column_number(address.rstrip("0123456789"))
    if not 0 < row <= len(grid.rows) or not 0 < column <= len(grid.rows[row - 1]):
        return ""
    return as_typed(grid.rows[row - 1][column - 1])


def _provision(provision: Provided, origin: Piece, shown: Open) -> ShownProvision:
    days = some([shown.text(date_text(day)) for day in provision.days], _MOST_DAYS)
    if days:
        why = f"按{days}引用，那时有效的是这一版。"
    else:
        why = "只用到它的数字。" if origin.sort is not Sort.CATALOGUE else ""
    return ShownProvision(
        provision.text,
        provision.gist,
        provision.edition,
        provision.span,
        why,
        provision.confidence.word,
    )
