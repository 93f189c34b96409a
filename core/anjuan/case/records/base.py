"""What the rows of all sheets have in common: their place, and columns of the lawyer's own.

In the modules beside this one every field of a record is annotated with its column. A heading is
typed there and nowhere else. Types say what the rest of the program may rely on: an empty cell is
`""`, `None` or `()`; money is `Decimal` yuan; days are `date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from anjuan.case.columns import Column, ColumnType, fields_of, heading_of
from anjuan.case.keys import label_key
from anjuan.case.own import NO_OWN, Own
from anjuan.frozen import frozen
from anjuan.problems import Place


@frozen
class Origin:
    """Where a record stands in the workbook.

    Attributes:
        sheet: sheet name.
        row: the row number that Excel shows.
        letters: column letter by heading, for every heading the sheet has.
        shown: the row as the lawyer finds it: its number, with its sheet where there are several.
    """

    sheet: str = ""
    row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""

    def cell(self, heading: str) -> str:
        """Address of the cell under `heading`; empty when the sheet lacks that column."""
        letter = self.letters.get(heading)
        return f"{letter}{self.row}" if letter else ""


@frozen(kw_only=True)
class Record:
    """What every row has.

    Attributes:
        origin: its place in the workbook.
        extra: the lawyer's own columns, heading → text; empty cells included.
        own: the columns that plug-ins add, attribute → value.
    """

    origin: Origin = field(default_factory=Origin, repr=False)
    extra: Mapping[str, str] = field(default_factory=dict)
    own: Own = field(default_factory=lambda: NO_OWN)

    @property
    def belongs_to(self) -> str:
        """案件编号 of its case; empty for an institution, which belongs to many."""
        return ""

    def own_heading(self, name: str) -> str:
        """The heading of a column of the lawyer's own, by its name in any form; empty without."""
        if name in self.extra:
            return name
        same = (heading for heading in self.extra if label_key(heading) == label_key(name))
        return next(same, "")

    def place(self, attribute: str = "") -> Place:
        """The cell that an attribute came from; without one, the row, shown by its first column.

        Args:
            attribute: English name (`court`, `moment`); the client's are those of the case. That
                of a plug-in's column likewise.

        Raises:
            LookupError: no column has this attribute.
        """
        heading = self._heading(attribute) if attribute else ""
        shown = heading or fields_of(type(self))[0].column.heading
        # Where the sheet lacks the column there is still a row to point at.
        cell = self.origin.cell(shown) or f"A{self.origin.row}"
        return Place(self.origin.sheet, cell, heading, self.belongs_to)

    def _heading(self, attribute: str) -> str:
        for it in self.own.fields:
            if it.attribute == attribute:
                return it.column.heading
        return heading_of(type(self), attribute)


@frozen(kw_only=True)
class CaseRow(Record):
    """What every row of a sheet has whose rows belong to a case."""

    case_number: Annotated[
        str, Column("案件编号", ColumnType.KEY, required=True, help="与案件表一致。")
    ]

    @property
    def belongs_to(self) -> str:
        """案件编号 of its case."""
        return self.case_number
