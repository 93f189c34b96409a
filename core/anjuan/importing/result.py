"""What an import found and is going to write: shown before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from anjuan.case.choices import Method
from anjuan.frozen import frozen
from anjuan.importing.doubtful import Doubt
from anjuan.importing.keeping import Skipped
from anjuan.importing.layout import run_json
from anjuan.importing.merging import Run
from anjuan.importing.reading import Refusal
from anjuan.importing.standing import Known
from anjuan.importing.survey import is_night
from anjuan.workbook.appending import Cells

# From so many rows on, runs are proposed.
MANY_ROWS = 300


@frozen
class Imported:
    """The result of an import.

    Attributes:
        files: how many were read.
        unknown: names of files that nobody knows, of those that were named.
        unknown_within: how many others in folders nobody knows.
        refusals: files that could not be read.
        read: contacts by method, anybody's.
        own: the phone's numbers, as the files tell.
        runs: the new rows.
        rows: their cells.
        exhibits: new rows of 证据.
        merged: contacts that another file tells already.
        known: what stands in the workbook already, each with its row.
        skipped: what became nothing, by reason.
        doubts: what the user has to look at.
        unmet: listed numbers that stand in no file.
        unmatched: recordings of listed numbers that belong to no call of the files.
        remarks: sentences, each to be told once.
    """

    files: int
    unknown: tuple[str, ...]
    unknown_within: int
    refusals: tuple[Refusal, ...]
    read: Mapping[Method, int]
    own: tuple[str, ...]
    runs: tuple[Run, ...]
    rows: tuple[Cells, ...]
    exhibits: tuple[Cells, ...]
    merged: int
    known: tuple[Known, ...]
    skipped: Counter[Skipped]
    doubts: tuple[Doubt, ...]
    unmet: tuple[str, ...]
    unmatched: int
    remarks: tuple[str, ...]

    @property
    def has_faults(self) -> bool:
        """Whether anything is left that somebody has to look at."""
        return bool(self.doubts or self.refusals or self.unknown)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of the new rows; None without any."""
        if not self.runs:
            return None
        moments = [run.first.moment.date() for run in self.runs]
        return min(moments), max(moments)

    @property
    def contacts(self) -> Counter[Method]:
        """How many contacts the new rows hold, by method."""
        found: Counter[Method] = Counter()
        for run in self.runs:
            found[run.first.method] += run.count
        return found

    @property
    def at_night(self) -> int:
        """How many of them were at night."""
        return sum(is_night(event.contact) for run in self.runs for event in run.events)

    def as_json(self, copy: str | None) -> dict[str, object]:
        """The object of the contract.

        Args:
            copy: the file that was written; None where none was.
        """
        skipped = {str(reason): number for reason, number in sorted(self.skipped.items())}
        if self.known:
            skipped[KNOWN] = len(self.known)
        return {
            "rows": [run_json(run) for run in self.runs],
            "merged": self.merged,
            "skipped": skipped,
            "doubtful": [*map(Doubt.as_json, self.doubts), *map(_refused, self.refusals)],
            "copy": copy,
        }


KNOWN = "表里已有"


def _refused(refusal: Refusal) -> dict[str, str]:
    return Doubt(file=refusal.label, place="", value="", reason=refusal.reason).as_json()
