"""From raw rows to typed cases: every cell parsed once, every fault kept with its address.

A cell that can't be parsed becomes the empty value of its type, and a `Problem`; whoever
looks at such a cell is refused (case/faulty.py), the rest of the case goes on.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from anjuan.case.keys import Key, institution_key, number_key
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.making import remade
from anjuan.case.records.own_rows import OwnRows
from anjuan.case.records.rows import Proceeding
from anjuan.case.sheets import CASES, INSTITUTIONS, OURS, OWN_ROWS, Sheet, Table
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity
from anjuan.workbook.formats.source import UnsoundError
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.applying import read_mapped
from anjuan.workbook.opening import named
from anjuan.workbook.row_parsing import RowParser
from anjuan.workbook.rows import RawSheet
from anjuan.workbook.rules.register import Directory, Register
from anjuan.workbook.totals import entries

if TYPE_CHECKING:
    from anjuan.workbook.mapping.places import SheetPlaces

UNKNOWN_CASE = Rule("unknown-case", "案件表里没有这个案件编号。")
DUPLICATE_CASE = Rule("duplicate-case", "案件编号重复。")
DUPLICATE_INSTITUTION = Rule("duplicate-institution", "机构名称重复。")
DUPLICATE_CREDIT_CODE = Rule(
    "duplicate-credit-code", "两行机构的统一社会信用代码相同，可能是同一家。", Severity.WARNING
)
PARENT_RING = Rule("parent-ring", "所属法人绕了一圈，又回到自己。")
DUPLICATE_EVIDENCE = Rule("duplicate-evidence", "同一案件里证据编号重复。")


@frozen
class Workbook:
    """The parsed workbook.

    Attributes:
        cases: in the order of sheet 案件; rows without a 案件编号 are left out (and reported).
        sheets: the raw sheets, for checks of the workbook's form.
        problems: everything found while parsing, in the order of the sheets.
    """

    cases: tuple[Case, ...]
    sheets: Mapping[str, RawSheet]
    problems: tuple[Problem, ...]

    @property
    def titles(self) -> Mapping[str, str]:
        """The names of sheets as the file has them, by ours."""
        return {name: sheet.title for name, sheet in self.sheets.items()}

    @property
    def heading_rows(self) -> Mapping[str, int]:
        """The row of the headings by the names of sheets as the file has them."""
        own = {it.title: it.heading_row for it in self.sheets.values() if not it.places}
        strands = (strand for it in self.places.values() for strand in it.strands)
        return own | {it.sheet: it.heading_row for it in strands}

    @property
    def places(self) -> Mapping[str, SheetPlaces]:
        """Where the rows of sheets come from that were read by a mapping."""
        return {name: it.places for name, it in self.sheets.items() if it.places}


def load_workbook(path: Path, headings: HeadingMap | None = None, table: Table = OURS) -> Workbook:
    """Read and parse a workbook.

    Args:
        path: the file.
        headings: what the office calls our sheets and headings; None = as we do.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        WorkbookError: it can't be read as one, or has no case.
    """
    headings = headings or HeadingMap()
    with named(path), uncollected():
        sheets = read_mapped(path, headings, table)
        return parse_workbook(sheets, headings.left_constants, table)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave garbage where it is for the time being.

    Parsing makes millions of things that stay, and hardly one that only the collector would find:
    looking for those again and again takes a fifth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parse_workbook(
    sheets: Mapping[str, RawSheet], constants: Mapping[str, str], table: Table = OURS
) -> Workbook:
    """Build typed cases from raw sheets.

    Args:
        sheets: by our names.
        constants: what an empty cell of sheet 案件 stands for, by heading.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        UnsoundError: no row in a sheet that can't do without.
    """
    for sheet in table.sheets:
        raw = sheets[sheet.name]
        if sheet.required and not any(entries(sheet, raw)):
            raise UnsoundError("工作表“{}”一行内容也没有。请至少填一行。", raw.title)
    problems: list[Problem] = []
    institutions = _institutions(table.like(INSTITUTIONS), sheets, problems)
    problems += _twins(DUPLICATE_INSTITUTION, institutions, "name", institution_key)
    problems += _twins(DUPLICATE_CREDIT_CODE, institutions, "credit_code", number_key)
    directory = Directory(institutions)
    cases = _records(table.like(CASES), sheets, problems, directory, constants)
    problems += _twins(DUPLICATE_CASE, cases, "number", number_key)
    complete = _with_rows(table, Register(cases), directory, sheets, problems)
    return Workbook(complete, dict(sheets), under_their_cases(problems, complete))


def under_their_cases(problems: Iterable[Problem], cases: Iterable[Case]) -> tuple[Problem, ...]:
    """Problems under 案件编号 as sheet 案件 has it, in whatever form the row itself has it."""
    numbers = {number_key(case.number): case.number for case in cases}

    def under(problem: Problem) -> Problem:
        case = numbers.get(number_key(problem.case), problem.case) if problem.case else ""
        return problem if case == problem.case else replace(problem, case=case)

    return tuple(map(under, problems))


def _records(
    sheet: Sheet,
    sheets: Mapping[str, RawSheet],
    problems: list[Problem],
    directory: Directory | None = None,
    constants: Mapping[str, str] = MappingProxyType({}),
    register: Register | None = None,
) -> list[Any]:
    known = (directory or Directory(), constants, register or Register())
    parser = RowParser(sheet, sheets[sheet.name], *known, problems)
    return [parser.record(row) for row in entries(sheet, parser.raw)]


def _institutions(
    sheet: Sheet, sheets: Mapping[str, RawSheet], problems: list[Problem]
) -> tuple[Institution, ...]:
    """The institutions, each with the one that it belongs to, which is a row of the same sheet."""
    if _PARENT not in sheets[INSTITUTIONS.name].columns:
        return tuple(_records(sheet, sheets, problems))
    # Whom a row names is known when all rows have been read once; faults are told once.
    directory = Directory(_records(sheet, sheets, []))
    rows: list[Institution] = _records(sheet, sheets, problems, directory)
    by_row = {row.origin.row: row for row in rows}
    return tuple(_with_parents(row, by_row, (), problems) for row in rows)


def _with_parents(
    row: Institution,
    by_row: Mapping[int, Institution],
    below: tuple[int, ...],
    problems: list[Problem],
) -> Institution:
    """An institution with all that it belongs to; a ring is told at each row of it.

    Args:
        row: as read; its parent has none yet.
        by_row: all of them.
        below: the rows that belong to it, on the way here.
        problems: where a ring is noted.
    """
    if row.parent is None:
        return row
    number, chain = row.parent.origin.row, (*below, row.origin.row)
    if number in chain:
        if number == chain[0]:
            problems.append(_ring(by_row[number]))
        return replace(row, parent=None)
    return replace(row, parent=_with_parents(by_row[number], by_row, chain, problems))


_PARENT = INSTITUTIONS.heading("parent")


def _ring(row: Institution) -> Problem:
    assert row.parent
    message = Message("“{}”的所属法人“{}”最后又回到它自己。", row.name, row.parent.name)
    remedy = "法人自己请把这一格空着，分支机构和内设部门写它们所属的法人。"
    return PARENT_RING.at(row, "parent", message, remedy, value=row.parent.name)


def _twins(rule: Rule, records: Iterable[Record], attribute: str, key: Key) -> Iterator[Problem]:
    """Every row whose key stands in another row too: which one is meant can't be known."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(getattr(record, attribute))].append(record)
    for known, twins in groups.items():
        if not known or len(twins) == 1:
            continue
        rows = public([record.origin.shown for record in twins])
        for record in twins:
            what, typed = record.place(attribute).heading, getattr(record, attribute)
            yield rule.at(
                record,
                attribute,
                Message("{}“{}”在第 {} 行重复出现。", what, typed, rows),
                "请改成各不相同，或删去多余的一行。",
                value=typed,
            )


