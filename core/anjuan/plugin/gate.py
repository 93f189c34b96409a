"""For which cases a kind without code is, and to whom its papers go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anjuan.case.proceedings import Course
from anjuan.case.records.case import Case
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.addressing import Addressing
from anjuan.plugin.conditions import Condition, first_unmet, told_course
from anjuan.plugin.kinds import Brief, Matter, Recipient
from anjuan.plugin.references import NamedColumn, NamedStep


@frozen
class Gate:
    """What decides whether there is a paper, and for whom.

    Attributes:
        own: columns of the lawyer's own that are looked at.
        conditions: all have to hold.
        any_of: one of them has to, where there are any.
        required: what has to be known of things done (办理.报案.文号).
        to: the way that recipients are named.
    """

    own: tuple[NamedColumn, ...]
    conditions: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    required: tuple[NamedStep, ...]
    to: Addressing

    def lacks_columns(self, case: Case) -> bool:
        """Whether a column of the lawyer's own is missing, so that nothing can be asked."""
        return any(not case.own_heading(column.name) for column in self.own)

    def applies(self, matter: Matter) -> bool | str:
        """Whether the kind concerns the case; where it doesn't, the first condition that fails."""
        # `Needs.check` tells of a missing column; there has to be a document to refuse.
        if self.lacks_columns(matter.case):
            return True
        reasons = [self._unmet(matter, about) for about in self._asked(matter.case)]
        if reason := next((it for it in reasons if all(reasons)), None):
            return reason
        return self.to.nobody(matter.case) or True

    def recipients(self, matter: Matter) -> Iterable[Recipient]:
        """To whom the papers go: of those for whom it is, to the ones that lack nothing.

        Where each of them lacks something, all are named: the document is refused.
        """
        if self.lacks_columns(matter.case):
            return (Recipient(),)
        meant = self.meant(matter)
        whole = [about for about in meant if not self.lacking(matter, about)]
        return self.to.recipients(matter, lambda about: about in (whole or meant))

    def meant(self, matter: Matter) -> tuple[str, ...]:
        """The institutions of 办理记录 that meet the conditions; one empty text stands for all."""
        return tuple(it for it in self._asked(matter.case) if not self._unmet(matter, it))

    def lacking(self, matter: Matter, about: str) -> tuple[NamedStep, ...]:
        """What is required of the rows about an institution, and is not known."""
        return tuple(
            it
            for it in self.required
            if not it.course(matter, about) or (it.fact and it.value(matter, about) in (None, ""))
        )

    def told(self, matter: Matter, about: str) -> Iterator[Course]:
        """What was done that the conditions ask for, and that the paper therefore tells."""
        for it in (*self.conditions, *self.any_of):
            done = it.course(matter, about)
            if done and it.holds(matter, about):
                yield done

    def prompted_by(self, brief: Brief) -> str:
        """What was done that a condition asks for, and what came of it; empty without any."""
        asked = self.to.candidates(brief.case)
        about = brief.recipient.name if brief.recipient.name in asked else ""
        done = next(self.told(brief, about), None)
        return told_course(done) if done else ""

    def _asked(self, case: Case) -> tuple[str, ...]:
        return self.to.candidates(case) or ("",)

    def _unmet(self, matter: Matter, about: str) -> Message | None:
        return first_unmet(self.conditions, self.any_of, matter, about)
