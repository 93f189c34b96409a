"""Reader of what the message manager of QQ exports as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import (
    Direction,
    Found,
    Message,
    Method,
    RecordError,
    RecordFile,
)
from anjuan_plugins.importers.reading.chat_lines import Said, finished
from anjuan_plugins.importers.reading.moments import read_moment

_HEAD = re.compile(
    r"(?P<moment>\d{4}[-/]\d{1,2}[-/]\d{1,2} (?:(?:上午|下午|[AP]M) ?)?"
    r"\d{1,2}:\d{2}(?::\S{2,3})?(?: ?[AP]M)?)"
    r" +(?P<who>\S.*)"
)
_ACCOUNT = re.compile(r"\s*(?:\((?P<number>\d{4,12})\)|<(?P<mail>[^<>]*)>)\s*$")
_RULE = re.compile("={20,}")
_ABOUT = ("消息分组:", "消息对象:", "消息记录（此消息记录为文本格式")
_NOTICES = ("系统消息", "10000")


def read_file(file: RecordFile) -> Iterator[Found]:
    """All messages, each by the name of who wrote it."""
    said: Said | None = None
    count = 0
    for number, line in enumerate(file.lines(), 1):
        head = _HEAD.fullmatch(line.rstrip())
        if head:
            yield from finished(said, Method.OTHER)
            said, count = _begun(number, head), count + 1
        elif _RULE.fullmatch(line) or line.startswith(_ABOUT):
            yield from finished(said, Method.OTHER)
            said = None
        elif said is not None:
            said.lines.append(line)
    yield from finished(said, Method.OTHER)
    if not count:
        raise RecordError(
            Message("没有找到消息。请在 QQ 的消息管理器里重新导出为文本文件（.txt）。")
        )


def _begun(number: int, head: re.Match[str]) -> Said:
    who = head["who"]
    account = _ACCOUNT.search(who)
    name = who[: account.start()] if account else who.strip()
    known = (account["number"] or account["mail"] or "") if account else ""
    is_notice = name in _NOTICES or known in _NOTICES
    direction = Direction.NEITHER if is_notice else Direction.INCOMING
    return Said(number, name or known, read_moment(head["moment"]), head["moment"], direction)
