"""The template language: a sandbox that knows views and text only.

No globals, no calls, no attributes of Python objects (design.md §7, promise 7).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from jinja2 import DictLoader, StrictUndefined, Undefined
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from anjuan.drafting import placeholder
from anjuan.numerals import capital_amount
from anjuan.values import suggestion
from anjuan.views import Blank, Trace, View


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


class Sandbox(SandboxedEnvironment):
    """Answers names of views, keys and loop variables; nothing else can be reached.

    Attributes:
        trace: takes down what is printed; set anew before each rendering. One sandbox must not
            be used by two threads at a time.
    """

    def __init__(self, trace: Trace) -> None:
        super().__init__(
            undefined=_Unknown, autoescape=True, finalize=self._print, loader=DictLoader({})
        )
        self.trace = trace
        self.globals.clear()
        self.filters = {
            "大写": capital_text,
            "join": self.filters["join"],
            "length": len,
            "default": self.filters["default"],
        }

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
            self.trace.printed.append(value)
            return value
        if isinstance(value, View):
            value = value.label
        if isinstance(value, Blank):
            if self.trace.draft:
                return placeholder(value.problem.heading)
            self.trace.hit(value.problem)
            return ""
        if isinstance(value, bool):
            value = "是" if value else "否"
        if isinstance(value, Undefined):
            return value
        if not isinstance(value, str | int):
            raise RefusedError(f"模板要打印的是一个列表或非文字的值（{type(value).__name__}）。")
        text = value.unescape() if isinstance(value, Markup) else str(value)
        self.trace.printed.append(text)
        return value


def capital_text(amount: object) -> str:
    """Filter 大写: an amount in yuan in capital numerals."""
    try:
        return capital_amount(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise RefusedError(f"“{amount}”不是金额，不能用“大写”。") from None
