"""From a template and its names to the bytes of a Word document.

A template is compiled once where that is provably the same as docxtpl (compiling.py); the
others are rendered by docxtpl itself, document by document.
"""

from __future__ import annotations

import io
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from docx import Document
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from anjuan.chinese import BRACES, TEMPLATE_MARK
from anjuan.errors import TemplateError, why
from anjuan.opc import reproducible
from anjuan.word.compiling import CompiledTemplate, UnprovableError, compile_template
from anjuan.word.mould import without_persons
from anjuan.word.proofreading.template import refuse_faulty
from anjuan.word.sandbox import RefusedError, Sandbox
from anjuan.word.views import Trace

Filters: TypeAlias = Mapping[str, Callable[[str], str]]
NO_FILTERS: Filters = MappingProxyType({})

# What python-docx and lxml raise where a part is missing, broken, or another one than it says.
_UNSOUND = (
    *(AttributeError, LookupError, TypeError, ValueError, AssertionError, SyntaxError, EOFError),
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document.

    Attributes:
        content: the .docx file.
        parts: those parts that hold values, in printing order, where everything else was proved
            beforehand; None where the whole document has to be read again to be proved.
    """

    content: bytes
    parts: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Prepared:
    """A template made ready in this thread; `compiled` is None where docxtpl has to do it."""

    source: bytes
    sandbox: Sandbox
    compiled: CompiledTemplate | None
    is_proved: bool = False


class _Ready(threading.local):
    """Templates by path, state of the file and filters. A sandbox serves one thread only."""

    def __init__(self) -> None:
        self.templates: dict[tuple[object, ...], _Prepared] = {}


_ready = _Ready()


def render(
    template: Path,
    names: Mapping[str, object],
    trace: Trace,
    title: str,
    filters: Filters = NO_FILTERS,
) -> Rendered:
    """Fill a template.

    Args:
        template: the .docx file.
        names: by which the template asks for values (views.py).
        trace: takes down what was printed and what must not be.
        title: the document property that a reader's window shows.
        filters: further filters, from plug-ins.

    Raises:
        TemplateError: the template is unreadable, its tags are wrong, a name is unknown, or it
            would print without end.
        PluginError: a filter broke.
    """
    prepared = _prepared(template, filters)
    prepared.sandbox.trace = trace
    with _told(template):
        return _filled(prepared, names, title)


def render_text(
    source: str, names: Mapping[str, object], trace: Trace, filters: Filters = NO_FILTERS
) -> str:
    """Fill a line of template language that stands outside of a Word file: a file name.

    Raises:
        TemplateError: likewise.
    """
    with _told(source):
        text = Sandbox(trace, filters).from_string(source).render(dict(names))
        return Markup(text).unescape()


def _filled(prepared: _Prepared, names: Mapping[str, object], title: str) -> Rendered:
    trace = prepared.sandbox.trace
    if prepared.compiled is None:
        content, parts = _by_docxtpl(prepared, names, title), None
    else:
        content, parts = prepared.compiled.render(names, title)
    _refuse_marks(trace.printed)
    # The first document of each template is read again as a whole, whatever was proved before.
    known, prepared.is_proved = prepared.is_proved, True
    return Rendered(content, parts if known else None)


@contextmanager
def _told(template: Path | str) -> Iterator[None]:
    """Whatever is wrong with a template, told with its name."""
    name = template.name if isinstance(template, Path) else template
    try:
        yield
    except TemplateSyntaxError as error:
        raise TemplateError(f"模板 {name} 的标签写错了：{error.message}。") from error
    except RefusedError as error:
        raise TemplateError(f"模板 {name}：{error.message}") from error
    except JinjaError as error:
        raise TemplateError(f"模板 {name} 用了不能用的写法（{error.message}）。") from error
    except (TypeError, ValueError, ArithmeticError, RecursionError, SyntaxError) as error:
        raise TemplateError(f"模板 {name} 里有算不出来的写法（{error}）。") from error


@contextmanager
def _sound(name: str) -> Iterator[None]:
    """Whatever the libraries make of a package that is no sound Word document, told as that."""
    try:
        yield
    except _UNSOUND as error:
        raise TemplateError(
            f"模板 {name} 不是完好的 Word 文档（{type(error).__name__}）。"
            "请用 Word 或 WPS 另存一份。"
        ) from error


def is_compiled(template: Path, filters: Filters = NO_FILTERS) -> bool:
    """True where only values are rendered, document by document."""
    return _prepared(template, filters).compiled is not None


def _refuse_marks(printed: Iterable[str]) -> None:
    """What looks like a tag can't be told from one that was left over."""
    text = " ".join(printed)
    found = TEMPLATE_MARK.search(text) if any(brace in text for brace in BRACES) else None
    if found:
        raise RefusedError(f"要印的内容里有模板记号“{found[0]}”。")


def _by_docxtpl(prepared: _Prepared, names: Mapping[str, object], title: str) -> bytes:
    document = DocxTemplate(io.BytesIO(prepared.source))
    document.render(dict(names), prepared.sandbox, autoescape=True)
    document.docx.core_properties.title = title[:255]
    packed = io.BytesIO()
    document.docx.save(packed)
    return reproducible(packed.getvalue(), zipfile.ZIP_STORED)


def _prepared(template: Path, filters: Filters) -> _Prepared:
    try:
        state = template.stat()
        key = (template, state.st_mtime_ns, state.st_size, *filters.items())
        if key not in _ready.templates:
            with _sound(template.name):
                _ready.templates[key] = _prepare(template.name, template.read_bytes(), filters)
    except OSError as error:
        raise TemplateError(f"模板 {template} 打不开（{why(error)}）。") from error
    return _ready.templates[key]


def _prepare(name: str, source: bytes, filters: Filters) -> _Prepared:
    """Check that nothing of the template will be lost, and compile it if possible."""
    sandbox = Sandbox(Trace({}), filters)
    refuse_faulty(name, source, sandbox)
    source = without_persons(source)
    try:
        return _Prepared(source, sandbox, compile_template(source, sandbox))
    except (UnprovableError, RecursionError, SyntaxError):
        # What is compiled was looked at; here, broken properties would show only in the end.
        Document(io.BytesIO(source)).core_properties.author  # noqa: B018
        return _Prepared(source, sandbox, None)
