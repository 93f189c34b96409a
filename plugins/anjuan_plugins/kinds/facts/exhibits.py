"""Exhibits as a court asks for them: what sort each is, to what group it belongs, what is weak.

Sorts: 民事诉讼法 art. 66; what is stored in electronic media is 电子数据 (民诉法解释 art. 116).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from anjuan import (
    Case,
    Evidence,
    EvidenceGroup,
    EvidenceType,
    Incident,
    Loss,
    LossItem,
    Method,
    Original,
    Problem,
    Proceeding,
    Rule,
    Severity,
    StatutoryType,
    number_key,
    split_list,
)
from anjuan_plugins.kinds.facts.once import once_a_case

EVIDENCE_KIND = Rule("evidence-kind", "看不出属于哪一种法定证据种类。", Severity.WARNING)
EXHIBIT_TOO_OLD = Rule("exhibit-too-old", "证据早于它要证明的事。", Severity.WARNING)
TESTIMONY_ALONE = Rule("testimony-alone", "只有证人证言，没有别的证据。", Severity.WARNING)
OTHER_SORT = Rule("exhibit-of-other-sort", "证据和这一行的方式对不上。", Severity.WARNING)
RULES = (EVIDENCE_KIND, EXHIBIT_TOO_OLD, TESTIMONY_ALONE, OTHER_SORT)

_TYPES: Mapping[str, StatutoryType] = {
    EvidenceType.CALL_RECORDING: StatutoryType.ELECTRONIC,
    EvidenceType.MESSAGE_SCREENSHOT: StatutoryType.ELECTRONIC,
    EvidenceType.WECHAT_SCREENSHOT: StatutoryType.ELECTRONIC,
    EvidenceType.CALL_RECORD: StatutoryType.ELECTRONIC,
    EvidenceType.PHOTO_OR_VIDEO: StatutoryType.ELECTRONIC,
    EvidenceType.TESTIMONY: StatutoryType.TESTIMONY,
    EvidenceType.DIAGNOSIS: StatutoryType.DOCUMENT,
    EvidenceType.CONTRACT: StatutoryType.DOCUMENT,
    EvidenceType.RECEIPT: StatutoryType.DOCUMENT,
    EvidenceType.WRITTEN_PROOF: StatutoryType.DOCUMENT,
}
_ELECTRONIC = re.compile("截图|录音|录像|视频|照片|监控|电子邮件|聊天记录|短信|详单|通话记录")
_DOCUMENT = re.compile("合同|协议|发票|收据|票据|证明|流水|病历|回执|挂号信|公证书|通知书|函$")
_ON_PAPER = re.compile("原件")
_MESSAGES = (EvidenceType.MESSAGE_SCREENSHOT, EvidenceType.WECHAT_SCREENSHOT)
_CALLS = (EvidenceType.CALL_RECORD, EvidenceType.CALL_RECORDING)
# What can't show that somebody was reached in this way.
_SHOWS_NO: Mapping[str, tuple[EvidenceType, ...]] = {
    Method.CALL: (*_MESSAGES, EvidenceType.DIAGNOSIS, EvidenceType.RECEIPT),
    Method.MESSAGE: (EvidenceType.CALL_RECORDING, EvidenceType.DIAGNOSIS, EvidenceType.RECEIPT),
    Method.WECHAT: (*_CALLS, EvidenceType.DIAGNOSIS, EvidenceType.RECEIPT),
    Method.VISIT: (*_CALLS, EvidenceType.DIAGNOSIS, EvidenceType.RECEIPT),
}
_OF_HARM = (LossItem.LOST_INCOME, LossItem.MEDICAL)


def statutory_type(exhibit: Evidence) -> str:
    """法定种类 as filled in, or as 证据种类 and the name tell it; empty where nothing does."""
    if exhibit.statutory_type:
        return exhibit.statutory_type
    if exhibit.type in _TYPES:
        return _TYPES[exhibit.type]
    if _ELECTRONIC.search(exhibit.title):
        return StatutoryType.ELECTRONIC
    return StatutoryType.DOCUMENT if _DOCUMENT.search(exhibit.title) else ""


def original(exhibit: Evidence) -> str:
    """原件 or 复制件 as filled in, or as 原始载体 tells it; empty where nothing does."""
    if exhibit.original:
        return exhibit.original
    return Original.ORIGINAL if _ON_PAPER.search(exhibit.original_medium) else ""


def group(case: Case, exhibit: Evidence) -> EvidenceGroup:
    """分组 as filled in, or by the rows that name the exhibit, or by what it is."""
    if exhibit.group:
        return EvidenceGroup(exhibit.group)
    key = number_key(exhibit.number)
    losses = [row for row in case.losses if key in _keys([row])]
    by_row = (
        (key in map(number_key, split_list(case.objection_evidence)), EvidenceGroup.AFTER_REFUSAL),
        (exhibit.type == EvidenceType.DIAGNOSIS, EvidenceGroup.CONSEQUENCES),
        (any(row.item in _OF_HARM for row in losses), EvidenceGroup.CONSEQUENCES),
        (key in _named_by_incidents(case), EvidenceGroup.INCIDENTS),
        (bool(losses) or exhibit.type == EvidenceType.RECEIPT, EvidenceGroup.COSTS),
        (key in _keys(case.proceedings), EvidenceGroup.AFTER_REFUSAL),
        (exhibit.type == EvidenceType.CONTRACT, EvidenceGroup.ATTRIBUTION),
    )
    return next((found for fits, found in by_row if fits), EvidenceGroup.INCIDENTS)


def grouped(case: Case) -> tuple[tuple[EvidenceGroup, tuple[Evidence, ...]], ...]:
    """The exhibits by group, in the order of a complaint; groups without any are left out."""
    found: dict[EvidenceGroup, list[Evidence]] = {it: [] for it in EvidenceGroup}
    for exhibit in case.evidence:
        found[group(case, exhibit)].append(exhibit)
    return tuple((name, tuple(exhibits)) for name, exhibits in found.items() if exhibits)


# There may be many, and every exhibit is looked for among them.
@once_a_case
def _named_by_incidents(case: Case) -> Collection[str]:
    return _keys(case.incidents)


def _keys(rows: Iterable[Incident | Loss | Proceeding]) -> Collection[str]:
    """The exhibits that rows name, by their keys."""
    return {number_key(it) for row in rows for it in split_list(row.evidence_numbers)}


# ---------------------------------------------------------------- what is weak


def check(case: Case) -> Iterator[Problem]:
    """Warn of exhibits that prove less than they are meant to, each at its cell."""
    yield from unknown_kinds(case)
    yield from _too_old(case)
    for row in case.incidents:
        yield from _weak(row, case.exhibits_of([row]))


def unknown_kinds(case: Case) -> Iterator[Problem]:
    """Warn of exhibits whose sort in law nothing tells."""
    for exhibit in case.evidence:
        if not statutory_type(exhibit):
            message = "证据目录的“种类”要写法定的证据种类，这里看不出是哪一种。"
            yield EVIDENCE_KIND.at(exhibit, "type", message, "请选定证据种类，或在印出后手写。")


def _too_old(case: Case) -> Iterator[Problem]:
    first = min((row.moment.day for row in case.incidents if row.moment), default=None)
    for exhibit in case.evidence:
        shows_harm = group(case, exhibit) is EvidenceGroup.CONSEQUENCES
        if shows_harm and first and exhibit.formed_on and exhibit.formed_on.last_day < first:
            message = "这份证据形成在第一次受扰以前，证明不了受扰造成的后果。"
            yield EXHIBIT_TOO_OLD.at(exhibit, "formed_on", message, "请核对日期，或换一份证据。")


def _weak(row: Incident, exhibits: Sequence[Evidence]) -> Iterator[Problem]:
    types = {exhibit.type for exhibit in exhibits}
    if types == {EvidenceType.TESTIMONY}:
        message = "这一行只有证人证言；与当事人有利害关系的证人的证言，不能单独作为认定事实的根据。"
        remedy = "请补上通话记录、录音、截图等证据。"
        yield TESTIMONY_ALONE.at(row, "evidence_numbers", message, remedy)
    if types and types <= set(_SHOWS_NO.get(row.method, ())):
        message = "这一行的方式和它的证据对不上，这样的证据证明不了这次联系。"
        remedy = "请核对证据编号，或补上证据。"
        yield OTHER_SORT.at(row, "evidence_numbers", message, remedy, value=row.evidence_numbers)
