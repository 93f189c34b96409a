"""The one way from call records to a copy of the workbook.

    files ─read─▶ contacts of listed numbers ─unite─▶ events ─compare─▶ new ones ─▶ rows ─▶ copy

Each step is a module beside this one, and can be read alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anjuan.case.choices import Method, Role
from anjuan.case.choosing import cases_called
from anjuan.case.keys import person_key, phone_key
from anjuan.case.people import Who, who_is_said
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.sheets import CASES, EVIDENCE, INCIDENTS
from anjuan.errors import UsageError
from anjuan.importing.exhibits import borne_out, unmatched
from anjuan.importing.files import Headings
from anjuan.importing.keeping import Kept, Skipped
from anjuan.importing.layout import SELF, Reached, incident_cells
from anjuan.importing.matching import united
from anjuan.importing.merging import merged_by_day, single_rows
from anjuan.importing.number_list import NumberList, list_in, read_list
from anjuan.importing.reading import (
    Asking,
    Given,
    ReadFile,
    Refusal,
    Told,
    given_files,
    labels,
    read_files,
)
from anjuan.importing.remarks import remarks
from anjuan.importing.result import Imported
from anjuan.importing.standing import fresh
from anjuan.importing.survey import is_night
from anjuan.messages import public
from anjuan.plugin.importers import Importer
from anjuan.workbook.appending import Added, append_rows
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import Workbook
from anjuan.workbook.rows import RawSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for.

    Attributes:
        workbook: the case workbook.
        records: files and folders of call records, all of one phone.
        case: 案件编号 or the client's name.
        numbers: the list; None = the sheet 催收号码 of the workbook.
        person: whose phone it is; empty = the client's.
        relation: of that person to the client; empty likewise.
        evidence: as in `exhibits.borne_out`.
        by_day: calls of a number on a day become one row.
        year, password: as in `Told`.
        headings: what the office calls the sheets and headings of the workbook.
        record_headings: and those of call records.
        aside: files that are no records though they may lie among them.
    """

    workbook: Path
    records: tuple[Path, ...]
    case: str
    numbers: Path | None = None
    person: str = ""
    relation: str = ""
    evidence: str = ""
    by_day: bool = False
    year: int | None = None
    password: str | None = None
    headings: HeadingMap = field(default_factory=HeadingMap)
    record_headings: Headings = field(default_factory=dict)
    aside: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Files:
    """What came of the files.

    Attributes:
        read: those read, in their order.
        refusals: those that could not be.
        unknown: those that nobody knows.
    """

    read: tuple[ReadFile[Kept], ...]
    refusals: tuple[Refusal, ...]
    unknown: tuple[Given, ...]


def imported(
    wish: Wish, workbook: Workbook, importers: Iterable[Importer], ask: Asking
) -> Imported:
    """All that an import would do; nothing is written.

    Args:
        wish: what the user asked for.
        workbook: parsed.
        importers: readers, in the order in which they are asked.
        ask: asks for what a file can't be read without.

    Raises:
        UsageError: the case, the list or a file is not there, or something has to be told.
        WorkbookError: the list can't be used.
    """
    case = one_case(wish.case, workbook.cases)
    listed = read_list(wish.numbers) if wish.numbers else list_in(wish.workbook)
    _refuse_own(listed, case)
    reached = _reached(wish, case)
    files = _read(wish, listed, reached, case, importers, ask)
    _refuse_phones(listed, files.read)
    contacts = [(file.label, file.taken.contacts) for file in files.read]
    together = united(contacts)
    standing = [row for row in case.incidents if _is_of(row, reached)]
    new = fresh(together.events, standing)
    borne = borne_out(new.events, files.read, wish.evidence, case, wish.workbook.parent)
    left = unmatched(together.events, files.read)
    runs = single_rows(borne.runs)
    if wish.by_day:
        runs = merged_by_day(runs, case.objection_date)
    rows = tuple(incident_cells(run, reached) for run in runs)
    doubts = (doubt for file in files.read for doubt in file.taken.doubts)
    return Imported(
        files=len(files.read),
        unknown=tuple(labels(files.unknown)[it.path] for it in files.unknown if it.is_named),
        unknown_within=sum(not it.is_named for it in files.unknown),
        refusals=files.refusals,
        read=_added(file.taken.read for file in files.read),
        own=tuple(dict.fromkeys(own for it in files.read for own in it.taken.notes.own.values())),
        runs=runs,
        rows=rows,
        exhibits=borne.rows,
        merged=together.merged,
        known=new.known,
        skipped=_skipped(files.read),
        doubts=(*doubts, *together.doubts, *new.doubts),
        unmet=_unmet(listed, files.read),
        unmatched=left,
        remarks=tuple(remarks(reached, files.read, runs, left)),
        at_night=sum(is_night(event.contact) for run in runs for event in run.events),
    )


