"""核对: somebody looked at a paper, and says so; what is typed here is no signature."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.desk.answers import session_of
from anjuan.desk.rendering import chosen_paper, turn
from anjuan.desk.session import Session
from anjuan.desk.signs import previewed
from anjuan.desk.standing import standing_paper
from anjuan.desk.veil import Open
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.run.signoff_records import digest_of
from anjuan.run.signoffs import Sight, SignOff, moment, signer


def sign(request: Request, asked: dict[str, object]) -> Response:
    """Note down what somebody says of a paper that stands, or that is previewed.

    Raises:
        UsageError: it is another one than was shown, or no name was typed.
        OutputError: it can't be noted down now.
    """
    session = session_of(request)
    by = signer(str(asked.get("by", "")))
    words = {it.value: it for it in Sight}
    sight = words.get(str(asked.get("sight")))
    root, path, digest = _standing(session, asked) if "n" in asked else _previewed(session, asked)
    if sight is None or not digest or digest != asked.get("digest"):
        raise UsageError(Message("这份文书刚刚变了。请刷新页面，看过现在的这一份再记。"))
    session.sign(root, path, SignOff(sight, by, moment(datetime.now()), digest))
    return JSONResponse({})


def _standing(session: Session, asked: dict[str, object]) -> tuple[Path, str, str]:
    root, path = standing_paper(session, str(asked["n"]))
    return root, path, digest_of(root / path)


def _previewed(session: Session, asked: dict[str, object]) -> tuple[Path, str, str]:
    case, place = asked.get("case"), asked.get("doc")
    if not isinstance(case, int) or not isinstance(place, int):
        raise UsageError(Message("没有这份文书。"))
    with turn():
        found = previewed(session, chosen_paper(session, case, place), Open())
    return session.output, found.path if found else "", found.digest if found else ""
