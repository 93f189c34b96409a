"""Why what happened is unlawful: a sentence a right, with the article and the fact that bears it.

No list of gists: a letter has three to five articles, woven into the sentences that need them, and
one rule of the trade. Every sentence rests on a ground (grounds/), and so on rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan import (
    Case,
    Incident,
    Institution,
    Liability,
    Matter,
    Method,
    Nature,
    date_text,
    is_at_night,
)
from anjuan import merge_titles as merged
from anjuan_plugins.kinds.facts import counts, kinship
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import Area, Ground, against_the_lender
from anjuan_plugins.kinds.grounds.industry import industry_grounds
from anjuan_plugins.kinds.grounds.limits import daily_calls
from anjuan_plugins.kinds.prose import naming
from anjuan_plugins.kinds.prose.voices import Voice
from anjuan_plugins.kinds.prose.wording import own_matter

_Borne = Mapping[str, Sequence[Ground]]
# Of the rules of the trade a letter names one: what tells most against its reader comes first.
_WEIGHTIEST = (
    "finance.credit-card-third-parties",
    "finance.credit-card-manner",
    "finance.consumer-finance-third-parties",
    "finance.standard-contacts",
    "finance.guide-third-parties",
    "finance.consumer-finance-manner",
    "finance.small-loan-manner",
    "finance.consumer-protection-manner",
    "finance.consumer-protection-pretence",
    "finance.standard-refusal",
    "finance.standard-night",
    "finance.guide-night",
)
_UPON_OTHERS = ("third-parties", "standard-contacts")
# Two limbs of a rule persuade, and a report of two pages has room for three rules. The binding ones
# come first: a guide says again what a standard says.
_MOST_LIMBS, _MOST_RULES = 2, 3
_WORDS = (
    (Nature.INSULT, "辱骂"),
    (Nature.PUBLIC_INSULT, "公开侮辱"),
    (Nature.THREAT, "威胁恐吓"),
    (Nature.THREAT_TO_PERSON, "威胁人身"),
    (Nature.IMPERSONATION, "冒充公职人员"),
    (Nature.FALSE_NAME, "冒用他人名义"),
    (Nature.INTRUSION, "侵入住宅"),
    (Nature.POSTING, "张贴喷涂"),
    (Nature.OBSCENE, "发送淫秽或者合成图片"),
)


@once_a_case
def reasons(matter: Matter, voice: Voice) -> str:
    """The legal paragraph of a letter; empty where the rows bear no ground.

    Args:
        matter: the case.
        voice: of the letter.
    """
    borne = _borne_by(matter)
    told = (
        _peace(matter, voice, borne),
        _home(voice, borne),
        _used(matter.case, voice, borne),
        _refused(matter.case, voice, borne),
        _told(matter.case, voice, borne),
        _heard(voice, borne),
        _likeness(voice, borne),
        _children(matter.case, voice, borne),
        *_of_the_trade(matter, voice),
    )
    return "".join(f"{sentence}。" for sentence in told if sentence)


@once_a_case
def breaches(matter: Matter, voice: Voice) -> tuple[str, ...]:
    """What the rules of supervision ask, each with the facts that breach it, for a regulator.

    Args:
        matter: the case.
        voice: of the report.
    """
    by_rule: dict[str, list[Ground]] = {}
    for ground in industry_grounds(matter):
        by_rule.setdefault(ground.citation.text, []).append(ground)
    told = list(by_rule.values())[:_MOST_RULES]
    return tuple(_limbs(matter.case, found, voice) for found in told)


def _limbs(case: Case, found: Sequence[Ground], voice: Voice) -> str:
    told: list[str] = []
    for ground in sorted(found, key=_weight)[:_MOST_LIMBS]:
        law = "其中" if told else ground.citation.text
        told.append(f"{in_voice(case, ground, voice)}，违反{law}关于{ground.limb}的{ground.asked}")
    return f"{'；'.join(told)}。"


@once_a_case
def civil_line(matter: Matter, voice: Voice) -> str:
    """The statutes on privacy and personal information in one sentence; empty without a ground."""
    told = [it for it in against_the_lender(matter) if it.key in _STATUTES]
    if not told:
        return ""
    about_data = any(it.area is Area.INFORMATION for it in told)
    rights = "私人生活安宁和个人信息权益" if about_data else "私人生活安宁"
    laws = "、".join(merged(it.citation for it in told))
    children = _children(matter.case, voice, _borne_by(matter))
    besides = f"其中{children}。" if children else ""
    return f"上述行为侵害{voice.me}的{rights}，违反{laws}的规定。{besides}"


_STATUTES = (
    "civil.private-peace",
    "civil.home-privacy",
    "civil.private-information",
    "civil.reputation",
    "civil.likeness",
    "civil.processing-rules",
    "pipl.legal-basis",
    "pipl.right-to-refuse",
    "pipl.entrusted",
    "pipl.providing",
)


def entrusted(matter: Matter, addressee: Institution) -> str:
    """What a lender that lets others collect must do, where it is the reader; empty otherwise."""
    law = _law(_borne_by(matter), "pipl.entrusted")
    is_lender = matter.case.creditor is not None and matter.case.creditor.name == addressee.name
    if not (law and is_lender):
        return ""
    return f"委托他人处理个人信息的，应当对受托人的处理活动进行监督（{law}）。"


def manner(rows: Iterable[Incident]) -> str:
    """How it was done, as far as rows show more than asking for money: `频繁拨打、辱骂`."""
    found = tuple(rows)
    shown = facts.natures(found)
    calls = [row for row in found if row.method == Method.CALL]
    words = ["频繁拨打"] if counts.is_frequent(calls) else []
    words += ["夜间联系"] if any(map(is_at_night, found)) else []
    words += [word for nature, word in _WORDS if nature in shown]
    return "、".join(words)


@once_a_case
def manner_of(case: Case) -> str:
    """The same of all that happened."""
    return manner(case.incidents)


def by_manner(case: Case) -> str:
    """`频繁拨打、辱骂等方式`; where rows show nothing that has a word, `侵扰私人生活安宁的方式`."""
    return in_manner(manner_of(case))


def in_manner(words: str) -> str:
    """The same of what `manner` has told."""
    return f"{and_such(words)}方式" if words else "侵扰私人生活安宁的方式"


def and_such(words: str) -> str:
    """`频繁拨打、辱骂等`; of one thing nothing more is said: `夜间联系的`."""
    return f"{words}等" if "、" in words else f"{words}的"


@once_a_case
def _borne_by(matter: Matter) -> _Borne:
    borne: dict[str, list[Ground]] = {}
    for ground in against_the_lender(matter):
        borne.setdefault(ground.key, []).append(ground)
    return borne


def _law(borne: _Borne, *keys: str) -> str:
    """The articles of the first of these keys that is borne, each once; empty where none is."""
    for key in keys:
        if key in borne:
            return "、".join(merged(ground.citation for ground in borne[key]))
    return ""


def _rows(borne: _Borne, key: str) -> tuple[Incident, ...]:
    return tuple(row for ground in borne.get(key, ()) for row in ground.rows)


def _peace(matter: Matter, voice: Voice, borne: _Borne) -> str:
    case, law = matter.case, _law(borne, "civil.private-peace")
    rows = _rows(borne, "civil.private-peace")
    harsh = facts.among(rows, facts.beyond_contact(case, daily_calls(matter.law)))
    # One polite call is no disturbance by itself.
    if not law or (not harsh and sum(row.count for row in rows) == 1):
        return ""
    disturbed = f"侵扰了{voice.me}的私人生活安宁，违反{law}"
    if facts.is_unrelated_contact(case):
        return f"以{_means(rows)}{_about(case)}联系{voice.me}，{disturbed}"
    shown = manner_of(case) if len(rows) == len(case.incidents) else manner(rows)
    how = f"以{in_manner(shown)}催收，" if shown else ""
    later = facts.among(rows, facts.after_objection(case))
    refused = f"在{voice.me}要求停止以后仍继续联系，" if later else ""
    return f"{how}{refused}超出了合理的限度，{disturbed}"


def _about(case: Case) -> str:
    """For whose debt a contact is called: `就李四的借款`."""
    if case.liability == Liability.IMPERSONATED:
        return "就他人冒名办理的借款"
    return f"就{case.debtor_name or '他人'}的借款"


def _means(rows: Iterable[Incident]) -> str:
    """`电话、短信`; what has no word of its own is called 其他方式."""
    words = dict.fromkeys(row.method for row in rows)
    named = [word for word in words if word != Method.OTHER]
    return "、".join([*named, *(["其他方式"] if Method.OTHER in words else [])])


def _home(voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "civil.home-privacy")
    return f"未经同意进入{voice.me}的住宅，违反{law}" if law else ""


def _used(case: Case, voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "pipl.legal-basis", "civil.processing-rules")
    if not law or facts.owes(case):
        return ""
    by_debtor = case.liability not in (Liability.IMPERSONATED, Liability.WRONG_NUMBER)
    consent = f"借款人提供该号码不能代替{voice.me}的同意；" if by_debtor else ""
    return f"{voice.me}的电话号码属于个人信息，{consent}未经同意用于催收，违反{law}"


def _refused(case: Case, voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "pipl.right-to-refuse")
    if not law or not case.objection_date:
        return ""
    day = date_text(case.objection_date)
    return f"在{voice.me}{day}要求停止以后仍使用该号码联系{voice.me}，违反{law}"


def _told(case: Case, voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "civil.private-information")
    needless = f"向他人透露{voice.me}的{own_matter(case)}，既不是催收所必需，也未经{voice.me}同意"
    return f"{needless}，违反{law}" if law else ""


def _heard(voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "civil.reputation")
    return f"在他人面前辱骂{voice.me}，侵害{voice.me}的名誉权，违反{law}" if law else ""


def _likeness(voice: Voice, borne: _Borne) -> str:
    law = _law(borne, "civil.likeness")
    return f"伪造、传播{voice.me}的图片，侵害{voice.me}的肖像权，违反{law}" if law else ""


def _children(case: Case, voice: Voice, borne: _Borne) -> str:
    if "pipl.children" not in borne:
        return ""
    found = kinship.relations(_rows(borne, "pipl.children"))
    names = naming.listing([voice.me if name == case.client.name else name for name in found])
    laws = "、".join(merged(it.citation for key in _OF_CHILDREN for it in borne.get(key, ())))
    return f"{names}不满十四周岁，未取得监护人的同意而把其个人信息用于催收，违反{laws}"


# A child's data are sensitive, and need the guardian's consent; a child comes first.
_OF_CHILDREN = ("pipl.sensitive", "pipl.children", "minors.principle")


def _of_the_trade(matter: Matter, voice: Voice) -> Iterator[str]:
    """One rule of the trade with the limb that the rows breach most plainly."""
    for ground in sorted(industry_grounds(matter), key=_weight)[:1]:
        fact = _in_short(matter.case, ground, voice)
        yield f"{fact}，违反{ground.citation.text}关于{ground.limb}的{ground.asked}"


def _weight(ground: Ground) -> int:
    return _WEIGHTIEST.index(ground.key) if ground.key in _WEIGHTIEST else len(_WEIGHTIEST)


def _in_short(case: Case, ground: Ground, voice: Voice) -> str:
    """The fact without the counts that the letter has told; others stand as the ground has them."""
    if not ground.key.endswith(_UPON_OTHERS):
        return in_voice(case, ground, voice)
    if case.is_contact:
        return f"{_about(case)}联系{voice.me}"
    return f"就{voice.me}的债务联系与该笔债务无关的人"


def in_voice(case: Case, ground: Ground, voice: Voice) -> str:
    """What a ground's rows show, with the client called as the paper does: `联系本人`.

    Somebody whose name begins with the client's (张三, 张三丰) keeps it.
    """
    me = case.client.name
    names = sorted({me, *(row.victim for row in ground.rows)}, key=len, reverse=True)
    if names == [me]:
        return ground.fact.replace(me, voice.me)
    any_name = re.compile("|".join(map(re.escape, names)))
    return any_name.sub(lambda found: voice.me if found[0] == me else found[0], ground.fact)