def one_case(asked: str, cases: Sequence[Case]) -> Case:
    """The case that is meant.

    Raises:
        UsageError: it is none, or several are.
    """
    found = cases_called(asked, cases) if asked else tuple(cases)
    if len(found) > 1:
        numbers = [case.number for case in found]
        raise UsageError("请用 -c 写明是哪一个案件：{}。", numbers)
    return found[0]


def copy_of(content: bytes, wish: Wish, workbook: Workbook, found: Imported) -> bytes:
    """A copy of the workbook with the new rows.

    Args:
        content: of the workbook.
        wish: what the user asked for.
        workbook: parsed.
        found: what there is to add.

    Raises:
        UsageError: the workbook lacks the sheet.
        WorkbookError: it can't be changed in places.
    """
    added = [
        Added(_sheet(workbook, name), rows, wish.headings.columns.get(name, {}))
        for name, rows in ((INCIDENTS.name, found.rows), (EVIDENCE.name, found.exhibits))
        if rows
    ]
    return append_rows(content, added)[0]


def _sheet(workbook: Workbook, name: str) -> RawSheet:
    raw = workbook.sheets[name]
    if not raw.columns:
        raise UsageError("案件表里没有工作表“{}”，加不进去。请按空白案件表补上。", public(name))
    return raw


def _read(
    wish: Wish,
    listed: NumberList,
    reached: Reached,
    case: Case,
    importers: Iterable[Importer],
    ask: Asking,
) -> _Files:
    aside = (wish.workbook, *filter(None, (wish.numbers,)), *wish.aside)
    files = given_files(wish.records, aside)
    told = Told(wish.year, wish.password, _own_numbers(wish, reached, case), wish.record_headings)
    read: list[ReadFile[Kept]] = []
    refusals: list[Refusal] = []
    unknown: list[Given] = []
    for result in read_files(files, importers, told, ask, lambda label: Kept(label, listed)):
        match result:
            case ReadFile():
                read.append(result)
            case Refusal():
                refusals.append(result)
            case Given():
                unknown.append(result)
    return _Files(tuple(read), tuple(refusals), tuple(unknown))


def _is_client(wish: Wish, case: Case) -> bool:
    """Whether it is the client's own phone."""
    is_contact = case.client.role == Role.CONTACT
    said = who_is_said(wish.person, is_contact) if wish.person else Who.CLIENT
    return said is Who.CLIENT or person_key(wish.person) == person_key(case.client.name)


def _own_numbers(wish: Wish, reached: Reached, case: Case) -> frozenset[str]:
    """Keys of the phone's numbers, as the workbook has them."""
    client = (case.client.phone,) if _is_client(wish, case) else ()
    of_rows = (row.victim_phone for row in case.incidents if _is_of(row, reached))
    return frozenset(phone_key(number) for number in (*client, *of_rows) if number)


def _reached(wish: Wish, case: Case) -> Reached:
    if _is_client(wish, case):
        return Reached(case.number, case.client.name, SELF)
    return Reached(case.number, wish.person, wish.relation)


def _is_of(row: Incident, reached: Reached) -> bool:
    """Whether a row tells of the person whose phone it is."""
    if reached.relation == SELF:
        return row.is_about_client
    return person_key(row.victim) == person_key(reached.name)


def _refuse_own(listed: NumberList, case: Case) -> None:
    """Refuse a list that takes our own side for the collector's.

    Raises:
        UsageError: a number of it is the client's, a victim's or the lawyer's.
    """
    ours = {
        phone_key(case.client.phone): CASES.heading("phone"),
        phone_key(case.client.guardian_phone): CASES.heading("guardian_phone"),
        phone_key(case.lawyer_phone): CASES.heading("lawyer_phone"),
        **{
            phone_key(row.victim_phone): INCIDENTS.heading("victim_phone") for row in case.incidents
        },
    }
    for key, number in listed.items():
        if key in ours and key:
            raise UsageError(
                "名单 {} 的号码 {} 是本案的“{}”，不是催收方的。请在名单里改正。",
                *(number.place, number.number, public(ours[key])),
            )


def _refuse_phones(listed: NumberList, files: Iterable[ReadFile[Kept]]) -> None:
    """Refuse a list on which the phone itself stands, as its own records tell.

    Raises:
        UsageError: it does.
    """
    for file in files:
        for key in file.taken.notes.own:
            if key in listed:
                raise UsageError(
                    "名单 {} 的号码 {} 是“{}”里的本机号码，不是催收方的。请在名单里改正。",
                    *(listed[key].place, listed[key].number, file.label),
                )


def _added(counts: Iterable[Mapping[Method, int]]) -> Mapping[Method, int]:
    total: Counter[Method] = Counter()
    for it in counts:
        total.update(it)
    return total


def _skipped(files: Iterable[ReadFile[Kept]]) -> Counter[Skipped]:
    total: Counter[Skipped] = Counter()
    for file in files:
        total.update(file.taken.skipped)
    return total


def _unmet(listed: NumberList, files: Iterable[ReadFile[Kept]]) -> tuple[str, ...]:
    met = {key for file in files for key in file.taken.met}
    return tuple(number.number for key, number in listed.items() if key not in met)
