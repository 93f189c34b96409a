"""Cells that something in a paper comes from, on screen."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.chinese import some
from anjuan.problems import Place

_MOST_CELLS = 12


def cells_text(cells: Iterable[Place]) -> str:
    """`骚扰记录!J2、J5（次数）`: cells of one column together; empty without any."""
    columns: dict[tuple[str, str], list[str]] = {}
    for it in cells:
        columns.setdefault((it.sheet, it.heading), []).append(it.cell)
    return "；".join(
        f"{sheet}!{some(sorted(found, key=lambda it: (len(it), it)), _MOST_CELLS)}"
        + (f"（{heading}）" if heading else "")
        for (sheet, heading), found in columns.items()
    )
