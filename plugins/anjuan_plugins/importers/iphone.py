"""The call history inside of an iPhone's backup."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import Found, Importer, RecordFile, RecordFormat, hookimpl

_SQLITE = b"SQLite format 3\0"


def recognise(start: bytes, name: str) -> bool:
    """Whether a file is a database that is called like the call history."""
    return start.startswith(_SQLITE) and "callhistory" in name.lower()


def read(file: RecordFile) -> Iterator[Found]:
    """All calls, FaceTime among them."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.iphone import read_file

    yield from read_file(file)


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of the iPhone's call history."""
    return [
        Importer(
            name="iphone",
            title="iPhone 备份里的通话库",
            formats=(
                RecordFormat(
                    title="iPhone 的 CallHistory.storedata",
                    how_to_get=(
                        "在电脑上做一份不加密的本机备份，用备份查看工具取出 "
                        "Library/CallHistoryDB/CallHistory.storedata。iPhone 只留最近一千条左右。"
                    ),
                    tried="按公开资料仿制的文件；没有用真实文件试过。",
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
