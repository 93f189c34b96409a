"""文书: which papers each case gets, and why not the others; what is ticked is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.case.keys import number_key, person_key
from anjuan.desk.answers import page, session_of, whole, window
from anjuan.desk.looking import Look, places_of
from anjuan.desk.pages.changes import fates_of
from anjuan.desk.pages.checking import link_to
from anjuan.desk.pages.prospects import ShownPeriod, next_steps, periods_of
from anjuan.desk.session import Session
from anjuan.desk.veil import Open, veil
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.run.inspection import Judged
from anjuan.run.outcomes import Outcome, State

CASES_SHOWN = 100
CASES_WITHOUT_SEARCH = 10


@frozen
class Paper:
    """A paper that can be made: its place among those of the case, to whom it goes, if wanted."""

    place: int
    recipient: str
    is_ticked: bool


@frozen
class Square:
    """What a case gets of a kind.

    Attributes:
        papers: that can be made.
        reasons: why others can't, each with where its cell is shown.
        spared: why the kind does not concern the case; empty where it does.
        draft: place of the first that can't be made, to be seen as a draft; -1 for none.
    """

    kind: str
    title: str
    papers: tuple[Paper, ...]
    reasons: tuple[tuple[str, str], ...]
    spared: str
    draft: int

    @property
    def ticked(self) -> int:
        """How many papers are wanted."""
        return sum(it.is_ticked for it in self.papers)


@frozen
class Row:
    """A case in the matrix, with what may be done next in it, and what ends when."""

    place: int
    case: str
    client: str
    squares: tuple[Square, ...]
    fault: str
    next_steps: list[tuple[int, str]]
    periods: list[ShownPeriod]


def show(request: Request) -> Response:
    """The matrix of cases and kinds."""
    session = session_of(request)
    look = session.usable
    if look is None:
        return page(request, "papers.html", rows=(), wanted="")
    shown = veil(session.is_masked)
    cases = look.inspection.cases
    kinds = _kinds(look)
    wanted = request.query_params.get("q", "").strip()
    places = _places(cases, wanted, shown)
    first = window(request.query_params.get("from"), len(places), CASES_SHOWN)
    shown_places = places[first : first + CASES_SHOWN]
    rows = [_row(place, kinds, look, session, shown) for place in shown_places]
    return page(
        request,
        "papers.html",
        kinds=kinds,
        on_request=_on_request(look),
        asked=_asked(look, session, shown),
        rows=rows,
        tickable={it.kind for row in rows for it in row.squares if it.papers},
        first=first,
        step=CASES_SHOWN,
        count=len(places),
        wanted=wanted,
        has_search=len(cases) > CASES_WITHOUT_SEARCH,
        possible=sum(_is_wanted(it, session) for it in look.inspection.documents),
        steps=tuple(look.plugins.steps.values()),
        output=shown.text(str(session.output)),
        look_key=look.key,
        **fates_of(session, shown),
    )


def _places(cases: Sequence[Judged], wanted: str, shown: Open) -> Sequence[int]:
    """Places of the cases whose number or client has these signs, as the page calls them."""
    if not wanted:
        return range(len(cases))
    number, name = number_key(wanted), person_key(wanted)
    return [
        place
        for place, it in enumerate(cases)
        if number in number_key(shown.case(it.job.case.number, place))
        or name in person_key(shown.text(it.job.case.client.name))
    ]


def tick(request: Request, asked: dict[str, object]) -> Response:
    """Want papers, or not.

    Raises:
        UsageError: the workbook was saved meanwhile.
    """
    session = session_of(request)
    look = session.seen(asked.get("look"))
    unticked = set(session.unticked)
    changes = asked.get("changes")
    for change in changes if isinstance(changes, list) else ():
        found = {(it.case, it.kind, it.recipient) for it in _meant(change, look)}
        is_on = change[2] is True
        unticked = unticked - found if is_on else unticked | found
    session.tick(frozenset(unticked))
    return JSONResponse({})


def ask_for(request: Request, asked: dict[str, object]) -> Response:
    """Want a kind on request in a case besides what it gets anyway, or no longer.

    Raises:
        UsageError: there is no such case or kind, or the workbook is being read, or was.
    """
    session = session_of(request)
    look = session.seen(asked.get("look"))
    cases, place = look.inspection.cases, whole(str(asked.get("case", "")), -1)
    kind = str(asked.get("kind", ""))
    if place not in range(len(cases)) or kind not in _on_request(look):
        raise UsageError(Message("没有这份文书。请刷新页面再试。"))
    session.ask_for(cases[place].job.case.number, kind, is_on=asked.get("off") is not True)
    return JSONResponse({})


def _on_request(look: Look) -> dict[str, str]:
    """Titles of the kinds that are made on request, by name."""
    return {it.name: it.title for it in look.plugins.kinds.values() if it.on_request}


def _asked(look: Look, session: Session, shown: Open) -> list[tuple[int, str, str, str]]:
    """What was asked for besides: place and name of the case, name and title of the kind."""
    places, titles = places_of(look), _on_request(look)
    return sorted(
        (places[case], shown.case(case, places[case]), kind, titles[kind])
        for case, kind in session.besides
        if case in places and kind in titles
    )


def _meant(change: object, look: Look) -> Sequence[Outcome]:
    """The documents of a change: case, kind, whether they are wanted, the place of a single one.

    Raises:
        UsageError: there are none.
    """
    refusal = UsageError(Message("没有这份文书。请刷新页面再试。"))
    if not isinstance(change, list) or len(change) not in (3, 4):
        raise refusal
    cases = look.inspection.cases
    case, kind, place = change[0], change[1], change[-1] if len(change) > 3 else None
    if not isinstance(case, int) or case not in range(len(cases)):
        raise refusal
    documents = cases[case].documents
    found = [
        it for number, it in enumerate(documents) if it.kind == kind and place in (None, number)
    ]
    if not found:
        raise refusal
    return found


def _kinds(look: Look) -> list[tuple[str, str]]:
    """Name and title of the kinds that any case is judged for, in dossier order."""
    judged = {it.kind for it in look.inspection.documents}
    return [(it.name, it.title) for it in look.plugins.kinds.values() if it.name in judged]


def _is_wanted(outcome: Outcome, session: Session) -> bool:
    is_possible = outcome.state is State.POSSIBLE
    return is_possible and session.is_wanted(outcome)


def _row(
    place: int, kinds: list[tuple[str, str]], look: Look, session: Session, shown: Open
) -> Row:
    judged = look.inspection.cases[place]
    case = judged.job.case
    numbered = tuple(enumerate(judged.documents))
    squares = tuple(
        _square(
            name,
            title,
            [it for it in numbered if it[1].kind == name],
            session,
            shown,
        )
        for name, title in kinds
    )
    bare = (it for it in judged.documents if not it.kind)
    return Row(
        place,
        shown.case(case.number, place),
        shown.text(case.client.name),
        squares,
        " ".join(shown.told(it.failure) for it in bare),
        next_steps(judged, shown),
        periods_of(judged, look, shown, date.today()),
    )


def _square(
    kind: str,
    title: str,
    documents: list[tuple[int, Outcome]],
    session: Session,
    shown: Open,
) -> Square:
    look = session.look
    assert look is not None
    outcomes = [it for _, it in documents]
    return Square(
        kind,
        title,
        tuple(
            Paper(place, shown.text(it.recipient), session.is_wanted(it))
            for place, it in documents
            if it.state is State.POSSIBLE
        ),
        tuple(dict.fromkeys(_reasons(outcomes, look, shown))),
        next((shown.told(it.spared) for it in outcomes if it.spared), ""),
        next((place for place, it in documents if it.state is State.REFUSED), -1),
    )


def _reasons(outcomes: Iterable[Outcome], look: Look, shown: Open) -> Iterable[tuple[str, str]]:
    sheets = {grid.name: number for number, grid in enumerate(look.grids)}
    for it in outcomes:
        if it.state is State.REFUSED:
            if it.failure:
                yield shown.told(it.failure), ""
            for problem in it.problems:
                yield shown.problem(problem), link_to(problem, look, sheets, only=False)
