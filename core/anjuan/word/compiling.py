"""Templates compiled once: afterwards only values are rendered and all else is copied.

docxtpl stays the language and the oracle: its own `patch_xml` prepares each part. A template is
compiled only where it can be proved beforehand that docxtpl would do nothing else to any output:

* every branch of every part is well-formed by itself, and values are always escaped, so that
  each output is well-formed and docxtpl's recovering parser has nothing to mend;
* no loop or condition changes the cells of a row, so that its `fix_tables` has nothing to do.

What can't be proved is left to docxtpl itself, which is slower (rendering.py).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.parsers import expat

from docx.opc.oxml import serialize_part_xml
from docxtpl import DocxTemplate
from jinja2 import Template, nodes
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree
from markupsafe import escape

from anjuan.errors import TemplateError
from anjuan.opc import BODY, CORE_PROPERTIES, W, without_moment
from anjuan.word.mould import Mould
from anjuan.word.sandbox import RefusedError, Sandbox

_FOOTNOTES = "word/footnotes.xml"
_TAG = re.compile(r"\{\{|\{%|\{#")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>\s*")
# As python-docx writes it in front of headers and footers.
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
# What docxtpl turns into line breaks, tabs, paragraphs and pages (its `resolve_listing`).
_LISTING = re.compile("[\t\n\a\f]")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
# Characters that XML 1.0 (§2.2) can't hold or would change, and marks that docxtpl rewrites.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_REWRITTEN = re.compile(r"\{_|_\}")
# docxtpl renders these core properties; the title is ours.
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_TITLE_MARK = "\ue000"
# Stand-ins in a skeleton: neither may occur inside a tag or a name, so a misplaced one is found.
_VALUE, _BRANCH, _BRANCH_END = "★", "<?branch?>", "<?end?>"


class UnprovableError(TemplateError):
    """The template has to be rendered by docxtpl itself; the message says why."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part with tags: compiled code, and what stands before and after what it renders."""

    name: str
    code: Template
    before: str = ""
    after: str = ""

    def render(self, names: Mapping[str, object], sandbox: Sandbox, tool: DocxTemplate) -> str:
        printed = sandbox.trace.printed
        known = len(printed)
        text = "".join(self.code.root_render_func(self.code.new_context(names, shared=True)))  # type: ignore[arg-type]
        values = " ".join(printed[known:])
        _refuse_unprintable(values)
        if _LISTING.search(values):
            text = _with_breaks(text, tool)
        return f"{self.before}{text}{self.after}"


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template that takes names and gives a document."""

    _mould: Mould
    _parts: Sequence[_Part]
    _properties: tuple[str, str]
    _sandbox: Sandbox
    _tool: DocxTemplate

    def render(self, names: Mapping[str, object], title: str) -> tuple[bytes, tuple[str, ...]]:
        """The finished document, and those of its parts that hold values, in printing order.

        Raises:
            JinjaError: what the template asks for can't be had.
        """
        parts = tuple(part.render(names, self._sandbox, self._tool) for part in self._parts)
        before, after = self._properties
        properties = f"{before}{escape(title[:255])}{after}"
        return self._mould.fill([text.encode() for text in (*parts, properties)]), parts


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
    mould = Mould(source, [*names, CORE_PROPERTIES])
    return CompiledTemplate(mould, parts, _properties(tool), sandbox, tool)


def _compiled_parts(tool: DocxTemplate, sandbox: Sandbox) -> Iterator[_Part]:
    """Body, headers, footers and footnotes, in docxtpl's order; those without tags are left out."""
    yield _compiled_body(tool, sandbox)
    for uri in (tool.HEADER_URI, tool.FOOTER_URI):
        for _, part in tool.get_headers_footers(uri):
            name, source = part.partname.membername, tool.patch_xml(tool.get_part_xml(part))
            if _TAG.search(source):
                yield replace(_compiled(name, source, sandbox), before=_DECLARATION)
    for part in tool.docx.part.package.parts:
        if part.partname.membername == _FOOTNOTES:
            # docxtpl takes this part as it stands, declaration and all.
            declaration, source = _undeclared(tool.patch_xml(part.blob.decode("utf-8")))
            if _TAG.search(source):
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
    part = _compiled(BODY, inner, sandbox, slice(own_start, own_end))
    return replace(part, before=whole[:shared_start], after=whole[end:])


def _compiled(name: str, source: str, sandbox: Sandbox, inside: slice = slice(None)) -> _Part:
    """A part whose every output can be proved well-formed; `inside` is what is rendered of it."""
    tree = sandbox.parse(source)
    _prove_branches(tree.body)
    _prove_tables(etree.fromstring(_skeleton(tree.body, deep=True)))
    tree = sandbox.parse(source[inside])
    for text in tree.find_all(nodes.TemplateData):
        _prove_fixed_text(text.data)
    code = Template.from_code(sandbox, sandbox.compile(tree, name, None), {})
    return _Part(name, code)


def _prove_branches(body: Sequence[nodes.Node]) -> None:
    """Every branch closes what it opens."""
    _prove_well_formed(_skeleton(body))
    for node in body:
        for branch in _branches(node):
            _prove_branches(branch)


