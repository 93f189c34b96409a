"""Who testifies: the people of sheet 证人, and what each of them perceived.

Without a row there nobody gets a paper to sign. A company is no witness; it certifies.
"""

from __future__ import annotations

from anjuan import Case, Incident, Testimony, Witness, person_key
from anjuan_plugins.kinds.facts.defendants import is_company_name


def witnesses(case: Case) -> tuple[Witness, ...]:
    """The people who testify in court or in writing, or of whom that is not decided yet."""
    return tuple(
        it
        for it in case.witnesses
        if it.testimony != Testimony.NONE and not is_company_name(it.name)
    )


def perceived(case: Case, name: str) -> tuple[Incident, ...]:
    """The rows that reached somebody themselves: all that they can testify to."""
    key = person_key(name)
    return tuple(row for row in case.incidents if person_key(row.victim) == key)


def who_could(case: Case) -> tuple[str, ...]:
    """The people reached, other than client and debtor, who might be asked to testify."""
    rows = (row for row in case.incidents if not row.is_about_client and not row.is_about_debtor)
    found = dict.fromkeys(row.victim for row in rows if row.victim)
    return tuple(name for name in found if not is_company_name(name))


def in_court(case: Case) -> tuple[Witness, ...]:
    """The witnesses who are to testify in court."""
    return tuple(it for it in witnesses(case) if it.testimony == Testimony.IN_COURT)


def the_one(case: Case, name: str) -> Witness:
    """The witness of a name that `witnesses` gave."""
    return next(it for it in witnesses(case) if it.name == name)
