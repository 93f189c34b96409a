"""The law through time: which provision was in force on a day, and how it is cited.

The catalogue is data (catalogue/*.toml); plug-ins may bring files of the same form. Which
version applies is chosen by the day of the act, never by today (law-facts §0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anjuan.chinese import date_text
from anjuan.errors import CatalogueError

# What a court may rest a judgment on (法释〔2009〕14号 arts. 4 and 6); the rest is reasoning.
_BINDING = ("法律", "行政法规", "司法解释")


class NotInForceError(CatalogueError):
    """No version of the provision was in force on the day asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        start = date_text(self.start) if self.start else "（起始日未载）"
        return f"{start}起" + (f"至{date_text(self.end)}" if self.end else "")


@dataclass(frozen=True, slots=True)
class Law:
    """One edition of a law.

    Attributes:
        id: key in the catalogue.
        name: full official name, without book-title marks.
        edition: the amendment or the issuing order; empty when there is none to tell.
        number: what is printed after the name (`GB/T 45251-2025`).
        rank: 法律, 行政法规, 司法解释, 部门规章, 规范性文件, 推荐性国家标准 or 行业自律规则.
        period: when this edition is in force.
        confidence: A, A-, B or C (law-facts §0).
    """

    id: str
    name: str
    rank: str
    period: Period
    confidence: str
    edition: str = ""
    number: str = ""

    @property
    def title(self) -> str:
        """`《中华人民共和国民法典》`; a standard or association paper with its number or body."""
        return f"{self.number}《{self.name}》" if self.number else f"《{self.name}》"

    @property
    def is_binding(self) -> bool:
        """True where a court may rest a judgment on it."""
        return self.rank in _BINDING


@dataclass(frozen=True, slots=True)
class Version:
    """A provision as one edition of its law has it.

    Attributes:
        law: the edition.
        gist: what it says, in our own words.
        article: `第五十条`; empty where the confidence forbids it, or none is known.
        detail: `第一款第五项`; empty for a whole article.
        order: article, paragraph, item and point as numbers, to sort by.
        figures: numbers that other code needs, e.g. `fine_limit` in yuan, `years`.
    """

    law: Law
    gist: str
    article: str
    detail: str
    order: tuple[int, ...]
    figures: Mapping[str, int]

    @property
    def place(self) -> str:
        """`第五十条第一款第五项`."""
        return self.article + self.detail


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of law through time.

    Attributes:
        id: key in the catalogue, e.g. `civil.private-peace`.
        topic: what it is about.
        applies_to: institutions or products it is confined to; empty = everybody.
        versions: oldest first.
    """

    id: str
    topic: str
    applies_to: tuple[str, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """The version in force on a day, ready to print.

    Attributes:
        text: full title with article (`《中华人民共和国民法典》第一千零三十三条第一项`).
        gist: what it says, in our own words.
        version: where it comes from.
    """

    text: str
    gist: str
    version: Version


@dataclass(frozen=True, slots=True)
class Authority:
    """A channel for reports: its names through time, hotline, scope, needs and refusals."""

    id: str
    hotline: str
    self_regulatory: bool
    scope: str
    asks: tuple[str, ...]
    refuses: tuple[str, ...]
    names: tuple[tuple[str, Period], ...]

    def name(self, on: date) -> str:
        """Its name on a day.

        Raises:
            NotInForceError: it did not exist then.
        """
        for name, period in self.names:
            if on in period:
                return name
        raise NotInForceError(f"受理单位 {self.id} 在{date_text(on)}还没有设立。")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Provisions, authorities, and the courts' figures and names."""

    provisions: Mapping[str, Provision]
    authorities: Mapping[str, Authority]
    courts: Mapping[str, Any]

    def provision(self, key: str) -> Provision:
        """Look up a provision.

        Raises:
            CatalogueError: there is none with this key.
        """
        try:
            return self.provisions[key]
        except KeyError:
            raise CatalogueError(f"法条目录里没有“{key}”。") from None

    def version(self, key: str, on: date) -> Version:
        """The version in force on a day.

        Raises:
            NotInForceError: the provision was not in force.
        """
        version = self._version(key, on)
        if version is None:
            topic = self.provision(key).topic
            raise NotInForceError(f"“{topic}”（{key}）在{date_text(on)}没有生效的条文。")
        return version

    def _version(self, key: str, on: date) -> Version | None:
        versions = self.provision(key).versions
        return next((version for version in versions if on in version.law.period), None)

    def cite(self, key: str, on: date) -> Citation:
        """The citation of a provision as in force on a day (law-facts §0).

        Raises:
            NotInForceError: the provision was not in force.
        """
        return _citation(self.version(key, on))

    def cite_in_force(self, keys: Iterable[str], on: date) -> tuple[Citation, ...]:
        """The citations of those provisions that were in force on a day, in the order given."""
        versions = (self._version(key, on) for key in keys)
        return tuple(_citation(version) for version in versions if version)

    def cause(self, key: str, on: date) -> str:
        """The cause of action (案由) in the list in force on the day of filing."""
        cause = next((item for item in self.courts["cause"] if item["id"] == key), None)
        if cause is None:
            raise CatalogueError(f"案由目录里没有“{key}”。")
        for name in cause["name"]:
            if on in _period(name):
                return str(name["name"])
        raise NotInForceError(f"案由 {key} 在{date_text(on)}没有生效的规定。")


def _citation(version: Version) -> Citation:
    return Citation(version.law.title + version.place, version.gist, version)


def merge_titles(citations: Iterable[Citation]) -> tuple[str, ...]:
    """One text for each law, in the order given, its articles in order and joined.

    `《…民法典》第一千零三十二条、第一千零三十三条第一项、第五项`
    """
    by_law: dict[str, dict[str, Version]] = {}
    for citation in citations:
        version = citation.version
        by_law.setdefault(version.law.title, {})[version.place] = version
    return tuple(title + _joined(list(places.values())) for title, places in by_law.items())


def _joined(versions: list[Version]) -> str:
    places: list[str] = []
    article = ""
    for version in sorted(versions, key=lambda version: version.order):
        repeated = version.article == article and version.detail
        places.append(version.detail if repeated else version.place)
        article = version.article
    return "、".join(place for place in places if place)


def _period(entry: Mapping[str, Any]) -> Period:
    return Period(entry.get("from"), entry.get("to"))
