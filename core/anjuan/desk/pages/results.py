"""生成 and 结果: a run on its way, and what became of each paper."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from anjuan.desk.answers import DOCX, XLSX, ZIP, attachment, page, saved_as, session_of, window
from anjuan.desk.looking import places_of
from anjuan.desk.making import Run
from anjuan.desk.reading import by_risk
from anjuan.desk.signs import SignOffs
from anjuan.desk.standing import content_of, files_of, inside, output_of, paper_file, zipped
from anjuan.desk.veil import Open, veil
from anjuan.errors import UsageError, why
from anjuan.run.outcomes import Outcome, State
from anjuan.run.summary import SUMMARY_NAME

ROWS_SHOWN = 300
# In this order they are counted.
_ORDER = (
    State.FAILED,
    State.REFUSED,
    State.KEPT,
    State.WRITTEN,
    State.UNCHANGED,
    State.NOT_APPLICABLE,
)


def show(request: Request) -> Response:
    """The run: how far it is, or what it made."""
    session = session_of(request)
    run, shown = session.run, veil(session.is_masked)
    if run is None:
        return page(request, "result.html", run=None)
    places = places_of(session.look)
    signs = SignOffs(run.request.output)
    order = "case" if request.query_params.get("order") == "case" else "risk"
    listed = _listed(run, signs, order)
    first = window(request.query_params.get("from"), len(listed), ROWS_SHOWN)
    return page(
        request,
        "result.html",
        run=run,
        said=[shown.told(text) for text in run.said],
        failure=shown.told(run.failure),
        rows=[
            {
                "number": number,
                "case": shown.case(it.case, places.get(it.case, -1)),
                "signing": signs.standing(it.path, shown) if it.path else None,
                **_told(it, shown),
            }
            for number, it in listed[first : first + ROWS_SHOWN]
        ],
        counts=[(it.word, run.report.counts.get(it, 0)) for it in _ORDER] if run.report else (),
        printed=run.report.printed if run.report else "",
        problems=[
            (it.severity, shown.problem(it) + shown.told(it.remedy))
            for it in (run.report.problems if run.report else ())
        ][:ROWS_SHOWN],
        order=order,
        signer="" if shown.is_masked else session.signer,
        sign_faults=[shown.told(it) for it in signs.faults],
        first=first,
        step=ROWS_SHOWN,
        count=len(listed),
        output=shown.text(str(run.request.output)),
    )


def _told(outcome: Outcome, shown: Open) -> dict[str, object]:
    """What a row says of a paper, whatever its place and case are called."""
    failure = shown.told(outcome.failure or outcome.spared)
    reasons = (failure, *map(shown.problem, outcome.problems), outcome.remark)
    return {
        "client": shown.text(outcome.client),
        "title": outcome.title,
        "recipient": shown.text(outcome.recipient),
        "state": outcome.state,
        "path": outcome.path,
        "is_edited": outcome.state is State.KEPT,
        "has_newer": bool(outcome.newer and outcome.newer.path),
        "printed": "" if shown.is_masked else "、".join((*outcome.dates, *outcome.sums)),
        "reason": "；".join(filter(None, reasons)),
    }


def _listed(run: Run, signs: SignOffs, order: str) -> list[tuple[int, Outcome]]:
    """What became of each paper, with its number, in the order in which it is to be read."""
    numbered = list(enumerate(run.outcomes))
    if order == "case":
        return numbered
    warned = {it.case for it in (run.report.problems if run.report else ()) if not it.is_error}

    def risk(it: tuple[int, Outcome]) -> tuple[bool, ...]:
        outcome = it[1]
        is_seen = bool(outcome.path) and signs.is_seen(outcome.path)
        return by_risk(outcome, is_warned=outcome.case in warned, is_seen=is_seen)

    return sorted(numbered, key=risk)


def begin(request: Request, asked: dict[str, object]) -> Response:
    """Make what is ticked."""
    session = session_of(request)
    steps = asked.get("steps")
    names = tuple(str(it) for it in steps) if isinstance(steps, list) else ()
    session.begin(draft=asked.get("draft") is True, steps=names)
    return JSONResponse({"go": "result"})


def stop(request: Request, asked: dict[str, object]) -> Response:
    """Stop after the case at work."""
    session = session_of(request)
    if session.run:
        session.run.stop()
    return JSONResponse({})


def paper(request: Request) -> Response:
    """One paper of the run, by its number."""
    file = paper_file(session_of(request), request.query_params.get("n"))
    return attachment(content_of(file), file.name, DOCX)


def summary(request: Request) -> Response:
    """清单.xlsx of the run."""
    file = inside(output_of(session_of(request)), SUMMARY_NAME)
    return attachment(content_of(file), file.name, XLSX)


def bundle(request: Request) -> Response:
    """All files in the folders of the run's cases, and 清单.xlsx, as one."""
    content = zipped(output_of(session_of(request)), files_of(session_of(request)))
    return StreamingResponse(content, media_type=ZIP, headers=saved_as("文书.zip"))


def open_folder(request: Request, asked: dict[str, object]) -> Response:
    """Show the output folder, or one paper of the run in it, in the system's own program.

    Raises:
        UsageError: it is not there, or there is no such program.
    """
    session = session_of(request)
    output = output_of(session)
    number = asked.get("n")
    target = output if number is None else paper_file(session, str(number))
    if not target.exists():
        raise UsageError("{} 已经不在了。", target)
    try:
        _open(target.resolve())
    except OSError as error:
        raise UsageError("打不开（{}）。文书在 {}。", why(error), output) from error
    return JSONResponse({})


def _open(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    quiet = subprocess.DEVNULL
    opened = subprocess.Popen([program, str(path)], stdin=quiet, stdout=quiet, stderr=quiet)
    # It may take as long as its user looks at the folder.
    threading.Thread(target=opened.wait, daemon=True).start()
