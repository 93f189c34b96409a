"""From a template and its names to the bytes of a Word document.

A template is compiled once where that is provably the same as docxtpl (compiling.py); the
others are rendered by docxtpl itself, document by document.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from anjuan.errors import TemplateError, why
from anjuan.files import digest
from anjuan.frozen import frozen
from anjuan.messages import public
from anjuan.opc import Package, reproducible
from anjuan.word.compiling import CompiledTemplate, compile_patched, compile_template
from anjuan.word.lines import told
from anjuan.word.mending import UnprovableError
from anjuan.word.patched import Patched
from anjuan.word.persons import without_persons
from anjuan.word.sandbox import PLAIN, Sandbox, refuse_unprintable, traced
from anjuan.word.structure.completing import completed, may_be_fragile
from anjuan.word.structure.seams import seamed
from anjuan.word.views import Trace

if TYPE_CHECKING:
    from anjuan.word.proofreading.shapes import Shape

_Vocabulary: TypeAlias = "Callable[[], Shape]"
# Templates that are kept ready: more than one office will ever use at a time.
_MOST_READY = 256
# What python-docx and lxml raise where a part is missing, broken, or another one than it says.
_UNSOUND = (
    *(AttributeError, LookupError, TypeError, ValueError, AssertionError, SyntaxError, EOFError),
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
)


@frozen
class Rendered:
    """A finished document.

    Attributes:
        content: the .docx file.
        parts: what was rendered of those parts that hold values, in printing order, where
            everything else was proved beforehand; None where the whole document has to be read
            again to be proved.
        template: the .docx file it was made from; empty where nobody knows.
    """

    content: bytes
    parts: tuple[str, ...] | None = None
    template: bytes = b""


@dataclass(slots=True)
class _Prepared:
    """A template made ready; `compiled` is None where docxtpl has to do it."""

    source: bytes
    compiled: CompiledTemplate | None
    is_proved: bool = False


def render(
    template: Path,
    names: Mapping[str, object],
    trace: Trace,
    title: str,
    sandbox: Sandbox = PLAIN,
    vocabulary: _Vocabulary | None = None,
) -> Rendered:
    """Fill a template.

    Args:
        template: the .docx file.
        names: by which the template asks for values (views.py).
        trace: takes down what was printed and what must not be.
        title: the document property that a reader's window shows.
        sandbox: what it runs in, with the filters of plug-ins.
        vocabulary: gives the names of which it is known what they are; None = of none.

    Raises:
        TemplateError: the template is unreadable, its tags are wrong, a name is unknown, a
            comparison can't be meant, or it would print without end.
        PluginError: a filter broke.
    """
    prepared = _prepared(template, sandbox, vocabulary)
    with told(template):
        if prepared.compiled is None:
            content = _by_docxtpl(prepared.source, names, trace, title, sandbox)
            return Rendered(content, None, prepared.source)
        content, parts = prepared.compiled.render(names, trace, title)
    # The first document of each template is read again as a whole, whatever was proved before.
    known, prepared.is_proved = prepared.is_proved, True
    return Rendered(content, parts if known else None, prepared.source)


@contextmanager
def _sound(name: str) -> Iterator[None]:
    """Whatever the libraries make of a package that is no sound Word document, told as that."""
    try:
        yield
    except _UNSOUND as error:
        raise TemplateError(
            "模板 {} 不是完好的 Word 文档（{}）。请用 Word 或 WPS 另存一份。",
            name,
            public(type(error).__name__),
        ) from error


def is_compiled(template: Path, sandbox: Sandbox = PLAIN) -> bool:
    """True where only values are rendered, document by document."""
    return _prepared(template, sandbox, None).compiled is not None


def _by_docxtpl(
    source: bytes, names: Mapping[str, object], trace: Trace, title: str, sandbox: Sandbox
) -> bytes:
    # Who uses the shipped templates only needs none of docxtpl.
    from anjuan.word.properties import FilledTemplate

    document = FilledTemplate(io.BytesIO(source))
    document.render(traced(names, trace), sandbox, autoescape=True)
    refuse_unprintable(" ".join(trace.printed))
    document.docx.core_properties.title = title[:255]
    packed = io.BytesIO()
    document.docx.save(packed)
    return reproducible(_completed(packed.getvalue()), zipfile.ZIP_STORED)


def _completed(document: bytes) -> bytes:
    """What docxtpl made, with what its branches left out."""
    package = Package(document)
    fragile = filter(may_be_fragile, package.parts)
    package.parts |= completed({name: package.parts[name] for name in fragile})
    return package.packed()


def _prepared(template: Path, sandbox: Sandbox, vocabulary: _Vocabulary | None) -> _Prepared:
    try:
        state = template.stat()
        return _ready(template, state.st_mtime_ns, state.st_size, sandbox, vocabulary)
    except OSError as error:
        raise TemplateError("模板 {} 打不开（{}）。", template, why(error)) from error


@lru_cache(maxsize=_MOST_READY)
def _ready(
    template: Path, modified: int, size: int, sandbox: Sandbox, vocabulary: _Vocabulary | None
) -> _Prepared:
    """A template in one state of its file."""
    with _sound(template.name):
        return _prepare(template.name, template.read_bytes(), sandbox, vocabulary)


def _prepare(
    name: str, source: bytes, sandbox: Sandbox, vocabulary: _Vocabulary | None
) -> _Prepared:
    """Make sure that nothing of the template will be lost, and compile it if possible."""
    if known := sandbox.proofread.get(digest(source)):
        return _known(source, known, sandbox)
    # Whoever uses the shipped templates only needs nothing that proofreads.
    from anjuan.word.proofreading.template import refuse_faulty

    source = refuse_faulty(name, source, sandbox, vocabulary() if vocabulary else None)
    source = seamed(without_persons(source))
    try:
        return _Prepared(source, compile_template(source, sandbox))
    except (UnprovableError, RecursionError, SyntaxError):
        from docx import Document

        # What is compiled was looked at; here, broken properties would show only in the end.
        Document(io.BytesIO(source)).core_properties.author  # noqa: B018
        return _Prepared(source, None)


def _known(source: bytes, patched: Patched, sandbox: Sandbox) -> _Prepared:
    """A template of which it is stored what docxtpl makes of it, marks and all."""
    source = without_persons(source)
    # Marks stand in the parts that are rendered; the others are deflated anew beside them.
    around = Package(source).packed() if patched.is_marked else source
    return _Prepared(source, compile_patched(around, patched, sandbox))
