"""How the shipped papers put a case into words: prose from rows, with nothing left empty.

Pure functions from records to Chinese text. `me` is how the paper calls the client: 本人 in
letters and statements, 原告 in court.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from stdnum import luhn

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Citation,
    Figures,
    Incident,
    Institution,
    count_incidents,
    date_text,
    split_list,
)
from anjuan.records import (
    BANK,
    CONSUMER_FINANCE,
    DISCLOSURE,
    PHONE_CALL,
    SHORT_MESSAGE,
    SMALL_LOAN,
    VISIT,
    WECHAT,
)
from anjuan.resources import shipped
from anjuan.views import moment_text

# More incidents than this are told in the table; the prose keeps those that say something.
MOST_SENTENCES = 10
# 「多次」 in the Public Security Administration Punishments Law is three times or more in practice.
SEVERAL = 3

_CARD = "信用卡"
_FULL_STOP = "。；;.,， \n"
_VERBS: dict[str, tuple[str, str]] = {
    PHONE_CALL: ("拨打{who}的电话", "次"),
    SHORT_MESSAGE: ("向{who}发送短信", "条"),
    WECHAT: ("通过微信向{who}发送信息", "条"),
    VISIT: ("上门找{who}", "次"),
}
_SPOKEN = (PHONE_CALL, SHORT_MESSAGE, WECHAT)
_OTHER_VERB = ("骚扰{who}", "次")
_CARD_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{13,19}(?![0-9A-Za-z])")


def template(name: str) -> Path:
    """A shipped template."""
    return shipped("templates") / f"{name}.docx"


def is_credit_card(case: Case) -> bool:
    """True for a bank's credit card: only then may 信用卡办法 be cited (law-facts §4.1)."""
    issued_by_bank = case.creditor is not None and case.creditor.type == BANK
    return issued_by_bank and (_CARD in case.loan_product or bool(case.card_tail))


def is_online_loan(case: Case) -> bool:
    """True where GB/T 45251-2025 speaks to the loan: all but a bank's own offline business."""
    assert case.creditor
    if is_credit_card(case):
        return False
    return case.creditor.type != BANK or case.platform is not None


def case_figures(case: Case) -> Figures:
    """The counts of a case, objections included."""
    return count_incidents(case.incidents, case.objection_date)


def natures(case: Case) -> set[str]:
    """All 行为性质 that occur in a case."""
    return {nature for row in case.incidents for nature in row.natures}


def is_client(case: Case, row: Incident) -> bool:
    """True when the incident reached the client."""
    return row.victim == case.client.name


def third_parties(case: Case) -> tuple[str, ...]:
    """Those reached other than client and debtor, as `母亲李某`, without repeats."""
    known = {case.client.name, case.debtor_name}
    return tuple(
        dict.fromkeys(
            f"{_relation(row)}{row.victim}"
            for row in case.incidents
            if row.victim and row.victim not in known
        )
    )


def _relation(row: Incident) -> str:
    return "" if row.relation in ("", "本人") else row.relation


def listing(words: Sequence[str], most: int = 6) -> str:
    """`甲、乙、丙`; a longer list is cut to `甲、乙等8人`."""
    if len(words) <= most:
        return "、".join(words)
    return f"{'、'.join(words[:most])}等{len(words)}人"


def sentence(text: str) -> str:
    """A text on one line with exactly one full stop; empty stays empty."""
    stripped = one_line(text)
    return f"{stripped}。" if stripped else ""


def one_line(text: str) -> str:
    """A cell's text inside a sentence: line breaks become blanks, the final stop is ours."""
    return re.sub(r"\s*\n\s*", " ", text.strip()).rstrip(_FULL_STOP)


def consequences(case: Case) -> str:
    """What the harassment led to, in the lawyer's own words; empty when nothing is stated."""
    stated = sentence(case.consequences)
    return f"上述行为造成的后果：{stated}" if stated else ""


def loan_text(case: Case) -> str:
    """`“××贷”（合同编号：123）` as far as it is known; never a full card number."""
    marks = []
    contract = _CARD_NUMBER.sub(_masked_card, case.contract_number)
    if contract:
        marks.append(f"合同编号：{contract}")
    if case.card_tail:
        marks.append(f"卡号后四位：{case.card_tail}")
    product = f"“{case.loan_product}”" if case.loan_product else ""
    return product + (f"（{'，'.join(marks)}）" if marks else "")


