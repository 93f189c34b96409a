"""Why a complaint's claims hold: fact, rule and consequence, each rule where its sentence needs it.

The closing list of a complaint is what these reasons cited, and nothing else. One ground of
liability is pleaded and one in the alternative, without an if.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from anjuan import (
    Case,
    Citation,
    Incident,
    Institution,
    Liability,
    Matter,
    Method,
    Nature,
    Party,
    date_text,
    institution_key,
    is_at_night,
    merge_titles,
)
from anjuan_plugins.kinds import grounds
from anjuan_plugins.kinds.facts import counts, kinship, ties
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.parties import contractor, legal_party
from anjuan_plugins.kinds.grounds import claims
from anjuan_plugins.kinds.grounds.civil import civil_grounds, disturbances, insults_heard
from anjuan_plugins.kinds.grounds.ground import Ground
from anjuan_plugins.kinds.grounds.industry import industry_grounds
from anjuan_plugins.kinds.grounds.information import information_grounds
from anjuan_plugins.kinds.prose import naming
from anjuan_plugins.kinds.prose.voices import COURT
from anjuan_plugins.kinds.prose.wording import debt_at_issue, own_matter

# Of the rules of the trade so many stand in a complaint, the plainest breaches first.
MOST_RULES = 2
_PLAINEST = (
    ("refusal",),
    ("night",),
    ("daily-calls",),
    ("missed-calls",),
    ("third-parties", "contacts"),
    ("telling",),
    ("manner",),
    ("pretence",),
    ("decency",),
    ("contractors",),
    ("facilitation",),
)
_STATUTE = re.compile("《中华人民共和国([^〈〉《》]+)》")
_TOLD_OF = (Nature.INSULT, Nature.PUBLIC_INSULT, Nature.THREAT, Nature.THREAT_TO_PERSON)


class Reason(NamedTuple):
    """A paragraph of the reasons in law, with what it cites.

    Attributes:
        text: the paragraph.
        cited: each citation in it, in the order of the sentence.
    """

    text: str
    cited: tuple[Citation, ...] = ()


class Sued(NamedTuple):
    """The defendants of a complaint, and what it calls them.

    Attributes:
        institutions: each once, in the order of the complaint.
        called: 被告, or 被告一 and 被告二.
    """

    institutions: tuple[Institution, ...]
    called: tuple[str, ...]

    def name(self, institution: Institution | None) -> str:
        """How the paper calls an institution: as the defendant it is, or by its name."""
        if institution is None:
            return ""
        pairs = zip(self.institutions, self.called, strict=True)
        by_name = {it.name: name for it, name in pairs}
        return by_name.get(legal_party(institution).name, institution.name)

    def typed(self, text: str) -> str:
        """The same of a name that a cell has, long or short; one of nobody here stays as it is."""
        key = institution_key(text)
        pairs = zip(self.institutions, self.called, strict=True)
        for institution, called in pairs:
            if key in map(institution_key, (institution.name, institution.short_name)):
                return called
        return text

    @property
    def together(self) -> str:
        """各被告, or 被告 where there is one."""
        return "各被告" if len(self.institutions) > 1 else "被告"


def reasons(matter: Matter, sued: Sued) -> tuple[Reason, ...]:
    """The reasons in law, in the order in which a complaint argues.

    Args:
        matter: the case, with the plaintiff's own incidents only.
        sued: the defendants.
    """
    return (
        *_privacy(matter),
        *_information(matter),
        *_other_rights(matter),
        *_responsibility(matter, sued),
        *_industry(matter),
        *_remedies(matter, sued),
        *_deletion(matter),
        *_money(matter),
    )


def abbreviated(texts: Iterable[str]) -> list[str]:
    """The paragraphs with the full title of a statute the first time only: then `《民法典》`."""
    known: set[str] = set()
    told = list(texts)
    counted = Counter(_STATUTE.findall("".join(told)))

    def short(found: re.Match[str]) -> str:
        name = f"《{found[1]}》"
        if name in known:
            return name
        if counted[found[1]] < 2:
            return found[0]
        known.add(name)
        return f"{found[0]}（以下简称{name}）"

    return [_STATUTE.sub(short, text) for text in told]


def closing(found: Iterable[Reason]) -> str:
    """What the reasons cited, each once: statutes before regulations before interpretations."""
    cited = {(it.version.law.id, it.version.place): it for reason in found for it in reason.cited}
    return "、".join(merge_titles(sorted(cited.values(), key=lambda it: it.version.law.rank.order)))


def _articles(cited: Iterable[Citation]) -> str:
    return "和".join(merge_titles(cited))


def _shown(found: Iterable[Ground], *keys: str) -> tuple[Citation, ...]:
    """The citations of grounds with these keys, each place once, in the order of the keys."""
    by_key: dict[str, dict[str, Citation]] = {key: {} for key in keys}
    for ground in found:
        if ground.key in by_key:
            by_key[ground.key][ground.citation.text] = ground.citation
    return tuple(it for texts in by_key.values() for it in texts.values())


def _in_force(matter: Matter, *keys: str) -> tuple[Citation, ...]:
    last = matter.case.figures.last
    assert last, "a document without dated incidents is refused earlier"
    return matter.law.cite_in_force(keys, last)


# ---------------------------------------------------------------- what was infringed


def _privacy(matter: Matter) -> Iterator[Reason]:
    """The peace of private life, and what others were told."""
    case = matter.case
    found = civil_grounds(matter)
    disturbing = disturbances(matter)
    if disturbing:
        cited = _shown(found, "civil.privacy", "civil.private-peace")
        unasked = facts.signed_nothing(case)
        text = _unasked(case, disturbing) if unasked else _beyond(case, disturbing)
        yield Reason(
            f"{text}，侵扰了原告的私人生活安宁，依照{_articles(cited)}，侵害了原告的隐私权。", cited
        )
    yield from _told(matter, bool(disturbing))


def _told(matter: Matter, is_disturbed: bool) -> Iterator[Reason]:
    """What was told to others of the client's own debt: private, and personal information too."""
    case = matter.case
    told = facts.told_of_own_debt(case)
    if not told:
        return
    civil, information = civil_grounds(matter), information_grounds(matter)
    keys = ("civil.private-information",)
    cited = (
        *_shown(civil, *keys if is_disturbed else ("civil.privacy", *keys)),
        *(_shown(information, "pipl.no-illegal-use") or _shown(information, "civil.no-disclosure")),
    )
    people = naming.listing(list(kinship.relations(told)))
    presumed = _presumed(matter)
    yield Reason(
        f"原告的{own_matter(case)}是原告不愿为他人知晓的私密信息，也是原告的个人信息。"
        f"未经原告同意向{people}披露，依照{_articles(cited)}，侵害了原告的隐私权和个人信息权益。"
        + presumed.text,
        (*cited, *presumed.cited),
    )


