"""The numbers that Word shows in front of the paragraphs of a document, worked out as it does."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict

from lxml import etree

from anjuan.opc import W, parse_xml


def numbered_lines(document: bytes) -> list[str]:
    """The paragraphs of the body as a reader sees them: `2.第一点`."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body, numbering, styles = (
            parse_xml(package.read(f"word/{name}.xml"))
            for name in ("document", "numbering", "styles")
        )
    counting = _Counting(numbering, styles)
    return [
        counting.label(it) + "".join(text.text or "" for text in it.iter(f"{W}t"))
        for it in body.iter(f"{W}p")
    ]


class _Counting:
    """Counts as ECMA-376-1 §17.9 tells: lists on one definition share a count, until one of them
    says that it starts anew where it is used first."""

    def __init__(self, numbering: etree._Element, styles: etree._Element) -> None:
        self._numbering, self._styles = numbering, styles
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        num, level = self._list_of(paragraph)
        if num in ("", "0"):
            return ""
        (entry,) = self._numbering.findall(f"{W}num[@{W}numId='{num}']")
        definition = _value(entry, "abstractNumId")
        counts = self._counts[definition]
        path = f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride"
        start = entry.find(path)
        if start is not None and (num, level) not in self._begun:
            counts[level] = int(start.get(f"{W}val", "")) - 1
        self._begun.add((num, level))
        counts[level] = counts.get(level, 0) + 1
        for deeper in [it for it in counts if it > level]:
            del counts[deeper]
        return f"{counts[level]}."

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            return _value(own, "numId"), int(_value(own, "ilvl") or 0)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = "" if style is None else style.get(f"{W}val")
        found = self._styles.find(f"{W}style[@{W}styleId='{named}']/{W}pPr/{W}numPr")
        return ("", 0) if found is None else (_value(found, "numId"), 0)


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")
