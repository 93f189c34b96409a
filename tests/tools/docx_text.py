"""Prints the text of a Word file: the golden tests use it, and git to show readable diffs."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from anjuan.opc import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(path: Path) -> str:
    """Body paragraphs with their style, tables row by row, then the footers."""
    with zipfile.ZipFile(path) as package:
        body = parse_xml(package.read("word/document.xml"))[0]
        styles = _style_names(parse_xml(package.read("word/styles.xml")))
        footers = sorted(name for name in package.namelist() if name.startswith("word/footer"))
        lines = [*_blocks(body, styles)]
        for name in footers:
            lines.append(f"[页脚] {_text(parse_xml(package.read(name)))}")
    return "\n".join(lines) + "\n"


def _style_names(root: etree._Element) -> dict[str, str]:
    return {
        style.get(f"{W}styleId", ""): name.get(f"{W}val", "")
        for style in root.iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }


def _blocks(parent: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    for block in parent:
        if block.tag == f"{W}p":
            yield f"[{_style(block, styles)}] {_text(block)}"
        elif block.tag == f"{W}tbl":
            for row in block.iter(f"{W}tr"):
                yield "| " + " | ".join(_text(cell) for cell in row.iter(f"{W}tc")) + " |"


def _style(paragraph: etree._Element, styles: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else styles.get(style.get(f"{W}val", ""), "")


def _text(element: etree._Element) -> str:
    pieces = []
    for item in element.iter(f"{W}t", f"{W}br"):
        pieces.append("⏎" if item.tag == f"{W}br" else item.text or "")
    return "".join(pieces)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # always a text stream
    sys.stdout.write(docx_text(Path(sys.argv[1])))
