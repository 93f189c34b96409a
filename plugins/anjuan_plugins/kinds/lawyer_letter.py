"""律师函: by the client's law firm to the creditor and to the collector that was found.

It tells what the client told, and speaks of it as such (如属实); it is no judgment, and threatens
with nothing but what the client may lawfully do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from anjuan import (
    Brief,
    Case,
    Institution,
    Kind,
    Matter,
    Message,
    Recipient,
    amount_text,
    hookimpl,
    merge_titles,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.gates import complaining, suing
from anjuan_plugins.kinds.prose import demands, reasons, wording
from anjuan_plugins.kinds.prose.phrases import loan_text
from anjuan_plugins.kinds.prose.signing import guardian, lawyers
from anjuan_plugins.kinds.prose.standing import platform_role
from anjuan_plugins.kinds.prose.voices import LAWYER, annexes, in_letter, polite_you

_REMEDIES = ("civil.personality-claims",)


def is_offered(matter: Matter) -> bool | str:
    """Where a law firm acts and something happened; otherwise what of it is missing."""
    if not matter.case.law_firm:
        return Message("没有填写“律师事务所”。")
    return bool(matter.case.incidents) or Message("“骚扰记录”表里没有本案的内容。")


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The creditor, then the collector where it is another company."""
    seen = set()
    for institution in (matter.case.creditor, matter.case.collector):
        if institution and institution.name not in seen:
            seen.add(institution.name)
            yield Recipient(name=institution.name, institution=institution)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, addressee = brief.case, brief.recipient.institution
    assert addressee and case.creditor
    you = polite_you(addressee)
    lender = in_letter(case.creditor, addressee)
    collector = in_letter(case.collector, addressee) if case.collector else ""
    return {
        "尊称": you,
        "指派": lawyers(case) or "本所律师",
        "标的": f"{lender}{loan_text(case) or '所放借款'}",
        "法定代理": guardian(case, LAWYER.me),
        "平台说明": platform_role(case, case.platform.name) if case.platform else "",
        **wording.account(case, LAWYER, lender, you, collector),
        "另有明细": len(case.incidents) > 1,
        "原话": wording.quotations(case, LAWYER),
        "理由": reasons.reasons(brief, LAWYER),
        "监督义务": reasons.entrusted(brief, addressee),
        "救济依据": _remedies(brief),
        "要求": list(_demands(brief, addressee, you)),
        "不确认款项": facts.owes(case),
        "附件": annexes(_annexes(case)),
    }


def _remedies(matter: Matter) -> str:
    last: date | None = matter.case.figures.last
    cited = matter.law.cite_in_force(_REMEDIES, last) if last else ()
    return "、".join(merge_titles(cited))


def _demands(matter: Matter, addressee: Institution, you: str) -> Iterator[str]:
    yield from demands.demands(matter, LAWYER, addressee, you)
    loss = _own_loss(matter.case)
    if loss or matter.case.solatium:
        sum_ = f"（财产损失和合理开支现计{amount_text(loss)}元）" if loss else ""
        yield f"就{LAWYER.me}因此受到的损失{sum_}，与本所协商赔偿事宜"
    yield "将上述各项的处理结果书面答复本所"


def _own_loss(case: Case) -> Decimal:
    """What others have lost is theirs to claim."""
    own = (it for it in case.losses if not suing.is_of_others(case, it))
    return sum((it.amount for it in own if it.amount is not None), Decimal(0))


def _annexes(case: Case) -> Iterator[str]:
    yield "骚扰记录明细"
    yield "证据清单" if case.evidence else ""
    yield "授权委托书"


KIND = Kind(
    name="lawyer-letter",
    title="律师函",
    also_called=("律师信",),
    help="由律师事务所盖章，寄给债权人和查明的催收机构；填写了律师事务所，并有骚扰记录的案件适用。",
    template=shipped_template("lawyer-letter", "律师函"),
    handing_in=handing_in.LETTER_OF_LAWYER,
    applies=is_offered,
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents", "law_firm"),
    check=complaining.check,
    rules=complaining.RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the lawyer's letter."""
    return (KIND,)
