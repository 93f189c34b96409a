"""Fields that reach over the edge of a branch: without the branch, half a field would be left.

A field begins, turns to its result and ends with a character each (ECMA-376-1 §17.16.18), which
may lie paragraphs apart. Nothing can be put in for an end that fell away: such a template is
refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from anjuan.opc import W
from anjuan.problems import Rule
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.paragraphs import CONTENT, Paragraph
from anjuan.word.proofreading.tags import Tag

SPLIT_FIELD = Rule("split-field", "域的开头和结尾不在同一组标签里。")

_UNITS = ("p", "tr", "tc")
_BEGIN, _END = "begin", "end"
_REMEDY = "请把整个域放在标签里面，或整个放在外面；用不着的域可以选中后按 Ctrl+Shift+F9 变成文字。"


@dataclass(slots=True)
class _Open:
    """A block: how many fields were open where it began, and the fewest since."""

    tag: Tag
    paragraph: Paragraph
    depth: int
    lowest: int


class FieldChecker:
    """Goes through the paragraphs of one part, and knows which blocks and fields are open."""

    def __init__(self) -> None:
        self._depth = 0
        self._open: list[_Open] = []

    def faults(self, paragraph: Paragraph, tags: Iterable[Tag]) -> Iterator[Fault]:
        """What is wrong in the next paragraph, whose tags are these."""
        units = [tag for tag in tags if tag.prefix in _UNITS]
        for tag in units:
            if _holds_half_a_field(tag, paragraph):
                message = f"和 {tag.raw} 同在一处的域只有一半在那里，会被切断。"
                yield paragraph.fault(tag.finding(SPLIT_FIELD, message, _REMEDY))
            yield from self._turn(tag, paragraph)
        if not units:
            yield from self._through(paragraph, tags)

    def _through(self, paragraph: Paragraph, tags: Iterable[Tag]) -> Iterator[Fault]:
        ends = deque(it for it in paragraph.marks if it.kind == CONTENT and it.key)
        for tag in tags:
            while ends and ends[0].offset <= tag.start:
                self._pass(ends.popleft().key)
            yield from self._turn(tag, paragraph)
        for mark in ends:
            self._pass(mark.key)

    def _pass(self, end: object) -> None:
        if end != _BEGIN:
            for block in self._open:
                block.lowest = min(block.lowest, self._depth - 1)
        self._depth += (end == _BEGIN) - (end == _END)

    def _turn(self, tag: Tag, paragraph: Paragraph) -> Iterator[Fault]:
        if tag.word in ("if", "for"):
            self._open.append(_Open(tag, paragraph, self._depth, self._depth))
        elif tag.word in ("elif", "else", "endif", "endfor") and self._open:
            block = self._open[-1]
            if min(block.lowest, self._depth) < block.depth or self._depth > block.depth:
                message = f"{block.tag.raw} 和 {tag.raw} 之间只有一个域的一半。"
                yield block.paragraph.fault(block.tag.finding(SPLIT_FIELD, message, _REMEDY))
            self._depth = block.lowest = block.depth
            if tag.word.startswith("end"):
                self._open.pop()


def _holds_half_a_field(tag: Tag, paragraph: Paragraph) -> bool:
    """True where what is cut out with a tag holds the beginning of a field, or the end, alone."""
    unit = paragraph.element if tag.prefix == "p" else paragraph.enclosing(tag.prefix)
    return unit is not None and _balance(unit) != 0


def _balance(element: etree._Element) -> int:
    types = [it.get(f"{W}fldCharType") for it in element.iter(f"{W}fldChar")]
    return types.count(_BEGIN) - types.count(_END)
