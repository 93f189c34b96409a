"""Reader of tables: a carrier's list of calls, by its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from anjuan import (
    Contact,
    Direction,
    Found,
    Importer,
    Method,
    Origin,
    RecordCell,
    RecordFile,
    RecordFormat,
    RecordTable,
    TimePrecision,
    Unread,
    hookimpl,
)

_MOMENT, _PARTY, _WAY = "起始时间", "对方号码", "通信方式"
_TABLES = (".xlsx", ".xls", ".csv")


def recognise(start: bytes, name: str) -> bool:
    """Whether a file is called like a table."""
    return name.lower().endswith(_TABLES)


def read(file: RecordFile) -> Iterator[Found]:
    """The rows below a row of headings."""
    for table in file.tables():
        yield from _read(table)


def _read(table: RecordTable) -> Iterator[Found]:
    headings: dict[str, int] = {}
    for number, row in enumerate(table.rows, 1):
        if _MOMENT in row and _PARTY in row:
            headings = {str(cell): column for column, cell in enumerate(row)}
        elif headings:
            yield _contact(row, headings, f"{table.name} 第 {number} 行")


def _contact(row: Sequence[RecordCell], headings: dict[str, int], place: str) -> Found:
    moment, party, way = (str(row[headings[it]]) for it in (_MOMENT, _PARTY, _WAY))
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return Unread(place=place, value=moment, reason="不是时间", party=party)
    return Contact(
        moment=when,
        precision=TimePrecision.SECOND,
        method=Method.CALL,
        party=party,
        direction=Direction.OUTGOING if "主叫" in way else Direction.INCOMING,
        origin=Origin.CARRIER,
        place=place,
    )


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader."""
    return [
        Importer(
            name="table",
            title="表格",
            formats=(
                RecordFormat(
                    title="中国移动语音详单",
                    how_to_get="在中国移动 App 或网上营业厅导出通话详单。",
                    tried="按公开的标题仿制的文件。",
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
