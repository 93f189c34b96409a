"""What is wrong or doubtful in a workbook, with the cell that a lawyer has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the documents that use the cell from being written; a warning does not."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding.

    Attributes:
        code: stable ASCII name of the rule, listed in docs/reference.md.
        sheet: sheet name, as in the workbook.
        cell: address as Excel shows it (`C4`); empty when a whole sheet or row is meant.
        heading: the column's heading; empty likewise.
        value: what stands in the cell, as typed; empty for an empty cell.
        message: what is wrong, one Chinese sentence.
        remedy: what to do about it, one Chinese sentence.
        case: 案件编号 of the case concerned; empty when no case is concerned.
    """

    code: str
    sheet: str
    cell: str = ""
    heading: str = ""
    value: str = ""
    message: str
    remedy: str
    case: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """True when documents that use the cell must not be written."""
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """Sheet, cell and heading as a lawyer would say them: `案件!G2（身份证号）`."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}（{self.heading}）" if self.heading else place

    def as_json(self) -> dict[str, str]:
        """The object of the contract (design.md §5)."""
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
        }

    def __str__(self) -> str:
        return f"{self.place}：{self.message}{self.remedy}"
