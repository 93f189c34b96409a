"""How a paper is handed in, by what its kind says: lines in the template language, filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from anjuan.documents.names import Names
from anjuan.documents.planning import Document
from anjuan.errors import TemplateError
from anjuan.messages import Message, public
from anjuan.plugin.kinds import HandingIn
from anjuan.problems import Problem, Rule, Severity
from anjuan.word.lines import render_text
from anjuan.word.sandbox import Sandbox
from anjuan.word.views import Trace

UNUSABLE = Rule("handing-in", "递交清单里的一项没有填出来。", Severity.WARNING)
_Named = Callable[[Document], tuple[Names, Trace]]


def handed_in(
    document: Document, named: _Named, sandbox: Sandbox
) -> tuple[HandingIn, tuple[Problem, ...]]:
    """The lines of one paper, and what is wrong with those that can't be filled.

    Args:
        document: the paper.
        named: the names that its template may use, each time anew.
        sandbox: what lines run in.

    Returns:
        The lines; empty where the kind says nothing, or a cell that is printed is empty.
    """
    filled: dict[str, str] = {}
    problems: list[Problem] = []
    for item in fields(HandingIn):
        line = getattr(document.kind.handing_in, item.name)
        try:
            filled[item.name] = _line(line, document, named, sandbox)
        except TemplateError as error:
            told = Message("{}的 {}：{}", document.kind.title, public(item.name), error.message)
            remedy = Message("请改正这种文书的 handing_in；文书不受影响。")
            problems.append(UNUSABLE.at(document.case, "number", told, remedy))
    return HandingIn(**filled), tuple(problems)


def address_of(document: Document) -> str:
    """Where post reaches the recipient, by sheet 机构; empty where that does not say."""
    institution = document.recipient.institution
    return institution.complaint_address or institution.address if institution else ""


def _line(line: str, document: Document, named: _Named, sandbox: Sandbox) -> str:
    if "{" not in line:
        return line
    names, trace = named(document)
    text = "" if trace.hits else render_text(line, names, trace, sandbox)
    return "" if trace.hits else text.strip()
