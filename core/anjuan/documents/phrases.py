"""A plug-in's piece of a template, as the templates that use it see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from anjuan.case.marks import without_marks
from anjuan.documents.record_views import _blank
from anjuan.documents.sourcing import from_kind
from anjuan.word.views import Trace, View


class Phrase(View):
    """What a phrase comes to; filled in where it is printed or tested, and nowhere else.

    It is true where something stands there, and nothing that it has to print is empty.

    Args:
        name: by which templates ask for it.
        fill: fills it in, for a rendering of its own.
        trace: of the paper.
    """

    __slots__ = ("_fill", "_name", "_trace")

    def __init__(self, name: str, fill: Callable[[Trace], str], trace: Trace) -> None:
        super().__init__({}, "")
        self._name = name
        self._fill = fill
        self._trace = trace

    @property
    def label(self) -> object:
        """The text, which the paper prints as one; what it runs into counts as the paper's."""
        text = self._fill(replace(self._trace, printed=[], texts=[], spent=0))
        shown = without_marks(text)
        return from_kind(shown, text, self._trace, self._name) if shown else _blank(self._name)

    def __bool__(self) -> bool:
        trial = replace(self._trace, draft=False, hits={}, printed=[], texts=[], spent=0)
        return bool(self._fill(trial)) and not trial.hits
