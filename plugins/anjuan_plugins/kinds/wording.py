"""How the shipped papers put a case into words: prose from rows, with nothing left empty.

Pure functions from records to Chinese text. `me` is how the paper calls the client: 本人 in
letters and statements, 原告 in court.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from anjuan import (
    Case,
    Citation,
    Incident,
    Institution,
    InstitutionType,
    Method,
    Nature,
    Rule,
    Severity,
    date_text,
    masked_numbers,
    moment_text,
    split_list,
)
from anjuan_plugins.kinds import facts

LEFT_OPEN = Rule("left-open", "收文单位没有填写，留空待手写。", Severity.WARNING)

# More incidents than this are told in the table; the prose keeps those that say something.
MOST_SENTENCES = 10
_FULL_STOP = "。；;.,， \n"
_MARKS = "，。；：、！？,.;:!?…」』”"
_VERBS: dict[str, tuple[str, str]] = {
    Method.CALL: ("拨打{who}的电话", "次"),
    Method.MESSAGE: ("向{who}发送短信", "条"),
    Method.WECHAT: ("向{who}发送微信信息", "条"),
    Method.VISIT: ("上门找{who}", "次"),
}
_SPOKEN = (Method.CALL, Method.MESSAGE, Method.WECHAT)
_OTHER_VERB = ("骚扰{who}", "次")


def misconduct(case: Case) -> str:
    """The kinds of conduct that the rows show, for requests that ask no more: `频繁拨打、辱骂`."""
    shown = facts.natures(case.incidents)
    words = [
        word
        for word, happened in (
            (Nature.FREQUENT, Nature.FREQUENT in shown),
            ("夜间拨打", case.figures.at_night > 0),
            (Nature.INSULT, Nature.INSULT in shown),
            (Nature.THREAT, Nature.THREAT in shown),
            (Nature.IMPERSONATION, Nature.IMPERSONATION in shown),
        )
        if happened
    ]
    return f"{'、'.join(words)}等方式" if words else "侵扰私人生活安宁的方式"


def listing(words: Sequence[str], most: int = 6) -> str:
    """`甲、乙、丙`; a longer list is cut to `甲、乙等8人`."""
    if len(words) <= most:
        return "、".join(words)
    return f"{'、'.join(words[:most])}等{len(words)}人"


def sentence(text: str) -> str:
    """A text on one line with exactly one full stop; empty stays empty."""
    stripped = one_line(text)
    return closed(stripped) if stripped else ""


def one_line(text: str) -> str:
    """A cell's text inside a sentence: lines are joined by a comma, the final stop is ours."""
    lines = (line.strip() for line in text.split("\n"))
    joined = ""
    for line in filter(None, lines):
        joined += line if not joined or joined[-1] in _MARKS else f"，{line}"
    return joined.rstrip(_FULL_STOP)


def closed(text: str) -> str:
    """A text with its final mark: 。, unless it already ends in one of its own."""
    return text if text.endswith(("！", "？", "!", "?", "…")) else f"{text}。"


def consequences(case: Case) -> str:
    """What the harassment led to, in the lawyer's own words; empty when nothing is stated."""
    stated = sentence(case.consequences)
    return f"上述行为造成的后果：{stated}" if stated else ""


def loan_text(case: Case) -> str:
    """`“××贷”（合同编号：123）` as far as it is known; never a full card number."""
    marks = []
    if case.contract_number:
        marks.append(f"合同编号：{masked_numbers(case.contract_number)}")
    if case.card_tail:
        marks.append(f"卡号后四位：{case.card_tail}")
    product = f"“{case.loan_product}”" if case.loan_product else ""
    return product + (f"（{'，'.join(marks)}）" if marks else "")


def account(case: Case, me: str, lender: str, matter: str = "本件") -> dict[str, object]:
    """What happened, part by part, under the names that all templates have for it.

    Args:
        case: its rows are told.
        me: how the paper calls the client.
        lender: how it calls the creditor.
        matter: how it calls what it is about.
    """
    return {
        "身份说明": standing(case, me, lender, matter),
        "查明催收": collector_fact(case, lender),
        "事实概括": summary(case, me, lender),
        "逐次事实": incident_sentences(case, me),
        "披露事实": disclosure(case, me),
        "要求停止": objection(case, me),
        "后果": consequences(case),
    }


