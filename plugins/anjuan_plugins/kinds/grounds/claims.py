"""What a complaint rests its claims on: why the defendants answer, and what each sum rests on."""

from __future__ import annotations

from typing import NamedTuple

from anjuan import Case, Institution, LossItem, Matter
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.defendants import both_decide
from anjuan_plugins.kinds.facts.parties import contractor, legal_party
from anjuan_plugins.kinds.grounds.civil import insults_heard
from anjuan_plugins.kinds.grounds.procedure import refused_deletions
from anjuan_plugins.kinds.grounds.venue import by_network

# What an injury costs (Civil Code art. 1179), where it was treated and where it was not: travel
# counts as far as it was to a doctor.
_OF_INJURY = (LossItem.LOST_INCOME, LossItem.MEDICAL, LossItem.TRAVEL)
_WITHOUT_TREATMENT = (LossItem.LOST_INCOME,)
_PRINCIPAL = ("civil.contractor", "tort.contractor-and-principal")


class Responsibility(NamedTuple):
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


def property_bases(case: Case) -> tuple[tuple[str, str], ...]:
    """What was paid or lost, by words, with the key of the provision that each sum rests on.

    An injury's costs have their own article; what stopping the wrong cost is property damage, over
    a network by the interpretation that says so.
    """
    items = list(dict.fromkeys(loss.item for loss in case.losses))
    of_injury = _OF_INJURY if LossItem.MEDICAL in items else _WITHOUT_TREATMENT
    injury = "、".join(item for item in items if item in of_injury)
    others = "、".join(item_word(item) for item in items if item not in of_injury)
    costs = "damages.network-costs" if by_network(case) else "civil.property-damages"
    found = ((injury, "civil.injury-costs"), (others, costs))
    return tuple((words, key) for words, key in found if words)


def item_word(item: str) -> str:
    """What a complaint calls an item of loss."""
    return "其他合理开支" if item == LossItem.OTHER else item


def cause_names(matter: Matter) -> str:
    """The causes of action as a court's list of the day calls them: `隐私权纠纷、名誉权纠纷`."""
    return "、".join(matter.law.cause(it, matter.filing_date) for it in causes(matter))


def causes(matter: Matter) -> tuple[str, ...]:
    """隐私权纠纷, or the third-level cause with information; with insults, 名誉权纠纷 beside it."""
    information = facts.concerns_information(matter.case)
    privacy = "privacy-and-information" if information else "privacy"
    return (privacy, "reputation") if insults_heard(matter) else (privacy,)
