"""The sheets of the workbook, and a problem at the cell of an attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from anjuan.case.columns import ColumnType, Field, fields_of, heading_of
from anjuan.case.own import is_added
from anjuan.case.records.base import CaseRow, Record
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.own_rows import OwnRow, OwnRows
from anjuan.case.records.rows import Evidence, Loss, Proceeding, Witness
from anjuan.frozen import frozen


@frozen
class Sheet:
    """One sheet of the workbook.

    Attributes:
        name: sheet name of the contract.
        record: the record class that describes its columns.
        required: without it and a row in it a workbook is useless; any other may be missing.
        help: what the sheet is for, one Chinese sentence.
        groups: what stands together, in the order of the sheet: its name, and the attribute of
            its first column.
        added: the columns that plug-ins add, behind those of the record.
        own_name: of a sheet that a plug-in adds, by which code asks a case for its rows; empty
            for one of ours.
    """

    name: str
    record: type[Any]
    required: bool
    help: str
    groups: tuple[tuple[str, str], ...] = ()
    added: tuple[Field, ...] = ()
    own_name: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its columns in order."""
        return (*fields_of(self.record), *self.added)

    @property
    def group_of(self) -> Mapping[str, str]:
        """The group of each heading; empty for a sheet that has none."""
        first = {self.heading(attribute): name for name, attribute in self.groups}
        found: dict[str, str] = {}
        name = ""
        for item in self.fields if first else ():
            name = found[item.column.heading] = first.get(item.column.heading, name)
        return found

    def can_lack(self, field: Field) -> bool:
        """Whether it is of use without a column: a workbook may be older than a plug-in's."""
        return not field.column.required or (is_added(field) and not self.own_name)

    def heading(self, attribute: str) -> str:
        """The heading of an attribute, so that code never types a heading again."""
        added = (it.column.heading for it in self.added if it.attribute == attribute)
        return next(added, "") or heading_of(self.record, attribute)


CASES = Sheet(
    "案件",
    Case,
    True,
    "一个案件一行：委托人、债务、诉求和律师。",
    groups=(
        ("委托人", "number"),
        ("债务人", "debtor_name"),
        ("对方", "creditor"),
        ("借款", "loan_product"),
        ("诉求", "objection_date"),
        ("承办", "lawyer"),
    ),
)
INSTITUTIONS = Sheet("机构", Institution, False, "债权人、平台和催收机构，每家只登记一次。")
INCIDENTS = Sheet(
    "骚扰记录",
    Incident,
    False,
    "每一次（或同一时段的一串）骚扰一行。",
    groups=(
        ("时间和方式", "case_number"),
        ("对方", "number"),
        ("受扰人", "victim"),
        ("次数和内容", "count"),
    ),
)
EVIDENCE = Sheet("证据", Evidence, False, "每份证据一行。")
LOSSES = Sheet("损失", Loss, False, "每项损失一行。")
WITNESSES = Sheet("证人", Witness, False, "每位可能作证的人一行。")
PROCEEDINGS = Sheet("办理记录", Proceeding, False, "每办一件事、每收到一份答复一行。")
# Of the column beside the rows of any sheet where anjuan says what is wrong with them
# (workbook/marking/). It is reserved: nothing that stands below it is ever read.
STATUS_HEADING = "检查结果"
# Of the sheets that anjuan itself writes: how to fill in a blank workbook, and all problems of a
# marked copy. No other sheet is called so.
GUIDE_NAME, LIST_NAME = "说明", "问题"
SHEETS = (CASES, INSTITUTIONS, INCIDENTS, EVIDENCE, LOSSES, WITNESSES, PROCEEDINGS)

# The sheets whose rows a case carries, by attribute of `Case`.
ROW_SHEETS = {
    "incidents": INCIDENTS,
    "evidence": EVIDENCE,
    "losses": LOSSES,
    "witnesses": WITNESSES,
    "proceedings": PROCEEDINGS,
}
# The first step of the path to the rows of a plug-in's sheet: `own_rows.complaints`.
OWN_ROWS = "own_rows"
# What of a case is a row of sheet 机构, likewise.
INSTITUTION_ATTRIBUTES = tuple(
    item.attribute for item in CASES.fields if item.column.type is ColumnType.LINK
)
# What a kind may say that it needs: `creditor`, `client.name`, `incidents`.
CASE_ATTRIBUTES = frozenset({".".join(item.path) for item in CASES.fields} | set(ROW_SHEETS))
# By which a template asks for a column of sheet 案件.
CASE_NAMES = frozenset(name for item in CASES.fields for name in item.names)


@frozen
class Table:
    """What a workbook may hold: our sheets, with the columns that plug-ins add, and their sheets.

    Attributes:
        sheets: in the order of the workbook.
    """

    sheets: tuple[Sheet, ...] = SHEETS

    @property
    def own_sheets(self) -> tuple[Sheet, ...]:
        """Those that plug-ins add."""
        return tuple(it for it in self.sheets if it.own_name)

    @property
    def row_sheets(self) -> Mapping[str, Sheet]:
        """The sheets whose rows a case carries, by the path from the case to them."""
        ours = {attribute: self.like(sheet) for attribute, sheet in ROW_SHEETS.items()}
        return ours | {f"{OWN_ROWS}.{it.own_name}": it for it in self.own_sheets}

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name.

        Raises:
            LookupError: there is none.
        """
        found = [it for it in self.sheets if it.name == name]
        if not found:
            raise LookupError(f"no sheet {name!r}")
        return found[0]

    def like(self, sheet: Sheet) -> Sheet:
        """One of our sheets as it is here."""
        return self.sheet(sheet.name)


OURS = Table()


def institutions_of(row: Record) -> Iterator[Institution]:
    """The institutions that cells of a row name, those of plug-ins' columns included."""
    names = INSTITUTION_ATTRIBUTES if isinstance(row, Case) else ()
    found = (*(getattr(row, name) for name in names), *row.own.values())
    return (it for it in found if isinstance(it, Institution))


def rows_of(case: Case) -> Iterator[CaseRow]:
    """The rows of other sheets that belong to a case, those of plug-ins' sheets included."""
    for attribute in ROW_SHEETS:
        yield from getattr(case, attribute)
    for rows in case.own_rows.values():
        yield from rows


def with_rows(case: Case, change: Callable[[Any], Any]) -> Case:
    """The case with other rows in their place.

    Args:
        case: the case.
        change: gets each row, and returns the other one.
    """
    ours: dict[str, Any] = {
        attribute: tuple(map(change, getattr(case, attribute))) for attribute in ROW_SHEETS
    }
    own: dict[str, tuple[OwnRow, ...]] = {
        name: tuple(map(change, rows)) for name, rows in case.own_rows.items()
    }
    return replace(case, **ours, own_rows=OwnRows(own, case.own_rows.titles))


def records_of(case: Case) -> Iterator[Record]:
    """The rows that a case consists of: its own, its institutions, those of the other sheets.

    Behind an institution comes the one that it belongs to; one that is named twice comes twice.
    """
    rows = (case, *rows_of(case))
    yield case
    for row in rows:
        # In no column of ours does another row name one.
        for named in institutions_of(row) if row is case or row.own else ():
            institution: Institution | None = named
            while institution:
                yield institution
                institution = institution.parent
    yield from rows[1:]
