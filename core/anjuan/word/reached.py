"""Which branches of a template's conditions a rendering goes through.

Of the template only its tags are filled once more, each with a mark behind it: what controls the
paper is the same there, and nothing of it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import Template, nodes

from anjuan.frozen import frozen
from anjuan.word.marks import PRINT, STATEMENT
from anjuan.word.proofreading.opening import open_word_file
from anjuan.word.proofreading.stories import Story, stories
from anjuan.word.proofreading.tags import Tag, scan
from anjuan.word.sandbox import Sandbox
from anjuan.word.views import Trace

# What can't stand in a cell, nor be typed: between these the number of a branch is printed.
_MARKED = re.compile("\ue000([0-9]+)\ue001")


@frozen
class Branch:
    """One side of a condition, a loop, or a choice inside of a printed tag.

    Attributes:
        place: where a reader finds its tag.
        tag: the tag as it stands in the template.
        side: when it is taken, in Chinese.
        part: in which file of the package.
        number: among the branches of the template.
    """

    place: str
    tag: str
    side: str
    part: str
    number: int


@frozen
class Branching:
    """A template as its branches.

    Attributes:
        branches: all of them, in the order of their tags.
    """

    branches: tuple[Branch, ...]
    _codes: tuple[Template, ...]
    _sandbox: Sandbox

    def reached(self, names: Mapping[str, object], trace: Trace) -> frozenset[Branch]:
        """The branches that a rendering with these names goes through.

        Raises:
            JinjaError: what the template asks for can't be had; a template that was rendered with
                these names has all of it.
        """
        text = "".join(self._sandbox.text(code, names, trace) for code in self._codes)
        numbers = {int(found[1]) for found in _MARKED.finditer(text)}
        return frozenset(it for it in self.branches if it.number in numbers)


def branching(source: bytes, sandbox: Sandbox) -> Branching:
    """The branches of a template that has no faults (proofreading/template.py).

    Args:
        source: the .docx file.
        sandbox: what it runs in, with the filters of plug-ins.
    """
    marker = _Marker()
    codes = tuple(
        marker.compiled(story, sandbox)
        for story in stories(open_word_file(source))
        if story.is_filled
    )
    marked = sorted(marker.branches, key=lambda it: (it[0], it[1].number))
    return Branching(tuple(branch for _, branch in marked), codes, sandbox)


class _Marker:
    """Puts a mark into each branch; numbers them over all stories of a template."""

    def __init__(self) -> None:
        self.branches: list[tuple[tuple[int, int], Branch]] = []
        self._story = 0
        self._tags: list[tuple[str, Tag]] = []

    def compiled(self, story: Story, sandbox: Sandbox) -> Template:
        """The tags of a story as a template that prints which of its branches are taken."""
        self._story += 1
        self._part = story.part
        self._tags = list(_tags(story))
        tree = sandbox.parse("\n".join(_as_jinja(tag) for _, tag in self._tags))
        for output in list(tree.find_all(nodes.Output)):
            output.nodes = [part for it in output.nodes for part in self._marked(it)]
        for condition in tree.find_all(nodes.If):
            self._mark_condition(condition)
        for loop in tree.find_all(nodes.For):
            loop.body.insert(0, self._mark(loop.lineno, "有内容"))
            loop.else_.insert(0, self._mark(loop.lineno, "一项也没有"))
        return Template.from_code(sandbox, sandbox.compile(tree, None, None), {})

    def _mark_condition(self, node: nodes.If) -> None:
        # `elif` is a condition of its own, which has no other side.
        node.body.insert(0, self._mark(node.lineno, "成立"))
        if self._tags[node.lineno - 1][1].word == "if":
            side = "都不成立" if node.elif_ else "不成立"
            node.else_.insert(0, self._mark(node.lineno, side))

    def _marked(self, node: nodes.Expr) -> list[nodes.Expr]:
        """What is printed, and which side of a choice it is."""
        line = node.lineno
        if isinstance(node, nodes.CondExpr):
            sides = (self._sign(line, "成立"), self._sign(line, "不成立"))
            first, second = (nodes.Const(sign, lineno=line) for sign in sides)
            return [nodes.CondExpr(node.test, first, second, lineno=line)]
        if isinstance(node, nodes.Or):
            return self._sides_of_or(node)
        return []

    def _sides_of_or(self, node: nodes.Or) -> list[nodes.Expr]:
        """`a or b`: the first that stands is printed, and 否 stands (language.py)."""
        line = node.lineno
        sides = (self._sign(line, "or 前面的有内容"), self._sign(line, "or 前面的空着"))
        otherwise = [nodes.Const("", lineno=line), nodes.Const(True, lineno=line)]
        left = nodes.Filter(node.left, "default", otherwise, [], None, None, lineno=line)
        is_empty = nodes.Test(left, "none", [], [], None, None, lineno=line)
        first, second = (nodes.Const(sign, lineno=line) for sign in sides)
        return [nodes.CondExpr(is_empty, second, first, lineno=line)]

    def _mark(self, line: int, side: str) -> nodes.Output:
        data = nodes.TemplateData(self._sign(line, side), lineno=line)
        return nodes.Output([data], lineno=line)

    def _sign(self, line: int, side: str) -> str:
        number = len(self.branches)
        place, tag = self._tags[line - 1]
        branch = Branch(place, tag.raw, side, self._part, number)
        self.branches.append(((self._story, line), branch))
        return f"\ue000{number}\ue001"


def _tags(story: Story) -> Iterator[tuple[str, Tag]]:
    for paragraph in story.paragraphs:
        if not paragraph.is_ignored:
            for tag in scan(paragraph):
                if isinstance(tag, Tag):
                    yield paragraph.place, tag


def _as_jinja(tag: Tag) -> str:
    """A tag on a line of its own, without what only says where it stands in Word."""
    inside = " ".join(f"{tag.word} {tag.expression}".split("\n"))
    if tag.opener == STATEMENT:
        return f"{{% {inside} %}}"
    return f"{{{{ {inside} }}}}" if tag.opener == PRINT else ""
