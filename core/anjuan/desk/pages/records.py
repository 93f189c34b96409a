"""通话记录: which numbers stand in a client's records, and what of them goes into a copy.

The numbers of other people are on this page alone, for the user to say which are the collector's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from anjuan.case.sheets import INCIDENTS
from anjuan.desk.answers import (
    XLSX,
    attachment,
    home_of,
    page,
    received,
    session_of,
    whole,
    window,
)
from anjuan.desk.folders import RECORDS, folder_at, record_at
from anjuan.desk.intake import Choice, Intake
from anjuan.desk.looking import Look
from anjuan.desk.session import Session
from anjuan.desk.veil import Open, veil
from anjuan.errors import UsageError, why
from anjuan.importing.exhibits import NEW
from anjuan.importing.hints import GROUNDS, hints_by
from anjuan.importing.layout import moment_text, source_text
from anjuan.importing.number_list import GROUND, IS_LISTED, NUMBER
from anjuan.importing.reading import Given
from anjuan.importing.result import MANY_ROWS, Imported
from anjuan.importing.telling import left_out, read_text, rows_text, to_do, warnings
from anjuan.messages import Message, public
from anjuan.plugin.host import Plugins
from anjuan.workbook.appending import Cells

MOST_DROPPED = 100 << 20
NUMBERS_SHOWN = ROWS_SHOWN = 200


def show(request: Request) -> Response:
    """How far the import is, and what it needs."""
    session = session_of(request)
    intake, usable = session.intake, session.usable
    shown = veil(session.is_masked)
    folder = folder_at(home_of(request), request.query_params.get("folder", ""), RECORDS)
    readers = (usable.plugins if usable else Plugins.load()).importers.values()
    return page(
        request,
        "records.html",
        intake=intake,
        usable=usable,
        most=MOST_DROPPED >> 20,
        folder_shown=folder,
        chosen=[_called(it, shown) for it in intake.records],
        formats=[it for reader in readers for it in reader.formats],
        failure=shown.told(intake.failure),
        copy=_copy_text(session, shown),
        grounds=GROUNDS,
        headings=[it.heading for it in (IS_LISTED, NUMBER, GROUND)],
        **_listed(request, usable, shown),
        **_cases(usable, intake, shown),
        **_found(request, intake, shown),
    )


def _copy_text(session: Session, shown: Open) -> str:
    copy = session.intake.copy
    if copy is None:
        return ""
    # Where a private copy lies is nobody's concern.
    return shown.text(copy.name if session.is_copy else str(copy))


def _called(record: object, shown: Open) -> str:
    return shown.text(record.name if isinstance(record, Given) else str(record))


def _listed(request: Request, look: Look | None, shown: Open) -> dict[str, Any]:
    """The numbers of the files, a window of them."""
    intake = session_of(request).intake
    found = intake.listing
    if found is None:
        return {"listing": None}
    judged = look.inspection.cases if look else ()
    hints = hints_by(it.job.case for it in judged)
    count = len(found.tallies)
    first = window(request.query_params.get("number"), count, NUMBERS_SHOWN)
    return {
        "listing": found,
        "read": read_text(found),
        "own": [shown.text(it) for it in found.own],
        "refused": _refused(found.refusals, found.unknown, shown),
        "numbers": [
            {
                "place": place,
                "it": tally,
                "party": shown.text(tally.party),
                "hints": [shown.told(it) for it in hints(tally)],
                "is_on": place in intake.grounds,
                "ground": shown.text(intake.grounds.get(place, "")),
            }
            for place, tally in enumerate(found.tallies)
            if first <= place < first + NUMBERS_SHOWN
        ],
        "first_number": first,
        "numbers_count": count,
        "numbers_step": NUMBERS_SHOWN,
    }


def _refused(refusals: Sequence[Any], unknown: Sequence[str], shown: Open) -> list[str]:
    told = [*(Message("读不了：{}：{}", it.label, it.reason) for it in refusals)]
    told += [Message("认不出：{}。能读哪些，见上面。", name) for name in unknown]
    return [shown.told(it) for it in told]


def _cases(look: Look | None, intake: Intake, shown: Open) -> dict[str, Any]:
    """The cases to choose from, and what belongs to the one that is chosen."""
    cases = [it.job.case for it in look.inspection.cases] if look else []
    chosen = next((it for it in cases if it.number == intake.choice.case), None)
    chosen = chosen or (cases[0] if len(cases) == 1 else None)
    return {
        "cases": [
            (place, shown.case(it.number, place), shown.text(it.client.name), it is chosen)
            for place, it in enumerate(cases)
        ],
        "exhibits": dict.fromkeys(
            shown.text(exhibit.number) for it in cases for exhibit in it.evidence
        ),
        "person": shown.text(intake.choice.person),
        "relation": shown.text(intake.choice.relation),
        "evidence": intake.choice.evidence,
        "new": NEW,
    }


def _found(request: Request, intake: Intake, shown: Open) -> dict[str, Any]:
    """What would be written, a window of its rows."""
    weighed = intake.weighed
    if weighed is None:
        return {"found": None}
    found = weighed.found
    first = window(request.query_params.get("from"), len(found.rows), ROWS_SHOWN)
    rows = found.rows[first : first + ROWS_SHOWN]
    columns = _columns(rows)
    return {
        "found": found,
        "rows_text": rows_text(found),
        "columns": columns,
        "rows": [[shown.text(str(it.get(column, ""))) for column in columns] for it in rows],
        "exhibit_columns": _columns(found.exhibits),
        "exhibit_rows": [
            [shown.text(str(it.get(name, ""))) for name in _columns(found.exhibits)]
            for it in found.exhibits[:ROWS_SHOWN]
        ],
        "known": _known(found, shown),
        "doubts": [
            (shown.text(it.file), shown.text(it.place), shown.text(it.value), shown.told(it.reason))
            for it in found.doubts[:ROWS_SHOWN]
        ],
        "left_out": list(left_out(found)),
        "remarks": [shown.told(it) for it in (*warnings(found), *to_do(found))],
        "unread": _refused(found.refusals, found.unknown, shown),
        "many": len(found.rows) > MANY_ROWS and not intake.choice.by_day,
        "first_row": first,
        "rows_step": ROWS_SHOWN,
        "rows_count": len(found.rows),
    }


def _columns(rows: Sequence[Cells]) -> list[str]:
    """The headings under which any of the rows has something, but for the case."""
    found = dict.fromkeys(heading for row in rows for heading in row)
    return [it for it in found if it != INCIDENTS.heading("case_number")]


def _known(found: Imported, shown: Open) -> list[tuple[str, str, str, str]]:
    return [
        (
            shown.text(moment_text(it.event.contact)),
            shown.text(it.event.contact.party),
            shown.text(source_text(it.event.sources)),
            f"{it.row.origin.sheet} 第 {it.row.origin.row} 行",
        )
        for it in found.known[:ROWS_SHOWN]
    ]


async def take(request: Request) -> Response:
    """Add a file that was dropped: its bytes, and what it is called."""
    refusal = Message(
        "文件超过 {} MB。请从下面的文件夹里选，不必拖进来。", public(MOST_DROPPED >> 20)
    )
    content = await received(request, MOST_DROPPED, refusal)
    name = request.query_params.get("name", "")
    await run_in_threadpool(session_of(request).intake.take, content, name)
    return JSONResponse({})


def add(request: Request, asked: dict[str, object]) -> Response:
    """Add a file or a folder of the list."""
    session_of(request).intake.add(record_at(home_of(request), str(asked.get("path", ""))))
    return JSONResponse({})


def remove(request: Request, asked: dict[str, object]) -> Response:
    """Leave a file out."""
    session_of(request).intake.remove(_place(asked))
    return JSONResponse({})


def read(request: Request, asked: dict[str, object]) -> Response:
    """See which numbers there are."""
    session = session_of(request)
    typed = str(asked.get("year", "")).strip()
    if typed and not whole(typed):
        raise UsageError("年份“{}”不是可能的年份。", typed)
    password = str(asked.get("password", ""))
    session.intake.read(whole(typed) or None, password, session.usable)
    return JSONResponse({})


def tick(request: Request, asked: dict[str, object]) -> Response:
    """Say of a number whether it is the collector's, and why."""
    is_on = asked.get("on") is True
    session_of(request).intake.tick(_place(asked), is_on=is_on, ground=str(asked.get("ground", "")))
    return JSONResponse({})


