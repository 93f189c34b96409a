"""Rows under our headings: where they begin, what they are called, what stands in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from anjuan.case.columns import Column
from anjuan.case.keys import label_key
from anjuan.case.sheets import STATUS_HEADING, Sheet
from anjuan.chinese import suggestion
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.problems import Problem
from anjuan.workbook.cells.cell import Cell, as_typed, is_empty
from anjuan.workbook.formats.source import LAST_COLUMN, Flaws, MergedRange, Source, UnsoundError
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.headings import Columns, column_of, has_additions, unclear_addition
from anjuan.workbook.letters import column_letters
from anjuan.workbook.opening import opened

if TYPE_CHECKING:
    from anjuan.workbook.mapping.places import SheetPlaces

# A heading row further down than this is none.
HIGHEST_HEADING_ROW = 30
MOST_HEADINGS = 1000
# As alike as this, the name of a sheet is a slip for one of ours.
_ALIKE = 0.6
# So many headings of one of our sheets are no chance: 案件编号 and 姓名 stand in many tables.
_FEWEST_HEADINGS = 3
# Other sheets that are looked at for headings of ours.
_MOST_OTHERS = 200
# Names listed in a message.
_MOST_NAMED = 20
# Rows that are looked at together.
_BLOCK = 500
# What stands in the first rows of a sheet; the same of sheets that are not read, by their names.
_Top: TypeAlias = Sequence[Sequence[str]]
_Others: TypeAlias = Mapping[str, _Top]


class RawRow(NamedTuple):
    """One row below the heading: the number that Excel shows, and the cells from column A on."""

    number: int
    cells: tuple[Cell, ...]


@frozen
class RawSheet:
    """One sheet as read.

    Attributes:
        name: our sheet name.
        title: the sheet's own name in the file.
        heading_row: the row number of the headings.
        columns: position (from 0) by our heading, own columns of the lawyer included.
        rows: the rows that hold anything at all; read anew each time they are gone through, so
            that a long sheet is never held as a whole.
        flaws: what is wrong besides values.
        merged: merged ranges below the headings.
        is_typed: False for formats that hold nothing but text (.csv).
        headings: by our heading, as it stands in the file with additions that were passed over.
        unread: other sheets of the file that are filled in as this one is, by their names there.
        places: where the rows come from, of a file that is read by a mapping; else None.
        remarks: what is told of such a file.
    """

    name: str
    title: str
    heading_row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: Collection[RawRow] = ()
    flaws: Flaws = field(default_factory=Flaws)
    merged: tuple[MergedRange, ...] = ()
    is_typed: bool = True
    headings: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    places: SheetPlaces | None = None
    remarks: tuple[Problem, ...] = ()

    def value(self, row: RawRow, heading: str) -> Cell:
        """What stands under a heading; None where the sheet has no such column."""
        position = self.columns.get(heading)
        if position is None or position >= len(row.cells):
            return None
        return row.cells[position]

    def address(self, heading: str, row: int) -> str:
        """`C4` for a heading and a row; empty when the sheet has no such column."""
        position = self.columns.get(heading)
        return "" if position is None else f"{column_letters(position + 1)}{row}"

    def row_text(self, row: int) -> str:
        """The number of a row as the lawyer finds it in her own table."""
        return self.places.row_text(row) if self.places else str(row)

    def column_text(self, heading: str) -> str:
        """The letter of a column, likewise."""
        if self.places:
            return self.places.column_text(heading)
        return self.address(heading, 0).rstrip("0")


def widened(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The cells of a row, with empty ones for those that it lacks up to a width."""
    lacking = width - len(cells)
    return (*cells, *[""] * lacking) if lacking > 0 else cells


