"""How docxtpl makes a template ready for the language; everything else here only looks at texts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from docx.opc.oxml import serialize_part_xml
from docxtpl import DocxTemplate

from anjuan.opc import BODY, CORE_PROPERTIES, without_moment
from anjuan.word.marks import TAG
from anjuan.word.mending import UnprovableError
from anjuan.word.patched import Patched, PatchedPart
from anjuan.word.properties import RENDERED, put

_FOOTNOTES = "word/footnotes.xml"
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>\s*")
# As python-docx writes it in front of headers and footers.
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_TITLE_MARK = "\ue000"
# Looks at nothing but the text it is given.
_resolved = DocxTemplate("").resolve_listing


def patch(source: bytes) -> Patched:
    """Make a template ready.

    Raises:
        UnprovableError: it has to be rendered by docxtpl itself.
    """
    tool = DocxTemplate(io.BytesIO(source))
    tool.render_init()
    parts = tuple(_parts(tool))
    _refuse_unfit(source, [part.name for part in parts])
    return Patched(parts, _properties(tool))


def with_breaks(paragraph: str) -> str:
    """A paragraph with docxtpl's treatment of line breaks and tabs."""
    return str(_resolved(paragraph))


def _parts(tool: DocxTemplate) -> Iterator[PatchedPart]:
    """Body, headers, footers and footnotes, in docxtpl's order; those without tags are left out."""
    yield _body(tool)
    for uri in (tool.HEADER_URI, tool.FOOTER_URI):
        for _, part in tool.get_headers_footers(uri):
            name, source = part.partname.membername, tool.patch_xml(tool.get_part_xml(part))
            if TAG.search(source):
                yield PatchedPart(name, source, before=_DECLARATION)
    for part in tool.docx.part.package.parts:
        if part.partname.membername == _FOOTNOTES:
            # docxtpl takes this part as it stands, declaration and all.
            declaration, source = _undeclared(tool.patch_xml(part.blob.decode("utf-8")))
            if TAG.search(source):
                yield PatchedPart(_FOOTNOTES, source, before=declaration)


def _body(tool: DocxTemplate) -> PatchedPart:
    """The body inside the unchanged rest of its part, whose namespaces it shares."""
    body = tool.get_xml()
    whole = serialize_part_xml(tool.docx.part._element).decode("utf-8")
    start, end = whole.index("<w:body"), whole.rindex("</w:body>")
    inner = tool.patch_xml(body)
    own_start = inner.index(">") + 1
    shared_start = whole.index(">", start) + 1
    own_end = inner.rindex("</w:body>")
    around = (inner[:own_start], inner[own_end:])
    source = inner[own_start:own_end]
    return PatchedPart(BODY, source, whole[:shared_start], whole[end:], around)


def _undeclared(xml: str) -> tuple[str, str]:
    """An XML declaration, empty where there is none, and what follows it."""
    declaration = _XML_DECLARATION.match(xml)
    end = declaration.end() if declaration else 0
    return xml[:end], xml[end:]


def _refuse_unfit(source: bytes, patched: Sequence[str]) -> None:
    """Parts that docxtpl would treat in a way of its own, and tags where nothing fills them."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = package.namelist()
        if len(set(names)) < len(names) or CORE_PROPERTIES not in names:
            raise UnprovableError("文件里缺少文档属性，或有重复的部件")
        for name in set(names) - set(patched):
            if name.endswith(".xml") and TAG.search(package.read(name).decode("utf-8", "replace")):
                raise UnprovableError(f"{name} 里有标签")


def _properties(tool: DocxTemplate) -> tuple[str, str]:
    """Core properties as docxtpl leaves them, before and after the title."""
    properties = tool.docx.core_properties
    for name in RENDERED:
        put(properties, name, getattr(properties, name))
    properties.title = _TITLE_MARK
    blob = without_moment(tool.docx.part.package._core_properties_part.blob)
    before, _, after = blob.decode().partition(_TITLE_MARK)
    return before, after
