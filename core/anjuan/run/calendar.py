"""Periods as a calendar (RFC 5545): one event each, the same bytes of the same periods."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from anjuan.case.packed import Head
from anjuan.law.deadlines import Deadline, told_place

# So many days before its last day a period is brought to mind.
_AHEAD = timedelta(days=7)


def calendar(found: Iterable[tuple[Head, Deadline]]) -> bytes:
    """An .ics file.

    An event keeps its UID while its day moves, so that a calendar which takes the file in once
    more moves the event.

    Args:
        found: periods, each with what its case is known by, in the order of the file.
    """
    book = Calendar()
    book.add("prodid", "-//anjuan//deadlines//ZH")
    book.add("version", "2.0")
    seen: Counter[tuple[str, str, str]] = Counter()
    for case, it in found:
        key = (case.number, it.id, it.title)
        book.add_component(_event(case, it, "\n".join((*key, str(seen[key])))))
        seen[key] += 1
    content: bytes = book.to_ical()
    return content


def _event(case: Head, it: Deadline, key: str) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@anjuan")
    # When the file was made is nobody's business, and would change it each time.
    event.add("dtstamp", datetime.combine(it.day, time(), UTC))
    event.add("dtstart", it.day)
    event.add("dtend", it.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{case.number} {case.client}：{it.title} 到期")
    lines = (it.source, it.told_confidence, it.note, f"算自 {told_place(it.place)}")
    event.add("description", "\n".join(filter(None, lines)))
    event.add_component(_alarm(str(event["summary"])))
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -_AHEAD)
    return alarm