def _unasked(case: Case, rows: tuple[Incident, ...]) -> str:
    """What is wrong with calling somebody who signed nothing."""
    contacted = f"为催收{debt_at_issue(case)}{counts.adverb(rows)}以{_means(rows)}方式联系原告"
    if case.liability == Liability.IMPERSONATED:
        return f"案涉借款并非原告所借，就该借款{counts.adverb(rows)}以{_means(rows)}方式向原告催收"
    if case.liability == Liability.SPOUSE:
        return f"原告没有签约、担保或者追认，也没有同意接受催收。{contacted}"
    if case.liability == Liability.WRONG_NUMBER:
        return f"原告与案涉债务无关，也没有同意为催收使用其号码。{contacted}"
    return f"借款人提供了原告的联系方式的，也不能代替原告本人的同意。未经同意，{contacted}"


def _means(rows: Iterable[Incident]) -> str:
    used = {row.method or Method.OTHER for row in rows}
    return "、".join(word for word in Method if word in used)


def _beyond(case: Case, rows: tuple[Incident, ...]) -> str:
    """What makes the calls to whoever owes more than asking for the money."""
    harsh = "、".join(it for it in _TOLD_OF if it in facts.natures(rows))
    how = [
        word
        for word, is_so in (
            ("频次过高", counts.is_frequent(rows)),
            ("部分发生在夜间", any(map(is_at_night, rows))),
        )
        if is_so
    ]
    said = f"使用{harsh}的言词" if harsh else ""
    joined = f"，并{said}" if how and said else said
    why = "、".join(how) + joined
    clearly = "明显" if counts.clearly_exceeds(case) else ""
    comma = "，" if why else ""
    return f"催收应当在合法、适当的限度内进行。上述联系{why}{comma}{clearly}超出合理催收的限度"


