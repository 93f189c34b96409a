"""打印效果: a paper as it comes out of the printer, where a program of the machine can tell."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.desk.answers import page, session_of, whole
from anjuan.desk.looking import Look
from anjuan.desk.pages.preview import asked_paper, print_lacks
from anjuan.desk.rendering import chosen_paper, rendered, turn
from anjuan.desk.veil import veil
from anjuan.errors import UsageError
from anjuan.files import digest
from anjuan.messages import Message
from anjuan.plugin.steps import PrintView
from anjuan.run.outcomes import State

MASKED = Message("遮屏的时候看不了打印效果：它是图片，遮不住。")


def show(request: Request) -> Response:
    """What is known of a paper's pages."""
    session = session_of(request)
    chosen = asked_paper(request)
    case, document = chosen.judged.job.case, chosen.outcome
    shown = veil(session.is_masked)
    found, key = None, ""
    if not shown.is_masked and document.state is State.POSSIBLE:
        with turn():
            _, content = rendered(session, chosen)
        found, key = session.prints.of(content), digest(content)
    return page(
        request,
        "printed.html",
        case_place=chosen.case_place,
        place=chosen.place,
        case=shown.case(case.number, chosen.case_place),
        client=shown.text(case.client.name),
        title=document.title,
        lacks=MASKED if shown.is_masked else shown.told(print_lacks(chosen.look.plugins)),
        found=found,
        failure=shown.told(found.failure) if found else "",
        paper=key,
    )


def ask(request: Request, asked: dict[str, object]) -> Response:
    """Have the pages of a paper made."""
    session = session_of(request)
    case, place = whole(str(asked.get("case")), -1), whole(str(asked.get("doc")), -1)
    chosen = chosen_paper(session, case, place)
    view = _view(chosen.look)
    with turn():
        _, content = rendered(session, chosen)
    session.prints.ask(content, view)
    return JSONResponse({"go": f"printed?case={case}&doc={place}"})


def picture(request: Request) -> Response:
    """One page, by the digest of its paper and its number."""
    session = session_of(request)
    if session.is_masked:
        raise UsageError(MASKED)
    asked = request.query_params
    content = session.prints.picture(asked.get("paper", ""), whole(asked.get("page")))
    return Response(content, media_type="image/png")


def _view(look: Look) -> PrintView:
    if reason := print_lacks(look.plugins):
        raise UsageError("{}", reason)
    view = look.plugins.print_view
    assert view is not None
    return view