def picking(places: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """What takes the cells at some places out of a row, and the first of them twice more.

    So there are always several, of which alone a tuple is made.
    """
    first = places[0] if places else 0
    return itemgetter(*places, first, first)


def blocks(rows: Iterable[RawRow]) -> Iterator[Sequence[RawRow]]:
    """The rows some hundred at a time: of many a thing is found out as soon as of one."""
    remaining = iter(rows)
    while block := list(islice(remaining, _BLOCK)):
        yield block


class _Rows(Collection[RawRow]):
    """Rows that are read anew each time."""

    def __init__(self, read: Callable[[], Iterator[RawRow]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[RawRow]:
        return self._read()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __contains__(self, row: object) -> bool:
        return any(row == other for other in self)


def read_sheets(path: Path, wanted: Iterable[Sheet], headings: HeadingMap) -> dict[str, RawSheet]:
    """Read the wanted sheets of a workbook, by our names.

    Args:
        path: the file; it is only read.
        wanted: our sheets.
        headings: what the office calls them.

    Raises:
        UnsoundError: not a workbook, encrypted, a sheet or required heading missing or given
            twice. Whoever goes through the rows may meet it too: `opening.named` says the file.
    """
    return sheets_of(opened(path), wanted, headings)


def sheets_of(source: Source, wanted: Iterable[Sheet], headings: HeadingMap) -> dict[str, RawSheet]:
    """Read the wanted sheets of a file that is open; as `read_sheets` does."""
    wanted = tuple(wanted)
    _refuse_unmapped(wanted, headings, source.names)
    try:
        others = _others(source, wanted, headings)
        sheets = _present(source.names, wanted, headings, others)
        titles = _titles(source.names, [headings.sheet(sheet.name) for sheet in sheets])
        read = {
            sheet.name: _Reader(source, sheet, title, headings).read()
            for sheet, title in zip(sheets, titles, strict=True)
        }
        unread = _unread(others, wanted, headings)
    except UnsoundError as error:
        # What is missing may be missing because the file is no workbook.
        raise UnsoundError("{}{}", error.message, source.remark) from error
    return {
        name: replace(read.get(name, RawSheet(name, name)), unread=unread.get(name, ()))
        for name in (sheet.name for sheet in wanted)
    }


def _titles(found: list[str], wanted: Sequence[str]) -> list[str]:
    """The wanted sheets as the file has their names."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in found:
        by_key[label_key(name)].append(name)
    for name in wanted:
        if len(by_key[label_key(name)]) > 1:
            raise UnsoundError(
                "叫“{}”的工作表不止一个（不分大小写、全角半角和空格），不知道用哪一个。"
                "请改名或删去。",
                name,
            )
    _require_sheets(found, [name for name in wanted if not by_key[label_key(name)]])
    return [by_key[label_key(name)][0] for name in wanted]


def _refuse_unmapped(wanted: Iterable[Sheet], headings: HeadingMap, found: list[str]) -> None:
    """A first mapping leaves open what it didn't find: that is no empty sheet."""
    for sheet in wanted:
        if sheet.required and not headings.sheet(sheet.name):
            raise UnsoundError(
                "配置文件的 [sheets] 里，“{}”的右边还空着，不知道哪一张表是它（现有：{}）。"
                "请填上您的工作表的名字。",
                *(sheet.name, _shown(found)),
            )


def _others(source: Source, wanted: Iterable[Sheet], headings: HeadingMap) -> _Others:
    """Sheets that are not read; of a page with thousands of tables the first."""
    mapped = filter(None, (headings.sheet(sheet.name) for sheet in wanted))
    keys = set(map(label_key, mapped))
    names = (name for name in source.names if label_key(name) not in keys)
    return {name: _top(source, name) for name in islice(names, _MOST_OTHERS)}


def _top(source: Source, name: str) -> _Top:
    """The first rows of a sheet that may be none of ours; of a chart, none."""
    try:
        rows = islice(source.rows(name), HIGHEST_HEADING_ROW)
        return [[heading_text(cell) for cell in row if not is_empty(cell)] for row in rows]
    except UnsoundError:
        return []


def _present(
    found: Iterable[str], wanted: Sequence[Sheet], headings: HeadingMap, others: _Others
) -> list[Sheet]:
    """The wanted sheets without those that nobody needs and nothing in the file could be."""
    keys = set(map(label_key, found))
    mapped = [it for it in wanted if headings.sheet(it.name)]
    missing = [it for it in mapped if label_key(headings.sheet(it.name)) not in keys]
    if any(it.required for it in missing):
        return mapped
    absent = [
        it
        for it in missing
        # Who names a sheet in anjuan.toml means one.
        if headings.sheet(it.name) == it.name
        and not any(_could_be(it, name, top) for name, top in others.items())
    ]
    return [it for it in mapped if it not in absent]


def _could_be(sheet: Sheet, name: str, top: _Top) -> bool:
    """True where a sheet under another name may be ours: it is called alike, or filled in alike."""
    if suggestion(sheet.name, (name,), _ALIKE):
        return True
    ours = {label_key(item.column.heading): item.column for item in sheet.fields}
    # An office's own 联系人 has 案件编号 and 姓名 too, without being 证人.
    return any(len(row) * 2 >= len(ours) for row in _rows_of(top, ours))


def _unread(
    others: _Others, wanted: Sequence[Sheet], headings: HeadingMap
) -> dict[str, tuple[str, ...]]:
    """Sheets that are not read though their headings are those of one of ours, by our name."""
    ours = {sheet.name: (sheet, _keyed(sheet, headings)) for sheet in wanted}
    found: dict[str, tuple[str, ...]] = {}
    for title, top in others.items():
        alike = {name: _likeness(top, *it) for name, it in ours.items()}
        name = max(alike, key=lambda it: alike[it], default="")
        if name and alike[name] >= _FEWEST_HEADINGS:
            found[name] = (*found.get(name, ()), title)
    return found


def _likeness(top: _Top, sheet: Sheet, columns: Columns) -> int:
    """Headings of a sheet in one row of another; none where a required one is missing."""
    required = {item.column.heading for item in sheet.fields if not sheet.can_lack(item)}
    return max((len(row) for row in _rows_of(top, columns) if required <= row), default=0)


def _rows_of(top: _Top, ours: Columns) -> Iterator[set[str]]:
    """Which of our headings stand in each row."""
    for row in top:
        columns = (column_of(heading, ours) for heading in row)
        yield {column.heading for column in columns if column}


def _keyed(sheet: Sheet, headings: HeadingMap) -> dict[str, Column]:
    """The columns of a sheet by the keys of what the office calls them."""
    columns = (item.column for item in sheet.fields)
    return {label_key(headings.heading(sheet.name, it.heading)): it for it in columns}


def _shown(names: list[str]) -> list[str]:
    return [name[:31] for name in names[:_MOST_NAMED]]


def _require_sheets(found: list[str], missing: list[str]) -> None:
    if missing:
        near = suggestion(missing[0], tuple(found))
        raise UnsoundError(
            "缺少工作表“{}”（现有：{}）。{}请按空白案件表补上；没有内容的表也要留下标题行。",
            *(missing, _shown(found), near),
        )


class _Reader:
    """Reads one sheet: finds its heading row, translates its names, collects its rows."""

    def __init__(self, source: Source, sheet: Sheet, title: str, headings: HeadingMap) -> None:
        self._source = source
        self._sheet = sheet
        self._map = headings
        self._title = title
        # Our choice by the key of their word, by heading.
        self._choices = {
            heading: {label_key(word): choice for word, choice in words.items()}
            for heading, words in headings.choices.get(sheet.name, {}).items()
        }
        # Positions of what anjuan wrote beside the rows.
        self._status: list[int] = []
        # Our columns by the key of their heading.
        self._ours = _keyed(sheet, headings)

    def read(self) -> RawSheet:
        """The sheet with our names."""
        rows = self._source.rows(self._title)
        first = list(islice(rows, HIGHEST_HEADING_ROW))
        heading = heading_row(first, self._ours)
        cells = first[heading] if first else ()
        self._status = [place for place, cell in enumerate(cells) if self._is_status(cell)]
        named = self._named(cells, heading + 1)
        columns = {ours: position for ours, _, position in named}
        self._require_columns(columns, tuple(typed for _, typed, _ in named), heading + 1)
        return RawSheet(
            self._sheet.name,
            self._title,
            heading + 1,
            columns,
            _Rows(partial(self._below, heading, columns)),
            self._source.flaws(self._title),
            self._merged(heading),
            is_typed=self._source.is_typed,
            headings={ours: typed for ours, typed, _ in named if self._is_read(ours, typed)},
        )

    def _below(self, heading: int, columns: Mapping[str, int]) -> Iterator[RawRow]:
        """The rows below the headings that hold anything."""
        numbered = enumerate(self._source.rows(self._title), start=1)
        for number, row in islice(numbered, heading + 1, None):
            if self._status:
                row = ["" if place in self._status else it for place, it in enumerate(row)]
            if not all(map(is_empty, row)):
                yield RawRow(number, self._translated(row, columns))

    def _named(self, cells: Sequence[Cell], number: int) -> list[tuple[str, str, int]]:
        """Our heading (their own for a column of their own), theirs, and the position."""
        named = [(heading_text(cell), position) for position, cell in enumerate(cells)]
        named = [it for it in named if it[0] and it[1] not in self._status]
        if not named:
            raise self._unsound("第 {} 行没有标题。请按空白案件表补上标题行。", public(number))
        self._refuse_width(number, named)
        columns = [column_of(heading, self._ours) for heading, _ in named]
        pairs = zip(columns, named, strict=True)
        ours = [column.heading if column else heading for column, (heading, _) in pairs]
        repeated = sorted(heading for heading, count in Counter(ours).items() if count > 1)
        if repeated:
            raise self._unsound("里标题“{}”出现了不止一次。请只留一列。", repeated)
        return [(our, *their) for our, their in zip(ours, named, strict=True)]

    def _is_status(self, cell: Cell) -> bool:
        """True for the heading below which anjuan writes, unless the office has mapped it."""
        heading = heading_text(cell)
        return heading == STATUS_HEADING and column_of(heading, self._ours) is None

    def _is_read(self, ours: str, typed: str) -> bool:
        return ours != typed and has_additions(typed, self._ours)

    def _refuse_width(self, number: int, named: Sequence[tuple[str, int]]) -> None:
        if len(named) > MOST_HEADINGS:
            raise self._unsound(
                "第 {} 行有 {} 个标题，超过 {} 个。请删去多余的列。",
                *map(public, (number, len(named), MOST_HEADINGS)),
            )
        if named[-1][1] >= LAST_COLUMN:
            raise self._unsound(
                "第 {} 行的标题一直到第 {} 列，Excel 只有 {} 列。请删去多余的列。",
                *map(public, (number, named[-1][1] + 1, LAST_COLUMN)),
            )

    def _require_columns(
        self, columns: Mapping[str, int], headings: tuple[str, ...], number: int
    ) -> None:
        missing = [
            self._map.heading(self._sheet.name, item.column.heading)
            for item in self._sheet.fields
            if not self._sheet.can_lack(item)
            and item.column.heading not in columns
            and not self._map.constant(self._sheet.name, item.column.heading)
        ]
        if missing:
            near = _unclear(headings, self._ours) or suggestion(missing[0], headings)
            raise self._unsound(
                "缺少必填的列“{}”。{}请在第 {} 行补上这个标题；"
                "标题是自己的，可以用 anjuan map 对应。",
                *(missing, near, public(number)),
            )

    def _unsound(self, found: str, *parts: object) -> UnsoundError:
        return UnsoundError("工作表“{}”{}", self._title, Message(found, *parts))

    def _translated(self, row: Sequence[Cell], columns: Mapping[str, int]) -> tuple[Cell, ...]:
        """The row with the office's own words for choices put into ours."""
        if not self._choices:
            return tuple(row)
        cells = list(row)
        for heading, words in self._choices.items():
            position = columns.get(heading, len(cells))
            if position < len(cells):
                typed = label_key(as_typed(cells[position]))
                cells[position] = words.get(typed, cells[position])
        return tuple(cells)

    def _merged(self, heading: int) -> tuple[MergedRange, ...]:
        ranges = self._source.merged(self._title)
        return tuple(merged for merged in ranges if merged.rows[0] > heading + 1)


def heading_text(cell: Cell) -> str:
    """A heading without line breaks, blanks at its ends and the star that marks required ones."""
    return as_typed(cell).replace("\n", "").strip().rstrip("*＊ ")


def _unclear(headings: Iterable[str], columns: Columns) -> str:
    """What keeps a heading from being taken for one that is missing; empty where nothing does."""
    for heading in headings:
        found = unclear_addition(heading, columns)
        if found and found[0].required:
            return Message("“{}”里的“{}”不知道是不是另有所指。", heading, found[1])
    return ""


def heading_row(rows: Sequence[Sequence[Cell]], known: Columns) -> int:
    """Index of the row that holds most known headings; the first row where none holds two.

    Args:
        rows: the first rows of a sheet.
        known: by key.
    """
    found = [{column_of(heading_text(cell), known) for cell in row} for row in rows]
    hits = [len(columns - {None}) for columns in found]
    best = max(range(len(rows)), key=lambda index: (hits[index], -index), default=0)
    return best if rows and hits[best] >= min(2, len(known)) else 0
