"""平台投诉函: to the creditor and, where another company runs the app, to the platform.

Contents: law-facts §10, with its online-lender and credit-card-bank variants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import Brief, Case, Institution, Kind, Recipient, date_text, hookimpl
from anjuan.records import BANK, CONSUMER_FINANCE
from anjuan_plugins import wording


def recipients(case: Case) -> Iterator[Recipient]:
    """The creditor, then the platform where it is another company."""
    seen = set()
    for institution in (case.creditor, case.platform):
        if institution and institution.name not in seen:
            seen.add(institution.name)
            yield Recipient(name=institution.name, institution=institution)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    case, addressee = brief.case, brief.recipient.institution
    assert addressee and case.creditor
    you = wording.lender_word(addressee)
    is_lender = addressee.name == case.creditor.name
    lender = you if is_lender else case.creditor.name
    return {
        "尊称": you,
        "事由": "信用卡催收" if wording.is_credit_card(case) else "借款催收",
        "业务标识": wording.loan_text(case),
        "身份说明": wording.standing(case, "本人", lender),
        "事实概括": wording.summary(case, "本人", lender),
        "逐次事实": wording.incident_sentences(case, "本人"),
        "披露事实": wording.disclosure(case, "本人"),
        "要求停止": wording.objection(case, "本人"),
        "后果": wording.consequences(case),
        "法律依据": wording.cited(wording.privacy_citations(brief)),
        "行业规范": wording.cited(wording.industry_rules(case, brief.law)),
        "请求": list(_requests(case, addressee, you)),
        "愿意协商": case.will_negotiate is True and not case.is_contact and is_lender,
        "抄送": "" if is_lender else case.creditor.name,
        "落款": wording.signing_day(case),
    }


def _requests(case: Case, addressee: Institution, you: str) -> Iterable[str]:
    counted = wording.case_figures(case)
    assert counted.first and counted.last
    others = wording.third_parties(case)
    yield _cessation(case)
    if case.is_contact and not case.is_liable_third_party:
        yield "停止处理并删除本人的姓名、电话号码等个人信息，并告知取得这些信息的来源。"
    if not case.is_contact and others:
        yield "停止使用并删除从本人通讯录等渠道取得的、与债务无关的第三人的电话号码等个人信息。"
    yield (f"查明实施上述行为的部门、人员，以及{you}委托的催收机构，更换催收人员或者终止委托。")
    yield (
        f"调取并保全{date_text(counted.first)}至{date_text(counted.last)}期间"
        f"涉及上述号码和人员的催收录音、外呼记录和工单{_retention(case)}。"
    )
    if wording.disclosure(case, "本人") and others and not case.is_contact:
        yield f"就不当披露向{wording.listing(others)}作出书面说明，并向本人书面道歉。"
    else:
        yield "就上述行为向本人书面道歉。"
    yield _answer(case, addressee, you)


def _cessation(case: Case) -> str:
    if not case.is_contact:
        others = "停止联系与债务无关的第三人，" if wording.third_parties(case) else ""
        return (
            f"立即{others}停止以频繁拨打、夜间拨打、辱骂、威胁等方式催收；"
            "如需联系，只以合法、适当的方式联系本人。"
        )
    if case.is_liable_third_party:
        return "立即停止以频繁拨打、夜间拨打、辱骂、威胁等方式联系本人。"
    return "立即停止以电话、短信、即时通讯等任何方式就他人的债务联系本人。"


def _retention(case: Case) -> str:
    """How long recordings must be kept: two years for credit cards (信用卡办法 art. 68)."""
    if wording.is_credit_card(case):
        return "（按规定录音资料至少保存二年）"
    return ""


def _answer(case: Case, addressee: Institution, you: str) -> str:
    """A set time for the answer only where a customer complains to a bank (law-facts §10)."""
    if addressee.type in (BANK, CONSUMER_FINANCE) and not case.is_contact:
        return (
            f"请{you}依照消费投诉处理的规定，自收到本函之日起十五日内作出处理决定并书面告知；"
            "情况复杂需要延长的，请书面告知。"
        )
    return f"请{you}在合理期限内书面答复处理结果。"


KIND = Kind(
    name="platform-complaint",
    title="平台投诉函",
    help="寄给债权人；借款平台由另一家公司运营的，同时寄给平台。",
    template=wording.template("platform-complaint"),
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents"),
    reads=("client.role", "debtor_name", "relation_to_debtor"),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the platform complaint."""
    return (KIND,)
