"""`{%-` and `-%}` join a tag to the text before or behind it: what lies between is taken out.

docxtpl takes it out as text, whatever it is: words in the same run, page breaks, half a table. A
join is sound only over the ends of runs and of neighbouring paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from lxml import etree

from anjuan.opc import W
from anjuan.problems import Rule
from anjuan.word.proofreading.faults import Finding
from anjuan.word.proofreading.paragraphs import Paragraph
from anjuan.word.proofreading.tags import Tag

LOST_IN_JOIN = Rule("lost-in-join", "{%- 或 -%} 会带走旁边的内容。")

_LEFT, _RIGHT = "{%-", "-%}"
_T, _P, _R = f"{W}t", f"{W}p", f"{W}r"
_UNIT = re.compile(r"\{[%#](?:p|tr|tc)\s")
# What nobody would miss between two texts: properties, marks of the spelling checker, bookmarks.
_NOTHING = frozenset(
    f"{W}{name}"
    for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "pPr", "rPr")
)
_WORDS = {"preceding": "前面", "following": "后面"}
_REMEDY = "请去掉减号，或让标签紧接在那段文字的同一段里。"


def joined_findings(paragraph: Paragraph, tags: Iterable[Tag]) -> Iterator[Finding]:
    """What the tags of a paragraph would take out with what they join."""
    for tag in tags:
        if tag.raw.startswith(_LEFT):
            yield from _joined(tag, paragraph, tag.start, "preceding")
        if tag.raw.endswith(_RIGHT):
            yield from _joined(tag, paragraph, tag.end - 1, "following")


def _joined(tag: Tag, paragraph: Paragraph, offset: int, side: str) -> Iterator[Finding]:
    text, at = _text_at(paragraph, offset)
    others = [] if text is None else _elements(text, f"{side}::w:t[1]")
    if text is None or not others:
        return
    said = text.text or ""
    beside = said[:at] if side == "preceding" else said[at + 1 :]
    if side == "following" and re.search(r"\{[%{]", beside):
        # Another tag stands in between: docxtpl joins nothing.
        return
    if beside.strip():
        message = f"{tag.raw} 会接到{_WORDS[side]}的文字上，中间的“{beside.strip()[:20]}”会丢失。"
        yield tag.finding(LOST_IN_JOIN, message, _REMEDY)
    elif not _is_sound(text, others[0], side):
        message = f"{tag.raw} 会接到{_WORDS[side]}的文字上，中间的表格、分页符之类会丢失。"
        yield tag.finding(LOST_IN_JOIN, message, _REMEDY)


def _text_at(paragraph: Paragraph, offset: int) -> tuple[etree._Element | None, int]:
    """The text that holds a character of a paragraph, and where in it."""
    for text in paragraph.element.iter(_T):
        if next(text.iterancestors(_P), None) is paragraph.element:
            length = len(text.text or "")
            if offset < length:
                return text, offset
            offset -= length
    return None, 0


def _is_sound(text: etree._Element, other: etree._Element, side: str) -> bool:
    """True where only ends of runs and of neighbouring paragraphs lie between two texts."""
    first, second = (other, text) if side == "preceding" else (text, other)
    closed, opened = _around(first, second), _around(second, first)
    inner = takewhile(lambda it: it is not second, _elements(first, "following::*"))
    lost = [it for it in inner if it not in opened and not _is_nothing(it, side)]
    names = [it.tag for it in closed]
    joins_units = any(_UNIT.search("".join(_texts_of(it))) for it in (first, second))
    return (
        not lost
        and names == [it.tag for it in opened]
        and names in ([], [_R], [_R, _P])
        and not joins_units
    )


def _elements(start: etree._Element, path: str) -> list[etree._Element]:
    found = start.xpath(path, namespaces={"w": W[1:-1]})
    return [it for it in found if isinstance(it, etree._Element)] if isinstance(found, list) else []


def _around(text: etree._Element, other: etree._Element) -> list[etree._Element]:
    """What holds a text and not the other, from the inside."""
    shared = set(other.iterancestors())
    return [it for it in text.iterancestors() if it not in shared]


def _is_nothing(element: etree._Element, side: str) -> bool:
    """True for what nobody would miss, unless docxtpl takes it for the text that it looks for."""
    if side == "following" and etree.QName(element).localname.startswith("t"):
        return False
    in_properties = next(element.iterancestors(f"{W}pPr", f"{W}rPr"), None) is not None
    is_looks = in_properties and element.tag != f"{W}sectPr"
    return is_looks or element.tag in _NOTHING or element.tag in (_P, _R)


def _texts_of(text: etree._Element) -> Iterator[str]:
    paragraph = next(text.iterancestors(_P))
    return (it.text or "" for it in paragraph.iter(_T))
