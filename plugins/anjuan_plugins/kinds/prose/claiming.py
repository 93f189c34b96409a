"""What a complaint claims, in its usual order: nothing that a civil court can't grant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from anjuan import ApologyForm, Case, Loss, Matter, amount_text
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.grounds import claims
from anjuan_plugins.kinds.prose import wording
from anjuan_plugins.kinds.prose.phrases import one_line
from anjuan_plugins.kinds.prose.reasoning import Sued
from anjuan_plugins.kinds.prose.reasons import by_manner
from anjuan_plugins.kinds.prose.voices import COURT

# A scope that is more than a noun is the lawyer's own sentence.
_OWN_SENTENCE = re.compile("[，。；：,;:]|^[在向于由通以将被原]|公开|道歉|刊登|发布|张贴|宣读|发送")
_INSIDE = ("内", "中", "上", "里", "范围")


def claims_text(matter: Matter, sued: Sued) -> Iterator[str]:
    """The claims, each closed by its mark.

    Args:
        matter: the case, with the plaintiff's own incidents only.
        sued: the defendants.
    """
    case, who = matter.case, sued.together
    jointly = "连带" if claims.responsibility(case, sued.institutions).is_joint else ""
    yield f"判令{who}立即停止侵害，{_cessation(case)}；"
    if facts.signed_nothing(case):
        yield f"判令{who}{_end_of_use(matter)}；"
    yield f"判令{who}{apology(case)}；"
    before = facts.insulted_before(case)
    if before:
        yield f"判令{who}向原告的{'、'.join(before)}作出书面说明，为原告消除影响、恢复名誉；"
    if case.solatium:
        yield f"判令{who}{jointly}赔偿原告精神损害抚慰金{amount_text(case.solatium)}元；"
    if case.losses:
        yield f"判令{who}{jointly}赔偿原告{_sum(case)}；"
    yield f"判令本案诉讼费用由{who}负担。"


def _cessation(case: Case) -> str:
    """An order that can be enforced: which conduct, towards whom."""
    phone = f"（电话{case.client.phone}）"
    if facts.signed_nothing(case):
        debt = wording.debt_at_issue(case)
        return f"不得再以电话、短信、即时通讯、上门等方式就{debt}联系原告{phone}"
    harassment = f"不得再以{by_manner(case)}侵扰原告{phone}的私人生活安宁"
    if not facts.own_debt_was_told(case):
        return harassment
    # Of a guarantor the others are not the ones whom the debt does not concern.
    others = "他人" if case.is_contact else "原告的亲友、同事等与债务无关的第三人"
    return f"{harassment}，不得再向{others}披露原告的{wording.own_matter(case)}"


def _end_of_use(matter: Matter) -> str:
    """Deletion only where it was asked for and refused; what must be kept is kept (art. 47)."""
    if not claims.may_claim_deletion(matter):
        return "停止使用其掌握的原告姓名、电话号码等个人信息"
    return (
        "停止处理并删除其掌握的原告姓名、电话号码等个人信息，"
        "依法须保存的，停止存储和必要的安全保护以外的处理"
    )


def apology(case: Case) -> str:
    """Written unless asked otherwise; of the scope as the lawyer wrote it (民法典 art. 1000)."""
    if case.apology_form != ApologyForm.PUBLIC:
        return "向原告书面赔礼道歉，道歉内容须经人民法院审核"
    scope = COURT.cell(one_line(case.apology_scope))
    checked = "道歉内容须经人民法院审核"
    if not scope:
        return f"向原告公开赔礼道歉，{checked}"
    if _OWN_SENTENCE.search(scope):
        return f"向原告公开赔礼道歉（{scope}），{checked}"
    inside = "" if scope.endswith(_INSIDE) else "内"
    return f"在{scope}{inside}向原告公开赔礼道歉，{checked}"


def _sum(case: Case) -> str:
    """`医疗费426.80元`, or of several the sum with its items."""
    items = [f"{item}{amount_text(sum_)}元" for item, sum_ in _items(case.losses)]
    if len(items) == 1:
        return items[0]
    total = amount_text(case.total_loss)
    return f"财产损失和合理开支共计{total}元（{'、'.join(items)}）"


def _items(losses: Iterable[Loss]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for loss in losses:
        sums[loss.item] = sums.get(loss.item, Decimal(0)) + (loss.amount or Decimal(0))
    return [(claims.item_word(item), sum_) for item, sum_ in sums.items()]
