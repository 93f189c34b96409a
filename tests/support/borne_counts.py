"""Counts, each of which must be a sum of rows of the sort that the words before it speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from anjuan import Case, Incident, Method, is_at_night
from anjuan_plugins.kinds.facts import rows as facts
from support.borne_citations import LAW
from support.borne_words import after_refusal, around, at_night

_COUNT = re.compile(r"(\d+)(?:次|条|通)(?!第)")
_CHANNELS = {
    "来电": Method.CALL,
    "电话": Method.CALL,
    "短信": Method.MESSAGE,
    "微信": Method.WECHAT,
    "上门": Method.VISIT,
}
# What stands right before a count, and which of the rows it may be of.
_CLAUSE = re.compile("[^，。；：、（）|\n]*$")


def unborne_counts(text: str, case: Case) -> Iterator[str]:
    for found in _COUNT.finditer(text):
        before = _CLAUSE.search(text[: found.start()])
        assert before
        if int(found[1]) not in _sums(case, before[0]):
            yield f"次数：{around(text, found)}"


def _sums(case: Case, clause: str) -> set[int]:
    """The counts that the rows have, of such as the words before a count speak of."""
    rows: list[Incident] = list(case.incidents)
    missed = "未接" in clause or "没有接" in clause
    if missed or "接通" in clause or "接听" in clause:
        return _answered(rows, missed=missed)
    if "单日最多" in clause:
        return {count for group in _groups(rows, case) for count in facts.per_day(group).values()}
    if "22时" in clause or "8时前" in clause:
        rows = at_night(case)
    if "要求停止" in clause or "此后" in clause:
        rows = after_refusal(case)
    methods = {method for word, method in _CHANNELS.items() if word in clause}
    if len(methods) == 1:
        rows = [row for row in rows if row.method in methods]
    return {sum(row.count for row in group) for group in _groups(rows, case) if group}


def _answered(rows: Iterable[Incident], *, missed: bool) -> set[int]:
    told = [row for row in rows if row.connected is not None]
    case_wide = [[row] for row in told] + [told]
    by_key = _partitions(told)
    sums = set()
    for group in (*case_wide, *by_key):
        answered = sum(row.connected or 0 for row in group)
        sums.add(sum(row.count for row in group) - answered if missed else answered)
    return sums


def _groups(rows: list[Incident], case: Case) -> Iterator[list[Incident]]:
    """Rows that belong together: all, of a person, a number, a name, a nature, an edition …"""
    after = after_refusal(case)
    since = [row for row in rows if any(row is it for it in after)]
    night = [row for row in rows if is_at_night(row)]
    others = [row for row in rows if not row.is_about_client and not row.is_about_debtor]
    own = [row for row in rows if row.is_about_client]
    for chosen in (rows, since, night, others, own):
        yield chosen
        yield from _partitions(chosen)


def _partitions(rows: list[Incident]) -> Iterator[list[Incident]]:
    keys: tuple[Callable[[Incident], Iterable[object]], ...] = (
        lambda row: (id(row),),
        lambda row: (row.victim,),
        lambda row: (row.number,),
        lambda row: (row.method,),
        lambda row: (row.moment and row.moment.day,),
        lambda row: (row.moment and row.moment.day.year,),
        lambda row: (row.claimed_name,),
        lambda row: (row.method, row.claimed_name),
        lambda row: row.natures,
        lambda row: row.ties,
        lambda row: (row.number, row.victim),
        lambda row: (row.victim, row.moment and row.moment.day),
        lambda row: (_edition(row),),
        lambda row: ((_edition(row), row.method),),
    )
    for key in keys:
        groups: dict[object, list[Incident]] = {}
        for row in rows:
            for value in key(row):
                groups.setdefault(value, []).append(row)
        yield from groups.values()


def _edition(row: Incident) -> str:
    return LAW.version("security.harassment", row.moment.day).law.id if row.moment else ""
