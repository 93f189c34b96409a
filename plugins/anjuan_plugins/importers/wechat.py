"""What WeChat itself gives out: the ZIP of its desktop version, the text of its mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from anjuan import Found, Importer, RecordFile, RecordFormat, hookimpl

ZIP = b"PK\3\4"
# How the first file in a package of Office is called (ECMA-376-2, ODF 1.3 §3.3).
_OFFICE = (b"[Content_Types].xml", b"mimetype", b"xl/", b"_rels/", b"docProps/", b"word/")
# APPNOTE.TXT §4.3.7: where the name begins, and before it its length.
_NAME, _LENGTH = 30, slice(26, 28)
_CHAT = ("聊天记录".encode(), "聊天记录".encode("gb18030"))
MAIL = re.compile("的聊天记录如下，请查收")
_MOMENT = re.compile(
    r"\d{4}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日) (?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2})?"
)


def recognise(start: bytes, name: str) -> bool:
    """Whether a file is WeChat's ZIP, its text alone, or its mail."""
    if start.startswith(ZIP):
        first = start[_NAME : _NAME + int.from_bytes(start[_LENGTH], "little")]
        is_chat = name.lower().endswith(".zip") or first.startswith(_CHAT)
        return is_chat and not first.startswith(_OFFICE)
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        lines = start.decode(encoding, "ignore").splitlines()
        if any(map(MAIL.search, lines[:5])):
            return True
        if any(_is_head(line, below) for line, below in pairwise(lines)):
            return True
    return False


def _is_head(line: str, below: str) -> bool:
    return line.startswith("·") and bool(_MOMENT.fullmatch(below.strip()))


def read(file: RecordFile) -> Iterator[Found]:
    """All messages, each by the name of who wrote it."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.wechat import read_file

    yield from read_file(file)


_BY_OTHERS = (
    "按公开资料仿制的文件；没有用真实文件试过。第三方工具的导出容易被质疑改动过，原件是手机。"
)


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of WeChat."""
    return [
        Importer(
            name="wechat",
            title="微信聊天记录",
            formats=(
                RecordFormat(
                    title="微信自带的导出（.zip，里面有“聊天记录.txt”）",
                    how_to_get=(
                        "电脑版微信 4.1.13 以上：在聊天里多选消息 → 转发到其他应用，存下压缩包。"
                        "只有昵称，时间只到分钟，只含选中的消息。"
                    ),
                    tried="按三个公开的读取程序仿制的文件；没有用真实文件试过。",
                ),
                RecordFormat(
                    title="微信邮件的正文（.txt）",
                    how_to_get="手机微信：多选消息 → 邮件，把邮件正文另存为文本。",
                    tried="按公开资料仿制的文件；没有用真实文件试过。",
                ),
                RecordFormat(
                    title="留痕 MemoTrace、PyWxDump、WeFlow、CipherTalk 导出的表格（.csv、.xlsx）",
                    how_to_get="已经导出的可以读取；还没有导出的，请用微信自带的办法。",
                    tried=_BY_OTHERS,
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
