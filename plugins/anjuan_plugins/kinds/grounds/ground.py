"""A ground: a rule of law with the rows that breach it, and the fact that belongs beside it.

A rule is cited with the limb that the rows breach, for the rows that happened under one edition of
it, and never without rows. So no paper can cite more than its table bears out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from anjuan import Catalogue, Citation, Incident

Tell = Callable[[tuple[Incident, ...]], str]


class Area(Enum):
    """What sort of rule a ground is, in the order in which papers argue."""

    CIVIL = auto()
    INFORMATION = auto()
    INDUSTRY = auto()
    POLICE = auto()


class Ground(NamedTuple):
    """One limb of one rule, in the edition of the rows' days, with what breaches it.

    Attributes:
        area: what sort of rule it is.
        key: of the provision in the catalogue.
        citation: as in force on the days of all the rows; its gist is the limb.
        rows: that breach it, in the order of the workbook; never none.
        tell: what they show, from the rows; few of the grounds of a case are told.
        is_lead: where the rows only give reason to look into it, and don't show the breach.
    """

    area: Area
    key: str
    citation: Citation
    rows: tuple[Incident, ...]
    tell: Tell
    is_lead: bool = False

    @property
    def fact(self) -> str:
        """What the rows show, to be printed beside the citation: `2026年4月1日22时后来电3次`."""
        return self.tell(self.rows)

    @property
    def limb(self) -> str:
        """What of the rule is breached."""
        return self.citation.gist

    @property
    def asked(self) -> str:
        """What a rule does: 规定 where a court may rest a judgment on it, 要求 otherwise."""
        return "规定" if self.citation.version.law.is_binding else "要求"

    @property
    def sentence(self) -> str:
        """Fact, rule and limb in one sentence without its full stop."""
        law = self.citation.text
        if self.is_lead:
            return f"{self.fact}，是否涉及{law}所列行为，请一并查明"
        if self.area is Area.POLICE:
            return f"{self.fact}，属于{law}所列行为（{self.limb}）"
        return f"{self.fact}，违反{law}关于{self.limb}的{self.asked}"


def borne(
    law: Catalogue,
    area: Area,
    key: str,
    rows: Iterable[Incident],
    tell: Tell,
    *,
    is_lead: bool = False,
) -> Sequence[Ground]:
    """A ground for each edition of a rule under which some of the rows happened.

    Args:
        law: the catalogue.
        area: what sort of rule it is.
        key: of the provision.
        rows: that breach it; those on whose day it was not in force bear nothing.
        tell: the fact, from the rows of one edition.
        is_lead: as in `Ground`.
    """
    editions: dict[str, tuple[Citation, list[Incident]]] = {}
    for row in rows:
        if citation := _in_force(law, key, row):
            editions.setdefault(citation.version.law.id, (citation, []))[1].append(row)
    if not editions:
        return ()
    return [
        Ground(area, key, citation, tuple(found), tell, is_lead)
        for citation, found in editions.values()
    ]


def _in_force(law: Catalogue, key: str, row: Incident) -> Citation | None:
    """The edition of all days that the row's date may mean; None where they differ."""
    if row.moment is None:
        return None
    cited = law.cite_in_force((key,), row.moment.day)
    if row.moment.span and law.cite_in_force((key,), row.moment.last_day) != cited:
        return None
    return cited[0] if cited else None
