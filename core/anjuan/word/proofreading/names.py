"""What a template may ask of each value, and whether an expression asks for what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from jinja2 import nodes
from jinja2.runtime import LoopContext

from anjuan.chinese import suggestion
from anjuan.problems import Rule, Severity
from anjuan.word.comparing import Side, objection, sort_of
from anjuan.word.language import tests_of
from anjuan.word.proofreading.faults import REFUSED, Finding
from anjuan.word.sandbox import COMPARING_TESTS, Sandbox
from anjuan.word.values import Sort

UNKNOWN_NAME = Rule("unknown-name", "没有这个名字。")
DOUBTFUL_NAME = Rule("doubtful-name", "没有这个名字，只是判断它有没有。", Severity.WARNING)
NOT_A_LIST = Rule("not-a-list", "不是清单，不能逐项列出。")
UNPRINTABLE = Rule("unprintable", "是清单，不能直接印出来。")
UNKNOWN_FILTER = Rule("unknown-filter", "没有这个过滤器。")
UNKNOWN_TEST = Rule("unknown-test", "is 后面的判断不存在。")
UNMEANT_COMPARISON = Rule("unmeant-comparison", "比较的两边不是同一种内容，这样比没有意义。")

_FEW = 12


# Shapes are told apart by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a template may ask of a value.

    Attributes:
        names: what may follow a dot.
        element: of what a loop goes through; None = it is no list.
        is_open: nothing is known of it, so anything may be asked.
        hint: what else may help where a name is unknown, one Chinese sentence.
        sort: of which sort its values are, if filled; None = that isn't known.
        choices: the only texts that may stand there; empty = any.
        is_several: several of them may, separated by 、.
        is_free: a column of the lawyer's own, whose text may be a number or a day.
        word: the text itself, where it stands in the template.
    """

    names: Mapping[str, Shape] = field(default_factory=lambda: MappingProxyType({}))
    element: Shape | None = None
    is_open: bool = False
    hint: str = ""
    sort: Sort | None = None
    choices: tuple[str, ...] = ()
    is_several: bool = False
    is_free: bool = False
    word: str | None = None

    def merged(self, other: Shape) -> Shape:
        """What may be asked where either may stand; of the unknown, the other tells."""
        if self is other or other.is_open:
            return self
        if self.is_open:
            return other
        names = dict(self.names)
        for name, shape in other.names.items():
            names[name] = names[name].merged(shape) if name in names else shape
        element = self.element or other.element
        if self.element and other.element:
            element = self.element.merged(other.element)
        return Shape(
            names,
            element,
            hint=self.hint or other.hint,
            sort=self.sort if self.sort is other.sort else None,
            choices=_either(self, other),
            is_several=self.is_several or other.is_several,
            is_free=self.is_free or other.is_free,
        )


def _either(one: Shape, other: Shape) -> tuple[str, ...]:
    """The texts that may stand where either may; a literal is its only choice."""
    texts = [it.choices or (() if it.word is None else (it.word,)) for it in (one, other)]
    return tuple(dict.fromkeys(sum(texts, ()))) if all(texts) else ()


TEXT = Shape(sort=Sort.TEXT)
NUMBER = Shape(sort=Sort.NUMBER)
FLAG = Shape(sort=Sort.FLAG)
# Of whatever sort, but no record and no list.
PLAIN_VALUE = Shape()
OPEN = Shape(is_open=True)
_LOOP_NAMES = tuple(name for name in dir(LoopContext) if not name.startswith("_"))


class Scopes:
    """The names that are known at one place of a template, innermost first."""

    def __init__(self, root: Shape) -> None:
        self._root = root
        self._own: list[dict[str, Shape]] = [{}]

    @property
    def depth(self) -> int:
        """How many loops enclose the place, and one more."""
        return len(self._own)

    def open(self) -> None:
        """Enter a loop."""
        self._own.append({})

    def close(self, depth: int) -> None:
        """Leave all loops but the outermost `depth - 1`."""
        del self._own[max(depth, 1) :]

    def bind(self, name: str, shape: Shape) -> None:
        """Make a name known in the innermost loop."""
        self._own[-1][name] = shape

    def whole(self) -> Shape:
        """All that is known, as one shape."""
        names = dict(self._root.names)
        for own in self._own:
            names.update(own)
        return Shape(names, None, self._root.is_open, self._root.hint)

    def find(self, name: str) -> Shape | None:
        """The shape under a name; None where it is unknown."""
        for own in reversed(self._own):
            if name in own:
                return own[name]
        return self._root.names.get(name) or (OPEN if self._root.is_open else None)


