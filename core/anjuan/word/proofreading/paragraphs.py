"""The paragraphs of a Word part: their text, what interrupts it, and where a reader finds them.

docxtpl takes everything between the brackets of a tag out of the XML, whatever it is. So what
stands between two pieces of text matters as much as the text: a change of looks, a tab, the edge
of a hyperlink. Each is kept as a mark at its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, takewhile
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import W
from anjuan.word.proofreading.faults import Fault, Finding

# Properties of a run that show on paper, with their values.
_Looks: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

LOOKS, CONTENT, EDGE, RANGE = "looks", "content", "edge", "range"
FIELD_CODE, DELETED = "field", "deleted"

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _R, _T = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t"))
_SDT, _SDT_CONTENT = f"{W}sdt", f"{W}sdtContent"
_BOX = f"{W}txbxContent"
_FALLBACK = f"{_MC}Fallback"
_SIMPLE_FIELD, INSTRUCTION = f"{W}fldSimple", f"{W}instr"
# ECMA-376-1 §17.3.3: what a run may hold besides text, in the words of a lawyer.
_CONTENT: Mapping[str, str] = MappingProxyType(
    {
        f"{W}tab": "制表符", f"{W}ptab": "制表符", f"{W}br": "换行", f"{W}cr": "换行",
        f"{W}drawing": "图形", f"{W}pict": "图形", f"{W}object": "嵌入的对象",
        f"{_MC}AlternateContent": "图形", f"{W}fldChar": "域", f"{W}sym": "符号",
        f"{W}noBreakHyphen": "不间断连字符", f"{W}softHyphen": "可选连字符",
        f"{W}footnoteReference": "脚注", f"{W}endnoteReference": "尾注",
        f"{W}commentReference": "批注", f"{W}ruby": "拼音",
    }
)  # fmt: skip
_GRAPHICS = (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent")
# Their edges must not lie in a tag, even where both do: what they stand for would be gone.
_WRAPPERS: Mapping[str, str] = MappingProxyType(
    {f"{W}hyperlink": "超链接", _SDT: "内容控件", f"{W}fldSimple": "域"}
)
# Their edges may lie in a tag together, for then both are dropped.
_LOOSE_WRAPPERS: Mapping[str, str] = MappingProxyType(
    {f"{W}smartTag": "智能标记", f"{W}customXml": "自定义标记", f"{W}dir": "文字方向",
     f"{W}bdo": "文字方向"}
)  # fmt: skip
_RANGES: Mapping[str, str] = MappingProxyType(
    {
        f"{W}{name}{end}": word
        for name, word in (("bookmark", "书签"), ("commentRange", "批注"), ("perm", "编辑权限"))
        for end in ("Start", "End")
    }
)
_INSERTED = (f"{W}ins", f"{W}moveTo")
_REMOVED = (f"{W}del", f"{W}moveFrom")
# Spell-checking and typing split runs by these; they change nothing on paper.
_UNSEEN = (f"{W}lang", f"{W}noProof", f"{W}rPrChange")
_HINT = f"{W}hint"
_VANISH = f"{W}vanish"


@frozen
class Mark:
    """Something that interrupts the text.

    Attributes:
        offset: in the text, before which it stands.
        kind: LOOKS, CONTENT, EDGE or RANGE.
        word: what it is, in Chinese.
        key: the same for both ends of an edge or a range; of a field, which end of it this is.
    """

    offset: int
    kind: str
    word: str = ""
    key: object = None


@frozen
class Paragraph:
    """One paragraph.

    Attributes:
        part: name of its part.
        place: where a reader finds it.
        number: among all paragraphs of its part, from 0.
        element: the w:p itself.
        text: all that is printed of it, text boxes left out.
        marks: what interrupts the text, in order.
        owners: where in the text another element begins to hold the runs, and which.
        tracked: stretches of the text that are tracked insertions.
        asides: text that is not printed: (FIELD_CODE or DELETED, text).
        is_hidden: some of its text is formatted as hidden.
        is_boxed: it stands in a text box.
        is_ignored: there is no need to look at it: it says what another paragraph says, for
            programs that do not know the graphic, or is ours.
        sources: the elements that `text` and `asides` were read from.
    """

    part: str
    place: str
    number: int
    element: etree._Element
    text: str
    marks: tuple[Mark, ...] = ()
    owners: tuple[tuple[int, etree._Element], ...] = ()
    tracked: tuple[tuple[int, int], ...] = ()
    asides: tuple[tuple[str, str], ...] = ()
    is_hidden: bool = False
    is_boxed: bool = False
    is_ignored: bool = False
    sources: tuple[etree._Element, ...] = ()

    def fault(self, finding: Finding) -> Fault:
        """A finding in this paragraph."""
        return Fault(
            self.part,
            self.place,
            excerpt(self.text, finding.start, finding.end or len(self.text)),
            finding.rule,
            finding.message,
            finding.remedy,
            self.number,
            finding.start,
        )

    @property
    def form(self) -> object:
        """The same for paragraphs of the same text, interrupted by the same in the same places."""
        return self.text, tuple((it.offset, it.kind, it.word) for it in self.marks), self.asides

    def owner(self, offset: int) -> etree._Element:
        """The element that holds the run at an offset: the paragraph, or a hyperlink."""
        found = self.element
        for start, element in self.owners:
            if start > offset:
                break
            found = element
        return found

    def enclosing(self, name: str) -> etree._Element | None:
        """The nearest element of this name around it."""
        return next(self.element.iterancestors(f"{W}{name}"), None)


def excerpt(text: str, start: int, end: int, room: int = 36) -> str:
    """The text around a stretch of it, with … where something is left out."""
    if len(text) <= room:
        return text
    spare = max(0, room - (end - start)) // 2
    first = min(max(0, start - spare), len(text) - room)
    last = first + room
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def paragraphs(root: etree._Element, part: str, prefix: str) -> Iterator[Paragraph]:
    """Every paragraph of a part, in order.

    Args:
        root: what holds the paragraphs and tables.
        part: the part's name.
        prefix: what it is called (`页眉`); empty for the body.
    """
    numbers = {element: at for at, element in enumerate(root.getroottree().iter(_P))}
    yield from _Walk(part, numbers).blocks(root, f"{prefix}第" if prefix else "正文第", prefix)


class _Walk:
    """Goes through the blocks of one part."""

    def __init__(self, part: str, numbers: Mapping[etree._Element, int]) -> None:
        self._part = part
        self._numbers = numbers

    def blocks(
        self, parent: etree._Element, prefix: str, tables: str, boxed: bool = False
    ) -> Iterator[Paragraph]:
        """Paragraphs and tables in a body, a cell, a text box."""
        at_paragraph, at_table = count(1), count(1)
        for block in _blocks_of(parent):
            if block.tag == _P:
                yield from self._paragraph(block, f"{prefix} {next(at_paragraph)} 段", boxed)
            else:
                yield from self._table(block, f"{tables}表 {next(at_table)} ", boxed)

    def _table(self, table: etree._Element, prefix: str, boxed: bool) -> Iterator[Paragraph]:
        for row_number, row in enumerate(_children(table, _TR), start=1):
            for number, cell in enumerate(_children(row, _TC), start=1):
                place = f"{prefix}第 {row_number} 行第 {number} 格"
                yield from self._cell(cell, place, boxed)

    def _cell(self, cell: etree._Element, place: str, boxed: bool) -> Iterator[Paragraph]:
        blocks = list(_blocks_of(cell))
        if len(blocks) == 1 and blocks[0].tag == _P:
            yield from self._paragraph(blocks[0], place, boxed)
        else:
            yield from self.blocks(cell, f"{place}第", f"{place}里的", boxed)

    def _paragraph(self, element: etree._Element, place: str, boxed: bool) -> Iterator[Paragraph]:
        reader = _Reader(element)
        yield reader.paragraph(self._part, place, self._numbers.get(element, -1), boxed)
        prefixes = (f"{place}的文本框第", f"{place}的文本框里的")
        shown = [it for box in reader.boxes for it in self.blocks(box, *prefixes, True)]
        yield from shown
        known = {it.form for it in shown}
        for copy in (it for box in reader.copies for it in self.blocks(box, *prefixes, True)):
            yield replace(copy, is_ignored=copy.form in known)


def _blocks_of(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those in content controls and tracked insertions included."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag == _SDT:
            for content in child.iterchildren(_SDT_CONTENT):
                yield from _blocks_of(content)
        elif child.tag in (f"{W}customXml", f"{_MC}AlternateContent", f"{_MC}Choice", *_INSERTED):
            yield from _blocks_of(child)


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row; content controls around them are no matter."""
    for child in parent:
        if child.tag == name:
            yield child
        elif child.tag in (_SDT, _SDT_CONTENT, f"{W}customXml", *_INSERTED):
            yield from _children(child, name)


