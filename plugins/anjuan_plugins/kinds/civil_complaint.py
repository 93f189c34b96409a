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
    Catalogue,
    Evidence,
    EvidenceType,
    Kind,
    Loss,
    LossItem,
    Matter,
    Message,
    Method,
    Problem,
    Recipient,
    Rule,
    Severity,
    amount_text,
    chinese_number,
    date_text,
    hookimpl,
    merge_titles,
    public,
    shipped_template,
)
from anjuan_plugins.kinds import attribution, facts, grounds, wording
from anjuan_plugins.kinds.phrases import evidence_mark, numbered, one_line, signing_day
from anjuan_plugins.kinds.voices import COURT

NO_OWN_INFRINGEMENT = Rule("no-own-infringement", "记录里没有侵害委托人本人权益的行。")
SOLATIUM_WITHOUT_HARM = Rule("solatium-without-harm", "主张精神损害抚慰金而没有写明后果。")
APOLOGY_WITHOUT_SCOPE = Rule("apology-without-scope", "公开道歉没有写明范围。")
LAW_NOT_COVERED = Rule("law-not-covered", "行为早于本程序收录的法律。")
SOLATIUM_WITHOUT_EVIDENCE = Rule(
    "solatium-without-evidence", "主张精神损害抚慰金而没有证据。", Severity.WARNING
)
NO_PRIOR_REQUEST = Rule(
    "no-prior-request", "请求删除个人信息，却没有写明先向对方要求过。", Severity.WARNING
)
INTERNET_COURT = Rule("internet-court", "可能由互联网法院管辖。", Severity.WARNING)
EVIDENCE_KIND = Rule("evidence-kind", "看不出属于哪一种法定证据种类。", Severity.WARNING)

# Kinds of evidence in art. 66 of the Civil Procedure Law: messages, recordings and call records
# kept in electronic media are 电子数据 (law-facts §5.2, 民诉法解释 art. 116).
_LEGAL_EVIDENCE: Mapping[str, str] = {
    EvidenceType.CALL_RECORDING: "电子数据",
    EvidenceType.MESSAGE_SCREENSHOT: "电子数据",
    EvidenceType.WECHAT_SCREENSHOT: "电子数据",
    EvidenceType.CALL_RECORD: "电子数据",
    EvidenceType.TESTIMONY: "证人证言",
    EvidenceType.DIAGNOSIS: "书证",
}


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
    case = brief.case.with_incidents(facts.own_incidents(brief.case))
    law = brief.law
    parties = facts.defendants(case)
    names = [f"被告{chinese_number(number)}" for number in range(1, len(parties) + 1)]
    called = names if len(parties) > 1 else ["被告"]
    lender = called[0]
    return {
        "案由": "、".join(law.cause(cause, brief.filing_date) for cause in grounds.causes(case)),
        "被告们": [
            {"称谓": name, "机构": institution}
            for name, institution in zip(called, parties, strict=True)
        ],
        "原告记录": case.incidents,
        "诉讼请求": numbered(_claims(case), lambda number: f"{number}．"),
        **wording.account(case, COURT, lender, collector=_collector(case, called)),
        "损失项目": _losses_text(case.losses),
        "责任说明": list(_reasons(case, law, called)),
        "管辖依据": "和".join(merge_titles(grounds.venue(law, brief.filing_date))),
        "法律依据": "、".join(merge_titles(grounds.claims(case, law, brief.filing_date))),
        "行业规范": wording.cited_for_acts(case, grounds.industry(case, law)),
        "证据目录": [_exhibit(exhibit) for exhibit in case.evidence],
        "副本份数": len(parties),
        "落款": signing_day(case),
    }


def _collector(case: Case, called: list[str]) -> str:
    """How the paper calls the collector; empty where they are no party of their own."""
    return called[1] if len(called) > 1 else ""


def _exhibit(exhibit: Evidence) -> dict[str, object]:
    return {"项": exhibit, "法定种类": _LEGAL_EVIDENCE.get(exhibit.type, "")}


def _claims(case: Case) -> Iterator[str]:
    """The claims in their usual order; nothing a civil court can't grant (law-facts §7)."""
    defendants_word = "各被告" if len(facts.defendants(case)) > 1 else "被告"
    jointly = "连带" if len(facts.defendants(case)) > 1 else ""
    yield f"判令{defendants_word}立即停止侵害，{_cessation(case)}；"
    if facts.is_unrelated_contact(case):
        yield f"判令{defendants_word}停止处理并删除其掌握的原告姓名、电话号码等个人信息；"
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


def _reasons(case: Case, law: Catalogue, called: list[str]) -> Iterator[str]:
    """Why this is unlawful and who answers for it, paragraph by paragraph."""
    yield _infringement(case)
    if facts.insulted_before(case):
        yield "上述言词贬损原告，使原告的社会评价降低，还侵害了原告的名誉权。"
    yield _who_answers(case, law, called)
    if case.solatium:
        yield (
            "上述行为已造成原告严重精神损害。精神损害抚慰金的数额，请人民法院结合过错程度、"
            "侵害的目的、方式、场合、后果和当地平均生活水平等因素认定。"
        )
    yield from _information_law(case, law)


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


