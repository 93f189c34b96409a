"""法条, 期限, 关于: what is looked up while working."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from anjuan.case.columns import Column, ColumnType
from anjuan.chinese import date_text
from anjuan.config import CONFIG_NAME
from anjuan.desk.answers import page, session_of, whole
from anjuan.desk.pages.preview import print_lacks
from anjuan.desk.pages.prospects import periods_of
from anjuan.desk.rendering import turn
from anjuan.desk.session import Session
from anjuan.desk.veil import Open, veil
from anjuan.law.deadlines import by_nearness, told_unlimited
from anjuan.law.fees import told_fee
from anjuan.law.records import Provision, Version
from anjuan.plugin.host import Plugins
from anjuan.run.papers import in_memory, papers
from anjuan.run.tracing import cited_by
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.values import parse

_MOST_SHOWN = 200


def law(request: Request) -> Response:
    """Provisions by words and by the day of the act."""
    words = request.query_params.get("q", "").strip()
    asked = request.query_params.get("on", "").strip()
    day, fault = _day(asked)
    catalogue = _plugins(session_of(request)).law
    entries = catalogue.matching(words) if words else catalogue.provisions.values()
    found = [it for it in entries if isinstance(it, Provision)]
    return page(
        request,
        "law.html",
        **_of_case(request, veil(session_of(request).is_masked)),
        words=words,
        asked=asked,
        fault=fault,
        day=date_text(day),
        found=[
            (it.topic, [_version(each, day) for each in it.versions]) for it in found[:_MOST_SHOWN]
        ],
        more=max(0, len(found) - _MOST_SHOWN),
    )


def _of_case(request: Request, shown: Open) -> dict[str, Any]:
    """The cases to choose from, and what the papers of the chosen one rest on."""
    session = session_of(request)
    look = session.usable
    judged = look.inspection.cases if look else ()
    place = whole(request.query_params.get("case"), -1)
    cases = [
        (number, shown.case(it.job.case.number, number), shown.text(it.job.case.client.name))
        for number, it in enumerate(judged)
    ]
    if look is None or place not in range(len(judged)):
        return {"cases": cases, "case_place": -1, "used": ()}
    with turn():
        workshop = in_memory(session.request(look), look.plugins)
        cited = cited_by(papers(judged[place].job, workshop), look.plugins)
    ordered = sorted(cited.items(), key=lambda it: (it[0].key, it[0].start or date.min))
    used = [
        (
            it.text + (f"（{it.edition}）" if it.edition else ""),
            it.gist,
            f"{it.span} · {it.confidence.word}",
            shown.text("、".join(map(date_text, it.days))),
            "、".join(dict.fromkeys(paper.title for paper in citing)),
        )
        for it, citing in ordered
    ]
    return {"cases": cases, "case_place": place, "used": used}


def _plugins(session: Session) -> Plugins:
    """With what the office adds, once a workbook of it is open."""
    return session.usable.plugins if session.usable else Plugins.load()


def _version(it: Version, day: date) -> tuple[str, str, str, str, bool]:
    edition = f"（{it.law.edition}）" if it.law.edition else ""
    text = it.law.title + it.place + edition
    return text, it.gist, it.law.span, it.law.confidence.word, it.law.covers(day)


def _day(asked: str) -> tuple[date, str]:
    if not asked:
        return date.today(), ""
    try:
        day = parse(Column("日期", ColumnType.DATE), asked).value
    except CellError as error:
        return date.today(), error.message + error.remedy
    return (day, "") if isinstance(day, date) else (date.today(), "请写一个日期。")


def periods(request: Request) -> Response:
    """What ends when, the nearest first."""
    session = session_of(request)
    look, shown, today = session.usable, veil(session.is_masked), date.today()
    judged = look.inspection.cases if look else ()
    asked = whole(request.query_params.get("case"), -1)
    rows = [
        (shown.named(it.job.case, place), period)
        for place, it in enumerate(judged)
        if look and asked in (place, -1)
        for period in periods_of(it, look, shown, today)
    ]
    rows.sort(key=lambda row: by_nearness(row[1].left))
    law = _plugins(session).law
    return page(
        request,
        "deadlines.html",
        rows=rows[: _MOST_SHOWN * 5],
        case=shown.named(judged[asked].job.case, asked) if asked in range(len(judged)) else "",
        unlimited=told_unlimited(law, today),
        fees=[
            shown.told(told_fee(it.job.case, law))
            for place, it in enumerate(judged)
            if it.job.case.damages and asked in (place, -1)
        ][:_MOST_SHOWN],
    )


def _config_text(session: Session, shown: Open) -> str:
    """Which `anjuan.toml` counts."""
    look = session.look
    if look is None:
        return "（还没有打开案件表）"
    if look.config_file.is_file():
        return shown.text(str(look.config_file))
    return f"案件表旁边没有 {CONFIG_NAME}，用的是自带的设置。"


def about(request: Request) -> Response:
    """What this is, what it does with data, and what is loaded."""
    session = session_of(request)
    shown = veil(session.is_masked)
    return page(
        request,
        "about.html",
        version=version("anjuan"),
        print_lacks=shown.told(print_lacks(_plugins(session))),
        plugins=[
            (it.name, it.version, it.source, it.reason) for it in _plugins(session).infos.values()
        ],
        output=shown.text(str(session.output)) if session.path else "",
        config_file=_config_text(session, shown),
        kinds_dirs=[shown.text(str(it)) for it in session.settings.kinds_dirs],
    )
