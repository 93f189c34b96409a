"""A Word file that is no paper of a kind, such as a list for the lawyer, made by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from anjuan.documents.record_views import template_value
from anjuan.errors import TemplateError
from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.views import Trace


def fill_template(template: Path, values: Mapping[str, object], title: str) -> bytes:
    """Fill a Word template with a step's own values, and prove that nothing was lost.

    Args:
        template: the .docx file.
        values: by the names that it asks for: text, numbers, dates, records, lists and mappings.
        title: the document property that a reader's window shows.

    Returns:
        The finished file; the same bytes from the same values.

    Raises:
        TemplateError: its tags are wrong, it prints what is empty, or a value would be lost.
        PluginError: a value can't be used in a template.
    """
    trace = Trace()
    names = {name: template_value(value, trace, name) for name, value in values.items()}
    rendered = render(template, names, trace, title)
    problems = (*trace.hits, *prove(rendered, trace))
    if problems:
        raise TemplateError("模板 {}：{}", template.name, problems[0].message)
    return rendered.content
