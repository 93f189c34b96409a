"""A Word document as HTML: sections, paragraphs, tables, pictures, headers and footers.

Where pages end the browser finds out: a section is a box of columns, each the size of a page's
text, and paper.js lays paper behind them. What is not known here is told, never left out in
silence; the text of what is shown is the text of the document (`word/text.py`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

from lxml import etree
from markupsafe import Markup, escape

from anjuan.desk.paper.elements import CALLED, HOLDS_BLOCKS, HOLDS_RUNS, SILENT, local_name
from anjuan.desk.paper.grounds import Grounds, Mark, Sign, signs_of
from anjuan.desk.paper.looks import (
    Look,
    Styles,
    borders,
    is_on,
    number,
    paragraph_look,
    points,
    run_look,
    shade,
    value,
)
from anjuan.desk.paper.tables import (
    cell_look,
    cells_of,
    is_continued,
    merged_height,
    rows_of,
)
from anjuan.frozen import frozen
from anjuan.opc import BODY, Package, W

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU_A_POINT = 12700
# What a browser shows without a program of its own.
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_PAGE_FIELD = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")
_PLAIN_TAGS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}

Show = Callable[[str], str]


@frozen
class PaperPages:
    """A document for the browser.

    Attributes:
        body: the sections.
        styles: what its classes look like; holds nothing but what looks.py lets through.
        unknown: what it can't show, in Chinese.
    """

    body: Markup
    styles: Markup
    unknown: tuple[str, ...]


def paper_pages(document: bytes, shown: Show = str, grounds: Grounds | None = None) -> PaperPages:
    """The pages of a Word document.

    Args:
        document: the file.
        shown: what shows a paragraph, sign for sign.
        grounds: what stands under its text; None = nothing.

    Raises:
        zipfile.BadZipFile, etree.XMLSyntaxError: it is not a sound package.
    """
    drawn = _Drawing(Package(document), shown, grounds)
    body = drawn.body()
    return PaperPages(body, drawn.rules(), tuple(drawn.unknown))


class _Drawing:
    """One document on its way into HTML."""

    def __init__(self, package: Package, shown: Show, grounds: Grounds | None) -> None:
        self.unknown: dict[str, None] = {}
        self._package = package
        self._shown = shown
        self._grounds = grounds
        self._known: dict[etree._Element, list[list[Mark | None]]] = {}
        styles = package.related(BODY, "styles")
        self._styles = Styles(package.tree(styles) if styles in package.parts else None)
        self._classes: dict[str, str] = {}
        self._part = BODY
        self._field: list[str] = []

    def body(self) -> Markup:
        """All sections."""
        root = self._part_tree(BODY).find(f"{W}body")
        if root is None:
            return Markup("")
        return Markup("").join(self._section(blocks, it) for blocks, it in self._sections(root))

    def rules(self) -> Markup:
        """What the classes look like."""
        # Pieces of looks.py and numbers: there is no text of the document in them.
        return Markup("\n".join(f".{name}{{{css}}}" for css, name in self._classes.items()))

    def _tell(self, name: str) -> None:
        self.unknown.setdefault(CALLED.get(name, f"“{name}”"))

    def _class(self, look: Look) -> str:
        if not look:
            return ""
        css = ";".join(f"{name}:{it}" for name, it in look.items())
        return self._classes.setdefault(css, f"s{len(self._classes)}")

    def _element(self, tag: str, look: Look, content: Markup, more: str = "") -> Markup:
        name = self._class(look)
        kind = f' class="{name}"' if name else ""
        return Markup(f"<{tag}{kind}{more}>") + content + Markup(f"</{tag}>")

    def _sections(
        self, body: etree._Element
    ) -> Iterator[tuple[list[Markup], etree._Element | None]]:
        blocks: list[Markup] = []
        last: etree._Element | None = None
        for element in body:
            if element.tag == f"{W}sectPr":
                last = element
                continue
            blocks.append(self._block(element))
            ended = element.find(f"{W}pPr/{W}sectPr")
            if ended is not None:
                yield blocks, ended
                blocks = []
        yield blocks, last

    def _section(self, blocks: list[Markup], it: etree._Element | None) -> Markup:
        page = None if it is None else it.find(f"{W}pgSz")
        margin = None if it is None else it.find(f"{W}pgMar")
        width, height = number(page, "w") or 11906, number(page, "h") or 16838
        sides = {name: number(margin, name) for name in ("left", "right", "top", "bottom")}
        look = {
            "--page-width": points(width),
            "--page-height": points(height),
            "--left": points(sides["left"]),
            "--top": points(abs(sides["top"])),
            "--right": points(sides["right"]),
            "--text-width": points(width - sides["left"] - sides["right"]),
            "--text-height": points(height - abs(sides["top"]) - abs(sides["bottom"])),
            "--header": points(number(margin, "header")),
            "--footer": points(number(margin, "footer")),
        }
        around = Markup("") if it is None else Markup("").join(self._around(it))
        if it is not None:
            self._tell_of_section(it)
        text = Markup('<div class="text">{}</div>').format(Markup("").join(blocks))
        return Markup('<section class="paper {}">{}{}</section>').format(
            self._class(look), text, around
        )

    def _tell_of_section(self, it: etree._Element) -> None:
        if number(it.find(f"{W}cols"), "num") > 1:
            self._tell("cols")
        if value(it.find(f"{W}type")) == "continuous":
            self._tell("continuous")

    def _around(self, it: etree._Element) -> Iterator[Markup]:
        """Headers and footers; paper.js copies them onto pages."""
        has_first = is_on(it.find(f"{W}titlePg"))
        targets = self._package.targets(BODY)
        for what, name in (("headerReference", "header"), ("footerReference", "footer")):
            for reference in it.findall(f"{W}{what}"):
                part = targets.get(reference.get(f"{_R}id", ""), "")
                kind = value(reference, "type", "default")
                is_shown = kind == "default" or (kind == "first" and has_first)
                if part in self._package.parts and is_shown:
                    yield Markup('<div class="{}" data-on="{}">{}</div>').format(
                        name, kind, self._part_blocks(part)
                    )

    def _part_blocks(self, part: str) -> Markup:
        self._part = part
        try:
            return Markup("").join(map(self._block, self._part_tree(part)))
        finally:
            self._part = BODY

    def _part_tree(self, part: str) -> etree._Element:
        root = self._package.tree(part)
        if self._grounds:
            self._known |= self._grounds.of_part(part, root)
        return root

    def _block(self, element: etree._Element) -> Markup:
        name = local_name(element)
        if name == "p":
            return self._paragraph(element)
        if name == "tbl":
            return self._table(element)
        if name in HOLDS_BLOCKS:
            return Markup("").join(map(self._block, element))
        if name and name not in SILENT:
            self._tell(name)
        return Markup("")

    def _paragraph(self, element: etree._Element) -> Markup:
        properties = element.find(f"{W}pPr")
        style = "" if properties is None else value(properties.find(f"{W}pStyle"))
        paragraph, run = (dict(it) for it in self._styles.paragraph(style))
        if properties is not None:
            paragraph |= paragraph_look(properties)
            for name in ("numPr", "framePr"):
                if properties.find(f"{W}{name}") is not None:
                    self._tell(name)
        text = self._shown_text(element)
        pieces = list(self._runs(element, run, text))
        parts, breaks = _split(pieces)
        content = Markup("").join(parts) or Markup("&#8203;")
        made = self._element("p", run | paragraph, content)
        return made + Markup('<div class="break"></div>') * breaks

    def _shown_text(self, element: etree._Element) -> Iterator[Sign]:
        """The signs of a paragraph as they are shown: the veil sees it as one text."""
        whole = "".join(it.text or "" for it in element.iter(f"{W}t"))
        marks = signs_of(element, self._known.get(element, []))
        return zip(self._shown(whole), marks, strict=True)

    def _runs(
        self, element: etree._Element, look: Look, text: Iterator[Sign]
    ) -> Iterator[Markup | None]:
        """Pieces of a paragraph; None for a page that ends."""
        for it in element:
            name = local_name(it)
            if name == "r":
                yield from self._run(it, look, text)
            elif name in HOLDS_RUNS:
                if name == "ins":
                    self._tell(name)
                yield from self._runs(it, look, text)
            elif name and name not in SILENT:
                self._tell(name)
                _skip(it, text)

    def _run(
        self, element: etree._Element, look: Look, text: Iterator[Sign]
    ) -> Iterator[Markup | None]:
        own: Look = {}
        properties = element.find(f"{W}rPr")
        if properties is not None:
            if is_on(properties.find(f"{W}vanish")):
                self._tell("vanish")
                _skip(element, text)
                return
            own = self._styles.run(value(properties.find(f"{W}rStyle"))) | run_look(properties)
        changed = {name: it for name, it in own.items() if look.get(name) != it}
        for it in element:
            piece = self._piece(it, text)
            if piece is None:
                yield None
            elif piece:
                yield self._element("span", changed, piece) if changed else piece

    def _piece(self, it: etree._Element, text: Iterator[Sign]) -> Markup | None:
        """Part of a run; None for a page that ends."""
        name = local_name(it)
        if name == "t":
            return self._in_field([next(text) for _ in it.text or ""])
        if name == "tab":
            return Markup("\t")
        if name in _PLAIN_TAGS:
            return Markup(_PLAIN_TAGS[name])
        if name in ("br", "cr"):
            return None if value(it, "type") == "page" else Markup("<br>")
        if name == "drawing":
            return self._picture(it)
        if name in ("fldChar", "instrText"):
            self._follow_field(it, name)
        elif name and name not in SILENT:
            self._tell(name)
            _skip(it, text)
        return Markup("")

    def _follow_field(self, it: etree._Element, name: str) -> None:
        if name == "instrText":
            if self._field:
                self._field[-1] += it.text or ""
        elif value(it, "fldCharType") == "begin":
            self._field.append("")
        elif value(it, "fldCharType") == "end" and self._field:
            self._field.pop()

    def _in_field(self, signs: list[Sign]) -> Markup:
        """Text; of a page number what Word last saw there, until paper.js has counted."""
        found = _PAGE_FIELD.match(self._field[-1]) if self._field else None
        text = "".join(sign for sign, _ in signs)
        if not found:
            return self._grounds.drawn(signs) if self._grounds else escape(text)
        kind = "page-number" if found[1] == "PAGE" else "page-count"
        return Markup('<span class="{}">{}</span>').format(kind, text)

    def _picture(self, it: etree._Element) -> Markup:
        if it.find(f"{_WP}anchor") is not None:
            self._tell("anchor")
        if next(it.iter(f"{W}txbxContent"), None) is not None:
            self._tell("txbxContent")
        pictures = []
        for blip in it.iter(f"{_A}blip"):
            part = self._package.targets(self._part).get(blip.get(f"{_R}embed", ""), "")
            content = self._package.parts.get(part, b"")
            kind = next((name for magic, name in _PICTURES if content.startswith(magic)), "")
            if not kind:
                self._tell("picture")
                continue
            extent = next(it.iter(f"{_WP}extent"), None)
            look = {} if extent is None else _extent(extent)
            data = base64.b64encode(content).decode("ascii")
            source = f' alt="图片" src="data:{kind};base64,{data}"'
            name = self._class(look)
            pictures.append(Markup(f'<img class="{name}"{source}>'))
        return Markup("").join(pictures)

    def _table(self, element: etree._Element) -> Markup:
        properties = element.find(f"{W}tblPr")
        style = "" if properties is None else value(properties.find(f"{W}tblStyle"))
        widths = [number(it, "w") for it in element.findall(f"{W}tblGrid/{W}gridCol")]
        columns = Markup("").join(
            Markup('<col class="{}">').format(self._class({"width": points(it)})) for it in widths
        )
        look = {"width": points(sum(widths))} if sum(widths) else {}
        if properties is not None and value(properties.find(f"{W}jc")) == "center":
            look |= {"margin-left": "auto", "margin-right": "auto"}
        cell = cell_look(properties, style, self._styles)
        rows = [*rows_of(element)]
        heads = 0
        while heads < len(rows) and is_on(rows[heads].find(f"{W}trPr/{W}tblHeader")):
            heads += 1
        made = [self._row(rows, place, cell) for place in range(len(rows))]
        content = Markup("<colgroup>{}</colgroup><thead>{}</thead><tbody>{}</tbody>").format(
            columns,
            Markup("").join(made[:heads]),
            Markup("").join(made[heads:]),
        )
        return self._element("table", look, content)

    def _row(self, rows: list[etree._Element], place: int, usual: Look) -> Markup:
        properties = rows[place].find(f"{W}trPr")
        look: Look = {}
        if properties is not None:
            height = number(properties.find(f"{W}trHeight"))
            look |= {"height": points(height)} if height else {}
            if is_on(properties.find(f"{W}cantSplit")):
                look["break-inside"] = "avoid"
        cells = [self._cell(rows, place, it, column, usual) for it, column in cells_of(rows[place])]
        return self._element("tr", look, Markup("").join(cells))

    def _cell(
        self, rows: list[etree._Element], place: int, it: etree._Element, column: int, usual: Look
    ) -> Markup:
        properties = it.find(f"{W}tcPr")
        merged = None if properties is None else properties.find(f"{W}vMerge")
        if is_continued(merged):
            # Its text, which nobody sees in Word, is told of where there is any.
            return Markup("")
        look = dict(usual)
        more = ""
        if properties is not None:
            if (ground := properties.find(f"{W}shd")) is not None:
                look |= shade(ground)
            if (own := properties.find(f"{W}tcBorders")) is not None:
                look |= borders(own)
            if value(properties.find(f"{W}vAlign")) == "center":
                look["vertical-align"] = "middle"
            span = int(number(properties.find(f"{W}gridSpan")))
            more += f' colspan="{span}"' if span > 1 else ""
        if merged is not None:
            height = merged_height(rows, place, column)
            more += f' rowspan="{height}"' if height > 1 else ""
        return self._element("td", look, Markup("").join(map(self._block, it)), more)


def _skip(element: etree._Element, text: Iterator[Sign]) -> None:
    """Pass over the signs of what is not shown."""
    for it in element.iter(f"{W}t"):
        for _ in it.text or "":
            next(text)


def _split(pieces: list[Markup | None]) -> tuple[list[Markup], int]:
    """Pieces without the ends of pages, and how many there were."""
    parts = [it for it in pieces if it is not None]
    return parts, len(pieces) - len(parts)


def _extent(it: etree._Element) -> Look:
    sizes = {"width": it.get("cx", "0"), "height": it.get("cy", "0")}
    return {
        name: f"{int(size) / _EMU_A_POINT:g}pt" for name, size in sizes.items() if size.isdecimal()
    }
