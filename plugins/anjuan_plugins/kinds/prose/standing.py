"""Who the client is to the debt: what is true of each, without denying it or admitting a sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan import Case, DebtorStatus, Liability, date_text
from anjuan_plugins.kinds.facts.kinship import is_plain_relation
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import assignor
from anjuan_plugins.kinds.prose.phrases import loan_text, one_line
from anjuan_plugins.kinds.prose.voices import Voice

_EMERGENCY = "紧急联系人"


@once_a_case
def standing(case: Case, voice: Voice, lender: str) -> str:
    """What the client is to the loan, what becomes of the loan itself, and whose claim it is now.

    Args:
        case: the case.
        voice: of the paper.
        lender: how the paper calls the creditor (贵司, or its name); empty where it is not known.
    """
    told = _BY_LIABILITY.get(case.liability) or (_contact if case.is_contact else _debtor)
    return told(case, voice, lender) + assignment(case, voice, lender)


def _debtor(case: Case, voice: Voice, lender: str) -> str:
    if case.is_about_credit_card:
        own = f"该信用卡欠款事宜由{voice.me}与发卡银行另行依法处理，"
        return f"{voice.me}系{_loan(case, lender)}的持卡人。{own}{_outside(voice)}"
    return f"{voice.me}系{_loan(case, lender)}的借款人。{_apart(case, voice, voice.me)}"


def _liable(case: Case, voice: Voice, lender: str) -> str:
    """Guarantors and co-borrowers: the debt concerns them."""
    if not case.is_contact:
        return _debtor(case, voice, lender)
    own = f"是{_loan(case, lender)}的{case.liability}。{_apart(case, voice, '各债务人')}"
    return f"{_related(case, voice)}{own}"


def _spouse(case: Case, voice: Voice, lender: str) -> str:
    """Neither signed nor ratified; whether it is a joint debt is left open (民法典 art. 1064)."""
    if not case.is_contact:
        return _debtor(case, voice, lender)
    return (
        f"{_related(case, voice, '配偶')}没有在{_loan(case, lender)}的合同上签名，"
        "没有提供担保，事后也没有追认。"
        f"该笔债务的性质和清偿由有关各方另行依法处理，{_outside(voice)}"
    )


def _heir(case: Case, voice: Voice, lender: str) -> str:
    """Liable within the estate only (民法典 art. 1161); the dead arrange nothing any more."""
    if not case.is_contact:
        return _debtor(case, voice, lender)
    related = _related(case, voice, "继承人")
    return (
        f"{_loan(case, lender)}的借款人{_debtor_name(case)}已经死亡。{related}"
        "不是该笔借款的借款人、共同借款人或者担保人；"
        "继承遗产的，依法只在所得遗产实际价值的范围内清偿。"
        f"该事宜由继承人与债权人另行依法处理，{_outside(voice)}"
    )


def _impersonated(case: Case, voice: Voice, lender: str) -> str:
    """Somebody used the client's name: said first, for it is the core of the case."""
    return (
        f"{voice.me}没有申请、签订过{_loan(case, lender)}的合同，没有收到或者使用过借款，"
        f"也没有委托或者同意他人以{voice.me}的名义办理；以{voice.me}名义办理的借款系他人冒名。"
        f"{voice.me}不是该笔借款的借款人、共同借款人或者担保人。"
    )


def _wrong_number(case: Case, voice: Voice, lender: str) -> str:
    """The number was never the debtor's, or was given out anew."""
    told = case.is_contact and not is_plain_relation(case.relation_to_debtor)
    return (
        f"{voice.me}不是{_loan(case, lender)}的借款人、共同借款人或者担保人，与该笔债务无关。"
        f"{voice.me}使用的号码{case.client.phone}不是借款人的联系方式，"
        f"或系登记错误，或系运营商重新分配的号码。{_relation(case, voice) if told else ''}"
    )


