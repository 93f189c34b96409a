"""Docstrings as Markdown: what stands below `Args:` and the like becomes a list."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

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
        yield from _items(section[1], section[2]) if section else [part]


def attributes(record: type[Any]) -> dict[str, str]:
    """What the docstrings of a record and of those it builds on say of each field."""
    found: dict[str, str] = {}
    for owner in reversed(record.__mro__):
        sections = _SECTION.finditer(inspect.cleandoc(owner.__doc__ or ""))
        listed = (piece for it in sections if it[1] == "Attributes" for piece in _pieces(it[2]))
        found |= {item[1]: item[2] for piece in listed if (item := _ITEM.fullmatch(piece))}
    return found


def _pieces(section: str) -> list[str]:
    """The entries of a section, each on one line."""
    entries = re.split(r"\n(?=\S)", dedent(section).strip())
    return [" ".join(it.split()) for it in entries]


def _items(title: str, text: str) -> Iterator[str]:
    """A section; what is said of arguments and attributes needs no heading."""
    pieces = _pieces(text)
    if title in ("Returns", "Yields"):
        yield f"{title}: {' '.join(pieces)}"
        return
    if title == "Raises":
        yield from ("Raises:", "")
    for piece in pieces:
        item = _ITEM.fullmatch(piece)
        yield f"- `{item[1]}`: {item[2]}" if item else f"- {piece}"
