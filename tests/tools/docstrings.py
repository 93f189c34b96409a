"""Docstrings as Markdown: what stands below `Args:` and the like becomes a list."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import dedent

_SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises):\n((?:    .*\n?)+)", re.MULTILINE)
_ITEM = re.compile(r"([\w.*][\w.*, ]*): (.*)", re.DOTALL)


def first_sentence(thing: object) -> str:
    """What a docstring says before its first empty line, on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def told(text: str) -> Iterator[str]:
    """The lines of a docstring as Markdown.

    Args:
        text: as `inspect.getdoc` gives it.
    """
    for part in re.split(r"\n\n(?=\S)", text.strip()):
        section = _SECTION.fullmatch(part)
        yield ""
        yield from _items(section[1], dedent(section[2]).strip()) if section else [part]


def _items(title: str, text: str) -> Iterator[str]:
    """A section; what is said of arguments and attributes needs no heading."""
    pieces = [" ".join(it.split()) for it in re.split(r"\n(?=\S)", text)]
    if title in ("Returns", "Yields"):
        yield f"{title}: {' '.join(pieces)}"
        return
    if title == "Raises":
        yield from ("Raises:", "")
    for piece in pieces:
        item = _ITEM.fullmatch(piece)
        yield f"- `{item[1]}`: {item[2]}" if item else f"- {piece}"
