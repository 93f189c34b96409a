"""What a case shows: who was reached, what was done to whom, and who stands on the other side.

Pure functions over rows. Nothing here knows a law or how a paper says it.
"""

from __future__ import annotations

from collections.abc import Iterable

from anjuan import Case, Incident, Institution, Nature
from anjuan_plugins.kinds import naming


def natures(rows: Iterable[Incident]) -> set[Nature]:
    """All 行为性质 that occur in rows."""
    return {nature for row in rows for nature in row.natures}


def own_incidents(case: Case) -> tuple[Incident, ...]:
    """Those that infringe the client's own rights.

    A contact is wronged by what reached them, a debtor by that and by what others were told.
    """
    return tuple(row for row in case.incidents if _infringes_own_rights(case, row))


def _infringes_own_rights(case: Case, row: Incident) -> bool:
    told = not case.is_contact and Nature.DISCLOSURE in row.natures
    return told or row.is_about_client


def third_parties(case: Case) -> tuple[str, ...]:
    """Those reached other than client and debtor, as `母亲李某`, without repeats."""
    rows = (row for row in case.incidents if not row.is_about_client)
    return people(row for row in rows if not row.is_about_debtor)


def insulted_before(case: Case) -> tuple[str, ...]:
    """Third persons before whom the debtor was insulted; nobody in a contact's case.

    Telling of a debt that exists is a matter of privacy; reputation needs an insult or a lie
    (Civil Code art. 1024).
    """
    if case.is_contact:
        return ()
    insults = (row for row in case.incidents if Nature.INSULT in row.natures)
    return third_parties(case.with_incidents(insults))


def people(rows: Iterable[Incident]) -> tuple[str, ...]:
    """The people reached, as `母亲李某`, each once; a name may begin with the word itself."""
    found = naming.relations(rows).items()
    return tuple(name if name.startswith(kin) else f"{kin}{name}" for name, kin in found)


def is_unrelated_contact(case: Case) -> bool:
    """True for a contact who neither guarantees nor shares the debt."""
    return case.is_contact and not case.is_liable_third_party


def own_debt_was_told(case: Case) -> bool:
    """True where the debt of a client who is the debtor was told to others."""
    return not case.is_contact and Nature.DISCLOSURE in natures(case.incidents)


def concerns_information(case: Case) -> bool:
    """True where the client's own personal information is at issue, not only their peace.

    A contact's number was used without consent; a debtor's debt was told to others; or the
    lender handed the client's data to a collector.
    """
    return is_unrelated_contact(case) or own_debt_was_told(case) or case.collector is not None


def defendants(case: Case) -> tuple[Institution, ...]:
    """Creditor and collector, each once."""
    found = (case.creditor, case.collector)
    return tuple({party.name: party for party in found if party}.values())
