"""Which moments a paper tells in prose: the worst three to six; the table has all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import compress, islice
from operator import attrgetter
from typing import NamedTuple

from anjuan import Case, Incident, Nature, is_at_night, person_key
from anjuan_plugins.kinds.facts import kinship
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case

FEWEST, MOST = 3, 6


class Reason(Enum):
    """Why a moment is told, the weightiest first; the value is said in English in tests only."""

    HARSH = "insult, threat, trespass"
    AFTER_REFUSAL = "after the client asked that it stop"
    NIGHT = "at night"
    DISCLOSURE = "the debt was told to others"
    BUSIEST = "the most on the busiest day"
    SORT_OF_PERSON = "the worst that reached this sort of person"

    # Members are singletons: identity hashes them faster.
    __hash__ = object.__hash__


_HARSH = frozenset(
    {
        *facts.HARSH,
        Nature.IMPERSONATION,
        Nature.FALSE_NAME,
        Nature.INTRUSION,
        Nature.POSTING,
    }
)
_WEIGHTIEST_FIRST = tuple(Reason)


class Chosen(NamedTuple):
    """A moment that is told.

    Attributes:
        row: the row of 骚扰记录.
        shown: of each reason, whether it was chosen for that.
    """

    row: Incident
    shown: tuple[bool, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it was chosen; none for one that only fills up to three."""
        return tuple(compress(_WEIGHTIEST_FIRST, self.shown))


def is_harsh(case: Case) -> bool:
    """True where one of the rows shows insult, threat, trespass or the like."""
    return bool(facts.having(case, *_HARSH))


class _Judged(NamedTuple):
    """A moment that may be told, and which sort of person it reached.

    Attributes:
        row: the row of 骚扰记录.
        shown: of each reason that the row itself can show, whether it does.
        has_words: whether there are words to quote.
        sort: which sort of person it reached.
        serves: the reasons that it shows, and the sort.
    """

    row: Incident
    shown: tuple[bool, ...]
    has_words: bool
    sort: str
    serves: tuple[Reason | str, ...]


# Of two that show the same weightier reasons, who has another goes before.
_RANK = attrgetter("shown", "has_words", "row.count")


def worst(case: Case, most: int = MOST, *, spoken: bool = False) -> tuple[Chosen, ...]:
    """Three to six moments in the order of time: each reason and each sort of person has one.

    Of two that serve the same reason the one with more reasons is told, then the one with words to
    quote, then the one with the higher count, then the earlier. All are told where there are three.

    Args:
        case: the case.
        most: how many are told at most.
        spoken: as if only what has words to quote had happened.
    """
    kept = {id(it.row): it for it in _weightiest(case, spoken)[:most]}
    return tuple(kept[id(row)] for row in case.incidents if id(row) in kept)


@once_a_case
def _weightiest(case: Case, spoken: bool) -> tuple[Chosen, ...]:
    """One for each reason and each sort of person, and so many more as make up three."""
    rows = [row for row in case.incidents if row.moment and (row.content or not spoken)]
    busiest = facts.busiest_day(rows) if spoken else case.figures.busiest_day
    highest = _highest_on(busiest, rows)
    judged = (_judged(row, _shown(case, row, busiest, highest)) for row in rows)
    # Sorting is stable: of equals the earlier comes first.
    best_first = sorted(judged, key=_RANK, reverse=True)
    # Of those that serve the same the last one put down is kept.
    best = {served: it for it in reversed(best_first) for served in it.serves}
    chosen = _serving(best_first, best)
    return tuple(Chosen(it.row, (*it.shown, best[it.sort] is it)) for it in chosen)


def _judged(row: Incident, shown: tuple[bool, ...]) -> _Judged:
    sort = sort_of_person(row)
    return _Judged(row, shown, bool(row.content), sort, (*compress(_WEIGHTIEST_FIRST, shown), sort))


def _serving(
    best_first: Sequence[_Judged], best: Mapping[Reason | str, _Judged]
) -> Iterator[_Judged]:
    """For each reason and each sort of person the best, and of the others so many as are wanting.

    Args:
        best_first: all moments.
        best: which of them serves a reason or a sort best.
    """
    served: set[Reason | str] = set()
    chosen: set[int] = set()
    wanted: list[Reason | str] = [*_WEIGHTIEST_FIRST, *(it.sort for it in best_first)]
    for it in wanted:
        if it in best and it not in served:
            found = best[it]
            served.update(found.serves)
            chosen.add(id(found))
            yield found
    others = (one for one in best_first if id(one) not in chosen)
    yield from islice(others, max(0, FEWEST - len(chosen)))


def _highest_on(busiest: date | None, rows: Iterable[Incident]) -> int:
    """The highest count of a row of that day; 0 where there is no such day."""
    of_the_day = (it.count for it in rows if it.moment and it.moment.exact_day == busiest)
    return 0 if busiest is None else max(of_the_day, default=0)


def _shown(case: Case, row: Incident, busiest: date | None, highest: int) -> tuple[bool, ...]:
    """Of each reason but that of the sort of person whether a row shows it, in their order."""
    assert row.moment
    since = case.objection_date
    is_busiest = busiest is not None and row.moment.exact_day == busiest
    return (
        not _HARSH.isdisjoint(row.natures),
        since is not None and row.moment.day > since,
        is_at_night(row),
        Nature.DISCLOSURE in row.natures,
        is_busiest and row.count == highest,
    )


def sort_of_person(row: Incident) -> str:
    """本人, 债务人, 亲属, or what an outsider is to the client: 同事, 客户."""
    if row.is_about_client:
        return "本人"
    if row.is_about_debtor:
        return "债务人"
    return "亲属" if kinship.is_kin(row.relation) else person_key(row.relation)
