"""报案材料: to the police of the place where the harassment happened or took effect.

Facts first, then what is asked; the law stands in one paragraph, with the fact that bears each
limb. It is cited by the day of each act: a run that straddles 2026-01-01 names both editions, and
which of them applies is for the police to say. Penalties are not recited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Incident,
    Kind,
    Matter,
    Message,
    Method,
    Problem,
    Proceeding,
    Recipient,
    Rule,
    Severity,
    Testimony,
    date_text,
    hookimpl,
    how_many,
    merge_titles,
    moment_text,
    person_key,
    public,
    shipped_template,
)
from anjuan_plugins.kinds import grounds, handing_in
from anjuan_plugins.kinds.facts import counts, minors
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.defendants import is_company_name
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import police, procedure, telling
from anjuan_plugins.kinds.grounds.limits import daily_calls
from anjuan_plugins.kinds.prose import attribution, naming, wording
from anjuan_plugins.kinds.prose.phrases import (
    closed,
    evidence_mark,
    one_line,
    sentence,
)
from anjuan_plugins.kinds.prose.standing import assignment, platform_role, standing
from anjuan_plugins.kinds.prose.voices import POLICE

NO_LIMB = Rule("no-limb", "记录够不上治安管理处罚法的任何一项。")
TOO_LATE = Rule("too-late", "行为终了已过六个月，没有写在期限内报过案。")
PARTLY_TOO_LATE = Rule(
    "partly-too-late", "较早的一段行为已过六个月，没有据以报案。", Severity.WARNING
)
NO_CONSEQUENCES = Rule(
    "no-consequences", "报案材料没有写明后果，只能概括写干扰正常生活。", Severity.WARNING
)


# Of more numbers the statement names the first; a page of digits helps nobody.
_MOST_NUMBERS = 10
_PENALTY = re.compile("的?，(?:予以|从重)处罚$")


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The police station of sheet 案件; left open where none is given."""
    yield Recipient(name=matter.case.police)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, day = brief.case, brief.filing_date
    live = reportable(brief)
    parts = _parts(live)
    lender = case.creditor.name if case.creditor else ""
    place = partial(_place, brief.law)
    return {
        "身份说明": standing(case, POLICE, lender),
        "事实概括": wording.summary(case, POLICE, lender),
        "逐次事实": wording.incident_sentences(case, POLICE),
        "披露事实": wording.disclosure(case, POLICE),
        "要求停止": wording.objection(case, POLICE),
        "曾经报案": _reported(brief),
        "已过时效": _told_for_context(brief, live),
        "未成年人": _children(brief),
        "放贷方": _lender_role(case),
        "平台说明": _platform(case),
        "查明催收": attribution.paragraph(case, POLICE, lender),
        "知情人": _witnesses(brief),
        "干扰生活": _effect(case),
        "嫌疑号码": _numbers(case),
        "信息来源": _sources(live.case),
        "法律适用": parts,
        "前后连续": is_continuous(live) and len(parts) > 1,
        "禁止接触": police.may_ask_for_no_contact(live),
        # Procedure is that of the day of the report; so are the rules that requests name.
        "立案依据": "、".join(
            merge_titles(brief.law.cite_in_force(("security.case-filing",), day))
        ),
        "责任人员条款": place("security.organisation", day),
        "个人信息条款": "、".join(dict.fromkeys(it.citation.version.place for it in _leads(live))),
        "禁止接触条款": place(police.NO_CONTACT, day),
        "时效条款": place("security.limitation", day),
        "侵害地": _where(case),
        "管辖依据": "、".join(merge_titles(brief.law.cite_in_force(("police.jurisdiction",), day))),
    }


def _effect(case: Case) -> str:
    """The disturbance of daily life that both limbs of the offence ask for."""
    stated = sentence(POLICE.cell(case.consequences))
    return f"上述行为干扰了本人的正常生活{f'：{stated}' if stated else '。'}"


def _numbers(case: Case) -> str:
    """The numbers to be traced; of many the first, for the table has all."""
    found = case.figures.numbers
    if len(found) <= _MOST_NUMBERS:
        return "、".join(found)
    return f"{'、'.join(found[:_MOST_NUMBERS])}等{how_many(found)}个，见所附骚扰记录明细"


