"""From the text of a rendering with marks to paragraphs whose pieces know their origins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from anjuan.case.marks import Ledger, Segment
from anjuan.case.watching import watched, watched_row
from anjuan.documents.finding import Finder, provided
from anjuan.documents.names import Names, names_for
from anjuan.documents.origins import Paragraph, Piece, Sort
from anjuan.documents.planning import Document
from anjuan.documents.sourcing import Marker, Named
from anjuan.law.watching import Edition, WatchedCatalogue, watched_law
from anjuan.plugin.host import Plugins
from anjuan.problems import Place
from anjuan.word.views import Trace

# Of what left no marks: it was put together, by whom is not known.
_UNKNOWN = ((Named(),),)
# What stands between the numbers of a day, or of a time: `2026年3月5日`.
_DATE_SIGNS = frozenset("年月日时分")


class Tracing:
    """The second rendering of one paper, which is looked at and never written.

    Args:
        document: as planned.
        plugins: offers the kinds.
    """

    def __init__(self, document: Document, plugins: Plugins) -> None:
        self._ledger = Ledger()
        self._case = document.case
        self._law = watched_law(document.matter.law, self._ledger)
        self._document = _watched(document, self._law, self._ledger)
        self._plugins = plugins

    def names(self, trace: Trace) -> Names:
        """The names for the second rendering; the trace is told to mark what is printed.

        Raises:
            PluginError: as `names_for`.
        """
        trace.mark = Marker(self._ledger)
        return names_for(self._document, trace, self._plugins)

    def paragraphs(self, text: str, marked: str) -> tuple[Paragraph, ...]:
        """The paper, paragraph by paragraph.

        Args:
            text: of the paper as it is written (`document_text`).
            marked: the same of the second rendering; where marks have changed what was written,
                as in a kind that compares sentences, origins are found by comparing texts.
        """
        finder = Finder(self._case, self._law)
        lines = text.split("\n")
        traced = _lines(self._ledger.read(marked))
        return tuple(
            Paragraph(tuple(_merged(_of_line(segments, finder))))
            for segments in _aligned_lines(lines, traced)
        )


def _lines(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments by the line that they stand in."""
    lines: list[list[Segment]] = [[]]
    for segment in segments:
        first, *others = segment.text.split("\n")
        lines[-1].append(replace(segment, text=first) if others else segment)
        lines += [[replace(segment, text=it)] for it in others]
    return lines


def _of_line(segments: list[Segment], finder: Finder) -> list[Piece]:
    pieces: list[Piece] = []
    for (sources, is_composed), group in groupby(
        (it for it in segments if it.text), lambda it: (it.sources, _is_composed(it))
    ):
        parts = [it.text for it in group]
        for text in ["".join(parts)] if is_composed else parts:
            pieces += _pieces(Segment(text, sources), finder)
    return pieces


def _aligned_lines(lines: list[str], traced: list[list[Segment]]) -> Iterator[list[Segment]]:
    """For each line as it is written what is known of it by the line of the second rendering."""
    texts = ["".join(it.text for it in segments) for segments in traced]
    if texts == lines:
        # As nearly always; comparing thousands of rows of a table would take seconds.
        yield from traced
        return
    matcher = SequenceMatcher(None, texts, lines, autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        known = traced[first:last]
        for number, line in enumerate(lines[start:end]):
            yield _aligned(line, known[number] if number < len(known) else [])


def _aligned(line: str, segments: list[Segment]) -> list[Segment]:
    """The segments of a line; where a kind made another text of marks, those that are whole in it.

    A kind that measures or compares sentences may do so.
    """
    marked = "".join(it.text for it in segments)
    if marked == line:
        return segments
    found: list[Segment] = []
    matcher = SequenceMatcher(None, marked, line, autojunk=False)
    for operation, first, last, start, end in matcher.get_opcodes():
        kept = _between(segments, first, last) if operation == "equal" else []
        found += kept or [Segment(line[start:end], _UNKNOWN)]
    return found


def _between(segments: list[Segment], first: int, last: int) -> list[Segment]:
    """A stretch of a line; a value of which a part is missing is none that is known."""
    found, begin = [], 0
    for segment in segments:
        end = begin + len(segment.text)
        part = segment.text[max(first - begin, 0) : max(last - begin, 0)]
        if part == segment.text or _is_composed(segment):
            found.append(replace(segment, text=part))
        else:
            found.append(Segment(part, segment.sources[:-1] or _UNKNOWN))
        begin = end
    return found


def _is_composed(segment: Segment) -> bool:
    """True where no value stands, but words: the template's, or those of a sentence."""
    return all(isinstance(it, Named) for sources in segment.sources[-1:] for it in sources)


def _watched(document: Document, law: WatchedCatalogue, ledger: Ledger) -> Document:
    matter = replace(document.matter, case=watched(document.case, ledger), law=law)
    recipient = document.recipient
    if recipient.institution:
        recipient = replace(recipient, institution=watched_row(recipient.institution, ledger))
    return replace(document, matter=matter, recipient=recipient)


def _pieces(segment: Segment, finder: Finder) -> Iterator[Piece]:
    sources = [source for found in segment.sources for source in found]
    names = [it for it in sources if isinstance(it, Named)]
    name = names[0].name if names else ""
    innermost = segment.sources[-1] if segment.sources else ()
    known = [it for it in innermost if not isinstance(it, Named)]
    if known:
        yield _known(segment.text, name, known)
    elif names and not names[0].is_reckoned:
        yield from finder.pieces(segment.text, name)
    else:
        yield Piece(segment.text, Sort.RECKONED if names else Sort.TEMPLATE)


def _known(text: str, name: str, sources: Iterable[object]) -> Piece:
    found = list(sources)
    cells = tuple(it for it in found if isinstance(it, Place))
    provisions = tuple(provided(it) for it in found if isinstance(it, Edition))
    if provisions and not cells:
        return Piece(text, Sort.LAW, name, provisions=provisions)
    is_count = len(cells) > 1 and text.isdecimal()
    return Piece(text, Sort.COUNT if is_count else Sort.CELL, name, cells, provisions)


def _merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces of one origin as one: the numbers of a day with what stands between them."""
    for _, group in groupby(_dated(pieces), lambda it: replace(it, text="")):
        first, *others = group
        text = "".join(it.text for it in (first, *others))
        yield replace(first, text=text) if others else first


def _dated(pieces: list[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        before = pieces[number - 1] if number else None
        is_sign = not piece.cells and piece.text[:1] in _DATE_SIGNS
        if before and is_sign and before.cells and before.text.isdecimal():
            yield replace(before, text=piece.text[0])
            if piece.text[1:]:
                yield replace(piece, text=piece.text[1:])
        else:
            yield piece
