"""From runs to cells: what is written under which heading, and what is left for a person.

Never written: 行为性质, 机构, what was said in a call. Times are written as text, so that midnight
stays a time (workbook/cells/days.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from anjuan.case.choices import Method
from anjuan.case.sheets import INCIDENTS
from anjuan.case.text import duration_text
from anjuan.importing.columns import ENDING, LAST, SOURCE
from anjuan.importing.matching import Source
from anjuan.importing.merging import Run
from anjuan.importing.parties import party_text
from anjuan.importing.whose import Reached
from anjuan.importing.wording import cleaned, quoted
from anjuan.plugin.importers import Contact, Ending, Origin, TimePrecision
from anjuan.workbook.appending import Cells
from anjuan.workbook.cells.clocks import clock_text

# So many places of a file are named in 来源; of a longer run, how many there are.
_MOST_PLACES = 20


def incident_cells(run: Run, reached: Reached) -> Cells:
    """The cells of a row of 骚扰记录; what is empty is left out."""
    first = run.first
    values: dict[str, str | int | None] = {
        "case_number": reached.case_number,
        "moment": moment_text(first),
        "method": str(first.method),
        "number": party_text(first.party),
        "victim": reached.name,
        "relation": reached.relation,
        "victim_phone": reached.phone,
        "count": run.count,
        "connected": run.connected,
        "talk_seconds": None if not run.talk_seconds else duration_text(run.talk_seconds),
        "content": content(first),
        "evidence_numbers": "、".join(run.evidence_numbers),
    }
    ours = {INCIDENTS.heading(attribute): value for attribute, value in values.items()}
    own = {SOURCE: source_text(run.sources), ENDING: _ending(run), LAST: _last(run)}
    return {heading: it for heading, it in {**ours, **own}.items() if it not in ("", None)}


def moment_text(contact: Contact) -> str:
    """A time as the workbook reads it back, midnight too; a day where only that is known."""
    day = contact.moment.date()
    if contact.precision is TimePrecision.DAY:
        return str(day)
    return f"{day} {clock_text(contact.moment.time())}"


def content(contact: Contact) -> str:
    """内容: the words of a message in quotation marks; of a call only what the client noted."""
    is_note = contact.origin is Origin.HAND
    return cleaned(contact.text) if is_note else quoted(contact.text)


def source_text(sources: Iterable[Source]) -> str:
    """`calls.xml 第 5、9 行；2026年01月语音通信.xls 第 11 行`."""
    ordered = sorted(sources, key=lambda it: it.file)
    return "；".join(
        f"{label} {_places([source.place for source in of_file])}"
        for (_, label), of_file in groupby(ordered, key=lambda it: (it.file, it.label))
    )


def _places(places: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(places))
    if len(distinct) <= _MOST_PLACES:
        return "、".join(distinct)
    return f"{'、'.join(distinct[:_MOST_PLACES])}等 {len(distinct)} 处"


def _ending(run: Run) -> str:
    """接听情况: how the calls ended, each way once; empty where no record tells."""
    endings = [event.contact.ending for event in run.events]
    if run.first.method is not Method.CALL or Ending.UNKNOWN in endings:
        return ""
    counts = {ending: endings.count(ending) for ending in dict.fromkeys(endings)}
    if run.count == 1:
        return str(endings[0])
    return "、".join(f"{ending} {count}" for ending, count in counts.items())


def _last(run: Run) -> str:
    """末次时间 of a run of several times."""
    is_run = run.count > 1 and run.last != run.first.moment
    return f"{run.last:%H:%M:%S}" if is_run else ""


def run_json(run: Run) -> dict[str, str]:
    """The object of the contract: words as they were written, time to the second."""
    first = run.first
    return {
        INCIDENTS.heading("moment"): _full(first.moment, first.precision),
        INCIDENTS.heading("method"): str(first.method),
        INCIDENTS.heading("number"): party_text(first.party),
        INCIDENTS.heading("content"): first.text,
        SOURCE: source_text(run.sources),
    }


def _full(moment: datetime, precision: TimePrecision) -> str:
    is_day = precision is TimePrecision.DAY
    return f"{moment:%Y-%m-%d}" if is_day else f"{moment:%Y-%m-%d %H:%M:%S}"
