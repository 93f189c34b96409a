"""A workbook of our make, or one with other headings only, as one of several files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anjuan.case.sheets import Table
from anjuan.messages import Message
from anjuan.workbook.cells.cell import Cell, is_empty
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.bolts import Bolt, Cloth, Told
from anjuan.workbook.mapping.places import RowPlace, Spot, Strand
from anjuan.workbook.mapping.strands import WovenRow
from anjuan.workbook.mapping.telling import HIDDEN_TABLE, NEW_SHEET
from anjuan.workbook.rows import RawSheet


def plain(sheets: Mapping[str, RawSheet], headings: HeadingMap, table: Table) -> Bolt:
    """The sheets of such a workbook.

    Args:
        sheets: as read, by our names.
        headings: what stands for empty cells.
        table: our sheets, with the columns that plug-ins add.
    """
    known = {it.column.heading for sheet in table.sheets for it in sheet.fields}
    bolt = Bolt(all(it.is_typed for it in sheets.values()), "")
    for name, raw in sheets.items():
        if not raw.columns:
            continue
        columns = {
            heading: ((column_letters(place + 1), heading),)
            for heading, place in raw.columns.items()
        }
        strand = Strand(raw.title, raw.heading_row, columns)
        rows = [WovenRow(cells, RowPlace(strand, number)) for number, cells in _rows(raw, headings)]
        own = dict.fromkeys(it for it in raw.columns if it not in known)
        bolt.cloths[name] = Cloth(rows, [strand], set(raw.columns), own)
        bolt.flaws[raw.title], bolt.merged[raw.title] = raw.flaws, raw.merged
        bolt.told += _told(raw)
    return bolt


def _rows(raw: RawSheet, headings: HeadingMap) -> Iterator[tuple[int, dict[str, Cell]]]:
    for row in raw.rows:
        cells = {heading: raw.value(row, heading) for heading in raw.columns}
        constants = {it: headings.constant(raw.name, it) for it in headings.constants}
        filled = {it: of for it, of in constants.items() if of and is_empty(cells.get(it))}
        yield row.number, {**cells, **filled}


def _told(raw: RawSheet) -> Iterator[Told]:
    for title in raw.unread:
        message = Message("工作表“{}”没有读入，虽然它的标题与“{}”的相同。", title, raw.title)
        yield Told(NEW_SHEET, Spot(title), message, "要用的，请把它的各行移过去。")
    if raw.flaws.is_hidden or raw.flaws.is_blurred:
        message = Message("这张表是隐藏的，或看不出哪些内容是隐藏、划了删除线的，但仍会用到。")
        remedy = "请取消隐藏，或另存为 .xlsx，再核对内容。"
        yield Told(HIDDEN_TABLE, Spot(raw.title), message, remedy)
