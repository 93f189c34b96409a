"""An office's own workbook: how its sheets and headings map to ours (`anjuan.toml`, config.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from anjuan.case.sheets import CASES, Sheet, Table
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.problems import Place, Problem
from anjuan.settings import unknown_names

if TYPE_CHECKING:
    from anjuan.workbook.mapping.model import TableMap
    from anjuan.workbook.mapping.places import SheetPlaces


@frozen
class HeadingMap:
    """Where our sheets and headings are found; empty mappings = the workbook is ours.

    Attributes:
        sheets: our sheet → theirs; an empty text = there is none.
        columns: our sheet → our heading → theirs.
        constants: heading of 案件 → what an empty cell (or a missing column) stands for.
        choices: our sheet → our heading → their word → our choice.
        tables: the mapping of a workbook of its own (mapping/); None without one. The others are
            empty then.
        also: further files that are read together with the workbook, each with its own map.
        places: where the rows of our sheets come from, of what was read by `tables` or together.
    """

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    tables: TableMap | None = None
    also: tuple[tuple[Path, HeadingMap], ...] = ()
    places: Mapping[str, SheetPlaces] = field(default_factory=dict)

    def sheet(self, ours: str) -> str:
        """Their name of our sheet; empty where the office keeps none."""
        return self.sheets.get(ours, ours)

    def heading(self, sheet: str, ours: str) -> str:
        """Their heading for ours."""
        return self.columns.get(sheet, {}).get(ours, ours)

    def constant(self, sheet: str, heading: str) -> str:
        """What stands in for an empty cell; only sheet 案件 has constants."""
        return self.constants.get(heading, "") if sheet == CASES.name else ""

    @property
    def left_constants(self) -> Mapping[str, str]:
        """The constants that are to be filled in where rows are parsed.

        None of several files: each has its own, and they are filled in before.
        """
        return {} if self.also else self.constants

    def found(self, titles: Mapping[str, str], places: Mapping[str, SheetPlaces]) -> HeadingMap:
        """The same map for one file.

        Args:
            titles: the names of sheets as the file has them, by ours.
            places: where the rows of our sheets come from; none where they are the file's own.
        """
        return replace(self, sheets={**self.sheets, **titles}, places=places)

    @property
    def is_ours(self) -> bool:
        """True where the lawyer finds every cell where we do: the file has our sheets."""
        return not self.places and all(ours == theirs for ours, theirs in self.sheets.items())

    def in_file(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems at the cells that the lawyer sees; those without a sheet stay."""
        return tuple(problems if self.is_ours else map(self._in_file, problems))

    def _in_file(self, problem: Problem) -> Problem:
        if problem.sheet not in self.places and self.sheet(problem.sheet) == problem.sheet:
            return problem
        ours = Place(problem.sheet, problem.cell, problem.heading)
        place = self.place(ours)
        found = self.places.get(problem.sheet)
        return replace(
            problem,
            sheet=place.sheet,
            cell=place.cell,
            heading=place.heading,
            # Half a moment is no place for a whole one.
            proposal=problem.proposal if not found or found.is_whole(ours) else None,
        )

    def place(self, place: Place) -> Place:
        """A place of ours as the lawyer finds it in the file."""
        if place.sheet in self.places:
            return self.places[place.sheet].theirs(place)
        theirs = self.sheet(place.sheet) or place.sheet
        return place if theirs == place.sheet else replace(place, sheet=theirs)

    @property
    def words(self) -> frozenset[str]:
        """Everything that the office calls a sheet or a heading."""
        theirs = (word for columns in self.columns.values() for word in columns.values())
        known = self.tables.names if self.tables else ()
        others = (word for _, other in self.also for word in other.words)
        return frozenset((*self.sheets.values(), *theirs, *known, *others))


def map_faults(found: HeadingMap, place: Message, table: Table) -> Iterator[Message]:
    """Sheets, headings and choices of ours that a map names and that there are not.

    Args:
        found: the map.
        place: where it is written, as a message begins.
        table: our sheets, with the columns that plug-ins add.
    """
    sheets = [sheet.name for sheet in table.sheets]
    for named in (found.sheets, found.columns, found.choices):
        yield from unknown_names(place, "工作表", named, sheets)
    yield from unknown_names(place, "标题", found.constants, tuple(_choices(table.like(CASES))))
    for sheet in sheets:
        known, what = _choices(table.sheet(sheet)), f"工作表“{sheet}”的标题"
        for columns in (found.columns.get(sheet, {}), found.choices.get(sheet, {})):
            yield from unknown_names(place, what, columns, tuple(known))
        for heading, words in found.choices.get(sheet, {}).items():
            if choices := known.get(heading):
                yield from unknown_names(place, f"“{heading}”的可选值", words.values(), choices)


def _choices(sheet: Sheet) -> Mapping[str, tuple[str, ...]]:
    """The headings of a sheet, and what may stand below each; empty where anything may."""
    return {item.column.heading: item.column.choices for item in sheet.fields}


def sheet_in_file(sheet: str, name: str) -> str:
    """How a sheet is called beside those of other files: `[甲.xlsx]案件`."""
    return f"[{name}]{sheet}"
