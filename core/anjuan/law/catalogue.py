"""The law through time: which provision was in force on a day, and how it is cited.

The catalogue is data (data/*.toml); plug-ins may bring files of the same form. Which
version applies is chosen by the day of the act, never by today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache

from anjuan.chinese import date_text
from anjuan.errors import CatalogueError
from anjuan.frozen import frozen
from anjuan.law.records import (
    Authority,
    Courts,
    Law,
    NotInForceError,
    Provision,
    Version,
)
from anjuan.messages import public


@frozen
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

    def __hash__(self) -> int:
        return hash(self.text)


@frozen
class Catalogue:
    """Laws, provisions and authorities by key, and what the courts' rules say."""

    laws: Mapping[str, Law]
    provisions: Mapping[str, Provision]
    authorities: Mapping[str, Authority]
    courts: Courts
    # A batch cites the same few provisions for the same few days.
    _cited: dict[tuple[str, date], Citation | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def provision(self, key: str) -> Provision:
        """Look up a provision.

        Raises:
            CatalogueError: there is none with this key.
        """
        try:
            return self.provisions[key]
        except KeyError:
            raise CatalogueError("法条目录里没有“{}”。", key) from None

    def version(self, key: str, on: date) -> Version:
        """The version in force on a day.

        Raises:
            NotInForceError: the provision was not in force.
        """
        version = self._version(key, on)
        if version is None:
            topic = public(self.provision(key).topic)
            raise NotInForceError(
                "“{}”（{}）在{}没有生效的条文。", topic, public(key), date_text(on)
            )
        return version

    def _version(self, key: str, on: date) -> Version | None:
        versions = self.provision(key).versions
        return next((version for version in versions if version.law.covers(on)), None)

    def cite(self, key: str, on: date) -> Citation:
        """The citation of a provision as in force on a day.

        Raises:
            NotInForceError: the provision was not in force.
        """
        return _citation(self.version(key, on))

    def cite_in_force(self, keys: Iterable[str], on: date) -> tuple[Citation, ...]:
        """The citations of those provisions that were in force on a day, in the order given."""
        cited = self._cited
        found = []
        for key in keys:
            if (key, on) not in cited:
                version = self._version(key, on)
                cited[key, on] = _citation(version) if version else None
            if citation := cited[key, on]:
                found.append(citation)
        return tuple(found)

    def matching(self, words: str) -> list[Provision | Authority]:
        """The entry of a key, or all whose topic, name or printed place contains the words."""
        entries: list[Provision | Authority] = [
            *self.provisions.values(),
            *self.authorities.values(),
        ]
        exact = [entry for entry in entries if entry.id == words]
        return exact or [entry for entry in entries if words in _searched(entry)]

    def cause(self, key: str, on: date) -> str:
        """The cause of action (案由) in the list in force on the day of filing.

        Raises:
            CatalogueError: there is none with this key.
            NotInForceError: the lists that are known began later.
        """
        found = next((cause for cause in self.courts.causes if cause.id == key), None)
        if found is None:
            raise CatalogueError("案由目录里没有“{}”。", key)
        return found.name(on)


def _searched(entry: Provision | Authority) -> str:
    if isinstance(entry, Authority):
        return f"{entry.hotline} {' '.join(name.name for name in entry.names)}"
    places = " ".join(version.law.title + version.place for version in entry.versions)
    return f"{entry.topic} {places}"


def _citation(version: Version) -> Citation:
    return Citation(version.law.title + version.place, version.gist, version)


def merge_titles(citations: Iterable[Citation]) -> tuple[str, ...]:
    """One text for each law, in the order given, its articles in order and joined.

    `《…民法典》第一千零三十二条、第一千零三十三条第一项、第五项`
    """
    found = tuple(citations)
    return (found[0].text,) if len(found) == 1 else _merged_titles(found)


# A batch cites the same few together.
@lru_cache(maxsize=1000)
def _merged_titles(citations: tuple[Citation, ...]) -> tuple[str, ...]:
    by_law: dict[str, dict[str, Citation]] = {}
    for citation in citations:
        by_law.setdefault(citation.version.law.title, {})[citation.text] = citation
    return tuple(_merged(title, [*found.values()]) for title, found in by_law.items())


def _merged(title: str, found: list[Citation]) -> str:
    if len(found) == 1:
        return found[0].text
    return title + _joined([citation.version for citation in found])


def _joined(versions: list[Version]) -> str:
    places: list[str] = []
    article = ""
    for version in sorted(versions, key=lambda version: version.order):
        repeated = version.article == article and version.detail
        places.append(version.detail if repeated else version.place)
        article = version.article
    return "、".join(place for place in places if place)
