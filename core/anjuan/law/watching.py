"""A catalogue that takes down what was cited, for which day, and from which cell that day is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from anjuan.case.marks import Ledger, Memory, memory_of
from anjuan.case.remembering import Number
from anjuan.frozen import frozen
from anjuan.law.catalogue import Catalogue, Citation
from anjuan.law.records import Provision, Version


@frozen
class Edition:
    """A provision as one edition of its law has it.

    Attributes:
        key: of the provision in the catalogue.
        law: key of the law in that edition.
        version: the provision in that edition.
    """

    key: str
    law: str
    version: Version = field(hash=False, compare=False)


@frozen
class Cited:
    """An edition of a provision that was cited.

    Attributes:
        edition: the edition.
        citation: as it was handed out.
        days: for which it was asked.
        sources: the cells of those days; none of the day of filing.
    """

    edition: Edition
    citation: Citation
    days: tuple[date, ...]
    sources: tuple[object, ...]


@dataclass(slots=True)
class _Asked:
    citation: Citation
    days: dict[date, None] = field(default_factory=dict)
    sources: dict[object, None] = field(default_factory=dict)


@frozen
class WatchedCatalogue(Catalogue):
    """The catalogue, as a kind is handed it where its paper is explained.

    Attributes:
        ledger: knows what stands in texts for figures of the law.
    """

    ledger: Ledger = field(default_factory=Ledger, repr=False, compare=False)
    _asked: dict[Edition, _Asked] = field(default_factory=dict, repr=False, compare=False)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """What was cited so far."""
        return tuple(
            Cited(edition, it.citation, tuple(it.days), tuple(it.sources))
            for edition, it in self._asked.items()
        )

    def provision(self, key: str) -> Provision:
        """As of the catalogue; its figures remember where they come from."""
        found = Catalogue.provision(self, key)
        return replace(found, versions=tuple(self._watched(key, it) for it in found.versions))

    def _watched(self, key: str, version: Version) -> Version:
        memory = Memory(self.ledger, Edition(key, version.law.id, version))
        figures = {name: Number.of(it, memory) for name, it in version.figures.items()}
        return replace(version, figures=figures)

    def cite(self, key: str, on: date) -> Citation:
        """As of the catalogue."""
        citation = Catalogue.cite(self, key, on)
        self._note(key, citation, on)
        return citation

    def cite_in_force(self, keys: Iterable[str], on: date) -> tuple[Citation, ...]:
        """As of the catalogue."""
        found = []
        for key in keys:
            for citation in Catalogue.cite_in_force(self, (key,), on):
                self._note(key, citation, on)
                found.append(citation)
        return tuple(found)

    def _note(self, key: str, citation: Citation, on: date) -> None:
        edition = Edition(key, citation.version.law.id, citation.version)
        asked = self._asked.setdefault(edition, _Asked(citation))
        asked.days.setdefault(date.fromordinal(on.toordinal()))
        memory = memory_of(on)
        asked.sources.update(dict.fromkeys(memory.sources if memory else ()))


def watched_law(law: Catalogue, ledger: Ledger) -> WatchedCatalogue:
    """The catalogue as one that takes down what is cited."""
    return WatchedCatalogue(law.laws, law.provisions, law.authorities, law.courts, ledger)
