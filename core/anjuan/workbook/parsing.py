"""From raw rows to typed cases: every cell parsed once, every fault kept with its address.

A cell that can't be parsed becomes the empty value of its type, and a `Problem`; whoever
looks at such a cell is refused (case/faulty.py), the rest of the case goes on.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from anjuan.case.keys import institution_key, number_key
from anjuan.case.packed import MOST_HELD, PackedCases, heads_of
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, INSTITUTIONS, OURS, Table
from anjuan.frozen import frozen
from anjuan.problems import Problem, Rule, Severity
from anjuan.workbook.building import EXHIBITS, UNKNOWN_CASE, institutions, records, twins, with_rows
from anjuan.workbook.formats.source import UnsoundError
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.letters import row_of
from anjuan.workbook.mapping.applying import read_mapped
from anjuan.workbook.opening import named
from anjuan.workbook.row_parsing import MOST_ERRORS, MOST_PROBLEMS, refuse_too_many
from anjuan.workbook.rows import RawRow, RawSheet
from anjuan.workbook.rules.register import Directory, Register
from anjuan.workbook.totals import entries

if TYPE_CHECKING:
    from anjuan.workbook.mapping.places import SheetPlaces
    from anjuan.workbook.windows import Windows

DUPLICATE_CASE = Rule("duplicate-case", "案件编号重复。")
DUPLICATE_INSTITUTION = Rule("duplicate-institution", "机构名称重复。")
DUPLICATE_CREDIT_CODE = Rule(
    "duplicate-credit-code", "两行机构的统一社会信用代码相同，可能是同一家。", Severity.WARNING
)


@frozen
class Extent:
    """How much of a workbook is in memory at once.

    Attributes:
        held: with no more cases than these, all of it.
        window: otherwise so many cases with their rows.
    """

    held: int = MOST_HELD
    window: int = 2_500


USUAL = Extent()


@frozen
class Workbook:
    """The parsed workbook.

    Attributes:
        cases: in the order of sheet 案件; rows without a 案件编号 are left out (and reported).
        sheets: the raw sheets, for checks of the workbook's form.
        problems: everything found while parsing, in the order of the sheets.
        told: what checks of the cases have told.
    """

    cases: Sequence[Case]
    sheets: Mapping[str, RawSheet]
    problems: tuple[Problem, ...]
    told: tuple[Problem, ...] = ()

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


class Checks(Protocol):
    """Checks of whole cases, some at a time."""

    def see(self, cases: Iterable[Case], problems: Iterable[Problem]) -> None:
        """Some cases more, in the order of the workbook, with the problems of their rows."""

    @property
    def told(self) -> tuple[Problem, ...]:
        """All that was found."""


class _NoChecks:
    told = ()

    def see(self, cases: Iterable[Case], problems: Iterable[Problem]) -> None:
        """Nothing is asked."""


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
    sheets: Mapping[str, RawSheet],
    constants: Mapping[str, str],
    table: Table = OURS,
    checks: Callable[[], Checks] = _NoChecks,
    extent: Extent = USUAL,
) -> Workbook:
    """Build typed cases from raw sheets.

    Args:
        sheets: by our names.
        constants: what an empty cell of sheet 案件 stands for, by heading.
        table: our sheets, with the columns that plug-ins add.
        checks: begins checks of the cases, which are made while these are at hand.
        extent: how much is in memory at once; what comes of it is the same.

    Raises:
        UnsoundError: no row in a sheet that can't do without.
    """
    for sheet in table.sheets:
        raw = sheets[sheet.name]
        if sheet.required and not any(entries(sheet, raw)):
            raise UnsoundError("工作表“{}”一行内容也没有。请至少填一行。", raw.title)
    met: list[Problem] = []
    known = institutions(table.like(INSTITUTIONS), sheets, met)
    met += twins(DUPLICATE_INSTITUTION, known, "name", institution_key)
    met += twins(DUPLICATE_CREDIT_CODE, known, "credit_code", number_key)
    book = _Book(sheets, table, constants, Directory(known), tuple(met), checks)
    rows = iter(sheets[CASES.name].rows)
    first = tuple(islice(rows, extent.held + 1))
    if len(first) <= extent.held:
        return _as_one(book, first)
    # Loaded when it is needed: most workbooks are short.
    from anjuan.workbook.windows import Windows

    # Where it is given up, and what is told then, hangs on the order of the rows.
    with suppress(UnsoundError):
        split = Windows(chain(first, rows), sheets, table, constants, extent.window)
        return _in_windows(book, split)
    return _as_one(book, sheets[CASES.name].rows)


@frozen
class _Book:
    """A workbook of which all but the cases is read.

    Attributes:
        sheets, table, constants: as of `parse_workbook`.
        directory: its institutions.
        met: problems of these.
        checks: begins checks of the cases.
    """

    sheets: Mapping[str, RawSheet]
    table: Table
    constants: Mapping[str, str]
    directory: Directory
    met: tuple[Problem, ...]
    checks: Callable[[], Checks]

    def heads(self, sheets: Mapping[str, RawSheet], noted: list[Problem]) -> list[Case]:
        """The rows of sheet 案件, without those of other sheets."""
        return records(self.table.like(CASES), sheets, noted, self.directory, self.constants)


def _as_one(book: _Book, rows: Collection[RawRow]) -> Workbook:
    """All cases at once; `rows` are those of sheet 案件."""
    sheets = {**book.sheets, CASES.name: replace(book.sheets[CASES.name], rows=rows)}
    problems = list(book.met)
    heads = book.heads(sheets, problems)
    problems += twins(DUPLICATE_CASE, heads, "number", number_key)
    noted: dict[str, list[Problem]] = defaultdict(lambda: problems)
    cases = with_rows(book.table, Register(heads), book.directory, sheets, noted)
    checks = book.checks()
    checks.see(cases, problems)
    told = under_their_cases(problems, cases)
    return Workbook(cases, dict(book.sheets), told, checks.told)


def _in_windows(book: _Book, windows: Windows) -> Workbook:
    """One window after the other; what is told of each row stands in the order of the sheets."""
    found: dict[str, list[Problem]] = defaultdict(list)
    exhibits: list[tuple[int, Problem]] = []
    repeated: list[Case] = []
    cases, checks = PackedCases(), book.checks()
    for window in windows:
        noted: dict[str, list[Problem]] = defaultdict(list)
        heads = book.heads(window.sheets, noted[CASES.name])
        repeated += filter(windows.is_repeated, heads)
        register = Register(it for it in heads if windows.is_first(it, window))
        complete = with_rows(book.table, register, book.directory, window.sheets, noted)
        first = {case.number: case.evidence[0].origin.row for case in complete if case.evidence}
        exhibits += ((first[it.case], it) for it in noted.pop(EXHIBITS, ()))
        for name, of_sheet in noted.items():
            found[name] += of_sheet
        _refuse_excess(found.values())
        checks.see(complete, chain.from_iterable(noted.values()))
        cases.extend(complete)
    problems = [*book.met, *found.pop(CASES.name, ())]
    problems += twins(DUPLICATE_CASE, repeated, "number", number_key)
    for sheet in book.table.row_sheets.values():
        problems += sorted(found[sheet.name], key=_place)
    problems += (it for _, it in sorted(exhibits, key=itemgetter(0)))
    _refuse_excess([problems])
    told = under_their_cases(problems, cases)
    return Workbook(cases, dict(book.sheets), told, checks.told)


def _refuse_excess(problems: Iterable[Sequence[Problem]]) -> None:
    """Give up where reading all at once may have given up.

    Args:
        problems: sheet by sheet.
    """
    each = tuple(problems)
    refuse_too_many(list(chain.from_iterable(each)), MOST_PROBLEMS)
    for told in each:
        refuse_too_many([it for it in told if it.is_error], MOST_ERRORS)


def _place(problem: Problem) -> tuple[bool, int]:
    """Rows of no case are told when all that stands in the rows of a sheet is told."""
    return problem.rule == UNKNOWN_CASE, row_of(problem.cell)


def under_their_cases(problems: Iterable[Problem], cases: Sequence[Case]) -> tuple[Problem, ...]:
    """Problems under 案件编号 as sheet 案件 has it, in whatever form the row itself has it."""
    told = tuple(problems)
    asked = {number_key(it.case) for it in told if it.case}
    heads = heads_of(cases) if asked else ()
    numbers = {key: it.number for it in heads if (key := number_key(it.number)) in asked}

    def under(problem: Problem) -> Problem:
        case = numbers.get(number_key(problem.case), problem.case) if problem.case else ""
        return problem if case == problem.case else replace(problem, case=case)

    return tuple(map(under, told))
