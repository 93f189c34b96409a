"""Where templates run: a sandbox that knows views and text only.

No globals, no calls, no attributes of Python objects (design.md §7, promise 7). What one
document may grow to is counted while it is rendered, so that no template can hang the program.
The sandbox itself holds nothing of any rendering, so one serves all threads: what is printed is
taken down by the trace that goes with the names (`Rendering`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

from jinja2 import DictLoader, Environment, StrictUndefined, Template, Undefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from anjuan.chinese import capital_amount, suggestion
from anjuan.messages import Message, public
from anjuan.opc import ILLEGAL
from anjuan.word.language import COUNTED, Generator, RefusedError
from anjuan.word.marks import BRACES, MARK
from anjuan.word.placeholders import placeholder
from anjuan.word.views import Blank, Trace, View

Filters: TypeAlias = Mapping[str, Callable[[str], str]]

# Characters one document may come to; a long case has some hundred thousand.
MOST_OUTPUT = 30_000_000
# Numbers beyond this are no count, sum or position.
_LARGEST_NUMBER = 10**15
_CHECKED_EVERY = 1024
# Under this trace and names are handed on; no template can ask for it, for it is no name.
_TRACE = "<trace>"
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "+": operator.add, "-": operator.sub, "*": operator.mul,
        "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
    }
)  # fmt: skip


class _Unknown(StrictUndefined):
    """Fails on any use; names what was asked for."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        owner = self._undefined_obj
        known = owner.names() if isinstance(owner, View) else ()
        name = str(self._undefined_name)
        raise RefusedError(Message("模板里的名字“{}”不存在。{}", name, suggestion(name, known)))

    # Jinja binds each operator separately, so an overriding subclass has to as well.
    __str__ = __iter__ = __len__ = __bool__ = _fail_with_undefined_error
    __eq__ = __ne__ = __add__ = __lt__ = __gt__ = _fail_with_undefined_error
    __getattr__ = __getitem__ = __call__ = _fail_with_undefined_error

    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # as Jinja's own does


class Rendering(Context):
    """The names of one rendering, and the trace that takes down what is printed of them."""

    __slots__ = ("trace",)
    trace: Trace

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: Any = None,
    ) -> None:
        super().__init__(environment, parent, name, blocks, globals)
        if _TRACE in parent:
            self.trace, self.parent = parent[_TRACE]


def traced(names: Mapping[str, object], trace: Trace) -> dict[str, object]:
    """What docxtpl, which hands on nothing but a dictionary, is given instead of one of the names.

    They are not looked up before the template asks for them: who looks, touches.
    """
    return {_TRACE: (trace, names)}