def _lender_role(case: Case) -> str:
    """What the creditor is, where it need not be the lender; empty where the standing said all."""
    if case.creditor is None:
        return ""
    if assignment(case, POLICE, ""):
        return "债权受让人"
    role = wording.lender_role(case.creditor)
    return "" if role == "出借人" else role


def _platform(case: Case) -> str:
    """What the platform is to the loan; empty where there is none."""
    return platform_role(case, case.platform.name) if case.platform else ""


def _reported(matter: Matter) -> str:
    """That the acts were reported before, where and under which number; empty where not."""
    return "".join(
        _earlier_report(it)
        for it in procedure.reports_to_police(matter.case)
        if it.day and it.day < matter.filing_date
    )


def _earlier_report(step: Proceeding) -> str:
    assert step.day
    desk = f"向{step.institution}" if step.institution else ""
    number = f"（文号：{step.document_number}）" if step.document_number else ""
    came_of_it = POLICE.cell(one_line(step.result))
    text = f"本人曾于{date_text(step.day)}就有关行为{desk}报案{number}"
    text += evidence_mark(step.evidence_numbers)
    return closed(f"{text}，{came_of_it}" if came_of_it else text)


def _told_for_context(matter: Matter, live: Matter) -> str:
    """Which acts are too old to be reported, and are told so that the others are understood."""
    late = procedure.barred(matter)
    if not late or live.case.incidents == matter.case.incidents:
        return ""
    return f"其中{telling.days(late)}的行为距终了已超过六个月，仅用于说明前后经过。"


def _children(matter: Matter) -> str:
    names = dict.fromkeys(row.victim for row in minors.reached_children(matter))
    names.pop(matter.case.client.name, None)
    return f"其中{naming.listing(list(names))}不满十四周岁。" if names else ""


def _witnesses(matter: Matter) -> str:
    """Those who can tell what reached them; who does not testify, and children, are left out."""
    case = matter.case
    about = {person_key(it.name): it for it in case.witnesses}
    phones = {person_key(row.victim): row.victim_phone for row in case.incidents}
    phones |= {key: it.phone for key, it in about.items() if it.phone}
    left_out = {key for key, it in about.items() if it.testimony == Testimony.NONE}
    left_out |= {person_key(row.victim) for row in minors.reached_children(matter)}
    rows = (row for row in case.incidents if not row.is_about_client and not row.is_about_debtor)
    named = dict.fromkeys((*(row.victim for row in rows), *(it.name for it in case.witnesses)))
    told = [
        name + (f"（电话：{phones[key]}）" if phones.get(key) else "")
        for name in named
        if (key := person_key(name)) not in left_out and not is_company_name(name)
    ]
    return f"{naming.listing(told)}了解有关情况，请向其询问。" if told else ""


def _leads(matter: Matter) -> Iterator[grounds.Ground]:
    return (it for it in police.police_grounds(matter) if it.is_lead)


def _where(case: Case) -> str:
    """`报案人住所地、接听地为侵害结果发生地`: where who was reached by these means took it."""
    used = {row.method for row in case.incidents}
    places = ["报案人住所地"]
    places += ["接听地"] if Method.CALL in used else []
    places += ["信息接收地"] if used & {Method.MESSAGE, Method.WECHAT} else []
    visited = "，上门地点为行为发生地" if Method.VISIT in used else ""
    return f"{'、'.join(places)}为侵害结果发生地{visited}"


def _sources(case: Case) -> str:
    """Whose names and numbers came from somewhere unknown; empty where nobody's did.

    At a door nobody needs a number.
    """
    rows = [row for row in facts.to_contacts(case) if row.method != Method.VISIT]
    if case.is_contact:
        return "本人" if rows else ""
    return naming.listing(list(dict.fromkeys(row.victim for row in rows)))


def _place(law: Catalogue, key: str, day: date) -> str:
    """`第五十条第二款`; empty where no such rule was in force."""
    return "".join(it.version.place for it in law.cite_in_force((key,), day))


def reportable(matter: Matter) -> Matter:
    """The matter with the rows that are not barred by time: the others are told for context.

    Where all are barred there is nothing to leave out: who reports them all the same means them.
    """
    case = _reportable_case(matter)
    return matter if case is matter.case else replace(matter, case=case)


