"""Places of a Word file besides the text of its paragraphs, each with a text in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from support.blank import new_document
from support.word_files import saved

_NAMESPACES = (
    nsdecls("w", "r", "wp", "a", "pic")
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Build = Callable[[str], bytes]


def paragraph_with(inner: str) -> bytes:
    """A template that is filled, and whose second paragraph holds this XML."""
    document = new_document()
    document.add_paragraph("{{ 名 }}")
    paragraph = parse_xml(f"<w:p {_NAMESPACES}><w:r><w:t>前</w:t></w:r>{inner}</w:p>")
    document.element.body.insert(1, paragraph)
    return saved(document)


def _graphic(properties: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" {properties}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _in_attribute(xml: str) -> Build:
    """`xml` has a place `§` for a quoted text."""
    return lambda text: paragraph_with(xml.replace("§", quoteattr(text)))


def _in_text(xml: str) -> Build:
    return lambda text: paragraph_with(xml.replace("§", escape(text)))


def _watermark(text: str) -> bytes:
    document = new_document()
    document.add_paragraph("{{ 名 }}")
    shape = f'<v:shape type="#_x0000_t136"><v:textpath string={quoteattr(text)}/></v:shape>'
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph._p.append(parse_xml(f"<w:r {_NAMESPACES}><w:pict>{shape}</w:pict></w:r>"))
    return saved(document)


def _link(quote: Callable[[str], str]) -> Build:
    def build(text: str) -> bytes:
        document = new_document()
        document.add_paragraph("{{ 名 }}")
        key = document.part.relate_to(f"mailto:{quote(text)}", RT.HYPERLINK, is_external=True)
        link = f'<w:hyperlink {_NAMESPACES} r:id="{key}"><w:r><w:t>信箱</w:t></w:r></w:hyperlink>'
        document.add_paragraph("前")._p.append(parse_xml(link))
        return saved(document)

    return build


def _braces_quoted(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7d").replace(" ", "%20")


def _beside(name: str, kind: str, content: Callable[[str], bytes]) -> Build:
    """A part that the body is related to."""

    def build(text: str) -> bytes:
        document = new_document()
        document.add_paragraph("{{ 名 }}")
        package = document.part.package
        part = Part(PackURI(f"/{name}"), "application/xml", content(text), package)
        document.part.relate_to(part, f"{_SPACE}/{kind}")
        return saved(document)

    return build


def _xml(pattern: str) -> Callable[[str], bytes]:
    return lambda text: pattern.replace("§", escape(text)).encode()


def _in_old_office(text: str) -> bytes:
    return b"\0" + text.encode("utf-16-le")


def _zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst><si><t>{escape(text)}</t></si></sst>")
    return out.getvalue()


def _comment(text: str) -> bytes:
    document = new_document()
    paragraph = document.add_paragraph("{{ 名 }}")
    document.add_comment(paragraph.runs, text=text, author="案卷用户")
    return saved(document)


def _note(kind: str) -> Callable[[str], bytes]:
    return _xml(
        f"<w:{kind}s {nsdecls('w')}><w:{kind} w:id='1'><w:p><w:r><w:t>§</w:t></w:r></w:p>"
        f"</w:{kind}></w:{kind}s>"
    )


def _property(name: str) -> Build:
    def build(text: str) -> bytes:
        document = new_document()
        document.add_paragraph("{{ 名 }}")
        setattr(document.core_properties, name, text)
        return saved(document)

    return build


_CHART = "<c:chart xmlns:c='c' xmlns:a='a'><a:p><a:r><a:t>§</a:t></a:r></a:p></c:chart>"
_MODEL = "<d:dataModel xmlns:d='d' xmlns:a='a'><a:t>§</a:t></d:dataModel>"
_PART = (
    f"<w:glossaryDocument {nsdecls('w')}><w:p><w:r><w:t>§</w:t></w:r></w:p></w:glossaryDocument>"
)
_FORM = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val=§/>'
    '</w:textInput></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>§</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r>"
    "</w:rubyBase></w:ruby></w:r>"
)
_SHOWN = "<w:r><w:t>甲</w:t></w:r>"
_CONTROL = f"<w:sdt><w:sdtPr>{{}}</w:sdtPr><w:sdtContent>{_SHOWN}</w:sdtContent></w:sdt>"
_TIP = f'<w:hyperlink w:anchor="a" w:tooltip=§>{_SHOWN}</w:hyperlink>'
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>§</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

# By what a lawyer calls it: what makes a file with a text there, and where a fault is told.
UNFILLED: Mapping[str, tuple[Build, str]] = MappingProxyType(
    {
        "图片的替代文字": (_in_attribute(_graphic("descr=§ name=''")), "正文第 2 段"),
        "图片的标题": (_in_attribute(_graphic("title=§ name=''")), "正文第 2 段"),
        "图形的名称": (_in_attribute(_graphic("name=§")), "正文第 2 段"),
        "水印": (_watermark, "页眉第 1 段"),
        "公式": (_in_text("<m:oMath><m:r><m:t>§</m:t></m:r></m:oMath>"), "正文第 2 段"),
        "拼音": (_in_text(_RUBY), "正文第 2 段"),
        "段落里的散字": (_in_text("§<w:r/>"), "正文第 2 段"),
        "文字后面的散字": (_in_text("<w:r><w:t>甲</w:t>§</w:r>"), "正文第 2 段"),
        "超链接": (_link(str), "正文第 2 段"),
        "超链接，浏览器的写法": (_link(_braces_quoted), "正文第 2 段"),
        "超链接的提示": (_in_attribute(_TIP), "正文第 2 段"),
        "窗体域": (_in_attribute(_FORM), "正文第 2 段"),
        "控件的标题": (_in_attribute(_CONTROL.format("<w:alias w:val=§/>")), "正文第 2 段"),
        "下拉列表": (
            _in_attribute(
                _CONTROL.format("<w:dropDownList><w:listItem w:value=§/></w:dropDownList>")
            ),
            "正文第 2 段",
        ),
        "批注": (_comment, "批注 1 第 1 段"),
        "尾注": (_beside("word/endnotes.xml", "endnotes", _note("endnote")), "尾注 1 第 1 段"),
        "图表": (_beside("word/charts/chart1.xml", "chart", _xml(_CHART)), "图表"),
        "图形数据": (
            _beside("word/diagrams/data1.xml", "diagramData", _xml(_MODEL)),
            "SmartArt 图形",
        ),
        "文档部件": (
            _beside("word/glossary/document.xml", "glossaryDocument", _xml(_PART)),
            "文档部件",
        ),
        "自定义数据": (_beside("customXml/item9.xml", "customXml", _xml("<x>§</x>")), "自定义数据"),
        "嵌入的工作簿": (_beside("word/embeddings/表.xlsx", "package", _zipped), "嵌入的文件"),
        "嵌入的旧文件": (
            _beside("word/embeddings/o.bin", "oleObject", _in_old_office),
            "嵌入的文件",
        ),
        "关键词": (_property("keywords"), "文档属性"),
        "类别": (_property("category"), "文档属性"),
    }
)  # fmt: skip
FIELDS: Mapping[str, tuple[Build, str]] = MappingProxyType(
    {
        "域代码": (_in_text(_FIELD), "正文第 2 段"),
        "简单的域": (
            _in_attribute("<w:fldSimple w:instr=§><w:r><w:t>甲</w:t></w:r></w:fldSimple>"),
            "正文第 2 段",
        ),
    }
)
