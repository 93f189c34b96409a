"""Who testifies: the people of sheet 证人, and what each of them perceived.

Without a row there nobody gets a paper to sign. A company is no witness; it certifies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time

from anjuan import (
    Case,
    EvidenceType,
    Incident,
    Matter,
    Message,
    Method,
    Moment,
    Problem,
    Rule,
    Severity,
    Testimony,
    Witness,
    date_text,
    moment_text,
    person_key,
    public,
)
from anjuan_plugins.kinds.facts.defendants import is_company_name
from anjuan_plugins.kinds.facts.minors import gives_no_oath
from anjuan_plugins.kinds.prose.naming import is_plain_relation
from anjuan_plugins.kinds.prose.phrases import closed, in_quotes, one_line
from anjuan_plugins.kinds.prose.voices import witness_voice

MINOR_WITNESS = Rule("minor-witness-without-guardian", "未成年的证人没有写监护人。")
WITNESS_ADDRESS = Rule("witness-without-address", "没有写证人的住址。", Severity.WARNING)
NOTHING_PERCEIVED = Rule(
    "witness-without-incident", "记录里没有证人自己经历的行，经历留空手写。", Severity.WARNING
)
LATE_APPLICATION = Rule("late-application", "举证期限已经届满。", Severity.WARNING)
STATEMENT_RULES = (MINOR_WITNESS, NOTHING_PERCEIVED)
APPLICATION_RULES = (WITNESS_ADDRESS, LATE_APPLICATION)

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


def witnesses(case: Case) -> tuple[Witness, ...]:
    """The people who testify in court or in writing, or of whom that is not decided yet."""
    return tuple(
        it
        for it in case.witnesses
        if it.testimony != Testimony.NONE and not is_company_name(it.name)
    )


def perceived(case: Case, name: str) -> tuple[Incident, ...]:
    """The rows that reached somebody themselves: all that they can testify to."""
    key = person_key(name)
    return tuple(row for row in case.incidents if person_key(row.victim) == key)


def _is_party(case: Case, name: str) -> bool:
    parties = (case.client.name, case.debtor_name)
    return person_key(name) in {person_key(it) for it in parties if it}


def who_could(case: Case) -> tuple[str, ...]:
    """The people reached, other than client and debtor, who might be asked to testify."""
    rows = (row for row in case.incidents if not row.is_about_client and not row.is_about_debtor)
    found = dict.fromkeys(row.victim for row in rows if row.victim)
    return tuple(name for name in found if not is_company_name(name))


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
    return [_told(case, row, me) for row in perceived(case, name) if row.moment]


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


def nobody(case: Case) -> Message:
    """Why nobody testifies, and who could be asked."""
    could = who_could(case)
    if case.witnesses or not could:
        return Message("“证人”表里没有要作证的人。")
    return Message("“证人”表里没有本案的证人；可以请谁作证：{}。", list(could))


def check_statements(matter: Matter) -> Iterator[Problem]:
    """A child's guardian is named; what nobody wrote down is left to be written by hand."""
    case = matter.case
    for witness in witnesses(case):
        if gives_no_oath(witness, matter.filing_date) and not witness.guardian:
            message = Message("证人“{}”未成年，书面证言要写明在场的监护人。", witness.name)
            yield MINOR_WITNESS.at(witness, "guardian", message, "请填写监护人的姓名。")
        # Of a party it is told already that they are no witness.
        if not (_is_party(case, witness.name) or perceived(case, witness.name)):
            message = Message("骚扰记录里没有“{}”作受扰人的行。", witness.name)
            yield NOTHING_PERCEIVED.at(witness, "name", message, "证言里的经历由证人自己写。")


def check_applications(matter: Matter) -> Iterator[Problem]:
    """What a court asks of an application: where the witness lives, and that it comes in time."""
    case = matter.case
    for witness in in_court(case):
        if not witness.address:
            message = "申请书要写证人的住所和联系方式，这里留空待手写。"
            yield WITNESS_ADDRESS.at(witness, "address", message, "请补上。")
    if case.proof_deadline and case.proof_deadline < matter.filing_date:
        message = Message("举证期限{}已经届满。", public(date_text(case.proof_deadline)))
        remedy = "请核对日期；逾期的，须说明理由。"
        yield LATE_APPLICATION.at(case, "proof_deadline", message, remedy)


def in_court(case: Case) -> tuple[Witness, ...]:
    """The witnesses who are to testify in court."""
    return tuple(it for it in witnesses(case) if it.testimony == Testimony.IN_COURT)


def the_one(case: Case, name: str) -> Witness:
    """The witness of a name that `witnesses` gave."""
    return next(it for it in witnesses(case) if it.name == name)
