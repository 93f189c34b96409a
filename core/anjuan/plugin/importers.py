"""What a plug-in that reads call records hands to the core: contacts, and what it could not read.

A reader only reads. Which numbers count, whose they are, what is one call in two files, and what
becomes a row of the workbook is decided by the core, so that no plug-in can carry other people's
calls into it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from anjuan.case.choices import EvidenceType, Method
from anjuan.frozen import frozen
from anjuan.messages import Message

# A cell of a table: `date` where a time of midnight can't be told from none.
RecordCell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
# Of a file, its first bytes: by them it is recognised.
START = 4096


class Direction(StrEnum):
    """Who called or wrote."""

    INCOMING = "来"
    OUTGOING = "去"
    # A draft, a notice of the system: nobody contacted anybody.
    NEITHER = "无"


class Ending(StrEnum):
    """What became of a call; a file that does not tell leaves it unknown."""

    ANSWERED = "接听"
    MISSED = "未接"
    REJECTED = "拒接"
    BLOCKED = "拦截"
    UNKNOWN = ""


class TimePrecision(StrEnum):
    """How exactly a file tells the time; what is finer stands at nought in the moment."""

    SECOND = "秒"
    MINUTE = "分"
    DAY = "日"


class Origin(StrEnum):
    """Who kept the record: it decides what its time means, and what can be missing from it."""

    PHONE = "手机"
    # Calls that were put through only; the time is that of the answer.
    CARRIER = "运营商"
    CHAT = "聊天记录"
    # A list written by a person.
    HAND = "手写清单"


class RecordField(StrEnum):
    """What a column of a table may hold; by these words `[imports]` of `anjuan.toml` names them."""

    MOMENT = "时间"
    DAY = "日期"
    CLOCK = "时刻"
    PARTY = "对方号码"
    CALLER = "主叫号码"
    CALLEE = "被叫号码"
    DIRECTION = "方向"
    LENGTH = "时长"
    TEXT = "内容"
    OWN = "本机号码"
    NAME = "联系人"


@frozen(kw_only=True)
class Contact:
    """One call or message, of anybody with anybody, as a file has it.

    Attributes:
        moment: Beijing time, without a zone; what `precision` leaves open is nought.
        precision: how exactly the file tells it.
        method: by what.
        party: who is on the other side, as written: a number, in a chat a name; empty where it was
            withheld.
        direction: who called or wrote. In a chat that does not tell which side is the phone's, the
            party is who wrote, and the direction is incoming.
        origin: who kept the record.
        place: where it stands in the file, as a person would look it up: `Sheet1 第 12 行`.
        ending: what became of a call.
        seconds: how long it lasted; None where the file does not tell, 0 where nobody answered.
        text: what was written, as it stands; empty for calls.
        name: what the phone's owner calls the party.
    """

    moment: datetime
    precision: TimePrecision
    method: Method
    party: str
    direction: Direction
    origin: Origin
    place: str
    ending: Ending = Ending.UNKNOWN
    seconds: int | None = None
    text: str = ""
    name: str = ""


@frozen(kw_only=True)
class Unread:
    """Something that is a contact but can't be read; it is never mended by a guess.

    Attributes:
        place: where it stands, to the cell where there is one: `Sheet1!C11`.
        value: what stands there; shown only where the party is on the user's list.
        reason: why it can't be read, a Chinese clause of the reader's own, without any value.
        party: whose contact it is, as written; None where that can't be told either.
    """

    place: str
    value: str
    reason: str
    party: str | None = None


@frozen(kw_only=True)
class OwnNumber:
    """Whose phone it is, where a file tells: told once or in every row, as it comes.

    Attributes:
        number: as written.
    """

    number: str


@frozen(kw_only=True)
class FileOfMoment:
    """A file that is no record but belongs to one: a recording, a screenshot, a photo.

    Attributes:
        moment: what its name tells: when a recording began, when a picture was saved; Beijing
            time to the second; None where the name tells none.
        evidence_type: what exhibit it can be; None where that is open.
        party: the number in its name, as written; empty where there is none. A name is no number.
    """

    moment: datetime | None
    evidence_type: EvidenceType | None
    party: str = ""


@frozen(kw_only=True)
class FileRemark:
    """Something that is told of the whole file.

    Attributes:
        message: a Chinese sentence; of its parts only those that are `public` are shown.
    """

    message: Message


Found: TypeAlias = Contact | Unread | OwnNumber | FileOfMoment | FileRemark


@frozen
class RecordTable:
    """A table of a file.

    Attributes:
        name: of the sheet; of a text file, the name of the file.
        rows: from row 1, cells from column A, of any length; to be gone through once.
    """

    name: str
    rows: Iterator[Sequence[RecordCell]]


class RecordFile(Protocol):
    """A file of call records, as it is handed to a reader.

    What it raises is made for the user; a reader lets it pass. What its methods give is read
    piece by piece, and a reader should keep no more than it needs.
    """

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def name(self) -> str:
        """The name of the file, without folders."""

    @property
    def own_numbers(self) -> Collection[str]:
        """Numbers known to be those of the phone, as `phone_key` gives them; may be empty."""

    @property
    def headings(self) -> Mapping[str, Mapping[RecordField, str]]:
        """Headings of the office's own, by the name of their section in `anjuan.toml`."""

    def tables(self) -> Iterator[RecordTable]:
        """The tables of a workbook (.xlsx, .xls, .ods), a page or a text, whatever it is called.

        Raises:
            RecordError: it is none, or can't be read.
        """

    def lines(self) -> Iterator[str]:
        """The lines of a text, without their ends: UTF-8, UTF-16 or GB18030.

        Raises:
            RecordError: it is in none of these.
        """

    def members(self) -> Sequence[str]:
        """The names of the files in a ZIP archive; sizes are looked at first.

        Raises:
            RecordError: it is none, or made to exhaust the machine.
        """

    def member(self, name: str) -> Iterator[bytes]:
        """The content of a file in the archive, piece by piece.

        Raises:
            RecordError: it can't be read.
        """

    def elements(self, *names: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Names and attributes of XML elements as they begin, of a file of any size.

        Halves of an emoji, as Android writes them, are joined first.

        Raises:
            RecordError: it is no XML, or not to its end.
        """

    def year(self) -> int:
        """The year of dates that stand without one, told by the user; asked for where he can be.

        Only for what neither a row, nor what stands above, nor a name tells.

        Raises:
            UsageError: nobody told it.
        """

    def password(self) -> str:
        """The password of an encrypted file, told by the user; asked for where he can be.

        Raises:
            UsageError: nobody told it.
        """


@frozen(kw_only=True)
class RecordFormat:
    """One sort of file, as the list of what can be read tells of it.

    Attributes:
        title: Chinese: `中国联通语音详单`.
        how_to_get: how a client gets it from phone or carrier, Chinese sentences.
        tried: on what the reader was tried, one Chinese sentence: real files, or rebuilt ones.
    """

    title: str
    how_to_get: str
    tried: str


@frozen(kw_only=True)
class Importer:
    """A reader of call records.

    Attributes:
        name: ASCII, unique over all plug-ins: `android-xml`.
        title: what it reads, Chinese.
        formats: sorts of files it reads.
        recognise: whether a file is one of its own, by its first `START` bytes and its name. Of
            several readers that say so, an outside one comes before the shipped ones.
        read: all that the file holds, in any order; yields as it reads.
    """

    name: str
    title: str
    formats: tuple[RecordFormat, ...]
    recognise: Callable[[bytes, str], bool]
    read: Callable[[RecordFile], Iterable[Found]]
