"""How the shipped papers put a case into words: prose from rows, with nothing left empty.

Pure functions from records to Chinese text, in the voice of the paper (voices.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from anjuan import (
    Case,
    Evidence,
    EvidenceType,
    Incident,
    Institution,
    InstitutionType,
    Liability,
    Method,
    Nature,
    Rule,
    Severity,
    date_text,
    moment_text,
)
from anjuan_plugins.kinds.facts import counts, kinship, moments
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.prose import attribution, naming
from anjuan_plugins.kinds.prose.phrases import closed, evidence_mark, one_line, sentence
from anjuan_plugins.kinds.prose.standing import standing
from anjuan_plugins.kinds.prose.voices import Voice, told_as

LEFT_OPEN = Rule("left-open", "收文单位没有填写，留空待手写。", Severity.WARNING)

# What stands before who was reached, after it, and after the number.
_VERBS: dict[str, tuple[str, str, str]] = {
    Method.CALL: ("拨打", "的电话", "次"),
    Method.MESSAGE: ("向", "发送短信", "条"),
    Method.WECHAT: ("向", "发送微信信息", "条"),
    Method.VISIT: ("上门找", "", "次"),
}
_SPOKEN = (Method.CALL, Method.MESSAGE, Method.WECHAT)
_OTHER_VERB = ("以其他方式联系", "", "次")
# A letter quotes no more.
_MOST_QUOTED = 3
_QUOTES = '“「『"'
# A cell that begins so is a sentence of its own: 要求学校协助催款.
_TELLING = ("称", "说", "要求", "威胁", "扬言", "声称", "自称", "询问", "在", "把", "将", "向")


def consequences(case: Case, voice: Voice) -> str:
    """What the harassment led to, in the lawyer's own words; empty when nothing is stated."""
    stated = sentence(voice.cell(case.consequences))
    return f"上述行为造成的后果：{stated}" if stated else ""


def diagnosed(case: Case, voice: Voice) -> str:
    """The consequences as the exhibits of a doctor tell them, for a claim of 精神损害抚慰金.

    Empty where the lawyer stated them, where nothing is claimed, and where no diagnosis is known to
    be of the days after the first act: an older one shows nothing of it.
    """
    if case.consequences or not case.solatium:
        return ""
    first = min((row.moment.day for row in case.incidents if row.moment), default=None)
    told = [
        f"{voice.cell(one_line(it.title))}（证据{it.number}）：{voice.cell(one_line(it.proves))}"
        for it in case.evidence
        if it.type == EvidenceType.DIAGNOSIS and first and _is_later(it, first)
    ]
    return f"上述行为造成的后果，见{'；'.join(told)}。" if told else ""


def _is_later(exhibit: Evidence, first: date) -> bool:
    return exhibit.formed_on is None or exhibit.formed_on.last_day >= first


def account(
    case: Case, voice: Voice, lender: str, you: str = "", collector: str = ""
) -> dict[str, Callable[[], object]]:
    """What tells what happened, part by part, under the names that all templates have for it.

    Args:
        case: its rows are told.
        voice: of the paper.
        lender: how it calls the creditor; empty where it is not known.
        you: how it addresses its reader; empty = the lender.
        collector: how it calls the collector; empty = by name.
    """
    return {
        "身份说明": partial(standing, case, voice, lender),
        "查明催收": partial(attribution.paragraph, case, voice, lender, you, collector),
        "事实概括": partial(summary, case, voice, lender),
        "逐次事实": partial(incident_sentences, case, voice),
        "披露事实": partial(disclosure, case, voice),
        "要求停止": partial(objection, case, voice),
        "后果": partial(_harm, case, voice),
    }


@once_a_case
def _harm(case: Case, voice: Voice) -> str:
    return consequences(case, voice) or diagnosed(case, voice)


