"""Whether an expression asks for what is there, and for what can be had of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from jinja2 import nodes

from anjuan.chinese import suggestion
from anjuan.problems import Rule, Severity
from anjuan.word.comparing import Side, objection, sort_of
from anjuan.word.language import tests_of
from anjuan.word.proofreading.arguments import takes
from anjuan.word.proofreading.faults import REFUSED, Finding
from anjuan.word.proofreading.printed import printed_parts, unprintable
from anjuan.word.proofreading.shapes import (
    DIFFERENCE,
    FLAG,
    LOOP,
    NUMBER,
    OPEN,
    PLAIN_VALUE,
    TEXT,
    Scopes,
    Shape,
)
from anjuan.word.sandbox import COMPARING_TESTS, Sandbox
from anjuan.word.values import Sort

UNKNOWN_NAME = Rule("unknown-name", "没有这个名字。")
DOUBTFUL_NAME = Rule("doubtful-name", "没有这个名字，只是判断它有没有。", Severity.WARNING)
NOT_A_LIST = Rule("not-a-list", "不是清单，不能逐项列出。")
UNPRINTABLE = Rule("unprintable", "是清单之类，不能直接印出来。")
UNKNOWN_FILTER = Rule("unknown-filter", "没有这个过滤器。")
UNKNOWN_TEST = Rule("unknown-test", "is 后面的判断不存在。")
WRONG_ARGUMENTS = Rule("wrong-arguments", "过滤器或判断后面的括号写得不对。")
DOUBTFUL_ITEM = Rule("doubtful-item", "清单可能没有这一项。", Severity.WARNING)
DOUBTFUL_VALUE = Rule("doubtful-value", "有的案件可能算不出来或比不了。", Severity.WARNING)
UNMEANT_COMPARISON = Rule("unmeant-comparison", "比较的两边不是同一种内容，这样比没有意义。")

_FEW = 12


class Judge:
    """Judges the names of expressions, one place of a template after the other."""

    def __init__(self, root: Shape, sandbox: Sandbox) -> None:
        self.scopes = Scopes(root)
        self._filters = {name: sandbox.filters[name] for name in sandbox.filter_names}
        self._tests: dict[str, Any] = dict(sandbox.tests)
        # What the conditions and loops around the place ask, as it is written.
        self.asked: tuple[str, ...] = ()
        self._found: list[Finding] = []

    def is_known(self, name: str) -> bool:
        """True for a name that is surely one."""
        shape = self.scopes.find(name)
        return shape is not None and shape is not OPEN

    def print(self, tree: nodes.Template) -> Iterator[Finding]:
        """What is wrong with what a tag prints."""
        for node in tree.find_all(nodes.Output):
            for part in node.nodes:
                self._shape(part)
                self._printed(part)
        self._kept_truths(tree)
        yield from self._taken()

    def _printed(self, node: nodes.Expr) -> None:
        known = self._found.copy()
        parts = [(part, self._shape(part)) for part in printed_parts(node)]
        # They were looked at before, with what is asked around each.
        self._found = known
        for part, shape in parts:
            if shape is LOOP:
                self._find(UNPRINTABLE, "loop 不能直接印出来。", "请写 loop.index 之类。")
            elif shape.element is not None and not shape.names and not shape.is_open:
                message = "这是一份清单，不能直接印出来。"
                self._find(UNPRINTABLE, message, "请用 {% for … in … %} 逐项印。")
            elif isinstance(part, nodes.Const):
                found = unprintable(part.value)
                if found:
                    self._find(UNPRINTABLE, *found)

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
            if isinstance(node.target, nodes.Tuple) and not (element.is_open or element.element):
                message = "for 和 in 之间写了几个名字，而每一项只有一个。"
                self._find(NOT_A_LIST, message, "请只写一个名字，再用点号取其中的内容。")
            self._bind(node.target, element)
            self.scopes.bind("loop", LOOP)
            if node.test is not None:
                self._shape(node.test)
        yield from self._taken()

    def broken_loop(self, expression: str) -> None:
        """Enter a loop whose head can't be parsed: nothing is known of what it goes through."""
        self.scopes.open()
        for name in re.findall(r"\w+", expression.partition(" in ")[0]):
            self.scopes.bind(name, OPEN)
        self.scopes.bind("loop", LOOP)

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
        both = list(tree.find_all(nodes.And))
        asked = tests_of(tree) if both else frozenset()
        for node in both:
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
        if isinstance(node, nodes.Neg | nodes.Pos):
            return self._signed(node)
        if isinstance(node, nodes.Call | nodes.Dict):
            return OPEN
        if isinstance(node, nodes.Not):
            return FLAG
        if isinstance(node, nodes.Concat):
            self._printed(node)
            return TEXT
        return PLAIN_VALUE

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
        asks_for_none = any(
            isinstance(it, nodes.Const) and it.value in _NONE for it in (left, right)
        )
        may_differ = operation not in ("eq", "ne") or not asks_for_none
        if may_differ and not all(_is_of_one_sort(self._shape(it)) for it in (left, right)):
            message = "比较的一边有时是文字、有时是数目，比不了的那份文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请用 {% if %} 分开写。")

    def _items(self, node: nodes.Expr) -> list[Side | None]:
        if isinstance(node, nodes.List | nodes.Tuple):
            return [self._side(item) for item in node.items]
        element = self._shape(node).element
        return [_side(element, _said(node))] if element else []

    def _side(self, node: nodes.Expr) -> Side | None:
        return _side(self._shape(node), _said(node))

    def _signed(self, node: nodes.Neg | nodes.Pos) -> Shape:
        if isinstance(node, nodes.Pos):
            return self._number(node.node, "+")
        self._number(node.node, "-")
        return DIFFERENCE

    def _sum(self, node: nodes.BinExpr) -> Shape:
        parts = [self._number(part, node.operator) for part in (node.left, node.right)]
        if node.operator in ("/", "//", "%") and _is_zero(node.right):
            self._find(REFUSED, "除数是零。", "请改正算式。")
        elif node.operator in ("//", "%") and not isinstance(node.right, nodes.Const):
            message = f"{node.operator} 后面的数可能是零，那样的文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请先用 {% if %} 判断它大于零。")
        elif node.operator == "/" or any(map(_is_fraction, (node.left, node.right))):
            message = f"{node.operator} 算出来的可能不止两位小数，那样的文书不会生成。"
            remedy = "请在案件表里算好，或用 // 只取整数。"
            self._find(DOUBTFUL_VALUE, message, remedy)
        return DIFFERENCE if node.operator == "-" or DIFFERENCE in parts else NUMBER

    def _number(self, part: nodes.Expr, operator: str) -> Shape:
        """What is reckoned with."""
        shape = self._shape(part)
        if isinstance(part, nodes.Const) and isinstance(part.value, str):
            message = f"{operator} 只能用于数目之间，不能用于文字“{part.value}”。"
            self._find(REFUSED, message, "文字请直接写在标签外面。")
        elif _is_no_number(shape):
            message = f"{operator} 只能用于数目之间，“{_said(part)}”不是数目。"
            self._find(REFUSED, message, "请核对名字。")
        elif shape.sort in (None, Sort.TEXT) and not (shape.is_open or shape.is_free):
            message = f"“{_said(part)}”可能不是数目，不是的那份文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请在条件里分开写。")
        return DIFFERENCE if shape.may_be_negative else NUMBER

    def _choice(self, node: nodes.CondExpr) -> Shape:
        self._shape(node.test)
        around = self.asked
        names = (nodes.Name, nodes.Getattr)
        self.asked = (*around, _said(node.test), *map(_said, node.test.find_all(names)))
        shape = self._shape(node.expr1)
        self.asked = around
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
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if key is None:
            self._shape(node.arg)
        if owner.element is not None and not isinstance(key, str):
            return self._one_of(owner.element, _said(node.node), lenient)
        if key is not None:
            return self._member(owner, str(key), lenient)
        if owner.names:
            message = "方括号里要写加引号的名字，不能写变量。"
            self._find(REFUSED, message, "请改用点号，如 委托人.姓名。")
        return OPEN

    def _one_of(self, element: Shape, said: str, lenient: bool) -> Shape:
        """An item of a list; there may be none, unless that was asked before."""
        if not lenient and not any(said in it for it in self.asked):
            message = f"“{said}”可能没有这一项，那样的文书不会生成。"
            remedy = f"请放在 {{% if {said} %}} 和 {{% endif %}} 之间。"
            self._find(DOUBTFUL_ITEM, message, remedy)
        return element

    def _filtered(self, node: nodes.Filter) -> Shape:
        if node.name not in self._filters:
            known = tuple(self._filters)
            remedy = f"{suggestion(node.name, known)}可以用：{'、'.join(known)}。"
            self._find(UNKNOWN_FILTER, f"没有“{node.name}”这个过滤器。", remedy)
        elif not takes(self._filters[node.name], node):
            self._misused(node.name)
        has_default = node.name == "default"
        shape = self._shape(node.node, lenient=has_default) if node.node else TEXT
        others = [self._shape(argument) for argument in node.args]
        if has_default:
            return _merged((shape, *others[:1]))
        self._unfit(node.name, shape)
        return NUMBER if node.name == "length" else TEXT

    def _unfit(self, name: str, shape: Shape) -> None:
        """Tell where a filter can make nothing of a value."""
        is_list = shape.element is not None
        if name == "join":
            if not is_list and not shape.is_open:
                message = "join 只能用于清单，这里不是清单。"
                self._find(NOT_A_LIST, message, "请去掉 join。")
        elif name == "length":
            if shape.sort in (Sort.NUMBER, Sort.FLAG) or (shape.names and not is_list):
                message = "length 数的是清单有几项、文字有几个字，不能用在这里。"
                self._find(REFUSED, message, "请核对名字。")
        elif is_list and not shape.names:
            message = f"这是一份清单，不能用“{name}”。"
            self._find(UNPRINTABLE, message, "请用 {% for … in … %} 逐项印。")
        elif name == "大写" and (_is_no_number(shape) or _is_plain_text(shape)):
            self._find(REFUSED, "“大写”只能用于金额，这里不是金额。", "请核对名字。")
        elif name == "大写" and shape.sort is None and not shape.is_open:
            message = "“大写”前面的内容可能不是金额，不是的那份文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请用 {% if %} 分开写。")
        elif name == "大写" and shape.may_be_negative:
            message = "“大写”前面算出来的可能是负数，那样的文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请先用 {% if %} 判断它不小于零。")

    def _misused(self, name: str) -> None:
        message = f"“{name}”后面的括号里写得不对，或者多了、少了。"
        self._find(WRONG_ARGUMENTS, message, "请照说明改写，用不着的括号请删去。")

    def _tested(self, node: nodes.Test) -> Shape:
        if node.name not in self._tests:
            remedy = f"{suggestion(node.name, tuple(self._tests))}常用的是 is defined、is none。"
            self._find(UNKNOWN_TEST, f"没有 is {node.name} 这种判断。", remedy)
        elif not takes(self._tests[node.name], node):
            self._misused(f"is {node.name}")
        self._shape(node.node, lenient=node.name in ("defined", "undefined"))
        for argument in node.args:
            self._shape(argument)
        if node.name in COMPARING_TESTS and node.args:
            self._compare(COMPARING_TESTS[node.name], node.node, node.args[0])
        self._sort_asked(node)
        if node.name == "divisibleby" and any(map(_is_zero, node.args)):
            self._find(REFUSED, "除数是零。", "请改正算式。")
        return FLAG

    def _sort_asked(self, node: nodes.Test) -> None:
        shape = self._shape(node.node, lenient=True)
        sort = Sort.LIST if shape.element is not None and not shape.names else shape.sort
        wanted = _ASKED.get(node.name)
        if wanted and sort and sort is not wanted:
            message = f"“{_said(node.node)}”是{sort.value}，不能用 is {node.name} 判断。"
            self._find(UNMEANT_COMPARISON, message, "要看有没有内容请写 {% if 名字 %}。")
        elif wanted and not _is_of_one_sort(shape):
            message = f"is {node.name} 前面有时是文字、有时是数目之类，判断不了的那份文书不会生成。"
            self._find(DOUBTFUL_VALUE, message, "请用 {% if %} 分开写。")

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


# What any value may be compared with, for being empty.
_NONE: tuple[object, ...] = (None, "")

# What `is …` is about.
_ASKED: Mapping[str, Sort] = MappingProxyType(
    {
        **dict.fromkeys(("true", "false"), Sort.FLAG),
        **dict.fromkeys(("odd", "even", "divisibleby"), Sort.NUMBER),
    }
)


def _is_of_one_sort(shape: Shape) -> bool:
    return bool(shape.sort or shape.element or shape.is_open)


def _is_no_number(shape: Shape) -> bool:
    """True where it is known to be something else than a number."""
    is_other = shape.sort in (Sort.FLAG, Sort.DAY, Sort.EMPTY)
    return bool(is_other or shape.names or shape.choices or shape.element)


def _is_plain_text(shape: Shape) -> bool:
    is_numeral = shape.word is not None and shape.word.replace(".", "", 1).isdecimal()
    return shape.sort is Sort.TEXT and not (is_numeral or shape.is_free)


def _is_zero(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and node.value == 0


def _is_fraction(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, float)


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
