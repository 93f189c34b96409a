"""How wide text is on a terminal, and where a line of it may end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anjuan.patterns import seldom

# What is copied from the screen stays whole: tags of templates, commands, files, addresses.
_WORD = r"[^\s，。；：、（）“”‘’《》]"
_UNITS = seldom(
    r"\{[{%].*?[}%]\}"
    rf"|[!-~]{{0,200}}(?:anjuan|python)[!-~]*(?: +{_WORD}+)+"
    # Bounded, lest a long line be looked through anew from each of its signs.
    rf"|{_WORD}{{0,200}}[/\\]{_WORD}*"
    r"|[!-~]+"
    r"|\s+"
    r"|.",
    re.DOTALL,
)
_NEVER_FIRST = frozenset("。，、；：？！）》”’】〕］…—·%％℃")
_NEVER_LAST = frozenset("（《“‘【〔［￥$")


def width(text: str) -> int:
    """Columns that a text takes: two a Chinese character (Unicode Standard Annex #11)."""
    return sum(map(_sign_width, text))


@lru_cache(4096)
def _sign_width(sign: str, ambiguous: int = 1) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    sort = unicodedata.east_asian_width(sign)
    return 2 if sort in "WF" else ambiguous if sort == "A" else 1


def room(text: str) -> int:
    """Columns that a text takes at most: of some signs every terminal thinks otherwise."""
    return sum(_sign_width(sign, 2) for sign in text)


def wrapped(text: str, columns: int, hanging: int = 0) -> list[str]:
    """The lines of one paragraph; what is longer than a line, and can't be parted, stays whole.

    Args:
        text: without line breaks.
        columns: of the terminal.
        hanging: columns by which all lines but the first are set in.
    """
    lines: list[str] = []
    line, used, indent = "", 0, ""
    for unit in units(text):
        size = room(unit)
        if used + size > columns and line.strip():
            lines.append(line.rstrip())
            indent = " " * hanging
            line, used = indent, hanging
            if unit.isspace():
                continue
        line, used = line + unit, used + size
    return [*lines, line.rstrip()]


def units(text: str) -> Iterator[str]:
    """What a line does not end within; no line begins with 。 or ends with （."""
    held = ""
    for found in _UNITS.finditer(text):
        unit = found[0]
        if held and (unit[0] in _NEVER_FIRST or held[-1] in _NEVER_LAST) and not held.isspace():
            held += unit
            continue
        if held:
            yield held
        held = unit
    if held:
        yield held


def longest_unit(text: str) -> int:
    """Columns without which a text can't be set."""
    return max((room(unit) for line in text.split("\n") for unit in units(line)), default=0)
