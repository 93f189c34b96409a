"""Backups of Android phones as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Found, Importer, RecordFile, RecordFormat, hookimpl

_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:calls|smses|alllogs|allsms)[\s>]", re.DOTALL
)


def recognise(start: bytes, name: str) -> bool:
    """Whether a file begins as a backup of calls or messages."""
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return bool(_ROOT.match(start.decode(encoding, "ignore").lstrip("\ufeff")))


def read(file: RecordFile) -> Iterator[Found]:
    """All calls and messages, drafts among them as nobody's."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.android import read_file

    yield from read_file(file)


_TRIED = "按公开的字段说明和程序仿制的文件；没有用真实文件试过。"


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of Android's backups."""
    return [
        Importer(
            name="android-xml",
            title="安卓手机备份（XML）",
            formats=(
                RecordFormat(
                    title="SMS Backup & Restore 的通话（calls-….xml）和短信（sms-….xml）",
                    how_to_get=(
                        "手机上装 SMS Backup & Restore → 备份 → 选“通话记录”和“短信” → "
                        "存到手机，再传出 XML 文件。"
                        "未接、拒接、拦截的来电只有手机的记录里有。"
                    ),
                    tried=_TRIED,
                ),
                RecordFormat(
                    title="超级备份（Super Backup）的通话记录和短信（.xml）",
                    how_to_get="手机上装超级备份 → 通话记录备份、短信备份，再传出 XML 文件。",
                    tried=_TRIED,
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
