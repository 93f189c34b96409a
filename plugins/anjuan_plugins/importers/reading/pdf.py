"""Lists of calls as PDF: lines by their layout, cells by their headings, proved before use.

A cell that slipped into another column would be somebody else's call. So a file is refused unless
all of its rows can be proved: as many as there are times in its text and as it says itself, each
with a time, a number and a direction where these belong, and nothing left over beside them.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from anjuan import Message, RecordError, RecordField, RecordFile, RecordTable, public
from anjuan_plugins.importers.reading.columns import Columns, at, planned
from anjuan_plugins.importers.reading.headings import are_headings, fields_of, label, own_labels
from anjuan_plugins.importers.reading.moments import read_moment
from anjuan_plugins.importers.reading.places import Places
from anjuan_plugins.importers.reading.values import (
    is_nothing,
    is_number,
    read_direction,
    read_party,
)

_ADVICE = "请改用 Excel 格式的详单；只有 PDF 的，请把它另存为 Excel，对照后再用。"
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_DATE = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
_TIME = re.compile(rf"(?<![\d\-/.]){_DATE}\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d)")
_RANGE = re.compile(
    rf"{_DATE}[\d: ]*(?:至|到|~|-{{1,2}}|—+)\s*{_DATE}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
_LABELLED = re.compile(r"[::]\s*$")
_COUNT = re.compile(
    r"(?:共计?|总计|合计)[::]?\s*(\d+)\s*[条次笔]|(?:总?记录数|总条数|总次数)[::]?\s*(\d+)"
)
_SAMPLE = 200
# What a file that is no sound PDF makes of its reader.
_BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    ArithmeticError,
    OSError,
)
_SEQUENCE = ("序号", "编号", "no", "no.", "#")
# Lines of a page that belong to no row.
_BESIDE = re.compile(r"第?\s*\d+\s*(?:页|/)|合计|总计|小计|共计?\s*\d+|[::。]|page")


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words that stand together in a line, and where."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds anything: its page and its number there, from 1."""

    page: int
    number: int
    segments: tuple[_Segment, ...]

    @property
    def text(self) -> str:
        """The line as it reads."""
        return " ".join(it.text for it in self.segments)


@dataclass(slots=True)
class _Table:
    """Rows below one row of headings, over all pages that repeat it.

    Attributes:
        headings: as they stand on the page that is read.
        above: lines above the first of them.
        rows: cells by heading, with the lines they come from.
    """

    headings: _Line
    above: list[_Line]
    rows: list[tuple[_Line, list[str]]] = field(default_factory=list)

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
    layouts, plain = _texts(file)
    labels = own_labels(file.headings.values())
    tables = list(_tables(layouts, labels))
    for table in tables:
        _prove_values(table, labels)
    _prove_count(sum(len(it.rows) for it in tables), plain)
    yield from (it.record_table() for it in tables)