def _with_rows(
    table: Table,
    register: Register,
    directory: Directory,
    sheets: Mapping[str, RawSheet],
    problems: list[Problem],
) -> tuple[Case, ...]:
    """Attach the rows of the other sheets to their cases; report rows of unknown cases."""
    found = {
        path: _by_case(sheet, sheets, register, directory, problems)
        for path, sheet in table.row_sheets.items()
    }
    for exhibits in found["evidence"].values():
        problems += _twins(DUPLICATE_EVIDENCE, exhibits, "number", number_key)
    for incidents in found["incidents"].values():
        incidents.sort(key=_incident_order)
    for proceedings in found["proceedings"].values():
        proceedings.sort(key=_proceeding_order)

    titles = {sheet.own_name: sheet.name for sheet in table.own_sheets}

    def complete(case: Case) -> Case:
        # Taken out, so that rows are not held twice.
        rows: dict[str, Any] = {path: tuple(it.pop(case.number, ())) for path, it in found.items()}
        own = {name: rows.pop(f"{OWN_ROWS}.{name}") for name in titles}
        return remade(case, **rows, own_rows=OwnRows(own, titles))

    return tuple(map(complete, register.cases))


def _incident_order(incident: Incident) -> tuple[bool, Any, int]:
    """Time order, then row order; incidents whose time could not be read go last."""
    moment = incident.moment
    return (moment is None, moment.sort_key if moment else None, incident.origin.row)


def _proceeding_order(proceeding: Proceeding) -> tuple[date, int]:
    """Order of days, then of rows; one whose day could not be read goes last."""
    return (proceeding.day or date.max, proceeding.origin.row)


def _by_case(
    sheet: Sheet,
    sheets: Mapping[str, RawSheet],
    register: Register,
    directory: Directory,
    problems: list[Problem],
) -> defaultdict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for row in _records(sheet, sheets, problems, directory, register=register):
        if register.number(row.case_number):
            groups[row.case_number].append(row)
        elif row.case_number:
            problems.append(_orphan(row))
    return groups


def _orphan(row: Any) -> Problem:
    # No guess: numbers that are merely alike belong to other people.
    return UNKNOWN_CASE.at(
        row,
        "case_number",
        Message("案件表里没有编号“{}”。", row.case_number),
        "请改正编号，否则这一行不会进入任何文书。",
        value=row.case_number,
    )
