"""Citations, each of which must be of a ground with rows, or have a fact of the case behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from anjuan import LossItem, Matter
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.parties import contractor
from anjuan_plugins.kinds.grounds import Area, grounds_of, police, procedure
from anjuan_plugins.kinds.grounds.venue import by_network
from support.runs import shipped_plugins

# With the statutes that single kinds add.
LAW = shipped_plugins().law


Holds = Callable[[Matter], bool]


def _are_at_issue(matter: Matter) -> bool:
    return any(it.area in (Area.CIVIL, Area.INFORMATION) for it in grounds_of(matter))


def _lost(*items: LossItem) -> Holds:
    return lambda matter: any(loss.item in items for loss in matter.case.losses)


def _outsourced(matter: Matter) -> bool:
    return contractor(matter.case) is not None


def _solatium(matter: Matter) -> bool:
    return bool(matter.case.solatium)


def _was_refused(matter: Matter) -> bool:
    return bool(procedure.refused_deletions(matter.case, matter.filing_date))


def _assigned(matter: Matter) -> bool:
    return matter.case.original_lender is not None


def _filed(matter: Matter) -> bool:
    return True


# Of what is asked, and of how papers are filed: no row breaches these, and a fact of the case
# stands behind each.
BESIDE: Mapping[str, Holds] = {
    **dict.fromkeys(
        ("security.case-filing", "security.organisation", "civil.power-of-attorney"), _filed
    ),
    "security.limitation": lambda matter: len(procedure.courses(matter.case.incidents)) == 1,
    "security.no-contact-order": police.may_ask_for_no_contact,
    "pipl.withdrawal": lambda matter: not matter.case.is_contact,
    "pipl.deletion": lambda matter: bool(facts.to_contacts(matter.case)),
    **dict.fromkeys(("civil.access-and-deletion", "pipl.request-mechanism"), _was_refused),
    **dict.fromkeys(("civil.assignment-notice", "pipl.providing"), _assigned),
    "pipl.liability": lambda matter: facts.concerns_information(matter.case),
    "pipl.joint-processors": lambda matter: facts.concerns_information(matter.case),
    **dict.fromkeys(
        (
            "civil.fault",
            "civil.employer",
            "civil.liability-forms",
            "civil.personality-claims",
            "civil.liability-factors",
            "civil.apology",
            "civil.apology-publication",
        ),
        _are_at_issue,
    ),
    **dict.fromkeys(
        ("civil.contractor", "tort.contractor-and-principal", "civil.joint-tort"), _outsourced
    ),
    **dict.fromkeys(
        ("civil.solatium", "damages.who-may-claim", "damages.amount-factors"), _solatium
    ),
    "civil.property-damages": lambda matter: bool(matter.case.losses),
    "civil.injury-costs": _lost(LossItem.LOST_INCOME, LossItem.MEDICAL),
    "damages.network-costs": lambda matter: by_network(matter.case),
    "finance.credit-card-instalments": lambda matter: matter.case.is_about_credit_card,
}
# Rules on how papers are filed and proved: they are of the paper, whatever happened.
OF_PROCEDURE = ("procedure.", "review.", "evidence.", "fees.", "police.")


@cache
def _titles() -> tuple[str, ...]:
    found = {it.law.title for provision in LAW.provisions.values() for it in provision.versions}
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _keys() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for key, provision in LAW.provisions.items():
        for version in provision.versions:
            if version.article:
                found.setdefault((version.law.title, version.place), []).append(key)
    return {place: tuple(dict.fromkeys(keys)) for place, keys in found.items()}


_NUMERAL = "[零一二三四五六七八九十百千]+"
_PLACE = re.compile(f"第{_NUMERAL}条(?:第{_NUMERAL}款)?(?:第{_NUMERAL}项)?")


_SHORT = re.compile("(《[^（《]*》)（以下简称(《[^》]*》)）")


def cited(text: str) -> Iterator[tuple[str, str]]:
    """Law and place of every citation; 该法 is the law that was named last."""
    names = {title: title for title in _titles()}
    names |= {short: long for long, short in _SHORT.findall(text)}
    every = sorted(names, key=len, reverse=True)
    tokens = re.compile("|".join((*map(re.escape, every), _PLACE.pattern)))
    law = ""
    for found in tokens.finditer(text):
        if _PLACE.fullmatch(found[0]):
            yield law, found[0]
        else:
            law = names[found[0]]


def unborne_citations(text: str, matter: Matter) -> Iterator[str]:
    borne = {
        (ground.citation.version.law.title, ground.citation.version.place)
        for ground in grounds_of(matter)
        if ground.rows
    }
    for law, place in cited(text):
        keys = _keys().get((law, place), ())
        if (law, place) in borne or any(_is_beside(key, matter) for key in keys):
            continue
        yield f"引用：{law}{place}（{'、'.join(keys) or '目录里没有'}）"


def _is_beside(key: str, matter: Matter) -> bool:
    return key.startswith(OF_PROCEDURE) or (key in BESIDE and BESIDE[key](matter))
