"""What a cell shows of its value, where that is less or other than what it holds.

A table program makes 1 March of 2026年3月, and shows 2026年3月; of 3月5日 it makes a day of the
year in which that was typed, and shows no year. A number 3 may be shown as 3万. Who reads the
value alone reads something that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache

from anjuan.case.columns import Column, ColumnType
from anjuan.chinese import date_text
from anjuan.messages import Message, public
from anjuan.patterns import seldom
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import READ_AS, Cell, CellError, Reading, Remark, as_typed
from anjuan.workbook.cells.values import parse

SHOWN_OTHERWISE = Rule("shown-otherwise", "格式让数字显示成另一个数：加了万、% 或外币。")


class Look(Enum):
    """What a number format shows, where it is not the value; the word says what is missing."""

    YEAR = "月日"
    MONTH = "哪一天"
    YEARLESS = "年份"
    CLOCK = "年月日"
    UNIT = ""


# Formats that files name by number only, as a Chinese program shows them (ECMA-376-1 §18.8.30).
BUILT_IN: Mapping[int, Look] = {
    **dict.fromkeys((9, 10), Look.UNIT),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), Look.MONTH),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), Look.YEARLESS),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), Look.CLOCK),
}

# Text that a format adds: in quotes, or a sign after \, _ or *.
_ADDED = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_GENERAL = re.compile(r"general|g/通用格式|e(?=[+-])")
_HALVES = re.compile("am/pm|a/p|上午/下午")
_MINUTES = re.compile(r"(?<=h)([^a-z]*)m+|m+(?=[^a-z]*s)")
_UNITS = seldom("[万萬亿億千百]")
# A comma behind the last digit leaves out three of them: 0!.0,"万" shows 30000 as 3.0万.
_SCALING = re.compile("[0#?],+(?![0#?])")
_ABROAD = seldom(r"[$€£₩฿₽]|USD|HKD|EUR|GBP|JPY|美[元金]|[港欧日英韩]元|欧|英镑|港币")


# A day in these is refused, or is how a time is stored.
_NO_DAYS = (ColumnType.DURATION, ColumnType.MONEY, ColumnType.COUNT)


# Many cells have one form; of a file of many forms not all are kept.
@lru_cache(maxsize=100)
def look_of(code: str) -> Look | None:
    """What a number format shows (ECMA-376-1 §18.8.31); None where it is the value.

    Args:
        code: the format, as `yyyy"年"m"月"`.
    """
    first = code.partition(";")[0]
    money = "".join(_CURRENCY.findall(first))
    bare = _BRACKETS.sub(_elapsed, _ADDED.sub("", _CURRENCY.sub("", first)))
    signs = _HALVES.sub("", _GENERAL.sub("0", bare.lower()))
    if re.search("[ymdhse]", signs):
        return _look_of_day(signs)
    added = "".join(one or other for one, other in _ADDED.findall(first))
    shown = f"{money}{added}{bare}"
    is_scaled = _UNITS.search(shown) and not _SCALING.search(bare)
    return Look.UNIT if is_scaled or "%" in bare or _ABROAD.search(shown) else None


def _elapsed(found: re.Match[str]) -> str:
    """Of what stands in brackets, hours and the like count; colours and languages don't."""
    inner = found[0][1:-1].lower()
    return inner if inner and set(inner) <= set("hms") else ""


def _look_of_day(signs: str) -> Look | None:
    days = _MINUTES.sub(r"\1", signs)
    has_year = re.search("[ye]", days)
    if "d" in days:
        return None if has_year else Look.YEARLESS
    if not has_year:
        return Look.CLOCK
    return Look.MONTH if "m" in days else Look.YEAR


def read_shown(column: Column, cell: Cell, look: Look) -> Reading | None:
    """What a cell says that does not show what it holds; None where that makes no difference.

    Raises:
        CellError: what is shown and what it holds are two things, and either may be meant.
    """
    if look is Look.UNIT and isinstance(cell, int | float) and not isinstance(cell, bool):
        raise _other_number(cell)
    if look is Look.UNIT or not isinstance(cell, date) or column.type in _NO_DAYS:
        return None
    shown = _said_so(cell, look)
    if shown:
        message = Message("显示的是“{}”，没有{}，照显示的读。", shown, public(look.value))
        remedy = "确实是 1 日的，请把日期写全，如 2026-03-01，并改成显示年月日的格式。"
        return Reading(parse(column, shown).value, Remark(READ_AS, message, remedy))
    reading = parse(column, cell)
    day = date_text(cell)
    message = Message("格式没有显示{}，读作 {}。", public(look.value), day)
    remedy = "请核对：程序填上的年份、日子未必是您要的。再改成显示年月日的格式。"
    return Reading(reading.value, Remark(READ_AS, message, remedy))


def _said_so(cell: date, look: Look) -> str:
    """What was typed of which a program made a first day; empty where that is not known."""
    is_first = cell.day == 1 and (not isinstance(cell, datetime) or cell.time() == time.min)
    if look is Look.MONTH and is_first:
        return f"{cell.year}年{cell.month}月"
    return f"{cell.year}年" if look is Look.YEAR and is_first and cell.month == 1 else ""


def _other_number(cell: Cell) -> CellError:
    message = Message("存的是 {}，显示的却带有万、% 或外币的记号。", as_typed(cell))
    remedy = "请把格式改成“常规”，再填写真正的数；外币先换算成元。"
    return CellError(SHOWN_OTHERWISE, message, remedy)
