"""What a case shows: who was reached, what was done to whom, and who stands on the other side.

Pure functions over rows. Nothing here knows a law or how a paper says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from anjuan import (
    Case,
    Incident,
    Liability,
    Nature,
    is_at_night,
    person_key,
)
from anjuan_plugins.kinds.facts import kinship
from anjuan_plugins.kinds.facts.once import once_a_case

# In running text a single character may be part of any word: only whole words count there.
_KIN_IN_TEXT = re.compile(
    "父亲|母亲|父母|爸爸|妈妈|爸妈|妻子|丈夫|老公|老婆|配偶|爱人|儿子|女儿|孩子|哥哥|弟弟|姐姐|妹妹"
    "|爷爷|奶奶|外公|外婆|岳父|岳母|公公|婆婆|叔叔|伯伯|舅舅|姑姑|阿姨|亲戚|亲属|家人|家属"
)
_SPOUSE = re.compile("妻|丈夫|老公|老婆|配偶|爱人")
_OWES_TOO = re.compile("担保人|保证人|共同借款人|共同还款人")
# Words and deeds that make a single contact wrongful.
HARSH = (
    Nature.INSULT,
    Nature.PUBLIC_INSULT,
    Nature.THREAT,
    Nature.THREAT_TO_PERSON,
    Nature.OBSCENE,
)
# What is done to the debtor where others are reached.
_AGAINST_DEBTOR = frozenset(
    {Nature.DISCLOSURE, Nature.PUBLIC_INSULT, Nature.OBSCENE, Nature.POSTING}
)
_OBSCENE_WORDS = re.compile("淫秽|色情|黄色|裸|不雅|性器|性行为|下流")
_DOCTORED_WORDS = re.compile("合成|PS|P图|修图|头像|照片|肖像|换脸|AI")
_WRONGFUL = frozenset(Nature) - {Nature.OTHER}


def natures(rows: Iterable[Incident]) -> set[Nature]:
    """All 行为性质 that occur in rows."""
    return {nature for row in rows for nature in row.natures}


def showing(rows: Iterable[Incident], *wanted: Nature) -> tuple[Incident, ...]:
    """The rows that have one of these 行为性质."""
    any_of = frozenset(wanted)
    return tuple(row for row in rows if not any_of.isdisjoint(row.natures))


@once_a_case
def _by_nature(case: Case) -> Mapping[Nature, Sequence[Incident]]:
    found: dict[Nature, list[Incident]] = {}
    for row in case.incidents:
        for nature in row.natures:
            found.setdefault(nature, []).append(row)
    return found


def having(case: Case, *wanted: Nature) -> tuple[Incident, ...]:
    """The rows of a case that have one of these 行为性质."""
    by_nature = _by_nature(case)
    if by_nature.keys().isdisjoint(wanted):
        return ()
    return among(case.incidents, *(by_nature[it] for it in wanted if it in by_nature))


def own_having(case: Case, *wanted: Nature) -> tuple[Incident, ...]:
    """Those of them that infringe the client's own rights."""
    found = having(case, *wanted)
    return among(found, own_incidents(case)) if found else ()


def among(rows: Iterable[Incident], *groups: Iterable[Incident]) -> tuple[Incident, ...]:
    """The rows that belong to one of the groups, in their own order; each row is only itself."""
    chosen = {id(row) for group in groups for row in group}
    return tuple(row for row in rows if id(row) in chosen)


def is_obscene(row: Incident) -> bool:
    """True where 内容 says that something obscene was sent."""
    return Nature.OBSCENE in row.natures and bool(_OBSCENE_WORDS.search(row.content))


def is_doctored(row: Incident) -> bool:
    """True where 内容 says that it was somebody's own picture."""
    return Nature.OBSCENE in row.natures and bool(_DOCTORED_WORDS.search(row.content))


def per_day(rows: Iterable[Incident]) -> dict[date, int]:
    """How often on each day; rows whose day is not known are in none."""
    found: dict[date, int] = {}
    for row in rows:
        if day := row.moment and row.moment.exact_day:
            found[day] = found.get(day, 0) + row.count
    return found


def busiest_day(rows: Iterable[Incident]) -> date | None:
    """The day with most, the earliest of equals; None where no day is known."""
    daily = per_day(rows)
    return max(sorted(daily), key=daily.__getitem__, default=None)


def per_person_and_day(rows: Iterable[Incident]) -> dict[tuple[str, date], int]:
    """How often each person on each day; rows whose day is not known are in none."""
    found: dict[tuple[str, date], int] = {}
    for row in rows:
        if day := row.moment and row.moment.exact_day:
            reached = row.victim, day
            found[reached] = found.get(reached, 0) + row.count
    return found


def too_often(rows: Iterable[Incident], limit: int) -> tuple[Incident, ...]:
    """The rows of days on which one person was reached more often than so many times."""
    found = tuple(rows)
    totals = per_person_and_day(found)
    if max(totals.values(), default=0) <= limit:
        return ()
    return tuple(
        row
        for row in found
        if row.moment and row.moment.exact_day and totals[row.victim, row.moment.exact_day] > limit
    )


