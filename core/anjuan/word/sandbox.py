"""The template language: a sandbox that knows views and text only.

No globals, no calls, no attributes of Python objects (design.md §7, promise 7). What a template
may consist of is a list of constructs; everything else is refused when it is compiled. What one
document may grow to is counted while it is rendered, so that no template can hang the program.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, NoReturn

from jinja2 import DictLoader, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from anjuan.chinese import capital_amount, suggestion
from anjuan.word.placeholders import placeholder
from anjuan.word.views import Blank, Trace, View

# Characters one document may come to; a long case has some hundred thousand.
MOST_OUTPUT = 30_000_000
# A turn of a loop counts as so many characters, whether it prints any or not.
_TURN = 50
# Numbers beyond this are no count, sum or position.
_LARGEST_NUMBER = 10**15
_CHECKED_EVERY = 1024
_COUNTED = "计数"
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "+": operator.add, "-": operator.sub, "*": operator.mul,
        "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
    }
)  # fmt: skip
# All that a template may consist of.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign,
    nodes.Name, nodes.NSRef, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip
# A name that is set from these could double its own content line by line.
_GROWING = (nodes.Concat, nodes.Add, nodes.Mul, nodes.List, nodes.Tuple, nodes.Filter)
_WORDS: Mapping[type[nodes.Node], str] = MappingProxyType(
    {
        nodes.Call: "调用（名字后面带括号）",
        nodes.Macro: "macro",
        nodes.CallBlock: "call",
        nodes.FilterBlock: "filter 段",
        nodes.AssignBlock: "set 段（没有等号的 set）",
        nodes.Include: "include",
        nodes.Import: "import",
        nodes.FromImport: "from … import",
        nodes.Extends: "extends",
        nodes.Block: "block",
        nodes.With: "with",
        nodes.Pow: "乘方（**）",
        nodes.Dict: "字典（大括号）",
        nodes.Slice: "切片（[:]）",
        nodes.ScopedEvalContextModifier: "autoescape",
    }
)


class RefusedError(JinjaError):
    """The template asks for something it can't have; the message is Chinese."""


class UnknownNameError(RefusedError):
    """The template uses a name that nothing answers to."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(f"模板里的名字“{name}”不存在。{near}")


class _Unknown(StrictUndefined):
    """Fails on any use; names what was asked for."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        owner = self._undefined_obj
        known = owner.names() if isinstance(owner, View) else ()
        name = str(self._undefined_name)
        raise UnknownNameError(name, suggestion(name, known))

    # Jinja binds each operator separately, so an overriding subclass has to as well.
    __str__ = __iter__ = __len__ = __bool__ = _fail_with_undefined_error
    __eq__ = __ne__ = __add__ = __lt__ = __gt__ = _fail_with_undefined_error
    __getattr__ = __getitem__ = __call__ = _fail_with_undefined_error

    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # as Jinja's own does


def refusals(tree: nodes.Node) -> Iterator[str]:
    """Every construct in a template, or in a part of one, that the sandbox does not take."""
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, _ALLOWED):
            yield f"模板里不能用 {_WORDS.get(type(node), type(node).__name__)}。"
        elif isinstance(node, nodes.For) and node.recursive:
            yield "模板里的 for 不能用 recursive。"
        elif isinstance(node, nodes.Assign) and _grows(node):
            yield "set 的等号右边只能是一个名字、文字或条件，不能拼接或套用过滤器。"


def _grows(assignment: nodes.Assign) -> bool:
    value = assignment.node
    parts = (value, *value.find_all(nodes.Node))
    return not isinstance(assignment.target, nodes.Name) or any(
        isinstance(part, _GROWING) for part in parts
    )


