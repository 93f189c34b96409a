"""Drafts: what is missing is printed as a marked placeholder instead of refusing the document."""

from __future__ import annotations

import copy
import re

from lxml import etree

from anjuan.opc import Package, W, write_text
from anjuan.word.text import TEXT_PARTS

DRAFT_PREFIX = "草稿_"
_PLACEHOLDER = re.compile("(【待补：[^】]+】)")


def placeholder(heading: str) -> str:
    """What a draft prints for a missing value."""
    return f"【待补：{heading}】"


def is_draft(text: str) -> bool:
    """True for a text in which something is still to be filled in."""
    return _PLACEHOLDER.search(text) is not None


def highlight(document: bytes) -> bytes:
    """The document with every placeholder on a yellow ground."""
    package = Package(document)
    for part in filter(TEXT_PARTS.fullmatch, package.parts):
        package.store(part, _highlighted(package.tree(part)))
    return package.packed()


def _highlighted(root: etree._Element) -> etree._Element:
    for text in list(root.iter(f"{W}t")):
        run = text.getparent()
        if run is not None and is_draft(text.text or ""):
            _split(run, text)
    return root


def _split(run: etree._Element, text: etree._Element) -> None:
    """Replace a run by runs of its own looks, those with a placeholder highlighted."""
    for piece in filter(None, _PLACEHOLDER.split(text.text or "")):
        part = etree.Element(run.tag)
        looks = run.find(f"{W}rPr")
        if looks is not None:
            part.append(copy.deepcopy(looks))
        if _PLACEHOLDER.fullmatch(piece):
            _mark(part)
        write_text(etree.SubElement(part, f"{W}t"), piece)
        run.addprevious(part)
    run.remove(text)
    if run.find(f"{W}t") is None and run.find(f"{W}br") is None:
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)


def _mark(run: etree._Element) -> None:
    looks = run.find(f"{W}rPr")
    if looks is None:
        looks = etree.Element(f"{W}rPr")
        run.insert(0, looks)
    etree.SubElement(looks, f"{W}highlight").set(f"{W}val", "yellow")
