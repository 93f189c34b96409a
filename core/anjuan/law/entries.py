"""What a catalogue file may say: laws, their provisions as written, and authorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from anjuan.frozen import frozen
from anjuan.law.records import Authority, Law
from anjuan.settings import Setting

# No statute comes near it.
_MOST_ARTICLES = 9999


@frozen(kw_only=True)
class VersionEntry:
    """A provision as one edition of its law has it.

    Attributes:
        law: key of the edition.
        gist: what it says, in our own words.
        article: number of the article; left out (0) where the whole law is meant.
        paragraph: 款, counted from 1; left out (0) where the whole article is meant.
        item: 项, in brackets in the statute.
        point: 目.
        figures: numbers that other code needs, by name.
    """

    law: str
    gist: str
    article: Annotated[int, Setting(most=_MOST_ARTICLES)] = 0
    paragraph: Annotated[int, Setting(most=_MOST_ARTICLES)] = 0
    item: Annotated[int, Setting(most=_MOST_ARTICLES)] = 0
    point: Annotated[int, Setting(most=_MOST_ARTICLES)] = 0
    figures: Mapping[str, int] = field(default_factory=dict)


@frozen(kw_only=True)
class ProvisionEntry:
    """A rule of law through time.

    Attributes:
        id: key in the catalogue, e.g. `civil.private-peace`.
        topic: what it is about.
        versions: oldest first (`version`).
        applies_to: institutions or products it is confined to; empty = everybody.
    """

    id: str
    topic: str
    versions: Annotated[tuple[VersionEntry, ...], Setting(key="version")]
    applies_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class CatalogueFile:
    """A file of the catalogue, shipped or a plug-in's.

    Attributes:
        laws: editions of laws (`law`).
        provisions: what may be cited (`provision`).
        authorities: channels for reports (`authority`).
    """

    laws: Annotated[tuple[Law, ...], Setting(key="law")] = ()
    provisions: Annotated[tuple[ProvisionEntry, ...], Setting(key="provision")] = ()
    authorities: Annotated[tuple[Authority, ...], Setting(key="authority")] = ()
