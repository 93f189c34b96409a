"""Rows of ours that say the same thing of one case or institution, as one row; and whose a row is.

Nothing is decided here: rows that contradict each other stay two, and are told as two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from anjuan.case.keys import Key, institution_key, number_key, person_key
from anjuan.case.sheets import CASES, INSTITUTIONS
from anjuan.workbook.cells.cell import as_typed, is_empty
from anjuan.workbook.mapping.strands import WovenRow

_NUMBER, _NAME = CASES.heading("number"), CASES.heading("name")
# What tells whether two rows of a sheet are of one thing.
_KEYS: Mapping[str, tuple[str, Key]] = {
    CASES.name: (_NUMBER, number_key),
    INSTITUTIONS.name: (INSTITUTIONS.heading("name"), institution_key),
}


def merged(sheet: str, rows: Sequence[WovenRow]) -> list[WovenRow]:
    """The rows with those made one that are of one thing and agree in all that both say."""
    if sheet not in _KEYS:
        return list(rows)
    heading, key = _KEYS[sheet]
    found: list[WovenRow] = []
    by_key: dict[str, int] = {}
    for row in rows:
        own = key(as_typed(row.cells.get(heading)).strip())
        place = by_key.setdefault(own, len(found)) if own else len(found)
        if place < len(found) and _agree(found[place], row):
            found[place] = _one(found[place], row)
        else:
            found.append(row)
    return found


def _agree(one: WovenRow, other: WovenRow) -> bool:
    both = (it for it in other.cells if not is_empty(one.cells.get(it)))
    return all(
        is_empty(other.cells[it])
        or as_typed(one.cells[it]).strip() == as_typed(other.cells[it]).strip()
        for it in both
    )


def _one(one: WovenRow, other: WovenRow) -> WovenRow:
    more = [
        it for it in other.cells if is_empty(one.cells.get(it)) and not is_empty(other.cells[it])
    ]
    elsewhere = {**one.place.elsewhere, **{it: other.place.spot(it) for it in more}}
    cells = {**one.cells, **{it: other.cells[it] for it in more}}
    return WovenRow(cells, replace(one.place, elsewhere=elsewhere))


def under_numbers(cases: Iterable[WovenRow], rows: Iterable[WovenRow]) -> None:
    """Give rows that name their client the number of his case, where he has one only."""
    numbers: set[str] = set()
    by_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for case in cases:
        number = as_typed(case.cells.get(_NUMBER)).strip()
        name = person_key(as_typed(case.cells.get(_NAME)).strip())
        numbers.add(number_key(number))
        if name and number:
            by_name[name].setdefault(number_key(number), number)
    for row in rows:
        typed = as_typed(row.cells.get(_NUMBER)).strip()
        found = by_name.get(person_key(typed), {}) if typed else {}
        if number_key(typed) not in numbers and len(found) == 1:
            row.cells[_NUMBER] = next(iter(found.values()))
