"""Chats as text: who wrote, when, and below it what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

from anjuan import Contact, Direction, Found, Method, Origin, Unread
from anjuan_plugins.importers.reading.moments import Written


@dataclass(slots=True)
class Said:
    """One message while its lines are gathered.

    Attributes:
        number: of the line in which it begins, from 1.
        party: who wrote.
        when: the moment as it was read; None where it could not be.
        typed: the moment as it stands there.
        direction: incoming, unless it is nobody's.
        lines: what was written.
    """

    number: int
    party: str
    when: Written | None
    typed: str
    direction: Direction = Direction.INCOMING
    lines: list[str] = field(default_factory=list)

    def found(self, method: Method) -> Found:
        """The message."""
        place = f"第 {self.number} 行"
        day = self.when.date_in() if self.when else None
        if self.when is None or day is None:
            return Unread(place=place, value=self.typed, reason="不是时间", party=self.party)
        return Contact(
            moment=datetime.combine(day, self.when.clock or time.min),
            precision=self.when.precision,
            method=method,
            party=self.party,
            direction=self.direction,
            origin=Origin.CHAT,
            place=place,
            text="\n".join(self.lines).strip("\n").rstrip(),
        )


def finished(said: Said | None, method: Method) -> Iterator[Found]:
    """The message, if there is one."""
    if said is not None:
        yield said.found(method)
