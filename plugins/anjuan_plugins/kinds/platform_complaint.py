"""平台投诉函: to the creditor and, where another company runs the app, to the platform.

Contents: law-facts §10, with its online-lender and credit-card-bank variants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Case,
    Institution,
    Kind,
    Matter,
    Method,
    Recipient,
    hookimpl,
    shipped_template,
)
from anjuan_plugins.kinds import complaining, facts, grounds, wording
from anjuan_plugins.kinds.parties import platform_role
from anjuan_plugins.kinds.phrases import signing_day
from anjuan_plugins.kinds.voices import LETTER, polite_you


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The creditor, then the platform where it is another company."""
    seen = set()
    for institution in (matter.case.creditor, matter.case.platform):
        if institution and institution.name not in seen:
            seen.add(institution.name)
            yield Recipient(name=institution.name, institution=institution)


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
        "涉及信息": facts.concerns_information(case),
        "客户投诉": _is_customer_complaint(case, addressee),
        "平台说明": "" if is_lender else platform_role(case, you),
        **wording.account(case, LETTER, lender, you),
        "法律依据": wording.cited(grounds.privacy(brief)),
        "行业规范": wording.cited_for_acts(case, grounds.industry(brief)),
        "请求": list(_requests(case, addressee, you)),
        "愿意协商": case.will_negotiate is True and not case.is_contact and is_lender,
        "抄送": "" if is_lender else case.creditor.name,
        "落款": signing_day(case),
    }


def _requests(case: Case, addressee: Institution, you: str) -> Iterable[str]:
    others = facts.third_parties(case)
    yield _cessation(case)
    if facts.is_unrelated_contact(case):
        yield "停止处理并删除本人的姓名、电话号码等个人信息，并告知取得这些信息的来源。"
    if not case.is_contact and others:
        yield "停止使用并删除所掌握的、与债务无关的第三人的电话号码等个人信息。"
    yield _inquiry(case, addressee, you)
    yield (f"调取并保全{wording.period(case)}有关上述行为的{_records(case)}{_retention(case)}。")
    if wording.disclosure(case, LETTER) and others and not case.is_contact:
        names = "、".join(others)
        yield f"就不当披露向本人的{names}作出书面说明，并向本人书面道歉。"
    else:
        yield "就上述行为向本人书面道歉。"
    yield _answer(case, addressee, you)


def _inquiry(case: Case, addressee: Institution, you: str) -> str:
    """Who did it: the collector's name where it is known, the question where it is not."""
    if case.collector and case.collector != addressee:
        ending = f"要求{case.collector.name}停止上述行为，更换催收人员或者终止委托。"
        return f"查明实施上述行为的部门、人员，{ending}"
    is_lender = case.creditor is not None and addressee.name == case.creditor.name
    principal = you if is_lender else f"{you}或者出借人"
    return (
        f"查明实施上述行为的部门、人员，以及{principal}委托的催收机构，更换催收人员或者终止委托。"
    )


def _records(case: Case) -> str:
    called = any(row.method == Method.CALL for row in case.incidents)
    return "催收录音、外呼记录和工单" if called else "催收记录和工单"


def _cessation(case: Case) -> str:
    """Asks no more than the rows show (law-facts §7)."""
    if facts.is_unrelated_contact(case):
        return "立即停止以电话、短信、即时通讯等任何方式就他人的债务联系本人。"
    cessation = f"停止以{wording.misconduct(case)}催收"
    if case.is_contact:
        return f"立即{cessation}。"
    others = "停止联系与债务无关的第三人，" if facts.third_parties(case) else ""
    return f"立即{others}{cessation}；如需联系，只以合法、适当的方式联系本人。"


def _retention(case: Case) -> str:
    """How long recordings must be kept: two years for credit cards (信用卡办法 art. 68)."""
    if case.is_about_credit_card:
        return "（按规定录音资料至少保存二年）"
    return ""


def _answer(case: Case, addressee: Institution, you: str) -> str:
    """A set time for the answer only where a customer complains to a bank (law-facts §10)."""
    if _is_customer_complaint(case, addressee):
        return (
            f"请{you}依照消费投诉处理的规定，自收到本函之日起十五日内作出处理决定并书面告知；"
            "情况复杂需要延长的，请书面告知。"
        )
    return f"请{you}在合理期限内书面答复处理结果。"


def _is_customer_complaint(case: Case, addressee: Institution) -> bool:
    """A consumer complaint in the sense of 消费投诉处理管理办法: the customer's own bank."""
    return addressee.type in grounds.LICENSED and not case.is_contact


KIND = Kind(
    name="platform-complaint",
    title="平台投诉函",
    also_called=("投诉函", "平台投诉", "投诉平台"),
    help="寄给债权人；借款平台由另一家公司运营的，同时寄给平台。",
    template=shipped_template("platform-complaint", "平台投诉函"),
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
