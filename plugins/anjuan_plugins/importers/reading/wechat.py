"""Reader of what WeChat itself gives out: the ZIP of its desktop version, the text of its mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import PurePosixPath

from anjuan import (
    Found,
    Message,
    Method,
    RecordError,
    RecordFile,
)
from anjuan_plugins.importers.reading.chat_lines import Said, finished
from anjuan_plugins.importers.reading.moments import Written, read_moment
from anjuan_plugins.importers.wechat import MAIL, ZIP

_DOT = "·"
# What stands where a moment should: then it is told, and not taken for words.
_LIKE_MOMENT = re.compile(r"\d[\d年月日/. -]{4,11}.{0,4}\d{1,2}:\S{1,8}(?: ?[AP]M)?")
_DAY = re.compile(r"[—–-]{3,}\s*(\d{4}-\d{1,2}-\d{1,2})\s*[—–-]{3,}")
_LONGEST_HEAD = 200
_HEAD = re.compile(r"(?P<who>\S.*?) {2,}(?P<clock>\d{1,2}:\d{2})")


def read_file(file: RecordFile) -> Iterator[Found]:
    """All messages, each by the name of who wrote it."""
    with file.path.open("rb") as stream:
        is_zip = stream.read(len(ZIP)) == ZIP
    if is_zip:
        yield from _from_zip(file)
        return
    lines = iter(file.lines())
    first = list(islice(lines, 5))
    whole = chain(first, lines)
    yield from _proved(_mail(whole) if any(map(MAIL.search, first)) else _blocks(whole))


def _from_zip(file: RecordFile) -> Iterator[Found]:
    names = [it for it in file.members() if PurePosixPath(it).suffix.lower() == ".txt"]
    # Its own text lies above the folder of the attachments, which may be texts as well.
    depth = min((it.count("/") for it in names), default=0)
    chats = [it for it in names if it.count("/") == depth]
    if not chats:
        raise RecordError(
            Message(
                "压缩包里没有“聊天记录.txt”。请在电脑版微信里选中消息，用“转发到其他应用”重新导出；"
                "别的压缩包请先解开，再把里面的文件夹交给本程序。"
            )
        )
    for name in chats:
        # Not `splitlines`, which takes signs inside of words for the ends of lines.
        lines = _text(file.member(name)).replace("\r\n", "\n").split("\n")
        yield from _proved(_blocks(lines))


def _text(pieces: Iterable[bytes]) -> str:
    # Within the bounds of the core.
    content = b"".join(pieces)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RecordError(Message("“聊天记录.txt”的文字编码认不出来。"))


def _proved(messages: Iterable[Found]) -> Iterator[Found]:
    count = 0
    for count, message in enumerate(messages, 1):  # noqa: B007  # counted
        yield message
    if not count:
        raise RecordError(Message("没有找到消息：不是微信导出的样子。请重新导出。"))


def _blocks(lines: Iterable[str]) -> Iterator[Found]:
    """`·昵称`, below it the moment, below it the words."""
    said: Said | None = None
    above: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        name, above = above, None
        if name and _LIKE_MOMENT.fullmatch(line.strip()):
            yield from finished(said, Method.WECHAT)
            said = Said(name[0], name[1][1:].strip(), read_moment(line), line.strip())
            continue
        if name and said:
            said.lines.append(name[1])
        if line.startswith(_DOT) and line[1:].strip():
            above = number, line
        elif said:
            said.lines.append(line)
    if above and said:
        said.lines.append(above[1])
    yield from finished(said, Method.WECHAT)


def _mail(lines: Iterable[str]) -> Iterator[Found]:
    """Days between rules; `昵称  10:01` between blank lines; below it the words."""
    said: Said | None = None
    day: Written | None = None
    # Whether words begin behind a blank line: as at the first message.
    is_spaced: bool | None = None
    for number, (before, line, after) in enumerate(_neighbours(lines), 1):
        text = line.strip() if len(line) <= _LONGEST_HEAD else ""
        rule = _DAY.fullmatch(text)
        head = None if before.strip() and not _DAY.fullmatch(before) else _HEAD.fullmatch(text)
        if head and is_spaced is None:
            is_spaced = not after.strip()
        if head and is_spaced and after.strip():
            head = None
        if rule:
            yield from finished(said, Method.WECHAT)
            said, day = None, read_moment(rule[1])
        elif head:
            yield from finished(said, Method.WECHAT)
            clock = read_moment(head["clock"])
            when = clock.beside(day) if clock and day else None
            said = Said(number, head["who"], when, head["clock"])
        elif said:
            said.lines.append(line)
    yield from finished(said, Method.WECHAT)


def _neighbours(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each line between the one before and the one after; blank ones at both ends."""
    before = line = None
    for after in lines:
        if line is not None:
            yield before or "", line, after
        before, line = line, after
    if line is not None:
        yield before or "", line, ""
