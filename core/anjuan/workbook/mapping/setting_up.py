"""How a sheet of theirs goes into ours: which of our sheets it feeds, and from which columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, INSTITUTIONS, Sheet, Table
from anjuan.workbook.headings import column_of
from anjuan.workbook.letters import column_letters
from anjuan.workbook.mapping.model import GROUP_LINE, SHEET_NAME, Pair, TableMap, Used
from anjuan.workbook.mapping.places import Strand
from anjuan.workbook.mapping.strands import Loom, Thread
from anjuan.workbook.mapping.tables import TheirTable
from anjuan.workbook.mapping.targets import ROLES, Target, target_of

_NUMBER = CASES.heading("number")
_NAME = INSTITUTIONS.heading("name")


class _Part(NamedTuple):
    """What rows of ours a row of theirs has a part in: of which sheet, whose, which repetition."""

    sheet: str
    role: str
    group: int


def looms(
    table: TheirTable, used: Used, mapping: TableMap, ours: Table, flawed: frozenset[str]
) -> Iterator[Loom]:
    """How a sheet of theirs goes into ours, in the order of our sheets.

    Args:
        table: the sheet.
        used: what the mapping says of it.
        mapping: the mapping.
        ours: our sheets, with the columns that plug-ins add.
        flawed: addresses of cells that show another thing than they hold.
    """
    maker = _Maker(table, mapping, mapping.pairs_of(used), ours, flawed)
    yield from maker.looms()


def is_ours(heading: str, sheet: Sheet) -> bool:
    """True for a heading that our own reader would take for one of ours."""
    ours = {label_key(it.column.heading): it.column for it in sheet.fields}
    return column_of(heading, ours) is not None


def _names_one(target: Target) -> bool:
    return target.sheet == CASES.name and target.heading in ROLES


class _Maker:
    """Sets up the looms of one sheet of theirs.

    Args:
        table: the sheet.
        mapping: the mapping.
        known: its pairs that hold for the sheet.
        ours, flawed: as in `looms`.
    """

    def __init__(
        self,
        table: TheirTable,
        mapping: TableMap,
        known: Sequence[Pair],
        ours: Table,
        flawed: frozenset[str],
    ) -> None:
        self._table = table
        self._mapping = mapping
        self._known = known
        self._ours = ours
        self._flawed = flawed
        self._pairs = [it for it in known if it.target and self._is_there(it)]

    def looms(self) -> Iterator[Loom]:
        """As `looms` says."""
        parts: defaultdict[_Part, list[Pair]] = defaultdict(list)
        for pair in self._pairs:
            assert pair.target
            parts[_Part(pair.target.sheet, pair.target.role, pair.group)].append(pair)
        for role in self._implied():
            parts.setdefault(_Part(INSTITUTIONS.name, role, 0), [])
        repeated = {it.sheet for it in parts if it.group}
        common = {it: of for it, of in parts.items() if it.sheet in repeated and not it.group}
        own = [it for it in parts if it not in common]
        order = [sheet.name for sheet in self._ours.sheets]
        own.sort(key=lambda it: order.index(it.sheet))
        first = next((it for it in own if not it.role), None)
        for part in own:
            shared = common.get(part._replace(group=0), [])
            yield self._loom(part, [*shared, *parts[part]], parts[part], is_first=part == first)

    def _is_there(self, pair: Pair) -> bool:
        return pair.heading in self._table.headings or pair.heading in (SHEET_NAME, GROUP_LINE)

    def _implied(self) -> Iterator[str]:
        """Whose institutions the rows of cases name that are registered nowhere else."""
        words = (it.target for it in self._mapping.words)
        targets = [it.target for it in self._mapping.pairs if it.target]
        listed = any(it.sheet == INSTITUTIONS.name and not it.role for it in targets)
        told = {it.role for it in (*targets, *words, *self._mapping.constants)}
        named = (it.target.heading for it in self._pairs if it.target and _names_one(it.target))
        yield from (role for role in named if role in told or not listed)

    def _loom(
        self, part: _Part, pairs: Sequence[Pair], own_pairs: Sequence[Pair], *, is_first: bool
    ) -> Loom:
        sources = self._sources(part, pairs)
        own = self._own(part.sheet) if is_first else {}
        columns = {
            heading: tuple((column_letters(it.place + 1), it.heading) for it in of if it.place >= 0)
            for heading, of in sources.items()
        }
        columns |= {name: ((column_letters(place + 1), name),) for name, place in own.items()}
        split = next((it.target.heading for it in pairs if it.is_split and it.target), "")
        derived = (name for name, of in sources.items() if any(it.is_derived for it in of))
        parts = frozenset((*derived, split))
        telling = {it.target.heading for it in own_pairs if it.target} if part.group else {*sources}
        return Loom(
            part.sheet,
            {it: self._target(part, it) for it in sources},
            Strand(self._table.name, max(self._table.heading_rows), columns, parts),
            sources,
            own,
            split,
            frozenset(telling | {*own} if is_first else telling - {_NUMBER}),
            {
                it.heading: text
                for it, text in self._mapping.constants.items()
                if (it.sheet, it.role) == (part.sheet, part.role)
            },
            self._flawed,
        )

    def _sources(self, part: _Part, pairs: Sequence[Pair]) -> Mapping[str, tuple[Thread, ...]]:
        found: defaultdict[str, list[Thread]] = defaultdict(list)
        for pair in pairs:
            assert pair.target
            found[pair.target.heading].append(self._thread(pair, pair.target))
        for heading, of in self._taken_over(part):
            threads = [self._thread(it, self._target(part, heading)) for it in of]
            if threads and heading not in found:
                found[heading] = threads
        for word in self._mapping.words:
            target = word.target
            mine = (target.sheet, target.role) == (part.sheet, part.role)
            if mine and target.heading not in found and word.heading in self._table.headings:
                place = self._table.headings[word.heading]
                words = self._words(word.heading, target)
                found[target.heading] = [Thread(word.heading, place, words, is_derived=True)]
        return {heading: tuple(of) for heading, of in found.items()}

    def _taken_over(self, part: _Part) -> Iterator[tuple[str, list[Pair]]]:
        """What the case's own columns say of a row that belongs to it, or of its institution."""
        if part.role:
            name = target_of(CASES, part.role)
            yield _NAME, [it for it in self._pairs if it.target == name]
        elif part.sheet in {sheet.name for sheet in self._ours.row_sheets.values()}:
            number = target_of(CASES, _NUMBER)
            yield _NUMBER, [it for it in self._pairs if it.target == number]

    def _target(self, part: _Part, heading: str) -> Target:
        return target_of(self._ours.sheet(part.sheet), heading, part.role)

    def _thread(self, pair: Pair, target: Target) -> Thread:
        place = self._table.headings.get(pair.heading, -1)
        return Thread(pair.heading, place, self._words(pair.heading, target))

    def _words(self, heading: str, target: Target) -> Mapping[str, str]:
        return {
            label_key(it.theirs): it.ours
            for it in self._mapping.words
            if it.ours and it.heading == heading and it.target == target
        }

    def _own(self, sheet: str) -> Mapping[str, int]:
        """Columns that stay their own: but for those that are called as one of ours is."""
        left = {it.heading for it in self._known if it.target or it.is_unused}
        return {
            heading: place
            for heading, place in self._table.headings.items()
            if heading not in left and not is_ours(heading, self._ours.sheet(sheet))
        }