def _texts(file: RecordFile) -> tuple[list[str], str]:
    """The text of each page by its layout, and all of it in whatever order."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        command = public('pip install "anjuan[pdf]"')
        raise RecordError("读 PDF 要先运行 {}；有 Excel 格式的详单就不用。", command) from None
    try:
        pages = PdfReader(_opened(file)).pages
        layouts = [page.extract_text(extraction_mode="layout") for page in pages]
        plain = "\n".join(page.extract_text() for page in pages)
        has_pictures = [bool((page.get("/Resources") or {}).get("/XObject")) for page in pages]
    except (PyPdfError, *_BROKEN):
        raise RecordError(Message("PDF 已损坏，读不了。请重新下载。")) from None
    for number, (text, is_picture) in enumerate(zip(layouts, has_pictures, strict=True), 1):
        if not text.strip() and (is_picture or len(layouts) == 1):
            raise RecordError(
                "第 {} 页里没有文字，是扫描件或图片，读不了。{}", public(number), public(_ADVICE)
            )
    return layouts, plain


def _opened(file: RecordFile) -> io.BytesIO:
    """The file, without its password; nothing is written anywhere."""
    import pikepdf

    content = file.path.read_bytes()
    if b"/Encrypt" not in content:
        return io.BytesIO(content)
    try:
        try:
            document = pikepdf.open(io.BytesIO(content))
        except pikepdf.PasswordError:
            document = pikepdf.open(io.BytesIO(content), password=file.password())
    except pikepdf.PasswordError:
        raise RecordError(Message("PDF 的密码不对。")) from None
    except pikepdf.PdfError:
        raise RecordError(Message("PDF 已损坏，读不了。请重新下载。")) from None
    out = io.BytesIO()
    with document:
        document.save(out)
    return out


def _tables(layouts: Sequence[str], labels: Mapping[str, RecordField]) -> Iterator[_Table]:
    table: _Table | None = None
    above: list[_Line] = []
    for line in _lines(layouts):
        if are_headings(fields_of([it.text for it in line.segments], labels)):
            if table is None or table.titles != [it.text for it in line.segments]:
                if table is not None:
                    yield table
                table = _Table(line, above)
            table.headings = line
            above = []
        elif table is not None and _is_row(line.text):
            table.rows.append((line, _cells(table, line)))
        elif table is not None and line.page == table.headings.page:
            _refuse_rest(table, line, labels)
        else:
            above.append(line)
    if table is None:
        raise RecordError("PDF 里没有认出通话详单的标题。{}", public(_ADVICE))
    yield table


def _lines(layouts: Sequence[str]) -> Iterator[_Line]:
    for page, layout in enumerate(layouts, 1):
        lines = filter(None, map(str.rstrip, layout.splitlines()))
        for number, text in enumerate(lines, 1):
            found = _SEGMENT.finditer(unicodedata.normalize("NFKC", text.replace("\u3000", "  ")))
            yield _Line(page, number, tuple(_Segment(it.start(), it.end(), it[0]) for it in found))


def _is_row(text: str) -> bool:
    return bool(list(_moments(text)))


def _moments(text: str) -> Iterator[str]:
    """The times of day in a text, without those that are part of a range or behind a label."""
    plain = _RANGE.sub(" ", unicodedata.normalize("NFKC", text))
    for found in _TIME.finditer(plain):
        if not _LABELLED.search(plain[: found.start()]):
            yield found[0]


def _cells(table: _Table, line: _Line) -> list[str]:
    """What stands under each heading."""
    segments = _split_sequence(table, line.segments)
    headings = table.headings.segments
    if len(segments) == len(headings):
        return [it.text for it in segments]
    if len(segments) > len(headings):
        raise _unproved(line)
    cells = [""] * len(headings)
    places = [_nearest(headings, it) for it in segments]
    if any(before >= after for before, after in pairwise(places)):
        raise _unproved(line)
    for place, segment in zip(places, segments, strict=True):
        cells[place] = segment.text
    return cells


def _split_sequence(table: _Table, segments: tuple[_Segment, ...]) -> tuple[_Segment, ...]:
    """The cells, of which the first two may be glued: 1语音电话."""
    expected = str(len(table.rows) + 1)
    first, *rest = segments
    is_numbered = label(table.titles[0]) in _SEQUENCE
    glued = first.text.removeprefix(expected)
    if not is_numbered or len(segments) >= len(table.titles) or glued in (first.text, ""):
        return segments
    begin = first.begin + len(expected)
    number = _Segment(first.begin, begin, expected)
    return (number, _Segment(begin, first.end, glued.strip()), *rest)


def _nearest(headings: Sequence[_Segment], segment: _Segment) -> int:
    """The heading that a cell stands under, whichever way it is aligned."""

    def apart(heading: _Segment) -> float:
        sides = abs(heading.begin - segment.begin), abs(heading.end - segment.end)
        return min(*sides, abs(sum(sides)) / 2)

    return min(range(len(headings)), key=lambda it: apart(headings[it]))


def _refuse_rest(table: _Table, line: _Line, labels: Mapping[str, RecordField]) -> None:
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
    columns = planned(table.titles, fields_of(table.titles, labels), rows[:_SAMPLE], "")
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
        and (columns.direction is None or read_direction(words) is not None or is_nothing(words))
    )


def _prove_count(rows: int, plain: str) -> None:
    """Refuse a file in which there are other times than those of the rows."""
    times = len(list(_moments(plain)))
    if rows != times:
        raise RecordError(
            "PDF 里有 {} 个时间，却只认出 {} 行，不能保证没有漏掉。{}",
            *map(public, (times, rows, _ADVICE)),
        )
    text = unicodedata.normalize("NFKC", plain)
    said = {int(one or other) for one, other in _COUNT.findall(text)}
    if said and rows not in said and rows != sum(said):
        raise RecordError(
            "PDF 里写着共 {} 条，认出 {} 行，不一致。{}",
            *(public([str(it) for it in sorted(said)]), public(rows), public(_ADVICE)),
        )


def _unproved(line: _Line) -> RecordError:
    return RecordError(
        "PDF 第 {} 页第 {} 行的格子对不上标题，不能保证读得对。{}",
        *map(public, (line.page, line.number, _ADVICE)),
    )


def _place(line: _Line) -> str:
    return f"第 {line.page} 页第 {line.number} 行"
