"""Grounds of the Public Security Administration Punishments Law, by the edition of each day.

Graded by 行为性质: a threat to make a scene is 滋扰, only one to life, limb or freedom is
威胁人身安全; an insult counts as public only where the public heard it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from anjuan import Case, Catalogue, Incident, Matter, Method, Nature, is_at_night
from anjuan_plugins.kinds.facts import counts
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import telling
from anjuan_plugins.kinds.grounds.ground import Area, Ground, borne
from anjuan_plugins.kinds.grounds.limits import daily_calls

HARASSMENT = "security.harassment"
IMPERSONATION = ("security.impersonation", "security.impersonation-police")
NO_CONTACT = "security.no-contact-order"
_BY_WIRE = (Method.CALL, Method.MESSAGE, Method.WECHAT)
# What makes a course of calls 滋扰; that a debt was told is limb (六), false names are art. 62.
_DISTURBING = (Nature.FREQUENT, *facts.HARSH, Nature.INTRUSION, Nature.POSTING)
# 警告 is what everybody writes.
_ARMED = re.compile("公安|警察|警官|警员|民警|刑警|武警|派出所|经侦|刑侦|网安|军人|军官|部队")
_SPOILT = re.compile("漆|喷|砸|毁|损|撬|划|堵锁|锁眼|胶水")


@once_a_case
def police_grounds(matter: Matter) -> tuple[Ground, ...]:
    """The limbs that the rows bear out, leads included; what is barred is left out before."""
    return tuple(_grounds(matter))


def limbs(matter: Matter) -> tuple[Ground, ...]:
    """Those that bear a statement: without one there is nothing to report."""
    return tuple(ground for ground in police_grounds(matter) if not ground.is_lead)


def _grounds(matter: Matter) -> Iterator[Ground]:
    found, case = partial(borne, matter.law, Area.POLICE), matter.case
    later = facts.after_objection(case)
    course = telling.course(later, facts.HARSH)
    yield from found(HARASSMENT, harassment(matter), course)
    for key, rows, natures in _by_nature(case):
        yield from found(key, rows, telling.conduct(*natures))
    yield from found("security.privacy", facts.told_of_own_debt(case), telling.told)
    lead = facts.to_contacts(case)
    yield from found("security.personal-information", lead, telling.acts_upon, is_lead=True)


def _by_nature(case: Case) -> Iterator[tuple[str, tuple[Incident, ...], tuple[Nature, ...]]]:
    """Provision, the rows that breach it, and the natures that they are told by."""
    having = partial(facts.having, case)
    posted = having(Nature.POSTING)
    yield "security.threat", having(Nature.THREAT_TO_PERSON), (Nature.THREAT_TO_PERSON,)
    yield "security.insult", in_public(case), (Nature.PUBLIC_INSULT, Nature.INSULT)
    yield "security.intrusion", having(Nature.INTRUSION), (Nature.INTRUSION,)
    # A notice on a wall spoils nothing; paint does.
    spoilt = tuple(row for row in posted if _SPOILT.search(row.content))
    yield "security.damage", spoilt, (Nature.POSTING,)
    obscene = tuple(filter(facts.is_obscene, case.incidents))
    yield "security.obscene", obscene, (Nature.OBSCENE,)
    yield from _pretences(having(Nature.IMPERSONATION), having(Nature.FALSE_NAME))


def _pretences(
    officials: tuple[Incident, ...], names: tuple[Incident, ...]
) -> Iterator[tuple[str, tuple[Incident, ...], tuple[Nature, ...]]]:
    """Art. 62 by its paragraphs since 2026; until then art. 51 for all of them."""
    armed = tuple(filter(is_of_police, officials))
    others = tuple(row for row in officials if not is_of_police(row))
    yield "security.impersonation", others, (Nature.IMPERSONATION,)
    yield "security.impersonation-police", armed, (Nature.IMPERSONATION,)
    yield "security.impersonation-name", names, (Nature.FALSE_NAME,)


def is_of_police(row: Incident) -> bool:
    """True where somebody posed as police or soldier, by 对方自称 or 内容 (art. 62(2))."""
    return bool(_ARMED.search(row.claimed_name + row.content))


def in_public(case: Case) -> tuple[Incident, ...]:
    """The rows in which the client was insulted in public: said to be so, or posted."""
    rows = (row for row in case.incidents if row.is_about_client or not case.is_contact)
    return tuple(
        row
        for row in rows
        if Nature.PUBLIC_INSULT in row.natures
        or {Nature.INSULT, Nature.POSTING} <= set(row.natures)
    )


@once_a_case
def harassment(matter: Matter) -> tuple[Incident, ...]:
    """The rows of a course that disturbs daily life; none where it was merely contact.

    「多次」 is counted over the whole course; before 2026 only calls and messages count.
    """
    case, law = matter.case, matter.law
    rows = tuple(row for row in case.incidents if _counts(row, law))
    marked = facts.showing(rows, *_DISTURBING)
    marked += tuple(filter(is_at_night, rows))
    marked += facts.among(rows, facts.after_objection(case))
    marked += facts.too_often(rows, daily_calls(law))
    several = sum(row.count for row in rows) >= counts.SEVERAL
    return rows if several and marked else ()


def _counts(row: Incident, law: Catalogue) -> bool:
    return row.method in _BY_WIRE or _may_be_kept_away(row, law)


def may_ask_for_no_contact(matter: Matter) -> bool:
    """Art. 50(2) covers 滋扰, 纠缠, 跟踪 only: repeated calls to or visits at the reporter."""
    case, law = matter.case, matter.law
    often = facts.having(case, Nature.FREQUENT)
    often += facts.too_often(case.incidents, daily_calls(law))
    calls = facts.among(case.incidents, often, facts.after_objection(case))
    visits = (row for row in case.incidents if row.method == Method.VISIT)
    pestering = (row for row in calls if row.method == Method.CALL)
    acts = facts.among(harassment(matter), pestering, visits)
    own = (row for row in acts if row.is_about_client and _may_be_kept_away(row, law))
    return sum(row.count for row in own) >= counts.SEVERAL


def _may_be_kept_away(row: Incident, law: Catalogue) -> bool:
    return bool(row.moment and law.cite_in_force((NO_CONTACT,), row.moment.day))
