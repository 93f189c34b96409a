"""预览: a paper as a run would write it, page by page; nothing is written."""

from __future__ import annotations

import secrets
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from lxml import etree
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from anjuan.desk.answers import page, plain_page, session_of, whole
from anjuan.desk.looking import Look
from anjuan.desk.pages.origins import origins_of
from anjuan.desk.paper.grounds import Grounds
from anjuan.desk.paper.pages import paper_pages
from anjuan.desk.session import Session
from anjuan.desk.signs import previewed
from anjuan.desk.veil import veil
from anjuan.documents.planning import Document
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.run.dossier import RenderedFile
from anjuan.run.inspection import Judged, preview
from anjuan.run.outcomes import State
from anjuan.run.tracing import traced

# More at a time would only wait for each other, and for memory. Those that wait hold threads which
# other pages are answered with: who comes when many wait is told so at once.
AT_ONCE, MOST_WAITING = 2, 8
_ROOM = threading.BoundedSemaphore(AT_ONCE)
_QUEUE = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
_SECONDS = 20


def show(request: Request) -> Response:
    """The papers of a case, one of them in pages."""
    session = session_of(request)
    look = session.look
    judged, place = asked_paper(request, look)
    shown = veil(session.is_masked)
    case, document = judged.job.case, judged.documents[place]
    failure = shown.told(document.failure)
    case_place = whole(request.query_params.get("case"))
    assert look is not None and look.inspection is not None
    signing = None
    if document.state is State.POSSIBLE and not is_draft(request):
        with turn():
            signing = previewed(session, look, judged, place, shown)
    return page(
        request,
        "preview.html",
        case_place=case_place,
        cases=len(look.inspection.cases),
        case=shown.case(case.number, case_place),
        client=shown.text(case.client.name),
        place=place,
        papers=[
            (number, it.title, shown.text(it.recipient), it.state)
            for number, it in enumerate(judged.documents)
            if it.state in (State.POSSIBLE, State.REFUSED)
        ],
        title=document.title,
        is_possible=document.state is State.POSSIBLE or is_draft(request),
        is_draft=is_draft(request),
        print_lacks=shown.told(print_lacks(look.plugins)),
        signing=signing,
        signer="" if shown.is_masked else session.signer,
        is_traced=_is_traced(request),
        mark=_mark(request),
        look_key=look.key,
        reasons=[*map(shown.problem, document.problems), *filter(None, [failure])],
    )


def paper(request: Request) -> Response:
    """The pages of one paper, to be framed; traced, with where its text comes from."""
    session = session_of(request)
    look = session.look
    judged, place = asked_paper(request, look)
    assert look is not None
    shown = veil(session.is_masked)
    try:
        with turn():
            draft = is_draft(request)
            document, content = rendered(session, look, judged, place, draft=draft)
            grounds = None
            assert look.inspection is not None
            headings = look.inspection.headings
            if _is_traced(request) or shown.is_masked:
                grounds = Grounds(
                    content,
                    traced(document, content, look.plugins, headings, draft=draft),
                    is_drawn=_is_traced(request),
                    is_masked=shown.is_masked,
                )
            pages = paper_pages(content, shown.of_paper(judged.job.case), grounds)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise UsageError(Message("这份文书排不出预览，请生成以后用 Word 打开。")) from error
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
        "img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )
    headers = {"content-security-policy": policy, "x-frame-options": "SAMEORIGIN"}
    view = {
        "pages": pages,
        "nonce": nonce,
        "origins": origins_of(grounds, look, shown) if grounds and _is_traced(request) else None,
        "mark": _mark(request),
    }
    return HTMLResponse(plain_page("paper.html", **view), headers=headers)


def is_draft(request: Request) -> bool:
    """Whether a paper is asked for as a draft, with placeholders for what is missing."""
    return request.query_params.get("draft") == "1"


def _is_traced(request: Request) -> bool:
    return request.query_params.get("trace") == "1"


def _mark(request: Request) -> int:
    """The mark that is to be shown first; none where the address names none."""
    return whole(request.query_params.get("mark"), -1)


@contextmanager
def turn() -> Iterator[None]:
    """One of few at a time.

    Raises:
        UsageError: too many wait, or it takes too long.
    """
    busy = Message("正在排别的预览。请稍后再试。")
    if not _QUEUE.acquire(blocking=False):
        raise UsageError(busy)
    try:
        if not _ROOM.acquire(timeout=_SECONDS):
            raise UsageError(busy)
        try:
            yield
        finally:
            _ROOM.release()
    finally:
        _QUEUE.release()


def made(session: Session, look: Look, judged: Judged, place: int) -> bytes:
    """A paper as a run would write it.

    Raises:
        UsageError: it can't be made.
    """
    return rendered(session, look, judged, place)[1]


def rendered(
    session: Session, look: Look, judged: Judged, place: int, *, draft: bool = False
) -> tuple[Document, bytes]:
    """The same, and as it was planned; a draft where that is asked for.

    Raises:
        UsageError: it can't be made.
    """
    request = replace(session.request(look), draft=draft)
    found = preview(judged.job, place, request, look.plugins)
    if found.document.kind.name != judged.documents[place].kind:
        raise UsageError(Message("草稿里本案的文书与现在的不同。请勾“草稿”生成以后再看。"))
    if not isinstance(found.made, RenderedFile):
        raise UsageError("这份文书现在生成不了：{}", found.made.reason)
    return found.document, found.made.content


def asked_paper(request: Request, look: Look | None) -> tuple[Judged, int]:
    """The case and the place of the paper that an address names.

    Raises:
        UsageError: there is none.
    """
    asked = request.query_params
    return paper_at(look, whole(asked.get("case")), whole(asked.get("doc")))


def paper_at(look: Look | None, case: int, place: int) -> tuple[Judged, int]:
    """A case and the place of one of its papers, both by their places.

    Raises:
        UsageError: there is none.
    """
    cases = look.inspection.cases if look and look.inspection else ()
    if case not in range(len(cases)) or place not in range(len(cases[case].documents)):
        raise UsageError(Message("没有这份文书。案件表可能刚刚改过，请回到“文书”页。"))
    return cases[case], place


def print_lacks(plugins: Plugins) -> str:
    """Why a paper can't be shown as it prints; empty where it can."""
    view = plugins.print_view
    return view.lacks() if view else Message("没有能看打印效果的插件。")
