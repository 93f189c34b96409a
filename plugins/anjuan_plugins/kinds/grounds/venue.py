"""Which court hears the case, and why: the reason has to fit the court that is named."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from anjuan import Case, Citation, Matter, Method
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.facts.once import once_a_case


class VenueReason(Enum):
    """Why a court hears a tort: each is a place of it (民事诉讼法 art. 29, 解释 art. 24)."""

    EFFECT = "侵权结果发生地"
    DEFENDANT = "被告住所地"
    ACT = "侵权行为实施地"


class Fit(Enum):
    """Whether an address lies in a court's district, as far as the names tell."""

    INSIDE = "在辖区内"
    UNKNOWN = "看不出"
    OTHER_DISTRICT = "在别的区县"
    OTHER_CITY = "在别的城市"


class Venue(NamedTuple):
    """Whether and why the named court fits.

    Attributes:
        reasons: those that fit, the surest first; none = the court fits nothing that is known.
        best: how near the best of the addresses comes; what keeps the court from fitting.
        by_network: whether the network was used, so that art. 25 of the interpretation counts.
        internet_court: of the court's city, where network disputes are concentrated; else empty.
    """

    reasons: tuple[VenueReason, ...]
    best: Fit
    by_network: bool
    internet_court: str


@once_a_case
def venue(matter: Matter) -> Venue:
    """Why the court of the case is one that hears it.

    Args:
        matter: the case, with the plaintiff's own incidents.
    """
    case = matter.case
    places = (
        (VenueReason.EFFECT, [case.client.address]),
        (VenueReason.DEFENDANT, [it.address for it in defendants(case)]),
        (VenueReason.ACT, [row.place_name for row in case.incidents]),
    )
    internet = matter.law.courts.internet_courts.court(case.court, matter.filing_date)
    fits = [
        (why, [_fit(matter, place, internet) for place in found if place]) for why, found in places
    ]
    reasons = tuple(why for why, found in fits if Fit.INSIDE in found)
    known = [it for _, found in fits for it in found]
    nearest = min(known, key=_NEAREST_FIRST.index, default=Fit.UNKNOWN)
    return Venue(reasons, nearest, by_network(case), internet)


_NEAREST_FIRST = tuple(Fit)


def _fit(matter: Matter, place: str, internet: str) -> Fit:
    """An internet court hears its whole city."""
    court = matter.case.court
    if internet and court == internet:
        same = matter.law.courts.internet_courts.court(place, matter.filing_date) == internet
        return Fit.INSIDE if same else Fit.OTHER_CITY
    return fit(place, court)


def venue_citations(matter: Matter, place: Venue) -> tuple[Citation, ...]:
    """Art. 29 and, of the interpretation, art. 24; art. 25 besides where the network was used."""
    keys = ["procedure.tort-venue", "procedure.tort-place"]
    if place.by_network:
        keys.append("procedure.network-tort-place")
    return matter.law.cite_in_force(keys, matter.filing_date)


def by_network(case: Case) -> bool:
    """True where WeChat or an app was used: a mere call is not the network of art. 25."""
    return bool(case.app) or any(row.method == Method.WECHAT for row in case.incidents)


# The places with which a name or an address begins: 城市花园 and 小区 further on are none.
_UNIT = re.compile(
    "[^省市区县旗盟路街道巷弄号幢栋室村镇乡0-9]{1,8}?"
    "(?:自治区|自治州|自治县|自治旗|省|市|地区|(?<![小社园])区|县|旗|盟)"
)
_PROVINCE = re.compile("省$|自治区$")
_CITY = "市"


# Few courts hear many cases.
@lru_cache(maxsize=500)
def _units(text: str) -> tuple[str, ...]:
    """The places with which a text begins, without the province: `虚构市`, `天河区`."""
    found: list[str] = []
    while unit := _UNIT.match(text):
        found.append(unit[0])
        text = text[unit.end() :]
    return tuple(it for it in found if not _PROVINCE.search(it))


def fit(address: str, court: str) -> Fit:
    """Whether an address lies in a court's district, as far as the names tell.

    Every place in the court's name has to stand in the address, or the address must not name
    another of that sort: 西湖区 and 甲路1号 of the same city don't contradict each other.
    """
    # By what is said, whatever else a text remembers: that is not to be kept.
    units, named = _units(str.__str__(court)), _units(str.__str__(address))
    missing = [unit for unit in units if unit not in address]
    if units and not missing:
        return Fit.INSIDE
    if not units or (len(missing) == len(units) and not named):
        return Fit.UNKNOWN
    for is_city, verdict in ((True, Fit.OTHER_CITY), (False, Fit.OTHER_DISTRICT)):
        wanted = [unit for unit in missing if unit.endswith(_CITY) is is_city]
        others = [unit for unit in named if unit.endswith(_CITY) is is_city]
        if wanted and others:
            return verdict
    return Fit.INSIDE if len(missing) < len(units) else Fit.UNKNOWN
