"""Exhibits: which rows of 证据 bear the new rows out, those that stand there and new ones."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from anjuan.case.choices import EvidenceType, Method, StatutoryType
from anjuan.case.evidence_files import evidence_files
from anjuan.case.keys import number_key, phone_key
from anjuan.case.records.case import Case
from anjuan.case.sheets import EVIDENCE
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.importing.columns import DIGEST
from anjuan.importing.keeping import Kept
from anjuan.importing.matching import LENGTHS_DIFFER, LONGEST_RING, Event
from anjuan.importing.merging import Run
from anjuan.importing.parties import party_text
from anjuan.importing.reading import ReadFile, digest_of
from anjuan.plugin.importers import Contact, FileOfMoment
from anjuan.workbook.appending import Cells
from anjuan.workbook.cells.clocks import clock_text

# What a file of contacts is called in the list of exhibits.
_TITLES = {
    Method.CALL: "通话记录",
    Method.MESSAGE: "短信记录",
    Method.WECHAT: "微信聊天记录",
}
_OTHER_TITLE = "聊天记录"


@frozen
class Recording:
    """A recording of a call of a listed number.

    Attributes:
        number: of the file in the run.
        file: the file.
        found: what its name tells.
    """

    number: int
    file: ReadFile[Kept]
    found: FileOfMoment


@frozen
class Borne:
    """New rows with what bears them out.

    Attributes:
        runs: each with the numbers of its exhibits.
        rows: new rows of 证据.
    """

    runs: tuple[Run, ...]
    rows: tuple[Cells, ...]


def borne_out(
    events: Sequence[Event],
    files: Sequence[ReadFile[Kept]],
    wanted: str,
    case: Case,
    folder: Path,
) -> Borne:
    """The rows of events, with exhibits as the user wants them.

    Args:
        events: new ones, in the order of time.
        files: those read, numbered as in the sources of the events.
        wanted: the number of an exhibit that stands in 证据; `new` = one for each file; empty =
            none.
        case: whose events these are.
        folder: of the workbook; paths are relative to it.

    Raises:
        UsageError: 证据 has no such number.
    """
    if wanted != NEW:
        given = (_standing(wanted, case),) if wanted else ()
        return Borne(tuple(Run((event,), given) for event in events), ())
    paired = _recorded(events, _recordings(files))
    shelf = _Shelf(case, folder)
    by_file = _methods(events)
    numbers = {number: shelf.file(files[number], methods) for number, methods in by_file.items()}
    runs = []
    for position, event in enumerate(events):
        own = [numbers[source.file] for source in event.sources]
        if position in paired:
            own.append(shelf.recording(paired[position]))
        runs.append(Run((event,), tuple(sorted(set(own), key=_in_order))))
    return Borne(tuple(runs), tuple(shelf.rows))


def unmatched(events: Sequence[Event], files: Sequence[ReadFile[Kept]]) -> int:
    """How many recordings of listed numbers belong to none of the events of all files."""
    recordings = tuple(_recordings(files))
    return len(recordings) - len(_recorded(events, recordings))


def _in_order(number: str) -> tuple[int, str]:
    """Numbers as a list of exhibits has them: 9 before 10."""
    return _counted(number), number


def _counted(number: str) -> int:
    """The number of an exhibit, to count on from; 0 of one that is no number, or an endless one."""
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else 0


# Nobody numbers exhibits with more.
_MOST_DIGITS = 9
# `--evidence new`
NEW = "new"


def _standing(wanted: str, case: Case) -> str:
    for exhibit in case.evidence:
        if number_key(exhibit.number) == number_key(wanted):
            return exhibit.number
    raise UsageError(
        "案件 {} 的证据表里没有编号“{}”。请先在证据表登记，或用 --evidence new。",
        *(case.number, wanted),
    )


def _methods(events: Iterable[Event]) -> Mapping[int, Collection[Method]]:
    """By file, how the contacts were made that stand in it."""
    found: dict[int, dict[Method, None]] = {}
    for event in events:
        for source in event.sources:
            found.setdefault(source.file, {})[event.contact.method] = None
    return dict(sorted(found.items()))


def _recordings(files: Sequence[ReadFile[Kept]]) -> Iterator[Recording]:
    for number, file in enumerate(files):
        for found in file.taken.moments:
            if found.party and found.moment:
                yield Recording(number, file, found)


def _recorded(events: Sequence[Event], recordings: Iterable[Recording]) -> dict[int, Recording]:
    """Recordings by the position of the call that they are of, one to one, the nearest first."""
    calls: dict[str, list[int]] = {}
    for position, event in enumerate(events):
        calls.setdefault(phone_key(event.contact.party), []).append(position)
    near = sorted(
        (
            (apart, position, recording.number, recording)
            for recording in recordings
            for position in calls.get(phone_key(recording.found.party), ())
            if (apart := _apart(events[position].contact, recording.found)) is not None
        ),
        key=lambda it: it[:3],
    )
    found: dict[int, Recording] = {}
    taken: set[int] = set()
    for _, position, file, recording in near:
        if position not in found and file not in taken:
            found[position] = recording
            taken.add(file)
    return found


def _apart(contact: Contact, found: FileOfMoment) -> timedelta | None:
    """How long a call had rung when its recording began; None where it is another call's.

    A recording begins at the answer, or later by hand, and lies inside of the call.
    """
    assert found.moment is not None
    if contact.method is not Method.CALL:
        return None
    apart = found.moment - contact.moment
    latest = LONGEST_RING + timedelta(seconds=contact.seconds or 0)
    return abs(apart) if -timedelta(seconds=LENGTHS_DIFFER) <= apart <= latest else None


@dataclass(slots=True)
class _Shelf:
    """Exhibits of a case, to which new ones are added.

    Attributes:
        rows: new rows of 证据.
    """

    case: Case
    folder: Path
    rows: list[Cells] = field(default_factory=list)
    _next: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        known = {number_key(exhibit.number) for exhibit in self.case.evidence}
        highest = max(map(_counted, known), default=0)
        self._next = (str(it) for it in count(highest + 1) if number_key(str(it)) not in known)

    def file(self, file: ReadFile[Kept], methods: Collection[Method]) -> str:
        """The number of the exhibit that a file of contacts is."""
        is_of_calls = Method.CALL in methods
        kinds = dict.fromkeys(_TITLES.get(method, _OTHER_TITLE) for method in methods)
        sort = EvidenceType.CALL_RECORD if is_of_calls else EvidenceType.OTHER
        return self._number(file, f"{'、'.join(kinds)}（{file.label}）", sort, None)

    def recording(self, recording: Recording) -> str:
        """The number of the exhibit that a recording is."""
        moment = recording.found.moment
        sort = recording.found.evidence_type or EvidenceType.CALL_RECORDING
        number = party_text(recording.found.party)
        title = f"{sort}（{number}，{moment:%Y-%m-%d %H:%M}）"
        return self._number(recording.file, title, sort, moment)

    def _number(
        self, file: ReadFile[Kept], title: str, sort: EvidenceType, moment: datetime | None
    ) -> str:
        for exhibit in self.case.evidence:
            if any(_is_same(file.path, other) for other in evidence_files(exhibit, self.folder)):
                return exhibit.number
        number = next(self._next)
        # A message that was taken off a phone is electronic data (Civil Procedure Law, art. 66).
        is_message = sort is EvidenceType.OTHER
        values: dict[str, str | int] = {
            "case_number": self.case.number,
            "number": number,
            "title": title,
            "type": str(sort),
            "statutory_type": str(StatutoryType.ELECTRONIC) if is_message else "",
            "formed_on": f"{moment:%Y-%m-%d} {clock_text(moment.time())}" if moment else "",
            # Where the file of a copy lies, nobody has told.
            "file": "" if file.is_copy else _relative(file.path, self.folder),
        }
        cells = {EVIDENCE.heading(name): value for name, value in values.items() if value}
        self.rows.append({**cells, DIGEST: digest_of(file.path)})
        return number


def _is_same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _relative(path: Path, folder: Path) -> str:
    """A path from the folder of the workbook, where it lies below it."""
    target, start = path.resolve(), folder.resolve()
    is_below = target.is_relative_to(start)
    return target.relative_to(start).as_posix() if is_below else os.fspath(target)
