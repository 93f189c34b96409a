"""Which numbers stand in call records, and how often: what the user looks at to make the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from anjuan.case.choices import Method
from anjuan.case.counting import is_night_clock
from anjuan.case.keys import phone_key
from anjuan.importing.matching import NOT_ANSWERED
from anjuan.importing.parties import party_class, party_text
from anjuan.plugin.importers import Contact, Direction, TimePrecision


@dataclass(slots=True)
class Tally:
    """One party and what it did.

    Attributes:
        party: in its normal form.
        first, last: moments.
        name: what the phone's owner calls it; empty where that is not known.
        days: on which it called or wrote.
        calls, missed, at_night, messages: of those that came in.
        outgoing: calls and messages to it.
    """

    party: str
    first: datetime
    last: datetime
    name: str = ""
    days: set[date] = field(default_factory=set)
    calls: int = 0
    missed: int = 0
    at_night: int = 0
    messages: int = 0
    outgoing: int = 0

    @property
    def party_class(self) -> str:
        """What sort of number it is by its form."""
        return party_class(self.party)

    @property
    def is_familiar(self) -> bool:
        """Whether the phone's owner knows the party, or calls it as often as it calls."""
        return bool(self.name) or self.outgoing >= self.calls + self.messages

    def take(self, contact: Contact) -> None:
        """Count a contact."""
        self.first = min(self.first, contact.moment)
        self.last = max(self.last, contact.moment)
        self.name = self.name or contact.name
        if contact.direction is Direction.OUTGOING:
            self.outgoing += 1
            return
        self.days.add(contact.moment.date())
        self.calls += contact.method is Method.CALL
        self.messages += contact.method is not Method.CALL
        self.missed += contact.ending in NOT_ANSWERED
        self.at_night += is_night(contact)


def is_night(contact: Contact) -> bool:
    """True from 22:00 (included) to 8:00 (excluded); False where the time of day is unknown."""
    known = contact.precision is not TimePrecision.DAY
    return known and is_night_clock(contact.moment.time())


class Survey:
    """All parties of some files, but the phone's own numbers.

    Attributes:
        hidden: contacts whose number was withheld.
    """

    def __init__(self) -> None:
        self.hidden = 0
        self._tallies: dict[str, Tally] = {}

    def take(self, contact: Contact) -> None:
        """Count a contact of anybody's."""
        if contact.direction is Direction.NEITHER:
            return
        key = phone_key(contact.party)
        if not key:
            self.hidden += 1
            return
        moment = contact.moment
        if key not in self._tallies:
            self._tallies[key] = Tally(party_text(contact.party), moment, moment)
        self._tallies[key].take(contact)

    def ordered(self, own: Collection[str] = ()) -> list[Tally]:
        """The parties, most frequent first; those that the owner knows come last.

        Args:
            own: keys of the phone's own numbers, which are left out.
        """
        parties = (tally for key, tally in self._tallies.items() if key not in own)
        return sorted(parties, key=_rank)


def _rank(tally: Tally) -> tuple[bool, int, datetime, str]:
    return tally.is_familiar, -(tally.calls + tally.messages), tally.first, tally.party


def add_up(surveys: Iterable[Survey]) -> Survey:
    """One survey of all."""
    whole = Survey()
    for survey in surveys:
        whole.hidden += survey.hidden
        for key, tally in survey._tallies.items():
            known = whole._tallies.setdefault(key, Tally(tally.party, tally.first, tally.last))
            _add(known, tally)
    return whole


def _add(known: Tally, other: Tally) -> None:
    known.first, known.last = min(known.first, other.first), max(known.last, other.last)
    known.name = known.name or other.name
    known.days |= other.days
    known.calls += other.calls
    known.missed += other.missed
    known.at_night += other.at_night
    known.messages += other.messages
    known.outgoing += other.outgoing
