"""What the message manager of QQ exports as text."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import Found, Importer, RecordFile, RecordFormat, hookimpl

_MARKS = ("消息记录（此消息记录为文本格式", "消息对象:")


def recognise(start: bytes, name: str) -> bool:
    """Whether a text begins as the message manager writes it."""
    for encoding in ("utf-8", "utf-16", "gb18030"):
        text = start.decode(encoding, "ignore")
        if any(mark in text for mark in _MARKS):
            return True
    return False


def read(file: RecordFile) -> Iterator[Found]:
    """All messages, each by the name of who wrote it."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.qq import read_file

    yield from read_file(file)


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of QQ."""
    return [
        Importer(
            name="qq",
            title="QQ 聊天记录（文本）",
            formats=(
                RecordFormat(
                    title="QQ 消息管理器导出的文本（.txt）",
                    how_to_get=(
                        "电脑版 QQ：主菜单 → 消息管理器 → 选中联系人，右键“导出消息记录”，"
                        "保存类型选“文本文件（*.txt）”。"
                    ),
                    tried="按公开资料仿制的文件；没有用真实文件试过。",
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
