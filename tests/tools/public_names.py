"""What `anjuan` offers, group by group, from its stub: part of docs/hooks.md."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import anjuan

_STUB = Path(anjuan.__file__).with_suffix(".pyi")


def public_names() -> Iterator[str]:
    """The lines of the section."""
    yield from ("", "## What `anjuan` offers", "")
    yield "All of it by `from anjuan import …`; what is not listed here may change at any time."
    _, *groups = _STUB.read_text(encoding="utf-8").split("\n\n")
    for group in groups:
        title, _, names = group.partition("\n")
        yield from ("", f"**{title.strip('# .')}**", "")
        for name in re.findall(r"(\w+) as \1,", names):
            yield f"- `{name}{_taken(getattr(anjuan, name))}`: {_told(getattr(anjuan, name))}"


def _taken(thing: object) -> str:
    """Of a function, what it takes and returns."""
    if not inspect.isfunction(thing):
        return ""
    # A function that stands for none shows its address, which is another each time.
    shown = re.sub(r"<function .+? at \w+>", "…", str(inspect.signature(thing)))
    return shown.replace("'", "")


def _told(thing: object) -> str:
    """Its first sentence; of a constant, what it is."""
    if inspect.isclass(thing) or inspect.isfunction(thing):
        return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ")
    return f"{thing}." if isinstance(thing, int | time) else f"a `{type(thing).__name__}`."
