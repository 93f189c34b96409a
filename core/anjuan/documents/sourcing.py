"""Where the values of a rendering come from that is looked at and never written.

In all other renderings (`Trace.mark` is None) values are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.case.marks import Ledger, memory_of, without_marks
from anjuan.case.records.moment import Moment
from anjuan.frozen import frozen
from anjuan.problems import Place
from anjuan.word.values import source_of, sourced
from anjuan.word.views import Trace


@frozen
class Named:
    """What was put together, by a kind or by the core, under a name of the template's.

    Attributes:
        name: the name; empty where it has none.
        is_reckoned: the template itself put it together, or reckoned or numbered it.
    """

    name: str = ""
    is_reckoned: bool = False


@frozen
class _Composed:
    """The source of a value that a name stands for: its text with the marks inside."""

    name: str
    text: str


def from_cells(value: str | int, places: Iterable[Place], trace: Trace) -> str | int:
    """A value that is printed as it stands in a cell."""
    return value if trace.mark is None else sourced(value, tuple(places))


def from_kind(shown: str | int, value: object, trace: Trace, name: str) -> str | int:
    """A value that a kind or the core made.

    Args:
        shown: as the template sees it.
        value: as it was made, marks and memory included.
        trace: of the rendering.
        name: the name that it has in the template.
    """
    if trace.mark is None:
        return shown
    text = str(shown)
    memory = memory_of(value.day if isinstance(value, Moment) else value)
    if memory:
        text = memory.marked(text)
    elif isinstance(value, str) and without_marks(value) == text:
        text = value
    return sourced(shown, _Composed(name, text))


class Marker:
    """Puts marks around what is printed (`Trace.mark`).

    Args:
        ledger: knows what they stand for.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __call__(self, value: object) -> str:
        """The text of a value between marks."""
        source, text = source_of(value), str(value)
        if isinstance(source, tuple):
            return self._ledger.mark(text, source)
        if not isinstance(source, _Composed):
            return self._ledger.mark(text, (Named(is_reckoned=True),))
        if without_marks(source.text) == text:
            text = source.text
        elif inside := self._all_inside(source.text):
            # A filter made another text of it.
            text = self._ledger.mark(text, inside)
        return self._ledger.mark(text, (Named(source.name),))

    def _all_inside(self, text: str) -> tuple[object, ...]:
        found = (it for segment in self._ledger.read(text) for it in segment.sources[-1:])
        return tuple(dict.fromkeys(source for sources in found for source in sources))
