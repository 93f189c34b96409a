"""Origins found by comparing texts: what a kind put together without leaving marks.

Citations are found by their titles and articles, cells and names of the catalogue by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from anjuan.case.columns import ColumnType, fields_of
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment
from anjuan.case.sheets import SHEETS, records_of
from anjuan.case.text import value_text
from anjuan.case.watching import cell_place
from anjuan.chinese import date_text, split_list
from anjuan.documents.origins import Piece, Provided, Sort
from anjuan.law.watching import Cited, Edition, WatchedCatalogue
from anjuan.problems import Place

# Statutes are cited without it where they were named before: `《民法典》`.
_STATE = "中华人民共和国"
# A shorter text could stand anywhere by chance; so could short words that are ours.
_SHORTEST, _SHORTEST_CHOICE = 2, 4
# As papers call the client, and cells the person reached.
_EVERYWHERE = frozenset({"本人"})
_CHOICES = (ColumnType.CHOICE, ColumnType.CHOICES)
# Words that sentences are made of, whatever cell they stand in as well: 电话, 短信.
_ORDINARY = frozenset(
    word
    for sheet in SHEETS
    for item in sheet.fields
    for word in map(str, item.column.choices)
    if len(word) < _SHORTEST_CHOICE
)


class Finder:
    """Finds origins in texts of one paper.

    Args:
        case: as it was read.
        law: what was cited in the paper.
    """

    def __init__(self, case: Case, law: WatchedCatalogue) -> None:
        self._case = case
        self._law = law

    def pieces(self, text: str, name: str) -> Iterator[Piece]:
        """A text that was put together under a name, piece by piece."""
        end = 0
        for start, piece in self._citations(text, name):
            yield from self._words(text[end:start], name)
            yield piece
            end = start + len(piece.text)
        yield from self._words(text[end:], name)

    def _words(self, text: str, name: str) -> Iterator[Piece]:
        """Cells and names of the catalogue in what is no citation."""
        end = 0
        for found in self._pattern(text).finditer(text) if text else ():
            if found.start() > end:
                yield Piece(text[end : found.start()], Sort.COMPOSED, name)
            yield self._known(found[0], name)
            end = found.end()
        if end < len(text):
            yield Piece(text[end:], Sort.COMPOSED, name)

    def _known(self, text: str, name: str) -> Piece:
        if text in self._cells:
            return Piece(text, Sort.CELL, name, tuple(self._cells[text]), is_found=True)
        told = tuple(self._told.get(text, {}))
        return Piece(text, Sort.CATALOGUE, name, provisions=told, is_found=True)

    def _pattern(self, text: str) -> re.Pattern[str]:
        """What looks for those words that stand in a text, the longest first."""
        words = sorted((it for it in self._wanted if it in text), key=len, reverse=True)
        parts = [_whole(word) for word in words]
        return re.compile("|".join(parts) if parts else "(?!)")

    @cached_property
    def _wanted(self) -> frozenset[str]:
        return frozenset((*self._cells, *self._told))

    @cached_property
    def _cells(self) -> Mapping[str, dict[Place, None]]:
        found: dict[str, dict[Place, None]] = {}
        for text, place in _printed(self._case):
            if len(text) >= _SHORTEST and text not in _EVERYWHERE and text not in _ORDINARY:
                found.setdefault(text, {})[place] = None
        return found

    @cached_property
    def _told(self) -> Mapping[str, dict[Provided, None]]:
        """What the catalogue says in words: gists of what was cited, authorities, causes."""
        found: dict[str, dict[Provided, None]] = {}
        for cited in self._law.cited:
            gist, law = cited.citation.gist, cited.edition.version.law
            for text in (gist, *gist.split("；"), law.edition, law.start and date_text(law.start)):
                if text and len(text) >= _SHORTEST:
                    found.setdefault(text, {})[provided(cited.edition, cited.days)] = None
        for authority in self._law.authorities.values():
            for text in (*(it.name for it in authority.names), authority.hotline):
                if text:
                    found.setdefault(text, {})
        for cause in self._law.courts.causes:
            for it in cause.names:
                found.setdefault(it.name, {})
        return found

    def _citations(self, text: str, name: str) -> Iterator[tuple[int, Piece]]:
        """Titles and articles of what was cited, with where each begins."""
        by_title = self._by_title
        present = sorted((it for it in by_title if it in text), key=len, reverse=True)
        found = list(re.finditer("|".join(map(re.escape, present)) or "(?!)", text))
        ends = [*(it.start() for it in found), len(text)]
        # Articles of a law whose title stands in the sentence before.
        for start, article, cited in _places(text[: ends[0]], self._law.cited):
            if len({it.edition.version.law.title for it in cited}) == 1:
                yield start, Piece(article, Sort.LAW, name, *_rests_on(cited), True)
        for title, end in zip(found, ends[1:], strict=True):
            behind = text[title.end() : end].partition("《")[0]
            yield from _of_one_law(title, behind, by_title[title[0]], name)

    @cached_property
    def _by_title(self) -> Mapping[str, list[Cited]]:
        """What was cited by the title of its law, and by that without the state's name."""
        found: dict[str, list[Cited]] = {}
        for cited in self._law.cited:
            title = cited.edition.version.law.title
            for form in dict.fromkeys((title, title.replace(_STATE, ""))):
                found.setdefault(form, []).append(cited)
        return found