class Sandbox(SandboxedEnvironment):
    """Answers names of views, keys and loop variables; nothing else can be reached.

    Args:
        filters: further filters, from plug-ins.
    """

    code_generator_class = Generator
    context_class = Rendering
    intercepted_binops = frozenset({*_ARITHMETIC, "**"})

    def __init__(self, filters: Filters = MappingProxyType({})) -> None:
        super().__init__(
            undefined=_Unknown, autoescape=True, finalize=_printed, loader=DictLoader({})
        )
        self.globals.clear()
        self.filters = {
            "大写": capital_text,
            "join": _join,
            "length": _length,
            "default": self.filters["default"],
            COUNTED: _counted,
            **{name: _of_text(function) for name, function in filters.items()},
        }

    @property
    def filter_names(self) -> tuple[str, ...]:
        """The filters that a template may use."""
        return tuple(name for name in self.filters if name != COUNTED)

    def text(self, code: Template, names: Mapping[str, object], trace: Trace) -> str:
        """What a compiled template comes to.

        Raises:
            JinjaError: what it asks for can't be had.
        """
        rendering = code.new_context(names, shared=True)  # type: ignore[arg-type]
        rendering.trace = trace  # type: ignore[attr-defined]
        return "".join(code.root_render_func(rendering))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, on numbers of a sensible size only."""
        numbers = [_number(value) for value in (left, right)]
        if None in numbers or operator not in _ARITHMETIC:
            raise RefusedError(Message("“{}”只能用于数目之间。", public(operator)))
        try:
            result = _ARITHMETIC[operator](*numbers)
        except ZeroDivisionError:
            raise RefusedError(Message("除数是零。")) from None
        if abs(result) > _LARGEST_NUMBER or result != int(result):
            raise RefusedError(Message("“{}”算出来的不是整数，或者太大。", public(operator)))
        return int(result)

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


@pass_context
def _printed(rendering: Rendering, value: Any) -> Any:
    """Note every value on its way into the document."""
    trace = rendering.trace
    if type(value) is str:
        trace.printed.append(value)
        if not len(trace.printed) % _CHECKED_EVERY:
            _spend(trace, 0)
        return value
    value = _shown(value, trace)
    if isinstance(value, Blank | Undefined):
        return value
    trace.printed.append(value.unescape() if isinstance(value, Markup) else str(value))
    return value


def _shown(value: Any, trace: Trace) -> Any:
    """What stands for a value in a text; a blank is noted, and is empty."""
    if isinstance(value, View):
        value = value.label
    if isinstance(value, Blank):
        if trace.draft:
            return placeholder(value.problem.heading)
        trace.hit(value.problem)
    elif isinstance(value, bool):
        return "是" if value else "否"
    elif not isinstance(value, str | int | Undefined):
        sort = public(type(value).__name__)
        raise RefusedError(Message("模板要打印的是一个列表或非文字的值（{}）。", sort))
    return value


@pass_context
def _join(rendering: Rendering, items: Iterable[Any], separator: Any = "") -> str:
    """Filter join: the items of a list as one text."""
    counted = _counted(rendering, items, len(str(separator)))
    return str(separator).join(str(_shown(item, rendering.trace)) for item in counted)


@pass_context
def _counted(rendering: Rendering, items: Any, weight: int) -> Iterator[Any]:
    """The items of a list, as long as the document does not grow beyond all measure."""
    if isinstance(items, str) and items:
        raise RefusedError(Message("“{}”是文字，不是可以逐项列出的清单。", items[:20]))
    for item in items:
        _spend(rendering.trace, weight)
        yield item


def _spend(trace: Trace, characters: int) -> None:
    fresh = trace.printed[trace.counted :]
    trace.counted += len(fresh)
    trace.spent += characters + sum(map(len, fresh))
    if trace.spent > MOST_OUTPUT:
        raise RefusedError(Message("印出的内容超过 {} 字，多半是循环写错了。", public(MOST_OUTPUT)))


def refuse_unprintable(values: str) -> None:
    """Refuse what a document can't hold, and what can't be told from a tag that was left over.

    Args:
        values: all that was printed.

    Raises:
        RefusedError: something of the kind stands there.
    """
    illegal = ILLEGAL.search(values)
    if illegal:
        sign = public(f"U+{ord(illegal[0]):04X}")
        raise RefusedError(Message("要印的内容里有 Word 存不下的字符（{}）。", sign))
    mark = MARK.search(values) if any(brace in values for brace in BRACES) else None
    if mark:
        raise RefusedError(Message("要印的内容里有模板记号“{}”。", public(mark[0])))


def _of_text(function: Callable[[str], str]) -> Callable[[Any], Any]:
    """A plug-in's filter, which gets text only; a blank stays one."""

    def filtered(value: Any) -> Any:
        text = value.label if isinstance(value, View) else value
        if isinstance(text, Blank):
            return text
        return function(str(text))

    return filtered


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
        raise RefusedError(Message("“length”只能用于清单和文字。")) from None


def capital_text(amount: object) -> str:
    """Filter 大写: an amount in yuan in capital numerals."""
    try:
        return capital_amount(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise RefusedError(Message("“{}”不是金额，不能用“大写”。", amount)) from None


# The language as it is, without the filters of plug-ins.
PLAIN = Sandbox()
