"""One row to one record: each cell parsed once, each fault noted with its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import getitem
from typing import Any, TypeAlias

from anjuan.case.choices import IdentityDocument, Role, sex_of
from anjuan.case.columns import MISSING, Column, ColumnType, fields_of
from anjuan.case.own import NO_OWN, Own
from anjuan.case.people import People
from anjuan.case.records.base import CaseRow, Origin
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.making import Begin, beginning, defaults, finished
from anjuan.case.records.rows import Witness
from anjuan.case.sheets import CASES, INCIDENTS, Sheet
from anjuan.chinese import birth_date_of, nearest, suggestion
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.problems import Place, Problem, Proposal, Rule, Severity
from anjuan.workbook.cells.cell import (
    ERROR_CELL,
    Cell,
    CellError,
    Reading,
    Remark,
    as_typed,
    called,
    is_empty,
    plain_text,
)
from anjuan.workbook.cells.identities import read_identity
from anjuan.workbook.cells.looks import read_shown
from anjuan.workbook.cells.nothing import WRITTEN_NOTHING, is_nothing, says_nothing, written_nothing
from anjuan.workbook.cells.proposing import proposed
from anjuan.workbook.cells.values import empty, parse
from anjuan.workbook.formats.source import UnsoundError
from anjuan.workbook.letters import row_of
from anjuan.workbook.rows import RawRow, RawSheet, picking, widened
from anjuan.workbook.rules.register import Directory, Persons, Register

FORMULA_WITHOUT_VALUE = Rule("formula-without-value", "公式还没有算出结果。")
UNKNOWN_INSTITUTION = Rule("unknown-institution", "机构表里没有这家机构。")
AMBIGUOUS_INSTITUTION = Rule("ambiguous-institution", "机构表里不止一家用这个名称或简称。")
SPELLED_OTHERWISE = Rule(
    "spelled-otherwise", "同一个人的姓名写法不一，文书里写成一样。", Severity.WARNING
)

_NOT_FILLED_IN = public("没有填写")
# So many faults are no slips: a column was filled to the end of the sheet, or it is another file.
MOST_ERRORS, MOST_PROBLEMS = 50_000, 300_000
# Readings remembered a column; numbers that differ in every row should not pile up.
_MOST_KNOWN = 10_000


# What cells of a column were read as. TRUE has no place there: it would be taken for 1.
_Readings: TypeAlias = dict[Cell, Reading]
# Fills in what a record, half made, still lacks. It is given the parser: one that held itself by
# its steps would stay, with all that it knows, for as long as nobody looks for garbage.
_Step: TypeAlias = Callable[["RowParser", RawRow, Any], None]


class _Known(dict[Cell, object]):
    """What cells of a column say of which nothing is to be told; of any other it is noted.

    Args:
        number: of the column.
        asked: where that is noted.
        doubtful: where it is noted that a number is known for which TRUE or FALSE would be taken.
    """

    def __init__(self, number: int, asked: list[int], doubtful: set[int]) -> None:
        super().__init__()
        self._number, self._asked, self._doubtful = number, asked, doubtful

    def __missing__(self, cell: Cell) -> None:
        self._asked.append(self._number)

    def add(self, cell: Cell, value: object) -> None:
        """One more."""
        self[cell] = value
        if cell in (0, 1):
            self._doubtful.add(self._number)


@frozen
class _Plan:
    """How the rows of one sheet fill records of one class.

    Attributes:
        columns: of the class, in the order of the table: those that any row has to be asked for.
        known: of each what its cells say, as far as that is known.
        asked: numbers of columns whose cells of the last row say what is not known yet.
        doubtful: numbers of columns in which TRUE or FALSE would be taken for a known number.
        pick: takes all these cells out of a row.
        width: cells that a row has to have for that.
        begin: makes a draft of what they say; of all else it has the values of an empty row.
        steps: fill in what is taken from other cells, or from other values.
    """

    columns: tuple[Column, ...]
    known: tuple[_Known, ...]
    asked: list[int]
    doubtful: set[int]
    pick: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    width: int
    begin: Begin
    steps: tuple[_Step, ...]


class RowParser:
    """Parses the rows of one sheet into records and notes what is wrong on the way.

    Args:
        sheet: our sheet.
        raw: as read.
        directory: the institutions that cases name.
        constants: what an empty cell stands for.
        register: the cases that rows belong to.
        problems: where faults are noted.
    """

    def __init__(
        self,
        sheet: Sheet,
        raw: RawSheet,
        directory: Directory,
        constants: Mapping[str, str],
        register: Register,
        problems: list[Problem],
    ) -> None:
        self.raw = raw
        self._sheet = sheet
        self._letters = {heading: raw.address(heading, 0).rstrip("0") for heading in raw.columns}
        of_sheet = {"sheet": sheet.name, "letters": self._letters}
        self._begin_origin = beginning(Origin, ("row", "shown"), of_sheet)
        # Ours by their headings.
        self._columns = {item.column.heading: item.column for item in sheet.fields}
        # Headings of the lawyer's own columns.
        self._own = tuple(heading for heading in raw.columns if heading not in self._columns)
        # Of a sheet whose rows belong to no case it is asked for nothing.
        self._number = self._columns.get(_CASE_NUMBER, Column(""))
        self._directory = directory
        self._constants = constants
        self._register = register
        self._persons = Persons(register)
        self._problems = problems
        # Those that are no mere remarks.
        self._errors: list[Problem] = []
        # By heading, of those parsed so far.
        self._readings: defaultdict[str, _Readings] = defaultdict(dict)
        self._known: dict[str, _Known] = {}
        self._plans: dict[type[Any], _Plan] = {}
        # A cell with a flaw looks empty, one with a look says something else than it holds.
        odd = (*raw.flaws.cells, *raw.flaws.looks)
        self._odd_rows = frozenset(map(row_of, odd))

    def record(self, row: RawRow) -> Any:
        """The record of a row."""
        return self._build(self._sheet.record, row)

    def number(self, row: RawRow) -> str:
        """案件编号 of a row, as it was typed, whatever else is wrong with the row."""
        number = str(self._value(self._number, row))
        if self._sheet.record is Case:
            return number or self._number_made_a_day(row)
        return number or called(self.raw.value(row, _CASE_NUMBER))

    def _build(self, record: type[Any], row: RawRow) -> Any:
        plan = self._plans.get(record) or self._plan(record)
        draft = plan.begin(self._values(plan, row))
        for step in plan.steps:
            step(self, row, draft)
        return finished(draft, record)

    def _values(self, plan: _Plan, row: RawRow) -> list[Any]:
        """What the cells of a row say.

        Most cells are empty, or hold what was read before: of a row with no others nothing is
        asked that is the same for the whole column.
        """
        picked = plan.pick(widened(row.cells, plan.width))
        if row.number in self._odd_rows or bool in [type(picked[it]) for it in plan.doubtful]:
            return [self._value(it, row) for it in plan.columns]
        values = list(map(getitem, plan.known, picked))
        if plan.asked:
            for number in plan.asked:
                values[number] = self._value(plan.columns[number], row)
            plan.asked.clear()
        return values

    def _plan(self, record: type[Any]) -> _Plan:
        columns = {it.attribute: it.column for it in fields_of(record) if len(it.path) == 1}
        # Of a column that the sheet lacks nothing is asked unless it may not be empty.
        present = self.raw.columns
        looked_at = {
            name: it for name, it in columns.items() if it.heading in present or self._is_asked(it)
        }
        nothing = {name: empty(it) for name, it in columns.items()}
        given = {**defaults(record), "extra": _NOTHING, "own": NO_OWN, **nothing}
        names = {it.name for it in fields(record)} - {*looked_at}
        rest = {name: value for name, value in given.items() if name in names}
        asked: list[int] = []
        doubtful: set[int] = set()
        numbered = enumerate(looked_at.values())
        places = [present.get(it.heading, 0) for it in looked_at.values()]
        plan = self._plans[record] = _Plan(
            tuple(looked_at.values()),
            tuple(self._new_known(it, _Known(n, asked, doubtful)) for n, it in numbered),
            asked,
            doubtful,
            picking(places),
            max(places, default=0) + 1,
            beginning(record, looked_at, rest),
            tuple(self._steps(record)),
        )
        return plan

    def _new_known(self, column: Column, known: _Known) -> _Known:
        if not self._is_asked(column):
            known.update(dict.fromkeys(_EMPTY, empty(column)))
        # Of a column that the sheet lacks nothing is ever known.
        if column.heading in self.raw.columns:
            self._known[column.heading] = known
        return known

    def _steps(self, record: type[Any]) -> Iterator[_Step]:
        if record in _WITH_IDENTITY:
            yield _add_identity_facts
        if record is Client:
            return
        if record is Case:
            yield RowParser._add_client
        if issubclass(record, CaseRow):
            yield RowParser._add_case_number
        if record is Incident:
            yield RowParser._add_reached
        yield RowParser._add_origin
        if self._own:
            yield RowParser._add_extra
        if self._sheet.added:
            yield RowParser._add_own

    def _add_client(self, row: RawRow, case: Any) -> None:
        client = self._build(Client, row)
        case.number = case.number or self._number_made_a_day(row)
        case.client = client
        case.debtor_name = _debtor(client, case.debtor_name)

    def _add_origin(self, row: RawRow, record: Any) -> None:
        draft = self._begin_origin((row.number, self.raw.row_text(row.number)))
        record.origin = finished(draft, Origin)

    def _is_asked(self, column: Column) -> bool:
        """Whether an empty cell of a column may need a word."""
        is_bound = column.required or column.required_if is not None
        return is_bound or column.heading in self._constants

    def _number_made_a_day(self, row: RawRow) -> str:
        """What Excel made of a case's number: refused, it still tells which rows belong to it."""
        cell = self.raw.value(row, _CASE_NUMBER)
        return "" if isinstance(cell, str) else called(cell)

    def _add_case_number(self, row: RawRow, record: Any) -> None:
        """The number of the row's case as sheet 案件 has it; of no case, as it was typed.

        A number with a fault, such as a mark that can't be seen, still tells whose row it is.
        """
        number = record.case_number
        typed = number or called(self.raw.value(row, _CASE_NUMBER))
        record.case_number = self._register.number(typed) or number

    def _add_reached(self, row: RawRow, incident: Any) -> None:
        """Whom an incident reached, under the name that this person has in the whole case."""
        number, typed = incident.case_number, incident.victim
        person = self._persons.person(number, typed, incident.relation)
        incident.victim = person.name
        incident.who = person.who
        if typed != person.name and self._persons.is_new_spelling(number, typed, person):
            self._problems.append(
                SPELLED_OTHERWISE.on(
                    self._place(row, _VICTIM),
                    Message("“{}”与“{}”是同一个人，文书里一律写“{}”。", typed, *[person.name] * 2),
                    "不是同一个人的，请在姓名后面加以区别。",
                    value=typed,
                    proposal=Proposal(person.name),
                )
            )

    def _value(self, column: Column, row: RawRow) -> object:
        cell = self._cell(row, column.heading)
        try:
            if self.raw.flaws.cells:
                self._refuse_flaw(row, column.heading)
            if is_empty(cell):
                self._require(row, column)
                return empty(column)
            reading = self._shown(column, cell, row) or self._read(column, cell, row)
            if reading.remark:
                self._remark(row, column, cell, reading.remark)
            return reading.value
        except CellError as error:
            self._note(row, column, cell, error)
            return empty(column)

    def _shown(self, column: Column, cell: Cell, row: RawRow) -> Reading | None:
        """What a cell says that shows another thing than it holds; None for other cells."""
        if not self.raw.flaws.looks:
            return None
        look = self.raw.flaws.looks.get(f"{self._letters.get(column.heading)}{row.number}")
        return read_shown(column, cell, look) if look else None

    def _read(self, column: Column, cell: Cell, row: RawRow) -> Reading:
        """What a cell says; the same text is read once and kept once, for it comes often."""
        if column.type is ColumnType.IDENTITY and not is_nothing(column, cell):
            return read_identity(self._document(column, row), cell)
        if isinstance(cell, bool):
            return self._parsed(column, cell)
        readings = self._readings[column.heading]
        if cell not in readings:
            self._remember(column, cell, self._parsed(column, cell))
        return readings[cell]

    def _remember(self, column: Column, cell: Cell, reading: Reading) -> None:
        readings = self._readings[column.heading]
        known = self._known.get(column.heading, _Known(0, [], set()))
        if len(readings) >= _MOST_KNOWN:
            for it in readings:
                known.pop(it, None)
            readings.clear()
        readings[cell] = reading
        if not reading.remark:
            known.add(cell, reading.value)

    def _parsed(self, column: Column, cell: Cell) -> Reading:
        if column.type is ColumnType.LINK and not is_nothing(column, cell):
            return Reading(self._link(cell))
        return parse(column, cell)

    def _document(self, column: Column, row: RawRow) -> IdentityDocument:
        """Which document it is whose number stands in a column; a faulty cell is told as such."""
        of = self._columns.get(column.of)
        cell = self._cell(row, of.heading) if of else None
        try:
            found = parse(of, cell).value if of and not is_empty(cell) else ""
        except CellError:
            found = ""
        return IdentityDocument(str(found) or IdentityDocument.CARD)

    def _remark(self, row: RawRow, column: Column, cell: Cell, remark: Remark) -> None:
        """Tell how a cell was read.

        Raises:
            CellError: it says that there is nothing, and may not be empty.
        """
        if remark.rule is WRITTEN_NOTHING:
            self._require(row, column, Message("“{}”等于没有填写", as_typed(cell).strip()))
        refuse_too_many(self._problems, MOST_PROBLEMS)
        place = self._place(row, column.heading)
        self._problems.append(
            remark.rule.on(
                place,
                remark.message,
                remark.remedy,
                value=as_typed(cell),
                severity=Severity.WARNING,
                proposal=proposed(column, remark.meant),
            )
        )

    def _cell(self, row: RawRow, heading: str) -> Cell:
        cell = self.raw.value(row, heading)
        return self._constants.get(heading) if self._constants and is_empty(cell) else cell

    def _refuse_flaw(self, row: RawRow, heading: str) -> None:
        flaw = self.raw.flaws.cells.get(f"{self._letters.get(heading)}{row.number}")
        if flaw == "error":
            raise CellError(
                ERROR_CELL, "这是一个出错的单元格（如 #N/A）。", "请改正公式或直接填写内容。"
            )
        if flaw == "formula":
            raise CellError(
                FORMULA_WITHOUT_VALUE,
                "这个公式还没有算出结果。",
                "请用 Excel 或 WPS 打开、重新计算并保存，或直接填写内容。",
            )

    def _require(self, row: RawRow, column: Column, found: str = _NOT_FILLED_IN) -> None:
        condition = column.required_if
        applies = condition is not None and (
            as_typed(self._cell(row, condition[0])).strip() == condition[1]
        )
        if column.required or applies:
            when = Message("{}为“{}”时", *condition) if applies and condition else ""
            message = Message("{}，这一列{}必填。", found, when)
            raise CellError(MISSING, message, "请补上。")

    def _link(self, cell: Cell) -> Institution:
        name = plain_text(cell)
        found = self._directory.called(name)
        if not found:
            near = suggestion(name, self._directory.names, _SURE)
            raise CellError(
                UNKNOWN_INSTITUTION,
                Message("机构表里没有“{}”。{}", name, near),
                "请在机构表登记它的全称或简称，或改正这里的写法。",
                nearest(name, self._directory.names, _SURE),
            )
        if len(found) > 1:
            cells = public([it.origin.shown for it in found])
            raise CellError(
                AMBIGUOUS_INSTITUTION,
                Message("机构表第 {} 行都叫“{}”，不知道是哪一家。", cells, name),
                "请写全称，或把机构表里的简称改成各不相同。",
            )
        return found[0]

    def _add_own(self, row: RawRow, record: Any) -> None:
        """What stands in the columns that plug-ins add; a sheet may well lack them."""
        known = (*self.raw.columns, *self._constants)
        own = {
            it.attribute: self._value(it.column, row)
            if it.column.heading in known
            else empty(it.column)
            for it in self._sheet.added
        }
        record.own = Own(self._sheet.added, own)

    def _add_extra(self, row: RawRow, record: Any) -> None:
        record.extra = {heading: self._extra_text(row, heading) for heading in self._own}

    def _extra_text(self, row: RawRow, heading: str) -> str:
        cell = self._cell(row, heading)
        column = Column(heading, ColumnType.NOTE)
        try:
            self._refuse_flaw(row, heading)
            if says_nothing(cell):
                self._remark(row, column, cell, written_nothing(column, cell))
                return ""
            shown = self._shown(column, cell, row)
            if shown and shown.remark:
                self._remark(row, column, cell, shown.remark)
            return str(shown.value) if shown else plain_text(cell)
        except CellError as error:
            self._note(row, column, cell, error)
            return ""

    def _note(self, row: RawRow, column: Column, cell: Cell, error: CellError) -> None:
        refuse_too_many(self._errors, MOST_ERRORS)
        place = self._place(row, column.heading)
        problem = error.rule.on(
            place,
            error.message,
            error.remedy,
            value=as_typed(cell),
            proposal=proposed(column, error.meant),
        )
        self._errors.append(problem)
        self._problems.append(problem)

    def _place(self, row: RawRow, heading: str) -> Place:
        case = called(self.raw.value(row, _CASE_NUMBER))
        # A column that the sheet lacks altogether still has a row to point at.
        cell = self.raw.address(heading, row.number) or f"A{row.number}"
        is_shared = self._sheet.record is Institution
        return Place(self._sheet.name, cell, heading, "" if is_shared else case)