class Judge:
    """Judges the names of expressions, one place of a template after the other."""

    def __init__(self, root: Shape, sandbox: Sandbox) -> None:
        self.scopes = Scopes(root)
        self._filters = sandbox.filter_names
        self._tests = tuple(sandbox.tests)
        self._found: list[Finding] = []

    def is_known(self, name: str) -> bool:
        """True for a name that is surely one."""
        shape = self.scopes.find(name)
        return shape is not None and shape is not OPEN

    def print(self, tree: nodes.Template) -> Iterator[Finding]:
        """What is wrong with what a tag prints."""
        for node in tree.find_all(nodes.Output):
            for part in node.nodes:
                shape = self._shape(part)
                if shape.element is not None and not shape.names and not shape.is_open:
                    message = "这是一份清单，不能直接印出来。"
                    remedy = "请用 {% for … in … %} 逐项印。"
                    self._find(UNPRINTABLE, message, remedy)
        self._kept_truths(tree)
        yield from self._taken()

    def condition(self, tree: nodes.Template) -> Iterator[Finding]:
        """What is wrong with a condition."""
        for node in tree.find_all(nodes.If):
            self._shape(node.test)
        yield from self._taken()

    def loop(self, tree: nodes.Template) -> Iterator[Finding]:
        """What is wrong with the head of a loop; its names are known from here on."""
        for node in tree.find_all(nodes.For):
            shape = self._shape(node.iter)
            element = shape.element or OPEN
            if shape.element is None and not shape.is_open:
                message, remedy = "不是清单，不能用 for 逐项列出。", "请核对 in 后面的名字。"
                self._find(NOT_A_LIST, message, remedy)
            self.scopes.open()
            self._bind(node.target, element)
            self.scopes.bind("loop", _loop(element))
            if node.test is not None:
                self._shape(node.test)
        yield from self._taken()

    def broken_loop(self, expression: str) -> None:
        """Enter a loop whose head can't be parsed: nothing is known of what it goes through."""
        self.scopes.open()
        for name in re.findall(r"\w+", expression.partition(" in ")[0]):
            self.scopes.bind(name, OPEN)
        self.scopes.bind("loop", _loop(OPEN))

    def assignment(self, tree: nodes.Template) -> Iterator[Finding]:
        """What is wrong with a `set`; its name is known from here on."""
        for node in tree.find_all(nodes.Assign):
            self._assign(node.target, self._shape(node.node))
        self._kept_truths(tree)
        yield from self._taken()

    def _taken(self) -> list[Finding]:
        found, self._found = self._found, []
        return list(dict.fromkeys(found))

    def _kept_truths(self, tree: nodes.Template) -> None:
        """`{{ 是否 and '同意' }}` prints 否 where it is false, and not nothing."""
        asked = tests_of(tree)
        for node in tree.find_all(nodes.And):
            if id(node) not in asked and self._shape(node.left).sort is Sort.FLAG:
                message = f"“{_said(node.left)}”为否时，这里印出来的是“否”。"
                remedy = "请写成 {% if … %}…{% endif %}。"
                self._find(UNMEANT_COMPARISON, message, remedy)

    def _assign(self, target: nodes.Node, shape: Shape) -> None:
        """A name that is set in one branch keeps what it was in the other."""
        known = self.scopes.find(target.name) if isinstance(target, nodes.Name) else None
        settled = replace(shape, word=None, choices=())
        self._bind(target, known.merged(settled) if known and known is not OPEN else settled)

    def _bind(self, target: nodes.Node, shape: Shape) -> None:
        if isinstance(target, nodes.Name):
            self.scopes.bind(target.name, shape)
            return
        for name in target.find_all(nodes.Name):
            self.scopes.bind(name.name, OPEN)

    def _shape(self, node: nodes.Node, *, lenient: bool = False) -> Shape:
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self._reference(node, lenient)
            case nodes.CondExpr():
                return self._choice(node)
            case nodes.Filter():
                return self._filtered(node)
            case nodes.Test():
                return self._tested(node)
            case nodes.Const():
                return _literal(node.value)
            case nodes.BinExpr():
                return self._reckoned(node)
            case _:
                return self._other(node)

    def _reckoned(self, node: nodes.BinExpr) -> Shape:
        if isinstance(node, nodes.Or | nodes.And):
            return self._shape(node.left).merged(self._shape(node.right))
        return self._sum(node)

    def _other(self, node: nodes.Node) -> Shape:
        if isinstance(node, nodes.Compare):
            return self._compared(node)
        if isinstance(node, nodes.List | nodes.Tuple):
            return Shape(element=_merged(self._shape(item) for item in node.items))
        for child in node.iter_child_nodes():
            self._shape(child)
        if isinstance(node, nodes.Call | nodes.Dict):
            return OPEN
        if isinstance(node, nodes.Not):
            return FLAG
        return TEXT if isinstance(node, nodes.Concat) else PLAIN_VALUE

    def _reference(self, node: nodes.Name | nodes.Getattr | nodes.Getitem, lenient: bool) -> Shape:
        match node:
            case nodes.Name():
                return self._name(node.name, lenient)
            case nodes.Getattr():
                return self._member(self._shape(node.node), node.attr, lenient)
            case _:
                return self._item(node, lenient)

    def _compared(self, node: nodes.Compare) -> Shape:
        left = node.expr
        for operand in node.ops:
            self._compare(operand.op, left, operand.expr)
            left = operand.expr
        return FLAG

    def _compare(self, operation: str, left: nodes.Expr, right: nodes.Expr) -> None:
        one, other = self._side(left), self._side(right)
        pairs = [(operation, other)]
        if operation in ("in", "notin") and other and other.sort is Sort.LIST:
            # Each item is compared.
            pairs = [("eq", item) for item in self._items(right)]
        for asked, side in pairs:
            found = objection(asked, one, side) if one and side else None
            if found:
                self._find(UNMEANT_COMPARISON, *found)

    def _items(self, node: nodes.Expr) -> list[Side | None]:
        if isinstance(node, nodes.List | nodes.Tuple):
            return [self._side(item) for item in node.items]
        element = self._shape(node).element
        return [_side(element, _said(node))] if element else []

    def _side(self, node: nodes.Expr) -> Side | None:
        return _side(self._shape(node), _said(node))

    def _sum(self, node: nodes.BinExpr) -> Shape:
        for part in (node.left, node.right):
            shape = self._shape(part)
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                message = f"{node.operator} 只能用于数目之间，不能用于文字“{part.value}”。"
                remedy = "文字请直接写在标签外面。"
                self._find(REFUSED, message, remedy)
            elif shape.sort in (Sort.FLAG, Sort.DAY) or shape.choices or shape.element:
                message = f"{node.operator} 只能用于数目之间，“{_said(part)}”不是数目。"
                self._find(REFUSED, message, "请核对名字。")
        return NUMBER

    def _choice(self, node: nodes.CondExpr) -> Shape:
        self._shape(node.test)
        shape = self._shape(node.expr1)
        return shape.merged(self._shape(node.expr2)) if node.expr2 else shape

    def _name(self, name: str, lenient: bool) -> Shape:
        shape = self.scopes.find(name)
        if shape is None:
            self._unknown(name, self.scopes.whole(), "", lenient)
        return shape or OPEN

    def _member(self, owner: Shape, name: str, lenient: bool) -> Shape:
        if owner.is_open:
            return OPEN
        if name not in owner.names:
            self._unknown(name, owner, "点号后面的", lenient)
            return OPEN
        return owner.names[name]

    def _item(self, node: nodes.Getitem, lenient: bool) -> Shape:
        owner = self._shape(node.node)
        if not isinstance(node.arg, nodes.Const):
            self._shape(node.arg)
            return OPEN
        if isinstance(node.arg.value, int) and owner.element is not None:
            return owner.element
        return self._member(owner, str(node.arg.value), lenient)

    def _filtered(self, node: nodes.Filter) -> Shape:
        if node.name not in self._filters:
            remedy = f"{suggestion(node.name, self._filters)}可以用：{'、'.join(self._filters)}。"
            self._find(UNKNOWN_FILTER, f"没有“{node.name}”这个过滤器。", remedy)
        has_default = node.name == "default"
        shape = self._shape(node.node, lenient=has_default) if node.node else TEXT
        others = [self._shape(argument) for argument in node.args]
        if has_default:
            return _merged((shape, *others[:1]))
        return NUMBER if node.name == "length" else TEXT

    def _tested(self, node: nodes.Test) -> Shape:
        if node.name not in self._tests:
            remedy = f"{suggestion(node.name, self._tests)}常用的是 is defined、is none。"
            self._find(UNKNOWN_TEST, f"没有 is {node.name} 这种判断。", remedy)
        self._shape(node.node, lenient=node.name in ("defined", "undefined"))
        for argument in node.args:
            self._shape(argument)
        if node.name in COMPARING_TESTS and node.args:
            self._compare(COMPARING_TESTS[node.name], node.node, node.args[0])
        self._sort_asked(node)
        return FLAG

    def _sort_asked(self, node: nodes.Test) -> None:
        sort = self._shape(node.node, lenient=True).sort
        wanted = _ASKED.get(node.name)
        if wanted and sort and sort is not wanted:
            message = f"“{_said(node.node)}”是{sort.value}，不能用 is {node.name} 判断。"
            self._find(UNMEANT_COMPARISON, message, "要看有没有内容请写 {% if 名字 %}。")

    def _unknown(self, name: str, owner: Shape, which: str, lenient: bool) -> None:
        known = tuple(owner.names)
        if which and not known:
            message = f"“{name}”前面的内容是文字或清单，后面不能再加点号和名字。"
            remedy = "清单请用 for 逐项取；文字请去掉点号。"
        else:
            message = f"{which}名字“{name}”不存在。"
            remedy = (suggestion(name, known) or _listed(known)) + owner.hint
        self._find(DOUBTFUL_NAME if lenient else UNKNOWN_NAME, message, remedy)

    def _find(self, rule: Rule, message: str, remedy: str) -> None:
        self._found.append(Finding(rule, message, remedy))


