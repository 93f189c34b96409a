"""What ties a caller to a party: a name that was used, or what only that party can know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from anjuan import Case, Incident, Institution, Method, Party, Tie, institution_key
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import contractor

# Who names what only the lender can know, or leads to where the loan is repaid, collects for it.
_OF_THE_LOAN = frozenset({Tie.LINK, Tie.KNEW_CONTRACT, Tie.OTHER})
_SIGNATURE = re.compile("【([^】]+)】")
# What a company's name shares with those of others.
_COMMON = re.compile(
    r"\(.*?\)|股份有限公司|有限责任公司|有限公司|公司|信用卡中心|分行|支行|集团|网络借贷|小额贷款|消费金融|"
    "融资担保|信息咨询|信息技术|信息科技|网络科技|金融科技|商务咨询|资产管理|科技|咨询|服务|"
    "^(?:[一-鿿]{2,3}?(?:省|自治区|市))+"
)
_NO_NAMES = ("中国", "中华", "全国", "国家", "信用卡", "借款", "贷款", "现金贷", "网贷", "银行")
_SHORTEST = 2


def ties_to(case: Case, party: Party) -> tuple[Incident, ...]:
    """The rows that tie a caller to a party: by the name that was used, or by what was known.

    A caller who knew the contract, or sent the link to repay it, is tied to the creditor; one who
    named the collector, to the collector. Nothing is inferred where no row says anything.

    Args:
        case: the case.
        party: creditor, platform or collector.
    """
    return _tied_rows(case).get(party, ())


def is_tied(case: Case, party: Party) -> bool:
    """True where a paper may say that callers act for a party.

    For the collector it is enough that 催收机构查明依据 says how he was found.
    """
    found = party is Party.COLLECTOR and case.collector is not None and case.collector_found_by
    return bool(found) or bool(ties_to(case, party))


def is_entrusted(case: Case) -> bool:
    """True where a paper may say that the creditor lets the collector call.

    By how he was found, or because callers named both: himself alone, anybody may have sent him.
    """
    if contractor(case) is None:
        return False
    both = is_tied(case, Party.COLLECTOR) and is_tied(case, Party.CREDITOR)
    return bool(case.collector_found_by) or both


@once_a_case
def _tied_rows(case: Case) -> Mapping[Party, tuple[Incident, ...]]:
    """The rows that tie a caller to each party; a party to which none does is left out."""
    found: dict[Party, list[Incident]] = {}
    # Who looks at the parties, looks at their cells: not where nothing happened.
    names = {party: _names_of(case, party) for party in Party} if case.incidents else {}
    for row in case.incidents:
        for party in _parties_of(row, names):
            found.setdefault(party, []).append(row)
    return {party: tuple(rows) for party, rows in found.items()}


def _parties_of(row: Incident, names: Mapping[Party, Sequence[str]]) -> set[Party]:
    used = _keys_used(row)
    found = {party for party in names if _is_called(used, names[party])} if used else set()
    if not found - {Party.COLLECTOR} and not _OF_THE_LOAN.isdisjoint(row.ties):
        found.add(Party.CREDITOR)
    return found


@once_a_case
def is_named(case: Case, party: Party) -> bool:
    """True where one of the callers called himself by a name of the party."""
    rows = case.incidents
    used = [key for row in rows for key in _keys_used(row)]
    return bool(rows) and _is_called(used, _names_of(case, party))


def _is_called(used: Sequence[str], names: Sequence[str]) -> bool:
    return any(name in text for name in names for text in used)


def _keys_used(row: Incident) -> list[str]:
    return [institution_key(text) for text in names_used(row)]


def names_used(row: Incident) -> list[str]:
    """What a caller called himself, and what a message was signed with."""
    claimed = [row.claimed_name] if row.claimed_name else []
    if row.method in (Method.MESSAGE, Method.WECHAT):
        return [*claimed, *_SIGNATURE.findall(row.content)]
    return claimed


@once_a_case
def _names_of(case: Case, party: Party) -> tuple[str, ...]:
    """The names by which a party is known, in the form in which they are compared."""
    institution = _institution(case, party)
    names = list(_institution_names(institution)) if institution else []
    runs_the_app = party is Party.PLATFORM or (party is Party.CREDITOR and case.platform is None)
    if runs_the_app:
        names.append(case.app)
    if party is Party.CREDITOR:
        names.append(case.loan_product)
    keys = map(institution_key, names)
    return tuple(key for key in keys if len(key) >= _SHORTEST and key not in _NO_NAMES)


# A batch names the same few institutions.
@lru_cache(maxsize=1000)
def _own_part(key: str) -> str:
    """What in a company's name is its own: 安捷通."""
    return _COMMON.sub("", key)


def _institution_names(institution: Institution) -> Iterator[str]:
    """Its name, its short name, what in its name is its own (安捷通), and whose part it is."""
    yield from (institution.name, institution.short_name)
    own = _own_part(institution_key(institution.name))
    # Two signs may be a word of every day: 马上. Such a name is known by 简称.
    if len(own) > _SHORTEST:
        yield own
    if institution.parent:
        yield from _institution_names(institution.parent)


def _institution(case: Case, party: Party) -> Institution | None:
    found = {
        Party.CREDITOR: case.creditor,
        Party.PLATFORM: case.platform,
        Party.COLLECTOR: case.collector,
    }
    return found[party]
