"""Lines of template language that stand outside of a Word file: file names, phrases of plug-ins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from anjuan.errors import TemplateError
from anjuan.word.language import RefusedError
from anjuan.word.sandbox import PLAIN, Sandbox
from anjuan.word.views import Trace

# More than one office will ever use at a time.
_MOST_READY = 256
# What comes of a tag that can't be reckoned.
_UNRECKONED = (TypeError, ValueError, ArithmeticError, RecursionError, SyntaxError)


def render_text(
    source: str, names: Mapping[str, object], trace: Trace, sandbox: Sandbox = PLAIN
) -> str:
    """Fill a line.

    Raises:
        TemplateError: its tags are wrong, a name is unknown, or a comparison can't be meant.
    """
    with told(source):
        return Markup(sandbox.text(_line(source, sandbox), names, trace)).unescape()


def refuse_faulty_line(source: str, sandbox: Sandbox = PLAIN) -> None:
    """Refuse a line whose tags are wrong; what its names stand for is not looked at.

    Raises:
        TemplateError: says what is wrong.
    """
    with told(source):
        _line(source, sandbox)


@lru_cache(maxsize=_MOST_READY)
def _line(source: str, sandbox: Sandbox) -> Template:
    # To compile a line takes longer than to fill a whole template.
    return sandbox.from_string(source)


class told:  # noqa: N801  # it is used like a function
    """Whatever is wrong with a template, told with its name."""

    __slots__ = ("_template",)

    def __init__(self, template: Path | str) -> None:
        self._template = template

    def __enter__(self) -> None:
        pass

    def __exit__(self, sort: object, error: BaseException | None, where: object) -> None:
        if isinstance(error, (JinjaError, *_UNRECKONED)):
            name = self._template.name if isinstance(self._template, Path) else self._template
            raise _told(name, error) from error


def _told(name: str, error: Exception) -> TemplateError:
    match error:
        case TemplateSyntaxError():
            return TemplateError("模板 {} 的标签写错了：{}。", name, error.message)
        case RefusedError():
            return TemplateError("模板 {}：{}", name, error.message)
        case JinjaError():
            return TemplateError("模板 {} 用了不能用的写法（{}）。", name, error.message)
    return TemplateError("模板 {} 里有算不出来的写法。请用 anjuan template check 检查。", name)
