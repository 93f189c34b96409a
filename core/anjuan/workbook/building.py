"""Records from raw rows, and cases from records: of a whole workbook, or of some of its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from anjuan.case.keys import Key, number_key
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.making import remade
from anjuan.case.records.own_rows import OwnRows
from anjuan.case.records.rows import Proceeding
from anjuan.case.sheets import INSTITUTIONS, OWN_ROWS, Sheet, Table
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule
from anjuan.workbook.row_parsing import RowParser
from anjuan.workbook.rows import RawSheet
from anjuan.workbook.rules.register import Directory, Register
from anjuan.workbook.totals import entries

UNKNOWN_CASE = Rule("unknown-case", "案件表里没有这个案件编号。")
PARENT_RING = Rule("parent-ring", "所属法人绕了一圈，又回到自己。")
DUPLICATE_EVIDENCE = Rule("duplicate-evidence", "同一案件里证据编号重复。")
# Where problems are noted: by the name of the sheet; and apart from all others those of exhibits
# that are called alike.
Noted: TypeAlias = Mapping[str, list[Problem]]
EXHIBITS = "exhibits"


def records(
    sheet: Sheet,
    sheets: Mapping[str, RawSheet],
    problems: list[Problem],
    directory: Directory | None = None,
    constants: Mapping[str, str] = MappingProxyType({}),
    register: Register | None = None,
) -> list[Any]:
    """The records of a sheet's rows; arguments as those of `RowParser`."""
    known = (directory or Directory(), constants, register or Register())
    parser = RowParser(sheet, sheets[sheet.name], *known, problems)
    return [parser.record(row) for row in entries(sheet, parser.raw)]


def institutions(
    sheet: Sheet, sheets: Mapping[str, RawSheet], problems: list[Problem]
) -> tuple[Institution, ...]:
    """The institutions, each with the one that it belongs to, which is a row of the same sheet."""
    if _PARENT not in sheets[INSTITUTIONS.name].columns:
        return tuple(records(sheet, sheets, problems))
    # Whom a row names is known when all rows have been read once; faults are told once.
    directory = Directory(records(sheet, sheets, []))
    rows: list[Institution] = records(sheet, sheets, problems, directory)
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


def twins(rule: Rule, records: Iterable[Record], attribute: str, key: Key) -> Iterator[Problem]:
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


def with_rows(
    table: Table,
    register: Register,
    directory: Directory,
    sheets: Mapping[str, RawSheet],
    noted: Noted,
) -> tuple[Case, ...]:
    """Attach the rows of the other sheets to their cases; report rows of unknown cases."""
    found = {
        path: _by_case(sheet, sheets, register, directory, noted[sheet.name])
        for path, sheet in table.row_sheets.items()
    }
    for exhibits in found["evidence"].values():
        noted[EXHIBITS].extend(twins(DUPLICATE_EVIDENCE, exhibits, "number", number_key))
    # Rows of one time, or of one day, stay in the order of the sheet.
    for incidents in found["incidents"].values():
        incidents.sort(key=_time_of)
    for proceedings in found["proceedings"].values():
        proceedings.sort(key=_day_of)

    titles = {sheet.own_name: sheet.name for sheet in table.own_sheets}

    def complete(case: Case) -> Case:
        # Taken out, so that rows are not held twice.
        rows: dict[str, Any] = {path: tuple(it.pop(case.number, ())) for path, it in found.items()}
        own = {name: rows.pop(f"{OWN_ROWS}.{name}") for name in titles}
        return remade(case, **rows, own_rows=OwnRows(own, titles))

    return tuple(map(complete, register.cases))


def _time_of(incident: Incident) -> datetime:
    """By which incidents stand in order; those whose time could not be read go last."""
    return incident.moment.sort_key if incident.moment else datetime.max


def _day_of(proceeding: Proceeding) -> date:
    """Likewise."""
    return proceeding.day or date.max


def _by_case(
    sheet: Sheet,
    sheets: Mapping[str, RawSheet],
    register: Register,
    directory: Directory,
    problems: list[Problem],
) -> defaultdict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for row in records(sheet, sheets, problems, directory, register=register):
        groups[row.case_number].append(row)
    unknown = [groups.pop(number) for number in [*groups] if not register.number(number)]
    orphans = [row for rows in unknown for row in rows if row.case_number]
    problems += map(_orphan, sorted(orphans, key=lambda row: row.origin.row))
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