def _information(matter: Matter) -> Iterator[Reason]:
    """Whose data were used without consent, and how a child's are protected."""
    case = matter.case
    found = information_grounds(matter)
    if facts.signed_nothing(case):
        cited = _shown(found, "pipl.legal-basis") or _shown(found, "civil.processing-rules")
        presumed = _presumed(matter)
        yield Reason(
            "电话号码属于个人信息，处理应当取得原告本人的同意或者具有法律规定的其他根据；"
            "原告不是借款合同的当事人，催收他人的债务不构成这样的根据。"
            f"上述行为违反{_articles(cited)}，侵害了原告的个人信息权益。{presumed.text}",
            (*cited, *presumed.cited),
        )
    handed_on = _shown(found, "pipl.providing")
    if handed_on:
        yield Reason(
            "向其他个人信息处理者提供原告的个人信息，还应当告知原告并取得单独同意，"
            f"上述行为没有取得，违反{_articles(handed_on)}。",
            handed_on,
        )
    child = _shown(_about_client(found), "pipl.sensitive", "pipl.children")
    if child:
        yield Reason(
            "原告受扰时未满十四周岁，其个人信息属于敏感个人信息，"
            f"处理应当取得监护人的同意（{_articles(child)}）。",
            child,
        )


def _about_client(found: Iterable[Ground]) -> Iterator[Ground]:
    return (it for it in found if any(row.is_about_client for row in it.rows))


def _presumed(matter: Matter) -> Reason:
    """That fault is presumed (个人信息保护法 art. 69), from the day on which it is; else empty."""
    start, first = grounds.fault_is_presumed_from(matter), matter.case.figures.first
    if not start or not first:
        return Reason("")
    cited = _in_force(matter, grounds.PRESUMED_FAULT)
    scope = f"对{date_text(start)}以后的行为，" if first < start else ""
    text = f"{scope}被告不能证明自己没有过错的，依照{_articles(cited)}，应当承担侵权责任。"
    return Reason(text, cited)


def _other_rights(matter: Matter) -> Iterator[Reason]:
    """The home, reputation and likeness, each where the rows show it."""
    found = civil_grounds(matter)
    home = _shown(found, "civil.home-privacy")
    if home:
        text = f"未经同意进入原告的住宅，违反{_articles(home)}，侵害了原告私密空间的安宁。"
        yield Reason(text, home)
    reputation = _shown(found, "civil.reputation")
    if reputation:
        heard = insults_heard(matter)
        others = naming.listing(
            list(kinship.relations(row for row in heard if not row.is_about_client))
        )
        where = f"为{others}所知悉" if others else "系公开作出"
        yield Reason(
            f"上述侮辱性言词{where}，使原告的社会评价降低，"
            f"依照{_articles(reputation)}，还侵害了原告的名誉权。",
            reputation,
        )
    likeness = _shown(found, "civil.likeness")
    if likeness:
        text = f"制作、发送原告的合成图片，违反{_articles(likeness)}，还侵害了原告的肖像权。"
        yield Reason(text, likeness)


# ---------------------------------------------------------------- who answers