def _contact(case: Case, voice: Voice, lender: str) -> str:
    """Somebody who neither borrowed nor guaranteed."""
    by = lender or "债权人"
    if _EMERGENCY in case.relation_to_debtor and is_plain_relation(case.relation_to_debtor):
        first = f"{voice.me}仅被借款人{_debtor_name(case)}填作{_EMERGENCY}，"
    else:
        first = _related(case, voice)
    dead = case.debtor_status == DebtorStatus.DEAD
    after = (
        f"借款人{_debtor_name(case)}已经死亡，该笔借款另行依法处理，{_outside(voice)}"
        if dead
        else _apart(case, voice, "债务人")
    )
    return (
        f"{first}不是{_loan(case, lender)}的借款人、共同借款人或者担保人，"
        f"与该笔债务无关，也未同意{by}为催收使用{voice.me}的联系方式。{after}"
    )


_BY_LIABILITY: Mapping[str, Callable[[Case, Voice, str], str]] = {
    Liability.GUARANTOR: _liable,
    Liability.CO_BORROWER: _liable,
    Liability.SPOUSE: _spouse,
    Liability.HEIR: _heir,
    Liability.IMPERSONATED: _impersonated,
    Liability.WRONG_NUMBER: _wrong_number,
}


def _related(case: Case, voice: Voice, otherwise: str = "") -> str:
    """`本人系借款人李四的母亲，`; a relation that is no plain word is a sentence of its own.

    Args:
        case: a contact's case.
        voice: of the paper.
        otherwise: the plain word that their standing has for them.
    """
    debtor = f"借款人{_debtor_name(case)}"
    relation = case.relation_to_debtor
    if is_plain_relation(relation):
        return f"{voice.me}系{debtor}的{relation}，"
    own = f"{voice.me}系{debtor}的{otherwise}，" if otherwise else f"{voice.me}"
    return _relation(case, voice) + own


def _relation(case: Case, voice: Voice) -> str:
    """`本人与借款人李四的关系：前夫的同事。`: as it was typed; empty where it was not."""
    relation = voice.cell(one_line(case.relation_to_debtor))
    return f"{voice.me}与借款人{_debtor_name(case)}的关系：{relation}。" if relation else ""


def _debtor_name(case: Case) -> str:
    return case.debtor_name if case.is_contact else ""


def _loan(case: Case, lender: str) -> str:
    """`贵司“××贷”`; of an assigned claim that of the lender who gave it."""
    owner = case.original_lender.name if case.original_lender else lender
    return f"{owner}{loan_text(case) or ('所放借款' if owner else '对方所催借款')}"


def _apart(case: Case, voice: Voice, who: str) -> str:
    other = "债权人" if case.original_lender else "出借人"
    return f"该借款事宜由{who}与{other}另行依法处理，{_outside(voice)}"


def _outside(voice: Voice) -> str:
    return f"不属于{voice.paper}的范围。"


def assignment(case: Case, voice: Voice, lender: str) -> str:
    """That the claim was assigned, by whom, and when notice came; empty where it was not."""
    before = assignor(case)
    if before is None:
        return ""
    now = lender or "现债权人"
    day = case.assignment_notice_date
    notice = f"债权转让通知的日期为{date_text(day)}。" if day else ""
    return f"该笔债权原由{before.name}享有，{now}称系受让人。{notice}"


def assignment_request(case: Case, you: str) -> str:
    """What is asked of an assignee (民法典 art. 546, 个人信息保护法 art. 23); empty without one.

    Args:
        case: the case.
        you: how the paper addresses the assignee.
    """
    before = assignor(case)
    if before is None:
        return ""
    return (
        f"提供债权转让合同和转让通知，并说明{before.name}"
        f"向{you}提供有关个人信息是否取得了个人的单独同意。"
    )


def platform_role(case: Case, name: str) -> str:
    """What the platform is to the loan, in a sentence; empty where there is none.

    Args:
        case: the case.
        name: how the paper calls it: 贵司, or its name.
    """
    if case.platform is None or case.platform == case.creditor:
        return ""
    if case.is_about_credit_card:
        return f"{name}是该信用卡的合作方。"
    app = f"“{case.app}”" if case.app else ""
    return f"{name}是该笔借款所用平台{app}的运营方。"
