"""Files in our layout put together, for the reader to take them for one workbook of our make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from anjuan.case.sheets import CASES, Sheet
from anjuan.case.sheets import Table as OurTable
from anjuan.frozen import frozen
from anjuan.problems import Place, Problem
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.cells.looks import Look
from anjuan.workbook.formats.source import Flaws, MergedRange, Table, Tables
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.bolts import Bolt, Cloth
from anjuan.workbook.mapping.merging import merged, under_numbers
from anjuan.workbook.mapping.places import SheetPlaces
from anjuan.workbook.mapping.telling import doubtful, split


@frozen
class Woven:
    """Files of theirs in our layout.

    Attributes:
        tables: ours.
        places: where their rows come from, by our sheet.
        remarks: what is told of the whole, at places of ours.
    """

    tables: Tables
    places: Mapping[str, SheetPlaces]
    remarks: Sequence[Problem] = ()


def finished(bolts: Sequence[Bolt], ours: OurTable) -> Woven:
    """Put files together.

    Args:
        bolts: one at least; one of them has cases.
        ours: our sheets, with the columns that plug-ins add.
    """
    cloths = {sheet.name: _together(sheet, bolts) for sheet in ours.sheets}
    for sheet in ours.row_sheets.values():
        under_numbers(cloths[CASES.name].rows, cloths[sheet.name].rows)
    flaws = {name: it for bolt in bolts for name, it in bolt.flaws.items()}
    ranges = {name: it for bolt in bolts for name, it in bolt.merged.items()}
    used = {name: it for name, it in cloths.items() if it.strands}
    places = {name: _places(ours.sheet(name), it) for name, it in used.items()}
    tables = [
        Table(
            name,
            _cells(places[name], it),
            _merged(places[name], it, ranges),
            _flaws(places[name], it, flaws),
        )
        for name, it in used.items()
    ]
    known, remarks = _told(bolts, places, cloths)
    is_typed = all(bolt.is_typed for bolt in bolts)
    remark = "".join(dict.fromkeys(bolt.remark for bolt in bolts))
    return Woven(Tables(tables, is_typed=is_typed, remark=remark), known, remarks)


def _together(sheet: Sheet, bolts: Sequence[Bolt]) -> Cloth:
    cloths = [bolt.cloths[sheet.name] for bolt in bolts]
    return Cloth(
        merged(sheet.name, [row for it in cloths for row in it.rows]),
        [strand for it in cloths for strand in it.strands],
        set().union(*(it.said for it in cloths)),
        dict.fromkeys(heading for it in cloths for heading in it.own),
    )


def _places(sheet: Sheet, cloth: Cloth) -> SheetPlaces:
    headings = _headings(sheet, cloth)
    letters = {column_letters(number): it for number, it in enumerate(headings, start=1)}
    rows = tuple(row.place for row in cloth.rows)
    return SheetPlaces(letters, rows, (), tuple(cloth.strands))


def _headings(sheet: Sheet, cloth: Cloth) -> list[str]:
    """Ours in our order, those only that anything is said of; then their own."""
    said = cloth.said | {it for row in cloth.rows for it in row.cells}
    ours = [
        item.column.heading
        for item in sheet.fields
        if item.column.heading in said or not sheet.can_lack(item)
    ]
    return list(dict.fromkeys((*ours, *cloth.own)))


def _cells(places: SheetPlaces, cloth: Cloth) -> list[Sequence[Cell]]:
    headings = list(places.headings.values())
    rows = [tuple(row.cells.get(it) for it in headings) for row in cloth.rows]
    return [headings, *rows]


def _merged(
    places: SheetPlaces, cloth: Cloth, ranges: Mapping[str, Sequence[MergedRange]]
) -> list[MergedRange]:
    """Merged cells of theirs that were not filled in, where our rows have them."""
    letters = {heading: letter for letter, heading in places.headings.items()}
    found: list[MergedRange] = []
    for strand in places.strands:
        ours = {of[0][0]: letters[heading] for heading, of in strand.columns.items() if of}
        numbers = {
            row.place.number: number
            for number, row in enumerate(cloth.rows, start=2)
            if row.place.strand is strand
        }
        for it in ranges.get(strand.sheet, ()):
            rows = [numbers[number] for number in it.rows if number in numbers]
            if rows and it.letter in ours:
                found.append(MergedRange(ours[it.letter], range(min(rows), max(rows) + 1)))
    return found


def _flaws(places: SheetPlaces, cloth: Cloth, flaws: Mapping[str, Flaws]) -> Flaws:
    """The flaws of their cells at the cells of ours that come from them."""
    if not any(map(_has_flaws, flaws.values())):
        return Flaws()
    cells: dict[str, str] = {}
    struck: set[str] = set()
    looks: dict[str, Look] = {}
    letters = {heading: letter for letter, heading in places.headings.items()}
    for number, row in enumerate(cloth.rows, start=2):
        strand = row.place.strand
        theirs = flaws[strand.sheet]
        for heading, columns in strand.columns.items():
            ours = f"{letters[heading]}{number}"
            for letter, _ in columns:
                address = f"{letter}{row.place.number}"
                if address in theirs.cells:
                    cells[ours] = theirs.cells[address]
                if address in theirs.struck:
                    struck.add(ours)
                # A clock is joined with its day.
                is_part = len(columns) > 1 and theirs.looks.get(address) is Look.CLOCK
                if address in theirs.looks and not is_part:
                    looks[ours] = theirs.looks[address]
    hidden = {
        number
        for number, row in enumerate(cloth.rows, start=2)
        if row.place.number in flaws[row.place.strand.sheet].hidden_rows
    }
    return Flaws(cells, frozenset(struck), frozenset(hidden), _hidden(places, flaws), looks=looks)


def _hidden(places: SheetPlaces, flaws: Mapping[str, Flaws]) -> frozenset[str]:
    letters = {heading: letter for letter, heading in places.headings.items()}
    return frozenset(
        letters[heading]
        for strand in places.strands
        for heading, columns in strand.columns.items()
        if any(letter in flaws[strand.sheet].hidden_columns for letter, _ in columns)
    )


def _has_flaws(it: Flaws) -> bool:
    return bool(it.cells or it.struck or it.hidden_rows or it.hidden_columns or it.looks)


def _told(
    bolts: Sequence[Bolt], places: Mapping[str, SheetPlaces], cloths: Mapping[str, Cloth]
) -> tuple[Mapping[str, SheetPlaces], tuple[Problem, ...]]:
    """What is told, at places of ours that stand for theirs."""
    rows = {name: it.rows for name, it in cloths.items()}
    found = [*(it for bolt in bolts for it in bolt.told), *split(rows)]
    home = CASES.name if CASES.name in places else next(iter(places))
    beside = replace(places[home], beside=[it.spot for it in found])
    problems = [
        it.rule.on(Place(home, beside.address(number), it.spot.heading), it.message, it.remedy)
        for number, it in enumerate(found)
    ]
    return {**places, home: beside}, (*problems, *doubtful(places, rows))
