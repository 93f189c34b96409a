"""打开: which workbook; and what is done to the page as a whole."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.desk.answers import XLSX, attachment, home_of, key_of, page, received, session_of
from anjuan.desk.folders import folder_at, workbook_at
from anjuan.messages import Message, public
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.workbook.blank import blank_workbook

MOST_UPLOADED = 50 << 20


def show(request: Request) -> Response:
    """What there is to open."""
    folder = folder_at(home_of(request), request.query_params.get("folder", ""))
    return page(request, "open.html", folder_shown=folder, most=MOST_UPLOADED >> 20)


def choose(request: Request, asked: dict[str, object]) -> Response:
    """Open a workbook of the list, or the sample."""
    if asked.get("sample"):
        path = SAMPLE_WORKBOOK
    else:
        path = workbook_at(home_of(request), str(asked.get("path", "")))
    session_of(request).open(path)
    return JSONResponse({"go": "check"})


async def take(request: Request) -> Response:
    """Open what was dropped: the bytes alone."""
    refusal = Message("文件超过 {} MB，读不了。", public(MOST_UPLOADED >> 20))
    content = await received(request, MOST_UPLOADED, refusal)
    await run_in_threadpool(session_of(request).take, content)
    return JSONResponse({"go": "check"})


def blank(request: Request) -> Response:
    """A workbook to fill in."""
    return attachment(blank_workbook(), "案件表.xlsx", XLSX)


def state(request: Request) -> Response:
    """Whether pages would show something else now; the workbook is looked at for changes."""
    session = session_of(request)
    session.refresh()
    busy = session.is_busy or session.prints.is_busy
    return JSONResponse({"key": key_of(session), "busy": busy})


def mask(request: Request, asked: dict[str, object]) -> Response:
    """Show names and numbers, or not."""
    session_of(request).mask(asked.get("on") is True)
    return JSONResponse({})


def leave(request: Request, asked: dict[str, object]) -> Response:
    """End the program."""
    session_of(request).end()
    return JSONResponse({})
