"""Lines of template language that stand outside of a Word file: file names, phrases of plug-ins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


@contextmanager
def told(template: Path | str) -> Iterator[None]:
    """Whatever is wrong with a template, told with its name."""
    name = template.name if isinstance(template, Path) else template
    try:
        yield
    except TemplateSyntaxError as error:
        raise TemplateError("模板 {} 的标签写错了：{}。", name, error.message) from error
    except RefusedError as error:
        raise TemplateError("模板 {}：{}", name, error.message) from error
    except JinjaError as error:
        raise TemplateError("模板 {} 用了不能用的写法（{}）。", name, error.message) from error
    except (TypeError, ValueError, ArithmeticError, RecursionError, SyntaxError) as error:
        raise TemplateError(
            "模板 {} 里有算不出来的写法。请用 anjuan template check 检查。", name
        ) from error
