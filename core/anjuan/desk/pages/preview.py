"""预览: a paper as a run would write it, page by page; nothing is written."""

from __future__ import annotations

import secrets
import zipfile

from lxml import etree
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from anjuan.desk.answers import page, plain_page, session_of, whole
from anjuan.desk.pages.origins import origins_of
from anjuan.desk.paper.grounds import Grounds
from anjuan.desk.paper.pages import paper_pages
from anjuan.desk.rendering import Chosen, chosen_paper, rendered, turn
from anjuan.desk.signs import previewed
from anjuan.desk.veil import veil
from anjuan.documents.planning import Document
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.run.outcomes import State
from anjuan.run.tracing import traced


def show(request: Request) -> Response:
    """The papers of a case, one of them in pages."""
    session = session_of(request)
    chosen = asked_paper(request)
    look, judged, document = chosen.look, chosen.judged, chosen.outcome
    shown = veil(session.is_masked)
    case, case_place = judged.job.case, chosen.case_place
    signing = None
    if document.state is State.POSSIBLE and not is_draft(request):
        with turn():
            signing = previewed(session, chosen, shown)
    return page(
        request,
        "preview.html",
        case_place=case_place,
        cases=len(look.inspection.cases),
        case=shown.case(case.number, case_place),
        client=shown.text(case.client.name),
        place=chosen.place,
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
        reasons=[
            *map(shown.problem, document.problems),
            *filter(None, [shown.told(document.failure)]),
        ],
    )


def paper(request: Request) -> Response:
    """The pages of one paper, to be framed; traced, with where its text comes from."""
    session = session_of(request)
    chosen = asked_paper(request)
    shown = veil(session.is_masked)
    try:
        with turn():
            document, content = rendered(session, chosen, draft=is_draft(request))
            grounds = None
            if _is_traced(request) or shown.is_masked:
                grounds = _grounds(request, chosen, document, content)
            pages = paper_pages(content, shown.of_paper(chosen.judged.job.case), grounds)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise UsageError(Message("这份文书排不出预览，请生成以后用 Word 打开。")) from error
    traces, nonce = _is_traced(request), secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
        "img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )
    headers = {"content-security-policy": policy, "x-frame-options": "SAMEORIGIN"}
    view = {
        "pages": pages,
        "nonce": nonce,
        "origins": origins_of(grounds, chosen.look, shown) if grounds and traces else None,
        "mark": _mark(request),
    }
    return HTMLResponse(plain_page("paper.html", **view), headers=headers)


def _grounds(request: Request, chosen: Chosen, document: Document, content: bytes) -> Grounds:
    look = chosen.look
    headings, draft = look.inspection.headings, is_draft(request)
    return Grounds(
        content,
        traced(document, content, look.plugins, headings, draft=draft),
        is_drawn=_is_traced(request),
        is_masked=session_of(request).is_masked,
    )


def is_draft(request: Request) -> bool:
    """Whether a paper is asked for as a draft, with placeholders for what is missing."""
    return request.query_params.get("draft") == "1"


def _is_traced(request: Request) -> bool:
    return request.query_params.get("trace") == "1"


def _mark(request: Request) -> int:
    """The mark that is to be shown first; none where the address names none."""
    return whole(request.query_params.get("mark"), -1)


def asked_paper(request: Request) -> Chosen:
    """The paper that an address names.

    Raises:
        UsageError: there is none.
    """
    asked = request.query_params
    return chosen_paper(session_of(request), whole(asked.get("case")), whole(asked.get("doc")))


def print_lacks(plugins: Plugins) -> str:
    """Why a paper can't be shown as it prints; empty where it can."""
    view = plugins.print_view
    return view.lacks() if view else Message("没有能看打印效果的插件。")
