"""An office's file as tables of ours: what the reader takes for a workbook of our own make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, SHEETS, Sheet
from anjuan.problems import Problem
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.cells.looks import Look
from anjuan.workbook.formats.source import Flaws, Source, Table, Tables, UnsoundError
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.merging import merged, under_numbers
from anjuan.workbook.mapping.model import TableMap, Used
from anjuan.workbook.mapping.places import SheetPlaces
from anjuan.workbook.mapping.setting_up import looms
from anjuan.workbook.mapping.strands import Loom, WovenRow
from anjuan.workbook.mapping.tables import Line, TheirTable, rows_of, table_at
from anjuan.workbook.mapping.telling import Teller


@dataclass(frozen=True, slots=True)
class Woven:
    """A file of theirs in our layout.

    Attributes:
        tables: ours.
        places: where their rows come from, by our sheet.
        remarks: what is told of the whole, with places of ours.
    """

    tables: Tables
    places: Mapping[str, SheetPlaces]
    remarks: Sequence[Problem] = ()


@dataclass(slots=True)
class _Cloth:
    """What has been woven of one sheet of ours."""

    rows: list[WovenRow] = field(default_factory=list)
    looms: list[Loom] = field(default_factory=list)


def woven(source: Source, mapping: TableMap) -> Woven:
    """Read a file by its mapping.

    Raises:
        UnsoundError: the mapping names no sheet of the file, or none for 案件.
    """
    cloths = {sheet.name: _Cloth() for sheet in SHEETS}
    flaws: dict[str, Flaws] = {}
    teller = Teller(mapping)
    for used, name in _used(source, mapping):
        flaws[name] = source.flaws(name)
        table = table_at(source, name, used.heading_rows)
        teller.of_table(table, used, flaws[name])
        _weave(source, table, used, mapping, flaws[name], cloths, teller)
    if not cloths[CASES.name].looms:
        raise UnsoundError(
            "对应表 {} 里对应到“案件”的工作表或标题，这个文件里都没有（现有：{}）。"
            "请核对是不是这个文件的对应表。",
            *(mapping.name, source.names[:20]),
        )
    teller.of_unused(source.names)
    _finish(cloths, mapping)
    places = {name: _places(cloth) for name, cloth in cloths.items() if cloth.looms}
    tables = [
        Table(
            name, _cells(places[name], cloths[name]), (), _flaws(places[name], cloths[name], flaws)
        )
        for name in places
    ]
    rows = {name: cloth.rows for name, cloth in cloths.items()}
    known, remarks = teller.told(places, rows)
    return Woven(Tables(tables, is_typed=source.is_typed, remark=source.remark), known, remarks)


def _used(source: Source, mapping: TableMap) -> Iterator[tuple[Used, str]]:
    """The sheets to be read, with their names as the file has them."""
    names = {label_key(name): name for name in reversed(source.names)}
    used = [it for it in mapping.sheets if it.heading_rows]
    found = [(it, names[label_key(it.name)]) for it in used if label_key(it.name) in names]
    if not used:
        raise UnsoundError(
            "对应表 {} 的“工作表”里，一张表也没有写标题在第几行（现有：{}）。请写上，再在"
            "“标题对应”里选好各列。",
            *(mapping.name, source.names[:20]),
        )
    if not found:
        raise UnsoundError(
            "对应表 {} 里写的工作表（{}），这个文件里一张也没有（现有：{}）。"
            "请核对是不是这个文件的对应表。",
            *(mapping.name, [it.name for it in used][:20], source.names[:20]),
        )
    if not any(pair.target and pair.target.sheet == CASES.name for pair in mapping.pairs):
        raise UnsoundError(
            "对应表 {} 里没有一列对应到“案件”：不知道哪些列是委托人的情况。"
            "请在“标题对应”里选上，或重新运行 anjuan map。",
            mapping.name,
        )
    yield from found


def _weave(
    source: Source,
    table: TheirTable,
    used: Used,
    mapping: TableMap,
    flaws: Flaws,
    cloths: Mapping[str, _Cloth],
    teller: Teller,
) -> None:
    made = list(looms(table, used, mapping, _looking_otherwise(flaws)))
    for loom in made:
        cloths[loom.sheet].looms.append(loom)
    for row in rows_of(source, table):
        if isinstance(row, Line):
            teller.of_line(table, row, used)
            continue
        for loom in made:
            cloths[loom.sheet].rows += loom.rows(row)


def _looking_otherwise(flaws: Flaws) -> frozenset[str]:
    """Cells that are days to the program and less to the eye; a time of day is none."""
    return frozenset(it for it, look in flaws.looks.items() if look is not Look.CLOCK)


def _finish(cloths: Mapping[str, _Cloth], mapping: TableMap) -> None:
    for name, cloth in cloths.items():
        cloth.rows = merged(name, cloth.rows)
    for sheet in SHEETS[2:]:
        under_numbers(cloths[CASES.name].rows, cloths[sheet.name].rows)


def _headings(sheet: Sheet, cloth: _Cloth) -> list[str]:
    """Ours in our order, those only that anything is said of; then their own."""
    said = {it for row in cloth.rows for it in row.cells}
    said |= {it for loom in cloth.looms for it in (*loom.sources, *loom.constants)}
    ours = [item.column.heading for item in sheet.fields if item.column.heading in said]
    required = [item.column.heading for item in sheet.fields if item.column.required]
    own = dict.fromkeys(it for loom in cloth.looms for it in loom.own)
    return list(dict.fromkeys((*ours, *required, *own)))


def _places(cloth: _Cloth) -> SheetPlaces:
    sheet = next(it for it in SHEETS if it.name == cloth.looms[0].sheet)
    headings = _headings(sheet, cloth)
    letters = {column_letters(number): it for number, it in enumerate(headings, start=1)}
    strands = tuple(loom.strand for loom in cloth.looms)
    return SheetPlaces(letters, tuple(row.place for row in cloth.rows), (), strands)


def _cells(places: SheetPlaces, cloth: _Cloth) -> list[Sequence[Cell]]:
    headings = list(places.headings.values())
    rows = [tuple(row.cells.get(it) for it in headings) for row in cloth.rows]
    return [headings, *rows]


def _flaws(places: SheetPlaces, cloth: _Cloth, flaws: Mapping[str, Flaws]) -> Flaws:
    """The flaws of their cells at the cells of ours that come from them."""
    if not any(map(_has_flaws, flaws.values())):
        return Flaws()
    cells: dict[str, str] = {}
    struck: set[str] = set()
    hidden: set[int] = set()
    looks = {}
    letters = {heading: letter for letter, heading in places.headings.items()}
    for number, row in enumerate(cloth.rows, start=2):
        strand = row.place.strand
        theirs = flaws[strand.sheet]
        if row.place.number in theirs.hidden_rows:
            hidden.add(number)
        for heading, columns in strand.columns.items():
            ours = f"{letters[heading]}{number}"
            for letter, _ in columns:
                address = f"{letter}{row.place.number}"
                if address in theirs.cells:
                    cells[ours] = theirs.cells[address]
                if address in theirs.struck:
                    struck.add(ours)
                is_part = len(columns) > 1 and theirs.looks.get(address) is Look.CLOCK
                if address in theirs.looks and not is_part:
                    looks[ours] = theirs.looks[address]
    hidden_columns = {
        letters[heading]
        for strand in places.strands
        for heading, columns in strand.columns.items()
        if any(letter in flaws[strand.sheet].hidden_columns for letter, _ in columns)
    }
    return Flaws(
        cells, frozenset(struck), frozenset(hidden), frozenset(hidden_columns), looks=looks
    )


def _has_flaws(it: Flaws) -> bool:
    return bool(it.cells or it.struck or it.hidden_rows or it.hidden_columns or it.looks)
