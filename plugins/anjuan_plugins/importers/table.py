"""Tables: carriers' lists, police lists, logs of apps, chats, what people wrote down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from anjuan import Found, Importer, RecordFile, hookimpl

TEXTS = (".csv", ".tsv", ".txt")
_TABLES = (*TEXTS, ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".htm", ".html")


def recognise(start: bytes, name: str) -> bool:
    """Whether a file is a table, or called like one."""
    is_table = start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF"))
    return is_table or PurePath(name).suffix.lower() in _TABLES


def read(file: RecordFile) -> Iterator[Found]:
    """All contacts below headings, in all tables."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.tables import read_file

    yield from read_file(file)


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of tables."""
    from anjuan_plugins.importers.table_formats import FORMATS

    return [
        Importer(
            name="table",
            title="通话详单、短信详单、通话记录、手写清单等表格",
            formats=FORMATS,
            recognise=recognise,
            read=read,
        )
    ]
