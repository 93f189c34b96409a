"""An office's own workbook: how its sheets and headings map to ours (`anjuan.toml`, config.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from anjuan.case.sheets import CASES, SHEETS
from anjuan.messages import Message
from anjuan.problems import Problem
from anjuan.settings import unknown_names


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """Where our sheets and headings are found; empty mappings = the workbook is ours.

    Attributes:
        sheets: our sheet → theirs; an empty text = there is none.
        columns: our sheet → our heading → theirs.
        constants: heading of 案件 → what an empty cell (or a missing column) stands for.
        choices: our sheet → our heading → their word → our choice.
    """

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def sheet(self, ours: str) -> str:
        """Their name of our sheet; empty where the office keeps none."""
        return self.sheets.get(ours, ours)

    def heading(self, sheet: str, ours: str) -> str:
        """Their heading for ours."""
        return self.columns.get(sheet, {}).get(ours, ours)

    def constant(self, sheet: str, heading: str) -> str:
        """What stands in for an empty cell; only sheet 案件 has constants."""
        return self.constants.get(heading, "") if sheet == CASES.name else ""

    def found(self, titles: Mapping[str, str]) -> HeadingMap:
        """The same map with the names of sheets as a file has them, by ours."""
        return replace(self, sheets={**self.sheets, **titles})

    def in_file(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems under the sheet names that the lawyer sees; those without a sheet stay."""
        return tuple(
            replace(problem, sheet=self.sheet(problem.sheet) or problem.sheet)
            for problem in problems
        )

    @property
    def words(self) -> frozenset[str]:
        """Everything that the office calls a sheet or a heading."""
        theirs = (word for columns in self.columns.values() for word in columns.values())
        return frozenset((*self.sheets.values(), *theirs))


def map_faults(found: HeadingMap, place: Message) -> Iterator[Message]:
    """Sheets, headings and choices of ours that a map names and that there are not.

    Args:
        found: the map.
        place: where it is written, as a message begins.
    """
    sheets = [sheet.name for sheet in SHEETS]
    for named in (found.sheets, found.columns, found.choices):
        yield from unknown_names(place, "工作表", named, sheets)
    yield from unknown_names(place, "标题", found.constants, tuple(_choices(CASES.name)))
    for sheet in sheets:
        known, what = _choices(sheet), f"工作表“{sheet}”的标题"
        for columns in (found.columns.get(sheet, {}), found.choices.get(sheet, {})):
            yield from unknown_names(place, what, columns, tuple(known))
        for heading, words in found.choices.get(sheet, {}).items():
            if choices := known.get(heading):
                yield from unknown_names(place, f"“{heading}”的可选值", words.values(), choices)


def _choices(sheet: str) -> Mapping[str, tuple[str, ...]]:
    """The headings of a sheet, and what may stand below each; empty where anything may."""
    fields = next(it for it in SHEETS if it.name == sheet).fields
    return {item.column.heading: item.column.choices for item in fields}