def standing(case: Case, me: str, lender: str, matter: str = "本件") -> str:
    """Who the client is to the loan: neither denies the debt nor admits an amount.

    Args:
        case: the case.
        me: how the paper calls the client.
        lender: how the paper calls the creditor (贵司, or its name).
        matter: what the paper calls itself: 本件, in court 本案.
    """
    loan = loan_text(case) or "所放借款"
    apart = f"该借款事宜由{{}}与出借人另行依法处理，不属于{matter}的范围。"
    if not case.is_contact and case.is_about_credit_card:
        own = f"该信用卡欠款事宜由{me}与发卡银行另行依法处理，不属于{matter}的范围。"
        return f"{me}系{lender}{loan}的持卡人。{own}"
    if not case.is_contact:
        return f"{me}系{lender}{loan}的借款人。{apart.format(me)}"
    relation = f"{me}系借款人{case.debtor_name}的{case.relation_to_debtor}"
    if case.is_liable_third_party:
        return f"{relation}，是{lender}{loan}的{case.liability}。{apart.format('各债务人')}"
    return (
        f"{relation}，不是{lender}{loan}的借款人、共同借款人或者担保人，"
        f"与该笔债务无关，也未同意{lender}为催收使用{me}的联系方式。{apart.format('债务人')}"
    )


def collector_fact(case: Case, lender: str) -> str:
    """Who collects for the lender, where the workbook names one; empty otherwise."""
    if case.collector is None or case.collector == case.creditor:
        return ""
    return f"经查，受{lender}委托实施催收的是{case.collector.name}。"


def summary(case: Case, me: str, lender: str) -> str:
    """The counted facts in one sentence; every figure is computed from the rows.

    Args:
        case: a case with at least one incident.
        me: how the paper calls the client.
        lender: in whose name (`贵司`); empty where it is not known.
    """
    counted = case.figures
    name = f"以为{lender}催收的名义" if lender else "以催收借款的名义"
    parts = [f"{period(case)}，有人{name}，{_methods(case)}{_reached(case, me)}"]
    parts.append(f"据现有记录共计{counted.total}次")
    if counted.busiest_day and counted.highest_per_day > 1:
        parts.append(f"单日最多{counted.highest_per_day}次（{date_text(counted.busiest_day)}）")
    if counted.at_night:
        parts.append(f"22时至次日8时之间{counted.at_night}次")
    return "，".join(parts) + "。"


def period(case: Case) -> str:
    """`2026年3月5日`, or `2026年3月5日至2026年3月9日期间`."""
    counted = case.figures
    assert counted.first and counted.last, "a document without dated incidents is refused earlier"
    if counted.first == counted.last:
        return date_text(counted.first)
    return f"{date_text(counted.first)}至{date_text(counted.last)}期间"


def _methods(case: Case) -> str:
    found = tuple(dict.fromkeys(row.method for row in case.incidents))
    known = [method for method in found if method in _VERBS]
    if not known:
        return ""
    return f"以{'、'.join(known)}{'等' if len(found) > 1 else ''}方式"


def _reached(case: Case, me: str) -> str:
    people = [me] if any(row.is_about_client for row in case.incidents) else []
    others = [row for row in case.incidents if not row.is_about_client]
    if others:
        people.append(people_text(case, others, me))
    return f"骚扰{'以及'.join(people)}"


def people_text(case: Case, rows: Iterable[Incident], me: str) -> str:
    """`本人的母亲李某、同事王某`; the debtor in a contact's case is `债务人张某`."""
    found = list(rows)
    others = [row for row in found if not row.is_about_debtor]
    names = [f"债务人{case.debtor_name}"] if len(others) < len(found) else []
    if others:
        possessive = f"{me}的" if all(facts.relations(others).values()) else ""
        names.append(possessive + listing(facts.people(others)))
    return "以及".join(names)


