"""打开: which workbook; and what is done to the page as a whole."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.config import OUTPUT_NAME
from anjuan.desk.answers import XLSX, attachment, home_of, key_of, page, received, session_of
from anjuan.desk.folders import folder_at, output_at, workbook_at
from anjuan.desk.session import Session
from anjuan.desk.veil import veil
from anjuan.errors import UsageError
from anjuan.messages import Message, public
from anjuan.plugin.host import Plugins
from anjuan.workbook.blank import blank_workbook

MOST_UPLOADED = 50 << 20


def show(request: Request) -> Response:
    """What there is to open."""
    folder = folder_at(home_of(request), request.query_params.get("folder", ""))
    session = session_of(request)
    return page(
        request,
        "open.html",
        folder_shown=folder,
        most=MOST_UPLOADED >> 20,
        recent=session.recent.listed(),
        recent_file=veil(session.is_masked).text(str(session.recent.file)),
    )


def choose(request: Request, asked: dict[str, object]) -> Response:
    """Open a workbook of a list, or the sample."""
    session = session_of(request)
    if asked.get("sample"):
        session.open_sample()
    elif "recent" in asked:
        session.open(_recent(session, asked["recent"]))
    else:
        session.open(workbook_at(home_of(request), str(asked.get("path", ""))))
    return JSONResponse({"go": "check"})


def _recent(session: Session, key: object) -> Path:
    found = [it.path for it in session.recent.listed() if it.key == key]
    if not found:
        raise UsageError(Message("没有这份案件表，可能刚被移走。请重新选择。"))
    return found[0]


def forget(request: Request, asked: dict[str, object]) -> Response:
    """Forget which workbooks were opened."""
    session_of(request).recent.clear()
    return JSONResponse({})


def output(request: Request) -> Response:
    """Where papers go, and where else they could."""
    session = session_of(request)
    return page(
        request,
        "output.html",
        folder_shown=folder_at(home_of(request), request.query_params.get("folder", ""), ()),
        output=veil(session.is_masked).text(str(session.output)),
    )


def choose_output(request: Request, asked: dict[str, object]) -> Response:
    """Put papers into a folder of the list."""
    folder = None
    if not asked.get("usual"):
        folder = output_at(home_of(request), str(asked.get("path", "")))
        folder = folder / OUTPUT_NAME if asked.get("below") else folder
    session_of(request).put_into(folder)
    return JSONResponse({"go": "papers"})


async def take(request: Request) -> Response:
    """Open what was dropped: the bytes alone."""
    refusal = Message("文件超过 {} MB，读不了。", public(MOST_UPLOADED >> 20))
    content = await received(request, MOST_UPLOADED, refusal)
    await run_in_threadpool(session_of(request).take, content)
    return JSONResponse({"go": "check"})


def blank(request: Request) -> Response:
    """A workbook to fill in."""
    name = "案件表.xlsx"
    # What is added by plug-ins that the command line named is part of it.
    office = session_of(request).settings.of(Path(name).absolute()).office
    return attachment(blank_workbook(table=Plugins.load(office).table), name, XLSX)


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
