"""What a column of an office's own table can be: a column of ours, or of an institution of a case.

In a flat table what is known of the creditor stands in the client's own row: `债权人：机构类型` is
the type of the institution that the same row names as its creditor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from anjuan.case.columns import Column
from anjuan.case.sheets import CASES, INSTITUTION_ATTRIBUTES, INSTITUTIONS, OURS, Sheet, Table
from anjuan.frozen import frozen

# Between what a column belongs to and its heading.
_COLON = "："
# What a name in the mapping says instead of one of our columns: it is looked at by nobody.
UNUSED = "不用"


@frozen
class Target:
    """One of our columns.

    Attributes:
        sheet: our sheet.
        heading: our heading in it.
        role: of an institution made from a case's own row: heading of 案件 that names it;
            otherwise empty.
        column: what it may hold.
    """

    sheet: str
    heading: str
    role: str = ""
    column: Column = field(kw_only=True, compare=False, repr=False)

    @property
    def owner(self) -> str:
        """The sheet, or the institution, whose columns stand together."""
        return self.role or self.sheet

    def __str__(self) -> str:
        return f"{self.owner}{_COLON}{self.heading}"


ROLES = tuple(
    item.column.heading for item in CASES.fields if item.attribute in INSTITUTION_ATTRIBUTES
)
_NAME = INSTITUTIONS.heading("name")


def target(sheet: Sheet, attribute: str, role: str = "") -> Target:
    """The target of an attribute."""
    return target_of(sheet, sheet.heading(attribute), role)


def target_of(sheet: Sheet, heading: str, role: str = "") -> Target:
    """The target of a heading that the sheet has."""
    return next(it for it in _of(sheet, role) if it.heading == heading)


def targets(table: Table = OURS) -> Mapping[str, Target]:
    """All of them, by the name that the mapping shows, in the order of our sheets."""
    cases, *others = table.sheets
    found = list(_of(cases))
    for role in ROLES:
        # Its name is what 案件 itself says.
        found += [it for it in _of(table.like(INSTITUTIONS), role) if it.heading != _NAME]
    for sheet in others:
        found += _of(sheet)
    return {str(it): it for it in found}


def _of(sheet: Sheet, role: str = "") -> list[Target]:
    columns = (item.column for item in sheet.fields)
    return [Target(sheet.name, it.heading, role, column=it) for it in columns]
