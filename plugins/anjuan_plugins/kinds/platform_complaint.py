"""平台投诉函: to the creditor and, where another company runs the app, to the platform.

Who the client is to the loan, what happened, how the caller is known,
why it is unlawful, and what is asked, each demand so that it can be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Case,
    Institution,
    Kind,
    Matter,
    Recipient,
    hookimpl,
    shipped_template,
)
from anjuan_plugins.kinds import grounds, handing_in
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.gates import complaining
from anjuan_plugins.kinds.prose import demands, reasons, wording
from anjuan_plugins.kinds.prose.signing import guardian, lawyers
from anjuan_plugins.kinds.prose.standing import platform_role
from anjuan_plugins.kinds.prose.voices import LETTER, annexes, polite_you

# Within which the reader is asked to answer; for a bank's customer the rules say so themselves.
_DAYS = "十五日"


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The creditor, then the platform where it is another company."""
    seen = set()
    title = _title(matter.case)
    for institution in (matter.case.creditor, matter.case.platform):
        if institution and institution.name not in seen:
            seen.add(institution.name)
            yield Recipient(name=institution.name, title=title, institution=institution)


def _title(case: Case) -> str:
    """The title says what is demanded."""
    if facts.is_unrelated_contact(case):
        return "关于停止违法催收、删除个人信息的函"
    if demands.others(case):
        return "关于停止违法催收、停止联系第三人的函"
    return "关于停止违法催收的函"


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, addressee = brief.case, brief.recipient.institution
    assert addressee and case.creditor
    you = polite_you(addressee)
    is_lender = addressee.name == case.creditor.name
    lender = you if is_lender else case.creditor.name
    return {
        "尊称": you,
        "事由": "信用卡催收" if case.is_about_credit_card else "借款催收",
        "客户投诉": _is_customer_complaint(case, addressee),
        "平台说明": "" if is_lender else platform_role(case, you),
        **wording.account(case, LETTER, lender, you),
        "原话": wording.quotations(case, LETTER),
        "另有明细": len(case.incidents) > 1,
        "理由": reasons.reasons(brief, LETTER),
        "请求": [*demands.demands(brief, LETTER, addressee, you), _answer(case, addressee, you)],
        "不确认款项": facts.owes(case),
        "愿意协商": case.will_negotiate is True and not case.is_contact and is_lender,
        "法定代理": guardian(case, "投诉人"),
        "附件": annexes(_annexes(case, addressee)),
        "寄送": _sent_to(addressee),
        "抄送": "" if is_lender else case.creditor.name,
    }


def _annexes(case: Case, addressee: Institution) -> Iterator[str]:
    document = case.client.identity_document
    yield "骚扰记录明细"
    yield "证据清单" if case.evidence else ""
    yield "授权委托书" if case.lawyer else ""
    yield "法定代理人身份证明" if case.client.guardian else ""
    if _is_customer_complaint(case, addressee):
        yield f"{document.short if document else '身份证'}复印件"


def _sent_to(addressee: Institution) -> str:
    return "；".join(filter(None, (addressee.complaint_address, addressee.email)))


def _answer(case: Case, addressee: Institution, you: str) -> str:
    """By when, to whom; a contact's home is not told to those who send the callers."""
    to = _answered_to(case)
    if _is_customer_complaint(case, addressee):
        return (
            f"依照消费投诉处理的规定，自收到本函之日起{_DAYS}内作出处理决定并书面告知{to}；"
            "需要延长的，书面告知期限和理由"
        )
    return f"自收到本函之日起{_DAYS}内，把上述各项的处理结果书面答复{to}"


def _answered_to(case: Case) -> str:
    if case.lawyer:
        return f"本人的委托代理人{lawyers(case) if case.law_firm else case.lawyer}"
    return f"本人（电子邮箱：{case.client.email}）" if case.client.email else "本人"


def _is_customer_complaint(case: Case, addressee: Institution) -> bool:
    """A consumer complaint in the sense of 消费投诉处理管理办法: the customer's own bank."""
    return addressee.type in grounds.LICENSED and not case.is_contact


KIND = Kind(
    name="platform-complaint",
    title="平台投诉函",
    also_called=("投诉函", "平台投诉", "投诉平台"),
    help="寄给债权人；借款平台由另一家公司运营的，同时寄给平台。",
    template=shipped_template("platform-complaint", "平台投诉函"),
    handing_in=handing_in.LETTER_OF_CLIENT,
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents"),
    check=complaining.check,
    rules=complaining.RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the platform complaint."""
    return (KIND,)
