"""A case with faulty cells, as kinds and templates are handed it: who looks at one is found out.

A record whose cells are sound is handed as it is. One with a faulty cell is handed as a twin that
lacks the attribute: looking at it is noted, and raises. So nobody has to say beforehand what he
reads, and nobody can take a faulty cell for an empty one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeAlias, TypeVar

from anjuan.case.columns import MISSING, Field, derived_of, fields_of
from anjuan.case.own import Own
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import CASES, INSTITUTION_ATTRIBUTES, records_of, with_rows
from anjuan.errors import AnjuanError
from anjuan.problems import Problem

_T = TypeVar("_T")
_R = TypeVar("_R", bound=Record)
# By sheet and row.
Faults: TypeAlias = Mapping[tuple[str, int], Sequence[Problem]]
Note: TypeAlias = Callable[[Problem], None]
_ROW_NUMBER = re.compile(r"[0-9]+$")


class FaultyCellError(AnjuanError):
    """Somebody looked at a faulty cell, which was noted before this was raised.

    Args:
        problem: what is wrong with the cell.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def faults_of(case: Case, problems: Iterable[Problem]) -> Faults:
    """The problems in rows of the case and of the institutions that it names.

    Args:
        case: the case.
        problems: errors; one about the case that has no cell counts as one of the case's row.
    """
    told = tuple(problems)
    if not told:
        # As nearly always, and there may be many rows.
        return {}
    own = (case.origin.sheet, case.origin.row)
    rows = {(row.origin.sheet, row.origin.row) for row in records_of(case)}
    found: defaultdict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in told:
        place = _row_of(problem) if problem.cell or problem.case != case.number else own
        if place in rows:
            found[place].append(problem)
    return dict(found)


def without(faults: Faults, attributes: Collection[str]) -> Faults:
    """The faults but for empty cells of some of the case's attributes, where any may be empty."""
    if not faults or not attributes:
        return faults
    headings = {it.column.heading for it in CASES.fields if ".".join(it.path) in attributes}

    def counts(problem: Problem) -> bool:
        is_empty = problem.rule == MISSING and problem.sheet == CASES.name
        return not (is_empty and problem.heading in headings)

    left = {place: tuple(filter(counts, found)) for place, found in faults.items()}
    return {place: found for place, found in left.items() if found}


def faulty_case(case: Case, faults: Faults, note: Note) -> Case:
    """The case as it is handed to those who must not look at its faulty cells.

    Args:
        case: as parsed: what can't be read is empty there.
        faults: from `faults_of`.
        note: told of each problem whose cell is looked at.
    """
    if not faults:
        return case
    found = _by_heading(case, faults)
    client = {
        item.attribute: found[item.column.heading]
        for item in fields_of(type(case.client))
        if item.column.heading in found
    }
    changes: dict[str, Any] = {"client": with_holes(case.client, client, note)}
    for name in INSTITUTION_ATTRIBUTES:
        institution = getattr(case, name)
        changes[name] = institution and faulty_institution(institution, faults, note)
    handed = with_rows(replace(case, **changes), lambda row: faulty_row(row, faults, note))
    return faulty_row(handed, faults, note)


def faulty_row(row: _R, faults: Faults, note: Note) -> _R:
    """One row as it is handed to those who must not look at its faulty cells."""
    found = _by_heading(row, faults)
    if not found and not any(isinstance(it, Institution) for it in row.own.values()):
        return row
    own = {heading: problem for heading, problem in found.items() if heading in row.extra}
    if own:
        row = replace(row, extra=_FaultyTexts(row.extra, own, note))
    if row.own:
        row = replace(row, own=_faulty_own(row.own, found, faults, note))
    holes = {
        item.attribute: found[item.column.heading]
        for item in fields_of(type(row))
        if item.column.heading in found and len(item.path) == 1
    }
    for attribute, sources in derived_of(type(row)).items():
        for source in sources:
            if source in holes:
                holes.setdefault(attribute, holes[source])
    return with_holes(row, holes, note)


def faulty_institution(row: Institution, faults: Faults, note: Note) -> Institution:
    """An institution, likewise, and those that it belongs to."""
    if row.parent:
        row = replace(row, parent=faulty_institution(row.parent, faults, note))
    return faulty_row(row, faults, note)


