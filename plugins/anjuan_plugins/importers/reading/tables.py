"""Reader of tables: carriers' lists, police lists, logs of apps, chats, what people wrote down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from anjuan import (
    FileRemark,
    Found,
    Message,
    OwnNumber,
    RecordError,
    RecordField,
    RecordFile,
    RecordTable,
    phone_key,
    public,
)
from anjuan_plugins.importers.reading.calls import Calls
from anjuan_plugins.importers.reading.chat_tables import Chats, chat_columns
from anjuan_plugins.importers.reading.columns import Row
from anjuan_plugins.importers.reading.headings import are_headings, fields_of, own_labels
from anjuan_plugins.importers.reading.moments import normal
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.years import Span, Years, spans_above, spans_named
from anjuan_plugins.importers.table import TEXTS

# Headings further down than this are none.
_HIGHEST = 100
# So many rows with a time and a number are no accident.
_FEWEST = 3
_OTHERS = re.compile("流量|上网|gprs|账单|费用")
_CLOCK, _LONG = re.compile(r"\d{1,2}:\d{2}"), re.compile(r"\d{7}")
_PDF = b"%PDF-"
_OWN = re.compile(
    r"(?:(?:手机|本机|服务|用户|客户|机主|计费|业务|设备|移动|电话|查询)(?:号码?[:：\s]*|[:：]\s*)"
    r"|(?<!对方)(?<!对端)号码[:：]\s*)((?:\+?86)?1[3-9]\d{9})(?!\d)"
)
# A bill is called by the number of its phone; a chat by that of the other side.
_BILL = re.compile("详单|话单|清单|账单|语音通信")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(slots=True)
class _Known:
    """What is known of a file while it is read.

    Attributes:
        own: keys of the phone's numbers.
        spans: the days that its name tells.
        count: tables with headings so far.
    """

    file: RecordFile
    labels: Mapping[str, RecordField]
    own: set[str]
    spans: Sequence[Span]
    count: int = field(default=0)

    def own_numbers(self, text: str) -> Iterator[OwnNumber]:
        """The phone's numbers that a text names, each told once."""
        for number in _OWN.findall(text):
            yield from self.told(number)

    def told(self, number: str) -> Iterator[OwnNumber]:
        """A number of the phone, if it is new."""
        if phone_key(number) not in self.own:
            self.own.add(phone_key(number))
            yield OwnNumber(number=number)


def read_file(file: RecordFile) -> Iterator[Found]:
    """All contacts below headings, in all tables."""
    yield from read_tables(file, _tables(file))


def read_tables(file: RecordFile, tables: Iterable[tuple[RecordTable, Places]]) -> Iterator[Found]:
    """All contacts below headings.

    Args:
        file: what is known of it.
        tables: its tables, with what names their places.
    """
    name = PurePath(file.name).stem
    known = _Known(
        file,
        own_labels(file.headings.values()),
        set(file.own_numbers),
        list(spans_named(name)),
    )
    if _BILL.search(name):
        for number in _MOBILE.findall(name):
            yield from known.told(number)
    for number, (table, places) in enumerate(tables, 1):
        before = known.count
        above: list[str] = []
        yield from _read(known, table, places, above)
        if known.count == before and _may_be_contacts(table.name, above):
            # Not by its name, which may be somebody's.
            yield FileRemark(message=Message("第 {} 张表没有认出标题，没有读。", public(number)))
    if not known.count:
        raise RecordError(
            Message(
                "没有认出标题：要有一列时间（如“起始时间”）和一列号码（如“对方号码”）。"
                "标题是自己的，请在 anjuan.toml 的 [imports] 里对应。"
            )
        )


def _tables(file: RecordFile) -> Iterator[tuple[RecordTable, Places]]:
    with file.path.open("rb") as stream:
        is_pdf = stream.read(len(_PDF)) == _PDF
    if is_pdf:
        # Loaded when it is needed: few files are PDF.
        from anjuan_plugins.importers.reading.pdf import pdf_tables

        yield from pdf_tables(file)
        return
    is_text = PurePath(file.name).suffix.lower() in TEXTS
    for number, table in enumerate(file.tables(), 1):
        yield table, Places("" if is_text else table.name, number)


def _read(known: _Known, table: RecordTable, places: Places, above: list[str]) -> Iterator[Found]:
    rows: Calls | Chats | None = None
    for number, row in enumerate(table.rows, 1):
        found = _headed(known, table, places, row, above) if _may_be(rows, row) else None
        if found is not None:
            yield from rows.finish() if rows else ()
            rows = found
            known.count += 1
        elif rows is not None:
            yield from rows.take(number, row)
        elif number > _HIGHEST:
            return
        else:
            text = " ".join(str(cell) for cell in row if cell not in (None, ""))
            above.append(text)
            yield from known.own_numbers(text)
    yield from rows.finish() if rows else ()


def _may_be_contacts(name: str, rows: Sequence[str]) -> bool:
    """Whether rows without headings hold times and numbers, and are not of other things."""
    if _OTHERS.search(normal(name)) or any(map(_OTHERS.search, rows)):
        return False
    return sum(bool(_CLOCK.search(row) and _LONG.search(row)) for row in rows) >= _FEWEST


def _may_be(rows: Calls | Chats | None, row: Row) -> bool:
    return rows is None or rows.may_be_headings(row)


def _headed(
    known: _Known, table: RecordTable, places: Places, row: Row, above: Sequence[str]
) -> Calls | Chats | None:
    """What reads the rows below, if these are headings."""
    if sum(isinstance(cell, str) and cell != "" for cell in row) < 2:
        return None
    chat = chat_columns(row)
    if chat:
        return Chats(chat, places)
    fields = fields_of(row, known.labels)
    if not are_headings(fields):
        return None
    text = "\n".join(above)
    spans = [*spans_above(text)] or [*spans_named(table.name)] or known.spans
    title = " ".join((known.file.name, table.name, *above))
    return Calls(row, fields, title, places, Years(known.file.year, spans), known.own)