@once_a_case
def after_objection(case: Case) -> tuple[Incident, ...]:
    """The rows on days after the client had asked that it stop."""
    since = case.objection_date
    if since is None:
        return ()
    return tuple(row for row in case.incidents if row.moment and row.moment.day > since)


@once_a_case
def at_night(case: Case) -> tuple[Incident, ...]:
    """The rows between 22:00 and 8:00."""
    return tuple(filter(is_at_night, case.incidents))


@once_a_case
def beyond_contact(case: Case, limit: int) -> tuple[Incident, ...]:
    """The rows that show more than somebody who asks for his money.

    By their nature, at night, after the client had asked that it stop, or beyond a daily limit.

    Args:
        case: the case.
        limit: how many contacts a day nobody objects to.
    """
    rows = case.incidents
    return among(
        rows,
        having(case, *_WRONGFUL),
        at_night(case),
        after_objection(case),
        too_often(rows, limit),
    )


@once_a_case
def own_incidents(case: Case) -> tuple[Incident, ...]:
    """Those that infringe the client's own rights.

    A contact is wronged by what reached them; a debtor, guarantor or co-borrower by that and by
    what others were told of them.
    """
    told = having(case, *_AGAINST_DEBTOR) if has_own_debt(case) else ()
    of_others = (row for row in told if not row.is_about_debtor)
    return among(case.incidents, of_others, of_client(case))


@once_a_case
def of_client(case: Case) -> tuple[Incident, ...]:
    """Those that reached the client."""
    return tuple(row for row in case.incidents if row.is_about_client)


def insulted_before(case: Case) -> tuple[str, ...]:
    """Outsiders before whom the debtor was insulted; nobody in a contact's case.

    Telling of a debt that exists is a matter of privacy; reputation needs an insult or a lie
    that others than kin heard (Civil Code art. 1024).
    """
    if case.is_contact:
        return ()
    insults = having(case, Nature.INSULT, Nature.PUBLIC_INSULT)
    return people(outsiders(insults))


def people(rows: Iterable[Incident]) -> tuple[str, ...]:
    """The people reached, as `母亲李某`, each once; a name may begin with the word itself."""
    found = kinship.relations(rows).items()
    return tuple(name if name.startswith(kin) else f"{kin}{name}" for name, kin in found)


def kin_word(text: str) -> str:
    """The first word of kinship in a text, as it stands there: 母亲; empty without one."""
    found = _KIN_IN_TEXT.search(text)
    return found[0] if found else ""


def outsiders(rows: Iterable[Incident]) -> tuple[Incident, ...]:
    """The rows that reached neither client nor debtor nor anybody's kin: who is the public."""
    return tuple(
        row
        for row in rows
        if not row.is_about_client and not row.is_about_debtor and not kinship.is_kin(row.relation)
    )


@once_a_case
def to_contacts(case: Case) -> tuple[Incident, ...]:
    """The rows that reached somebody who signed nothing: who is asked for another's debt."""
    if case.is_contact:
        return tuple(row for row in case.incidents if row.is_about_client and signed_nothing(case))
    return tuple(
        row
        for row in case.incidents
        if not row.is_about_client and not _OWES_TOO.search(person_key(row.relation))
    )


def to_unrelated(case: Case) -> tuple[Incident, ...]:
    """Those of them whom the debt does not concern: of a spouse that is left open (art. 1064)."""
    if case.is_contact:
        return to_contacts(case) if is_unrelated_contact(case) else ()
    return tuple(row for row in to_contacts(case) if not _SPOUSE.search(person_key(row.relation)))


def owes(case: Case) -> bool:
    """True for a client who answers for the debt: as debtor, guarantor, co-borrower or heir."""
    return not case.is_contact or case.is_liable_third_party or case.liability == Liability.HEIR


def signed_nothing(case: Case) -> bool:
    """True for a contact who answers for nothing: their data were used without their consent."""
    return case.is_contact and not owes(case)


def is_unrelated_contact(case: Case) -> bool:
    """True for a contact whom the debt does not concern; of a spouse that is left open."""
    return signed_nothing(case) and case.liability != Liability.SPOUSE


def has_own_debt(case: Case) -> bool:
    """True for the debtor, and for a guarantor or co-borrower: what they signed is theirs."""
    return not case.is_contact or case.is_liable_third_party


@once_a_case
def told_of_own_debt(case: Case) -> tuple[Incident, ...]:
    """The rows in which others were told of what the client owes, guaranteed or borrowed with."""
    if not has_own_debt(case):
        return ()
    others = (row for row in case.incidents if not row.is_about_client and not row.is_about_debtor)
    return showing(others, Nature.DISCLOSURE)


def own_debt_was_told(case: Case) -> bool:
    """True where others were told of what the client owes, guaranteed or borrowed with."""
    return bool(told_of_own_debt(case))


def concerns_information(case: Case) -> bool:
    """True where the client's own personal information is at issue, not only their peace.

    A contact's number was used without consent, or a debtor's debt was told to others. That a
    collector was entrusted with the debtor's data is no wrong by itself.
    """
    return signed_nothing(case) or own_debt_was_told(case)
