"""Templates compiled once: afterwards only values are rendered and all else is copied.

docxtpl stays the language and the oracle: its own `patch_xml` prepares each part. A template is
compiled only where it can be proved beforehand that docxtpl would do nothing else to any output
(mending.py). What can't be proved is left to docxtpl itself, which is slower (rendering.py).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docx.opc.oxml import serialize_part_xml
from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError
from markupsafe import escape

from anjuan.frozen import frozen
from anjuan.opc import BODY, CORE_PROPERTIES, without_moment
from anjuan.word.marks import TAG
from anjuan.word.mending import LISTING, UnprovableError, proved_skeleton
from anjuan.word.mould import Mould
from anjuan.word.properties import RENDERED, put
from anjuan.word.sandbox import Sandbox, refuse_unprintable
from anjuan.word.structure.completing import SHARED_PARTS, completed, ended
from anjuan.word.structure.gaps import Fragility, fragility
from anjuan.word.views import Trace

_FOOTNOTES = "word/footnotes.xml"
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>\s*")
# As python-docx writes it in front of headers and footers.
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_TITLE_MARK = "\ue000"
# Looks at nothing but the text it is given.
_resolved = DocxTemplate("").resolve_listing


@frozen
class _Part:
    """One part with tags.

    Attributes:
        code: what renders it.
        fragility: what branches leave out may have to be made good.
        before, after: what stands around that which is rendered.
    """

    name: str
    code: Template
    fragility: Fragility
    before: str = ""
    after: str = ""

    def render(self, names: Mapping[str, object], trace: Trace, sandbox: Sandbox) -> str:
        known = len(trace.printed)
        text = sandbox.text(self.code, names, trace)
        if trace.is_awkward:
            values = " ".join(trace.printed[known:])
            refuse_unprintable(values)
            if LISTING.search(values):
                text = _PARAGRAPH.sub(_with_breaks, text)
        return f"{self.before}{text}{self.after}"


@frozen
class CompiledTemplate:
    """A template that takes names and gives a document.

    Most templates can leave nothing unsound. Of the others those parts are looked at each time
    that might, with those that hold their lists and notes; shared are the latter without tags.
    """

    _mould: Mould
    _parts: Sequence[_Part]
    _properties: tuple[str, str]
    _sandbox: Sandbox
    _shared: dict[str, bytes]
    _looked_at: tuple[str, ...]

    def render(
        self, names: Mapping[str, object], trace: Trace, title: str
    ) -> tuple[bytes, tuple[str, ...]]:
        """The finished document, and those of its parts that hold values, in printing order.

        Raises:
            JinjaError: what the template asks for can't be had.
        """
        parts = tuple(part.render(names, trace, self._sandbox) for part in self._parts)
        before, after = self._properties
        contents = self._completed(parts) if self._looked_at else [it.encode() for it in parts]
        properties = f"{before}{escape(title[:255])}{after}".encode()
        return self._mould.fill([*contents, properties]), parts

    def _completed(self, texts: Sequence[str]) -> list[bytes]:
        """What was rendered, and the shared parts behind it, made sound."""
        names = [part.name for part in self._parts]
        if Fragility.ANY not in (part.fragility for part in self._parts):
            whole = [text for text in map(ended, texts) if text is not None]
            if len(whole) == len(texts):
                return [text.encode() for text in whole]
        every = {name: text.encode() for name, text in zip(names, texts, strict=True)}
        every |= self._shared
        return list((every | completed({name: every[name] for name in self._looked_at})).values())


def compile_template(source: bytes, sandbox: Sandbox) -> CompiledTemplate:
    """Compile a template.

    Args:
        source: the .docx file.
        sandbox: what the compiled code will run in.

    Raises:
        UnprovableError: it has to be rendered by docxtpl itself.
    """
    tool = DocxTemplate(io.BytesIO(source))
    tool.render_init()
    try:
        parts = tuple(_compiled_parts(tool, sandbox))
    except JinjaError as error:
        raise UnprovableError(f"标签写错了：{error.message}") from error
    names = [part.name for part in parts]
    _refuse_unfit(source, names)
    fragile = [part.name for part in parts if part.fragility]
    is_any = Fragility.ANY in (part.fragility for part in parts)
    shared = _shared(source, names) if is_any else {}
    grown = [name for name in names if name in SHARED_PARTS] if is_any else []
    looked_at = tuple(dict.fromkeys((*fragile, *grown, *shared)))
    mould = Mould(source, [*names, *shared, CORE_PROPERTIES])
    return CompiledTemplate(mould, parts, _properties(tool), sandbox, shared, looked_at)


def _compiled_parts(tool: DocxTemplate, sandbox: Sandbox) -> Iterator[_Part]:
    """Body, headers, footers and footnotes, in docxtpl's order; those without tags are left out."""
    yield _compiled_body(tool, sandbox)
    for uri in (tool.HEADER_URI, tool.FOOTER_URI):
        for _, part in tool.get_headers_footers(uri):
            name, source = part.partname.membername, tool.patch_xml(tool.get_part_xml(part))
            if TAG.search(source):
                yield replace(_compiled(name, source, sandbox), before=_DECLARATION)
    for part in tool.docx.part.package.parts:
        if part.partname.membername == _FOOTNOTES:
            # docxtpl takes this part as it stands, declaration and all.
            declaration, source = _undeclared(tool.patch_xml(part.blob.decode("utf-8")))
            if TAG.search(source):
                yield replace(_compiled(_FOOTNOTES, source, sandbox), before=declaration)


