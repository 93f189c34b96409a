"""Where templates run: a sandbox that knows views and text only.

No globals, no calls, no attributes of Python objects: a template is data. What one
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
from markupsafe import escape

from anjuan.chinese import amount_text, capital_amount, suggestion
from anjuan.messages import Message, public
from anjuan.opc import ILLEGAL
from anjuan.word.comparing import can_order, compare, is_empty, number_of, sort_of
from anjuan.word.language import COUNTED, Generator, RefusedError
from anjuan.word.marks import BRACES, MARK, is_awkward
from anjuan.word.patched import Patched
from anjuan.word.placeholders import placeholder
from anjuan.word.values import NO, YES, Sort, Typed, source_of, sourced
from anjuan.word.views import Blank, LazyNames, Trace, View

Filters: TypeAlias = Mapping[str, Callable[[str], str]]

# Characters one document may come to; a long case has some hundred thousand.
MOST_OUTPUT = 30_000_000
# Numbers beyond this are no count, sum or position.
_LARGEST_NUMBER = 10**15
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
        owner, name = self._undefined_obj, str(self._undefined_name)
        if isinstance(owner, tuple) and name.removeprefix("-").isdecimal():
            raise RefusedError(Message("清单里没有这么多项。请先用 {% if %} 判断有没有。"))
        known = owner.names() if isinstance(owner, View) else ()
        raise RefusedError(Message("模板里的名字“{}”不存在。{}", name, suggestion(name, known)))

    # Jinja binds each operator separately, so an overriding subclass has to as well.
    __str__ = __iter__ = __len__ = __bool__ = _fail_with_undefined_error
    __eq__ = __ne__ = __add__ = __lt__ = __gt__ = _fail_with_undefined_error
    __getattr__ = __getitem__ = __call__ = _fail_with_undefined_error

    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # as Jinja's own does


class Rendering(Context):
    """The names of one rendering, and the trace that takes down what is printed of them.

    Attributes:
        trace: takes down what is printed.
    """

    __slots__ = ("_counted", "_made", "_pieces", "trace")
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
        # Fixed text and values in turn, and how many of these pieces are counted.
        self._pieces: list[str] = []
        self._counted = 0
        # Characters of values that were made here, and not only held.
        self._made = 0
        if _TRACE in parent:
            self.trace, self.parent = parent[_TRACE]

    def begun(self) -> tuple[Callable[..., Any], ...]:
        """What a template calls for nearly every tag.

        Returns:
            What gives the value of a name that no tag sets; what takes fixed text and values in
            turn; what makes a value a text; and the class of those that need no look.
        """
        asked = _Answers(self.parent, self.environment).__getitem__
        return asked, self._pieces.extend, self.printed, _Never if self.trace.mark else str

    def printed(self, value: Any) -> str:
        """What stands for a value in the text."""
        is_text = type(value) is str and not self.trace.mark
        text: str = value if is_text else _text_of(value, self.trace)
        self._made += len(text)
        if self._made > MOST_OUTPUT:
            raise _endless()
        return text

    def spend(self, characters: int) -> None:
        """Count what was printed, and so many characters more.

        Raises:
            RefusedError: the document grows beyond all measure.
        """
        values = self._pieces[self._counted + 1 :: 2]
        self._counted += 2 * len(values)
        self.trace.spent += characters + len("".join(values))
        if self.trace.spent > MOST_OUTPUT:
            raise _endless()

    def written(self) -> str:
        """All that was put down, as it stands in the XML of a part; the trace has its values."""
        self.spend(0)
        values = self._pieces[1::2]
        self.trace.printed += filter(None, values)
        if is_awkward("".join(values)):
            self.trace.is_awkward = True
            self._pieces[1::2] = [str(escape(value)) for value in values]
        text = "".join(self._pieces)
        self.trace.texts.append((text, len(self.trace.printed)))
        return text

    def get_all(self) -> dict[str, Any]:
        """Names for a traceback: only those that the template set, for who looks, touches."""
        return dict(self.vars)


class _Never:
    """The class of nothing."""


class _Answers(dict[str, Any]):
    """What names stand for in one part of a paper; each is asked for once.

    Args:
        names: by which a template asks.
        environment: has what stands for an unknown one.
    """

    __slots__ = ("_environment", "_names")

    def __init__(self, names: Mapping[str, Any], environment: Environment) -> None:
        super().__init__(names.known if isinstance(names, LazyNames) else ())
        self._names = names
        self._environment = environment

    def __missing__(self, name: str) -> Any:
        try:
            value = self._names[name]
        except KeyError:
            if name in self._names:
                raise
            value = self._environment.undefined(name=name)
        self[name] = value
        return value


def traced(names: Mapping[str, object], trace: Trace) -> dict[str, object]:
    """What docxtpl, which hands on nothing but a dictionary, is given instead of one of the names.

    They are not looked up before the template asks for them: who looks, touches.
    """
    return {_TRACE: (trace, names)}


class Sandbox(SandboxedEnvironment):
    """Answers names of views, keys and loop variables; nothing else can be reached.

    Args:
        filters: further filters, from plug-ins.
        proofread: templates that are known to have no faults in it, made ready, by their digests.
    """

    code_generator_class = Generator
    context_class = Rendering
    intercepted_binops = frozenset({*_ARITHMETIC, "**"})
    intercepted_unops = frozenset({"-", "+"})

    def __init__(
        self,
        filters: Filters = MappingProxyType({}),
        proofread: Mapping[str, Patched] = MappingProxyType({}),
    ) -> None:
        super().__init__(
            undefined=_Unknown,
            autoescape=True,
            loader=DictLoader({}),
            # Else what is written in a template would be compared as Python does.
            optimized=False,
        )
        self.proofread = proofread
        self.globals.clear()
        self.filters = {
            "大写": _capital,
            "join": _join,
            "length": _length,
            "default": _default,
            COUNTED: _counted,
            **{name: _of_text(function) for name, function in filters.items()},
        }
        known = ("defined", "undefined", "iterable", "sequence")
        self.tests = {**{name: self.tests[name] for name in known}, **_TESTS}

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
        """Arithmetic, on numbers of a sensible size only; with an empty value it comes to that."""
        blanks = [value for value in (left, right) if isinstance(value, Blank)]
        if blanks and operator in _ARITHMETIC:
            return blanks[0]
        numbers = [_number(value) for value in (left, right)]
        if None in numbers or operator not in _ARITHMETIC:
            raise RefusedError(Message("“{}”只能用于数目之间。", public(operator)))
        try:
            result = _ARITHMETIC[operator](*numbers)
        except ZeroDivisionError:
            raise RefusedError(Message("除数是零。")) from None
        if abs(result) > _LARGEST_NUMBER or result != round(result, 2):
            raise RefusedError(Message("“{}”算出来的不止两位小数，或者太大。", public(operator)))
        return _reckoned(result)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """A sign, in front of a number only."""
        return self.call_binop(context, operator, 0, arg)

    def compare(self, context: Any, operation: str, left: Any, right: Any) -> bool:
        """Whether a comparison holds; with an empty value no order does, and it is told."""
        if can_order(operation):
            for value in (left, right):
                label = value.label if isinstance(value, View) else value
                if isinstance(label, Blank):
                    context.trace.hit(label.compared)
                    return False
        return compare(operation, left, right)

    def stands(self, value: Any) -> bool:
        """Whether a value is printed in preference to what follows `or`."""
        return bool(value) or value is False or (isinstance(value, Typed) and value.value is False)

    def joined(self, context: Any, values: Iterable[Any]) -> str:
        """Texts and what is printed of other values, one behind the other."""
        return "".join(_told(_shown(value, context.trace), context.trace) for value in values)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A name after a dot."""
        if isinstance(obj, View):
            if attribute in obj.known:
                return obj.known[attribute]
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
            known = -len(obj) <= argument < len(obj)
            return obj[argument] if known else self.undefined(obj=obj, name=str(argument))
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing in a template may be called."""
        return False


def _endless() -> RefusedError:
    return RefusedError(Message("印出的内容超过 {} 字，多半是循环写错了。", public(MOST_OUTPUT)))


def _text_of(value: Any, trace: Trace) -> str:
    """What stands for a value in a text; nothing for a blank, which the trace has."""
    shown = value if type(value) in (int, Typed) else _shown(value, trace)
    if trace.mark is None or isinstance(shown, Blank | Undefined):
        return str(shown)
    return trace.mark(shown)


def _shown(value: Any, trace: Trace) -> Any:
    """What stands for a value in a text; a blank is noted, and is empty."""
    if isinstance(value, View):
        value = value.label
    if isinstance(value, Blank):
        if trace.draft:
            return placeholder(value.problem.heading)
        trace.hit(value.problem)
    elif isinstance(value, bool):
        return YES if value else NO
    elif not isinstance(value, str | int | Undefined):
        sort = public(type(value).__name__)
        raise RefusedError(Message("模板要打印的是一个列表或非文字的值（{}）。", sort))
    return value


@pass_context
def _join(rendering: Rendering, items: Iterable[Any], separator: Any = "") -> str:
    """Filter join: the items of a list as one text."""
    counted = _counted(rendering, items, len(str(separator)))
    trace = rendering.trace
    return str(separator).join(_told(_shown(item, trace), trace) for item in counted)


def _told(shown: Any, trace: Trace) -> str:
    """A part of a text; in a rendering that is never written, with where it comes from."""
    return trace.mark(shown) if trace.mark else str(shown)


@pass_context
def _counted(rendering: Rendering, items: Any, weight: int) -> Iterable[Any]:
    """The items of a list, as long as the document does not grow beyond all measure."""
    if type(items) is tuple:
        rendering.spend(weight * len(items))
        return items
    if isinstance(items, str):
        if items:
            raise RefusedError(Message("“{}”是文字，不是可以逐项列出的清单。", items[:20]))
        return ()
    if not isinstance(items, Iterable | Undefined):
        raise RefusedError(Message("“{}”不是可以逐项列出的清单。", items))
    return _each_counted(rendering, items, weight)


def _each_counted(rendering: Rendering, items: Iterable[Any], weight: int) -> Iterator[Any]:
    for item in items:
        rendering.spend(weight)
        yield item


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
        if type(value) in (str, Typed):
            return function(str(value))
        text = value.label if isinstance(value, View) else value
        if isinstance(text, Blank):
            return text
        made = function(str(YES if text else NO) if isinstance(text, bool) else str(text))
        return _of_the_same(made, text)

    return filtered


def _number(value: Any) -> int | Decimal | None:
    """A count or an amount as it stands in a view; None for anything else."""
    number = number_of(value)
    if number is None or abs(Decimal(number)) > _LARGEST_NUMBER:
        return None
    return number


def _reckoned(result: int | float | Decimal) -> int | Typed:
    """What a sum comes to: a count, or an amount in yuan."""
    if result == int(result):
        return int(result)
    amount = Decimal(str(result))
    return Typed(amount_text(amount), amount)


def _default(value: Any, default_value: Any = "", boolean: Any = False) -> Any:
    """Filter default: what stands in for an unknown name; for an empty value too, if so asked."""
    # The names are Jinja's: a template may say `boolean=true`.
    missing = isinstance(value, Undefined) or (boolean and not PLAIN.stands(value))
    return default_value if missing else value


def _truth(wanted: bool) -> Callable[[Any], bool]:
    """Test `is true` or `is false`: of 是/否 only."""

    def test(value: Any) -> bool:
        if sort_of(value) not in (Sort.FLAG, Sort.EMPTY):
            raise RefusedError(Message("“{}”不是“是/否”，不能用 is true、is false 判断。", value))
        return not is_empty(value) and bool(value) is wanted

    return test


@pass_context
def _divisible(rendering: Rendering, value: Any, by: Any) -> bool:
    if isinstance(value, Blank):
        rendering.trace.hit(value.compared)
        return False
    number, divisor = _number(value), _number(by)
    if sort_of(value) is not Sort.NUMBER or number is None or not divisor:
        raise RefusedError(Message("“{}”不是数目，不能判断能不能除尽。", value))
    return not number % divisor


@pass_context
def _even(rendering: Rendering, value: Any) -> bool:
    return _divisible(rendering, value, 2)


@pass_context
def _odd(rendering: Rendering, value: Any) -> bool:
    return not _even(rendering, value)


def _comparing(operation: str) -> Callable[..., bool]:
    @pass_context
    def test(rendering: Rendering, left: Any, right: Any) -> bool:
        return PLAIN.compare(rendering, operation, left, right)

    return test


# Names of a comparison after `is`.
COMPARING_TESTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("==", "eq", "equalto"), "eq"), **dict.fromkeys(("!=", "ne"), "ne"),
        **dict.fromkeys(("<", "lt", "lessthan"), "lt"),
        **dict.fromkeys((">", "gt", "greaterthan"), "gt"),
        "<=": "lteq", "le": "lteq", ">=": "gteq", "ge": "gteq", "in": "in",
    }
)  # fmt: skip
_TESTS: Mapping[str, Callable[..., bool]] = MappingProxyType(
    {
        "none": is_empty,
        "true": _truth(True),
        "false": _truth(False),
        "number": lambda value: sort_of(value) is Sort.NUMBER,
        "string": lambda value: sort_of(value) is Sort.TEXT,
        "odd": _odd,
        "even": _even,
        "divisibleby": _divisible,
        **{name: _comparing(operation) for name, operation in COMPARING_TESTS.items()},
    }
)


def _length(value: Any) -> int:
    """Filter length: of a list or a text."""
    try:
        return len(value)
    except TypeError:
        raise RefusedError(Message("“length”只能用于清单和文字。")) from None


def _capital(value: Any) -> Any:
    return value if isinstance(value, Blank) else _of_the_same(capital_text(value), value)


def _of_the_same(made: str, value: object) -> str:
    """What a filter made of a value comes from where that came from."""
    source = source_of(value)
    return made if source is None else sourced(made, source)


def capital_text(amount: object) -> str:
    """Filter 大写: an amount in yuan in capital numerals."""
    try:
        return capital_amount(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise RefusedError(Message("“{}”不是金额，不能用“大写”。", amount)) from None


# The language as it is, without the filters of plug-ins.
PLAIN = Sandbox()