@once_a_case
def _reportable_case(matter: Matter) -> Case:
    late = {id(row) for row in procedure.barred(matter)}
    rows = tuple(row for row in matter.case.incidents if id(row) not in late)
    return matter.case.with_incidents(rows) if rows else matter.case


def is_continuous(matter: Matter) -> bool:
    """True for one course without a gap of more than thirty days."""
    return len(procedure.courses(matter.case.incidents)) == 1


def _parts(matter: Matter) -> list[dict[str, object]]:
    """The limbs that the rows bear, by the edition of the law; the oldest edition first."""
    editions: dict[str, list[grounds.Ground]] = {}
    for ground in police.limbs(matter):
        editions.setdefault(ground.citation.version.law.id, []).append(ground)
    return [_part(found) for found in sorted(editions.values(), key=_in_force_since)]


def _in_force_since(found: list[grounds.Ground]) -> date:
    return found[0].citation.version.law.start or date.min


def _part(found: list[grounds.Ground]) -> dict[str, object]:
    """One edition: how it is called, and of each limb the fact, the place and what it says."""
    edition = found[0].citation.version.law
    return {
        "法律": edition.title,
        "版本": edition.edition,
        "条文": [
            {
                "事实": ground.fact,
                "条款": ground.citation.version.place,
                "依据": ground.citation.text,
                "要点": _PENALTY.sub("", ground.limb),
            }
            for ground in found
        ],
    }


def check(matter: Matter) -> Iterator[Problem]:
    """Refuse what the police could not take up; warn where the statement will be weak."""
    case = matter.case
    yield from minors.check(matter)
    yield from _bearing(matter)
    if not case.consequences:
        message = "没有写明后果，只能概括写干扰正常生活。"
        yield NO_CONSEQUENCES.at(case, "consequences", message)
    yield from attribution.untied(case)
    if not case.police:
        message = "没有填写，报案材料的抬头留空待手写。"
        yield wording.LEFT_OPEN.at(case, "police", message)


def _bearing(matter: Matter) -> Iterator[Problem]:
    """Whether the rows bear a statement, and in time."""
    late, live = procedure.barred(matter), reportable(matter)
    is_all = len(late) == len(matter.case.incidents)
    for course in procedure.courses(late):
        yield _too_late(matter, course, is_all=is_all)
    if not is_all and not police.limbs(live):
        daily, several = daily_calls(matter.law), counts.SEVERAL
        message = Message(
            "现有记录够不上任何一项：骚扰须有{}次以上，并且有频繁拨打、辱骂、威胁，或在夜间、"
            "在要求停止以后，或一天超过{}次；其他各项须写明行为性质，淫秽信息还须写明内容。",
            public(several),
            public(daily),
        )
        remedy = "请补上行为性质、时刻或要求停止日期；没有这些情形的，不要报案，可以投诉。"
        yield NO_LIMB.at(live.case.incidents[0], "natures", message, remedy)


def _too_late(matter: Matter, course: tuple[Incident, ...], *, is_all: bool) -> Problem:
    last = procedure.last_day_to_report(matter.law, course)
    ended = course[-1].moment
    assert ended, "a course has days"
    rule = TOO_LATE if is_all else PARTLY_TOO_LATE
    message = Message(
        "到这一行为止的行为，追究时效在{}届满，办理记录里没有在这一天以前的报案。", date_text(last)
    )
    remedy = (
        "在期限内报过案的，请在办理记录里写明日期和受理的公安机关；没有的，可以走民事诉讼和投诉。"
        if is_all
        else "报案材料只据以后的行为；在期限内报过案的，请在办理记录里写明。"
    )
    return rule.at(course[-1], "moment", message, remedy, value=moment_text(ended))


KIND = Kind(
    name="police-statement",
    title="报案材料",
    also_called=("报案", "报警", "报案书", "报警材料"),
    help="交给行为发生地或者结果发生地（受扰人接听地、居住地）的公安机关。",
    template=shipped_template("police-statement", "报案材料"),
    handing_in=handing_in.POLICE,
    recipients=recipients,
    context=context,
    needs=("incidents",),
    does_without=("creditor",),
    check=check,
    rules=(
        NO_LIMB,
        TOO_LATE,
        PARTLY_TOO_LATE,
        NO_CONSEQUENCES,
        *minors.RULES,
        wording.LEFT_OPEN,
        *attribution.RULES,
    ),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the police statement."""
    return (KIND,)