def _of_one_law(
    title: re.Match[str], behind: str, known: list[Cited], name: str
) -> Iterator[tuple[int, Piece]]:
    """A title, and the articles behind it."""
    places = list(_places(behind, known))
    whole = [it for it in known if not it.edition.version.place]
    meant = [cited for _, _, cited in places] or [whole]
    yield title.start(), Piece(title[0], Sort.LAW, name, *_rests_on(meant[0] or known), True)
    for start, text, cited in places:
        yield title.end() + start, Piece(text, Sort.LAW, name, *_rests_on(cited), True)


def _places(text: str, known: Sequence[Cited]) -> Iterator[tuple[int, str, list[Cited]]]:
    """Articles, and parts of the article before them: `第一千零三十三条第一项、第五项`."""
    by_place: dict[str, list[Cited]] = {}
    for cited in known:
        version = cited.edition.version
        if version.article:
            by_place.setdefault(version.place, []).append(cited)
            by_place.setdefault(version.article, []).append(cited)
    details = {it.edition.version.detail for it in known} - {""}
    wanted = sorted({*by_place, *details}, key=len, reverse=True)
    article = ""
    for found in re.finditer("|".join(map(re.escape, wanted)) or "(?!)", text):
        if found[0] in by_place:
            article = by_place[found[0]][0].edition.version.article
            yield found.start(), found[0], by_place[found[0]]
        elif article + found[0] in by_place:
            yield found.start(), found[0], by_place[article + found[0]]


def _rests_on(cited: list[Cited]) -> tuple[tuple[Place, ...], tuple[Provided, ...]]:
    cells = (it for one in cited for it in one.sources if isinstance(it, Place))
    return tuple(dict.fromkeys(cells)), tuple(
        dict.fromkeys(provided(it.edition, it.days) for it in cited)
    )


def provided(edition: Edition, days: Iterable[date] = ()) -> Provided:
    """A provision as it is told."""
    version = edition.version
    law = version.law
    return Provided(
        key=edition.key,
        text=law.title + version.place,
        edition=law.edition,
        confidence=law.confidence,
        start=law.start,
        end=law.end,
        days=tuple(sorted(days)),
        gist=version.gist,
    )


def _whole(word: str) -> str:
    """A pattern for a word; numbers are no part of longer ones."""
    before = "(?<![0-9A-Za-z])" if word[0].isascii() and word[0].isalnum() else ""
    after = "(?![0-9A-Za-z])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}{re.escape(word)}{after}"


def _printed(case: Case) -> Iterator[tuple[str, Place]]:
    """What the cells of a case hold, as it may stand in a sentence."""
    for record in records_of(case):
        for item in fields_of(type(record)):
            value: Any = record
            for part in item.path:
                value = getattr(value, part)
            place = cell_place(record.origin, item.column.heading, case.number)
            shortest = _SHORTEST_CHOICE if item.column.type in _CHOICES else _SHORTEST
            yield from ((text, place) for text in _forms(value) if len(text) >= shortest)
        for item in record.own.fields:
            place = cell_place(record.origin, item.column.heading, case.number)
            shortest = _SHORTEST_CHOICE if item.column.type in _CHOICES else _SHORTEST
            forms = _forms(record.own[item.attribute])
            yield from ((text, place) for text in forms if len(text) >= shortest)
        for heading, text in record.extra.items():
            yield from (
                (it, cell_place(record.origin, heading, case.number)) for it in _forms(text)
            )


def _forms(value: object) -> Iterable[str]:
    if isinstance(value, Institution):
        return (value.name,)
    if value is None or isinstance(value, bool | int):
        return ()
    text = value_text(value)
    if isinstance(value, Moment):
        return (text, *([] if value.span else [date_text(value.day)]))
    if isinstance(value, date):
        return (text,)
    lines = (line.strip().rstrip("。；;.") for line in text.split("\n"))
    return dict.fromkeys((text, *lines, *split_list(text)))
