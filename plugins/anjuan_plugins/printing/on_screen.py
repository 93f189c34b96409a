"""打印效果: the pages of one paper as LibreOffice sets them, for a screen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from threading import Event

from anjuan import Message, PrintView, install_command, public
from anjuan_plugins.pdfium import PDFIUM
from anjuan_plugins.printing.libreoffice import (
    PATIENCE,
    Converter,
    ConverterError,
    find_soffice,
    given,
)

# More nobody looks through on a screen.
MOST_PAGES = 100
_LIBRARIES = ("pypdfium2", "PIL")
_DOTS_PER_INCH, _POINTS_PER_INCH = 110, 72


def lacks() -> str:
    """Why there is no such view on this machine; empty where there is."""
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        return Message(
            "没有安装 {}，看不了打印效果。请运行 {}，再打开案卷台。",
            public(missing),
            install_command("pdf"),
        )
    if find_soffice() is None:
        return Message("没有找到 LibreOffice（免费），看不了打印效果。装上以后，刷新这一页。")
    return ""


def pages(document: bytes, folder: Path, stopped: Event) -> tuple[bytes, ...] | Message:
    """Each page of a Word file as PNG, or why there are none."""
    program = find_soffice()
    if program is None:
        return Message("没有找到 LibreOffice")
    office = Converter(program, folder, 1, PATIENCE, stopped)
    try:
        [made] = office.convert([given(document)])
    except ConverterError as error:
        return Message("{}", error)
    return tuple(_drawn(made.pdf)) if made.pdf else Message("LibreOffice {}", made.reason)


def _drawn(pdf: bytes) -> Iterator[bytes]:
    from pypdfium2 import PdfDocument

    with PDFIUM, PdfDocument(pdf) as document:
        for page in islice(document, MOST_PAGES):
            content = io.BytesIO()
            drawn = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH).to_pil()
            # Letters and seals look the same in so few colours, at a third of the size.
            drawn.quantize(64).save(content, "png")
            yield content.getvalue()


VIEW = PrintView(lacks=lacks, pages=pages)
