"""Reader of names: recordings, screenshots and pictures, as phones and apps call them.

A recording's name tells when it began, that of a picture when it was saved. Where a name holds
what a contact is called, it holds no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from anjuan import (
    EvidenceType,
    FileOfMoment,
    Found,
    RecordFile,
)
from anjuan_plugins.importers.file_names import SOUNDS
from anjuan_plugins.importers.reading.moments import of_epoch

_TIMES = (
    re.compile(
        r"(?<!\d)(?P<y>20\d\d)(?P<mo>\d\d)(?P<d>\d\d)[-_ ]?(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<y>20\d\d)[-_.年](?P<mo>\d\d)[-_.月](?P<d>\d\d)日?"
        r"[-_ T]?(?P<h>\d\d)[-_.:时]?(?P<mi>\d\d)[-_.:分]?(?P<s>\d\d)秒?"
        r"(?:[-.]\d{3})?(?!\d)"
    ),
    # Samsung leaves out the century.
    re.compile(
        r"(?<=[_ ])(?P<y>\d\d)(?P<mo>\d\d)(?P<d>\d\d)_(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)(?!\d)"
    ),
)
_CENTURY = 2000
# Thirteen digits are milliseconds only where an app is known to write them.
_MILLISECONDS = re.compile(r"(?:mmexport|wx_camera_|microMsg\.)(?P<ms>\d{13})(?!\d)", re.IGNORECASE)
# What may stand in a name for a number: grouped, with the signs that Xiaomi puts instead of others.
_NUMBER = r"(?P<number>\+?\d[\d -]{1,22}\d)"
_NUMBERS = (
    re.compile(rf"\({_NUMBER}\)"),
    re.compile(rf"@{_NUMBER}$"),
    re.compile(rf"^{_NUMBER}$"),
    re.compile(rf"(?:[\s_.-]|通话录音|录音|call|recording){_NUMBER}$", re.IGNORECASE),
)
# Beside a name, fewer digits than these are a room, a year, the second of its name.
_FEWEST_DIGITS, _FEWEST_ALONE = 5, 3
# What systems put behind the name of a second file of that name.
_COPY = re.compile(r"(?:[\s_-]*(?:\(\d{1,2}\)|副本|copy)|(?<=\d{6})_\d)$", re.IGNORECASE)
_SCREENSHOT = re.compile("screenshot|截屏|截图", re.IGNORECASE)
_OF_WECHAT = re.compile(r"com\.tencent\.mm|微信|wechat|mmexport|wx_camera", re.IGNORECASE)
_OF_MESSAGES = re.compile(r"com\.[\w.]*(?:mms|messaging)|短信|信息")
_OF_CALLS = re.compile(r"com\.[\w.]*(?:contacts|dialer|incallui)|通话记录|电话")


def read_file(file: RecordFile) -> Iterator[Found]:
    """What the name of the file tells; nothing in it is looked at."""
    yield read_name(file.name)


def read_name(name: str) -> FileOfMoment:
    """The moment and the number in a name."""
    path = PurePath(unicodedata.normalize("NFKC", name))
    moment, rest = _moment(_COPY.sub("", path.stem))
    if path.suffix.lower() not in SOUNDS:
        return FileOfMoment(moment=moment, evidence_type=_type_of_picture(path.stem))
    party = _number(rest)
    is_call = bool(party) or "通话" in rest or "call" in rest.lower()
    sort = EvidenceType.CALL_RECORDING if is_call else None
    return FileOfMoment(moment=moment, evidence_type=sort, party=party)


def _moment(stem: str) -> tuple[datetime | None, str]:
    """The one moment that a name tells, and the name without it."""
    found = [it for pattern in _TIMES for it in pattern.finditer(stem)]
    milliseconds = _MILLISECONDS.search(stem)
    moments = {moment for it in found if (moment := _calendar(it))}
    if milliseconds and (moment := of_epoch(int(milliseconds["ms"]))):
        moments.add(moment)
    rest = stem
    for it in found:
        rest = rest.replace(it[0], "")
    return (moments.pop() if len(moments) == 1 else None), rest.strip(" _-.")


def _calendar(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (
        int(found[part]) for part in ("y", "mo", "d", "h", "mi", "s")
    )
    century = 0 if year >= _CENTURY else _CENTURY
    try:
        return datetime(century + year, month, day, hour, minute, second)
    except ValueError:
        return None


def _number(rest: str) -> str:
    """The number in the name of a recording; empty where there is none."""
    for pattern in _NUMBERS:
        for found in pattern.finditer(rest):
            digits = re.sub(r"\D", "", found["number"])
            fewest = _FEWEST_ALONE if found["number"] == rest else _FEWEST_DIGITS
            if len(digits) >= fewest and not _is_time(digits):
                return found["number"].strip()
    return ""


def _is_time(digits: str) -> bool:
    """Whether digits are likelier a year, a day, or milliseconds since 1970."""
    return bool(re.fullmatch(r"20\d\d(?:(?:0[1-9]|1[0-2])[0-3]\d)?|1\d{12}", digits))


def _type_of_picture(stem: str) -> EvidenceType | None:
    if not _SCREENSHOT.search(stem):
        return None
    for words, sort in (
        (_OF_WECHAT, EvidenceType.WECHAT_SCREENSHOT),
        (_OF_MESSAGES, EvidenceType.MESSAGE_SCREENSHOT),
        (_OF_CALLS, EvidenceType.CALL_RECORD),
    ):
        if words.search(stem):
            return sort
    return None