def refuse_too_many(problems: Sequence[Problem], most: int) -> None:
    """Give up on a workbook that has more problems than anyone could read.

    Raises:
        UnsoundError: tells the first few.
    """
    if len(problems) >= most:
        first = "\n".join(map(str, problems[:5]))
        raise UnsoundError(
            "里面的问题超过 {} 处，多半是整列填充到了表底，或选错了文件。"
            "请删去多余的行。最前面的几处：\n{}",
            *(public(most), first),
        )


# A guess at a party has to be surer than one at a word.
_SURE = 0.8
_CASE_NUMBER = CASES.heading("number")
_VICTIM = INCIDENTS.heading("victim")
_EMPTY = ("", None)
# One for all rows without columns of the lawyer's own: there are many such rows.
_NOTHING: Mapping[str, str] = {}


_WITH_IDENTITY = (Client, Witness)


def _add_identity_facts(_: RowParser, row: RawRow, person: Any) -> None:
    """Fill 性别 and 出生日期 from the identity number where the cells are empty."""
    number = person.identity_number
    person.sex = person.sex or sex_of(number)
    known = person.birth_date or (birth_date_of(number) if number else None)
    person.birth_date = known


def _debtor(client: Client, name: str) -> str:
    """The debtor's name; a debtor who is the client is called as the client is."""
    if client.role == Role.CONTACT or not name:
        return name
    people = People(client.name)
    return people.named(name).name
