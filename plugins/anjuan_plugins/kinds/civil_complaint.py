"""民事起诉状: cessation, apology and damages for the infringement of privacy.

Form: law-facts §5.4; claims: §7; who may claim what: §7.1. Only what happened to the plaintiff
counts: a contact sues over what reached them, a debtor over that and over what others were told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from anjuan import (
    ApologyForm,
    Brief,
    Case,
    Evidence,
    Institution,
    Kind,
    Loss,
    LossItem,
    Matter,
    Message,
    Recipient,
    amount_text,
    chinese_number,
    date_text,
    hookimpl,
    merge_titles,
    shipped_template,
)
from anjuan_plugins.kinds import facts, grounds, suing, wording
from anjuan_plugins.kinds.defendants import contractor, defendants
from anjuan_plugins.kinds.grounds import claims
from anjuan_plugins.kinds.grounds.venue import venue, venue_citations
from anjuan_plugins.kinds.parties import legal_party
from anjuan_plugins.kinds.phrases import evidence_mark, numbered, one_line, signing_day
from anjuan_plugins.kinds.voices import COURT


def is_brought(matter: Matter) -> bool | str:
    """Naming a court, or claiming money, is how the workbook says that the client sues."""
    case = matter.case
    if case.court or case.losses or case.solatium or case.wanted:
        return True
    return Message("没有填写管辖法院，也没有主张损失或者精神损害抚慰金。")


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The court; left open where none is named."""
    yield Recipient(name=matter.case.court)


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    matter = suing.own(brief)
    case, law = matter.case, brief.law
    sued = defendants(case)
    names = [f"被告{chinese_number(number)}" for number in range(1, len(sued) + 1)]
    called = names if len(sued) > 1 else ["被告"]
    place, lender = venue(matter, sued), _called(case.creditor, sued, called)
    return {
        "案由": "、".join(law.cause(cause, brief.filing_date) for cause in claims.causes(matter)),
        "被告们": [
            {"称谓": name, "机构": institution}
            for name, institution in zip(called, sued, strict=True)
        ],
        "原告记录": case.incidents,
        "诉讼请求": numbered(_claims(matter), lambda number: f"{number}．"),
        **wording.account(case, COURT, lender, collector=_collector(case, sued, called)),
        "损失项目": _losses_text(case.losses),
        "责任说明": list(_reasons(matter, sued, called)),
        "管辖依据": "和".join(merge_titles(venue_citations(matter, place))),
        "法律依据": "、".join(merge_titles(claims.claim_citations(matter, sued))),
        "行业规范": wording.cited_for_acts(case, grounds.industry(matter)),
        "证据目录": [_exhibit(exhibit) for exhibit in case.evidence],
        "副本份数": len(sued),
        "落款": signing_day(case),
    }


def _called(
    institution: Institution | None, sued: tuple[Institution, ...], called: list[str]
) -> str:
    """How the paper calls an institution: as the defendant that it is, or by its name."""
    assert institution
    by_name = {it.name: name for it, name in zip(sued, called, strict=True)}
    return by_name.get(legal_party(institution).name, institution.name)


def _collector(case: Case, sued: tuple[Institution, ...], called: list[str]) -> str:
    """How the paper calls the collector; empty where they are no party of their own."""
    outside = contractor(case)
    return _called(outside, sued, called) if outside else ""


def _exhibit(exhibit: Evidence) -> dict[str, object]:
    return {"项": exhibit, "法定种类": suing.statutory_type(exhibit)}


def _claims(matter: Matter) -> Iterator[str]:
    """The claims in their usual order; nothing a civil court can't grant."""
    case = matter.case
    sued = defendants(case)
    defendants_word = "各被告" if len(sued) > 1 else "被告"
    jointly = "连带" if claims.responsibility(case, sued).is_joint else ""
    yield f"判令{defendants_word}立即停止侵害，{_cessation(case)}；"
    if facts.signed_nothing(case):
        yield f"判令{defendants_word}{_end_of_use(matter)}；"
    yield f"判令{defendants_word}{_apology(case)}；"
    before = facts.insulted_before(case)
    if before:
        yield (
            f"判令{defendants_word}向原告的{'、'.join(before)}作出书面说明，"
            "为原告消除影响、恢复名誉；"
        )
    if case.solatium:
        yield (
            f"判令{defendants_word}{jointly}赔偿原告精神损害抚慰金{amount_text(case.solatium)}元；"
        )
    if case.losses:
        items = "、".join(f"{item}{amount_text(sum_)}元" for item, sum_ in _items(case.losses))
        yield (
            f"判令{defendants_word}{jointly}赔偿原告财产损失和合理开支"
            f"共计{amount_text(case.total_loss)}元（{items}）；"
        )
    yield f"判令本案诉讼费用由{defendants_word}负担。"


def _end_of_use(matter: Matter) -> str:
    """Deletion only where it was asked for and refused; what must be kept is kept (art. 47)."""
    if not claims.may_claim_deletion(matter):
        return "停止使用其掌握的原告姓名、电话号码等个人信息"
    return (
        "停止处理并删除其掌握的原告姓名、电话号码等个人信息，"
        "依法须保存的，停止存储和必要的安全保护以外的处理"
    )