class _Generator(CodeGenerator):
    """Compiles what is allowed only, and has every turn of a loop counted."""

    def visit_Template(  # noqa: N802  # Jinja's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        for reason in refusals(node):
            raise RefusedError(reason)
        for loop in list(node.find_all(nodes.For)):
            weight = nodes.Const(_TURN + _fixed_size(loop.body), lineno=loop.lineno)
            loop.iter = nodes.Filter(
                loop.iter, _COUNTED, [weight], [], None, None, lineno=loop.lineno
            )
        super().visit_Template(node, frame)


def _fixed_size(body: Iterable[nodes.Node]) -> int:
    """Characters that one turn prints at the most, values and inner loops left out."""
    size = 0
    for node in body:
        if isinstance(node, nodes.Output):
            data = (part for part in node.nodes if isinstance(part, nodes.TemplateData))
            size += sum(len(part.data) for part in data)
        elif isinstance(node, nodes.If):
            branches = (node.body, node.else_, *(other.body for other in node.elif_))
            size += max(map(_fixed_size, branches))
    return size


class Sandbox(SandboxedEnvironment):
    """Answers names of views, keys and loop variables; nothing else can be reached.

    Args:
        trace: takes down what is printed; set anew before each rendering. One sandbox must not
            be used by two threads at a time.
        filters: further filters, from plug-ins.
    """

    code_generator_class = _Generator
    intercepted_binops = frozenset({*_ARITHMETIC, "**"})

    def __init__(
        self, trace: Trace, filters: Mapping[str, Callable[[str], str]] = MappingProxyType({})
    ) -> None:
        super().__init__(
            undefined=_Unknown, autoescape=True, finalize=self._print, loader=DictLoader({})
        )
        self.trace = trace
        self.globals.clear()
        self.filters = {
            "大写": capital_text,
            "join": self._join,
            "length": _length,
            "default": self.filters["default"],
            _COUNTED: self._counted,
            **{name: self._of_text(function) for name, function in filters.items()},
        }

    @property
    def filter_names(self) -> tuple[str, ...]:
        """The filters that a template may use."""
        return tuple(name for name in self.filters if name != _COUNTED)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, on numbers of a sensible size only."""
        numbers = [_number(value) for value in (left, right)]
        if None in numbers or operator not in _ARITHMETIC:
            raise RefusedError(f"“{operator}”只能用于数目之间。")
        try:
            result = _ARITHMETIC[operator](*numbers)
        except ZeroDivisionError:
            raise RefusedError("除数是零。") from None
        if abs(result) > _LARGEST_NUMBER or result != int(result):
            raise RefusedError(f"“{operator}”算出来的不是整数，或者太大。")
        return int(result)

    def _of_text(self, function: Callable[[str], str]) -> Callable[[Any], Any]:
        def filtered(value: Any) -> Any:
            text = value.label if isinstance(value, View) else value
            if isinstance(text, Blank):
                return text
            return function(str(text))

        return filtered

    def _join(self, items: Iterable[Any], separator: Any = "") -> str:
        texts = [str(self._shown(item)) for item in self._counted(items, len(str(separator)))]
        return str(separator).join(texts)

    def _counted(self, items: Any, weight: int) -> Iterator[Any]:
        """The items of a list, as long as the document does not grow beyond all measure."""
        if isinstance(items, str) and items:
            raise RefusedError(f"“{items[:20]}”是文字，不是可以逐项列出的清单。")
        for item in items:
            self._spend(weight)
            yield item

    def _spend(self, characters: int) -> None:
        trace = self.trace
        fresh = trace.printed[trace.counted :]
        trace.counted += len(fresh)
        trace.spent += characters + sum(map(len, fresh))
        if trace.spent > MOST_OUTPUT:
            raise RefusedError(f"印出的内容超过 {MOST_OUTPUT} 字，多半是循环写错了。")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A name after a dot."""
        if isinstance(obj, View):
            try:
                return obj.look_up(attribute)
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return obj.__getattr__(attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A name or position in brackets."""
        if isinstance(obj, tuple) and isinstance(argument, int):
            return obj[argument] if argument < len(obj) else self.undefined(name=str(argument))
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing in a template may be called."""
        return False

    def _print(self, value: Any) -> Any:
        """Note every value on its way into the document."""
        if type(value) is str:
            printed = self.trace.printed
            printed.append(value)
            if not len(printed) % _CHECKED_EVERY:
                self._spend(0)
            return value
        value = self._shown(value)
        if isinstance(value, Blank | Undefined):
            return value
        self.trace.printed.append(value.unescape() if isinstance(value, Markup) else str(value))
        return value

    def _shown(self, value: Any) -> Any:
        """What stands for a value in a text; a blank is noted, and is empty."""
        if isinstance(value, View):
            value = value.label
        if isinstance(value, Blank):
            if self.trace.draft:
                return placeholder(value.problem.heading)
            self.trace.hit(value.problem)
        elif isinstance(value, bool):
            return "是" if value else "否"
        elif not isinstance(value, str | int | Undefined):
            raise RefusedError(f"模板要打印的是一个列表或非文字的值（{type(value).__name__}）。")
        return value


def _number(value: Any) -> int | Decimal | None:
    """A count or an amount as it stands in a view; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        number = Decimal(value) if isinstance(value, str) and not isinstance(value, Blank) else None
    except InvalidOperation:
        return None
    return number if number is not None and abs(number) <= _LARGEST_NUMBER else None


def _length(value: Any) -> int:
    """Filter length: of a list or a text."""
    try:
        return len(value)
    except TypeError:
        raise RefusedError("“length”只能用于清单和文字。") from None


def capital_text(amount: object) -> str:
    """Filter 大写: an amount in yuan in capital numerals."""
    try:
        return capital_amount(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise RefusedError(f"“{amount}”不是金额，不能用“大写”。") from None
