"""人格权侵害禁令申请书, and 行为保全申请书 beside it: to the court, while it still goes on.

Both need what is being done now, or was announced: an act within the last days, or a threat after
the client had asked that it stop. Neither claims money, deletion or an apology: those are for the
suit. An injunction stands by itself (民法典 art. 997); preservation goes with a suit that is
brought or will be (民诉法 arts. 103 and 104).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from anjuan import (
    Brief,
    Case,
    Incident,
    Kind,
    Matter,
    Message,
    Method,
    Nature,
    Place,
    Problem,
    Recipient,
    Rule,
    Severity,
    chinese_number,
    date_text,
    hookimpl,
    how_many,
    merge_titles,
    public,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import counts
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.facts.minors import client_is_minor
from anjuan_plugins.kinds.facts.parties import contractor, head_name, head_title
from anjuan_plugins.kinds.gates import suing
from anjuan_plugins.kinds.grounds import procedure
from anjuan_plugins.kinds.grounds.civil import disturbances
from anjuan_plugins.kinds.prose import reasons, wording
from anjuan_plugins.kinds.prose.phrases import evidence_mark, numbered, one_line
from anjuan_plugins.kinds.prose.reasoning import Sued
from anjuan_plugins.kinds.prose.voices import APPLICANT

SECURITY_LEFT_OPEN = Rule(
    "security-left-open", "没有写明担保方式，申请书里留空待手写。", Severity.WARNING
)
_SECURITY = "担保方式"
# No statute says how long ago 正在实施 may be; a court asks for the last few days.
RECENT = timedelta(days=14)
_THREATS = (Nature.THREAT, Nature.THREAT_TO_PERSON)
_AT_THE_DOOR = re.compile("上门|登门|找上|家里|家门|住处|单位|公司|学校|村里")
# Of more numbers the orders name the first; the table has all.
_MOST_NUMBERS = 10


def is_urgent(matter: Matter) -> bool | str:
    """An act within the last days, or a threat after the objection; else which of it is missing."""
    own = suing.own(matter)
    if _recent(own) or _threats(own.case):
        return True
    return Message(
        "落款日以前{}天内没有侵害委托人的行为，要求停止以后也没有威胁恐吓的记录。",
        public(RECENT.days),
    )


def _recent(matter: Matter) -> tuple[Incident, ...]:
    """What infringed the client's rights within the last days; a polite call to a debtor doesn't.

    Args:
        matter: the case, with the client's own incidents only.
    """
    case, since = matter.case, matter.filing_date - RECENT
    wrongful = facts.among(case.incidents, disturbances(matter), facts.told_of_own_debt(case))
    return tuple(
        row for row in wrongful if row.moment and since <= row.moment.day <= matter.filing_date
    )


def _threats(case: Case) -> tuple[Incident, ...]:
    """The threats that came on days after the client had asked that it stop."""
    return facts.showing(facts.after_objection(case), *_THREATS)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The court; left open where none is named."""
    yield Recipient(name=matter.case.court)


def context(brief: Brief) -> Mapping[str, object]:
    """What the templates print beyond the workbook's own cells."""
    matter = suing.own(brief)
    case, day = matter.case, brief.filing_date
    found = defendants(case)
    names = tuple(f"被申请人{chinese_number(number)}" for number in range(1, len(found) + 1))
    sued = Sued(found, names if len(found) > 1 else ("被申请人",))
    told = wording.account(
        case, APPLICANT, sued.name(case.creditor), collector=sued.name(contractor(case))
    )
    who = "各被申请人" if len(found) > 1 else "被申请人"
    is_pending = bool(procedure.suits(case))
    key = "procedure.conduct-preservation" if is_pending else "procedure.preservation-before-suit"
    return {
        "未成年": client_is_minor(matter),
        "被申请人们": [
            {"称谓": name, "机构": it, "代表称谓": head_title(it), "代表": head_name(it)}
            for name, it in zip(sued.called, found, strict=True)
        ],
        "请求": numbered(_orders(case, who), lambda number: f"{number}．"),
        **told,
        "正在进行": _pressing(matter),
        "侵害理由": reasons.reasons(matter, APPLICANT),
        "已经起诉": is_pending,
        "保全依据": "、".join(merge_titles(brief.law.cite_in_force((key,), day))),
        "担保": _security(case),
        "申请人记录": case.incidents,
        "副本份数": how_many(it.name for it in found),
    }


def _orders(case: Case, who: str) -> Iterator[str]:
    """What can be enforced as it stands: by which means, from which numbers, towards whom."""
    yield f"责令{who}立即停止{_conduct(case)}{_numbers(case)}；"
    if facts.own_debt_was_told(case):
        others = "他人" if case.is_contact else "申请人的亲友、同事等与债务无关的第三人"
        yield f"禁止{who}向{others}披露申请人的{wording.own_matter(case)}；"
    if _comes_to_the_door(case.incidents):
        employer = f"和工作单位（{case.client.employer}）" if case.client.employer else ""
        yield f"禁止{who}到申请人的住所（{case.client.address}）{employer}滋扰申请人；"
    yield f"责令{who}要求受其委托、指派的机构和人员遵守上列各项。"


