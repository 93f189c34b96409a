"""Words of frequency, of conduct and of who called, each with what rows have to tell for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from anjuan import Case, EvidenceGroup, Incident, Method, Nature, Party, Tie, is_at_night
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts import ties
from anjuan_plugins.kinds.grounds import procedure

Bears = Callable[[Case], bool]


def _having(*natures: Nature) -> Bears:
    return lambda case: bool(facts.showing(case.incidents, *natures))


def _times(case: Case) -> int:
    return sum(row.count for row in case.incidents)


def _most_a_day(case: Case) -> int:
    """The most that one person had on one day, counted here anew."""
    found: dict[object, int] = {}
    for row in case.incidents:
        if row.moment and row.moment.exact_day:
            key = row.victim, row.moment.day
            found[key] = found.get(key, 0) + row.count
    return max(found.values(), default=0)


def _is_repeated(case: Case) -> bool:
    people = {row.victim for row in case.incidents}
    of = {it: [row for row in case.incidents if row.victim == it] for it in people}
    days = {it: {row.moment.day for row in of[it] if row.moment} for it in people}
    return any(sum(row.count for row in of[it]) >= 5 and len(days[it]) > 1 for it in people)


def after_refusal(case: Case) -> list[Incident]:
    since = case.objection_date
    return [row for row in case.incidents if since and row.moment and row.moment.day > since]


def at_night(case: Case) -> list[Incident]:
    return [row for row in case.incidents if is_at_night(row)]


def _exceeds(case: Case) -> bool:
    harsh = (*facts.HARSH, Nature.INTRUSION, Nature.POSTING, Nature.DISCLOSURE)
    often = _most_a_day(case) > 6
    several = (
        max(sum(row.count for row in found) for found in (at_night(case), after_refusal(case))) >= 3
    )
    return often or several or _having(*harsh)(case)


def _says(*methods: Method) -> Bears:
    return lambda case: any(row.claimed_name and row.method in methods for row in case.incidents)


def _signed(case: Case) -> bool:
    rows = [row for row in case.incidents if row.method == Method.MESSAGE]
    return any(row.claimed_name or "【" in row.content for row in rows)


def _tied_by(tie: Tie) -> Bears:
    return lambda case: any(tie in row.ties for row in case.incidents)


def _never(case: Case) -> bool:
    return False


def _always(case: Case) -> bool:
    return True


# Longer words stand before those that they begin with: the first that fits decides.
WORDS: Mapping[str, Bears] = {
    # how often
    "频繁": lambda case: _most_a_day(case) > 3,
    "反复": _is_repeated,
    "多次": lambda case: _times(case) >= 3,
    "明显超出": _exceeds,
    "前后连续": lambda case: len(procedure.courses(case.incidents)) == 1,
    "防止再次发生": _always,
    # What would be done if it went on, not that it did.
    "或者仍": _always,
    # A group of exhibits, as the lawyer put them.
    "拒绝后仍继续": lambda case: any(
        it.group == EvidenceGroup.AFTER_REFUSAL for it in case.evidence
    ),
    "仍有还款意愿": _always,
    "仍": lambda case: bool(after_refusal(case)),
    "(?<!不)(?:继续|持续)(?!以|采)": lambda case: bool(after_refusal(case)),
    # No row can bear these.
    "长期|屡次|屡屡|一再|再三|不断|经常|时常|一直|始终": _never,
    "天天|每天|每日|连日|昼夜|接连|轮番|大量|无数|连续|再次": _never,
    # how
    "辱骂|谩骂": _having(Nature.INSULT, Nature.PUBLIC_INSULT),
    "公开侮辱|公然侮辱": _having(Nature.PUBLIC_INSULT),
    "威胁人身": _having(Nature.THREAT_TO_PERSON),
    "威胁|恐吓": _having(Nature.THREAT, Nature.THREAT_TO_PERSON),
    "冒充": _having(Nature.IMPERSONATION),
    "冒用": _having(Nature.FALSE_NAME),
    "侵入": _having(Nature.INTRUSION),
    "张贴|喷涂|喷漆": _having(Nature.POSTING),
    "淫秽": _having(Nature.OBSCENE),
    "透露(?:了|欠款)|披露了|泄露": _having(Nature.DISCLOSURE),
    "夜间|深夜|凌晨|(?<!8时至)22时": lambda case: bool(at_night(case)),
    # who
    "自称代": lambda case: bool(ties.ties_to(case, Party.CREDITOR)),
    "来电人自称": _says(Method.CALL),
    "微信联系人自称": _says(Method.WECHAT),
    "上门人员自称": _says(Method.VISIT),
    "接听人自称": _tied_by(Tie.CALLED_BACK),
    "按照对方的自称": lambda case: bool(ties.ties_to(case, Party.COLLECTOR)),
    "短信署名": _signed,
    "说出该笔借款的合同信息": _tied_by(Tie.KNEW_CONTRACT),
    "所附链接": _tied_by(Tie.LINK),
    "经回拨": _tied_by(Tie.CALLED_BACK),
    "经查(?!证)|查明的依据": lambda case: bool(case.collector_found_by),
}
_WORD = re.compile("|".join(f"(?:{word})" for word in WORDS))
_EACH = {re.compile(word): bears for word, bears in WORDS.items()}


def unborne_words(text: str, case: Case) -> Iterator[str]:
    for found in _WORD.finditer(text):
        bears = next(bears for word, bears in _EACH.items() if word.match(text, found.start()))
        if not bears(case):
            yield f"词：{around(text, found)}"


def around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 15) : found.end() + 15].replace("\n", " ")
