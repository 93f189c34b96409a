"""A page drawn in SVG, which the office suite sets in the same Chinese fonts as the papers.

Measures are millimetres from the top left corner of the page, sizes of letters points. There is
no colour: what differs differs by hatching, so that it can be told apart in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 210.0, 297.0
WHITE, PALE, GREY, DARK = "#ffffff", "#e0e0e0", "#404040", "#262626"
# What of a text lies before its anchor.
START, MIDDLE, END = 0.0, 0.5, 1.0
_POINT = 25.4 / 72
_FONT = "黑体"
_HATCH, _DOT = 1.9, 2.5
_TAG = re.compile("<[^>]*>")
_IN_A_ROW = 40
# No font has it: what a font lacks is drawn as the same box, which then is known by this name.
_NOWHERE = "\U0010fffd"


def page(shapes: Iterable[str]) -> str:
    """The whole page; later shapes lie over earlier ones."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{WIDTH}mm" height="{HEIGHT}mm" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g font-family="{_FONT}" stroke-width="0.28">{"".join(shapes)}</g></svg>'
    )


def text(
    x: float, y: float, words: str, points: float, anchor: float = START, *, upwards: bool = False
) -> str:
    """Words on a base line.

    Args:
        x: where they begin, have their middle or end, by `anchor`.
        y: the base line.
        words: what is written.
        points: size of the letters.
        anchor: START, MIDDLE or END.
        upwards: turned to be read from below; then `x` is the base line, `y` by `anchor`.
    """
    # Each start takes in this module, and few of them draw: the names of all signs come with this.
    from html import escape

    # The office suite's own anchors measure with a font that it doesn't write with.
    back = anchor * width_of(words, points)
    left, base = (x, y + back) if upwards else (x - back, y)
    turn = f' transform="rotate(-90 {left:.2f} {base:.2f})"' if upwards else ""
    return (
        f'<text x="{left:.2f}" y="{base:.2f}" font-size="{points * _POINT:.3f}"{turn}>'
        f"{escape(words)}</text>"
    )


def width_of(words: str, points: float) -> float:
    """About how wide words become; Chinese fonts differ in Latin letters only, and a little."""
    ems = sum(1.0 if sign > "\u2000" else 0.55 if sign.isalnum() else 0.28 for sign in words)
    return ems * points * _POINT


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A black line."""
    return f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="black" fill="none"/>'


def area(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A rectangle without an edge."""
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" '
        f'fill="{fill}" stroke="none"/>'
    )


def bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A rectangle with a black edge."""
    return area(x, y, width, height, fill).replace('stroke="none"', 'stroke="black"')


def hatched(x: float, y: float, width: float, height: float) -> str:
    """A white rectangle with a black edge and slanting lines."""
    lines = []
    # Each line is y' = x' + rise, x' from the left and y' from the bottom, cut at the edges.
    for step in range(int(-width / _HATCH), int(height / _HATCH) + 1):
        rise = step * _HATCH
        start, end = max(0.0, -rise), min(width, height - rise)
        if end > start:
            low, high = y + height - start - rise, y + height - end - rise
            lines.append(f"M{x + start:.2f} {low:.2f}L{x + end:.2f} {high:.2f}")
    strokes = f'<path d="{"".join(lines)}" stroke="black" stroke-width="0.2" fill="none"/>'
    return bar(x, y, width, height, WHITE) + strokes


def dotted(x: float, y: float, width: float, height: float) -> str:
    """A pale rectangle with dots."""
    dots = "".join(
        f'<circle cx="{x + (column + 0.5) * _DOT:.2f}" cy="{y + (row + 0.5) * _DOT:.2f}" r="0.3"/>'
        for row in range(int(height / _DOT))
        for column in range(int(width / _DOT))
    )
    return f'{area(x, y, width, height, PALE)}<g fill="#808080" stroke="none">{dots}</g>'


def letters(drawn: str) -> set[str]:
    """Every character on a page but blanks."""
    from html import unescape

    return set(unescape(_TAG.sub("", drawn))) - {" ", "\u3000"}


def specimen(signs: Sequence[str]) -> str:
    """A page with some characters, by which it is seen which of them the fonts have.

    In the PDF, a box for a missing character bears the name of the first such character; here
    that is one that no font has. So a character whose name is found was truly drawn.
    """
    rows = [signs[start : start + _IN_A_ROW] for start in range(0, len(signs), _IN_A_ROW)]
    return page(
        text(5, 6 + 5 * number, "".join(row), 10) for number, row in enumerate((_NOWHERE, *rows))
    )
