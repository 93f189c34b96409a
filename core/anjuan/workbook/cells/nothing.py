"""Words and signs for nothing: 无, /, —, 不详, N/A. In an optional cell they are an empty one."""

from __future__ import annotations

import re
import unicodedata

from anjuan.case.columns import Column, ColumnType
from anjuan.messages import Message, public
from anjuan.problems import Rule, Severity
from anjuan.workbook.cells.cell import Cell, Remark, as_typed, normal_text

WRITTEN_NOTHING = Rule(
    "written-nothing", "写的是“无”“/”“不详”之类，按没有填写处理。", Severity.WARNING
)

_SIGNS = re.compile(r"[\s/\\|／＼~*＊×?？‐-―−﹣－ー-]+|…+|[.。·]{3,}")
_BRACKETS = re.compile(r"[(\[【〔「]?(.*?)[)\]】〕」]?[。.!]*")
# There is none of it: said of a number or of consent, that may be an answer.
_NONE = frozenset(("无", "没有", "暂无", "尚无", "无此项", "空", "空白", "零"))
# Nobody knows, or nobody has written it down yet.
_UNKNOWN = frozenset((
    *("不详", "不明", "未知", "不知", "不知道", "不清楚", "不确定", "记不清", "不适用", "跳过"),
    *("未填", "未填写", "未提供", "暂缺", "空缺", "缺", "待补", "待补充", "待查", "待核", "待核实"),
    *("待定", "待填", "n/a", "na", "n.a", "null", "nil", "unknown"),
    *("未知号码", "无号码", "无号码显示", "无来电显示", "无主叫号码", "无主叫", "隐藏号码"),
    *("号码隐藏", "私人号码", "未显示", "未显示号码", "不显示", "不显示号码"),
))  # fmt: skip
_LONGEST = max(map(len, (*_NONE, *_UNKNOWN))) + 4


def is_nothing(column: Column, cell: Cell) -> bool:
    """True for a cell that says that there is nothing to say.

    Never for a choice of the column (债务责任 无, × for 否), nor where nothing is an answer of its
    own: `Column.nothing_is_meant`, a yes or no, a number that an empty cell stands for.
    """
    if not isinstance(cell, str) or column.nothing_is_meant or _is_choice(column, cell):
        return False
    if says_nothing(cell):
        return True
    answers = column.type is ColumnType.FLAG or column.if_empty is not None
    bare = _bare(cell)
    return bare in _UNKNOWN or (bare in _NONE and not answers)


def says_nothing(cell: Cell) -> bool:
    """True for a text of dashes, strokes and the like only."""
    return isinstance(cell, str) and _SIGNS.fullmatch(cell.strip()) is not None


def says_none(cell: Cell) -> bool:
    """True for a word that says that there is none."""
    return isinstance(cell, str) and _bare(cell) in _NONE


def counted_if_empty(column: Column) -> str:
    """`算 1 次`, of a column whose empty cells are counted; empty for others."""
    if column.if_empty is None:
        return ""
    return Message("算 {} {}", column.if_empty, public("".join(column.units[:1])))


def written_nothing(column: Column, cell: Cell) -> Remark:
    """What is told of such a cell where it may be empty."""
    counted = counted_if_empty(column)
    effect = Message("，{}", counted) if counted else public("")
    message = Message("“{}”按没有填写处理{}。", as_typed(cell).strip(), effect)
    return Remark(WRITTEN_NOTHING, message, "没有内容的，请把这一格空着。")


def _is_choice(column: Column, cell: str) -> bool:
    return bool(column.choices) and normal_text(cell) in (*column.choices, *column.also)


def _bare(cell: str) -> str:
    """The text without blanks, brackets around it and a full stop; empty for what is no word."""
    if len(cell) > _LONGEST or cell[-1:].isdigit():
        return ""
    text = unicodedata.normalize("NFKC", "".join(cell.split())).casefold()
    found = _BRACKETS.fullmatch(text)
    return found[1] if found else ""