def _responsibility(matter: Matter, sued: Sued) -> Iterator[Reason]:
    """One ground of liability, and one in the alternative; the claim says the same."""
    case = matter.case
    answer = claims.responsibility(case, sued.institutions)
    primary, other = (_in_force(matter, *it) for it in (answer.primary, answer.alternative))
    if not facts.concerns_information(case) or not grounds.fault_is_presumed_from(matter):
        fault = _in_force(matter, "civil.fault")
        yield Reason(f"被告对上述行为有过错，依照{_articles(fault)}，应当承担侵权责任。", fault)
    outside = contractor(case)
    if not answer.is_joint and outside and not answer.alternative:
        text = (
            f"被告将催收交由{outside.name}实施，上述行为即发生在受托催收之中，"
            f"被告对指示和选任有过错，依照{_articles(primary)}，应当承担相应的责任。"
        )
    elif not answer.is_joint:
        text = (
            "催收是被告的经营活动，上述联系系其工作人员执行工作任务，"
            f"依照{_articles(primary)}，由被告承担侵权责任。"
        )
    else:
        text = (
            f"{'、'.join(sued.called)}共同实施上述催收，"
            f"依照{_articles(primary)}，应当承担连带责任。"
        )
        if other:
            principal = sued.name(case.creditor)
            text += (
                f"即使不能认定共同侵权，{principal}将催收交由他人实施，对指示和选任有过错，"
                f"依照{_articles(other)}，也应当在其过错范围内共同承担责任。"
            )
    # Where nothing ties a caller to anybody sued, that it was they is what the plaintiff says.
    is_tied = any(ties.is_tied(case, party) for party in Party)
    yield Reason(text if is_tied else f"原告主张，{text}", (*primary, *other))


def _industry(matter: Matter) -> Iterator[Reason]:
    """The plainest breaches of the rules of the trade, with their facts; no basis of a claim."""
    by_limb: dict[int, Ground] = {}
    for ground in industry_grounds(matter):
        place = next((n for n, words in enumerate(_PLAINEST) if ground.key.endswith(words)), None)
        if place is not None:
            by_limb.setdefault(place, ground)
    told = [by_limb[place] for place in sorted(by_limb)][:MOST_RULES]
    by_law: dict[str, list[Ground]] = {}
    for ground in told:
        by_law.setdefault(ground.citation.text, []).append(ground)
    if told:
        sentences = [
            _plaintiff(matter.case, ground, "其" if number else ground.citation.text)
            for found in by_law.values()
            for number, ground in enumerate(found)
        ]
        yield Reason(f"行业规范虽不是裁判依据，可供认定过错时参考：{'；'.join(sentences)}。")


def _plaintiff(case: Case, ground: Ground, law: str) -> str:
    """Fact, rule and limb; the plaintiff is called so, as everywhere in the paper."""
    own = any(row.is_about_client for row in ground.rows)
    fact = ground.fact.replace(case.client.name, COURT.me) if own else ground.fact
    return f"{fact}，违反{law}关于{ground.limb}的要求"


# ---------------------------------------------------------------- what is claimed


def _remedies(matter: Matter, sued: Sued) -> Iterator[Reason]:
    """Cessation and apology, the apology as wide as the harm."""
    cessation = _in_force(matter, "civil.personality-claims")
    apology = _in_force(matter, "civil.apology", "civil.apology-publication")
    restored = "、消除影响、恢复名誉" if facts.insulted_before(matter.case) else ""
    yield Reason(
        f"原告请求停止侵害、赔礼道歉{restored}，依据是{_articles(cessation)}；"
        f"道歉的方式与侵害的方式和影响范围相当，{sued.together}拒不道歉的，"
        f"可以公告或者公布裁判文书，费用由其负担（{_articles(apology)}）。",
        (*cessation, *apology),
    )


def _deletion(matter: Matter) -> Iterator[Reason]:
    """After a refused request only (个人信息保护法 arts. 47 and 50)."""
    if claims.may_claim_deletion(matter):
        cited = _in_force(matter, "pipl.deletion", "pipl.request-mechanism")
        text = f"原告的删除请求已被拒绝，依照{_articles(cited)}，有权请求人民法院判令删除。"
        yield Reason(text, cited)


def _money(matter: Matter) -> Iterator[Reason]:
    """精神损害抚慰金, what an injury costs, and what it cost to stop the wrong."""
    case = matter.case
    if case.solatium:
        cited = _in_force(matter, "civil.solatium")
        yield Reason(
            f"上述行为已造成原告严重精神损害，依照{_articles(cited)}，应当赔偿精神损害抚慰金；数额请人民法院"
            "结合过错程度、侵害情节、后果和当地平均生活水平认定。",
            cited,
        )
    parts, all_cited = [], list[Citation]()
    for words, key in claims.property_bases(case):
        cited = _in_force(matter, key)
        parts.append(f"{words}依照{_articles(cited)}")
        all_cited += cited
    if parts:
        yield Reason(f"{'，'.join(parts)}，应予赔偿。", tuple(all_cited))
