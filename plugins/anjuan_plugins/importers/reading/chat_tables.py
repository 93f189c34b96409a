"""Rows of a chat as programs export it to a table, below headings that name who wrote what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from anjuan import Contact, Direction, Found, Method, Origin, RecordCell, Unread
from anjuan_plugins.importers.reading.columns import Row, at, method_of
from anjuan_plugins.importers.reading.headings import label
from anjuan_plugins.importers.reading.moments import normal, read_moment
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.values import is_nothing, read_name

_MOMENT, _SENDER, _SORT, _TEXT, _OWN, _NAME = "moment", "sender", "sort", "text", "own", "name"
# Likelier ones first.
_ROLES: Mapping[str, str] = {
    _MOMENT: "strtime 时间 createtime",
    _SENDER: "nickname 发送者昵称 发送者 talker sender",
    _SORT: "type 消息类型 type_name",
    _TEXT: "strcontent 消息内容 内容 msg content",
    _OWN: "issender is_sender 发送者身份",
    _NAME: "remark 发送者备注",
}
_NEEDED = (_MOMENT, _SENDER, _SORT, _TEXT)
_OF_QQ = ("发送者qq号", "qq号", "senderuin")
_MINE = ("1", "true", "我", "本人", "自己", "是")
_ME = "我"
_NOTICE = re.compile("^1000[0-9]$|系统|撤回|^system$|拍一拍")
_MARKUP = re.compile(r"\s*<(?:\?xml|msg|sysmsg|img|voicemsg|videomsg|emoji|appmsg)\b")


@dataclass(frozen=True, slots=True)
class ChatColumns:
    """Where in a row things stand.

    Attributes:
        at: the column of each role.
        method: by what people wrote.
    """

    at: Mapping[str, int]
    method: Method


def chat_columns(row: Row) -> ChatColumns | None:
    """The columns of a chat, if these are its headings."""
    labels = {
        text: column for column, cell in reversed(list(enumerate(row))) if (text := label(cell))
    }
    found = {
        role: next(labels[word] for word in words.split() if word in labels)
        for role, words in _ROLES.items()
        if not labels.keys().isdisjoint(words.split())
    }
    if any(role not in found for role in _NEEDED):
        return None
    return ChatColumns(found, Method.OTHER if set(_OF_QQ) & labels.keys() else Method.WECHAT)


@dataclass(frozen=True, slots=True)
class Chats:
    """Reads the rows below one row of headings."""

    columns: ChatColumns
    places: Places

    def take(self, number: int, row: Row) -> Iterator[Found]:
        """The message in a row."""
        moment, sender = self._cell(row, _MOMENT), self._cell(row, _SENDER)
        if not (is_nothing(moment) and is_nothing(sender)):
            yield self._found(number, row)

    def finish(self) -> Iterator[Found]:
        """Nothing is kept."""
        return iter(())

    def may_be_headings(self, row: Row) -> bool:
        """Whether a row below may be another row of headings."""
        return read_moment(self._cell(row, _MOMENT)) is None

    def _cell(self, row: Row, role: str) -> RecordCell:
        return at(row, self.columns.at.get(role))

    def _found(self, number: int, row: Row) -> Found:
        cell = self._cell(row, _MOMENT)
        party = self._party(row)
        written = read_moment(cell)
        day = written.date_in() if written else None
        if written is None or day is None:
            place = self.places.cell(number, self.columns.at[_MOMENT])
            return Unread(place=place, value=str(cell or ""), reason="不是时间", party=party)
        return Contact(
            moment=datetime.combine(day, written.clock or time.min),
            precision=written.precision,
            method=self._method(row),
            party=party,
            direction=self._direction(row),
            origin=Origin.CHAT,
            place=self.places.row(number),
            text=_words(self._cell(row, _TEXT)),
            name=read_name(self._cell(row, _NAME)),
        )

    def _method(self, row: Row) -> Method:
        is_message = method_of(self._cell(row, _SORT)) is Method.MESSAGE
        return Method.MESSAGE if is_message else self.columns.method

    def _party(self, row: Row) -> str:
        return read_name(self._cell(row, _SENDER)) or read_name(self._cell(row, _NAME))

    def _direction(self, row: Row) -> Direction:
        if _NOTICE.search(normal(self._cell(row, _SORT))):
            return Direction.NEITHER
        is_mine = normal(self._cell(row, _OWN)) in _MINE or self._party(row) == _ME
        return Direction.OUTGOING if is_mine else Direction.INCOMING


def _words(cell: RecordCell) -> str:
    """What was written; nothing for what only programs read."""
    text = "" if cell is None else str(cell)
    if text.startswith("{") and '"msg"' in text:
        text = _unpacked(text)
    return "" if _MARKUP.match(text) else text


def _unpacked(text: str) -> str:
    """The words inside of {"src": …, "msg": …}."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    words = found.get("msg") if isinstance(found, dict) else None
    return words if isinstance(words, str) else text
