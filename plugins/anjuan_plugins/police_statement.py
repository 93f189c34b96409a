"""报案材料: to the police of the place where the harassment happened or took effect.

Contents: law-facts §1.3. The Public Security Administration Punishments Law is cited by the day
of each act; a run that straddles 2026-01-01 is set out in two dated parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Incident,
    Kind,
    Problem,
    Recipient,
    Severity,
    count_incidents,
    date_text,
    hookimpl,
    merge_titles,
    problem_at,
)
from anjuan.records import (
    DISCLOSURE,
    FREQUENT,
    IMPERSONATION,
    INSULT,
    PHONE_CALL,
    THREAT,
    VISIT,
)
from anjuan_plugins import wording

_BY_NATURE = (
    (THREAT, "security.threat"),
    (INSULT, "security.insult"),
    (DISCLOSURE, "security.privacy"),
    (IMPERSONATION, "security.impersonation"),
)


def recipients(case: Case) -> Iterator[Recipient]:
    """The police station of sheet 案件; left open where none is given."""
    yield Recipient(name=case.police)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, law = brief.case, brief.law
    counted = wording.case_figures(case)
    assert counted.last
    lender = case.creditor.name if case.creditor else ""
    parts = [_part(case, rows, law) for rows in _periods(case, law)]
    return {
        "身份说明": wording.standing(case, "本人", lender),
        "事实概括": wording.summary(case, "本人", lender),
        "逐次事实": wording.incident_sentences(case, "本人"),
        "披露事实": wording.disclosure(case, "本人"),
        "要求停止": wording.objection(case, "本人"),
        "后果": wording.consequences(case),
        "嫌疑号码": "、".join(counted.numbers),
        "总次数": counted.total,
        "单日最多": counted.highest_per_day,
        "夜间次数": counted.at_night,
        "受扰人数": len(counted.victims),
        "法律适用": [part for part in parts if part["条文"]],
        "禁止接触": _may_ask_for_no_contact(case, law),
        "禁止接触依据": _texts(law, ("security.no-contact-order",), case),
        "立案依据": _texts(law, ("security.case-filing",), case),
        "责任人员依据": _texts(law, ("security.organisation",), case),
        "时效依据": _texts(law, ("security.limitation",), case),
        "管辖依据": _texts(law, ("police.jurisdiction",), case),
        "落款": wording.signing_day(case),
    }


def _texts(law: Catalogue, keys: Iterable[str], case: Case) -> str:
    last = wording.case_figures(case).last
    assert last
    return "、".join(merge_titles(law.cite_in_force(keys, last)))


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
    keys = _keys(case, rows, counted.total)
    citations = law.cite_in_force(keys, counted.last)
    period = date_text(counted.first)
    if counted.last != counted.first:
        period += f"至{date_text(counted.last)}"
    penalty = law.cite("security.penalty", counted.last)
    return {
        "期间": period,
        "次数": counted.total,
        "版本": penalty.version.law.edition,
        "条文": [{"依据": item.text, "要点": item.gist} for item in citations],
        "罚则": penalty.gist,
    }


def _keys(case: Case, rows: list[Incident], total: int) -> list[str]:
    keys = ["security.harassment"] if total >= wording.SEVERAL else []
    present = {nature for row in rows for nature in row.natures}
    for nature, key in _BY_NATURE:
        # What is spread must be the victim's own privacy: a contact can't report the debtor's.
        if nature in present and not (nature == DISCLOSURE and case.is_contact):
            keys.append(key)
    return keys


def _may_ask_for_no_contact(case: Case, law: Catalogue) -> bool:
    """Art. 50(2) covers 滋扰, 纠缠, 跟踪 only: repeated calls or visits since 2026."""
    acts = [
        row
        for row in case.incidents
        if row.moment
        and law.cite_in_force(("security.no-contact-order",), row.moment.day)
        and (row.method == VISIT or (row.method == PHONE_CALL and FREQUENT in row.natures))
    ]
    return sum(row.count for row in acts) >= wording.SEVERAL


def check(case: Case) -> Iterator[Problem]:
    """Warn where the law's 「多次」 is not reached, and where the addressee is left open."""
    if wording.case_figures(case).total < wording.SEVERAL and not wording.natures(case):
        yield _warning(
            case, "number", "too-few", "骚扰不足三次，报案材料没有引用“多次骚扰”的条文。"
        )
    if not case.police:
        yield _warning(case, "police", "left-open", "没有填写，报案材料的抬头留空待手写。")


def _warning(case: Case, attribute: str, code: str, message: str) -> Problem:
    return problem_at(
        case, attribute, code, message, "请核对。", case=case, severity=Severity.WARNING
    )


KIND = Kind(
    name="police-statement",
    title="报案材料",
    help="交给行为发生地或者结果发生地（受扰人接听地、居住地）的公安机关。",
    template=wording.template("police-statement"),
    recipients=recipients,
    context=context,
    needs=("incidents",),
    reads=("client.role", "debtor_name", "relation_to_debtor", "creditor"),
    check=check,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the police statement."""
    return (KIND,)
