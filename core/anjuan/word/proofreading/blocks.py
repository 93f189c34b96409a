"""Tags that belong together: what is opened, closed, crossed, and where each may stand.

docxtpl cuts the paragraph, row or cell of a tag with a prefix out of the XML, and leaves the
others where they are. What lies between a start and its end has to be whole XML elements, or
else the document is mended at random: so both must lie in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jinja2 import nodes
from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import W
from anjuan.problems import Rule, Severity
from anjuan.word.proofreading.expressions import SYNTAX, parse
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.joints import joined_findings
from anjuan.word.proofreading.names import Judge
from anjuan.word.proofreading.paragraphs import Paragraph
from anjuan.word.proofreading.shapes import Shape
from anjuan.word.proofreading.split_fields import FieldChecker
from anjuan.word.proofreading.tags import Tag, scan
from anjuan.word.sandbox import Sandbox

SINGLE_BRACKET = Rule("single-bracket", "名字外面只有一层花括号，会原样印出来。", Severity.WARNING)
UNCLOSED_BLOCK = Rule("unclosed-block", "if 或 for 没有结束。")
STRAY_END = Rule("stray-end", "结束标签前面没有对应的开头。")
CROSSED_BLOCKS = Rule("crossed-blocks", "两组标签互相交叉。")
OTHER_PARAGRAPH = Rule("other-paragraph", "开头和结束不在同一段里。")
OTHER_PLACE = Rule("other-place", "开头和结束不在同一处（同一单元格、同一张表、同一行）。")
OTHER_PREFIX = Rule("other-prefix", "开头和结束的前缀不一样。")
TEXT_BESIDE = Rule("text-beside", "独占段落、行或单元格的标签旁边还有内容，会丢失。")
TOO_DEEP = Rule("too-deep", "标签一层套一层，套得太深。")
OUTSIDE_TABLE = Rule("outside-table", "tr、tc 标签不在表格里。")

_ENDS = {"endif": "if", "endfor": "for"}
_BRANCHES = {"elif": ("if",), "else": ("if", "for")}
_SUBJECTS = {"p": "一段", "tr": "表格的一行", "tc": "一个单元格"}
_PLACES = {"p": "同一单元格或同一层正文", "tr": "同一张表格", "tc": "同一行"}
_LOST_ELEMENTS = tuple(
    f"{W}{name}" for name in ("drawing", "pict", "object", "br", "sectPr", "footnoteReference")
)
_SINGLE = re.compile(r"(?<![{%#])\{\s*(\w+)[^{}%#]*\}(?![}%#])")
_PAGE_BREAKS = ("page", "column")
# What Python, into which templates are compiled, takes of loops in loops.
MOST_NESTED = 20


@frozen
class _Open:
    """A block that waits for its end."""

    word: str
    tag: Tag
    paragraph: Paragraph
    home: object
    depth: int


class Checker:
    """Checks the tags of one part, paragraph by paragraph.

    Args:
        vocabulary: what names there are.
        sandbox: what the template will run in.
    """

    def __init__(self, vocabulary: Shape, sandbox: Sandbox) -> None:
        self._judge = Judge(vocabulary, sandbox)
        self._fields = FieldChecker()
        self._open: list[_Open] = []

    def faults(self, paragraph: Paragraph) -> Iterator[Fault]:
        """What is wrong in the next paragraph."""
        tags = []
        for found in scan(paragraph):
            if isinstance(found, Finding):
                yield paragraph.fault(found)
                continue
            tags.append(found)
            yield from self._checked(found, paragraph)
        yield from self._fields.faults(paragraph, tags)
        beside = (*_beside(paragraph, tags), *joined_findings(paragraph, tags))
        for finding in (*beside, *self._single_brackets(paragraph)):
            yield paragraph.fault(finding)

    def rest(self) -> Iterator[Fault]:
        """What is left open at the end of the part."""
        for block in self._open:
            yield block.paragraph.fault(_unclosed(block))
        self._open.clear()

    def _single_brackets(self, paragraph: Paragraph) -> Iterator[Finding]:
        for found in _SINGLE.finditer(paragraph.text) if "{" in paragraph.text else ():
            if self._judge.is_known(found[1]):
                yield Finding(
                    SINGLE_BRACKET,
                    f"{found[0]} 只有一层花括号，会原样印出来。",
                    f"如果是变量，请写成 {{{{ {found[0][1:-1].strip()} }}}}。",
                    found.start(),
                    found.end(),
                )

    def _checked(self, tag: Tag, paragraph: Paragraph) -> Iterator[Fault]:
        if tag.prefix in ("tr", "tc") and paragraph.enclosing("tr") is None:
            message = f"{{%{tag.prefix} …%}} 不在表格里。"
            remedy = "它只能用在表格里；正文里请用 {%p …%}。"
            yield paragraph.fault(tag.finding(OUTSIDE_TABLE, message, remedy))
        for finding in self._expression(tag):
            yield paragraph.fault(replace(finding, start=tag.start, end=tag.end))
        if tag.word in _ENDS:
            yield from self._closed(tag, paragraph)
        elif tag.word in _BRANCHES:
            yield from self._branched(tag, paragraph)
        elif tag.word in ("if", "for"):
            # A loop has opened its own scope by now.
            depth = self._judge.scopes.depth - (tag.word == "for")
            self._open.append(_Open(tag.word, tag, paragraph, _home(tag, paragraph), depth))
            if len(self._open) == MOST_NESTED + 1:
                message = f"标签一层套一层，超过 {MOST_NESTED} 层。"
                yield paragraph.fault(tag.finding(TOO_DEEP, message, "请拆成几段，或简化条件。"))

    def _expression(self, tag: Tag) -> Iterator[Finding]:
        parsed = parse(tag)
        if parsed is None:
            if tag.expression and (tag.word in _ENDS or tag.word == "else"):
                message = f"{tag.word} 后面不能再写别的。"
                yield Finding(SYNTAX, message, f"请只写 {tag.word}。")
        elif isinstance(parsed, Finding):
            if tag.word == "for":
                self._judge.broken_loop(tag.expression)
            yield parsed
        else:
            yield from parsed.refused
            yield from self._judged(tag, parsed.tree)

    def _judged(self, tag: Tag, tree: nodes.Template) -> Iterator[Finding]:
        self._judge.asked = tuple(block.tag.expression for block in self._open)
        match tag.word:
            case "if" | "elif":
                yield from self._judge.condition(tree)
            case "for":
                yield from self._judge.loop(tree)
            case "set":
                yield from self._judge.assignment(tree)
            case _:
                yield from self._judge.print(tree)

    def _closed(self, tag: Tag, paragraph: Paragraph) -> Iterator[Fault]:
        block, finding = self._partner(tag, (_ENDS[tag.word],))
        if finding:
            yield paragraph.fault(finding)
        if block is None:
            return
        del self._open[self._open.index(block) :]
        self._judge.scopes.close(block.depth)
        misplaced = _misplaced(block, tag, paragraph)
        if misplaced:
            yield block.paragraph.fault(misplaced)

    def _branched(self, tag: Tag, paragraph: Paragraph) -> Iterator[Fault]:
        block, finding = self._partner(tag, _BRANCHES[tag.word])
        if finding:
            yield paragraph.fault(finding)
        if block is None:
            return
        if block.word == "for":
            self._judge.scopes.close(block.depth)
        misplaced = _misplaced(block, tag, paragraph)
        if misplaced:
            yield paragraph.fault(replace(misplaced, start=tag.start, end=tag.end))

    def _partner(self, tag: Tag, words: tuple[str, ...]) -> tuple[_Open | None, Finding | None]:
        """The block that a tag ends or goes on with; the innermost one, or it is a fault."""
        if self._open and self._open[-1].word in words:
            return self._open[-1], None
        for block in reversed(self._open):
            if block.word in words:
                return block, _crossed(self._open[-1], tag)
        message = f"{tag.raw} 前面没有对应的 {' 或 '.join(words)}。"
        remedy = "请删去它，或补上开头的标签。"
        return None, tag.finding(STRAY_END, message, remedy)


def _crossed(inner: _Open, tag: Tag) -> Finding:
    return tag.finding(
        CROSSED_BLOCKS,
        f"{inner.tag.raw} 还没有结束，就遇到了 {tag.raw}。",
        f"请先用 end{inner.word} 结束里面的一组，再结束外面的一组。",
    )


def _unclosed(block: _Open) -> Finding:
    prefix = block.tag.prefix
    return block.tag.finding(
        UNCLOSED_BLOCK,
        f"{block.tag.raw} 没有结束。",
        f"请在应当结束的地方补上 {{%{prefix} end{block.word} %}}。",
    )


def _misplaced(block: _Open, tag: Tag, paragraph: Paragraph) -> Finding | None:
    """Why a tag can't belong to the block that it ends or goes on with."""
    start = block.tag
    if start.prefix != tag.prefix:
        return start.finding(
            OTHER_PREFIX,
            f"{start.raw} 和 {tag.raw} 的前缀不一样。",
            f"请都写成 {{%{start.prefix or tag.prefix} …%}}，或都不加前缀。",
        )
    if _home(tag, paragraph) is block.home or _is_joined(block, tag, paragraph):
        return None
    if start.prefix in _PLACES:
        return start.finding(
            OTHER_PLACE,
            f"{start.raw} 和 {tag.raw} 不在{_PLACES[start.prefix]}里。",
            "请把两个标签放在同一处。",
        )
    return _apart(start, tag, block.paragraph is not paragraph)


