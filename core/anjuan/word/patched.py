"""What docxtpl makes of a template before any value is known: texts, which can be kept.

Of the shipped templates they are kept: who uses no others needs neither docxtpl nor python-docx,
the import of which takes longer than the papers of a case do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anjuan.frozen import frozen
from anjuan.word.structure.gaps import Fragility


@frozen
class PatchedPart:
    """One part with tags, made ready for the language.

    Attributes:
        name: in the package.
        source: what is rendered.
        before, after: what stands around that.
        around: what makes one element of it, to be proved with it.
        fragility: None as long as nothing is proved.
    """

    name: str
    source: str
    before: str = ""
    after: str = ""
    around: tuple[str, str] = ("", "")
    fragility: Fragility | None = None


@frozen
class Patched:
    """A template made ready for the language.

    Attributes:
        parts: body, headers, footers and footnotes, in docxtpl's order.
        properties: the core properties, before and after the title.
        is_marked: its parts hold marks that its file does not (structure/seams.py).
    """

    parts: tuple[PatchedPart, ...]
    properties: tuple[str, str]
    is_marked: bool = False


def stored(path: Path) -> Mapping[str, Patched]:
    """Templates by their digests, as `listed` wrote them; none where the file can't be read."""
    try:
        entries = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {entry["sha256"]: _patched(entry) for entry in entries}


def listed(template: str, sha256: str, patched: Patched) -> dict[str, Any]:
    """The entry of a template whose parts are proved.

    Args:
        template: where it lies, for who reads the list.
        sha256: its digest.
        patched: what was made of it.
    """
    parts = [[it.name, it.fragility, it.before, it.source, it.after] for it in patched.parts]
    properties = list(patched.properties)
    named = {"template": template, "sha256": sha256, "is_marked": patched.is_marked}
    return {**named, "properties": properties, "parts": parts}


def _patched(entry: Mapping[str, Any]) -> Patched:
    before, after = entry["properties"]
    parts = (
        PatchedPart(name, source, start, end, fragility=Fragility(found))
        for name, found, start, source, end in entry["parts"]
    )
    return Patched(tuple(parts), (before, after), entry["is_marked"])
