"""The workbook as the page shows it: its sheets, and everything that is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from anjuan.config import CONFIG_NAME, Config, find_config, mapping_of, own_mapping
from anjuan.documents.planning import Besides
from anjuan.errors import AnjuanError, UsageError, WorkbookError, why
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.inspection import Inspection, inspect
from anjuan.workbook.cells.cell import Cell, is_empty
from anjuan.workbook.formats.recognising import Content, recognised
from anjuan.workbook.formats.source import Source
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.letters import row_of
from anjuan.workbook.opening import named, opened

# Of tables with a file each, those beside the workbook belong to it.
_PACKAGES = (".xlsx", ".xlsm", ".xls", ".ods", ".et")


@frozen
class Settings:
    """What the command line says of the office's settings.

    Attributes:
        config: `anjuan.toml`; None = the one beside the workbook.
        kinds_dirs: folders with further kinds.
        plugins_dirs: folders with plug-ins of one file.
    """

    config: Path | None = None
    kinds_dirs: tuple[Path, ...] = ()
    plugins_dirs: tuple[Path, ...] = ()

    def file(self, workbook: Path) -> Path:
        """The `anjuan.toml` that counts for a workbook, which may not be there."""
        return self.config or workbook.parent / CONFIG_NAME

    def of(self, workbook: Path) -> Config:
        """The settings for a workbook.

        Raises:
            ConfigError: they are wrong.
        """
        return find_config(
            workbook.parent, self.config, workbook, self.kinds_dirs, self.plugins_dirs
        )


# Changes when a file is saved.
Stamp: TypeAlias = tuple[tuple[str, int, int], ...]


@frozen
class Grid:
    """A sheet as Excel shows it.

    Attributes:
        name: of the sheet.
        rows: from row 1, cells from column A, without what is empty at their ends.
        problems: by address (`C4`).
        heading_row: number of the row of headings; 0 where the sheet is none of ours.
        faulty_rows: numbers of the rows with problems, and of the headings.
        width: how many columns there are.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    problems: Mapping[str, Sequence[Problem]]
    heading_row: int
    faulty_rows: Sequence[int]
    width: int


_NOTHING = Inspection((), {}, HeadingMap(), ())


@frozen(kw_only=True)
class Look:
    """One look at a workbook.

    Attributes:
        path: of the workbook.
        stamp: of its files when it was looked at.
        at: the moment.
        plugins: with what the settings beside it add.
        config: these settings.
        config_file: where they stand; it may not be there.
        inspection: what was found; nothing where it can't be used.
        grids: its sheets.
        is_package: copies of it can be marked and filled in, as of an .xlsx file.
        refused: why it can't be used; empty otherwise.
    """

    path: Path
    stamp: Stamp
    at: datetime
    plugins: Plugins = field(default_factory=Plugins)
    config: Config = field(default_factory=Config)
    config_file: Path = field(default_factory=Path)
    inspection: Inspection = _NOTHING
    grids: tuple[Grid, ...] = ()
    is_package: bool = False
    refused: str = ""

    @property
    def key(self) -> str:
        """By which a page that shows it is known from one that shows another look."""
        return self.at.isoformat()

    def content(self) -> bytes:
        """The workbook as it was looked at.

        Raises:
            UsageError: it can't be read, or was saved since.
        """
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise UsageError("案件表读不了（{}）。", why(error)) from error
        if stamp_of(self.path, self.config_file) != self.stamp:
            raise UsageError(Message("案件表刚刚保存过，正在重新核对。请稍后再点一次。"))
        return content

    def grid_of(self, sheet: str) -> Grid | None:
        """The sheet that the file calls so; None where the workbook has none."""
        return next((it for it in self.grids if it.name == sheet), None)


def look_at(path: Path, today: date, settings: Settings, besides: Besides = frozenset()) -> Look:
    """Read and check a workbook, as the office's settings have it."""
    file = settings.file(path)
    stamp, at = stamp_of(path, file), datetime.now()
    try:
        config = settings.of(path)
        plugins = Plugins.load(config.office)
        found = inspect(path, today, plugins, config.headings, besides=besides)
        grids = _grids(path, found)
        is_package = _is_package(path)
    except AnjuanError as error:
        return Look(path=path, stamp=stamp, at=at, config_file=file, refused=error.message)
    return Look(
        path=path,
        stamp=stamp,
        at=at,
        plugins=plugins,
        config=config,
        config_file=file,
        inspection=found,
        grids=grids,
        is_package=is_package,
    )


def _is_package(path: Path) -> bool:
    """Whether a workbook is one of Excel's newer files, whatever it is called.

    Raises:
        WorkbookError: it is gone, or another file by now.
    """
    try:
        with named(path), path.open("rb") as stream:
            return recognised(stream) is Content.EXCEL
    except OSError as error:
        raise WorkbookError("{} 读不了（{}）。", path, why(error)) from error


def places_of(look: Look | None) -> Mapping[str, int]:
    """The places of the cases of a workbook, from 0, by 案件编号."""
    cases = look.inspection.cases if look else ()
    return {it.job.case.number: place for place, it in enumerate(cases)}


def stamp_of(path: Path, config: Path) -> Stamp:
    """What changes when the workbook, a table beside it, or the settings are saved."""
    files = [path, config, mapping_of(path) or own_mapping(path)]
    if path.suffix.lower() not in _PACKAGES and path.parent.is_dir():
        files += sorted(path.parent.glob(f"*{path.suffix}"))
    stamps = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        stamps.append((file.name, found.st_mtime_ns, found.st_size))
    return tuple(stamps)


def _grids(path: Path, found: Inspection) -> tuple[Grid, ...]:
    by_sheet: defaultdict[str, dict[str, list[Problem]]] = defaultdict(dict)
    for problem in found.problems:
        by_sheet[problem.sheet].setdefault(problem.cell, []).append(problem)
    with named(path):
        source = opened(path)
        return tuple(
            _grid(name, source, by_sheet.get(name, {}), found.heading_rows.get(name, 0))
            for name in source.names
        )


def _grid(
    name: str, source: Source, problems: Mapping[str, Sequence[Problem]], heading_row: int
) -> Grid:
    rows = _trimmed([_without_end(row) for row in source.rows(name)])
    faulty = {heading_row, *map(row_of, problems)}
    return Grid(
        name,
        rows,
        problems,
        heading_row,
        sorted(row for row in faulty if 0 < row <= len(rows)),
        max(map(len, rows), default=0),
    )


def _without_end(row: Sequence[Cell]) -> Sequence[Cell]:
    last = len(row)
    while last and is_empty(row[last - 1]):
        last -= 1
    return tuple(row[:last])


def _trimmed(rows: list[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)
