"""The one way from call records to a copy of the workbook.

    files ─read─▶ contacts of listed numbers ─unite─▶ events ─compare─▶ new ones ─▶ rows ─▶ copy

Each step is a module beside this one, and can be read alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from pathlib import Path

from anjuan.case.choices import Method
from anjuan.case.choosing import cases_called
from anjuan.case.records.case import Case
from anjuan.case.sheets import EVIDENCE, INCIDENTS
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.importing.copying import sheet_of
from anjuan.importing.exhibits import NEW, borne_out, unmatched
from anjuan.importing.files import Headings
from anjuan.importing.keeping import Kept, Skipped
from anjuan.importing.layout import incident_cells
from anjuan.importing.matching import united
from anjuan.importing.merging import merged_by_day, single_rows
from anjuan.importing.number_list import NumberList
from anjuan.importing.own_side import refuse_other_phone, refuse_own, refuse_phones
from anjuan.importing.reading import (
    Asking,
    Given,
    ReadFile,
    Results,
    Told,
    given_files,
    own_of,
    read_files,
    results_of,
)
from anjuan.importing.remarks import remarks
from anjuan.importing.result import Imported
from anjuan.importing.standing import fresh
from anjuan.importing.whose import Reached, is_of, own_numbers, reached_by, with_phone
from anjuan.messages import Message
from anjuan.plugin.importers import Importer
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import Workbook


@frozen(kw_only=True)
class Wish:
    """What the user asked for.

    Attributes:
        workbook: the case workbook.
        records: files and folders of call records, all of one phone; as in `given_files`.
        case: 案件编号 or the client's name.
        numbers: those that the user confirmed to be the collector's.
        person: whose phone it is; empty = the client's.
        relation: of that person to the client; empty likewise.
        evidence: as in `exhibits.borne_out`.
        by_day: calls of a number on a day become one row.
        year, password: as in `Told`.
        headings: what the office calls the sheets and headings of the workbook.
        record_headings: and those of call records.
        person_option: by which the user says whose phone it is.
        aside: files that are no records though they may lie among them.
    """

    workbook: Path
    records: tuple[Path | Given, ...]
    case: str
    numbers: NumberList
    person: str = ""
    relation: str = ""
    evidence: str = ""
    by_day: bool = False
    year: int | None = None
    password: str | None = None
    headings: HeadingMap = field(default_factory=HeadingMap)
    record_headings: Headings = field(default_factory=dict)
    person_option: str = "--person"
    aside: tuple[Path, ...] = ()


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
        UsageError: the case, a sheet, a number or a file is not there, or something has to be told.
    """
    for name in (INCIDENTS.name, *([EVIDENCE.name] if wish.evidence == NEW else ())):
        sheet_of(workbook, name)
    case = one_case(wish.case, workbook.cases)
    if not wish.numbers:
        raise UsageError(Message("名单里还没有一个号码标了“是”。请打开名单标好，再导入。"))
    refuse_own(wish.numbers, case)
    reached = reached_by(wish.person, wish.relation, case)
    files = _read(wish, reached, case, importers, ask)
    refuse_phones(wish.numbers, files.read)
    if not wish.person:
        refuse_other_phone(wish.person_option, reached, case, files.read)
    return _result(wish, case, reached, files)


def _result(wish: Wish, case: Case, reached: Reached, files: Results[Kept]) -> Imported:
    """What the files have that the workbook has not."""
    contacts = [(file.label, file.taken.contacts) for file in files.read]
    together = united(contacts)
    standing = [row for row in case.incidents if is_of(row, reached)]
    new = fresh(together.events, standing)
    borne = borne_out(new.events, files.read, wish.evidence, case, wish.workbook.parent)
    left = unmatched(together.events, files.read)
    runs = single_rows(borne.runs)
    if wish.by_day:
        runs = merged_by_day(runs, case.objection_date)
    own = tuple(own_of(it.taken.notes for it in files.read).values())
    whose = with_phone(reached, own)
    rows = tuple(incident_cells(run, whose) for run in runs)
    doubts = (doubt for file in files.read for doubt in file.taken.doubts)
    return Imported(
        files=len(files.read),
        unknown=files.unknown_names,
        unknown_within=sum(not it.is_named for it in files.unknown),
        refusals=files.refusals,
        read=sum((file.taken.read for file in files.read), Counter[Method]()),
        own=own,
        runs=runs,
        rows=rows,
        exhibits=borne.rows,
        merged=together.merged,
        known=new.known,
        skipped=sum((file.taken.skipped for file in files.read), Counter[Skipped]()),
        doubts=(*doubts, *together.doubts, *new.doubts),
        unmet=_unmet(wish.numbers, files.read),
        unmatched=left,
        remarks=tuple(remarks(reached, case, files.read, runs, left, wish.person_option)),
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


def _read(
    wish: Wish, reached: Reached, case: Case, importers: Iterable[Importer], ask: Asking
) -> Results[Kept]:
    files = given_files(wish.records, (wish.workbook, *wish.aside))
    told = Told(wish.year, wish.password, own_numbers(reached, case), wish.record_headings)
    found = read_files(files, importers, told, ask, lambda label: Kept(label, wish.numbers))
    return results_of(found)


def _unmet(listed: NumberList, files: Iterable[ReadFile[Kept]]) -> tuple[str, ...]:
    met = {key for file in files for key in file.taken.met}
    return tuple(number.number for key, number in listed.items() if key not in met)
