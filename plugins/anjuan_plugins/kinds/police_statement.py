"""报案材料: to the police of the place where the harassment happened or took effect.

The Public Security Administration Punishments Law is cited by the day
of each act; a run that straddles 2026-01-01 is set out in two dated parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Incident,
    Kind,
    Matter,
    Message,
    Problem,
    Recipient,
    Rule,
    Severity,
    count_incidents,
    date_text,
    hookimpl,
    merge_titles,
    moment_text,
    public,
    shipped_template,
)
from anjuan_plugins.kinds import attribution, counts, grounds, minors, wording
from anjuan_plugins.kinds.grounds import police, procedure
from anjuan_plugins.kinds.grounds.limits import daily_calls
from anjuan_plugins.kinds.phrases import sentence, signing_day
from anjuan_plugins.kinds.standing import standing
from anjuan_plugins.kinds.voices import POLICE

NO_LIMB = Rule("no-limb", "记录够不上治安管理处罚法的任何一项。")
TOO_LATE = Rule("too-late", "行为终了已过六个月，没有写在期限内报过案。")
PARTLY_TOO_LATE = Rule(
    "partly-too-late", "较早的一段行为已过六个月，没有据以报案。", Severity.WARNING
)
NO_CONSEQUENCES = Rule(
    "no-consequences", "报案材料没有写明后果，只能概括写干扰正常生活。", Severity.WARNING
)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The police station of sheet 案件; left open where none is given."""
    yield Recipient(name=matter.case.police)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, law = brief.case, brief.law
    counted, live = case.figures, reportable(brief)
    parts = _parts(live)
    lender = case.creditor.name if case.creditor else ""
    return {
        "放贷方": wording.lender_role(case.creditor) if case.creditor else "",
        "身份说明": standing(case, POLICE, lender),
        "事实概括": wording.summary(case, POLICE, lender),
        "逐次事实": wording.incident_sentences(case, POLICE),
        "披露事实": wording.disclosure(case, POLICE),
        "要求停止": wording.objection(case, POLICE),
        "干扰生活": _effect(case),
        "嫌疑号码": "、".join(counted.numbers),
        "总次数": counted.total,
        "单日最多": counted.highest_per_day,
        "夜间次数": counted.at_night,
        "受扰人数": len(counted.victims),
        "法律适用": parts,
        "前后连续": is_continuous(brief) and len(parts) > 1,
        "禁止接触": police.may_ask_for_no_contact(live),
        # The rule on penalties is that of the day of the act; procedure is that of the report.
        "禁止接触依据": _cited(law, "security.no-contact-order", brief.filing_date),
        "立案依据": _cited(law, "security.case-filing", brief.filing_date),
        "立案要求": law.cite("security.case-filing", brief.filing_date).gist,
        "责任人员依据": _cited(law, "security.organisation", brief.filing_date),
        "时效依据": _cited(law, "security.limitation", brief.filing_date),
        "管辖依据": _cited(law, "police.jurisdiction", brief.filing_date),
        "代理": bool(case.lawyer),
        "落款": signing_day(case),
    }


def _effect(case: Case) -> str:
    """The disturbance of daily life that both limbs of the offence ask for (law-facts §1.3)."""
    stated = sentence(POLICE.cell(case.consequences))
    return f"上述行为干扰了本人的正常生活{f'：{stated}' if stated else '。'}"


def _cited(law: Catalogue, key: str, day: date) -> str:
    return "、".join(merge_titles(law.cite_in_force((key,), day)))


def reportable(matter: Matter) -> Matter:
    """The matter with the rows that are not barred by time: the others are told for context."""
    late = {id(row) for row in procedure.barred(matter)}
    rows = (row for row in matter.case.incidents if id(row) not in late)
    return replace(matter, case=matter.case.with_incidents(rows))


def is_continuous(matter: Matter) -> bool:
    """True for one course without a gap of more than thirty days."""
    return len(procedure.courses(matter.case.incidents)) == 1


def _parts(matter: Matter) -> list[dict[str, object]]:
    """Dated parts, one for each edition of the law; none where no article fits."""
    borne = police.limbs(matter)
    parts = [_part(rows, borne, matter.law) for rows in _periods(matter.case, matter.law)]
    return [part for part in parts if part["条文"] or part["另引"]]


def _periods(case: Case, law: Catalogue) -> list[list[Incident]]:
    """The incidents by the edition of the law that was in force on their day."""
    dated = [row for row in case.incidents if row.moment]
    return [list(rows) for _, rows in groupby(dated, lambda row: _edition(row, law))]


def _edition(row: Incident, law: Catalogue) -> str:
    assert row.moment
    return law.version(police.HARASSMENT, row.moment.day).law.id


def _part(
    rows: list[Incident], borne: tuple[grounds.Ground, ...], law: Catalogue
) -> dict[str, object]:
    """One dated part: period, number of acts, articles in force, and the penalty they carry."""
    counted = count_incidents(rows)
    assert counted.began and counted.ended and counted.last
    period = moment_text(counted.began)
    if counted.ended != counted.began:
        period += f"至{moment_text(counted.ended)}"
    penalty = law.cite("security.penalty", counted.last)
    edition = penalty.version.law
    cited = [it.citation for it in borne if it.citation.version.law.id == edition.id]
    # Other articles have penalties of their own, some heavier: those are not printed.
    alike = [it for it in cited if it.version.article == penalty.version.article]
    return {
        "期间": period,
        "次数": counted.total,
        "版本": edition.edition,
        "条文": wording.cited(alike),
        "罚则依据": penalty.text,
        "罚则": penalty.gist,
        "另引": wording.cited(it for it in cited if it not in alike),
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
    live = reportable(matter)
    for course in procedure.courses(procedure.barred(matter)):
        yield _too_late(matter, course, is_all=not live.case.incidents)
    if live.case.incidents and not police.limbs(live):
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
        minors.MINOR_WITHOUT_GUARDIAN,
        wording.LEFT_OPEN,
        *attribution.RULES,
    ),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the police statement."""
    return (KIND,)