def _compiled_body(tool: DocxTemplate, sandbox: Sandbox) -> _Part:
    """The body inside the unchanged rest of its part, whose namespaces it shares."""
    body = tool.get_xml()
    whole = serialize_part_xml(tool.docx.part._element).decode("utf-8")
    start, end = whole.index("<w:body"), whole.rindex("</w:body>")
    inner = tool.patch_xml(body)
    own_start = inner.index(">") + 1
    shared_start = whole.index(">", start) + 1
    own_end = inner.rindex("</w:body>")
    around = (inner[:own_start], inner[own_end:])
    part = _compiled(BODY, inner[own_start:own_end], sandbox, around)
    return replace(part, before=whole[:shared_start], after=whole[end:])


def _compiled(
    name: str, source: str, sandbox: Sandbox, around: tuple[str, str] = ("", "")
) -> _Part:
    """A part whose every output can be proved well-formed, with what stands around it."""
    tree = sandbox.parse(source)
    skeleton = proved_skeleton(tree, around)
    code = Template.from_code(sandbox, sandbox.compile(tree, name, None), {})
    return _Part(name, code, fragility(skeleton))


def _undeclared(xml: str) -> tuple[str, str]:
    """An XML declaration, empty where there is none, and what follows it."""
    declaration = _XML_DECLARATION.match(xml)
    end = declaration.end() if declaration else 0
    return xml[:end], xml[end:]


def _refuse_unfit(source: bytes, compiled: Sequence[str]) -> None:
    """Parts that docxtpl would treat in a way of its own, and tags where nothing fills them."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = package.namelist()
        if len(set(names)) < len(names) or CORE_PROPERTIES not in names:
            raise UnprovableError("文件里缺少文档属性，或有重复的部件")
        for name in set(names) - set(compiled):
            if name.endswith(".xml") and TAG.search(package.read(name).decode("utf-8", "replace")):
                raise UnprovableError(f"{name} 里有标签")


def _shared(source: bytes, compiled: Sequence[str]) -> dict[str, bytes]:
    """Parts without tags that may get new entries, for what a loop repeats."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = package.namelist()
        return {
            part: package.read(part)
            for part in SHARED_PARTS
            if part in names and part not in compiled
        }


def _properties(tool: DocxTemplate) -> tuple[str, str]:
    """Core properties as docxtpl leaves them, before and after the title."""
    properties = tool.docx.core_properties
    for name in RENDERED:
        put(properties, name, getattr(properties, name))
    properties.title = _TITLE_MARK
    blob = without_moment(tool.docx.part.package._core_properties_part.blob)
    before, _, after = blob.decode().partition(_TITLE_MARK)
    return before, after


def _with_breaks(paragraph: re.Match[str]) -> str:
    """A paragraph with docxtpl's treatment of line breaks and tabs, where it holds any."""
    return str(_resolved(paragraph[0])) if LISTING.search(paragraph[0]) else paragraph[0]
