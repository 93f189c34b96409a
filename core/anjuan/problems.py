"""What is wrong or doubtful in a workbook, with the cell that a lawyer has to look at."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from anjuan.frozen import frozen


class Severity(StrEnum):
    """An error keeps the documents that use the cell from being written; a warning does not."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _WORDS[self]


_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}


@frozen
class Place:
    """Where a lawyer has to look.

    Attributes:
        sheet: sheet name; for what is wrong outside of the workbook, the title of the step.
        cell: address as Excel shows it (`C4`); empty when a whole sheet is meant.
        heading: the column's heading; empty when a whole sheet or row is meant.
        case: 案件编号 of the case concerned; empty when no case is concerned.
    """

    sheet: str
    cell: str = ""
    heading: str = ""
    case: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Placed(Protocol):
    """A row of the workbook, as every record of a case is one."""

    def place(self, attribute: str = "") -> Place:
        """The cell of an attribute; without one, the row."""


@frozen
class Proposal:
    """What a cell was meant to hold, where that can be one thing only.

    Attributes:
        value: as the cell is to hold it: a text, a number, a day, or a day with its time.
    """

    value: str | Decimal | date | datetime

    @property
    def type(self) -> str:
        """`text`, `number`, `date` or `datetime`."""
        for name, of in (("text", str), ("number", Decimal), ("datetime", datetime)):
            if isinstance(self.value, of):
                return name
        return "date"

    def as_json(self) -> dict[str, str]:
        """For programs: bare numbers, days as `2026-03-05`, moments with a blank."""
        return {"type": self.type, "value": str(self)}

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            return self.value.isoformat(" ", "seconds").removesuffix(":00")
        if isinstance(self.value, Decimal):
            return format(self.value.normalize(), "f")
        return str(self.value)


@frozen
class Rule:
    """What can be wrong. Declared beside the function that finds it.

    Attributes:
        code: stable ASCII name, listed in docs/reference.md; no other rule has it.
        meaning: what it stands for, one Chinese sentence that holds nothing of a case:
            `--redact` shows it instead of a message that is no `Message`.
        severity: of its problems, unless one of them says otherwise.
    """

    code: str
    meaning: str
    severity: Severity = Severity.ERROR

    def at(
        self,
        row: Placed,
        attribute: str,
        message: str,
        remedy: str = "请核对。",
        *,
        value: object = "",
        case: str = "",
        severity: Severity | None = None,
        proposal: Proposal | None = None,
    ) -> Problem:
        """A problem at the cell that an attribute of a row came from.

        Args:
            row: a row of any sheet; for the client's attributes, the case.
            attribute: English name (`court`, `moment`); empty = the row as a whole.
            message: what is wrong, one Chinese sentence; a `Message` where it says something of
                the case, so that `--redact` can show the rest.
            remedy: what to do, likewise.
            value: what stands in the cell; empty for an empty one.
            case: 案件编号, where the row doesn't say it: an institution belongs to many cases.
            severity: None = that of the rule.
            proposal: what the cell was meant to hold; None where nobody can know.
        """
        place = row.place(attribute)
        if case:
            place = Place(place.sheet, place.cell, place.heading, case)
        return self.on(place, message, remedy, value=value, severity=severity, proposal=proposal)

    def on(
        self,
        place: Place | str,
        message: str,
        remedy: str,
        *,
        value: object = "",
        severity: Severity | None = None,
        proposal: Proposal | None = None,
    ) -> Problem:
        """A problem at any place; with a whole sheet, or with a step, by its name alone.

        Args:
            place: a place; or the name of a sheet, or the title of a step.
            message: what is wrong, as in `at`.
            remedy: what to do, likewise.
            value: what stands in the cell; empty for an empty one.
            severity: None = that of the rule.
            proposal: what the cell was meant to hold; None where nobody can know.
        """
        found = Place(place) if isinstance(place, str) else place
        return Problem(
            rule=self,
            sheet=found.sheet,
            cell=found.cell,
            heading=found.heading,
            value=str(value),
            message=message,
            remedy=remedy,
            case=found.case,
            severity=severity or self.severity,
            proposal=proposal,
        )


class Sort(NamedTuple):
    """What problems that are told as one have in common."""

    severity: Severity
    code: str
    heading: str


@frozen(kw_only=True)
class Problem:
    """One finding; a rule makes it.

    Attributes:
        rule: what is wrong in general.
        sheet: sheet name, as in the workbook.
        cell: address as Excel shows it (`C4`); empty when a whole sheet or row is meant.
        heading: the column's heading; empty likewise.
        value: what stands in the cell, as typed; empty for an empty cell.
        message: what is wrong, one Chinese sentence.
        remedy: what to do about it, one Chinese sentence.
        case: 案件编号 of the case concerned; empty when no case is concerned.
        severity: that of the rule, unless this one is graver or less grave.
        proposal: what the cell was meant to hold; None where nobody can know.
    """

    rule: Rule
    sheet: str
    cell: str = ""
    heading: str = ""
    value: str = ""
    message: str
    remedy: str
    case: str = ""
    severity: Severity
    proposal: Proposal | None = None

    @property
    def code(self) -> str:
        """The stable name of what is wrong, listed in docs/reference.md."""
        return self.rule.code

    @property
    def sort(self) -> Sort:
        """What it has in common with those of other cells."""
        return Sort(self.severity, self.code, self.heading)

    @property
    def is_error(self) -> bool:
        """True when documents that use the cell must not be written."""
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """Sheet, cell and heading as a lawyer would say them: `案件!H2（身份证号）`."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}（{self.heading}）" if self.heading else place

    def as_json(self) -> dict[str, str | dict[str, str] | None]:
        """For programs, as `--json` prints it."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "heading": self.heading,
            "value": self.value,
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "case": self.case,
            "proposal": self.proposal.as_json() if self.proposal else None,
        }

    def __str__(self) -> str:
        return f"{self.place}：{self.message}{self.remedy}"
