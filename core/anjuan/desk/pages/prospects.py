"""What may be done next in a case, and what ends when, in the words of `check` and `deadlines`."""

from __future__ import annotations

from datetime import date

from anjuan.chinese import date_text
from anjuan.desk.looking import Look
from anjuan.desk.veil import Open
from anjuan.frozen import frozen
from anjuan.law.deadlines import NEAR_DAYS, deadlines, nearest_first, told_place
from anjuan.run.inspection import Judged


@frozen
class ShownPeriod:
    """A period of a case.

    Attributes:
        left: days to the last one; negative when it is past.
        told_left: that in words; hidden where days are.
        day: its last day.
        title: what ends.
        place: the cell that it follows from.
        source, known: what it rests on, and how that is known.
        note: what to mind.
    """

    left: int
    told_left: str
    day: str
    title: str
    place: str
    source: str
    known: str
    note: str

    @property
    def is_near(self) -> bool:
        """Whether it ends soon."""
        return 0 <= self.left <= NEAR_DAYS


def periods_of(judged: Judged, look: Look, shown: Open, today: date) -> list[ShownPeriod]:
    """The periods of a case, the nearest first, and what is past at the end."""
    headings = look.inspection.headings
    return [
        ShownPeriod(
            it.days_left(today),
            shown.text(it.told_left(today)),
            shown.text(date_text(it.day)),
            shown.told(it.title),
            shown.text(told_place(headings.place(it.place))),
            it.source,
            it.told_confidence,
            it.note,
        )
        for it in nearest_first(deadlines(judged.job.case, look.plugins.law), today)
    ]


def next_steps(judged: Judged, shown: Open) -> list[tuple[int, str]]:
    """What may be done next in a case, in a sentence, with the place of the paper for it."""
    told: dict[str, int] = {}
    for place, it in enumerate(judged.documents):
        if it.next_step:
            told.setdefault(shown.told(it.next_step), place)
    return [(place, sentence) for sentence, place in told.items()]
