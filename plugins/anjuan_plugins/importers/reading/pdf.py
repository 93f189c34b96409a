"""Lists of calls as PDF: lines by their layout, cells by their headings, proved before use.

A cell that slipped into another column would be somebody else's call. So a file is refused unless
all of its rows can be proved: as many as there are times in its text and as it says itself, each
with a time, a number and a direction where these belong, and nothing left over beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from anjuan import RecordCell, RecordError, RecordField, RecordFile, RecordTable, public
from anjuan_plugins.importers.reading.columns import SAMPLE, Columns, at, planned
from anjuan_plugins.importers.reading.headings import are_headings, fields_of, own_labels
from anjuan_plugins.importers.reading.moments import normal, read_moment
from anjuan_plugins.importers.reading.pdf_words import ADVICE, Line, Segment, read_pages
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.values import (
    is_nothing,
    is_number,
    read_direction,
    read_party,
)

_DATE = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
_TIME = re.compile(rf"(?<![\d\-/.]){_DATE}\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d)")
_RANGE = re.compile(
    rf"{_DATE}[\d: ]*(?:至|到|~|-{{1,2}}|—+)\s*{_DATE}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
_LABELLED = re.compile(r"[::]\s*$")
_DIGITS = re.compile(r"\d{3}")
_COUNT = re.compile(
    r"(?:共计?|总计|合计)[::]?\s*(\d+)\s*[条次笔]|(?:总?记录数|总条数|总次数)[::]?\s*(\d+)"
)
# Lines of a page that belong to no row.
_BESIDE = re.compile(r"第?\s*\d+\s*(?:页|/)|合计|总计|小计|共计?\s*\d+|[::。]|page")


@dataclass(slots=True)
class _Table:
    """Rows below one row of headings, over all pages that repeat it.

    Attributes:
        headings: as they stand on the page that is read.
        above: lines above the first of them.
        rows: cells by heading, with the lines they come from.
    """

    headings: Line
    above: list[Line]
    rows: list[tuple[Line, list[str]]] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The headings."""
        return [it.text for it in self.headings.segments]

    def record_table(self) -> tuple[RecordTable, Places]:
        """The table as readers of tables know it."""
        lines = (*self.above, self.headings, *(line for line, _ in self.rows))
        above = [[it.text] for it in self.above]
        cells = [*above, self.titles, *(cells for _, cells in self.rows)]
        places = [_place(it) for it in lines]
        return RecordTable("", iter(cells)), Places(lines=places)


def pdf_tables(file: RecordFile) -> Iterator[tuple[RecordTable, Places]]:
    """The tables of a file, all of whose rows are proved.

    Raises:
        RecordError: a library is missing, it is a scan, or something can't be proved.
    """
    pages = read_pages(file)
    labels = own_labels(file.headings.values())
    lines = [line for page in pages for line in page.lines]
    tables = list(_tables(lines, labels))
    for table in tables:
        _prove_values(table, labels)
    _prove_count(sum(len(it.rows) for it in tables), "\n".join(it.text for it in pages))
    yield from (it.record_table() for it in tables)


def _tables(lines: Sequence[Line], labels: Mapping[str, RecordField]) -> Iterator[_Table]:
    table: _Table | None = None
    above: list[Line] = []
    headings = {it for it in lines if _is_heading(it, labels)}
    headed = {it.page for it in headings}
    for line in lines:
        if line in headings:
            if table is None or table.titles != [it.text for it in line.segments]:
                if table is not None:
                    yield table
                table = _Table(line, above)
            table.headings = line
            above = []
        elif table is None or (line.page != table.headings.page and line.page in headed):
            above.append(line)
        elif _is_row(line.text):
            table.rows.append((line, _cells(table, line)))
        else:
            _refuse_rest(table, line, labels)
    if table is None:
        raise RecordError("PDF 里没有认出通话详单的标题。{}", public(ADVICE))
    yield table


def _is_heading(line: Line, labels: Mapping[str, RecordField]) -> bool:
    return are_headings(fields_of([it.text for it in line.segments], labels))


