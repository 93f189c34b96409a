"""A paper once more, to be looked at and never written: where each of its values comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from anjuan.case.text import typed_texts
from anjuan.documents.origins import Paragraph, Piece, Provided
from anjuan.documents.planning import Document
from anjuan.documents.shapes import core
from anjuan.documents.tracing import Tracing
from anjuan.errors import PluginError, TemplateError
from anjuan.plugin.guard import guard
from anjuan.plugin.host import Plugins
from anjuan.run.dossier import RenderedFile
from anjuan.run.papers import Paper
from anjuan.word.rendering import render
from anjuan.word.text import document_text
from anjuan.word.views import Trace
from anjuan.workbook.heading_map import HeadingMap


def traced(
    document: Document,
    content: bytes,
    plugins: Plugins,
    headings: HeadingMap,
    *,
    draft: bool = False,
) -> tuple[Paragraph, ...]:
    """The paragraphs of a paper with the origins of what they say.

    Args:
        document: as planned.
        content: the finished paper, as `making.Maker` made it of this plan.
        plugins: offers the kinds.
        headings: of the workbook, so that cells go by the names that the lawyer sees.
        draft: whether it is a draft.

    Whatever a kind makes of values that remember: the text is that of the finished paper. Where
    the second rendering says something else, origins are found by comparing texts.
    """
    tracing = Tracing(document, plugins)
    trace = Trace(draft, document.case.number, partial(typed_texts, document.case))
    text = document_text(content)
    try:
        with guard(plugins.owners[document.kind.name]):
            names = tracing.names(trace)
            second = render(document.kind.template, names, trace, "", plugins.sandbox, core)
            marked = document_text(second.content)
    except (PluginError, TemplateError):
        marked = ""
    return tuple(_in_file(it, headings) for it in tracing.paragraphs(text, marked))


def cited_by(papers: Iterable[Paper], plugins: Plugins) -> Mapping[Provided, Sequence[Document]]:
    """The provisions that papers cite or rest on, each with all of its days and its papers.

    Args:
        papers: of one case, made in memory; what could not be made cites nothing.
        plugins: offers the kinds.
    """
    days: defaultdict[Provided, set[date]] = defaultdict(set)
    citing: defaultdict[Provided, dict[int, Document]] = defaultdict(dict)
    for paper in papers:
        if not isinstance(paper.made, RenderedFile):
            continue
        for paragraph in traced(paper.document, paper.made.content, plugins, HeadingMap()):
            for it in (it for piece in paragraph.pieces for it in piece.provisions):
                bare = replace(it, days=())
                days[bare].update(it.days)
                citing[bare][paper.document.number] = paper.document
    return {
        replace(it, days=tuple(sorted(days[it]))): tuple(by_number.values())
        for it, by_number in citing.items()
    }


def _in_file(paragraph: Paragraph, headings: HeadingMap) -> Paragraph:
    def found(piece: Piece) -> Piece:
        # Most of a paper is the template's own text.
        cells = tuple(map(headings.place, piece.cells))
        return replace(piece, cells=cells) if cells else piece

    return Paragraph(tuple(map(found, paragraph.pieces)))
