"""The addresses of the page."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from anjuan.desk.answers import page, received, session_of, static
from anjuan.desk.making import UNFORESEEN
from anjuan.desk.pages import (
    changes,
    checking,
    copies,
    looking_up,
    opening,
    papers,
    places,
    preview,
    printed,
    records,
    results,
    signing,
)
from anjuan.desk.session import Session
from anjuan.desk.veil import veil
from anjuan.errors import AnjuanError, UsageError
from anjuan.messages import Message, public

_Show = Callable[[Request], Response]
_Act = Callable[[Request, dict[str, object]], Response]
# Asked for: nothing changes by it.
SHOWN: dict[str, _Show] = {
    "/": opening.show,
    "/state": opening.state,
    "/blank.xlsx": opening.blank,
    "/output": opening.output,
    "/check": checking.show,
    "/marked.xlsx": copies.marked,
    "/accepted.xlsx": copies.accepted,
    "/places": places.show,
    "/papers": papers.show,
    "/preview": preview.show,
    "/paper": preview.paper,
    "/printed": printed.show,
    "/printed.png": printed.picture,
    "/changes": changes.show,
    "/versions": changes.versions,
    "/result": results.show,
    "/file.docx": results.paper,
    "/summary.xlsx": results.summary,
    "/papers.zip": results.bundle,
    "/records": records.show,
    "/imported.xlsx": records.copy,
    "/law": looking_up.law,
    "/deadlines": looking_up.periods,
    "/about": looking_up.about,
    "/static/{name}": static,
}
# Done: with a JSON object that says how.
DONE: dict[str, _Act] = {
    "/choose": opening.choose,
    "/forget": opening.forget,
    "/output-choose": opening.choose_output,
    "/mask": opening.mask,
    "/leave": opening.leave,
    "/accept": copies.accept,
    "/tick": papers.tick,
    "/request": papers.ask_for,
    "/print": printed.ask,
    "/compare": changes.compare,
    "/run": results.begin,
    "/stop": results.stop,
    "/sign": signing.sign,
    "/open": results.open_folder,
    "/records-add": records.add,
    "/records-remove": records.remove,
    "/records-read": records.read,
    "/records-tick": records.tick,
    "/records-weigh": records.weigh,
    "/records-write": records.write,
    "/records-open": records.go_on,
    "/records-forget": records.forget,
}
# Files that are dropped on the page: their bytes alone.
TAKEN: dict[str, Callable[[Request], Awaitable[Response]]] = {
    "/workbook": opening.take,
    "/records": records.take,
}
_MOST_ASKED = 1 << 20


def desk_app(session: Session, home: Path | None = None) -> Starlette:
    """The page, to be put behind a guard.

    Args:
        session: what it is about.
        home: below which workbooks are listed; None = the user's.
    """
    app = Starlette(
        routes=[
            *(Route(path, show, methods=["GET"]) for path, show in SHOWN.items()),
            *(Route(path, _acting(act), methods=["POST"]) for path, act in DONE.items()),
            *(Route(path, take, methods=["PUT"]) for path, take in TAKEN.items()),
        ],
        exception_handlers={
            AnjuanError: _refused,
            HTTPException: _not_there,
            Exception: _unforeseen,
        },
    )
    app.state.session = session
    app.state.home = home or Path.home()
    return app


def _acting(act: _Act) -> Callable[[Request], Awaitable[Response]]:
    async def acted(request: Request) -> Response:
        refusal = Message("请求超过 {} 字节。", public(_MOST_ASKED))
        content = await received(request, _MOST_ASKED, refusal)
        return await run_in_threadpool(act, request, _asked(content))

    return acted


def _asked(content: bytes) -> dict[str, object]:
    try:
        asked = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise UsageError(Message("这个请求看不懂。请刷新页面再试。"))
    return asked


def _refused(request: Request, error: Exception) -> Response:
    """What can't be done, told where it was asked for."""
    assert isinstance(error, AnjuanError)
    return _told(request, 409, error.message)


def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, error.status_code, public("没有这一页。"))


def _unforeseen(request: Request, error: Exception) -> Response:
    # Of what nobody foresaw nothing is told: it may hold what stands in a cell.
    return _told(request, 500, public(UNFORESEEN))


def _told(request: Request, status: int, message: str) -> Response:
    message = veil(session_of(request).is_masked).told(message)
    if request.method != "GET":
        return JSONResponse({"error": message}, status)
    return page(request, "told.html", status, message=message)
