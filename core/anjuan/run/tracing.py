"""A paper once more, to be looked at and never written: where each of its values comes from."""

from __future__ import annotations

from functools import partial

from anjuan.case.text import typed_texts
from anjuan.documents.origins import Paragraph
from anjuan.documents.planning import Document
from anjuan.documents.shapes import CORE
from anjuan.documents.tracing import Tracing
from anjuan.errors import PluginError, TemplateError
from anjuan.plugin.guard import guard
from anjuan.plugin.host import Plugins
from anjuan.word.rendering import render
from anjuan.word.text import document_text
from anjuan.word.views import Trace


def traced(
    document: Document, content: bytes, plugins: Plugins, *, draft: bool = False
) -> tuple[Paragraph, ...]:
    """The paragraphs of a paper with the origins of what they say.

    Args:
        document: as planned.
        content: the finished paper, as `making.Maker` made it of this plan.
        plugins: offers the kinds.
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
            second = render(document.kind.template, names, trace, "", plugins.sandbox, CORE)
            marked = document_text(second.content)
    except (PluginError, TemplateError):
        marked = ""
    return tracing.paragraphs(text, marked)
