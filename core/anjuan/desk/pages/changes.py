"""改动: a paper that stands beside its new version, paragraph by paragraph; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.desk.answers import page, session_of, whole
from anjuan.desk.comparing import Comparison, jobs_of
from anjuan.desk.looking import Look, places_of
from anjuan.desk.pages.origins import ShownPlace, shown_place
from anjuan.desk.rendering import turn
from anjuan.desk.session import Session
from anjuan.desk.standing import edited_paper, two_versions
from anjuan.desk.veil import Open, veil
from anjuan.errors import UsageError, why
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.run.changes import Difference, Fate, difference
from anjuan.run.outcomes import Outcome
from anjuan.run.papers import in_memory
from anjuan.run.request import Request as Asked
from anjuan.run.versions import Change, Part, between

ROWS_SHOWN = 300
CHANGES_SHOWN = 500
# What has to be looked at first; of what stays as it is, and of what is new, the number says all.
_LISTED = (Fate.CHANGED, Fate.EDITED, Fate.REFUSED, Fate.VANISHED)
_TOLD = {
    Fate.NEW: "新",
    Fate.CHANGED: "会改",
    Fate.UNCHANGED: "不变",
    Fate.EDITED: "手改过（不会覆盖）",
    Fate.REFUSED: "生成不了",
    Fate.VANISHED: "不再生成",
}
_GONE = "没有这份文书。案件表可能刚刚改过，请回到“文书”页。"


@frozen
class ShownChange:
    """A place where two versions differ, and the cells that the new words come from."""

    number: int
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    cells: tuple[ShownPlace, ...]


@frozen
class ShownFate:
    """What a run would do with a paper, and where the page shows what changes in it."""

    word: str
    case: str
    title: str
    recipient: str
    file: str
    link: str


def compare(request: Request, asked: dict[str, object]) -> Response:
    """Find out what making what is ticked would change."""
    session_of(request).compare(draft=asked.get("draft") is True)
    return JSONResponse({})


def fates_of(session: Session, shown: Open) -> dict[str, Any]:
    """What the last comparison found, as 文书 tells it."""
    made = session.comparison
    if made is None:
        return {"comparison": None}
    found = sorted(
        (it for it in made.found if it.fate in _LISTED), key=lambda it: _LISTED.index(it.fate)
    )
    places = places_of(session.look)
    return {
        "comparison": made,
        "is_compared": session.is_compared,
        "compared_failure": shown.told(made.failure) if made.has_ended else "",
        "fates": [(word, made.counts[fate]) for fate, word in _TOLD.items()],
        "listed": [_listed(it, made, places, shown) for it in found[:ROWS_SHOWN]],
        "more_listed": max(0, len(found) - ROWS_SHOWN),
    }


def _listed(
    found: Difference, made: Comparison, places: Mapping[str, int], shown: Open
) -> ShownFate:
    place = places.get(found.case, -1)
    has_changes = found.fate in (Fate.CHANGED, Fate.EDITED)
    asked = f"case={place}&kind={found.kind}&place={found.place}&draft={int(made.request.draft)}"
    return ShownFate(
        _TOLD[found.fate],
        shown.case(found.case, place),
        found.title,
        shown.text(found.recipient),
        shown.text(found.path.rpartition("/")[2]),
        f"changes?{asked}" if has_changes else "",
    )


def show(request: Request) -> Response:
    """What a run would change in one paper, as things stand at this moment.

    Raises:
        UsageError: there is no such paper, or it can't be read.
    """
    session = session_of(request)
    look, query = session.usable, request.query_params
    place = whole(query.get("case"))
    cases = look.inspection.cases if look else ()
    if look is None or place >= len(cases):
        raise UsageError(Message(_GONE))
    # Places are counted among what is ticked.
    asked = replace(
        session.request(look), draft=query.get("draft") == "1", left_out=session.unticked
    )
    number, kind = cases[place].job.case.number, query.get("kind", "")
    found = _now(asked, look, number, kind, whole(query.get("place")))
    return _page(request, look, found, back=("papers", "回到文书"))


def _now(asked: Asked, look: Look, case: str, kind: str, place: int) -> Difference:
    """A paper that stands, held against what a run would write now.

    Args:
        asked: what the run would be.
        look: at the workbook.
        case: 案件编号.
        kind: name of the paper's kind.
        place: among those of the kind.

    Raises:
        UsageError: there is no such paper, or it can't be read.
    """
    jobs = jobs_of(replace(asked, cases=(case,)), look)
    try:
        with turn():
            found = [difference(job, kind, place, in_memory(asked, look.plugins)) for job in jobs]
    except OSError as error:
        raise UsageError("文件夹里的那份读不了（{}）。", why(error)) from error
    if not found or found[0] is None:
        raise UsageError(Message(_GONE))
    return found[0]


def _page(request: Request, look: Look, found: Difference, *, back: tuple[str, str]) -> Response:
    shown = veil(session_of(request).is_masked)
    place = places_of(look)[found.case]
    case = look.inspection.cases[place].job.case
    changes = [_shown(it, look, shown) for it in found.changes[:CHANGES_SHOWN]]
    return page(
        request,
        "changes.html",
        back=back,
        case=shown.case(case.number, place),
        client=shown.text(case.client.name),
        title=found.title,
        recipient=shown.text(found.recipient),
        old="手改的那份" if found.fate is Fate.EDITED else "文件夹里的这份",
        new="按现在的案件表",
        told=_said(found, shown),
        has_cells=True,
        changes=changes,
        more=len(found.changes) - len(changes),
    )


def _said(found: Difference, shown: Open) -> str:
    """What becomes of the paper, in one sentence."""
    if found.fate is Fate.REFUSED:
        return Message("这份文书现在生成不了：{}", shown.text(found.reason))
    return {
        Fate.NEW: "文件夹里还没有这一份，会新写一份。",
        Fate.UNCHANGED: "不变：再生成一次，逐字节相同。",
        Fate.CHANGED: "再生成一次，左边的会被右边的代替。",
        Fate.EDITED: "左边的手改过，不会覆盖；案件表改过的，新的一份写在它旁边，名字后面加“_新”。",
    }[found.fate] + found.reason


def versions(request: Request) -> Response:
    """A paper of the last run that a person edited, beside what the program would write.

    That is the new version in its folder; where there is none, one that is made for it.

    Raises:
        UsageError: there is no such paper, or one of the two can't be read.
    """
    session = session_of(request)
    look = session.usable
    edited = edited_paper(session, request.query_params.get("n"))
    both = two_versions(session, edited)
    if both:
        return _two_files(request, edited, *both)
    run = session.run
    if run is None or look is None:
        raise UsageError(Message(_GONE))
    same = [it for it in run.outcomes if (it.case, it.kind) == (edited.case, edited.kind)]
    found = _now(run.request, look, edited.case, edited.kind, same.index(edited))
    return _page(request, look, found, back=("result", "回到结果"))


def _two_files(request: Request, edited: Outcome, old: bytes, new: bytes) -> Response:
    session = session_of(request)
    shown = veil(session.is_masked)
    found = between(old, new)
    if found is None:
        raise UsageError(Message("这两份里有一份打不开，不能对照。请用 Word 打开看。"))
    return page(
        request,
        "changes.html",
        back=("result", "回到结果"),
        case=shown.case(edited.case, places_of(session.look).get(edited.case, -1)),
        client=shown.text(edited.client),
        title=edited.title,
        recipient=shown.text(edited.recipient),
        old="手改的那份",
        new="新的一份（_新）",
        told="程序以手改的那份为准。右边有、左边也该有的，请抄到左边。",
        has_cells=False,
        changes=[_shown(it, None, shown) for it in found[:CHANGES_SHOWN]],
        more=max(0, len(found) - CHANGES_SHOWN),
    )


def _shown(change: Change, look: Look | None, shown: Open) -> ShownChange:
    return ShownChange(
        change.number,
        tuple(replace(it, text=shown.text(it.text)) for it in change.old),
        tuple(replace(it, text=shown.text(it.text)) for it in change.new),
        tuple(shown_place(it, look, shown) for it in change.cells) if look else (),
    )
