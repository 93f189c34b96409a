"""What the columns of call records are called: by carriers, phones, the police, and by people.

One table for all of them. What a column holds is settled by its values where headings lie
(columns.py): 通话类型 is 本地 in one list and 被叫 in another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from anjuan import RecordCell, RecordField

_SYNONYMS: Mapping[RecordField, str] = {
    RecordField.MOMENT: (
        "起始时间 开始时间 通话起始时间 通话开始时间 呼叫起始时间 呼叫开始时间 起呼时间 呼叫时间 "
        "通话时间 通信时间 截获时间 发送时间 接收时间 收发时间 发生时间 来电时间 拨打时间 时间 "
        "日期时间 通话日期时间 date messagedate createtime strtime timestamp datetime time "
        "starttime 起始日期时间 开始日期时间 calltime"
    ),
    RecordField.DAY: "日期 通话日期 起始日期 开始日期 来电日期 呼叫日期",
    RecordField.CLOCK: "时刻 钟点 几点",
    RecordField.PARTY: (
        "对方号码 对端号码 对方电话 对方电话号码 对方手机 对方手机号 对方手机号码 对方 "
        "通话号码 联系号码 number address senderid phonenumber phone anothernm"
    ),
    RecordField.CALLER: (
        "主叫号码 主叫电话 主叫方号码 主叫方 主叫 来电号码 来电电话 骚扰号码 催收号码"
    ),
    RecordField.CALLEE: "被叫号码 被叫电话 被叫方号码 被叫方 被叫",
    RecordField.DIRECTION: (
        "通信方式 呼叫类型 主被叫 主被叫标志 主/被叫 主叫/被叫 通话方式 呼叫方向 方向 收发 收/发 "
        "收发类型 呼叫类别 通话类别 通话类型 通信类型 信息类型 短信类型 业务类型 事件类型 类型 "
        "状态 calltype call_type type direction commmode"
    ),
    RecordField.LENGTH: (
        "通信时长 通话时长 通话时长2 时长 对话时长 计费时长 呼叫时长 通话秒数 duration dur commtime"
    ),
    RecordField.TEXT: (
        "内容 正文 消息内容 短信内容 信息内容 说了什么 通话内容 通话要点 text body message content"
    ),
    RecordField.OWN: (
        "使用者 用户号码 本机号码 己方号码 本方号码 我方号码 服务号码 计费号码 机主号码 业务号码"
    ),
    RecordField.NAME: (
        "联系人 联系人姓名 对方姓名 对方名称 姓名 name contact contact_name sendername"
    ),
}
_FIELDS: Mapping[str, RecordField] = {
    word: field for field, words in _SYNONYMS.items() for word in words.split()
}
_LOOSE_PARTIES = ("号码", "电话号码", "手机号码", "手机号", "手机", "电话", "联系电话")
# Columns that tell calls from messages.
SORTS = ("方式", "业务类型", "信息类型", "事件类型", "记录类型", "类型", "service")
_COUNTS = ("次数", "几次", "多少次", "通话次数", "拨打次数", "来电次数", "count")
_OF_BILLS = re.compile("费|套餐|通[信话]地|归属地|漫游|基站|commfee|commplac")
# A unit, a form, the time zone.
_ASIDE = re.compile(r"\([^()]*\)$")
# A heading is short; what is longer is a sentence above the table.
_LONGEST = 40
TIMES = (RecordField.MOMENT, RecordField.DAY, RecordField.CLOCK)
_PARTIES = (RecordField.PARTY, RecordField.CALLER, RecordField.CALLEE)


def label(cell: RecordCell) -> str:
    """A heading by what it says: without blanks, width, stars, or what brackets hold behind it."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return ""
    text = "".join(unicodedata.normalize("NFKC", cell).casefold().split())
    text = text.replace("\u200b", "").replace("\ufeff", "").rstrip("*:")
    return _ASIDE.sub("", text)


def own_labels(headings: Iterable[Mapping[RecordField, str]]) -> Mapping[str, RecordField]:
    """Which field an office's own headings stand for."""
    return {label(word): field for mapping in headings for field, word in mapping.items()}


def is_count(cell: RecordCell) -> bool:
    """Whether a column tells how often somebody called."""
    return label(cell) in _COUNTS


def is_of_bills(cell: RecordCell) -> bool:
    """Whether only carriers have a column that is called so."""
    return bool(_OF_BILLS.search(label(cell)))


def fields_of(
    row: Sequence[RecordCell], own: Mapping[str, RecordField]
) -> Mapping[int, RecordField]:
    """The field that each heading names, by its column; what names none is left out."""
    labels = {column: text for column, cell in enumerate(row) if (text := label(cell))}
    found = {column: own.get(it) or _field(it) for column, it in labels.items()}
    if set(_PARTIES).isdisjoint(found.values()):
        # 手机号码 is the phone's own wherever the other side has a column.
        found |= {it: RecordField.PARTY for it, text in labels.items() if text in _LOOSE_PARTIES}
    return {column: field for column, field in found.items() if field is not None}


def _field(text: str) -> RecordField | None:
    """What a heading names; of two joined by a stroke the first that names anything."""
    names = (text, *text.split("/"))
    return next((_FIELDS[name] for name in names if name in _FIELDS), None)


def are_headings(fields: Mapping[int, RecordField]) -> bool:
    """Whether a row names a time and a party: then contacts stand below it."""
    named = set(fields.values())
    return not named.isdisjoint(TIMES) and not named.isdisjoint(_PARTIES)