def _who_answers(case: Case, law: Catalogue, called: list[str]) -> str:
    """Each ground of liability with its article; none is asserted beyond what can be known yet."""
    last = case.figures.last
    assert last

    def article(key: str) -> str:
        return law.cite(key, last).text

    if len(called) == 1:
        return (
            "催收系为被告的利益实施；具体人员属于执行工作任务的，"
            f"依照{article('civil.employer')}，由被告承担侵权责任。"
        )
    lender, collector = called
    return (
        f"{collector}受{lender}委托实施上述催收。二者构成共同侵权的，"
        f"依照{article('civil.joint-tort')}承担连带责任；"
        f"{lender}作为定作人对定作、指示或者选任有过错的，"
        f"依照{article('civil.contractor')}承担相应的责任；"
        f"具体人员属于执行工作任务的，依照{article('civil.employer')}，由其单位承担侵权责任。"
    )


def _information_law(case: Case, law: Catalogue) -> Iterator[str]:
    """Fault is presumed under 个人信息保护法 art. 69, for acts from 2021-11-01 only."""
    start, first = grounds.fault_is_presumed_from(case, law), case.figures.first
    if start and first:
        scope = f"对{date_text(start)}以后的行为，" if first < start else ""
        yield (
            f"{scope}处理个人信息侵害个人信息权益的，处理者不能证明自己没有过错，即应承担侵权责任。"
        )


def check(matter: Matter) -> Iterator[Problem]:
    """What would make a court send the complaint back, or dismiss a claim out of hand."""
    case = matter.case
    if not facts.own_incidents(case):
        message = "骚扰记录里没有侵害委托人本人权益的行，委托人不能代他人起诉。"
        remedy = "请由受扰人自己作委托人，或补上委托人本人受扰的记录。"
        yield NO_OWN_INFRINGEMENT.at(case, "role", message, remedy)
    if case.solatium and not case.consequences:
        message = "主张精神损害抚慰金须写明严重后果。"
        remedy = "请写明就诊、失眠、离职等实际后果，并附证据。"
        yield SOLATIUM_WITHOUT_HARM.at(case, "consequences", message, remedy)
    if case.apology_form == ApologyForm.PUBLIC and not case.apology_scope:
        message = "公开道歉须写明范围。"
        remedy = "请写明与影响相当的范围，如 某某公司内部。"
        yield APOLOGY_WITHOUT_SCOPE.at(case, "apology_scope", message, remedy)
    yield from _before_the_civil_code(matter)
    yield from _warnings(case)
    yield from _internet_court(matter)
    yield from _evidence_kinds(case)
    yield from attribution.untied(case)


def _before_the_civil_code(matter: Matter) -> Iterator[Problem]:
    for row in facts.own_incidents(matter.case):
        if not grounds.is_covered(row, matter.law):
            message = "民法典施行以前的行为适用旧法，本程序没有收录。"
            yield LAW_NOT_COVERED.at(row, "moment", message, "请删去这一行，或自行撰写这部分。")


def _warnings(case: Case) -> Iterator[Problem]:
    if not case.court:
        yield wording.LEFT_OPEN.at(case, "court", "没有填写，起诉状的法院留空待手写。")
    if case.solatium and not case.evidence:
        message = "主张精神损害抚慰金，证据表里却没有证据。"
        yield SOLATIUM_WITHOUT_EVIDENCE.at(case, "solatium", message, "请补上诊断证明等证据。")
    if facts.is_unrelated_contact(case) and not case.objection_date:
        message = "请求法院判令删除个人信息的，通常须先向对方提出过而被拒绝。"
        remedy = "请先书面要求停止和删除，把日期填在这里。"
        yield NO_PRIOR_REQUEST.at(case, "objection_date", message, remedy)


def _internet_court(matter: Matter) -> Iterator[Problem]:
    case, cities = matter.case, matter.law.courts.internet_courts.cities
    online = any(row.method == Method.WECHAT for row in case.incidents)
    if online and any(city in case.court for city in cities):
        message = Message("{}的网络隐私权、个人信息保护纠纷由互联网法院集中管辖。", public(cities))
        yield INTERNET_COURT.at(case, "court", message, "请核对管辖法院。")


def _evidence_kinds(case: Case) -> Iterator[Problem]:
    for exhibit in case.evidence:
        if exhibit.type not in _LEGAL_EVIDENCE:
            message = "证据目录的“种类”要写法定的证据种类，这里看不出是哪一种。"
            yield EVIDENCE_KIND.at(exhibit, "type", message, "请选定证据种类，或在印出后手写。")


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
    check=check,
    rules=(
        NO_OWN_INFRINGEMENT,
        SOLATIUM_WITHOUT_HARM,
        APOLOGY_WITHOUT_SCOPE,
        LAW_NOT_COVERED,
        SOLATIUM_WITHOUT_EVIDENCE,
        NO_PRIOR_REQUEST,
        INTERNET_COURT,
        EVIDENCE_KIND,
        wording.LEFT_OPEN,
        *attribution.RULES,
    ),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the civil complaint."""
    return (KIND,)
