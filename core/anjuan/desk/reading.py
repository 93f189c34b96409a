"""In which order finished papers are to be read: the riskiest first."""

from __future__ import annotations

from anjuan.run.outcomes import Outcome, State


def by_risk(outcome: Outcome, *, is_warned: bool, is_seen: bool) -> tuple[bool, ...]:
    """What a paper is sorted by: what is not there, then what nobody has looked at yet.

    Among these papers of cases with reminders come first, then papers that name sums, then those
    that were written anew, or that the workbook has overtaken.

    Args:
        outcome: what became of the paper.
        is_warned: its case has reminders.
        is_seen: somebody looked at the paper as it stands.
    """
    is_new = outcome.state is State.WRITTEN or outcome.newer is not None
    return (
        outcome.state is State.NOT_APPLICABLE,
        not outcome.state.is_bad,
        is_seen,
        not is_warned,
        not outcome.sums,
        not is_new,
    )
