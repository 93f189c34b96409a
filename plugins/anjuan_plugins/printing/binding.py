"""Binding pages into one file: letters for its marks, page ranges as told, and steady bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from anjuan_plugins.printing.lettering import Lettering
from anjuan_plugins.printing.libreoffice import Converter, ConverterError, given

if TYPE_CHECKING:
    from pypdf import PdfWriter


def lettering(office: Converter, texts: Iterable[str] = ()) -> Lettering:
    """Letters for the marks of a step.

    Args:
        office: sets them.
        texts: what will be stamped besides numbers.

    Raises:
        ConverterError: LibreOffice can't set them.
    """
    from anjuan_plugins.printing.front_pages import letter_sheet

    [result] = office.convert([given(letter_sheet(texts))])
    if result.reason:
        raise ConverterError(f"LibreOffice {result.reason}")
    return Lettering(result.pdf)


def page_range(first: int, last: int) -> str:
    """`3` or `3—5`."""
    return str(first) if first == last else f"{first}—{last}"


def saved(writer: PdfWriter, title: str) -> bytes:
    """The finished file; its bytes depend on nothing but what it is made from."""
    writer.metadata = {"/Producer": "anjuan", "/Title": title}
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
