"""Word files of a few kilobytes, from the XML of their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
) + ' mc:Ignorable="w14"'  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_PROPERTIES = (
    '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp='
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
SECTION = '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
SEPARATORS = (
    '<w:{0} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'
    '<w:{0} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:{0}>"
)
# Two lists of two levels; the style 编号 numbers by the second.
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        + ('<w:pStyle w:val="numbered"/>' if number == 1 and level == 0 else "")
        + f'<w:lvlText w:val="%{level + 1}."/><w:lvlJc w:val="left"/></w:lvl>'
        for level in (0, 1)
    )
    + "</w:abstractNum>"
    for number in (0, 1)
) + "".join(
    f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>'
    for number in (0, 1)
)  # fmt: skip
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="numbered"><w:name w:val="编号"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:ind w:left="420"/></w:pPr></w:style>'
)


def small_docx(body: str, **parts: str) -> bytes:
    """A Word file.

    Args:
        body: what stands in the body, without the last section's properties.
        parts: what stands in `header`, `footer`, `footnotes`, `endnotes`, `comments`,
            `numbering`, `styles`; notes without separators.
    """
    given = {"styles": STYLES, "numbering": NUMBERING, **parts}
    contents = {
        kind: SEPARATORS.format(kind[:-1]) + inner if kind.endswith("notes") else inner
        for kind, inner in given.items()
    }
    section = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>'
        for kind in ("header", "footer")
        if kind in parts
    )
    document = f"<w:body>{body}{SECTION.format(section)}</w:body>"
    return packed(
        {
            "[Content_Types].xml": _types(contents),
            "_rels/.rels": _relations(
                {"d": (f"{_RELATION}/officeDocument", "word/document.xml"),
                 "c": (f"{_CORE_RELATION}/core-properties", "docProps/core.xml")}
            ),
            "word/document.xml": _part("document", document),
            "word/_rels/document.xml.rels": _relations(
                {kind: (f"{_RELATION}/{kind}", f"{kind}.xml") for kind in contents}
            ),
            **{f"word/{kind}.xml": _part(kind, inner) for kind, inner in contents.items()},
            "docProps/core.xml": _HEAD + _PROPERTIES,
        }
    )  # fmt: skip


def paragraph(text: str = "", *, num: int = 0, style: str = "", inner: str = "") -> str:
    """A paragraph with a text in one run; in a list, in a style, with more in it."""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks = f"<w:pPr>{styled}{listed}</w:pPr>" if listed or styled else ""
    said = run(f'<w:t xml:space="preserve">{text}</w:t>') if text else ""
    return f"<w:p>{looks}{inner}{said}</w:p>"


def run(inner: str) -> str:
    """A run."""
    return f"<w:r>{inner}</w:r>"


def table(*rows: str, columns: int = 1) -> str:
    """A table with a grid of so many columns."""
    grid = '<w:gridCol w:w="1000"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(*cells: str) -> str:
    """A row."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(inner: str = "<w:p/>", properties: str = "") -> str:
    """A cell; `properties` come after its width."""
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{properties}</w:tcPr>{inner}</w:tc>'


def changed(document: bytes, changes: Mapping[str, str | Callable[[str], str] | None]) -> bytes:
    """A package with parts changed, added, or, where nothing is given, left out."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    for name, change in changes.items():
        content = change(parts[name]) if callable(change) else change
        parts.pop(name, None)
        parts |= {} if content is None else {name: content}
    return packed(parts)


def packed(parts: Mapping[str, str]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _part(kind: str, inner: str) -> str:
    root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{inner}</w:{root}>"


def _types(contents: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for kind in contents
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{overrides}</Types>'
    )


def _relations(entries: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in entries.items()
    )
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{name}">{inner}</Relationships>'