@once_a_case
def summary(case: Case, voice: Voice, lender: str) -> str:
    """The counted facts in one sentence; every figure is computed from the rows.

    Args:
        case: a case with at least one incident.
        voice: of the paper.
        lender: how it calls the creditor; empty where it is not known.
    """
    people = naming.reached(case, voice.me)
    begun = f"{period(case)}，{attribution.opening(case, lender)}"
    unusual = "".join(naming.unusual_relations(case, voice.me))
    if case.figures.total == 1:
        return f"{begun}，{counts.once(case.incidents[0], people)}。{unusual}"
    adverb, counted_up = _counted_up(case)
    return f"{begun}，{adverb}联系{people}，{counted_up}。{unusual}"


@once_a_case
def _counted_up(case: Case) -> tuple[str, str]:
    """How often somebody was reached, in a word and in figures: the same in every voice."""
    counted, rows = case.figures, case.incidents
    adverb = counts.adverb(rows)
    parts = [f"据现有记录共计{counts.by_method(rows)}"]
    # Of one day the total has said it.
    if counted.busiest_day and 1 < counted.highest_per_day < counted.total:
        parts.append(f"单日最多{counted.highest_per_day}次（{date_text(counted.busiest_day)}）")
    if counted.at_night:
        parts.append(f"22时至次日8时之间{counted.at_night}次")
    return adverb, "，".join(parts)


@once_a_case
def period(case: Case) -> str:
    """`2026年3月5日`, or `2026年3月5日至2026年3月9日期间`."""
    began, ended = case.figures.began, case.figures.ended
    assert began and ended, "a document without dated incidents is refused earlier"
    if began == ended:
        return moment_text(began)
    return f"{moment_text(began)}至{moment_text(ended)}期间"


def objection(case: Case, voice: Voice) -> str:
    """That the client demanded it stop, and how often it went on; empty when never stated."""
    return _objection(case, voice.me)


# Papers that call the client the same tell the same: a letter and a report.
@once_a_case
def _objection(case: Case, me: str) -> str:
    if not case.objection_date:
        return ""
    means = told_as(me, one_line(case.objection_means))
    how = f"（方式：{means}）" if means else ""
    mark = evidence_mark(case.objection_evidence)
    after = counts.by_method(facts.after_objection(case), in_short=True)
    went_on = f"，此后仍有{after}" if after else ""
    return f"{me}已于{date_text(case.objection_date)}明确要求停止{how}{mark}{went_on}。"


def incident_sentences(case: Case, voice: Voice) -> tuple[str, ...]:
    """The worst moments in time order, one sentence each, with their evidence numbers.

    People are called by name: whose kin they are was said where all of them were named.
    """
    told = [chosen.row for chosen in moments.worst(case)]
    sentences = tuple(_incident_sentence(row, voice.me) for row in told)
    others = len(told) < sum(1 for row in case.incidents if row.moment)
    return (*sentences, "其余各次见所附骚扰记录明细。") if others else sentences


def quotations(case: Case, voice: Voice, most: int = _MOST_QUOTED) -> str:
    """The worst of what was said or written, for a letter, in one run of sentences.

    Moments without words are in the counts and in the table. Empty where nothing was taken down.

    Args:
        case: the case.
        voice: of the letter.
        most: how many are told; three at the most.
    """
    if case.figures.total == 1:
        return _only(case.incidents[0], voice)
    quoted = _quoted(case, voice.me)
    return "".join(quoted[id(it.row)] for it in moments.worst(case, most, spoken=True))


@once_a_case
def _quoted(case: Case, me: str) -> Mapping[int, str]:
    """What a letter may quote: the sentence of each such row, by the row itself."""
    told = (it.row for it in moments.worst(case, _MOST_QUOTED, spoken=True))
    return {id(row): _incident_sentence(row, me, in_short=True) for row in told}