# What `is …` is about.
_ASKED: Mapping[str, Sort] = MappingProxyType(
    {
        **dict.fromkeys(("true", "false"), Sort.FLAG),
        **dict.fromkeys(("odd", "even", "divisibleby"), Sort.NUMBER),
    }
)


def _literal(value: object) -> Shape:
    """The shape of what is written in a template."""
    if value is None:
        return Shape(sort=Sort.EMPTY)
    return Shape(sort=sort_of(value), word=value if isinstance(value, str) else None)


def _said(node: nodes.Node) -> str:
    """A part of a template as somebody wrote it."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_said(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{_said(node.node)}[{_said(node.arg)}]"
        case nodes.Const():
            return str(node.value)
        case _:
            return "这里的内容"


def _side(shape: Shape, said: str) -> Side | None:
    """One side of a comparison; None where its sort isn't known."""
    sort = Sort.LIST if shape.element and not shape.names else shape.sort
    if sort is None:
        return None
    return Side(sort, said, shape.word, shape.choices, shape.is_several, shape.is_free)


def _listed(known: tuple[str, ...]) -> str:
    chinese = tuple(dict.fromkeys(name for name in known if not name.isascii())) or known
    if len(chinese) > _FEW:
        return "全部名字见 anjuan fields。"
    return f"可以写：{'、'.join(chinese)}。"


def _merged(shapes: Iterable[Shape]) -> Shape:
    whole = OPEN
    for shape in shapes:
        whole = whole.merged(shape)
    return whole


def _loop(element: Shape) -> Shape:
    names = dict.fromkeys(_LOOP_NAMES, PLAIN_VALUE)
    names |= dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), NUMBER)
    names |= dict.fromkeys(("first", "last"), FLAG)
    return Shape({**names, "previtem": element, "nextitem": element})
