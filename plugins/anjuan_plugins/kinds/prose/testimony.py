"""What somebody perceived, in the first person, and what they are to the client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time

from anjuan import Case, EvidenceType, Incident, Method, Moment, date_text, moment_text
from anjuan_plugins.kinds.facts import testifying
from anjuan_plugins.kinds.facts.kinship import is_plain_relation
from anjuan_plugins.kinds.prose.phrases import closed, in_quotes, one_line
from anjuan_plugins.kinds.prose.voices import witness_voice

# The hours before which each part of the day ends, as people say it.
_DAY = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
_NOON, _HALF = 12, 30
# Of a call: how it was received, and its unit; {who} had it, {number} it came from.
_RECEIVED: Mapping[str, tuple[str, str]] = {
    Method.CALL: ("{who}接到{number}打来的电话", "次"),
    Method.MESSAGE: ("{who}收到{number}发来的短信", "条"),
    Method.WECHAT: ("{who}收到{number}发来的微信消息", "条"),
    Method.VISIT: ("有人上门找{who}", "次"),
}
_OTHERWISE = ("有人联系{who}", "次")
_SAYS = tuple("在称说问找让叫骂发要声扬威辱催告通打")
_QUOTES = tuple('“「『"‘')


def relation_sentence(case: Case, relation: str, me: str = "我") -> str:
    """`我是张三的母亲。`; what is no plain word as it was typed; empty where it is not told."""
    if not relation:
        return ""
    name = case.client.name
    if is_plain_relation(relation) or relation.endswith("单位"):
        return f"{me}是{name}的{relation}。"
    return f"{me}与{name}的关系：{one_line(relation)}。"


def account(case: Case, name: str, me: str = "我") -> list[str]:
    """What somebody perceived, by day and hour, in the first person and without exhibit numbers."""
    return [_told(case, row, me) for row in testifying.perceived(case, name) if row.moment]


def _told(case: Case, row: Incident, me: str) -> str:
    assert row.moment
    from_memory = _is_from_memory(case, row)
    verb, unit = _RECEIVED.get(row.method, _OTHERWISE)
    number = f"微信号{row.number}" if row.method == Method.WECHAT else f"号码{row.number}"
    received = verb.format(who=me, number=number if row.number else "一个没有记下的号码")
    about = "约" if from_memory and row.count > 1 else ""
    times = f"{about}{row.count}{unit}" if row.count > 1 else ""
    since = "起" if row.count > 1 and row.moment.clock and not from_memory else ""
    parts = [f"{_when(row.moment, from_memory)}{since}，{received}{times}", _answered(row, me)]
    claimed = [f"对方自称{in_quotes(one_line(row.claimed_name))}"] if row.claimed_name else []
    first = closed("，".join(filter(None, parts)))
    rest = "，".join([*claimed, *_content(case, row, "" if claimed else "对方")])
    return first + (closed(rest) if rest else "")


def _is_from_memory(case: Case, row: Incident) -> bool:
    """True where no record of a machine bears out how often and when."""
    types = {exhibit.type for exhibit in case.exhibits_of([row])}
    return not types - {EvidenceType.TESTIMONY, EvidenceType.WRITTEN_PROOF, ""}


def _answered(row: Incident, me: str) -> str:
    if row.method != Method.CALL or row.connected is None or row.count == 1:
        return ""
    return f"{me}接听了{row.connected}次" if row.connected else f"{me}都没有接听"


def _when(moment: Moment, from_memory: bool) -> str:
    if moment.clock is None:
        return moment_text(moment)
    return f"{date_text(moment.day)}{_clock(moment.clock, from_memory)}"


def _clock(clock: time, from_memory: bool) -> str:
    """`晚上10点41分`; from memory `晚上10点多`."""
    part = next(word for ends, word in _DAY if clock.hour < ends)
    hour = f"{part}{clock.hour if clock.hour <= _NOON else clock.hour - _NOON}点"
    if not from_memory:
        return f"{hour}{clock.minute:02d}分" if clock.minute else hour
    if clock.minute in (0, _HALF):
        return f"{hour}{'半' if clock.minute else ''}左右"
    return f"{hour}多"


def _content(case: Case, row: Incident, they: str) -> Iterator[str]:
    """What was said or done; `they` is empty where the sentence has its subject already."""
    said = witness_voice(case.client.name).cell(one_line(row.content))
    if not said:
        return
    if said.startswith(_QUOTES):
        written = row.method in (Method.MESSAGE, Method.WECHAT)
        yield f"内容是：{said}" if written else f"{they}说：{said}"
    elif row.method != Method.VISIT and said.startswith(_SAYS):
        yield f"{they}{said}"
    else:
        yield f"经过是：{said}" if row.method == Method.VISIT else f"内容是：{said}"
