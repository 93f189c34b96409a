"""What 12345 is told: one paragraph that an operator can read aloud, no table, no statute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from anjuan import (
    Case,
    DebtorStatus,
    Institution,
    Liability,
    Matter,
    date_text,
    how_many,
    printed_length,
)
from anjuan_plugins.kinds.facts import counts, kinship
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.prose import demands, naming, prior, reasons, wording
from anjuan_plugins.kinds.prose.phrases import debt_word, in_quotes, one_line
from anjuan_plugins.kinds.prose.voices import REGULATOR

# An operator takes down no more.
LONGEST = 400
_MOST_NUMBERS, _MOST_PEOPLE = 3, 3
_ME = REGULATOR.me


def paragraph(matter: Matter, target: Institution, office: str) -> str:
    """Who, what, how often, since when refused, and what is asked: at most so many characters.

    What is least needed is left out first where it would be longer.

    Args:
        matter: the case, with a creditor.
        target: against whom it goes.
        office: which can act: `浙江省地方金融管理机构`.
    """
    case = matter.case
    asked = (
        f"诉求：请转{office}核查{target.name}的上述催收行为，督促其停止违规催收、"
        f"保存有关{demands.records(case)}，并把办理结果告知{_ME}。"
    )
    parts = {
        "standing": _standing(case),
        "contacts": _contacts(case),
        "conduct": _conduct(case),
        "after": _after(case),
        "prior": prior.in_a_sentence(matter, target, REGULATOR),
        "apart": f"{debt_word(case)}本身另行依法处理，不在本诉求的范围。",
        "asked": asked,
    }
    shorter = {"apart": "", "contacts": _contacts(case, in_short=True), "conduct": "", "after": ""}
    for part, instead in shorter.items():
        if printed_length("".join(parts.values())) > LONGEST:
            parts[part] = instead
    return "".join(parts.values())


def _standing(case: Case) -> str:
    told = _STANDINGS.get(case.liability) if case.is_contact else None
    sentence = (told or (_contact if case.is_contact else _debtor))(case)
    return f"{_ME}{case.client.name}（电话{case.client.phone}）{sentence.removeprefix(_ME)}"


def _debtor(case: Case) -> str:
    holder = "持卡人" if case.is_about_credit_card else "借款人"
    return f"{_ME}是{_loan(case)}的{holder}。"


def _contact(case: Case) -> str:
    return f"{_ME}不是{_loan(case)}的借款人或者担保人，与该笔债务无关。"


def _liable(case: Case) -> str:
    return f"{_ME}是{_loan(case)}的{case.liability}。"


def _spouse(case: Case) -> str:
    return f"{_ME}是{_loan(case)}借款人的配偶，没有签订合同或者提供担保。"


def _heir(case: Case) -> str:
    dead = "（已死亡）" if case.debtor_status == DebtorStatus.DEAD else ""
    return f"{_ME}是{_loan(case)}借款人{case.debtor_name}{dead}的继承人，不是借款人或者担保人。"


def _impersonated(case: Case) -> str:
    return f"{_ME}没有申请、签订过{_loan(case)}的合同，以{_ME}名义办理的借款系他人冒名。"


def _wrong_number(case: Case) -> str:
    return f"{_ME}与{_loan(case)}无关，{_ME}的号码不是借款人的联系方式。"


_STANDINGS: Mapping[str, Callable[[Case], str]] = {
    Liability.GUARANTOR: _liable,
    Liability.CO_BORROWER: _liable,
    Liability.SPOUSE: _spouse,
    Liability.HEIR: _heir,
    Liability.IMPERSONATED: _impersonated,
    Liability.WRONG_NUMBER: _wrong_number,
}


def _loan(case: Case) -> str:
    lender = case.original_lender or case.creditor
    assert lender
    product = f"“{case.loan_product}”" if case.loan_product else "所放借款"
    return f"{lender.name}{product}"


def _contacts(case: Case, *, in_short: bool = False) -> str:
    """`2026年3月1日，有人……用170…等2个号码联系本人，共计电话24次。`: what happened."""
    rows = case.incidents
    night = case.figures.at_night
    at_night = f"，其中22时至次日8时{night}次" if night else ""
    total = "共计" if case.figures.total > 1 else ""
    counted = f"{total}{counts.by_method(rows, in_short=True)}{at_night}"
    begun = f"{wording.period(case)}，有人以催收该笔{debt_word(case)}为由"
    if in_short:
        return f"{begun}联系{how_many(case.figures.victims)}人，{counted}。"
    return f"{begun}，{_numbers(case)}联系{_people(case)}，{counted}。{_named_itself(case)}"


def _named_itself(case: Case) -> str:
    """`其中23次对方自称“××公司”。`: only of the contacts in which that was said."""
    names: Counter[str] = Counter()
    for row in case.incidents:
        if row.claimed_name:
            names[one_line(row.claimed_name)] += row.count
    if not names:
        return ""
    name, times = names.most_common(1)[0]
    often = "" if times == case.figures.total else f"其中{times}次"
    return f"{often}对方自称{in_quotes(name)}。"


def _numbers(case: Case) -> str:
    numbers = case.figures.numbers
    if not numbers:
        return ""
    more = f"等{how_many(numbers)}个号码" if len(numbers) > _MOST_NUMBERS else ""
    return f"用{'、'.join(numbers[:_MOST_NUMBERS])}{more}"


def _people(case: Case) -> str:
    others = kinship.relations(row for row in case.incidents if not row.is_about_client)
    named = naming.named(others.items(), _ME, _MOST_PEOPLE) if others else ""
    reached = any(row.is_about_client for row in case.incidents)
    return "以及".join(filter(None, (_ME if reached else "", named)))


def _conduct(case: Case) -> str:
    words = reasons.manner_of(case)
    told = f"向他人透露{_ME}的{wording.own_matter(case)}" if facts.own_debt_was_told(case) else ""
    shown = f"有{reasons.and_such(words)}情形" if words else ""
    return f"上述联系中{'，并'.join(filter(None, (shown, told)))}。" if shown or told else ""


def _after(case: Case) -> str:
    if not case.objection_date:
        return ""
    after = counts.by_method(facts.after_objection(case), in_short=True)
    went_on = f"，此后仍有{after}" if after else ""
    return f"{_ME}已于{date_text(case.objection_date)}要求停止{went_on}。"
