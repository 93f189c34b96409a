"""Grounds of the Civil Code: privacy and private peace, private information, reputation, likeness.

A contact is wronged by every call for a debt that is not theirs; whoever owes it, only by what goes
beyond asking for the money.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from anjuan import Incident, Matter, Method, Nature
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import telling
from anjuan_plugins.kinds.grounds.ground import Area, Ground, borne
from anjuan_plugins.kinds.grounds.limits import daily_calls

# Who is insulted in public has a reputation to lose, whoever listens.
_INSULTS = (Nature.INSULT, Nature.PUBLIC_INSULT)


@once_a_case
def civil_grounds(matter: Matter) -> tuple[Ground, ...]:
    """What the rows show against the client's own rights of personality."""
    return tuple(_grounds(matter))


def _grounds(matter: Matter) -> Iterator[Ground]:
    case = matter.case
    found = partial(borne, matter.law, Area.CIVIL)
    disturbing, told = disturbances(matter), facts.told_of_own_debt(case)
    yield from found("civil.privacy", facts.among(case.incidents, disturbing, told), telling.acts)
    remote = (row for row in disturbing if row.method != Method.VISIT)
    yield from found("civil.private-peace", remote, telling.acts)
    intruding = facts.own_having(case, Nature.INTRUSION)
    yield from found("civil.home-privacy", intruding, telling.conduct(Nature.INTRUSION))
    yield from found("civil.private-information", told, telling.told)
    heard = insults_heard(matter)
    yield from found("civil.reputation", heard, telling.conduct(*_INSULTS))
    yield from found("civil.likeness", doctored(matter), telling.conduct(Nature.OBSCENE))


@once_a_case
def disturbances(matter: Matter) -> tuple[Incident, ...]:
    """The rows that disturbed the client's own peace."""
    case = matter.case
    own = case.with_incidents(facts.of_client(case))
    if facts.signed_nothing(case):
        return own.incidents
    return facts.beyond_contact(own, daily_calls(matter.law))


def insults_heard(matter: Matter) -> tuple[Incident, ...]:
    """The rows in which outsiders heard the client insulted."""
    case = matter.case
    public = facts.own_having(case, Nature.PUBLIC_INSULT)
    if case.is_contact:
        return public
    before = facts.outsiders(facts.having(case, *_INSULTS))
    return facts.among(case.incidents, public, before)


def doctored(matter: Matter) -> tuple[Incident, ...]:
    """The rows in which the client's own picture was doctored, as their 内容 says."""
    rows = facts.own_having(matter.case, Nature.OBSCENE)
    return tuple(row for row in rows if facts.is_doctored(row))
