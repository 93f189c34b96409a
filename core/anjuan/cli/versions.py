"""Where two versions of a paper differ, as lines on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.cli.cells import cells_text
from anjuan.run.versions import Change, Part


def change_lines(change: Change) -> Iterator[str]:
    """One place: the paragraph before and after, and the cells that it comes from."""
    yield f"    第 {change.number} 段"
    for sign, parts in (("－", change.old), ("＋", change.new)):
        if parts:
            yield f"      {sign} {_marked(parts)}"
    if cells := cells_text(change.cells):
        yield f"      因为 {cells}"


def _marked(parts: tuple[Part, ...]) -> str:
    """The paragraph, what differs in brackets; one that is new or gone has none."""
    if all(it.is_changed for it in parts):
        return "".join(it.text for it in parts)
    return "".join(f"［{it.text}］" if it.is_changed else it.text for it in parts)