class _Reader:
    """Reads one paragraph."""

    def __init__(self, element: etree._Element) -> None:
        self.boxes: list[etree._Element] = []
        self.copies: list[etree._Element] = []
        self._element = element
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._owners: list[tuple[int, etree._Element]] = []
        self._tracked: list[tuple[int, int]] = []
        self._asides: list[tuple[str, str]] = []
        self._sources: list[etree._Element] = []
        self._looks: _Looks = ()
        self._is_hidden = False

    def paragraph(self, part: str, place: str, number: int, boxed: bool) -> Paragraph:
        """What was read."""
        self._inside(self._element)
        return Paragraph(
            part, place, number, self._element, "".join(self._pieces), tuple(self._marks),
            tuple(self._owners), tuple(self._tracked), tuple(self._asides), self._is_hidden, boxed,
            sources=tuple(self._sources),
        )  # fmt: skip

    def _inside(self, parent: etree._Element) -> None:
        self._owners.append((self._length, parent))
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag in _RANGES:
                key = (_RANGES[tag], child.get(f"{W}id"))
                self._marks.append(Mark(self._length, RANGE, _RANGES[tag], key))
            elif tag in _WRAPPERS or tag in _LOOSE_WRAPPERS:
                self._wrapper(child)
                self._owners.append((self._length, parent))
            elif tag in _INSERTED:
                start = self._length
                self._inside(child)
                self._tracked.append((start, self._length))
                self._owners.append((self._length, parent))
            elif tag in _REMOVED:
                self._aside(DELETED, child, f"{W}delText", _T)
            elif tag == _SDT_CONTENT:
                self._inside(child)

    def _wrapper(self, wrapper: etree._Element) -> None:
        start, first = self._length, len(self._marks)
        if wrapper.tag == _SIMPLE_FIELD:
            self._asides.append((FIELD_CODE, wrapper.get(INSTRUCTION, "")))
        self._inside(wrapper)
        if self._length == start:
            return
        word = _WRAPPERS.get(wrapper.tag, "")
        kind = EDGE if word else RANGE
        word = word or _LOOSE_WRAPPERS[wrapper.tag]
        self._marks.insert(first, Mark(start, kind, word, wrapper))
        self._marks.append(Mark(self._length, kind, word, wrapper))

    def _run(self, run: etree._Element) -> None:
        looks: _Looks = ()
        for child in run:
            if child.tag == f"{W}rPr":
                looks = _looks(child)
            elif child.tag == _T:
                self._text(child, looks)
            elif child.tag == f"{W}instrText":
                self._asides.append((FIELD_CODE, child.text or ""))
                self._sources.append(child)
            elif child.tag in _CONTENT:
                end = child.get(f"{W}fldCharType")
                self._marks.append(Mark(self._length, CONTENT, _CONTENT[child.tag], end))
                if child.tag in _GRAPHICS:
                    self.boxes += _boxes(child)
                    self.copies += _boxes(child, for_old_programs=True)

    def _text(self, element: etree._Element, looks: _Looks) -> None:
        text = element.text
        self._sources.append(element)
        if not text:
            return
        if looks != self._looks and self._pieces:
            self._marks.append(Mark(self._length, LOOKS))
        self._looks = looks
        self._is_hidden = self._is_hidden or any(name == _VANISH for name, _ in looks)
        self._pieces.append(text)
        self._length += len(text)

    def _aside(self, kind: str, parent: etree._Element, *names: str) -> None:
        found = list(parent.iter(*names))
        text = "".join(item.text or "" for item in found)
        self._sources += found
        if text:
            self._asides.append((kind, text))


def _looks(properties: etree._Element) -> _Looks:
    """How a run looks on paper, for comparing."""
    looks = []
    for item in properties:
        values = tuple(sorted((str(k), str(v)) for k, v in item.items() if k != _HINT))
        is_off = item.get(f"{W}val") in ("0", "false", "off", "none")
        if item.tag not in _UNSEEN and (values or item.tag != f"{W}rFonts") and not is_off:
            looks.append((item.tag, values))
    return tuple(sorted(looks))


def _boxes(graphic: etree._Element, *, for_old_programs: bool = False) -> Iterator[etree._Element]:
    """Its outermost text boxes: those that programs show, or the copies for old ones."""
    for box in graphic.iter(_BOX):
        around = [item.tag for item in takewhile(lambda it: it is not graphic, box.iterancestors())]
        if _BOX not in around and (_FALLBACK in around) is for_old_programs:
            yield box
