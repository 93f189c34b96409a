"""Drafts: what is missing is printed as a marked placeholder instead of refusing the document."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from anjuan.columns import ColumnType, Field
from anjuan.packages import W, reproducible
from anjuan.problems import Problem
from anjuan.records import CASES, Case

DRAFT_PREFIX = "草稿_"
_PLACEHOLDER = re.compile("(【待补：[^】]+】)")
_FREE_TEXT = (
    ColumnType.TEXT,
    ColumnType.NOTE,
    ColumnType.KEY,
    ColumnType.IDENTITY,
    ColumnType.PHONE,
)
_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def placeholder(heading: str) -> str:
    """What a draft prints for a missing value."""
    return f"【待补：{heading}】"


def is_draft(text: str) -> bool:
    """True for a text in which something is still to be filled in."""
    return _PLACEHOLDER.search(text) is not None


def can_be_drafted(problem: Problem) -> bool:
    """True for an empty cell that a placeholder can stand in for: free text of sheet 案件.

    Choices steer what is written and dates are reckoned with: nothing can stand in for those.
    """
    return (
        problem.code == "missing"
        and problem.sheet == CASES.name
        and any(item.column.heading == problem.heading for item in _free_text_fields())
    )


def drafted(case: Case, problems: Iterable[Problem]) -> Case:
    """The case with placeholders where required free text is missing."""
    missing = {
        problem.heading
        for problem in problems
        if problem.case == case.number and can_be_drafted(problem)
    }
    for item in _free_text_fields():
        if item.column.heading in missing:
            case = _with_value(case, item.path, placeholder(item.column.heading))
    return case


def highlight(document: bytes) -> bytes:
    """The document with every placeholder on a yellow ground."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if _PARTS.fullmatch(entry.filename):
                content = _highlighted(content)
            new.writestr(entry, content)
    return reproducible(out.getvalue())


def _free_text_fields() -> list[Field]:
    return [item for item in CASES.fields if item.column.type in _FREE_TEXT]


def _with_value(record: Any, path: tuple[str, ...], value: str) -> Any:
    name, *rest = path
    if rest:
        return replace(record, **{name: _with_value(getattr(record, name), tuple(rest), value)})
    return replace(record, **{name: value})


def _highlighted(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for text in list(root.iter(f"{W}t")):
        run = text.getparent()
        if run is not None and is_draft(text.text or ""):
            _split(run, text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _split(run: etree._Element, text: etree._Element) -> None:
    """Replace a run by runs of its own looks, those with a placeholder highlighted."""
    for piece in filter(None, _PLACEHOLDER.split(text.text or "")):
        part = etree.Element(run.tag)
        looks = run.find(f"{W}rPr")
        if looks is not None:
            part.append(copy.deepcopy(looks))
        if _PLACEHOLDER.fullmatch(piece):
            _mark(part)
        words = etree.SubElement(part, f"{W}t")
        words.text = piece
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
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
