"""Grounds of the law on personal information: whose data were used, told or handed on.

Providing data to another processor (个人信息保护法 art. 23) is for assigned claims and platforms
that decide for themselves; mere outsourcing is entrusted processing (art. 21).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from anjuan import Case, Incident, Matter, Party
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts import ties
from anjuan_plugins.kinds.facts.minors import reached_children
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import assignor, loan_platform
from anjuan_plugins.kinds.grounds import telling
from anjuan_plugins.kinds.grounds.ground import Area, Ground, borne

PRESUMED_FAULT = "pipl.liability"
_USE = ("civil.personal-information", "civil.processing-rules", "pipl.legal-basis")
_RULES = ("pipl.minimum", "pipl.no-illegal-use")


@once_a_case
def information_grounds(matter: Matter) -> tuple[Ground, ...]:
    """What the rows show against the client's own personal information."""
    return tuple(_grounds(matter))


def _grounds(matter: Matter) -> Iterator[Ground]:
    case = matter.case
    found = partial(borne, matter.law, Area.INFORMATION)
    used, told = used_without_consent(case), facts.told_of_own_debt(case)
    for key in _USE:
        yield from found(key, used, telling.acts)
    # Whether somebody who was only called was told on, the rows alone don't show.
    if not used:
        yield from found("civil.personal-information", told, telling.told)
        yield from found("civil.processing-rules", told, telling.told)
    yield from found("civil.no-disclosure", told, telling.told)
    for key in _RULES:
        rows = used or told
        yield from found(key, rows, telling.acts if used else telling.told)
    refused = facts.among(facts.after_objection(case), used)
    if case.objection_date:
        yield from found("pipl.right-to-refuse", refused, telling.after(case.objection_date))
    yield from _handed_on(matter, used or told)
    children = reached_children(matter)
    for key in ("pipl.sensitive", "pipl.children", "minors.principle"):
        yield from found(key, children, telling.acts_upon)


def _handed_on(matter: Matter, rows: tuple[Incident, ...]) -> Iterator[Ground]:
    case = matter.case
    found = partial(borne, matter.law, Area.INFORMATION)
    if ties.is_entrusted(case):
        yield from found("pipl.entrusted", rows, telling.acts)
    if decides_for_itself(case):
        yield from found("pipl.providing", rows, telling.acts)


def decides_for_itself(case: Case) -> bool:
    """True where the data went to an assignee, or to a platform whose own people call."""
    if assignor(case):
        return True
    platform = loan_platform(case)
    if platform is None or platform in (case.creditor, case.collector):
        return False
    return Party.PLATFORM in case.sued or ties.is_tied(case, Party.PLATFORM)


def used_without_consent(case: Case) -> tuple[Incident, ...]:
    """The rows in which the number of a client who signed nothing was used."""
    return facts.to_contacts(case) if case.is_contact else ()
