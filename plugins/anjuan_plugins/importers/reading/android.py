"""Reader of what backup apps of Android write as XML: calls, messages, messages with pictures.

SMS Backup & Restore (`calls`, `smses`) and Super Backup (`alllogs`, `allsms`). Times are taken from
`date`, which counts milliseconds since 1970; `readable_date` is in the phone's language and zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
    public,
)
from anjuan_plugins.importers.reading.moments import of_epoch, read_moment
from anjuan_plugins.importers.reading.values import read_length, read_party

_CALLS, _MESSAGES = ("call", "log"), ("sms", "mms")
_PARTS = ("part", "addr")
# CallLog.Calls.TYPE. 4 went to the mailbox, 7 was answered on another device.
_CALL_TYPES: Mapping[str, tuple[Direction, Ending]] = {
    "1": (Direction.INCOMING, Ending.ANSWERED),
    "2": (Direction.OUTGOING, Ending.UNKNOWN),
    "3": (Direction.INCOMING, Ending.MISSED),
    "4": (Direction.INCOMING, Ending.MISSED),
    "5": (Direction.INCOMING, Ending.REJECTED),
    "6": (Direction.INCOMING, Ending.BLOCKED),
    "7": (Direction.INCOMING, Ending.ANSWERED),
}
# Telephony.TextBasedSmsColumns.TYPE and Mms.MESSAGE_BOX; drafts and what was not sent reach nobody.
_MESSAGE_TYPES: Mapping[str, Direction] = {
    "1": Direction.INCOMING,
    "2": Direction.OUTGOING,
    **dict.fromkeys("3456", Direction.NEITHER),
}
# PduHeaders.FROM, and what stands for the phone itself.
_FROM, _ITSELF = "137", "insert-address-token"
_NO_NAME = ("", "null", "(Unknown)", "未知")
_LONGEST_TIME = 16
_DIGITS = re.compile(r"\d{3}")
_WHOLE_HOURS = timedelta(hours=1)


def read_file(file: RecordFile) -> Iterator[Found]:
    """All calls and messages, drafts among them as nobody's."""
    state = _State()
    for name, attributes in file.elements(*_CALLS, *_MESSAGES, *_PARTS):
        yield from state.remark(attributes)
        if name in _PARTS:
            state.add(name, attributes)
            continue
        yield from state.finished()
        state.count += 1
        place = f"第 {state.count} 条"
        if name in _CALLS:
            yield _call(attributes, place)
        elif name == "sms":
            yield _message(attributes, "type", attributes.get("body", ""), place)
        else:
            state.picture = _Picture(attributes, place)
    yield from state.finished()
    if not state.count:
        raise RecordError(Message("这份备份里没有通话，也没有短信。请在手机上重新备份。"))


@dataclass(slots=True)
class _Picture:
    """A message with pictures while its parts are read."""

    attributes: Mapping[str, str]
    place: str
    texts: list[str] = field(default_factory=list)
    sender: str = ""

    def found(self) -> Found:
        """The message, by whom it says that it is from."""
        given = dict(self.attributes)
        if self.sender and self.sender != _ITSELF:
            given["address"] = self.sender
        return _message(given, "msg_box", "\n".join(self.texts), self.place)


@dataclass(slots=True)
class _State:
    """What is known of a file while it is read."""

    count: int = 0
    picture: _Picture | None = None
    has_remark: bool = False

    def add(self, name: str, attributes: Mapping[str, str]) -> None:
        """A part of the message that is open: words, or an address."""
        if self.picture is None:
            return
        if name == "addr":
            if attributes.get("type") == _FROM:
                self.picture.sender = attributes.get("address", "")
        elif attributes.get("ct", "").startswith("text/plain"):
            text = attributes.get("text", "")
            self.picture.texts.append("" if text == "null" else text)

    def finished(self) -> Iterator[Found]:
        """The message that is open."""
        if self.picture is not None:
            yield self.picture.found()
            self.picture = None

    def remark(self, attributes: Mapping[str, str]) -> Iterator[FileRemark]:
        """Told once: what a person reads there is another time than Beijing's."""
        hours = 0 if self.has_remark else _hours_apart(attributes)
        if hours:
            self.has_remark = True
            yield FileRemark(
                message=Message(
                    "备份里给人看的时间与北京时间相差 {} 小时，手机当时可能设在别的时区；"
                    "已按北京时间读取。",
                    public(abs(hours)),
                )
            )


def _hours_apart(attributes: Mapping[str, str]) -> int:
    """By how many whole hours the readable time differs; 0 where it can't be told."""
    moment = _moment(attributes)
    written = read_moment(attributes.get("readable_date", ""))
    day = written.date_in() if written else None
    if moment is None or written is None or day is None or written.clock is None:
        return 0
    apart = datetime.combine(day, written.clock) - moment.replace(second=written.clock.second)
    hours, rest = divmod(apart, _WHOLE_HOURS)
    return 0 if rest else hours


def _moment(attributes: Mapping[str, str]) -> datetime | None:
    date = attributes.get("date", "")
    if not date.isdecimal() or len(date) > _LONGEST_TIME:
        return None
    # MMS counts seconds in Android's own tables; some apps hand them on.
    return of_epoch(int(date) * (1000 if len(date) <= 10 else 1))


def _party(attributes: Mapping[str, str], name: str) -> str:
    """The number; empty where the network or the caller held it back."""
    number = attributes.get(name, "")
    is_shown = attributes.get("presentation", "1") == "1" or _DIGITS.search(number)
    return read_party(number) if is_shown else ""


def _name(attributes: Mapping[str, str]) -> str:
    name = attributes.get("contact_name", attributes.get("name", ""))
    return "" if name in _NO_NAME else name


def _call(attributes: Mapping[str, str], place: str) -> Found:
    party = _party(attributes, "number")
    sort = attributes.get("type", "")
    kind = _CALL_TYPES.get(sort)
    moment = _moment(attributes)
    if kind is None:
        return Unread(place=place, value=sort, reason="不认识的通话类型", party=party)
    if moment is None:
        return _no_time(attributes, place, party)
    seconds = read_length(attributes.get("duration", attributes.get("dur")))
    direction, ending = kind
    # Nobody talks for no time.
    unsure = ending is Ending.ANSWERED and seconds == 0
    return Contact(
        moment=moment,
        precision=TimePrecision.SECOND,
        method=Method.CALL,
        party=party,
        direction=direction,
        origin=Origin.PHONE,
        place=place,
        ending=Ending.UNKNOWN if unsure else ending,
        seconds=seconds,
        name=_name(attributes),
    )


def _message(attributes: Mapping[str, str], box: str, text: str, place: str) -> Found:
    party = _party(attributes, "address")
    sort = attributes.get(box, "")
    direction = _MESSAGE_TYPES.get(sort)
    moment = _moment(attributes)
    if direction is None:
        return Unread(place=place, value=sort, reason="不认识的短信类型", party=party)
    if moment is None:
        return _no_time(attributes, place, party)
    return Contact(
        moment=moment,
        precision=TimePrecision.SECOND,
        method=Method.MESSAGE,
        party=party,
        direction=direction,
        origin=Origin.PHONE,
        place=place,
        text=text,
        name=_name(attributes),
    )


def _no_time(attributes: Mapping[str, str], place: str, party: str) -> Unread:
    return Unread(place=place, value=attributes.get("date", ""), reason="不是时间", party=party)
