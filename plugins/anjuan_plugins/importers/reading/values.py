"""Cells of call records by what they say: who called, how long it lasted, which number it was."""

from __future__ import annotations

import math
import re
from datetime import datetime, time, timedelta

from anjuan import Direction, Ending, RecordCell
from anjuan_plugins.importers.reading.moments import normal

# Words for each side. 主叫 stands inside of 4G高清语音主叫, 接受 is what some write for 接收.
_OUTGOING = re.compile(
    "主叫|呼出|去电|打出|拨出|已拨|拨打|发送|发出|已发|发件|outgoing|^[主出发拨去]$|^out$|^sent$"
)
_INCOMING = re.compile(
    "被叫|呼入|来电|打入|拨入|接收|接受|收到|已收|收件|incoming|^[被入收来]$|^in$|^received$"
)
_FORWARDED = re.compile("呼转|转移|forward")
# Words that tell only what became of a call that came in.
_MISSED = re.compile("未接|missed|voice ?mail|语音信箱")
_REJECTED = re.compile("拒接|拒绝|挂断|rejected|declined")
_BLOCKED = re.compile("拦截|阻止|blocked")
_ANSWERED = re.compile("已接|接听|接通|answered|^接$")
_NEITHER = re.compile("^(?:草稿|draft|notification|系统(?:消息|通知|提示)?)$")
_NOTHING = re.compile("[-—–_/\\\\]*|无|空|null|none|n/a")

_LONGEST_NOTHING = 40

_SPOKEN = re.compile(
    r"(?:(\d{1,6})(?:小时|时|h))?(?:(\d{1,6})(?:分钟|分|m|'))?(?:(\d{1,6})(?:秒钟|秒|s|''|\"))?"
)
_CLOCKED = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_NUMBER = re.compile(r"(\d{1,9})(?:\.0*)?")
# Longer than any call: what stands there is something else.
_LONGEST = 7 * 24 * 3600

# What has the looks of a telephone number, however it is grouped.
_DIALLED = re.compile(r"\+?[\d\-() ·.*#]{3,32}(?:转|,|;|ext\.?)?[\d]{0,6}")
_HIDDEN = re.compile(
    r"[-—–*]*|未知(?:号码)?|无号码(?:显示)?|(?:私人|私密|隐藏|保密|匿名|未显示)(?:号码|来电)?|null|none"
    r"|\(?(?:unknown|private|withheld|restricted|payphone|no ?caller ?id)(?: number)?\)?|-[123]"
)
_POINTED = re.compile(r"\d{5,15}\.0")
_SEVERAL = re.compile(r"\d[\d -]{5,}\s*[、,;/\n和及或]\s*\+?\d[\d -]{5,}")
# Of what stands for a number; no search takes long in it.
_LONGEST_CELL = 200
_SHORTENED = re.compile(r"\d(?:\.\d+)?e\+?\d{1,3}|\d{15}00+")
# Excel keeps so many digits of a number cell; of what is longer the last ones are made up.
_EXACT = 10**15


def read_direction(cell: RecordCell) -> tuple[Direction, Ending] | None:
    """Who called, and what became of it; None where the words are of something else."""
    text = normal(cell)
    if _NEITHER.search(text):
        return Direction.NEITHER, Ending.UNKNOWN
    is_out, is_in = bool(_OUTGOING.search(text)), bool(_INCOMING.search(text))
    if is_out == is_in or _FORWARDED.search(text):
        is_alone = not is_out and not _FORWARDED.search(text)
        ending = _ending(text) if is_alone else None
        return (Direction.INCOMING, ending) if ending else None
    if is_out:
        return Direction.OUTGOING, Ending.UNKNOWN
    return Direction.INCOMING, _ending(text) or Ending.ANSWERED


def _ending(text: str) -> Ending | None:
    for words, ending in (
        (_MISSED, Ending.MISSED),
        (_REJECTED, Ending.REJECTED),
        (_BLOCKED, Ending.BLOCKED),
        (_ANSWERED, Ending.ANSWERED),
    ):
        if words.search(text):
            return ending
    return None


def read_length(cell: RecordCell) -> int | None:
    """Seconds that a call lasted; None where a cell tells none."""
    if isinstance(cell, datetime | bool) or cell is None:
        return None
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, timedelta):
        return _bounded(round(cell.total_seconds()))
    if isinstance(cell, float) and math.isfinite(cell):
        return _bounded(round(cell))
    text = normal(cell).replace(" ", "")
    number, clocked = _NUMBER.fullmatch(text), _CLOCKED.fullmatch(text)
    if number:
        return _bounded(int(number[1]))
    spoken = clocked or _SPOKEN.fullmatch(text)
    if not text or not spoken:
        return None
    hours, minutes, seconds = (int(it or 0) for it in spoken.groups())
    return _bounded(hours * 3600 + minutes * 60 + seconds)


def _bounded(seconds: int) -> int | None:
    return seconds if 0 <= seconds <= _LONGEST else None


def has_lost_digits(cell: RecordCell) -> bool:
    """Whether a number cell holds more digits than Excel keeps, or a text shows what it kept.

    A single nought in the sixteenth place is likelier to be one.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= _EXACT
    return bool(_SHORTENED.fullmatch(normal(cell)))


def holds_several(cell: RecordCell) -> bool:
    """Whether several telephone numbers stand in a cell."""
    return isinstance(cell, str) and bool(_SEVERAL.search(normal(cell)[:_LONGEST_CELL]))


def read_party(cell: RecordCell) -> str:
    """Who is on the other side, as written; empty where that was withheld."""
    text = normal(cell)
    if _HIDDEN.fullmatch(text):
        return ""
    # A number that a program wrote as one with a point: 17000000009.0.
    is_pointed = isinstance(cell, float) or bool(_POINTED.fullmatch(text))
    return text.removesuffix(".0") if is_pointed else str(cell).strip().lstrip("'`")


def is_number(cell: RecordCell) -> bool:
    """Whether a cell may hold a telephone number."""
    if isinstance(cell, str | int | float) and not isinstance(cell, bool):
        return bool(_DIALLED.fullmatch(normal(cell)))
    return False


def is_nothing(cell: RecordCell) -> bool:
    """Whether a cell is empty, or says that it is."""
    if not isinstance(cell, str):
        return cell is None
    return not cell or (len(cell) < _LONGEST_NOTHING and bool(_NOTHING.fullmatch(normal(cell))))


def read_name(cell: RecordCell) -> str:
    """What somebody is called; empty where a cell says nothing."""
    return "" if is_nothing(cell) else str(cell).strip()
