"""An old paper as the beginning of a template: values of its case become tags.

What is found by its words may mean something else: everything is listed, for the lawyer to judge.
The old paper itself is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from anjuan.case.choosing import cases_called
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, INSTITUTION_ATTRIBUTES, INSTITUTIONS, SHEETS
from anjuan.documents.names import Names
from anjuan.law.loading import shipped_catalogue
from anjuan.opc import Package, W
from anjuan.plugin.kinds import Brief, Recipient
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.trying.rows import CASE, INSTITUTION
from anjuan.word.text import TEXT_PARTS
from anjuan.word.views import Blank, Trace, View
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import load_workbook

# Numbers in a text are counts only where one of these follows.
_COUNTED = "次条天人个"
_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
# The client first: where one value has several names, the first is the likeliest.
_PARTIES = tuple(map(CASES.heading, INSTITUTION_ATTRIBUTES))
_OWNERS = ("委托人", "案件", *_PARTIES, "统计")
_CHOICES = frozenset(
    word for sheet in SHEETS for item in sheet.fields for word in item.column.choices
)
# Headings that a template has under a shorter name as well.
_LONGER = frozenset(
    item.column.heading
    for sheet in SHEETS
    for item in sheet.fields
    if item.column.heading != item.column.name
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value of the case that stands in the paper.

    Attributes:
        value: as it stands there.
        name: under which a template has it.
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


@dataclass(frozen=True, slots=True)
class Proposed:
    """A paper with tags.

    Attributes:
        case: whose values were looked for.
        content: the .docx file.
        proposals: what was replaced, in the order of the names.
    """

    case: Case
    content: bytes
    proposals: tuple[Proposal, ...]


def propose(
    paper: bytes,
    workbook: Path | None = None,
    asked: str = "",
    headings: HeadingMap | None = None,
) -> Proposed:
    """Put tags in place of the values of a case that stand in a paper.

    Args:
        paper: a .docx file that can become a template (`refuse_unfit_file`).
        workbook: has the case; None = the sample cases.
        asked: number or client of the case; empty = the case of which most values stand there.
        headings: what the workbook calls our sheets and headings.

    Raises:
        WorkbookError: the workbook can't be read as one.
        UsageError: it has no such case.
    """
    cases = load_workbook(workbook or SAMPLE_WORKBOOK, headings).cases
    chosen = cases_called(asked, cases) if asked else cases
    found = [_proposed(paper, case) for case in chosen]
    return max(found, key=lambda it: len(it.proposals))


def _proposed(paper: bytes, case: Case) -> Proposed:
    package = Package(paper)
    values = values_of(case)
    counts = dict.fromkeys(values, 0)
    pattern = _pattern(values)
    for part in package.parts:
        if pattern and TEXT_PARTS.fullmatch(part):
            root = package.tree(part)
            changed = [_replaced(it, pattern, values, counts) for it in root.iter(f"{W}p")]
            if any(changed):
                package.store(part, root)
    proposals = tuple(
        Proposal(value, names[0], _others(names), counts[value])
        for value, names in values.items()
        if counts[value]
    )
    return Proposed(case, package.packed() if proposals else paper, proposals)


def values_of(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Every value of a case that can be told in a text, as it is printed, and its names.

    Left out are words that a cell chooses from a list, and single characters.
    """
    found: dict[str, dict[str, None]] = {}
    for name, value in _named(_names_of(case)):
        # In a letter "5" is anything; what is counted is told from it by the word behind it.
        text = str(value)
        if len(text) > 1 and text not in _CHOICES and not text.isspace():
            found.setdefault(text, {}).setdefault(name)
    return {value: tuple(names) for value, names in found.items()}


def sample_cells(proposals: Iterable[Proposal]) -> Mapping[str, str]:
    """What the sound case lacks of what a template with these tags prints, by `test.toml`'s names.

    Values are those of the shipped sample cases, and nobody's.
    """
    samples = [_names_of(case) for case in load_workbook(SAMPLE_WORKBOOK).cases]
    cells: dict[str, str] = {}
    for owner, _, name in (it.name.partition(".") for it in proposals):
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
    if not isinstance(total := names["损失合计"], Blank):
        yield "损失合计", str(total)


def _others(names: tuple[str, ...]) -> tuple[str, ...]:
    """What else may be meant: sheet 案件 has what the client has, too."""
    first = names[0].partition(".")[2]
    return tuple(it for it in names[1:] if it.partition(".")[2] != first)


def _pattern(values: Iterable[str]) -> re.Pattern[str] | None:
    """The longest value first; a number only where it is no part of a longer one."""
    longest = sorted(values, key=len, reverse=True)
    pieces = [
        rf"(?<![0-9A-Za-z.第]){re.escape(it)}(?={_after(it)})"
        if it[0].isascii() and it[-1].isascii()
        else re.escape(it)
        for it in longest
    ]
    return re.compile("|".join(pieces)) if pieces else None


def _after(value: str) -> str:
    is_count = value.isdecimal() and len(value) < len("13800000001")
    return f"[{_COUNTED}]" if is_count else "(?![0-9A-Za-z])"


def _replaced(
    paragraph: etree._Element,
    pattern: re.Pattern[str],
    values: Mapping[str, tuple[str, ...]],
    counts: dict[str, int],
) -> bool:
    """Put tags into a paragraph, each into the run where its value begins."""
    pieces = [it for it in paragraph.iter(f"{W}t") if _owner(it) is paragraph]
    text = "".join(it.text or "" for it in pieces)
    tags = [it.span() for it in _TAG.finditer(text)]
    found = [
        it
        for it in pattern.finditer(text)
        if not any(start < it.end() and it.start() < end for start, end in tags)
    ]
    for match in reversed(found):
        counts[match[0]] += 1
        _put(pieces, match.start(), match.end(), f"{{{{ {values[match[0]][0]} }}}}")
    return bool(found)


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