def _apart(start: Tag, tag: Tag, is_elsewhere: bool) -> Finding:
    if is_elsewhere:
        return start.finding(
            OTHER_PARAGRAPH,
            f"{start.raw} 和 {tag.raw} 不在同一段里。",
            "跨段的请各占一段，写成 {%p …%}；跨行的写成 {%tr …%}。",
        )
    return start.finding(
        OTHER_PLACE,
        f"{start.raw} 和 {tag.raw} 一个在超链接之类的里面，一个在外面。",
        "请都放在里面或都放在外面。",
    )


def _is_joined(block: _Open, tag: Tag, paragraph: Paragraph) -> bool:
    """True where `{%-` makes one paragraph of several."""
    siblings = block.paragraph.element.getparent() is paragraph.element.getparent()
    return siblings and (block.tag.trims or tag.trims)


def _home(tag: Tag, paragraph: Paragraph) -> object:
    """The element that start and end of a block must share."""
    match tag.prefix:
        case "p":
            return paragraph.element.getparent()
        case "tr":
            row = paragraph.enclosing("tr")
            return None if row is None else row.getparent()
        case "tc":
            cell = paragraph.enclosing("tc")
            return None if cell is None else cell.getparent()
        case _:
            return paragraph.owner(tag.start)


def _beside(paragraph: Paragraph, tags: list[Tag]) -> Iterator[Finding]:
    """What gets lost with the paragraph, row or cell of a tag."""
    for prefix, element in (
        ("p", paragraph.element),
        ("tr", paragraph.enclosing("tr")),
        ("tc", paragraph.enclosing("tc")),
    ):
        own = [tag for tag in tags if tag.prefix == prefix]
        if own and element is not None:
            yield from _lost(own, element, paragraph)


def _lost(own: list[Tag], element: etree._Element, paragraph: Paragraph) -> Iterator[Finding]:
    tag, subject = own[0], _SUBJECTS[own[0].prefix]
    text = "".join(item.text or "" for item in element.iter(f"{W}t"))
    beside = text.replace(tag.raw, "", 1).strip()
    only = f"{{%{tag.prefix} …%}} 必须独占{subject}"
    if beside:
        message = f"{only}，旁边的“{beside[:20]}”会丢失。"
    elif any(map(_is_lost, element.iter(*_LOST_ELEMENTS))):
        message = f"{only}，旁边的图形、分页符或分节符会丢失。"
    else:
        return
    remedy = f"请让它独占{subject}，其余内容移到别处。"
    yield tag.finding(TEXT_BESIDE, message, remedy)


def _is_lost(element: etree._Element) -> bool:
    """False for a mere line break, which nobody will miss."""
    return element.tag != f"{W}br" or element.get(f"{W}type") in _PAGE_BREAKS
