"""Reader of the call history inside of an iPhone's backup: CallHistory.storedata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from anjuan import (
    Contact,
    Direction,
    Ending,
    FileRemark,
    Found,
    Message,
    Method,
    Origin,
    RecordError,
    RecordFile,
    TimePrecision,
    Unread,
)
from anjuan_plugins.importers.reading.moments import of_epoch
from anjuan_plugins.importers.reading.values import read_length, read_party

_TABLE = "ZCALLRECORD"
_NEEDED = ("Z_PK", "ZADDRESS", "ZDATE", "ZORIGINATED")
_WANTED = (*_NEEDED, "ZDURATION", "ZANSWERED", "ZNAME")
# Core Data counts seconds from here.
_BEGINNING = datetime.fromisoformat("2001-01-01T00:00:00+00:00")


def read_file(file: RecordFile) -> Iterator[Found]:
    """All calls, FaceTime among them."""
    # Loaded when it is needed: few files are databases.
    import sqlite3

    log = file.path.with_name(f"{file.path.name}-wal")
    if log.is_file() and log.stat().st_size:
        yield FileRemark(
            message=Message(
                "旁边还有一个 -wal 文件，里面最近的通话没有读到。请用备份工具导出整理过的通话库。"
            )
        )
    try:
        # Only read: nothing is written beside it either.
        address = f"{file.path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as base:
            for row in base.execute(_query(base)):
                yield _found(dict(zip(_WANTED, row, strict=True)))
    except sqlite3.Error:
        raise RecordError(Message("通话库已损坏，或不是 iPhone 的通话库。")) from None


def _query(base: Any) -> str:
    """All calls with the columns that this version of iOS has."""
    columns: Sequence[str] = [row[1] for row in base.execute(f"PRAGMA table_info({_TABLE})")]
    if any(name not in columns for name in _NEEDED):
        raise RecordError(Message("这个数据库里没有 iPhone 的通话记录。"))
    wanted = ", ".join(name if name in columns else "NULL" for name in _WANTED)
    return f"SELECT {wanted} FROM {_TABLE} ORDER BY Z_PK"


def _found(row: Mapping[str, Any]) -> Found:
    place = f"第 {row['Z_PK']} 条"
    address = row["ZADDRESS"]
    party = address.decode("utf-8", "replace") if isinstance(address, bytes) else address
    party = read_party(party if isinstance(party, str) else "")
    moment = _moment(row["ZDATE"])
    if moment is None or row["ZORIGINATED"] not in (0, 1):
        value = str(row["ZDATE"] if moment is None else row["ZORIGINATED"])
        reason = "不是时间" if moment is None else "说不准是来电还是去电"
        return Unread(place=place, value=value, reason=reason, party=party)
    is_out = row["ZORIGINATED"] == 1
    seconds = row["ZDURATION"]
    return Contact(
        moment=moment,
        precision=TimePrecision.SECOND,
        method=Method.CALL,
        party=party,
        direction=Direction.OUTGOING if is_out else Direction.INCOMING,
        origin=Origin.PHONE,
        place=place,
        ending=Ending.UNKNOWN if is_out else _ending(row["ZANSWERED"]),
        seconds=read_length(seconds if isinstance(seconds, int | float) else None),
        name=row["ZNAME"] if isinstance(row["ZNAME"], str) else "",
    )


def _moment(date: object) -> datetime | None:
    if not isinstance(date, int | float):
        return None
    try:
        moment = _BEGINNING + timedelta(seconds=date)
    except OverflowError:
        return None
    return of_epoch(int(moment.timestamp() * 1000))


def _ending(answered: object) -> Ending:
    if answered == 1:
        return Ending.ANSWERED
    return Ending.MISSED if answered == 0 else Ending.UNKNOWN
