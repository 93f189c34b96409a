"""Copies of the workbook: with its problems marked, and with proposals taken over."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.desk.answers import XLSX, attachment, session_of
from anjuan.desk.pages.checking import ordered
from anjuan.errors import UsageError
from anjuan.messages import Message
from anjuan.run.taking_over import marked_copy


def marked(request: Request) -> Response:
    """A copy of the workbook with its problems marked.

    Raises:
        UsageError: it can't be marked, or was saved meanwhile.
    """
    look = session_of(request).usable_look()
    if not look.is_package:
        raise UsageError(Message("只有 .xlsx、.xlsm 能标出问题；请先另存为 .xlsx。"))
    copy = marked_copy(look.content(), look.inspection)
    name = look.path.stem.removesuffix("_标注")
    return attachment(copy, f"{name}_标注{look.path.suffix}", XLSX)


def accept(request: Request, asked: dict[str, object]) -> Response:
    """Take over the proposals that are ticked, by the numbers of their problems in the list.

    Raises:
        UsageError: none is ticked, or can be taken over, or the workbook was saved meanwhile.
        OutputError: the copy can't be written.
    """
    session = session_of(request)
    look = session.seen(asked.get("look"))
    problems = enumerate(ordered(look))
    session.take_over(look, [it for number, it in problems if str(number) in asked])
    return JSONResponse({"go": "check"})


def accepted(request: Request) -> Response:
    """The copy that proposals were taken over into.

    Raises:
        UsageError: there is none, or it can't be read.
    """
    session = session_of(request)
    look = session.look
    if session.taken is None or look is None:
        raise UsageError(Message("还没有采用过建议。"))
    return attachment(look.content(), session.taken.copy.name, XLSX)