def _branches(node: nodes.Node) -> list[list[nodes.Node]]:
    """What a condition or a loop may render; nothing for other nodes."""
    match node:
        case nodes.If():
            return [node.body, node.else_, *(other.body for other in node.elif_)]
        case nodes.For():
            return [node.body, node.else_]
        case _:
            return []


def _skeleton(body: Sequence[nodes.Node], *, deep: bool = False) -> str:
    """Fixed text with stand-ins for values and for branches; the branches themselves if `deep`."""
    return "".join(_outline(node, deep) for node in body)


def _outline(node: nodes.Node, deep: bool) -> str:
    match node:
        case nodes.Output():
            return "".join(
                part.data if isinstance(part, nodes.TemplateData) else _VALUE for part in node.nodes
            )
        case nodes.If() | nodes.For():
            inner = (_skeleton(it, deep=True) if deep else "" for it in _branches(node))
            return "".join(f"{_BRANCH}{text}{_BRANCH_END}" for text in inner)
        case nodes.Assign():
            return ""
        case _:
            raise UnprovableError(f"用了 {type(node).__name__}")


def _prove_well_formed(skeleton: str) -> None:
    try:
        expat.ParserCreate().Parse(f"<part>{skeleton}</part>", True)
    except expat.ExpatError as error:
        raise UnprovableError(f"有的分支自身不成对（{error}）") from error


def _undeclared(xml: str) -> tuple[str, str]:
    """An XML declaration, empty where there is none, and what follows it."""
    declaration = _XML_DECLARATION.match(xml)
    end = declaration.end() if declaration else 0
    return xml[:end], xml[end:]


def _prove_tables(root: etree._Element) -> None:
    if root.find(f".//{W}txbxContent") is not None:
        raise UnprovableError("有文本框")
    if root.find(".//{*}docPr") is not None:
        raise UnprovableError("有图形")
    for table in root.iter(f"{W}tbl"):
        _prove_table(table)


def _prove_table(table: etree._Element) -> None:
    """Make sure that docxtpl's `fix_tables` has nothing to do: one row always fills the grid."""
    grid = table.find(f"{W}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
    depth, filled = 0, False
    for child in table:
        if isinstance(child, etree._ProcessingInstruction):
            depth += 1 if child.target == "branch" else -1
        elif child.tag == f"{W}tr":
            cells = _cells(child)
            if cells > columns:
                raise UnprovableError("表格的行比列宽")
            filled = filled or (cells == columns and depth == 0)
    if not filled:
        raise UnprovableError("表格没有一行总是占满各列")


def _cells(row: etree._Element) -> int:
    """Grid columns a row takes; a nested table or a conditional cell can't be foreseen."""
    if (
        any(isinstance(child, etree._ProcessingInstruction) for child in row)
        or row.find(f".//{W}tbl") is not None
    ):
        raise UnprovableError("表格的单元格随条件增减")
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row if cell.tag == f"{W}tc")
    return sum(1 if span is None else _span(span) for span in spans)


def _span(span: etree._Element) -> int:
    width = span.get(f"{W}val") or ""
    if not width.isdigit():
        raise UnprovableError("单元格的跨列数随内容变化")
    return int(width)


def _prove_fixed_text(text: str) -> None:
    if _LISTING.search(text) or _REWRITTEN.search(text):
        raise UnprovableError("固定文字里有换行或模板记号")


def _refuse_unfit(source: bytes, compiled: Sequence[str]) -> None:
    """Parts that docxtpl would treat in a way of its own, and tags where nothing fills them."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = package.namelist()
        if len(set(names)) < len(names) or CORE_PROPERTIES not in names:
            raise UnprovableError("文件里缺少文档属性，或有重复的部件")
        for name in set(names) - set(compiled):
            if name.endswith(".xml") and _TAG.search(package.read(name).decode("utf-8", "replace")):
                raise UnprovableError(f"{name} 里有标签")


def _properties(tool: DocxTemplate) -> tuple[str, str]:
    """Core properties as docxtpl leaves them, before and after the title."""
    properties = tool.docx.core_properties
    for name in _PROPERTIES:
        setattr(properties, name, getattr(properties, name))
    properties.title = _TITLE_MARK
    blob = without_moment(tool.docx.part.package._core_properties_part.blob)
    before, _, after = blob.decode().partition(_TITLE_MARK)
    return before, after


def _with_breaks(text: str, tool: DocxTemplate) -> str:
    """Apply docxtpl's treatment of line breaks and tabs, to those paragraphs that have any."""

    def resolved(paragraph: re.Match[str]) -> str:
        found = paragraph[0]
        return str(tool.resolve_listing(found)) if _LISTING.search(found) else found

    return _PARAGRAPH.sub(resolved, text)


def _refuse_unprintable(values: str) -> None:
    found = _UNPRINTABLE.search(values)
    if found:
        raise RefusedError(f"要印的内容里有 Word 存不下的字符（U+{ord(found[0]):04X}）。")
