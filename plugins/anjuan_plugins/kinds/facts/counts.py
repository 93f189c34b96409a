"""How often somebody was reached, in words that the rows bear out.

Calls, messages and visits are counted apart. Adverbs have thresholds, and they stand here and
nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from anjuan import Case, Incident, Method, Moment, Nature
from anjuan_plugins.kinds.facts import rows as facts

# 多次: three times or more, as it is read in practice.
SEVERAL = 3
# 反复: one person so often, and on several days.
REPEATED = 5
# 频繁: more on one day, towards one person, than the standard of the trade has for calls that are
# answered (GB/T 45251-2025: 3); 明显超出: more than for those that are not (银行业协会指引: 6).
FREQUENT_ABOVE, EXCESSIVE_ABOVE = 3, 6
# Words that no count has to bear out.
_HARSH = (*facts.HARSH, Nature.INTRUSION, Nature.POSTING, Nature.DISCLOSURE)
_UNITS = {Method.CALL: "次", Method.MESSAGE: "条", Method.WECHAT: "条", Method.VISIT: "次"}
_ONCE = {
    Method.CALL: "向{who}来电一次",
    Method.MESSAGE: "向{who}发送短信一条",
    Method.WECHAT: "向{who}发送微信信息一条",
    Method.VISIT: "上门找{who}一次",
}


def by_method(rows: Iterable[Incident], *, in_short: bool = False) -> str:
    """`电话41次（其中接通12次、未接29次）、短信1条、上门1次`; empty without rows.

    What is not known of a row is not told of it: where only some say how many calls were
    answered, the sentence says that these are the known ones.

    Args:
        rows: of 骚扰记录.
        in_short: leave out how many calls were answered.
    """
    groups: dict[str, list[Incident]] = {}
    for row in rows:
        groups.setdefault(row.method if row.method in _UNITS else Method.OTHER, []).append(row)
    order = (*_UNITS, Method.OTHER)
    told = (method for method in order if method in groups)
    return "、".join(_of_method(method, groups[method], in_short) for method in told)


def _of_method(method: Method, rows: Sequence[Incident], in_short: bool) -> str:
    total = sum(row.count for row in rows)
    word = "其他方式" if method is Method.OTHER else method
    text = f"{word}{total}{_UNITS.get(method, '次')}"
    return text + (answered(rows) if method is Method.CALL and not in_short else "")


def answered(rows: Iterable[Incident]) -> str:
    """`（其中接通12次、未接29次）` for calls; empty where no row says it."""
    found = list(rows)
    told = [row for row in found if row.connected is not None]
    if not told:
        return ""
    connected = sum(row.connected or 0 for row in told)
    missed = sum(row.count for row in told) - connected
    parts = [
        f"{word}{number}次" for word, number in (("接通", connected), ("未接", missed)) if number
    ]
    known = "其中" if len(told) == len(found) else "其中已知"
    return f"（{known}{'、'.join(parts)}）" if parts else ""


def once(row: Incident, who: str) -> str:
    """`向本人来电一次`: what a single contact is called; it is no harassment by itself."""
    return _ONCE.get(Method(row.method or Method.OTHER), "联系{who}一次").format(who=who)


def adverb(rows: Iterable[Incident]) -> str:
    """频繁, 反复, 多次 or nothing: as much as the rows bear out."""
    found = list(rows)
    if is_frequent(found):
        return "频繁"
    if is_repeated(found):
        return "反复"
    return "多次" if sum(row.count for row in found) >= SEVERAL else ""


def is_frequent(rows: Iterable[Incident]) -> bool:
    """True where somebody was reached on one day more often than the trade's standard allows."""
    return most_a_day(rows) > FREQUENT_ABOVE


def is_repeated(rows: Iterable[Incident]) -> bool:
    """True where one person was reached again and again, on more than one day for certain."""
    times: Counter[str] = Counter()
    moments: dict[str, list[Moment]] = {}
    for row in rows:
        times[row.victim] += row.count
        if row.moment:
            moments.setdefault(row.victim, []).append(row.moment)
    return any(times[it] >= REPEATED and on_several_days(moments.get(it, ())) for it in times)


def on_several_days(moments: Collection[Moment]) -> bool:
    """True where no single day can be meant by all: 2026年3月 and 2026-03-05 may be one day."""
    return bool(moments) and max(it.day for it in moments) > min(it.last_day for it in moments)


def clearly_exceeds(case: Case) -> bool:
    """True where 明显超出 may be said: by number, hour, after the refusal, or by what was done."""
    return (
        most_a_day(case.incidents) > EXCESSIVE_ABOVE
        or max(case.figures.at_night, case.after_objection) >= SEVERAL
        or bool(facts.having(case, *_HARSH))
    )


def most_a_day(rows: Iterable[Incident]) -> int:
    """The most contacts that one person had on one day; days that are not known don't count."""
    return max(facts.per_person_and_day(rows).values(), default=0)
