"""What is sent to the browser: pages from templates, files with types of our own choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from anjuan.desk.session import Session
from anjuan.desk.veil import veil
from anjuan.errors import UsageError
from anjuan.messages import Message

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
# Set here: what a machine's own list says of .js may be wrong, and then no page works.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
_MOST_DIGITS = 9
# In the order in which they are used: address, what it is called.
SCREENS = (
    ("./", "打开"),
    ("check", "核对"),
    ("records", "通话记录"),
    ("papers", "文书"),
    ("result", "结果"),
    ("law", "法条"),
    ("deadlines", "期限"),
    ("about", "关于"),
)
_PAGES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def session_of(request: Request) -> Session:
    """The one session."""
    session = request.app.state.session
    assert isinstance(session, Session)
    return session


def home_of(request: Request) -> Path:
    """The folder below which files are listed."""
    home = request.app.state.home
    assert isinstance(home, Path)
    return home


async def received(request: Request, most: int, refusal: Message) -> bytes:
    """What came with a request, counted while it comes.

    Raises:
        UsageError: it is longer than so many bytes; says what is to be told.
    """
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise UsageError(refusal)
    return bytes(content)


def page(request: Request, template: str, status: int = 200, **view: Any) -> Response:
    """A page of ours, with what stands round every one."""
    session = session_of(request)
    shown = veil(session.is_masked)
    look, path = session.look, session.path
    common = {
        "screens": SCREENS,
        "screen": request.url.path.rpartition("/")[2] or "./",
        "key": key_of(session),
        "veil": shown,
        "workbook": shown.text(path.name) if path else "",
        "folder": shown.text(str(path.parent)) if path and not session.is_copy else "",
        "look": look,
        "session": session,
    }
    text = _PAGES.get_template(template).render(common | view)
    return Response(text, status, media_type="text/html; charset=utf-8")


def plain_page(template: str, **view: Any) -> str:
    """A page with nothing round it."""
    return _PAGES.get_template(template).render(view)


def key_of(session: Session) -> str:
    """Another text whenever pages would show something else."""
    run, comparison, intake = session.run, session.comparison, session.intake
    parts: list[object] = [session.version, session.is_checking, session.prints.version]
    parts += [intake.version, intake.is_working]
    if comparison:
        parts += [comparison.done, comparison.has_ended]
    if run:
        parts += [run.done, run.total, len(run.said), run.step, run.has_ended, run.is_stopping]
    return " ".join(map(str, parts))


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file to be saved."""
    return Response(content, media_type=media_type, headers=saved_as(name))


def saved_as(name: str) -> dict[str, str]:
    """The header that gives a download its name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def static(request: Request) -> Response:
    """A file that belongs to the pages."""
    files = {it.name: it for it in STATIC.iterdir() if it.suffix in TYPES}
    file = files.get(request.path_params["name"])
    if file is None:
        return Response(status_code=404)
    return Response(file.read_bytes(), headers={"content-type": TYPES[file.suffix]})


def window(text: str | None, count: int, step: int) -> int:
    """Where the window of rows begins that an address asks for, from 0.

    Args:
        text: a row in it, from 0.
        count: how many rows there are.
        step: how many are shown at a time.
    """
    return min(whole(text), max(count - 1, 0)) // step * step


def whole(text: str | None, otherwise: int = 0) -> int:
    """A number of an address; what is none counts for nothing."""
    is_one = text and text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS
    return int(text) if text and is_one else otherwise
