"""From a template and its names to the bytes of a Word document, through docxtpl.

The template language runs in a sandbox that knows views and text only: no globals, no calls,
no attributes of Python objects (design.md §7, promise 7).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from docxtpl import DocxTemplate
from jinja2 import DictLoader, StrictUndefined, Undefined
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from anjuan.drafting import placeholder
from anjuan.errors import TemplateError
from anjuan.numerals import capital_amount
from anjuan.packages import reproducible
from anjuan.values import TEMPLATE_MARK, suggestion
from anjuan.views import Blank, Trace, View

_PARAGRAPH_TAG = re.compile(r"\{%[-+]?\s*(?:p|tr|tc|r)\s[^%]*%\}")
_FULL_WIDTH_TAG = re.compile(r"｛｛|｛%|\{％|｛％")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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


class _Sandbox(SandboxedEnvironment):
    """Answers names of views, keys and loop variables; nothing else can be reached."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(
            undefined=_Unknown, autoescape=True, finalize=self._print, loader=DictLoader({})
        )
        self._trace = trace
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
        """Check and note every value on its way into the document."""
        if isinstance(value, View):
            value = value.label
        if isinstance(value, Blank):
            if self._trace.draft:
                return placeholder(value.problem.heading)
            self._trace.hit(value.problem)
            return ""
        if isinstance(value, bool):
            value = "是" if value else "否"
        if isinstance(value, Undefined):
            return value
        if not isinstance(value, str | int):
            raise RefusedError(f"模板要打印的是一个列表或非文字的值（{type(value).__name__}）。")
        text = value.unescape() if isinstance(value, Markup) else str(value)
        if TEMPLATE_MARK.search(text):
            raise RefusedError(f"要印的内容“{text[:30]}”里有模板记号。")
        self._trace.printed.append(text)
        return value


def render(template: Path, names: Mapping[str, object], trace: Trace, title: str) -> bytes:
    """Fill a template.

    Args:
        template: the .docx file.
        names: by which the template asks for values (views.py).
        trace: takes down what was printed and what must not be.
        title: the document property that a reader's window shows.

    Raises:
        TemplateError: the template is unreadable, its tags are wrong, or a name is unknown.
    """
    source = _source(template)
    document = DocxTemplate(io.BytesIO(source))
    try:
        document.render(dict(names), _Sandbox(trace), autoescape=True)
    except TemplateSyntaxError as error:
        raise TemplateError(f"模板 {template.name} 的标签写错了：{error.message}。") from error
    except RefusedError as error:
        raise TemplateError(f"模板 {template.name}：{error.message}") from error
    except JinjaError as error:
        raise TemplateError(
            f"模板 {template.name} 用了不能用的写法（{error.message}）。"
        ) from error
    document.docx.core_properties.title = title[:255]
    packed = io.BytesIO()
    document.docx.save(packed)
    return reproducible(packed.getvalue())


def capital_text(amount: object) -> str:
    """Filter 大写: an amount in yuan in capital numerals."""
    try:
        return capital_amount(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise RefusedError(f"“{amount}”不是金额，不能用“大写”。") from None


def _source(template: Path) -> bytes:
    """The template's bytes, once it is known that docxtpl will not drop any of its text."""
    try:
        source = template.read_bytes()
    except OSError as error:
        raise TemplateError(f"模板 {template} 打不开（{error.strerror}）。") from error
    _check_once(template.name, source)
    return source


@cache
def _check_once(name: str, source: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            body = package.read("word/document.xml")
    except (KeyError, zipfile.BadZipFile) as error:
        raise TemplateError(f"模板 {name} 打不开，不是 Word 文档（.docx）。") from error
    for number, paragraph in enumerate(etree.fromstring(body).iter(f"{_W}p"), start=1):
        text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
        _refuse_lossy(f"模板 {name} 第 {number} 段“{text[:30]}”", text)


def _refuse_lossy(where: str, text: str) -> None:
    """Refuse what docxtpl would drop or leave standing without a word (pitfalls 3, 9, 10)."""
    tags = _PARAGRAPH_TAG.findall(text)
    beside = _PARAGRAPH_TAG.sub("", text).strip()
    if [tag for tag in tags if re.match(r"\{%[-+]?\s*p\s", tag)] and (beside or len(tags) > 1):
        raise TemplateError(f"{where}：段落标签 {{%p …%}} 必须独占一段，旁边的文字会丢失。")
    if _FULL_WIDTH_TAG.search(text):
        raise TemplateError(f"{where}：标签用了全角括号，请改成半角的 {{{{ }}}} 或 {{% %}}。")