def _masked_card(found: re.Match[str]) -> str:
    """Only the last four digits of what passes for a bank card number (Luhn, ISO/IEC 7812-1)."""
    return f"尾号{found[0][-4:]}" if luhn.is_valid(found[0]) else found[0]


def standing(case: Case, me: str, lender: str) -> str:
    """Who the client is to the loan: neither denies the debt nor admits an amount.

    Args:
        case: the case.
        me: how the paper calls the client.
        lender: how the paper calls the creditor (贵司, or its name).
    """
    loan = loan_text(case) or "所放借款"
    apart = "该借款事宜由债务人与出借人另行依法处理，不属于本件的范围。"
    if not case.is_contact:
        return f"{me}系{lender}{loan}的借款人。{apart.replace('债务人', me)}"
    relation = f"{me}系借款人{case.debtor_name}的{case.relation_to_debtor}"
    if case.is_liable_third_party:
        return f"{relation}，是{lender}{loan}的{case.liability}。{apart}"
    return (
        f"{relation}，不是{lender}{loan}的借款人、共同借款人或者担保人，"
        f"与该笔债务无关，也未同意{lender}为催收使用{me}的联系方式。{apart}"
    )


def summary(case: Case, me: str, lender: str) -> str:
    """The counted facts in one sentence; every figure is computed from the rows.

    Args:
        case: a case with at least one incident.
        me: how the paper calls the client.
        lender: in whose name, as far as it is known (`贵司`).
    """
    counted = case_figures(case)
    parts = [
        f"{_period(counted)}，有人以{lender}催收的名义，通过{_methods(case)}{_reached(case, me)}"
    ]
    parts.append(f"据现有记录共计{counted.total}次")
    if counted.busiest_day and counted.highest_per_day > 1:
        parts.append(f"单日最多{counted.highest_per_day}次（{date_text(counted.busiest_day)}）")
    if counted.at_night:
        parts.append(f"22时至次日8时之间{counted.at_night}次")
    return "，".join(parts) + "。"


def _period(counted: Figures) -> str:
    assert counted.first and counted.last, "a document without dated incidents is refused earlier"
    if counted.first == counted.last:
        return date_text(counted.first)
    return f"{date_text(counted.first)}至{date_text(counted.last)}期间"


def _methods(case: Case) -> str:
    known = tuple(dict.fromkeys(row.method for row in case.incidents if row.method in _VERBS))
    return ("、".join(known) or "其他") + ("等方式" if len(known) > 1 else "方式")


def _reached(case: Case, me: str) -> str:
    others = third_parties(case)
    people = [me] if any(is_client(case, row) for row in case.incidents) else []
    if others:
        possessive = f"{me}的" if all(_relation(row) for row in case.incidents) else ""
        people.append(possessive + listing(others))
    return f"骚扰{'以及'.join(people) or me}"


def objection(case: Case, me: str) -> str:
    """That the client demanded it stop, and how often it went on; empty when never stated."""
    if not case.objection_date:
        return ""
    means = f"以{case.objection_means}方式" if case.objection_means else ""
    after = case_figures(case).after_objection
    went_on = f"此后仍有{after}次" if after else "对方未作答复"
    return f"{me}已于{date_text(case.objection_date)}{means}明确要求停止，{went_on}。"


def incident_sentences(case: Case, me: str) -> tuple[str, ...]:
    """The incidents in time order, one sentence each, with their evidence numbers."""
    rows = [row for row in case.incidents if row.moment]
    if len(rows) > MOST_SENTENCES:
        rows = [row for row in rows if row.content][:MOST_SENTENCES] or rows[:MOST_SENTENCES]
    return tuple(_incident_sentence(case, row, me) for row in rows)


def _incident_sentence(case: Case, row: Incident, me: str) -> str:
    assert row.moment
    verb, unit = _VERBS.get(row.method, _OTHER_VERB)
    who = me if is_client(case, row) else _other_victim(row, me)
    text = f"{moment_text(row.moment)}，{_caller(row)}{verb.format(who=who)}{row.count}{unit}"
    if row.content:
        said = "，内容为" if row.method in _SPOKEN else "："
        text += f"{said}{one_line(row.content)}"
    return f"{text}{evidence_mark(row.evidence_numbers)}。"


