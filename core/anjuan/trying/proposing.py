"""An old paper as the beginning of a template: values of its case become tags.

What is found by its words may mean something else: everything is listed, for the lawyer to judge.
The old paper itself is not touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from lxml import etree

from anjuan.case.choosing import cases_called
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, INSTITUTION_ATTRIBUTES, INSTITUTIONS, OURS, SHEETS, Table
from anjuan.documents.names import Names
from anjuan.frozen import frozen
from anjuan.law.loading import shipped_catalogue
from anjuan.opc import Package, W
from anjuan.plugin.kinds import Brief, Recipient
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.trying.rows import CASE, INSTITUTION
from anjuan.trying.spellings import Spelling, spellings
from anjuan.word.text import TEXT_PARTS, document_text
from anjuan.word.values import Typed
from anjuan.word.views import Blank, Trace, View
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import load_workbook

# What is left of a number that no tag stands for, with the word that it counts.
_NUMBER = re.compile(r"[0-9](?:[0-9,.:：/-]*[0-9])?(?:[%％次条天人个日号月年时分页份]|万?元)?")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
# The client first: where one value has several names, the first is the likeliest.
_PARTIES = tuple(map(CASES.heading, INSTITUTION_ATTRIBUTES))
_OWNERS = ("委托人", "案件", *_PARTIES, "统计")
_CHOICES = frozenset(
    word for sheet in SHEETS for item in sheet.fields for word in item.column.choices
)
# Columns that few cases fill in: where one value has several names, the likelier is another.
_RARE = frozenset(
    f"{CASES.name}.{item.column.name}" for item in CASES.fields if item.column.is_rare
)
# Headings that a template has under a shorter name as well.
_LONGER = frozenset(
    item.column.heading
    for sheet in SHEETS
    for item in sheet.fields
    if item.column.heading != item.column.name
)


@frozen
class Proposal:
    """A value of the case that stands in the paper.

    Attributes:
        value: as it stands there.
        name: under which a template has it, with the filter that prints it so.
        others: further names of the same value, one of which may be meant.
        count: how often it stands there.
    """

    value: str
    name: str
    others: tuple[str, ...]
    count: int

    @property
    def tag(self) -> str:
        """What was put in its place."""
        return f"{{{{ {self.name} }}}}"


@frozen
class Proposed:
    """A paper with tags.

    Attributes:
        case: whose values were looked for.
        content: the .docx file.
        proposals: what was replaced, in the order of the names.
        left: numbers that were not, each once, in the order of the paper.
    """

    case: Case
    content: bytes
    proposals: tuple[Proposal, ...]
    left: tuple[str, ...]


def propose(
    paper: bytes,
    workbook: Path | None = None,
    asked: str = "",
    headings: HeadingMap | None = None,
    table: Table = OURS,
) -> Proposed:
    """Put tags in place of the values of a case that stand in a paper.

    Args:
        paper: a .docx file that can become a template (`refuse_unfit_file`).
        workbook: has the case; None = the sample cases.
        asked: number or client of the case; empty = the case of which most values stand there.
        headings: what the workbook calls our sheets and headings.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: it has no such case.
    """
    cases = load_workbook(workbook or SAMPLE_WORKBOOK, headings, table).cases
    chosen = cases_called(asked, cases) if asked else cases
    text = document_text(paper)
    found = [_proposed(paper, text, case) for case in chosen]
    return max(found, key=lambda it: len(it.proposals))


def _proposed(paper: bytes, text: str, case: Case) -> Proposed:
    package = Package(paper)
    values = {it: names for it, names in values_of(case).items() if it.text in text}
    counts = Counter[Spelling]()
    longest = sorted(values, key=lambda it: len(it.text), reverse=True)
    tags = {it: f"{{{{ {values[it][0]}{it.printed} }}}}" for it in longest}
    pattern = _pattern(tags)
    for part in package.parts:
        if pattern and TEXT_PARTS.fullmatch(part):
            root = package.tree(part)
            if sum(_replaced(it, pattern, tags, counts) for it in root.iter(f"{W}p")):
                package.store(part, root)
    proposals = tuple(
        Proposal(it.text, names[0] + it.printed, _others(names), counts[it])
        for it, names in values.items()
        if counts[it]
    )
    content = package.packed() if proposals else paper
    return Proposed(case, content, proposals, _left(content))


def _left(content: bytes) -> tuple[str, ...]:
    found = _NUMBER.findall(_TAG.sub("", document_text(content)))
    return tuple(dict.fromkeys(found))


def values_of(case: Case) -> Mapping[Spelling, tuple[str, ...]]:
    """Every value of a case that can be told in a text, as it may be spelled, and its names.

    Left out are words that a cell chooses from a list, and single characters.
    """
    found: dict[Spelling, dict[str, None]] = {}
    for name, value in _named(_names_of(case)):
        for it in spellings(value):
            if len(it.text) > 1 and it.text not in _CHOICES and not it.text.isspace():
                found.setdefault(it, {}).setdefault(name)
    return {it: tuple(sorted(names, key=_RARE.__contains__)) for it, names in found.items()}


def sample_cells(proposals: Iterable[Proposal]) -> Mapping[str, str]:
    """What the sound case lacks of what a template with these tags prints, by `test.toml`'s names.

    Values are those of the shipped sample cases, and nobody's.
    """
    samples = [_names_of(case) for case in load_workbook(SAMPLE_WORKBOOK).cases]
    cells: dict[str, str] = {}
    for owner, _, name in (it.name.partition("|")[0].partition(".") for it in proposals):
        sheet, row = (INSTITUTIONS, INSTITUTION) if owner in _PARTIES else (CASES, CASE)
        heading = next((it.column.heading for it in sheet.fields if it.column.name == name), "")
        if owner in _PARTIES and not CASE.get(owner):
            cells[owner] = INSTITUTION[INSTITUTIONS.heading("short_name")]
        if heading and not row.get(heading) and (value := _first(samples, owner, name)):
            cells[heading if sheet is CASES else f"{sheet.name}.{heading}"] = value
    return cells


def _first(samples: Iterable[Names], owner: str, name: str) -> str:
    """What the first case has that has something."""
    views = (it for it in (names[owner] for names in samples) if isinstance(it, View))
    return next((str(it) for it in (view.look_up(name) for view in views) if it), "")


def _names_of(case: Case) -> Names:
    day = case.signing_date or date.today()
    return Names(Brief(case, shipped_catalogue(), day, Recipient()), "", Trace())


def _named(names: Names) -> Iterator[tuple[str, str | int]]:
    for owner in _OWNERS:
        view = names[owner]
        if isinstance(view, View):
            for name in view.names():
                is_one = not name.isascii() and name not in (*_LONGER, *_OWNERS)
                value = view.look_up(name) if is_one else None
                if isinstance(value, str | int) and not isinstance(value, Blank | bool):
                    yield f"{owner}.{name}", value
    if isinstance(total := names["损失合计"], Typed):
        yield "损失合计", total


def _others(names: tuple[str, ...]) -> tuple[str, ...]:
    """What else may be meant: sheet 案件 has what the client has, too."""
    first = names[0].partition(".")[2]
    return tuple(it for it in names[1:] if it.partition(".")[2] != first)


def _pattern(values: Collection[Spelling]) -> re.Pattern[str] | None:
    """Each spelling as a group of its own; what begins a longer number or word is none."""
    pieces = (
        (r"(?<![0-9A-Za-z.,第])" if it.text[0].isascii() else "")
        + f"({re.escape(it.text)}){it.after}"
        for it in values
    )
    return re.compile("|".join(pieces)) if values else None


def _replaced(
    paragraph: etree._Element,
    pattern: re.Pattern[str],
    tags: Mapping[Spelling, str],
    counts: Counter[Spelling],
) -> int:
    """Put tags into a paragraph, each into the run where its value begins; how many."""
    pieces = [it for it in paragraph.iter(f"{W}t") if _owner(it) is paragraph]
    text = "".join(it.text or "" for it in pieces)
    taken = [it.span() for it in _TAG.finditer(text)]
    found = [
        it
        for it in pattern.finditer(text)
        if not any(start < it.end() and it.start() < end for start, end in taken)
    ]
    spelled = tuple(tags)
    for match in reversed(found):
        it = spelled[(match.lastindex or 0) - 1]
        counts[it] += 1
        _put(pieces, match.start(), match.end(), tags[it])
    return len(found)


def _owner(text: etree._Element) -> etree._Element | None:
    return next(text.iterancestors(f"{W}p"), None)


def _put(pieces: Iterable[etree._Element], start: int, end: int, tag: str) -> None:
    """Replace a stretch of text that may be split over several elements."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            put = tag if at <= start else ""
            piece.text = text[:first] + put + text[last:]
        at += len(text)
