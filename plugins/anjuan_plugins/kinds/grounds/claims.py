"""What a complaint rests its claims on: why the defendants answer, and the closing citations."""

from __future__ import annotations

from dataclasses import dataclass

from anjuan import Case, Citation, Institution, LossItem, Matter
from anjuan_plugins.kinds import facts
from anjuan_plugins.kinds.defendants import both_decide, contractor
from anjuan_plugins.kinds.grounds.civil import civil_grounds, insults_heard
from anjuan_plugins.kinds.grounds.ground import citations
from anjuan_plugins.kinds.grounds.information import PRESUMED_FAULT, information_grounds
from anjuan_plugins.kinds.grounds.procedure import refused_deletions
from anjuan_plugins.kinds.grounds.venue import by_network
from anjuan_plugins.kinds.parties import legal_party

# What an injury costs (Civil Code art. 1179).
_OF_INJURY = (LossItem.LOST_INCOME, LossItem.MEDICAL, LossItem.TRAVEL)
_PRINCIPAL = ("civil.contractor", "tort.contractor-and-principal")
# Art. 47 says as well what happens to data that must be kept.
DELETION = ("civil.access-and-deletion", "pipl.deletion")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Why the defendants answer: one ground, and one in case that it fails.

    Attributes:
        primary: keys of the provisions pleaded first.
        alternative: of those pleaded in the alternative; none where nothing is left to plead.
        is_joint: whether 连带责任 is claimed.
    """

    primary: tuple[str, ...]
    alternative: tuple[str, ...]
    is_joint: bool


def responsibility(case: Case, sued: tuple[Institution, ...]) -> Responsibility:
    """Joint tort for several; a principal alone answers within its fault; else for own staff."""
    outside = contractor(case)
    alternative = _PRINCIPAL if outside else ()
    if len(sued) > 1:
        shared = ("pipl.joint-processors",) if both_decide(case, sued) else ()
        return Responsibility(("civil.joint-tort", *shared), alternative, is_joint=True)
    if outside and legal_party(outside) not in sued:
        return Responsibility(_PRINCIPAL, (), is_joint=False)
    return Responsibility(("civil.employer",), (), is_joint=False)


def may_claim_deletion(matter: Matter) -> bool:
    """A court orders deletion after a request that was refused (个人信息保护法 art. 50(2))."""
    case = matter.case
    return facts.signed_nothing(case) and bool(refused_deletions(case, matter.filing_date))


def claim_citations(matter: Matter, sued: tuple[Institution, ...]) -> tuple[Citation, ...]:
    """The basis of the claims: statutes, then regulations, then interpretations; then procedure.

    Args:
        matter: the case, with the plaintiff's own incidents only.
        sued: the defendants.
    """
    law, last = matter.law, matter.case.figures.last
    assert last, "a document without dated incidents is refused earlier"
    shown = citations((*civil_grounds(matter), *information_grounds(matter)))
    more = law.cite_in_force(_claim_keys(matter, sued), last)
    unique = {(it.version.law.id, it.version.place): it for it in (*shown, *more)}
    ordered = sorted(unique.values(), key=lambda it: it.version.law.rank.order)
    return (*ordered, *law.cite_in_force(("procedure.filing-conditions",), matter.filing_date))


def _claim_keys(matter: Matter, sued: tuple[Institution, ...]) -> list[str]:
    case = matter.case
    keys = ["civil.liability-forms", "civil.personality-claims", "civil.liability-factors"]
    keys += ["civil.apology", "civil.apology-publication", "civil.fault"]
    answer = responsibility(case, sued)
    keys += [*answer.primary, *answer.alternative]
    if may_claim_deletion(matter):
        keys += [*DELETION, "pipl.request-mechanism"]
    if case.losses:
        keys.append("civil.property-damages")
        keys += ["damages.network-costs"] if by_network(case) else []
    if any(loss.item in _OF_INJURY for loss in case.losses):
        keys.append("civil.injury-costs")
    if case.solatium:
        keys += ["civil.solatium", "damages.who-may-claim", "damages.amount-factors"]
    if facts.concerns_information(case):
        keys.append(PRESUMED_FAULT)
    return [*keys, "fees.who-pays"]


def causes(matter: Matter) -> tuple[str, ...]:
    """隐私权纠纷, or the third-level cause with information; with insults, 名誉权纠纷 beside it."""
    information = facts.concerns_information(matter.case)
    privacy = "privacy-and-information" if information else "privacy"
    return (privacy, "reputation") if insults_heard(matter) else (privacy,)
