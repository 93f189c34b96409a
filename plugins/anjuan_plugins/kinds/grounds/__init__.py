"""Which law a case bears: from a matter to grounds, each a rule with the rows that breach it.

A module for each area: `civil`, `information`, `industry`, `police`; what decides about time and
what had to come first is in `procedure`, about the court in `venue`, what claims rest on in
`claims`. A lawyer who reviews the law of the shipped papers need read no more than these and the
catalogue. Which edition was in force is the catalogue's matter. All papers, checks and explanations
use the same grounds.
"""

from __future__ import annotations

from datetime import date

from anjuan import Incident, Matter
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds.civil import civil_grounds
from anjuan_plugins.kinds.grounds.ground import Area as Area
from anjuan_plugins.kinds.grounds.ground import Ground as Ground
from anjuan_plugins.kinds.grounds.industry import LICENSED as LICENSED
from anjuan_plugins.kinds.grounds.industry import industry_grounds
from anjuan_plugins.kinds.grounds.information import PRESUMED_FAULT as PRESUMED_FAULT
from anjuan_plugins.kinds.grounds.information import information_grounds
from anjuan_plugins.kinds.grounds.police import police_grounds


def grounds_of(matter: Matter) -> tuple[Ground, ...]:
    """Every ground that the rows of a case bear, in the order in which papers argue."""
    return (*against_the_lender(matter), *police_grounds(matter))


@once_a_case
def against_the_lender(matter: Matter) -> tuple[Ground, ...]:
    """Those that are put to an institution or to who supervises it: all but those of the police."""
    return (*civil_grounds(matter), *information_grounds(matter), *industry_grounds(matter))


def fault_is_presumed_from(matter: Matter) -> date | None:
    """Since when 个人信息保护法 art. 69 presumes fault, where an act of the case falls under it."""
    last = matter.case.figures.last
    if last is None or not facts.concerns_information(matter.case):
        return None
    if not matter.law.cite_in_force((PRESUMED_FAULT,), last):
        return None
    return matter.law.provision(PRESUMED_FAULT).versions[0].law.start


def is_covered(row: Incident, matter: Matter) -> bool:
    """False for an act before the Civil Code; true where its day is not known."""
    covered = ("civil.private-peace",)
    return row.moment is None or bool(matter.law.cite_in_force(covered, row.moment.day))
