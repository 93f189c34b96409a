"""印在哪里: from a cell to every place in the papers of its case where it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from starlette.requests import Request
from starlette.responses import Response

from anjuan.case.sheets import records_of
from anjuan.desk.answers import page, session_of, whole
from anjuan.desk.looking import Look
from anjuan.desk.pages.origins import shown_place
from anjuan.desk.paper.grounds import has_ground, marks_of, starred
from anjuan.desk.rendering import Chosen, rendered, turn
from anjuan.desk.session import Session
from anjuan.desk.veil import Open, veil
from anjuan.documents.origins import Paragraph, Piece, Sort
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.problems import Place
from anjuan.run.inspection import Judged
from anjuan.run.outcomes import Outcome, State
from anjuan.run.tracing import traced
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.letters import row_of

# Signs before and behind a value: enough to know the sentence by.
_AROUND = 30
_MOST_FOUND = 100
_MOST_CASES = 50
_HOW = {
    Sort.CELL: "照印",
    Sort.COUNT: "算在里面",
    Sort.LAW: "据以引用",
}


@frozen
class Found:
    """A place in a paper: number of its mark, its paragraph, what is printed of the cell."""

    mark: int
    line: int
    how: str
    before: str
    text: str
    behind: str


@frozen
class PaperFound:
    """A paper of the case, by its place, and the places in it; how many more there are."""

    place: int
    title: str
    recipient: str
    found: tuple[Found, ...]
    more: int


def show(request: Request) -> Response:
    """Where a cell is printed, in every paper of its case that can be made.

    Raises:
        UsageError: there is no such cell.
    """
    session = session_of(request)
    shown = veil(session.is_masked)
    look, place = _asked(request)
    cases = look.inspection.cases
    owners = [
        number for number, it in enumerate(cases) if _has_row(it, place, look.inspection.headings)
    ]
    asked = whole(request.query_params.get("case"), -1)
    case_place = asked if asked in owners else next(iter(owners), -1)
    judged = cases[case_place] if owners else None
    papers = list(_papers(session, look, case_place, place, shown)) if judged else []
    return page(
        request,
        "places.html",
        cell=shown_place(place, look, shown),
        sheet=whole(request.query_params.get("sheet")),
        address=place.cell,
        case_place=case_place,
        case=shown.named(judged.job.case, case_place) if judged else "",
        others=[
            (it, shown.named(cases[it].job.case, it))
            for it in owners[:_MOST_CASES]
            if it != case_place
        ],
        papers=[it for it in papers if it.found],
        without=[it for it in papers if not it.found],
        refused=[_title(it, shown) for it in judged.documents if _is_refused(it)] if judged else [],
    )


def _asked(request: Request) -> tuple[Look, Place]:
    """The cell that an address names, and the look at its workbook."""
    asked, look = request.query_params, session_of(request).usable
    sheet, cell = whole(asked.get("sheet"), -1), asked.get("cell", "")
    rows = look.grids[sheet].rows if look and sheet in range(len(look.grids)) else ()
    if look is None or not 0 < row_of(cell) <= len(rows) or not cell.isascii():
        raise UsageError(Message("没有这一格。案件表可能刚刚改过，请回到“核对”页。"))
    return look, Place(look.grids[sheet].name, cell)


def _has_row(judged: Judged, place: Place, headings: HeadingMap) -> bool:
    rows = (headings.place(it.place()) for it in records_of(judged.job.case))
    return any((it.sheet, row_of(it.cell)) == (place.sheet, row_of(place.cell)) for it in rows)


def _title(outcome: Outcome, shown: Open) -> str:
    to = f"（{shown.text(outcome.recipient)}）" if outcome.recipient else ""
    return outcome.title + to


def _is_refused(outcome: Outcome) -> bool:
    return outcome.state is State.REFUSED and bool(outcome.title)


def _papers(
    session: Session, look: Look, case_place: int, cell: Place, shown: Open
) -> Iterator[PaperFound]:
    judged = look.inspection.cases[case_place]
    text_of = _shown_text(judged, shown)
    for place, outcome in enumerate(judged.documents):
        if outcome.state is not State.POSSIBLE:
            continue
        with turn():
            document, content = rendered(session, Chosen(look, case_place, place))
            paragraphs = traced(document, content, look.plugins, look.inspection.headings)
        found = tuple(_found(paragraphs, cell, text_of))
        yield PaperFound(
            place,
            outcome.title,
            shown.text(outcome.recipient),
            found[:_MOST_FOUND],
            max(0, len(found) - _MOST_FOUND),
        )


def _shown_text(judged: Judged, shown: Open) -> Callable[[Paragraph], str]:
    """What shows a paragraph of the case's papers, sign for sign."""
    text_of = shown.of_paper(judged.job.case)
    if not shown.is_masked:
        return lambda paragraph: text_of(paragraph.text)
    return lambda paragraph: text_of("".join(starred(it, it.text) for it in paragraph.pieces))


def _found(
    paragraphs: Iterable[Paragraph], cell: Place, text_of: Callable[[Paragraph], str]
) -> Iterator[Found]:
    known = list(paragraphs)
    marks = marks_of(known)
    for line, paragraph in enumerate(known, 1):
        text, end = "", 0
        for piece in paragraph.pieces:
            start, end = end, end + len(piece.text)
            if not has_ground(piece):
                continue
            mark = next(marks)
            if _is_of(piece, cell):
                text = text or text_of(paragraph)
                yield Found(
                    mark.number,
                    line,
                    _how(piece),
                    text[max(0, start - _AROUND) : start],
                    text[start:end],
                    text[end : end + _AROUND],
                )


def _how(piece: Piece) -> str:
    if piece.sort is Sort.CELL and piece.is_found:
        return "文字相同"
    return _HOW.get(piece.sort, "印出")


def _is_of(piece: Piece, cell: Place) -> bool:
    return any((it.sheet, it.cell) == (cell.sheet, cell.cell) for it in piece.cells)
