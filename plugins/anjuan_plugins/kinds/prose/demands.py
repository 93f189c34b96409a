"""What a letter asks of its reader: each demand can be checked, and none is wider than the rows."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import (
    Case,
    Institution,
    InstitutionType,
    Liability,
    Matter,
    Method,
    merge_titles,
)
from anjuan_plugins.kinds.facts import kinship, moments, ties
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.minors import reached_children
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import contractor
from anjuan_plugins.kinds.prose import naming, reasons, wording
from anjuan_plugins.kinds.prose.phrases import debt_word
from anjuan_plugins.kinds.prose.standing import assignment_request
from anjuan_plugins.kinds.prose.voices import Voice

_KEPT = "依法须保存的，停止存储和必要安全保护以外的处理"
_DELETION, _WITHDRAWAL = "pipl.deletion", "pipl.withdrawal"
_ASSIGNMENT = ("civil.assignment-notice", "pipl.providing")
_RECORDINGS = ("finance.credit-card-recordings", "finance.consumer-finance-records")


def demands(matter: Matter, voice: Voice, addressee: Institution, you: str) -> Iterator[str]:
    """Stop, delete, say where the number came from, keep the recordings, apologise.

    Args:
        matter: the case, with a creditor.
        voice: of the letter.
        addressee: to whom it goes.
        you: how it addresses them: 贵司.
    """
    case = matter.case
    yield _stop(case, voice)
    yield from _delete(matter, voice)
    if case.liability == Liability.IMPERSONATED:
        yield (
            f"核查以{voice.me}名义办理的借款是否由{voice.me}申请、签订并书面告知结果；"
            "系他人冒名的，更正有关记录"
        )
    yield _who(case, voice, addressee, you)
    yield f"保全{wording.period(case)}与上述联系有关的{records(case)}{_retention(matter)}"
    yield from _assigned(matter, addressee, you)
    yield from _apologise(matter, voice)


@once_a_case
def others(case: Case) -> tuple[str, ...]:
    """Who was asked for the client's debt and does not owe it: `父亲陈父`, each once."""
    if case.is_contact:
        return ()
    found = kinship.relations(facts.to_contacts(case))
    return tuple(naming.with_kin(kin, name) for name, kin in found.items())


def _stop(case: Case, voice: Voice) -> str:
    me = voice.me
    if facts.is_unrelated_contact(case):
        phone = f"（电话号码：{case.client.phone}）"
        return f"停止以电话、短信、即时通讯、上门等任何方式就该笔{debt_word(case)}联系{me}{phone}"
    if case.is_contact:
        how = reasons.in_manner(reasons.manner(facts.of_client(case)))
        apart = _strangers(case, voice)
        left = f"，停止就该笔{debt_word(case)}联系{apart}" if apart else ""
        return f"停止以{how}向{me}催收{left}；如需联系，只在8时至22时之间以合法、适当的方式联系{me}"
    shown = reasons.manner_of(case)
    parts = [f"停止以{reasons.in_manner(shown)}催收"] if shown else []
    named = naming.listing(others(case))
    parts += [f"停止就该笔{debt_word(case)}联系{me}以外的人（{named}）"] if named else []
    stopped = "，".join(parts) or f"停止以{reasons.in_manner('')}催收"
    return f"{stopped}；如需联系，只在8时至22时之间以合法、适当的方式直接联系{me}"


def _strangers(case: Case, voice: Voice) -> str:
    """Whom the debt does not concern, whoever answers for it: an employer, no kin and no debtor."""
    found = kinship.relations(facts.outsiders(case.incidents))
    return naming.named(found.items(), voice.me) if found else ""


def _delete(matter: Matter, voice: Voice) -> Iterator[str]:
    """Own data of who owes nothing; others' data only as withdrawal of one's own consent."""
    case = matter.case
    if facts.is_unrelated_contact(case):
        yield f"{_what_to_delete(case, voice)}；{_KEPT}{_by(matter, _DELETION)}"
    elif others(case):
        yield (
            f"{voice.me}撤回曾经作出的使用通讯录、联系人信息的同意，请停止使用并删除上述人员的电话号码等"
            f"个人信息，书面确认；{_KEPT}{_by(matter, _WITHDRAWAL, _DELETION)}"
        )


def _what_to_delete(case: Case, voice: Voice) -> str:
    if case.liability == Liability.WRONG_NUMBER:
        phone = case.client.phone
        return f"把号码{phone}从借款人的联系方式中删除，书面确认已经删除"
    return f"删除{voice.me}的姓名、电话号码等个人信息，书面确认已经删除"


def _by(matter: Matter, *keys: str) -> str:
    """`（《中华人民共和国个人信息保护法》第四十七条）`, as in force on the day of filing."""
    cited = merge_titles(matter.law.cite_in_force(keys, matter.filing_date))
    return f"（{'、'.join(cited)}）" if cited else ""


def _who(case: Case, voice: Voice, addressee: Institution, you: str) -> str:
    source = "" if facts.owes(case) else f"取得{voice.me}电话号码的来源，以及"
    told = f"书面告知{source}实施上述联系的机构、人员和委托关系"
    collector = contractor(case)
    if collector is None:
        return told
    if collector.name == addressee.name:
        return f"书面告知{source}实施上述联系的人员和委托{you}催收的机构"
    if ties.is_entrusted(case):
        return f"{told}，要求{collector.name}停止上述行为"
    return f"{told}，核实上述联系是否由{collector.name}实施"


def records(case: Case) -> str:
    """What the caller keeps, by the means that were used."""
    methods = {row.method for row in case.incidents}
    kept = ["录音", "外呼记录"] if Method.CALL in methods else []
    kept += ["信息发送记录"] if methods & {Method.MESSAGE, Method.WECHAT} else []
    kept += ["外访记录"] if Method.VISIT in methods else []
    return f"{'、'.join(kept)}和工单" if kept else "催收记录和工单"


def _retention(matter: Matter) -> str:
    """How long recordings must be kept, where a rule says so of this lender."""
    case, lender = matter.case, matter.case.creditor
    card, consumer = _RECORDINGS
    if case.is_about_credit_card:
        key = card
    elif lender and lender.type == InstitutionType.CONSUMER_FINANCE:
        key = consumer
    else:
        return ""
    cited = matter.law.cite_in_force((key,), matter.filing_date)
    years = [it.version.figures["recording_years"] for it in cited]
    return f"（按规定至少保存{years[0]}年）" if years else ""


def _assigned(matter: Matter, addressee: Institution, you: str) -> Iterator[str]:
    asked = assignment_request(matter.case, you).rstrip("。")
    if asked and matter.case.creditor and addressee.name == matter.case.creditor.name:
        yield f"{asked}{_by(matter, *_ASSIGNMENT)}"


def _apologise(matter: Matter, voice: Voice) -> Iterator[str]:
    """Asked for where something was said that calls for it; nobody writes to a child."""
    case = matter.case
    if facts.own_debt_was_told(case):
        children = {row.victim for row in reached_children(matter)}
        told = kinship.relations(facts.told_of_own_debt(case))
        names = naming.listing(
            [
                naming.with_kin(kin, name) + ("的监护人" if name in children else "")
                for name, kin in told.items()
            ]
        )
        yield f"向{names}书面说明不当披露的情况，并向{voice.me}书面道歉"
    elif moments.is_harsh(case):
        yield f"就上述行为向{voice.me}书面道歉"