def objection(case: Case, me: str) -> str:
    """That the client demanded it stop, and how often it went on; empty when never stated."""
    if not case.objection_date:
        return ""
    means = f"（方式：{one_line(case.objection_means)}）" if case.objection_means else ""
    after = case.after_objection
    went_on = f"，此后仍骚扰{after}次" if after else ""
    return f"{me}已于{date_text(case.objection_date)}明确要求停止{means}{went_on}。"


def incident_sentences(case: Case, me: str) -> tuple[str, ...]:
    """The incidents in time order, one sentence each, with their evidence numbers."""
    rows = [row for row in case.incidents if row.moment]
    told = rows
    if len(rows) > MOST_SENTENCES:
        told = [row for row in rows if row.content][:MOST_SENTENCES] or rows[:MOST_SENTENCES]
    sentences = tuple(_incident_sentence(case, row, me) for row in told)
    return sentences if len(told) == len(rows) else (*sentences, "其余各次见所附骚扰记录明细。")


def _incident_sentence(case: Case, row: Incident, me: str) -> str:
    assert row.moment
    verb, unit = _VERBS.get(row.method, _OTHER_VERB)
    who = me if row.is_about_client else people_text(case, [row], me)
    # A run began at the time written; it did not happen within that minute.
    since = "起" if row.count > 1 and row.moment.clock else ""
    text = (
        f"{moment_text(row.moment)}{since}，{_caller(row)}{verb.format(who=who)}{row.count}{unit}"
    )
    mark = evidence_mark(row.evidence_numbers)
    if not row.content:
        return f"{text}{mark}。"
    said = "，内容要旨：" if row.method in _SPOKEN else "："
    return closed(f"{text}{said}{one_line(row.content)}{mark}")


def _caller(row: Incident) -> str:
    if row.method == Method.VISIT:
        return f"对方（留有号码{row.number}）" if row.number else "对方"
    if not row.number:
        return "对方"
    return f"微信号{row.number}" if row.method == Method.WECHAT else f"号码{row.number}"


def evidence_mark(numbers: str) -> str:
    """`（证据1、2）`; empty without numbers."""
    listed = split_list(numbers)
    return f"（证据{'、'.join(listed)}）" if listed else ""


def disclosure(case: Case, me: str) -> str:
    """That the debt was told to others, and to whom; empty when it was not."""
    rows = [
        row
        for row in case.incidents
        if Nature.DISCLOSURE in row.natures and not row.is_about_debtor
    ]
    others = [row for row in rows if not row.is_about_client]
    told = [me] if case.is_contact and len(others) < len(rows) else []
    if others:
        told.append(people_text(case, others, me))
    if not told:
        return ""
    owner = case.debtor_name if case.is_contact else me
    return f"在上述联系中，对方向{'以及'.join(told)}披露了{owner}的债务信息。"


def lender_word(institution: Institution) -> str:
    """贵行 for a bank, 贵司 for a company."""
    return "贵行" if institution.type == InstitutionType.BANK else "贵司"


def cited(citations: Iterable[Citation]) -> list[dict[str, str]]:
    """Citations for a template: 依据 and 要点."""
    return [{"依据": item.text, "要点": item.gist} for item in citations]


def cited_for_acts(case: Case, citations: Iterable[Citation]) -> list[dict[str, str]]:
    """Like `cited`; a rule younger than the first act says from which day on it applies."""
    first = case.figures.first
    assert first
    entries = []
    for item in citations:
        start = item.version.law.start
        later = f"（对{date_text(start)}以后的行为）" if start and start > first else ""
        entries.append({"依据": item.text + later, "要点": item.gist})
    return entries


def lender_role(institution: Institution) -> str:
    """出借人, or 借款平台 for a kind of company that need not be the lender (law-facts §4.3)."""
    platforms = (InstitutionType.ONLINE_LENDER, InstitutionType.LOAN_PLATFORM)
    return "借款平台（出借人以合同为准）" if institution.type in platforms else "出借人"


def signing_day(case: Case) -> str:
    """落款日期 as printed; where it is open, room to write it by hand."""
    return date_text(case.signing_date) if case.signing_date else "　　　　年　　月　　日"


def numbered(items: Iterable[str], style: Callable[[int], str]) -> list[str]:
    """Each text with its number in front."""
    return [f"{style(number)}{item}" for number, item in enumerate(items, start=1)]