def _cessation(case: Case) -> str:
    """An order that can be enforced: which conduct, towards whom (law-facts §7)."""
    phone = f"（电话{case.client.phone}）"
    if facts.is_unrelated_contact(case):
        return f"不得再以电话、短信、即时通讯、上门等方式就他人债务联系原告{phone}"
    harassment = f"不得再以{wording.misconduct(case)}侵扰原告{phone}的私人生活安宁"
    if not facts.own_debt_was_told(case):
        return harassment
    return f"{harassment}，不得再向原告的亲友、同事等与债务无关的第三人披露原告的债务信息"


def _apology(case: Case) -> str:
    """Written unless asked otherwise; scope fitting the harm (Civil Code art. 1000)."""
    if case.apology_form == ApologyForm.PUBLIC:
        return f"在{case.apology_scope}范围内向原告公开赔礼道歉，道歉内容须经人民法院审核"
    return "向原告书面赔礼道歉，道歉内容须经人民法院审核"


def _items(losses: Iterable[Loss]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for loss in losses:
        sums[loss.item] = sums.get(loss.item, Decimal(0)) + (loss.amount or Decimal(0))
    return [(_item_text(item), sum_) for item, sum_ in sums.items()]


def _item_text(item: str) -> str:
    return "其他合理开支" if item == LossItem.OTHER else item


def _losses_text(losses: Iterable[Loss]) -> list[str]:
    return [_loss_text(loss) for loss in losses if loss.amount is not None]


def _loss_text(loss: Loss) -> str:
    assert loss.amount is not None
    item = _item_text(loss.item)
    explanation = COURT.cell(one_line(loss.explanation))
    text = f"{item}{amount_text(loss.amount)}元" + (f"，{explanation}" if explanation else "")
    return f"{text}{evidence_mark(loss.evidence_numbers)}"


def _reasons(matter: Matter, sued: tuple[Institution, ...], called: list[str]) -> Iterator[str]:
    """Why this is unlawful and who answers for it, paragraph by paragraph."""
    case = matter.case
    yield _infringement(case)
    if facts.insulted_before(case):
        yield "上述言词贬损原告，使原告的社会评价降低，还侵害了原告的名誉权。"
    yield _who_answers(matter, sued, called)
    if case.solatium:
        yield (
            "上述行为已造成原告严重精神损害。精神损害抚慰金的数额，请人民法院结合过错程度、"
            "侵害的目的、方式、场合、后果和当地平均生活水平等因素认定。"
        )
    yield from _information_law(matter)


def _infringement(case: Case) -> str:
    if facts.is_unrelated_contact(case):
        return (
            "原告与案涉债务无关，即使借款人提供了原告的联系方式，也不能代替原告本人的同意。"
            "未经原告同意，为催收他人债务反复联系原告，侵扰了原告的私人生活安宁，"
            "也侵害了原告的个人信息权益。"
        )
    text = (
        "催收债务应当在合法、适当的限度内进行。上述行为明显超出合理催收的限度，"
        "侵扰了原告的私人生活安宁"
    )
    if facts.own_debt_was_told(case):
        return (
            f"{text}，并向与债务无关的第三人披露原告的债务信息，侵害了原告的隐私权和个人信息权益。"
        )
    return f"{text}。"


def _who_answers(matter: Matter, sued: tuple[Institution, ...], called: list[str]) -> str:
    """One ground of liability, and one in the alternative; the claim says the same."""
    case = matter.case
    answer = claims.responsibility(case, sued)
    last = case.figures.last
    assert last
    law = matter.law

    def articles(keys: tuple[str, ...]) -> str:
        return "和".join(merge_titles(law.cite_in_force(keys, last)))

    outside = contractor(case)
    if not answer.is_joint and outside and not answer.alternative:
        return (
            f"{outside.name}受被告委托催收，被告对委托事项的指示和受托人的选任有过错，"
            f"依照{articles(answer.primary)}，应当承担相应的责任。"
        )
    if not answer.is_joint:
        staff = "催收系被告的工作人员执行工作任务"
        return f"{staff}，依照{articles(answer.primary)}，由被告承担侵权责任。"
    text = (
        f"{'、'.join(called)}共同实施上述催收，依照{articles(answer.primary)}，应当承担连带责任。"
    )
    if not answer.alternative:
        return text
    principal = _called(case.creditor, sued, called)
    return (
        f"{text}即使不能认定共同侵权，{principal}委托他人催收，对指示和选任有过错，"
        f"依照{articles(answer.alternative)}，也应当在其过错范围内承担责任。"
    )


def _information_law(matter: Matter) -> Iterator[str]:
    """Fault is presumed under 个人信息保护法 art. 69, for acts from 2021-11-01 only."""
    start, first = grounds.fault_is_presumed_from(matter), matter.case.figures.first
    if start and first:
        scope = f"对{date_text(start)}以后的行为，" if first < start else ""
        yield (
            f"{scope}处理个人信息侵害个人信息权益的，处理者不能证明自己没有过错，即应承担侵权责任。"
        )


KIND = Kind(
    name="civil-complaint",
    title="民事起诉状",
    also_called=("起诉", "起诉状", "起诉书", "诉状", "民事诉状"),
    help="递交人民法院；填写了管辖法院，或主张损失、精神损害抚慰金的案件适用。",
    template=shipped_template("civil-complaint", "民事起诉状"),
    applies=is_brought,
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents"),
    check=suing.check,
    rules=suing.RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the civil complaint."""
    return (KIND,)