def _conduct(case: Case) -> str:
    phone = f"（电话{case.client.phone}）"
    if facts.signed_nothing(case):
        debt = wording.debt_at_issue(case)
        return f"以电话、短信、即时通讯、上门等方式就{debt}联系申请人{phone}"
    return f"以{reasons.by_manner(case)}侵扰申请人{phone}的私人生活安宁"


def _numbers(case: Case) -> str:
    found = case.figures.numbers
    if not found:
        return ""
    more = f"等{how_many(found)}个号码" if len(found) > _MOST_NUMBERS else ""
    return f"，包括使用{'、'.join(found[:_MOST_NUMBERS])}{more}以及更换号码实施"


def _comes_to_the_door(rows: Iterable[Incident]) -> bool:
    """Whether somebody came, or threatened to."""
    found = tuple(rows)
    came = any(row.method == Method.VISIT for row in found)
    return came or any(_AT_THE_DOOR.search(it.content) for it in facts.showing(found, *_THREATS))


def _pressing(matter: Matter) -> list[str]:
    """Why it can't wait: when it last happened, what was threatened, and what was tried."""
    told = (_lately(matter), _announced(matter.case), *_reports(matter))
    return [sentence for sentence in told if sentence]


def _lately(matter: Matter) -> str:
    recent = _recent(matter)
    days = sorted(row.moment.day for row in recent if row.moment)
    if not days:
        return ""
    often = counts.by_method(recent, in_short=True)
    if days[0] == days[-1]:
        return f"侵害仍在进行：{date_text(days[-1])}仍有{often}。"
    return f"侵害仍在进行：{date_text(days[0])}以来仍有{often}，最近一次在{date_text(days[-1])}。"


def _announced(case: Case) -> str:
    rows = _threats(case)
    if not rows:
        return ""
    days = "、".join(dict.fromkeys(date_text(row.moment.day) for row in rows if row.moment))
    mark = evidence_mark("、".join(row.evidence_numbers for row in rows if row.evidence_numbers))
    return f"{days}的联系中，对方在申请人要求停止以后仍以言词相威胁{mark}，有继续侵害的现实危险。"


def _reports(matter: Matter) -> Iterator[str]:
    """That the police were told: what the client tried before it asked the court."""
    for it in procedure.reports_to_police(matter.case):
        if it.day and it.day <= matter.filing_date:
            desk = f"向{it.institution}" if it.institution else "向公安机关"
            number = f"（文号：{it.document_number}）" if it.document_number else ""
            mark = evidence_mark(it.evidence_numbers)
            yield f"申请人已于{date_text(it.day)}{desk}报案{number}{mark}。"


def _security(case: Case) -> str:
    """What is offered as security, from a column of the lawyer's own; empty = by hand."""
    heading = case.own_heading(_SECURITY)
    return APPLICANT.cell(one_line(case.extra[heading])) if heading else ""


def check(matter: Matter) -> Iterator[Problem]:
    """Refuse what a court would dismiss for want of a right or of a respondent."""
    yield from suing.parties(matter)
    if not matter.case.court:
        yield wording.LEFT_OPEN.at(matter.case, "court", "没有填写，申请书的法院留空待手写。")


def _check_preservation(matter: Matter) -> Iterator[Problem]:
    """The same, and what will have to be written by hand: security is due before a suit."""
    yield from check(matter)
    case = matter.case
    if not _security(case) and not procedure.suits(case):
        yield SECURITY_LEFT_OPEN.on(
            Place("案件", heading=_SECURITY, case=case.number),
            "没有写明担保方式，申请书里留空待手写。",
            Message(
                "要由案卷填写的，请在案件表里加上“{}”一列；手写的，可以不管。", public(_SECURITY)
            ),
        )


def _kind(name: str, title: str, help_: str, also_called: tuple[str, ...]) -> Kind:
    """One of the two; they differ in their template, and in the security."""
    return Kind(
        name=name,
        title=title,
        also_called=also_called,
        help=help_,
        template=shipped_template(name, title),
        handing_in=handing_in.URGENT_APPLICATION,
        applies=is_urgent,
        on_request=True,
        recipients=recipients,
        context=context,
        needs=("creditor", "incidents"),
        check=check,
        rules=(*suing.PARTY_RULES, wording.LEFT_OPEN),
    )


INJUNCTION = _kind(
    "personality-injunction",
    "人格权侵害禁令申请书",
    "递交人民法院；侵害仍在进行，或者要求停止以后仍有威胁的案件适用。",
    ("禁令申请书", "禁令", "人格权禁令"),
)
PRESERVATION = replace(
    _kind(
        "conduct-preservation",
        "行为保全申请书",
        "递交人民法院；已经起诉或者将要起诉，侵害仍在进行的案件适用，可以代替禁令申请。",
        ("行为保全", "诉前行为保全"),
    ),
    check=_check_preservation,
    rules=(*INJUNCTION.rules, SECURITY_LEFT_OPEN),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the injunction, and the preservation that goes with a suit."""
    return (INJUNCTION, PRESERVATION)
