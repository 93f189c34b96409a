"""报案材料: to the police of the place where the harassment happened or took effect.

Contents: law-facts §1.3. The Public Security Administration Punishments Law is cited by the day
of each act; a run that straddles 2026-01-01 is set out in two dated parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Incident,
    Kind,
    Matter,
    Nature,
    Problem,
    Recipient,
    Rule,
    Severity,
    count_incidents,
    date_text,
    hookimpl,
    merge_titles,
    shipped_template,
)
from anjuan_plugins.kinds import attribution, facts, grounds, wording
from anjuan_plugins.kinds.phrases import sentence, signing_day
from anjuan_plugins.kinds.standing import standing
from anjuan_plugins.kinds.voices import POLICE

TOO_FEW = Rule("too-few", "次数不足，没有引用“多次骚扰”的条文。", Severity.WARNING)
NO_CONSEQUENCES = Rule(
    "no-consequences", "报案材料没有写明后果，只能概括写干扰正常生活。", Severity.WARNING
)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The police station of sheet 案件; left open where none is given."""
    yield Recipient(name=matter.case.police)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, law = brief.case, brief.law
    counted = case.figures
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
        "法律适用": _parts(case, law),
        "禁止接触": grounds.may_ask_for_no_contact(case, law),
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


def _parts(case: Case, law: Catalogue) -> list[dict[str, object]]:
    """Dated parts, one for each edition of the law; none where no article fits."""
    parts = [_part(case, rows, law) for rows in _periods(case, law)]
    return [part for part in parts if part["条文"] or part["另引"]]


def _periods(case: Case, law: Catalogue) -> list[list[Incident]]:
    """The incidents by the edition of the law that was in force on their day."""
    dated = [row for row in case.incidents if row.moment]
    return [list(rows) for _, rows in groupby(dated, lambda row: _edition(row, law))]


def _edition(row: Incident, law: Catalogue) -> str:
    assert row.moment
    return law.version("security.harassment", row.moment.day).law.id


def _part(case: Case, rows: list[Incident], law: Catalogue) -> dict[str, object]:
    """One dated part: period, number of acts, articles in force, and the penalty they carry."""
    counted = count_incidents(rows)
    assert counted.first and counted.last
    period = date_text(counted.first)
    if counted.last != counted.first:
        period += f"至{date_text(counted.last)}"
    articles = law.cite_in_force(grounds.security(case, rows, law), counted.last)
    penalty = law.cite("security.penalty", counted.last)
    pretended = Nature.IMPERSONATION in facts.natures(rows)
    others = ("security.impersonation",) if pretended else ()
    return {
        "期间": period,
        "次数": counted.total,
        "版本": penalty.version.law.edition,
        "条文": wording.cited(articles),
        "罚则依据": penalty.text,
        "罚则": penalty.gist,
        # Its penalty is its own, and heavier: it is not printed.
        "另引": wording.cited(law.cite_in_force(others, counted.last)),
    }


def check(matter: Matter) -> Iterator[Problem]:
    """Warn where the statement will be weak, and where the addressee is left open."""
    case = matter.case
    if not _parts(case, matter.law):
        yield TOO_FEW.at(case, "number", "现有记录够不上任何一项条文，报案材料没有引用。")
    if not case.consequences:
        message = "没有写明后果，只能概括写干扰正常生活。"
        yield NO_CONSEQUENCES.at(case, "consequences", message)
    yield from attribution.untied(case)
    if not case.police:
        message = "没有填写，报案材料的抬头留空待手写。"
        yield wording.LEFT_OPEN.at(case, "police", message)


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
    rules=(TOO_FEW, NO_CONSEQUENCES, wording.LEFT_OPEN, *attribution.RULES),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the police statement."""
    return (KIND,)