def with_holes(record: _T, holes: Mapping[str, Problem], note: Note) -> _T:
    """A twin of a frozen slotted record that lacks some attributes; without any, the record.

    Args:
        record: the record.
        holes: by attribute, what is wrong with the cell that it comes from.
        note: told of each problem whose attribute is looked at.
    """
    if not holes:
        return record
    kind: Any = type(record)
    twin: Any = object.__new__(_twin_class(kind))
    for item in fields(twin):
        if item.name not in holes:
            object.__setattr__(twin, item.name, getattr(record, item.name))
    for name, value in (("_sound", record), ("_holes", holes), ("_note", note)):
        object.__setattr__(twin, name, value)
    return twin  # type: ignore[no-any-return]  # its class is a subclass of the record's


def hole(record: object, attribute: str) -> Problem | None:
    """What is wrong with the cell of an attribute that a record lacks; looks at nothing."""
    problem: Problem | None = getattr(record, "_holes", {}).get(attribute)
    return problem


def sound(record: _T) -> _T:
    """The record whose twin this is; any other record itself."""
    original: _T = getattr(record, "_sound", record)
    return original


class _FaultyTexts(Mapping[str, str]):
    """The lawyer's own columns of a row, some of them with faulty cells."""

    def __init__(self, texts: Mapping[str, str], faults: Mapping[str, Problem], note: Note) -> None:
        self._texts = texts
        self._faults = faults
        self._note = note

    def __getitem__(self, heading: str) -> str:
        if heading in self._faults:
            self._note(self._faults[heading])
            raise FaultyCellError(self._faults[heading])
        return self._texts[heading]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, heading: object) -> bool:
        return heading in self._texts


def _faulty_own(own: Own, found: Mapping[str, Problem], faults: Faults, note: Note) -> Own:
    """The columns of plug-ins in a row, likewise, and the institutions that they name."""

    def handed(_: Field, value: Any) -> Any:
        is_row = isinstance(value, Institution)
        return faulty_institution(value, faults, note) if is_row else value

    holes = {
        it.attribute: found[it.column.heading] for it in own.fields if it.column.heading in found
    }
    return _FaultyOwn(own.changed(handed), holes, note)


class _FaultyOwn(Own):
    """The columns of plug-ins in a row, some of them with faulty cells."""

    __slots__ = ("_faults", "_note")

    def __init__(self, own: Own, faults: Mapping[str, Problem], note: Note) -> None:
        super().__init__(own.fields, own)
        self._faults = faults
        self._note = note

    def __getitem__(self, attribute: str) -> Any:
        if attribute in self._faults:
            self._note(self._faults[attribute])
            raise FaultyCellError(self._faults[attribute])
        return super().__getitem__(attribute)

    def __contains__(self, attribute: object) -> bool:
        return attribute in self._values


@cache
def _twin_class(record: type[Any]) -> type[Any]:
    """A subclass that is asked for what an instance lacks: slots that were never filled."""

    def looked_at(twin: Any, name: str) -> object:
        holes: Mapping[str, Problem] = object.__getattribute__(twin, "_holes")
        if name not in holes:
            raise AttributeError(name)
        twin._note(holes[name])
        raise FaultyCellError(holes[name])

    def is_same(twin: Any, other: object) -> bool:
        # Which row it is can be told without a look at what stands in it.
        return bool(twin._sound == sound(other))

    def with_incidents(twin: Any, incidents: Iterable[Incident]) -> Any:
        case = twin._sound.with_incidents(incidents)
        return with_holes(case, twin._holes, twin._note)

    body = {
        "__slots__": ("_holes", "_note", "_sound"),
        "__doc__": record.__doc__,
        "__getattr__": looked_at,
        "__eq__": is_same,
        "__hash__": record.__hash__,
        **({"with_incidents": with_incidents} if record is Case else {}),
    }
    return type(record.__name__, (record,), body)


def _row_of(problem: Problem) -> tuple[str, int]:
    number = _ROW_NUMBER.search(problem.cell)
    return problem.sheet, int(number.group()) if number else 0


def _by_heading(row: Record, faults: Faults) -> Mapping[str, Problem]:
    """The first problem of each cell; where one has no heading it means all cells of the row."""
    found: dict[str, Problem] = {}
    for problem in faults.get((row.origin.sheet, row.origin.row), ()):
        added = (it.column.heading for it in row.own.fields)
        every = (*(it.column.heading for it in fields_of(type(row))), *row.extra, *added)
        for heading in (problem.heading,) if problem.heading and problem.cell else every:
            found.setdefault(heading, problem)
    return found