def _only(row: Incident, voice: Voice) -> str:
    """What was said in the one contact that there was; when and how was told already."""
    if not row.content:
        return ""
    content = voice.cell(one_line(row.content))
    return closed(f"该次联系的情况：{content}{evidence_mark(row.evidence_numbers)}")


def _incident_sentence(row: Incident, me: str, *, in_short: bool = False) -> str:
    assert row.moment
    reached, how, unit = _VERBS.get(row.method, _OTHER_VERB)
    who = me if row.is_about_client else row.victim
    # A run began at the time written; it did not happen within that minute.
    since = "起" if row.count > 1 and row.moment.clock else ""
    is_run = row.method == Method.CALL and row.count > 1 and row.connected is not None
    connected = counts.answered([row]) if is_run and not in_short else ""
    text = (
        f"{moment_text(row.moment)}{since}，{_caller(row)}{reached}{who}{how}"
        f"{row.count}{unit}{connected}"
    )
    mark = evidence_mark(row.evidence_numbers)
    if not row.content:
        return f"{text}{mark}。"
    return closed(f"{text}{_said(row, told_as(me, one_line(row.content)))}{mark}")


def _said(row: Incident, content: str) -> str:
    """`，称：“今晚不还”`, `，内容为：“……”`; words that tell it themselves follow as they are."""
    if row.method not in _SPOKEN:
        return f"，{content}"
    if content.startswith(_TELLING):
        return f"{'，' if row.method == Method.CALL else '：'}{content}"
    if content[0] in _QUOTES:
        return f"，{'称' if row.method == Method.CALL else '内容为'}：{content}"
    return f"，内容要旨：{content}"


def _caller(row: Incident) -> str:
    if row.method == Method.VISIT:
        return f"对方（留有号码{row.number}）" if row.number else "对方"
    if not row.number:
        return "对方"
    return f"微信号{row.number}" if row.method == Method.WECHAT else f"号码{row.number}"


def disclosure(case: Case, voice: Voice) -> str:
    """That the debt was told to others, and to whom; empty when it was not."""
    return _disclosure(case, voice.me)


@once_a_case
def _disclosure(case: Case, me: str) -> str:
    told_of = facts.having(case, Nature.DISCLOSURE)
    rows = [row for row in told_of if not row.is_about_debtor]
    others = [row for row in rows if not row.is_about_client]
    # Who signed the contract is told nothing by being told of it.
    told = [me] if not facts.has_own_debt(case) and len(others) < len(rows) else []
    told += [naming.listing(list(kinship.relations(others)))] if others else []
    if not told:
        return ""
    return f"在上述联系中，对方向{'以及'.join(told)}披露了{_own_information(case, me)}。"


def _own_information(case: Case, me: str) -> str:
    """Whose information it is: a guarantee is the guarantor's own."""
    if not case.is_contact:
        return f"{me}的债务信息"
    own = f"和{me}的{own_matter(case)}" if case.is_liable_third_party else ""
    return f"{case.debtor_name}的债务信息{own}"


_SIGNED = {Liability.GUARANTOR: "担保信息", Liability.CO_BORROWER: "共同借款信息"}


def own_matter(case: Case) -> str:
    """What of the loan is the client's own information: 债务信息, 担保信息, 共同借款信息."""
    signed = case.is_contact and case.liability
    return _SIGNED.get(Liability(signed), "债务信息") if signed else "债务信息"


def debt_at_issue(case: Case) -> str:
    """Whose debt somebody who signed nothing is called for: 他人债务, or as far as it is open."""
    if case.liability == Liability.IMPERSONATED:
        return "案涉借款"
    return f"{case.debtor_name}的债务" if case.liability == Liability.SPOUSE else "他人债务"


def lender_role(institution: Institution) -> str:
    """出借人, or 借款平台 for a kind of company that need not be the lender."""
    platforms = (InstitutionType.ONLINE_LENDER, InstitutionType.LOAN_PLATFORM)
    return "借款平台（出借人以合同为准）" if institution.type in platforms else "出借人"