def _is_row(text: str) -> bool:
    return any(_moments(text))


def _moments(text: str) -> Iterator[str]:
    """The times of day in a text, without those that are part of a range or behind a label.

    Args:
        text: in the normal form in which pdf_words.py gives lines and pages.
    """
    plain = _RANGE.sub(";", text)
    for found in _TIME.finditer(plain):
        if not _LABELLED.search(plain[: found.start()]):
            yield found[0]


def _cells(table: _Table, line: Line) -> list[str]:
    """What stands under each heading."""
    segments, headings = line.segments, table.headings.segments
    if len(segments) == len(headings):
        return [it.text for it in segments]
    cells = [""] * len(headings)
    places = [_nearest(headings, it) for it in segments]
    if any(before > after for before, after in pairwise(places)):
        raise _unproved(line)
    for place, segment in zip(places, segments, strict=True):
        # A day and a clock may stand further apart than other words.
        cells[place] = f"{cells[place]} {segment.text}".strip()
    return cells


def _nearest(headings: Sequence[Segment], segment: Segment) -> int:
    """The heading that a cell stands under, whichever way it is aligned."""

    def apart(heading: Segment) -> float:
        left, right = heading.begin - segment.begin, heading.end - segment.end
        return min(abs(left), abs(right), abs(left + right) / 2)

    return min(range(len(headings)), key=lambda it: apart(headings[it]))


def _refuse_rest(table: _Table, line: Line, labels: Mapping[str, RecordField]) -> None:
    """Refuse what may be the rest of a cell that needs two lines."""
    if _BESIDE.search(line.text):
        return
    needed = fields_of(table.titles, labels)
    for segment in line.segments:
        is_value = (
            is_number(segment.text) or read_direction(segment.text) or read_moment(segment.text)
        )
        if is_value and _nearest(table.headings.segments, segment) in needed:
            raise _unproved(line)


def _prove_values(table: _Table, labels: Mapping[str, RecordField]) -> None:
    """Refuse a table of which a row does not hold what its headings say."""
    rows = [cells for _, cells in table.rows]
    columns = planned(table.titles, fields_of(table.titles, labels), rows[:SAMPLE], "")
    for line, cells in table.rows:
        if not _is_sound(columns, cells):
            raise _unproved(line)


def _is_sound(columns: Columns, cells: Sequence[str]) -> bool:
    clock = read_moment(at(cells, columns.clock if columns.moment is None else columns.moment))
    parties = [at(cells, it) for it in (columns.party, columns.caller, columns.callee)]
    words = at(cells, columns.direction)
    return (
        clock is not None
        and clock.clock is not None
        and all(it is None or is_number(it) or not read_party(it) for it in parties)
        and (columns.direction is None or _is_direction(words))
    )


def _is_direction(words: RecordCell) -> bool:
    """Whether a cell says who called and no more: a number that touched it would be lost."""
    if is_nothing(words):
        return True
    return read_direction(words) is not None and not _DIGITS.search(normal(words))


def _prove_count(rows: int, plain: str) -> None:
    """Refuse a file in which there are other times than those of the rows."""
    times = len(list(_moments(plain)))
    if rows != times:
        raise RecordError(
            "PDF 里有 {} 个时间，却只认出 {} 行，不能保证没有漏掉。{}",
            *map(public, (times, rows, ADVICE)),
        )
    said = [int(one or other) for one, other in _COUNT.findall(plain)]
    if said and rows not in said and rows != sum(said):
        raise RecordError(
            "PDF 里写着共 {} 条，认出 {} 行，不一致。{}",
            *(public(list(map(str, said))), public(rows), public(ADVICE)),
        )


def _unproved(line: Line) -> RecordError:
    return RecordError(
        "PDF 第 {} 页第 {} 行的格子对不上标题，不能保证读得对。{}",
        *map(public, (line.page, line.number, ADVICE)),
    )


def _place(line: Line) -> str:
    return f"第 {line.page} 页第 {line.number} 行"