def _other_victim(row: Incident, me: str) -> str:
    relation = _relation(row)
    return f"{me}的{relation}{row.victim}" if relation else row.victim


def _caller(row: Incident) -> str:
    if not row.number:
        return "对方"
    return f"微信号{row.number}" if row.method == WECHAT else f"号码{row.number}"


def evidence_mark(numbers: str) -> str:
    """`（证据1、2）`; empty without numbers."""
    listed = split_list(numbers)
    return f"（证据{'、'.join(listed)}）" if listed else ""


def disclosure(case: Case, me: str) -> str:
    """That the debt was told to others, and to whom; empty when it was not."""
    told = tuple(
        dict.fromkeys(
            me if is_client(case, row) else _other_victim(row, me)
            for row in case.incidents
            if DISCLOSURE in row.natures and row.victim != case.debtor_name
        )
    )
    if not case.is_contact:
        told = tuple(name for name in told if name != me)
    if not told:
        return ""
    owner = case.debtor_name if case.is_contact else me
    return f"对方还向{listing(told)}披露了{owner}的债务信息。"


def lender_word(institution: Institution) -> str:
    """贵行 for a bank, 贵司 for a company."""
    return "贵行" if institution.type == BANK else "贵司"


def industry_rules(case: Case, law: Catalogue) -> tuple[Citation, ...]:
    """Rules of the trade that support the reasoning: never the basis of a claim (law-facts §4.2).

    Chosen by the creditor's type and the day of the last act; those that speak of unrelated
    third parties are left out for guarantors and co-borrowers.
    """
    last = case_figures(case).last
    if last is None or case.creditor is None or case.is_liable_third_party:
        return ()
    return law.cite_in_force(_industry_keys(case), last)


def _industry_keys(case: Case) -> list[str]:
    assert case.creditor
    card = is_credit_card(case)
    choices: Iterable[tuple[str, bool]] = (
        ("finance.credit-card-collection", card),
        ("finance.consumer-protection", case.creditor.type in (BANK, CONSUMER_FINANCE)),
        ("finance.consumer-finance-collection", case.creditor.type == CONSUMER_FINANCE),
        ("finance.small-loan-collection", case.creditor.type == SMALL_LOAN),
        ("finance.loan-facilitation", case.creditor.type == BANK and case.platform is not None),
        ("finance.national-standard", is_online_loan(case)),
        ("finance.bank-association-guide", case.creditor.type in (BANK, CONSUMER_FINANCE)),
    )
    return [key for key, applies in choices if applies]


def cited(citations: Iterable[Citation]) -> list[dict[str, str]]:
    """Citations for a template: 依据 and 要点."""
    return [{"依据": item.text, "要点": item.gist} for item in citations]


def privacy_citations(brief: Brief) -> tuple[Citation, ...]:
    """The civil-law basis common to letters, reports and the complaint, by the day of the acts."""
    case = brief.case
    last = case_figures(case).last
    assert last
    keys = ["civil.privacy", "civil.private-peace"]
    if DISCLOSURE in natures(case) and not case.is_contact:
        keys.append("civil.private-information")
    keys += ["civil.personal-information", "civil.processing-rules"]
    if (DISCLOSURE in natures(case) and not case.is_contact) or case.collector:
        keys.append("civil.no-disclosure")
    keys += ["pipl.minimum", "pipl.no-illegal-use"]
    if case.is_contact and not case.is_liable_third_party:
        keys += ["pipl.legal-basis", "pipl.right-to-refuse", "pipl.deletion"]
    if case.collector:
        keys += ["pipl.entrusted", "pipl.providing"]
    return brief.law.cite_in_force(keys, last)


def signing_day(case: Case) -> str:
    """落款日期 as printed; where it is open, room to write it by hand."""
    return date_text(case.signing_date) if case.signing_date else "　　　　年　　月　　日"


def numbered(items: Iterable[str], style: Callable[[int], str]) -> list[str]:
    """Each text with its number in front."""
    return [f"{style(number)}{item}" for number, item in enumerate(items, start=1)]