def weigh(request: Request, asked: dict[str, object]) -> Response:
    """See what would be written.

    Raises:
        UsageError: there is no workbook, or no case was chosen.
    """
    session = session_of(request)
    look = session.usable_look()
    place = whole(str(asked.get("case", "")), -1)
    if place not in range(len(look.inspection.cases)):
        raise UsageError(Message("请选是哪一个案件。"))
    choice = Choice(
        case=look.inspection.cases[place].job.case.number,
        person=str(asked.get("person", "")).strip(),
        relation=str(asked.get("relation", "")).strip(),
        evidence=str(asked.get("evidence", "")).strip(),
        by_day=asked.get("by_day") == "on",
    )
    session.intake.weigh(choice, look)
    return JSONResponse({})


def write(request: Request, asked: dict[str, object]) -> Response:
    """Write the copy."""
    session_of(request).intake.write()
    return JSONResponse({"go": "records"})


def go_on(request: Request, asked: dict[str, object]) -> Response:
    """Go on with the copy."""
    session = session_of(request)
    copy = session.intake.copy
    if copy is None:
        raise UsageError(Message("还没有写过副本。"))
    session.go_on_with(copy)
    return JSONResponse({"go": "check"})


def forget(request: Request, asked: dict[str, object]) -> Response:
    """Let go of the files and of what was read in them."""
    session_of(request).intake.forget()
    return JSONResponse({"go": "records"})


def copy(request: Request) -> Response:
    """The copy that was written."""
    file = session_of(request).intake.copy
    if file is None:
        raise UsageError(Message("还没有写过副本。"))
    try:
        return attachment(file.read_bytes(), file.name, XLSX)
    except OSError as error:
        raise UsageError("{} 读不了（{}）。", file, why(error)) from error


def _place(asked: dict[str, object]) -> int:
    place = asked.get("n")
    return place if isinstance(place, int) else -1
